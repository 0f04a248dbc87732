"""Random Python programs over the subset that MiniPython runs.

A template is Python text with holes, such as `<s>.split(<s>)`: a string's method with a string.
`Programs(seed).program()` gives (code, arguments): `f` appends what each statement gives, or the
name of the exception that it raises, to a list and returns it. Equal seeds give equal programs.

The letters of holes:
i small integer, n any integer, f float, x number, s string, y bytes, q truth value, l list of
integers, m list of strings, t tuple, e set, d dictionary, c Counter, u deque, k hashable value,
a any value, z any iterable, p regular expression, v format specification.

Besides the templates, whose arguments mostly fit, `call` calls any method or function of the subset
with arguments of any number and type.
"""
import ast
import math
import operator
import random
import re
from collections import deque

HOLE = re.compile("<([a-z])>")

PRELUDE = '''import bisect
import collections
import copy
import functools
import heapq
import itertools
import math
import operator
import re
import string
from abc import ABC, abstractmethod
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from dataclasses import asdict, astuple, dataclass, field, replace
from enum import Enum, IntEnum, auto
from functools import cmp_to_key, lru_cache, partial, reduce, wraps
from itertools import (accumulate, chain, combinations, combinations_with_replacement, compress,
    count, cycle, dropwhile, filterfalse, groupby, islice, pairwise, permutations, product, repeat,
    starmap, takewhile, tee, zip_longest)
from typing import NamedTuple
P = namedtuple('P', ['left', 'right'])
class E(ValueError):
    def __init__(self, code, text='no'):
        super().__init__(text, code)
        self.code = code
@dataclass(order=True)
class D:
    n: int
    name: str = 'no'
    more: list = field(default_factory=list)
@dataclass(frozen=True)
class F:
    x: int
    y: object = 0
class N(NamedTuple):
    a: int
    b: object = 5
    def total(self): return self.a * 2
class Color(Enum):
    RED = 1
    GREEN = 2
    ALSO = 1
    def shout(self): return self.name + '!'
class Auto(Enum):
    A = auto()
    B = auto()
class Rank(IntEnum):
    LOW = 1
    HIGH = 5
class Shape(ABC):
    @abstractmethod
    def area(self): pass
    def twice(self): return self.area() * 2
class Square(Shape):
    def __init__(self, n): self.n = n
    def area(self): return self.n * self.n
class K:
    left = 0
    def __init__(self, v, items=()):
        self.v, self.items = v, list(items)
    def __repr__(self): return f'K({self.v!r}, {self.items})'
    def __eq__(self, o): return isinstance(o, K) and self.v == o.v
    def __hash__(self): return hash(self.v)
    def __lt__(self, o): return self.v < o.v
    def __len__(self): return len(self.items)
    def __iter__(self): return iter(self.items)
    def __add__(self, o): return K(self.v + o.v, self.items + o.items)
    def __radd__(self, o): return ('radd', o, self.v)
    def __iadd__(self, o):
        self.items.append(o)
        return self
    def __mul__(self, n): return K(self.v * n)
    def __neg__(self): return K(-self.v)
    def __invert__(self): return ('inverted', self.v)
    def __abs__(self): return abs(self.v)
    def __int__(self): return int(self.v)
    def __index__(self): return int(self.v)
    def __round__(self, n=None): return ('round', n)
    def __call__(self, *args, **kw): return (self.v, args, kw)
    def __getitem__(self, i): return self.items[i]
    def __setitem__(self, i, v): self.items[i] = v
    def __delitem__(self, i): del self.items[i]
    def __contains__(self, x): return x == self.v
    def __format__(self, spec): return f'<{self.v}|{spec}>'
    def __getattr__(self, name):
        if name.startswith('g'): return name * 2
        raise AttributeError(name)
    def __enter__(self): return self
    def __exit__(self, *args):
        K.left += 1
        return args[0] is ZeroDivisionError
    @property
    def double(self): return self.v * 2
    @double.setter
    def double(self, v): self.v = v // 2
    @staticmethod
    def make(v): return K(v)
class Sub(K):
    def __init__(self, v): super().__init__(v + 1, [v])
    def __repr__(self): return 'Sub' + super().__repr__()
    @classmethod
    def make(cls, v): return cls(v * 10)
class Turn:
    def __init__(self, n): self.n = n
    def __iter__(self): return self
    def __next__(self):
        if self.n <= 0: raise StopIteration
        self.n -= 1
        return self.n
def gen(xs, k):
    for q in xs:
        if q == k: continue
        got = yield q
        if got: yield (got,)
    try: yield k // (len(xs) - 2)
    except ZeroDivisionError: yield 'zero'
    finally: xs = xs[:2]
    yield from xs
    return 'end'
def talk(q, xs):
    w = [(yield q), (yield 'b')]
    t = f"{(yield w)}:{(yield 3)}"
    if (yield t) or (yield 'or'): w.append((yield 'in') + 1)
    d = {(yield 'k'): (yield 'v'), **{'z': q}}
    z = (yield 'x') if (yield 'test') else (yield 'y')
    for p in (yield 'list'): w += [p, (yield from xs)]
    while (yield len(w)): w.append(max((yield 1), q, key=lambda e: -e))
    return (w, d, z)
def told(g):
    "Docs of told."
    @wraps(g)
    def h(*a, **k):
        h.calls = getattr(h, 'calls', 0) + 1
        return (h.calls, g(*a, **k))
    return h
def outer(xs):
    r = yield from gen(xs, 1)
    yield r
def classify(q):
    match q:
        case 0 | 1: return 'bit'
        case [x]: return ('one', x)
        case [x, y, *rest] if x == y: return ('twins', x, rest)
        case [x, *_, y]: return ('ends', x, y)
        case {'k': k, **rest}: return ('k', k, rest)
        case K(v=v): return ('K', v)
        case D(n=n, name='no'): return ('D', n)
        case P(left=x): return ('P', x)
        case int(x) if x < 0: return ('negative', x)
        case str() | float() as z: return ('text or float', z)
        case None | True: return 'constant'
        case _: return 'other'
def seen(v): return list(islice(v, 20)) if hasattr(v, '__next__') else v
def spread(a, b=2, *rest, c=3, **more): return (a, b, rest, c, more)
def strict(a, /, b, *, c): return (a, b, c)
@lru_cache(maxsize=None)
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
'''



def blocks():
    """The statements of the prelude after its imports: the names that each defines, and its text."""
    lines, found, imports = PRELUDE.split("\n"), [], 0
    for statement in ast.parse(PRELUDE).body:
        first = min([statement.lineno] + [d.lineno for d in getattr(statement, "decorator_list", [])])
        text = "\n".join(lines[first - 1:statement.end_lineno]) + "\n"
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            imports = statement.end_lineno
        else:
            targets = getattr(statement, "targets", [statement])
            found.append(({getattr(t, "id", None) or t.name for t in targets}, text))
    return "\n".join(lines[:imports]) + "\n", found


IMPORTS, BLOCKS = blocks()
WORD = re.compile(r"\w+")


def prelude(code):
    """The parts of the prelude that a program needs, with its imports first."""
    words, needed = set(WORD.findall(code)), set()
    while True:
        new = [i for i, (names, _) in enumerate(BLOCKS) if i not in needed and names & words]
        if not new:
            return [IMPORTS] + [BLOCKS[i][1] for i in sorted(needed)]
        needed.update(new)
        for i in new:
            words.update(WORD.findall(BLOCKS[i][1]))


SEEDS = {
    "i": "0 1 2 3 5 7 -1 -2 -3 10 len(s) len(l) i j".split(),
    "n": """0 1 -1 2 7 -7 10 255 256 1000 -4096 65535 2**31 2**53+1 2**63-1 2**63 -2**63 -2**63-1 10**20
        -10**25 3**50 123456789012345678901234567890 i j True""".split(),
    "f": """0.0 -0.0 1.0 1.5 -2.5 0.1 1/3 2.675 1e16 1e-5 123456.789 1e300 5e-324 9007199254740993.0
        1e22 -1e-7 0.5 g 100.0 float('inf') float('-inf') float('nan') 1.7976931348623157e308""".split(),
    "s": [
        "''", "'a'", "'Hello World'", "'ab,cd,,ef'", "'  pad\\t\\n'", "'ß'", "'ǅabc'", "'İI'", "'é'",
        "'12'", "'½²'", "'٣4'", "\"it's\"", "'a\"b'", "'\\x00\\x1f\\n'", "'ﬁx'", "'日本'", "'😀'", "'aaa'",
        "'ABC abc'", "'x=1;y=2'", "'line1\\nline2\\r\\nline3'", "'the quick brown fox'", "'-42'", "'3.14'",
        "'0x1F'", "'{}'", "'a_b'", "'__x1'", "'\\u2028z'", "'Σας ΣΑΣ'", "'\\xa0\\xad'", "s", "t", "s", "t",
    ],
    "y": ["b''", "b'abc'", "b'\\x00\\xff'", "b'Hello World'", "b'a,b,,c'", "y", "b'\\'\"'", "b'0fA'"],
    "q": ["True", "False", "not s", "i > j"],
    "l": ["[]", "[1]", "[3, 1, 2]", "[5, 5, 1, -3]", "list(range(6))", "l", "l", "[i, j]"],
    "m": ["[]", "['b', 'a']", "['x', 'yy', '', 'x']", "m", "m", "[s, t]", "s.split()"],
    "t": ["()", "(1,)", "(1, 'a', 2.5)", "(i, s)", "((1, 2), (3, 4))", "(True, b'x')"],
    "e": ["{'red', 'green', 'blue', 'x', 'y'}", "{'list', 'pop', 'key', 3}", "{10**20, -1, -2, 0.5, True}", "{(1, 2), 'ab', b'c', 7}", "set()", "{1, 2, 3}", "{'a', 'b', 'hello'}", "e", "frozenset({1, 5})", "{(1, 2), (3,)}",
        "set(s)", "set(l)", "{100, 1000, 33, 65, 1}"],
    "d": ["{}", "{'a': 1, 'b': 2}", "{1: 'x', 2: 'y'}", "d", "d", "{'k': [1], 'z': None}",
        "dict(zip(s, l))", "{(1, 2): {3: 4}}", "{1: 1, True: 2, 1.0: 3}"],
    "c": ["Counter(s)", "Counter(l)", "Counter('abracadabra')", "Counter()", "Counter(a=3, b=-1)"],
    "u": ["deque()", "deque(l)", "deque([1, 2, 3, 4])", "deque('abc', maxlen=2)", "deque(l, 3)"],
    "k": ["1", "'a'", "'b'", "(1, 2)", "2.5", "True", "frozenset([1])", "i", "s", "b'x'", "-1"],
    "p": [
        "r'a'", "r'\\w+'", "r'(\\d+)'", "r'[aeiou]'", "r'(?P<x>\\w)(?P<y>\\w)?'", "r'^a|b$'", "r'\\s+'",
        "r'(a)(b)?'", "r'.'", "r'[^a-z]+'", "r'(?i)hello'", "r'\\b\\w'", "r'(?=a)'", "r'l{2}'", "r'a*?b'",
        "r'(\\w)\\1'", "r'x*'", "r'(?:ab)+'", "r'\\W'", "r'[\\w,]+'", "r'(?<=b)c'", "r'(?<!\\w)\\w+'", "r'$'",
        "r'(?m)^\\w'", "r'(?s).+'", "r'\\D{1,3}?'", "r'('", "r'[z-a]'", "r'(a|ab)(c|bcd)?'", "r'é|ß'",
    ],
}

TEMPLATES = {
    "i": [
        "len(<a>)", "len(<z>)", "<s>.find(<s>)", "<s>.rfind(<s>, <i>)", "<s>.index(<s>)", "<s>.rindex(<s>)",
        "<s>.count(<s>)", "<s>.count(<s>, <i>, <i>)", "<l>.index(<i>)", "<l>.index(<i>, <i>, <i>)",
        "<l>.count(<i>)", "<t>.index(<k>)", "<t>.count(<k>)", "ord(<s>)", "<i> % 7", "<n> % 11", "(<n>).bit_length()",
        "(<n>).bit_count()", "<l>[<i>]", "<y>[<i>]", "<y>.find(<y>)", "<y>.count(<y>)", "<l>.pop()", "<l>.pop(<i>)",
        "math.gcd(<n>, <n>)", "math.isqrt(abs(<n>))", "bisect.bisect(<l>, <i>)",
        "bisect.bisect_left(sorted(<l>), <i>)", "len(re.findall(<p>, <s>))", "<c>.total()", "<i> & 15",
        "operator.indexOf(<l>, <i>)", "operator.countOf(<l>, <i>)", "<e>.__len__()", "next(iter(<l>), -9)",
        "sum(<q> for _ in <z>)", "range(<i>, <i>, <i>).index(<i>)", "range(<i>).count(<i>)", "int(<q>)",
        "range(<i>, <i>)[<i>]", "max(<l>, default=-5)", "min(<l>, key=lambda q: (q % 3, q), default=0)",
    ],
    "n": [
        "(<n> + <n>)", "(<n> - <n>)", "(<n> * <n>)", "(<n> // <n>)", "(<n> % <n>)", "(<n> ** (<i> % 40))",
        "-<n>", "+<q>", "~<n>", "(<n> & <n>)", "(<n> | <n>)", "(<n> ^ <n>)", "(<n> << (<i> % 70))", "(<n> >> (<i> % 70))",
        "abs(<n>)", "pow(<n>, <i> % 30, <n>)", "pow(<n>, -1, <n>)", "pow(<n>, <i> % 30)", "int(<f>)", "int(<s>)",
        "int(<s>, <i>)", "int(<s>, 16)", "int(<y>)", "sum(<l>)", "sum(<l>, <n>)", "math.factorial(<i> % 30)",
        "math.comb(<i> % 40, <i> % 9)", "math.perm(<i> % 40, <i> % 9)", "hash(<k>)", "math.lcm(<n>, <n>)", "math.floor(<f>)", "math.ceil(<f>)",
        "math.trunc(<f>)", "round(<f>)", "round(<n>, -<i>)", "divmod(<n>, <n>)[0]", "math.prod(<l>)", "max(<n>, <n>)",
        "min(<n>, <n>, key=lambda q: -q)", "reduce(lambda p, q: p * 31 + q, <l>, <n>)", "fib(<i> % 80)",
        "int.from_bytes(<y>, 'big')", "int.from_bytes(<y>, 'little', signed=True)", "(<f>).__floor__()",
        "(<n> if <q> else <n>)", "(<n>).__add__(<n>)", "int(str(<n>))", "int(hex(<n>), 16)", "(<n>).conjugate()",
        "(<n>).numerator", "operator.mul(<n>, <n>)", "(<n>).real", "int(bin(<n>), 0)",
    ],
    "f": [
        "(<x> / <x>)", "(<f> + <x>)", "(<x> - <f>)", "(<f> * <x>)", "(<f> // <x>)", "(<f> % <x>)", "(<x> ** 0.5)",
        "(<f> ** <i>)", "-<f>", "abs(<f>)", "round(<f>, <i>)", "float(<n>)", "float(<s>)", "math.sqrt(<x>)", "math.exp(<f>)",
        "math.log(<x>)", "math.log(<x>, <x>)", "math.log2(<x>)", "math.log10(<x>)", "math.sin(<f>)", "math.atan2(<x>, <x>)",
        "math.hypot(<x>, <x>)", "math.fmod(<x>, <x>)", "math.copysign(<x>, <x>)", "math.pow(<x>, <x>)", "math.fsum([<f>, <f>, <f>])",
        "math.modf(<f>)[0]", "math.gamma(<x>)", "math.lgamma(<x>)", "math.erf(<f>)", "math.cbrt(<f>)", "math.frexp(<f>)[0]", "math.ldexp(<f>, <i>)", "math.degrees(<f>)", "math.radians(<f>)", "sum([<f>, <x>])",
        "divmod(<f>, <x>)[1]", "float(str(<f>))", "math.dist([<x>, <x>], [<x>, <x>])", "max(<f>, <x>)", "math.remainder(<x>, <x>)",
        "math.tanh(<f>)", "math.expm1(<f>)", "math.log1p(<f>)", "math.cbrt(<f>)", "float.fromhex((<f>).hex())", "math.nextafter(<f>, 1)",
        "math.ulp(<f>)", "pow(<x>, <x>)", "float(<q>)", "(<f>).conjugate()", "(<f>).real", "math.erf(<f>)",
    ],
    "s": [
        "(<s> + <s>)", "(<s> * (<i> % 4))", "<s>[<i>]", "<s>[<i>:]", "<s>[:<i>]", "<s>[<i>:<i>]", "<s>[::<i>]", "<s>[<i>:<i>:<i>]",
        "<s>.upper()", "<s>.lower()", "<s>.title()", "<s>.swapcase()", "<s>.capitalize()", "<s>.casefold()", "<s>.strip()",
        "<s>.strip(<s>)", "<s>.lstrip(<s>)", "<s>.rstrip(<s>)", "<s>.replace(<s>, <s>)", "<s>.replace(<s>, <s>, <i>)",
        "<s>.center(<i> + 9, '*')", "<s>.center(<i>)", "<s>.ljust(<i> + 5, <s>)", "<s>.rjust(12, '0')", "<s>.zfill(<i> + 6)",
        "<s>.expandtabs(<i>)", "<s>.expandtabs()", "<s>.join(<m>)", "<s>.join(<z>)", "<s>.join(sorted(<s>))", "str(<a>)", "repr(<a>)",
        "ascii(<a>)", "<s>.removeprefix(<s>)", "<s>.removesuffix(<s>)", "<s>.partition(<s>)[<i>]", "<s>.rpartition(<s>)[2]",
        "<s>.translate(str.maketrans('abc', 'xyz', 'l'))", "<s>.translate({97: None, 98: 'BB', 99: 100})", "str.maketrans(<s>, <s>)",
        "chr(<n>)", "chr(<i> * 97)", "hex(<n>)", "oct(<n>)", "bin(<n>)", "format(<x>, <v>)", "format(<s>, <v>)", "format(<a>, <v>)",
        "(lambda q, p: f'{q:{p}}')(<x>, <v>)", "(lambda q: f'{q} {q!r} {q!s:>9}')(<a>)", "(lambda q, p: f'{q:>{p}}|{q!a:<8}|')(<s>, <i>)",
        "(lambda q: f'{q:.3f}|{q:10.4g}|{q=}|{q = :.1e}')(<f>)", "(lambda q: f'{q:,}|{q:_x}|{q:+08d}')(<n>)", "'%s' % (<a>,)", "'%d|%5d|%-5d|%05d' % (<n>, <i>, <i>, <i>)", "'%x %X %#o' % (<n>, <n>, <n>)",
        "'%f %.2e %g' % (<x>, <x>, <x>)", "'%5s|%-5s|%.2s' % (<s>, <s>, <s>)", "'%r %a' % (<a>, <s>)", "'%c%c' % (<i> + 60, <s>)", "'%(a)s %(b)d' % <d>",
        "'%%%d' % <x>", "'%s %s' % <t>", "'{} {}'.format(<a>, <a>)", "'{0!r:>8} {0}'.format(<s>)", "'{a} {b[0]}'.format(a=<a>, b=<l>)", "'{:{}}'.format(<x>, <v>)",
        "'{0[a]}'.format(<d>)", "'{.real}'.format(<x>)", "'{0} {1}'.format(*<t>)", "'{a}-{b}'.format(**{str(k): v for k, v in <d>.items()})", "'{a}'.format_map(<d>)", "<m>[<i>]", "max(<s>)", "min(<m>, key=len)",
        "<y>.decode()", "<y>.decode('latin-1')", "<y>.decode('ascii', 'replace')", "<y>.hex()", "(<f>).hex()", "type(<a>).__name__", "string.capwords(<s>)",
        "''.join(reversed(<s>))", "re.sub(<p>, <s>, <s>)", "re.sub(<p>, lambda q: q.group().upper() + '!', <s>)", "re.escape(<s>)", "(<s> or <s>)", "(<s> and <s>)",
        "' '.join(map(str, <z>))", "<s>.__class__.__name__", "string.ascii_letters[<i>:<i>]", "str(<y>, 'utf-8')", "<s>.encode().decode()",
        "(<s> if <q> else <s>)", "str(<f>)", "repr(<f>)", "str(<n>)", "<s>.lower().title()", "<s>.format(<a>)", "'{:>10}|{:^10}|{:<10}'.format(<s>, <i>, <f>)",
        "re.sub(r'(\\w)(\\w)', r'\\2\\1', <s>)", "re.sub('(?P<Z>a)', r'[\\g<Z>]', <s>, count=1)", "', '.join(f'{k}={v}' for k, v in <d>.items())", "<s>.__add__(<s>)", "chr(ord(<s>) + 1)",
    ],
    "y": [
        "(<y> + <y>)", "<y> * (<i> % 3)", "<y>[<i>:<i>]", "<s>.encode()", "<s>.encode('ascii', 'ignore')", "<s>.encode('latin-1', 'replace')", "bytes(<l>)", "bytes(<i> % 50)",
        "<y>.upper()", "<y>.replace(<y>, <y>)", "<y>.strip()", "bytes.fromhex(<y>.hex())", "<y>.join([<y>, <y>])", "(<n>).to_bytes(<i>, 'big')", "(<i>).to_bytes(2, 'little', signed=True)",
        "<y>.center(9)", "<y>.title()", "<y>.removeprefix(<y>)", "<y>[::-1]", "bytes(<s>, 'utf-8')", "<y>.lstrip(<y>)", "<y>.zfill(5)", "<y>.swapcase()", "<y>.ljust(4, b'.')",
    ],
    "q": [
        "<x> < <x>", "<x> == <x>", "<x> <= <x> < <x>", "<a> == <a>", "<a> != <a>", "<a> < <a>", "<s> < <s>", "<l> < <l>", "<t> >= <t>", "<i> in <l>", "<s> in <s>", "<k> in <d>", "<k> in <e>", "<k> not in <t>",
        "<a> in <z>", "<s>.isalpha()", "<s>.isdigit()", "<s>.isdecimal()", "<s>.isnumeric()", "<s>.isalnum()", "<s>.isspace()", "<s>.isupper()", "<s>.islower()", "<s>.istitle()", "<s>.isidentifier()", "<s>.isprintable()",
        "<s>.isascii()", "<s>.startswith(<s>)", "<s>.endswith(<s>, <i>)", "<s>.startswith((<s>, <s>))", "<s>.startswith(<s>, <i>, <i>)", "<e> <= <e>", "<e> < <e>", "<e>.issubset(<z>)", "<e>.issuperset(<e>)", "<e>.isdisjoint(<z>)", "<e> == <e>", "<d> == <d>",
        "any(<z>)", "all(<z>)", "any(q > 1 for q in <l>)", "isinstance(<a>, (int, str))", "isinstance(<a>, <b>)", "issubclass(bool, <b>)", "callable(<a>)", "(<f>).is_integer()", "math.isnan(<x>)", "math.isinf(<f>)", "math.isfinite(<x>)", "math.isclose(<x>, <x>)",
        "<a> is None", "not <a>", "bool(<a>)", "(<q> and <q>)", "(<q> or <q>)", "<q> ^ <q>", "<q> & <q>", "hasattr(<a>, 'append')", "<d>.keys() == <d>.keys()", "<d>.items() >= <d>.items()", "bool(re.match(<p>, <s>))", "re.fullmatch(<p>, <s>) is None",
        "<c> == <c>", "<c> <= <c>", "<u> == <u>", "<u> < <u>", "<k> in <d>.values()", "<y>.isdigit()", "<y> in <y>", "<y>.startswith(<y>)", "D(<i>) < D(<i>, <s>)", "K(<i>) == K(<i>)", "P(<i>, <i>) < (<i>, <i>)", "range(<i>) == range(<i>)", "<i> in range(<i>, <i>, <i>)", "operator.contains(<z>, <a>)",
    ],
    "l": [
        "(<l> + <l>)", "<l> * (<i> % 3)", "<l>[<i>:<i>]", "<l>[::<i>]", "<l>[<i>:]", "sorted(<l>)", "sorted(<l>, reverse=<q>)", "sorted(<l>, key=lambda q: (q % 3, -q))", "sorted(<l>, key=lambda q: -abs(q))", "list(reversed(<l>))", "[q * 2 for q in <l>]", "[q for q in <l> if q % 2]",
        "[p + q for p in <l> for q in <l> if p != q][:20]", "list(range(<i>, <i>, <i>))", "list(map(lambda q: q - 1, <l>))", "list(filter(lambda q: q > 1, <l>))", "list(accumulate(<l>))", "list(accumulate(<l>, max))", "list(accumulate(<l>, lambda p, q: p - q, initial=<i>))", "<l>.copy()", "list(<y>)", "list(map(ord, <s>))",
        "[<i>, *<l>, <i>]", "heapq.nsmallest(<i>, <l>)", "heapq.nlargest(<i>, <l>)", "list(set(<l>))", "[int(q) for q in str(<n>) if q != '-']", "list(dict.fromkeys(<l>))", "list(map(int, <s>.split()))", "list(chain(<l>, <l>))", "list(chain.from_iterable([<l>, <l>]))", "list(islice(<l>, <i>))", "list(islice(<l>, <i>, <i>, <i>))",
        "list(islice(count(<i>, <i>), 4))", "list(islice(cycle(<l>), 5))", "list(repeat(<i>, <i> % 9))", "list(takewhile(lambda q: q < 3, <l>))", "list(dropwhile(lambda q: q < 3, <l>))", "list(filterfalse(lambda q: q % 2, <l>))", "list(compress(<l>, [1, 0, 1, 1]))", "list(starmap(pow, [(2, 3), (<i>, 2)]))", "list(map(operator.add, <l>, <l>))", "[len(q) for q in <m>]", "[ord(q) - 97 for q in <s>]",
        "[x for x in [y := <i>, y ** 2]]", "[a for a, *b in [<l> + [0], [1]]]", "copy.deepcopy(<l>)", "[q.v for q in [K(<i>), Sub(<i>)]]", "[*map(len, <m>), *range(2)]", "list(Turn(<i>))", "list(<u>)", "(lambda *q: list(q))(*<l>)", "[i for i in range(3) if i not in <l>]", "[*K(1, <l>)]",
    ],
    "m": [
        "<s>.split()", "<s>.split(<s>)", "<s>.split(',', <i>)", "<s>.split(None, <i>)", "<s>.rsplit(<s>, <i>)", "<s>.rsplit()", "<s>.rsplit(None, 1)", "<s>.splitlines()", "<s>.splitlines(True)", "list(<s>)", "sorted(<s>)", "sorted(<m>, key=len)", "sorted(<m>, key=str.lower, reverse=True)", "(<m> + <m>)", "<m>[<i>:<i>]",
        "[q.upper() for q in <m>]", "list(map(str, <l>))", "list(map(str.strip, <m>))", "list(<s>.partition(<s>))", "re.split(<p>, <s>)", "re.split(<p>, <s>, <i>)", "re.findall(<p>, <s>)", "[q.group() for q in re.finditer(<p>, <s>)]", "list(set(<s>))", "[''.join(q) for q in permutations(<s>[:3])]", "[''.join(q) for q in combinations(<s>[:5], 2)]", "[k + str(v) for k, v in Counter(<s>).items()]", "list(filter(str.isalpha, <s>))", "list(<d>)", "[f'{k}:{v}' for k, v in enumerate(<s>)]", "list(dict.fromkeys(<s>))",
    ],
    "t": [
        "tuple(<z>)", "(<a>, <a>)", "(<t> + <t>)", "<t> * (<i> % 3)", "<t>[<i>:<i>]", "<t>[::-1]", "divmod(<x>, <x>)", "<s>.partition(<s>)", "<s>.rpartition(<s>)", "tuple(sorted(<l>))", "P(<a>, <a>)", "P(<i>, <i>)._replace(left=<a>)", "P._make([<i>, <i>])", "(*<l>, *<t>)", "(<f>).as_integer_ratio()", "math.frexp(<f>)", "math.modf(<f>)",
        "tuple(zip(<l>, <m>))", "spread(<a>, *<l>)", "spread(*<l>, **<d>)", "spread(<a>, c=<a>, z=<a>)", "strict(<a>, <a>, c=<a>)", "strict(1, b=2, c=<a>)", "<y>.partition(<y>)", "re.search(<p>, <s>).groups()", "re.match(<p>, <s>).span()", "(lambda a, b=<a>, *c, d=<a>: (a, b, c, d))(<a>, <a>)", "P(<i>, <i>)[::-1]", "P._fields", "tuple(islice(gen(<l>, <i>), 9))", "tuple(outer(<l>))", "E(<i>, <s>).args", "(<n>).as_integer_ratio()", "next(iter(<d>.items()))", "tuple(tee(<l>, 2)[1])", "(<a>,)",
    ],
    "e": [
        "set(<z>)", "frozenset(<z>)", "(<e> | <e>)", "(<e> & <e>)", "(<e> - <e>)", "(<e> ^ <e>)", "<e>.union(<z>)", "<e>.union(<z>, <z>)", "<e>.intersection(<z>)", "<e>.difference(<z>)", "<e>.symmetric_difference(<z>)", "<e>.copy()", "{q % 5 for q in <l>}", "{q for q in <s>}", "{len(q) for q in <m>}", "{<k>, <k>, <k>}", "{*<l>, *<s>}", "(<d>.keys() & <e>)", "(<d>.keys() | <d>.keys())", "(<d>.items() - <d>.items())", "set(range(<i>, 40, 7))", "set(map(abs, <l>))", "set(str(<n>))", "frozenset(<m>)",
    ],
    "d": [
        "dict(<d>)", "dict(zip(<m>, <l>))", "dict(a=<a>, b=<a>)", "dict(<d>, a=<a>)", "dict(enumerate(<s>))", "{q: q ** 2 for q in <l>}", "{k: v for k, v in <d>.items() if v}", "{v: k for k, v in <d>.items()}", "{q: len(q) for q in <m>}", "{q: <s>.count(q) for q in <s>}", "dict.fromkeys(<z>)", "dict.fromkeys(<z>, <a>)", "<d>.copy()", "(<d> | <d>)", "{**<d>, **<d>}", "{<k>: <a>, <k>: <a>}", "dict(sorted(<d>.items()))",
        "dict(Counter(<s>))", "{k: list(g) for k, g in groupby(<l>, lambda q: q % 2)}", "{k: list(g) for k, g in groupby(sorted(<s>))}", "K(<i>).__dict__", "{k.lower(): v for k, v in dict.fromkeys(<s>, 1).items()}", "OrderedDict(<d>)", "P(<i>, <i>)._asdict()", "re.match('(?P<A>.)(?P<B>.)', <s>).groupdict()", "dict(reversed(<d>.items()))", "str.maketrans(<s>, <s>)", "dict([(<k>, <a>), (<k>, <a>)])", "dict(<m>)", "defaultdict(list, <d>)", "dict(map(lambda q: (q, q), <l>))",
    ],
    "c": [
        "(<c> + <c>)", "(<c> - <c>)", "(<c> & <c>)", "(<c> | <c>)", "+<c>", "-<c>", "Counter(<z>)", "Counter(<d>)", "Counter(dict(<c>.most_common(<i>)))", "<c>.copy()",
    ],
    "u": ["deque(<z>)", "deque(<z>, <i>)", "<u>.copy()", "(<u> + <u>)", "<u> * 2", "deque(reversed(<l>))"],
    "x": ["<n>", "<n>", "<f>", "<f>", "<i>", "<q>"],
    "k": ["<i>", "<s>", "<t>", "<n>", "frozenset(<l>)", "<y>", "P(<i>, <i>)"],
    "a": [
        "<i>", "<n>", "<f>", "<s>", "<s>", "<y>", "<q>", "<l>", "<m>", "<t>", "<e>", "<d>", "<c>", "<u>", "None", "...", "K(<i>, <l>)", "Sub(<i>)", "D(<i>, <s>)", "P(<a>, <a>)", "E(<i>)", "range(<i>, <i>)", "classify(<a>)", "<d>.get(<k>)", "<d>.get(<k>, <a>)", "<d>[<k>]", "<d>.pop(<k>)", "<d>.pop(<k>, <a>)", "<d>.popitem()", "<d>.setdefault(<k>, <a>)", "<t>[<i>]", "<e>.pop()",
        "<c>.most_common(<i>)", "<c>[<k>]", "<c>.elements()", "list(<c>.elements())", "list(<d>.items())", "list(<d>.values())", "list(zip(<z>, <z>))", "list(zip(<l>, <m>, strict=True))", "list(enumerate(<z>, <i>))", "list(zip_longest(<l>, <m>, fillvalue=<a>))", "list(product(<s>[:2], repeat=2))", "list(product(<l>[:3], <m>[:2]))", "list(combinations(<l>[:4], <i>))", "list(permutations(<l>[:3], 2))", "list(combinations_with_replacement(<l>[:3], 2))", "list(pairwise(<z>))",
        "[list(g) for k, g in groupby(<z>)]", "max(<z>)", "min(<z>)", "max(<a>, <a>)", "sorted(<z>)", "sorted(<m>, key=lambda q: (len(q), q))", "reduce(lambda p, q: q + p, <m>)", "reduce(operator.add, <z>)", "sum(<z>)", "sum([<l>, <l>], [])", "next(<z>)", "next(iter(<z>))", "iter(<z>).__next__()", "list(iter([1, 2, 3].pop, 1))", "spread(**<d>)", "partial(spread, <a>, c=<a>)(<a>)", "(lambda **k: k)(a=<a>)", "(<a> if <q> else <a>)", "(<a> or <a>)", "(<a> and <a>)",
        "OrderedDict(<d>).keys()", "OrderedDict(<d>).values()", "OrderedDict(<d>).items()", "OrderedDict(<d>) == OrderedDict(<d>)", "OrderedDict(<d>) == <d>", "isinstance(<a>, int | str)", "isinstance(<a>, (float | None, list))", "spread.__name__", "told.__doc__", "hasattr(spread, <s>)", "told(spread)(<a>)", "told(classify).__name__", "fib.cache_info().maxsize", "asdict(D(<i>, <s>, <l>))", "astuple(D(<i>, <a>))", "replace(D(<i>, <s>), n=<i>)",
        "Color(<i>)", "Color[<s>]", "list(Color)", "Color.RED.shout()", "Auto(<i>)", "Auto.B.value", "str(Color(<i>))", "<a> == Color.GREEN", "{Color.RED: <a>, Color.ALSO: <a>}", "Rank.LOW + <i>", "max(Rank.HIGH, <i>)", "sorted([Rank.HIGH, Rank.LOW, <i>])", "f'{Rank.LOW}{Color.RED}'", "len(Color)", "Color.RED in Color", "F(<i>) == F(<i>)", "{F(<i>): <a>, F(1): 2}", "hash(F(<i>, <k>)) == hash(F(<i>, <k>))", "F(<i>, <a>)", "N(<i>)", "N(<i>, <a>)._replace(b=<a>)", "N(<i>).total()", "N(<i>) + (<i>,)", "N(<i>)._asdict()", "N(<i>) == (<i>, 5)", "Shape()", "Square(<x>).twice()", "isinstance(Square(1), Shape)", "list.__getitem__(<l>, <i>)", "str.upper(<s>)", "(lambda *a, **k: (a, k))(*<z>)", "property(len).fget(<s>)",
        "K(<i>) + K(<i>, <l>)", "<a> + K(<i>)", "-K(<i>)", "~K(<i>)", "abs(K(<i>))", "int(K(<i>))", "<l>[K(<i>)]", "round(K(<i>), 2)", "K(<i>)(<a>, z=<a>)", "K(<i>, <l>)[<i>]", "K(<i>).double", "K(<i>).gap", "K(<i>).zap", "(lambda q: f'{q:>3}')(K(<i>))", "Sub.make(<i>)", "K.make(<i>)", "Sub(<i>) + K(<i>)", "sorted([K(<i>), K(<i>), Sub(<i>)])", "D(<i>, <s>, <l>)", "D(name=<s>)", "D(<i>) == D(<i>)", "max(D(<i>), D(<i>))", "isinstance(Sub(<i>), K)", "getattr(<a>, 'real', <a>)", "getattr(K(<i>), 'v')",
        "re.search(<p>, <s>)", "[q.span() for q in re.finditer(<p>, <s>)]", "re.subn(<p>, '#', <s>)", "re.compile(<p>, re.I).findall(<s>)", "re.match(<p>, <s>)[0]", "list(map(lambda q: q, <z>))", "[<a> for _ in range(2)]", "(<a>, *<z>)", "[<x> <o> <x>]", "<a> <o> <a>", "<u>[<i>]", "<u>.pop()", "<u>.index(<i>)", "(<u>.rotate(<i>), 0)", "type(<a>)(<a>)", "copy.copy(<a>)", "operator.itemgetter(<i>)(<l>)", "operator.attrgetter('v')(K(<i>))", "operator.methodcaller('upper')(<s>)", "OrderedDict(<d>)", "defaultdict(int, <d>)[<k>]",
        "list(gen(<l>, <i>))", "list(outer(<l>))", "[*gen(<l>, 2)]", "sum(<x> for _ in range(3))", "<d>.keys()", "<d>.values()", "<d>.items()", "reversed(<l>) is None", "type(<a>)", "type(<a>) == type(<a>)", "list(map(<b>, <z>))", "<b>(<a>)", "<b>()", "slice(<i>, <i>, <i>)", "<l>[slice(<i>, <i>)]", "slice(<i>, None, -1).indices(<i>)", "list(filter(None, <z>))", "list(map(list, zip(*[<l>, <l>])))", "vars(K(<i>))", "cmp_to_key(lambda p, q: q - p)(1) < cmp_to_key(lambda p, q: q - p)(2)", "sorted(<l>, key=cmp_to_key(lambda p, q: q - p))",
        "[q for q in <z>]", "{q: 1 for q in <z>}", "ascii(<a>)", "<t>", "<l>", "<z>.__len__()", "len(<z>)", "math.pi", "math.inf", "float('nan') != float('nan')", "[x for y in [<l>, <m>] for x in y]", "[(x, y) for x in <s>[:3] for y in <l>[:3]]", "string.digits", "string.punctuation",
    ],
    "z": ["<l>", "<m>", "<s>", "<t>", "<e>", "<d>", "<y>", "range(<i>)", "<u>", "<c>", "<d>.items()", "<d>.values()", "reversed(<l>)", "iter(<l>)", "map(str, <l>)", "zip(<l>, <m>)", "enumerate(<s>)", "(q for q in <l>)", "filter(None, <l>)", "gen(<l>, <i>)", "Turn(<i>)", "K(<i>, <l>)"],
}

STATEMENTS = [
    "<L>.append(<i>)", "<L>.extend(<z>)", "<L>.insert(<i>, <a>)", "<L>.remove(<i>)", "<L>.sort()", "<L>.sort(key=lambda q: -q)", "<L>.sort(reverse=True)", "<L>.reverse()", "<L>.clear()", "del <L>[<i>]", "del <L>[<i>:<i>]", "del <L>[::<i>]", "<L>[<i>] = <a>", "<L>[<i>:<i>] = <z>", "<L>[::<i>] = <z>", "<L> += <z>", "<L> *= <i>",
    "<D>[<k>] = <a>", "<D>.update(<d>)", "<D>.update(a=<a>)", "<D>.update(<z>)", "del <D>[<k>]", "<D>.setdefault(<k>, []).append(<a>)", "<D> |= <d>", "<D>.clear()", "<D>[<k>] += <i>", "<D>[<k>] = <D>.get(<k>, 0) + 1", "<S>.add(<k>)", "<S>.discard(<k>)", "<S>.remove(<k>)", "<S>.update(<z>)", "<S> |= <e>", "<S> &= <e>", "<S> -= <e>", "<S> ^= <e>", "<S>.clear()", "<S>.intersection_update(<z>)",
    "<S>.difference_update(<z>)", "<S>.symmetric_difference_update(<z>)", "i += <n>", "i -= <i>", "i *= <i>", "i //= <i>", "i %= <i>", "i **= 2", "i <<= 3", "i >>= 1", "i |= <i>", "i ^= <n>", "g += <x>", "g /= <x>", "g *= <x>", "s += <s>", "s *= 2", "s %= <a>", "t = t + s[::-1]", "i, j = j, i", "i, *l = <z>", "*m, s = <m>", "(i, j), s = (<i>, <i>), <s>", "a = b = <a>; out.append((a, b))", "l[0], i = i, l[0]", "del d[<k>], l[0]",
    "assert <q>, <s>", "raise ValueError(<a>)", "raise KeyError(<k>)", "raise E(<i>, <s>)", "raise <s>", "w = heapq.heapify(l); out.append(w)", "heapq.heappush(l, <i>); out.append(heapq.heappop(l))", "out.append(heapq.heappushpop(sorted(l), <i>))", "bisect.insort(l, <i>)", "w = deque(l, 3); w.append(<i>); w.appendleft(<i>); w.rotate(<i>); out.append(w)", "w = <u>; w.extend(<z>); w.extendleft(<z>); out.append(list(w))",
    "w = defaultdict(list); [w[q % 3].append(q) for q in l]; out.append(w)", "w = defaultdict(lambda: 5); w['a'] += 1; out.append((w, w['b'], len(w)))", "w = <c>; w.update(<s>); w.subtract(<s>); out.append(w)", "w = OrderedDict(<d>); w.move_to_end(<k>); out.append(w.popitem(last=False))", "w = iter(<z>); out.append([next(w, None), list(w)])", "w = gen(l, 1); out.append([next(w), w.send(<i>), list(w)])", "w = gen(l, 1); next(w); w.throw(ValueError('x'))", "w = gen(l, 1); next(w); w.close(); out.append(list(w))",
    "w = Sub(<i>); w.double = <i>; w += <i>; out.append((w, w.v, len(w), bool(w)))", "w = K(<i>, l); w[<i>] = <a>; del w[<i>]; out.append((w, <i> in w))", "w = K(<i>); w.extra = <a>; out.append(w.__dict__)", "w = P(<i>, <a>); w.left = 3", "w = D(<i>); w.more.append(<i>); out.append((w, D(0).more))", "w = [[0] * 2 for _ in range(2)]; w[0][1] = <a>; out.append(w)", "w = [[0]] * 2; w[0].append(<a>); out.append(w)", "w = sorted(<d>.items(), key=lambda q: (str(q[1]), str(q[0])), reverse=True); out.append(w)", "w = []; w.append(w); out.append(repr(w))",
    "w = {}; w['me'] = w; out.append(str(w))", "w = [1, 2, 3]\nfor q in w:\n    if len(w) < 9: w.append(q)\nout.append(w)", "for q in d: d[str(q) + 'x'] = 1", "for q in list(d): d.pop(q)", "for p, q in zip(l, m): out.append((p, q))", "for p, (q, *r) in enumerate([(1, 2), <m> or 'ab']): out.append((p, q, r))", "while i > 0:\n    i //= 2\n    if i % 5 == 0: continue\n    if i == 3: break\nelse:\n    out.append('done')", "for q in <z>:\n    if not q: break\nelse: out.append('no break')",
    "global total; total = <i>; out.append(total)", "def inner(q, *r, w=<a>):\n    nonlocal i\n    i = 1\n    return (q, r, w)\nout.append(inner(<a>, <a>)); out.append(i)", "def inner():\n    return zz\nout.append(inner())", "def inner():\n    print(zz)\n    zz = 1\ninner()", "w = [lambda q=q: q * i for q in l]; out.append([q() for q in w])", "w = [lambda: q for q in l]; out.append([p() for p in w])", "def deco(g):\n    def h(*a, **k): return ('deco', g(*a, **k))\n    return h\n@deco\ndef inner(q): return q + 1\nout.append(inner(<x>))",
    "def make():\n    c = 0\n    def inc():\n        nonlocal c\n        c += 1\n        return c\n    return inc\nw = make(); out.append([w(), w()])", "with K(<i>) as w: out.append(<a>)", "with K(1) as w, K(2) as q: out.append(w + q)", "with K(<i>): 1 // 0", "try:\n    out.append(<a>)\nexcept (ValueError, KeyError) as w: out.append(('caught', type(w).__name__))\nexcept TypeError: out.append('type')\nelse: out.append('else')\nfinally: out.append('finally')", "try:\n    raise E(<i>, <s>)\nexcept ValueError as w: out.append((w.code, w.args, str(w), repr(w)))",
    "try:\n    try: <D>[<k>]\n    except KeyError as w: raise ValueError('inner') from w\nexcept ValueError as q: out.append((str(q), type(q.__cause__).__name__))", "try: 1 // 0\nexcept ZeroDivisionError as w: out.append(w)", "def inner():\n    try: return 1\n    finally: out.append('f')\nout.append(inner())", "def inner():\n    for q in range(3):\n        try: continue\n        finally: out.append(q)\ninner()", "match <a>:\n    case int() | float(): out.append('number')\n    case [q, *w]: out.append((q, w))\n    case {'a': q}: out.append(q)\n    case str(q) if q: out.append(q)\n    case _: out.append('else')",
    "match (<i>, <a>):\n    case (0, _): out.append(0)\n    case (q, (w, _)): out.append((q, w))\n    case (q, None | 1 | 'a'): out.append(q)", "class C:\n    z = <a>\n    def __init__(self): self.q = <a>\n    def __repr__(self): return 'C'\nout.append((C(), C.z, C().q, C.__name__))", "class C(K):\n    def __eq__(self, o): return NotImplemented\nout.append(C(1) == 1)", "class C:\n    __slots__ = ('q',)\n    def __init__(self): self.q = 1\nw = C(); w.r = 2", "class C(list):\n    def total(self): return sum(self)\nout.append(C(l).total())", "class C(dict):\n    def __missing__(self, k): return k\nout.append(C(d)[<k>])", "class C(Exception): pass\ntry: raise C('a', 1)\nexcept Exception as w: out.append(repr(w))",
    "class C:\n    def __lt__(self, o): return True\nout.append(len(sorted([C(), C()])))", "class C:\n    def __getitem__(self, q):\n        if q > 3: raise IndexError\n        return q\nout.append((list(C()), 2 in C()))", "class C:\n    def __bool__(self): return False\nout.append(bool(C()) or not C())", "class C:\n    def __setattr__(self, n, v): object.__setattr__(self, n, v * 2)\nw = C(); w.q = <i>; out.append(w.q)", "class C:\n    def __new__(cls, *a): return super().__new__(cls)\nout.append(isinstance(C(1), C))", "class C:\n    def __hash__(self): return 7\n    def __eq__(self, o): return True\nout.append(len({C(), C()}))",
    "if (w := <a>): out.append(w)", "w = talk(<i>, <l>); out.append(next(w))\nfor q in range(14): out.append(w.send(<a>))", "w = talk(<i>, <l>)\ntry:\n    next(w)\n    for q in range(40): out.append(w.send(<x>))\nexcept StopIteration as q: out.append(q.value)", "w = talk(1, [2]); out.append([next(w), w.send(<a>), w.send(<a>), w.send(<a>), w.send(<a>)])", "F(<i>).x = 3", "del F(<i>).x", "Color.RED.value = 3", "w = N(<i>); w.a = 1", "class C:\n    @property\n    def q(self): return self.p\n    @q.setter\n    def q(self, v): self.p = v\n    @q.deleter\n    def q(self): del self.p\nw = C(); w.q = <a>; out.append(w.q); del w.q; out.append(hasattr(w, 'q'))", "class C(Shape): pass\nC()", "class C(list):\n    def __getitem__(self, i): return list.__getitem__(self, i % max(1, len(self)))\nout.append(C(<l>)[<i>])", "l += K(<i>, <l>); out.append(l)", "w = <l>; w += K(<i>); out.append(w)", "def inner(): inner.n += 1; return inner.n\ninner.n = <i>; out.append((inner(), inner(), inner.n))", "@lru_cache(maxsize=2)\ndef inner(q): out.append(q); return q\nfor q in <l>: inner(q)\nout.append(inner.cache_info()); inner.cache_clear()",
    "e = <e> ^ <e>; out.append(e)", "out.append([q for q in {<i>, 17, 33, 65}])", "for q in {100, 'x', (1, 2), 2.5}: out.append(q)", "e ^= {<k>, 1, 2, 33}; out.append(list(e))", "out.append([w := <i>, w + 1])", "x: int = <i>; out.append(x)", "print(<a>, end='')", "return out", "pass",
]

BINARY = ["+", "-", "*", "/", "//", "%", "**", "&", "|", "^", "<<", ">>", "<", "<=", ">", "==", "!=", "in", "is not", "@"]
TYPES = ["int", "str", "float", "bool", "list", "tuple", "set", "dict", "frozenset", "bytes"]



def public(type):
    return [name for name in dir(type) if not name.startswith("_")]


METHODS = {
    "s": public(str), "n": public(int), "f": public(float), "y": public(bytes), "l": public(list), "t": ["count", "index"],
    "e": public(set), "d": public(dict), "c": ["most_common", "elements", "subtract", "update", "total", "get", "pop"],
    "u": public(deque),
}
FUNCTIONS = """abs all any ascii bin bool bytes callable chr dict divmod enumerate filter float format frozenset getattr hasattr hash
    hex int isinstance issubclass iter len list map max min next oct ord pow range repr reversed round set slice sorted
    str sum tuple type zip copy.copy copy.deepcopy reduce bisect.bisect_left bisect.bisect_right bisect.insort
    heapq.heappush heapq.heappop heapq.heapify heapq.nlargest heapq.nsmallest heapq.merge accumulate chain
    chain.from_iterable combinations combinations_with_replacement compress count cycle dropwhile filterfalse groupby
    islice pairwise permutations product repeat starmap takewhile tee zip_longest string.capwords re.findall re.search
    re.split re.sub re.match re.fullmatch re.escape Counter OrderedDict defaultdict deque bytes.fromhex str.maketrans
    dict.fromkeys float.fromhex int.from_bytes K D P E N Color""".split()
FUNCTIONS += ["math." + name for name in public(math)] + ["operator." + name for name in public(operator)]
KEYWORDS = """sep maxsplit keepends tabsize key reverse default start stop base iterable maxlen ndigits exp mod encoding
    errors count strict initial repeat fillvalue signed byteorder length lo hi step object n name left a x""".split()


class Programs:
    """A stream of random programs."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def specification(self):
        r = self.random
        fill = r.choice(["", "", "*", "0", "é", " "])
        align = r.choice(["", "<", ">", "^", "="])
        parts = [
            fill + align if align else "", r.choice(["", "", "+", "-", " "]), r.choice(["", "", "z"])[:0],
            r.choice(["", "", "#"]), r.choice(["", "", "0"]), r.choice(["", "", "5", "12", "1"]),
            r.choice(["", "", "", ",", "_"]), r.choice(["", "", ".0", ".2", ".10"]),
            r.choice(["", "", "d", "x", "X", "b", "o", "c", "n", "e", "E", "f", "F", "g", "G", "%", "s"]),
        ]
        return repr("".join(parts))

    def fill(self, template, depth):
        return HOLE.sub(lambda hole: self.expression(hole.group(1), depth), template)

    def expression(self, kind, depth):
        r = self.random
        if kind == "o":
            return r.choice(BINARY)
        if kind == "b":
            return r.choice(TYPES)
        if kind == "v":
            return self.specification()
        if kind in SEEDS and (depth <= 0 or r.random() < 0.35 or kind not in TEMPLATES):
            return r.choice(SEEDS[kind])
        if depth <= 0:
            return self.expression(r.choice("insld" if kind == "a" else "lsm" if kind == "z" else "nf"), 0)
        return self.fill(r.choice(TEMPLATES[kind]), depth - 1)

    def call(self):
        """A call of any method or function with arguments of any number and type."""
        r = self.random
        if r.random() < 0.6:
            kind = r.choice("sssnfylltedcu")
            function = f"({self.expression(kind, 1)}).{r.choice(METHODS[kind])}"
        else:
            function = r.choice(FUNCTIONS)
        arguments = [
            self.expression(r.choice("aasinlzzyfqkdetmx"), r.choice([0, 0, 1]))
            for _ in range(r.choice([0, 1, 1, 1, 2, 2, 2, 3, 4]))]
        if arguments and r.random() < 0.12:
            arguments[-1] = f"{r.choice(KEYWORDS)}={arguments[-1]}"
        elif arguments and r.random() < 0.06:
            arguments[-1] = "*" + arguments[-1]
        elif r.random() < 0.15:
            arguments = [r.choice(["len", "str", "lambda q: q", "lambda p, q: p", "None", "int", "operator.add"])] + arguments
        return f"seen({function}({', '.join(arguments)}))"

    def statement(self):
        r = self.random
        if r.random() < 0.2:
            return f"out.append({self.call()})"
        if r.random() < 0.55:
            return f"out.append({self.expression(r.choice('aaainfsyqlmtedcu'), r.choice([1, 1, 2, 2, 3]))})"
        text = r.choice(STATEMENTS).replace("<L>", "l").replace("<D>", "d").replace("<S>", "e")
        return self.fill(text, r.choice([0, 1, 1, 2]))

    def program(self):
        """The code of a module with a function f, and the text of a call's arguments."""
        r = self.random
        body = []
        for _ in range(r.choice([1, 2, 3, 4])):
            lines = self.statement().split("\n")
            if r.random() < 0.3:
                lines = [f"if {self.expression('q', 1)}:"] + ["    " + line for line in lines]
            elif r.random() < 0.15:
                lines = [f"for q in {self.expression('z', 1)}:"] + ["    " + line for line in lines]
            body += ["    try:"] + ["        " + line for line in lines]
            body += ["    except Exception as error: out.append(type(error).__name__)"]
        code = "def f(i, j, g, s, t, l, m, d, e, y):\n    out = []\n" + "\n".join(body) + "\n    return out\n"
        literal = [
            r.choice(["0", "1", "2", "-3", "5", "12"]), r.choice(["0", "1", "4", "-1", "100"]),
            r.choice(["0.5", "2.0", "-1.25", "1e10", "0.1"]), r.choice(SEEDS["s"][:-4]), r.choice(SEEDS["s"][:-4]),
            r.choice(["[]", "[1, 2, 3]", "[4, 2, 2, 9]", "[-1, 0, 7]"]), r.choice(["[]", "['b', 'a', 'b']", "['x']", "['Hello', 'wOrld']"]),
            r.choice(["{}", "{'a': 1, 'b': 2}", "{1: 'x', 'z': [1]}"]), r.choice(["{1, 2, 3}", "{'a', 'bc', 'd'}", "{5, 900}"]),
            r.choice(["b''", "b'abc'", "b'12 \\xff'"]),
        ]
        return PRELUDE + code, ", ".join(literal)
