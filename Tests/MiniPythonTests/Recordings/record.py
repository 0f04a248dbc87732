"""Records what CPython 3.11 makes of the corpus, for the differential test.

Run with PYTHONHASHSEED=0, on which the order of sets of strings depends:

    PYTHONHASHSEED=0 python3.11 record.py

Reads corpus.txt (programs separated by lines of `---`, each ending in `# call: ARGUMENTS` lines)
and adds random programs; writes recordings.jsonl, one object a line:
code, arguments, and repr, or error (exception name) with message.

With `--programs COUNT` it writes programs.jsonl instead: random programs of programs.py, without
the prelude that they share, which stands in the first line.
"""
import json
import os
import random
import signal
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


PRELUDE = """import math
import re
from collections import Counter, defaultdict, deque, namedtuple
from dataclasses import dataclass
from functools import cmp_to_key, partial, reduce
from itertools import accumulate, chain, combinations, groupby, islice, permutations, product, zip_longest
P = namedtuple('P', ['left', 'right'])
class E(ValueError):
    def __init__(self, code, text):
        super().__init__(text, code)
        self.code = code
@dataclass(order=True)
class D:
    n: int
    name: str = 'no'
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
    def __mul__(self, n): return K(self.v * n)
    def __neg__(self): return K(-self.v)
    def __call__(self, *args, **kw): return (self.v, args, kw)
    def __getitem__(self, i): return self.items[i]
    def __setitem__(self, i, v): self.items[i] = v
    def __contains__(self, x): return x == self.v
    def __enter__(self): return self
    def __exit__(self, *args):
        K.left += 1
        return args[0] is ZeroDivisionError
    @property
    def double(self): return self.v * 2
class Sub(K):
    def __init__(self, v): super().__init__(v + 1, [v])
    def show(self): return 'Sub' + repr(self)
    @classmethod
    def make(cls, v): return cls(v * 10)
def gen(xs, k):
    for q in xs:
        if q == k: continue
        got = yield q
        if got: yield -got
    try: yield k // (len(xs) - 2)
    except ZeroDivisionError: yield 'zero'
    yield from xs[:2]
def classify(q):
    match q:
        case 0 | 1: return 'bit'
        case [x]: return ('one', x)
        case [x, y, *rest] if x == y: return ('twins', x, rest)
        case [x, *_, y]: return ('ends', x, y)
        case {'k': k, **rest}: return ('k', k, rest)
        case K(v=v): return ('K', v)
        case int(x) if x < 0: return ('negative', x)
        case str() | float() as z: return ('text or float', z)
        case None | True: return 'constant'
        case _: return 'other'"""


class TooLong(BaseException):
    """A program that grew beyond what a recording should hold."""


def stop(signum, frame):
    raise TooLong


signal.signal(signal.SIGALRM, stop)


def run(code, arguments, prelude=None):
    """What becomes of f(arguments); `prelude` is code, compiled before, that runs first."""
    row = {"code": code, "arguments": arguments}
    space = {"print": lambda *values, **options: None, "__name__": "__main__"}
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    try:
        for part in prelude or ():
            exec(part, space)
        exec(compile(code, "<program>", "exec"), space)
        row["repr"] = repr(eval("f(" + arguments + ")", space))
    except TooLong:
        return None
    except Exception as error:  # noqa: BLE001
        row["error"] = type(error).__name__
        row["message"] = str(error)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return row


def hand_written():
    with open(os.path.join(HERE, "corpus.txt"), encoding="utf-8") as file:
        for block in file.read().split("\n---\n"):
            lines = block.strip("\n").split("\n")
            calls = [line[8:] for line in lines if line.startswith("# call: ")]
            code = "\n".join(line for line in lines if not line.startswith("# call: ")) + "\n"
            for arguments in calls or [""]:
                yield code, arguments


class Generator:
    """Random programs over the subset: typed enough that most of them run."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def pick(self, *choices):
        return self.random.choice(choices)

    def integer(self, depth):
        r = self.random
        if depth <= 0 or r.random() < 0.25:
            return self.pick("a", "b", "n", str(r.randint(-20, 20)), "len(s)", "len(xs)")
        i, s, x = (lambda: self.integer(depth - 1)), self.string, self.items
        return self.pick(
            lambda: f"({i()} {self.pick('+', '-', '*', '//', '%', '&', '|', '^')} {i()})",
            lambda: f"-{i()}",
            lambda: f"abs({i()})",
            lambda: f"(2 ** ({i()} % 70))",
            lambda: f"({i()} << ({i()} % 66))",
            lambda: f"max({i()}, {i()}, {i()})",
            lambda: f"sum({x(depth - 1)})",
            lambda: f"len({s(depth - 1)})",
            lambda: f"{s(depth - 1)}.count({s(0)})",
            lambda: f"{s(depth - 1)}.find({s(0)})",
            lambda: f"({i()} if {self.truth(depth - 1)} else {i()})",
            lambda: f"int({self.real(depth - 1)})",
            lambda: f"{x(depth - 1)}[{i()}]",
            lambda: f"sum(q * q for q in {x(depth - 1)} if q % 2)",
            lambda: f"round({self.real(depth - 1)})",
            lambda: f"hash({i()})",
        )()

    def real(self, depth):
        r = self.random
        if depth <= 0 or r.random() < 0.3:
            return self.pick("0.5", "1e300", "-2.25", "3.0", "1e-7", "123456.789", "float(a)")
        return self.pick(
            lambda: f"({self.integer(depth - 1)} / {self.integer(depth - 1)})",
            lambda: f"({self.real(depth - 1)} {self.pick('+', '-', '*')} {self.real(depth - 1)})",
            lambda: f"({self.real(depth - 1)} {self.pick('//', '%')} {self.real(depth - 1)})",
            lambda: f"round({self.real(depth - 1)}, {r.randint(-2, 5)})",
            lambda: f"float({self.integer(depth - 1)})",
        )()

    def string(self, depth):
        r = self.random
        if depth <= 0 or r.random() < 0.3:
            return self.pick("s", "t", "'ab'", "'Hello, World'", "''", "'x'", "'a b  c '", "'é✓ß'")
        s, i = (lambda: self.string(depth - 1)), (lambda: self.integer(min(depth - 1, 1)))
        return self.pick(
            lambda: f"({s()} + {s()})",
            lambda: f"({s()} * ({i()} % 4))",
            lambda: f"{s()}[{i()}]",
            lambda: f"{s()}[{self.bound()}:{self.bound()}:{self.pick('', '2', '-1', '-2')}]",
            lambda: f"{s()}.{self.pick('upper', 'lower', 'title', 'swapcase', 'capitalize')}()",
            lambda: f"{s()}.{self.pick('strip', 'lstrip', 'rstrip')}({self.pick('', chr(39) + 'a ' + chr(39))})",
            lambda: f"{s()}.replace({self.string(0)}, {self.string(0)})",
            lambda: f"str({self.anything(depth - 1)})",
            lambda: f"repr({self.anything(depth - 1)})",
            lambda: f"{s()}.join(sorted({s()}))",
            lambda: f"{s()}.{self.pick('center', 'ljust', 'rjust')}({i()} % 20, '*')",
            lambda: f"{s()}.zfill({i()} % 12)",
            lambda: "f'{" + i() + ":" + self.pick("", "5", "<6", "^9", "+", "08", "x", "b", ",", "_", "#x") + "}'",
            lambda: "f'{" + self.real(depth - 1) + ":" + self.pick("", ".2f", "10.3f", "e", ".3e", "g", ".4g", "%", ",.1f", "012.2f") + "}'",
            lambda: f"'%s-%d|%5.2f' % ({s()}, {i()} % 1000, {self.real(depth - 1)})",
            lambda: f"'{{}}:{{:>5}}'.format({self.anything(depth - 1)}, {s()})",
            lambda: f"chr({i()} % 500)",
            lambda: f"{s()}.partition({s()})[{r.randint(0, 2)}]",
        )()

    def bound(self):
        return self.pick("", str(self.random.randint(-6, 6)), "a", "n")

    def truth(self, depth):
        if depth <= 0:
            return self.pick("True", "False", "a > b", "not s")
        return self.pick(
            lambda: f"{self.integer(depth - 1)} {self.pick('<', '<=', '==', '!=', '>')} {self.integer(depth - 1)}",
            lambda: f"{self.integer(0)} < {self.integer(0)} <= {self.integer(0)}",
            lambda: f"{self.integer(depth - 1)} {self.pick('in', 'not in')} {self.items(depth - 1)}",
            lambda: f"({self.truth(depth - 1)} {self.pick('and', 'or')} {self.truth(depth - 1)})",
            lambda: f"{self.string(depth - 1)}.{self.pick('isalpha', 'isdigit', 'isupper', 'islower', 'isspace', 'isalnum', 'istitle')}()",
            lambda: f"{self.string(depth - 1)} in {self.string(depth - 1)}",
            lambda: f"any(q > 3 for q in {self.items(depth - 1)})",
            lambda: f"{self.items(depth - 1)} < {self.items(depth - 1)}",
        )()

    def items(self, depth):
        r = self.random
        if depth <= 0 or r.random() < 0.25:
            return self.pick("xs", "[]", "[3, 1, 2]", "list(range(n))", "[a, b, n]")
        x = lambda: self.items(depth - 1)  # noqa: E731
        return self.pick(
            lambda: f"[q {self.pick('+', '*', '//')} {self.integer(0)} for q in {x()} if {self.pick('q > 0', 'q % 2 == 0', 'True')}]",
            lambda: f"sorted({x()}, key=lambda q: {self.pick('-q', 'q % 3', 'abs(q)', 'str(q)')}, reverse={self.pick('True', 'False')})",
            lambda: f"({x()} + {x()})",
            lambda: f"{x()}[{self.bound()}:{self.bound()}:{self.pick('', '2', '-1')}]",
            lambda: f"list(reversed({x()}))",
            lambda: f"list(map(lambda q: q * 2, {x()}))",
            lambda: f"list(filter(None, {x()}))",
            lambda: f"list(set({x()}))",
            lambda: f"list(set({x()}) {self.pick('|', '&', '-', '^')} set({x()}))",
            lambda: f"[p * q for p, q in zip({x()}, {x()})]",
            lambda: f"[i + q for i, q in enumerate({x()}, {r.randint(-2, 2)})]",
            lambda: f"list({{q: 1 for q in {x()}}})",
        )()

    def anything(self, depth):
        return self.pick(
            lambda: self.integer(depth), lambda: self.string(depth), lambda: self.items(depth),
            lambda: self.real(depth), lambda: self.truth(depth),
            lambda: f"({self.integer(depth)}, {self.string(depth)})",
            lambda: f"{{{self.string(0)}: {self.integer(depth)}, {self.integer(0)}: None}}",
            lambda: f"{{{self.integer(depth)}, {self.integer(0)}, {self.string(0)}}}",
            lambda: f"set({self.string(depth)})",
            lambda: f"divmod({self.integer(depth)}, {self.integer(depth)})",
        )()

    def statement(self, depth, pad):
        r = self.random
        kind = r.randint(0, 13) if depth > 0 else r.randint(0, 7)
        if kind <= 1:
            return [pad + f"{self.pick('a', 'b')} {self.pick('=', '+=', '-=', '*=', '//=', '%=')} {self.integer(2)}"]
        if kind == 2:
            return [pad + f"{self.pick('s', 't')} {self.pick('=', '+=')} {self.string(2)}"]
        if kind == 3:
            return [pad + f"xs = {self.items(2)}"]
        if kind == 4:
            return [pad + self.pick(f"xs.append({self.integer(1)})", "xs.sort()", "xs.reverse()", f"xs.insert({self.integer(0)}, {self.integer(1)})", f"xs.extend({self.items(1)})", "xs.pop()", f"xs.remove({self.integer(0)})")]
        if kind == 5:
            return [pad + f"d[{self.pick(self.integer(1), self.string(1))}] = {self.anything(1)}"]
        if kind == 6:
            return [pad + "a, b = b, a"]
        if kind == 7:
            return [pad + f"xs[{self.bound()}:{self.bound()}] = {self.items(1)}"]
        inner = pad + "    "
        body = [line for _ in range(r.randint(1, 2)) for line in self.statement(depth - 1, inner)]
        if kind <= 9:
            other = [pad + "else:"] + self.statement(depth - 1, inner) if r.random() < 0.5 else []
            return [pad + f"if {self.truth(2)}:"] + body + other
        if kind <= 11:
            extra = [inner + f"if {self.truth(1)}:", inner + "    " + self.pick("break", "continue")] if r.random() < 0.4 else []
            return [pad + f"for {self.pick('a', 'i')} in {self.pick('range(n % 7)', 'xs[:5]')}:"] + extra + body
        if kind == 12:
            return [pad + "try:"] + body + [pad + f"except {self.pick('IndexError', 'ValueError', 'ZeroDivisionError', 'Exception', '(TypeError, KeyError)')} as e:", inner + "d['e'] = str(e)"]
        return [pad + "w = 0", pad + f"while w < {r.randint(1, 5)}:", inner + "w += 1"] + body

    def rich(self, pad):
        """Statements with classes, generators, patterns and the modules."""
        i, s, x = (lambda: self.integer(1)), (lambda: self.string(1)), (lambda: self.items(1))
        body = self.pick(
            lambda: [f"o = K({i()}, {x()})", f"d['o'] = (repr(o), o == K(a, xs), o < K(b, []), len(o), list(o), bool(o))"],
            lambda: [f"o = K({i()}) + K({i()}) * {self.random.randint(-2, 3)}", "d['sum'] = (repr(o), o.double, o(a, k=b), str(o), -o == o, hash(o) == hash(K(o.v)))"],
            lambda: [f"o = Sub({i()})", "o.items.append(s)", "d['sub'] = [o.show(), isinstance(o, K), type(o).__name__, getattr(o, 'zz', 'none'), Sub.make(b).show()]"],
            lambda: [f"o = K({i()}, {x()})", f"o[{i()}] = {i()}", f"d['item'] = (o[{i()}], {i()} in o, f'{{o}}')"],
            lambda: [f"g = gen({x()}, {i()})", "d['gen'] = [next(g, None), list(g)]"],
            lambda: [f"g = gen({x()}, {i()})", "next(g)", f"d['send'] = [g.send({i()}), sum(1 for _ in g)]"],
            lambda: [f"d['match'] = [classify(q) for q in ({self.anything(1)}, {self.anything(1)}, {x()}, K({i()}), {{'k': {i()}, 'z': 1}})]"],
            lambda: [f"d['count'] = Counter({self.pick(s, x)()}).most_common({self.random.randint(1, 3)})"],
            lambda: [f"c = Counter({x()}) {self.pick('+', '-', '&', '|')} Counter({x()})", "d['counter'] = (repr(c), c[99], sorted(c.elements()))"],
            lambda: ["e = defaultdict(list)", f"for q in {x()}:", f"    e[q % {self.random.randint(2, 4)}].append(q)", "d['groups'] = dict(e)", "d['default'] = repr(e)"],
            lambda: [f"q = deque({x()}, {self.pick('None', '3', '5')})", f"q.append({i()})", f"q.appendleft({i()})", f"q.rotate({i()})", "d['deque'] = (repr(q), len(q), list(reversed(q)), a in q)"],
            lambda: [f"p = P({i()}, {s()})", "d['named'] = (repr(p), p.left, p[1], p._replace(left=0), p == (p.left, p.right), p < P(0, ''))"],
            lambda: [f"d['tools'] = (list(islice(accumulate({x()}), 4)), list(chain({x()}, {x()}))[:6], list(combinations({x()}, 2))[:5], list(permutations({x()}[:3]))[-3:], [(k, list(g)) for k, g in groupby({x()}, lambda q: q % 2)], list(zip_longest({x()}, {s()}))[:4], list(product({x()}[:2], 'ab')))"],
            lambda: [f"d['math'] = (math.gcd({i()}, {i()}), math.isqrt(abs({i()})), math.floor({self.real(1)}), math.sqrt(abs({self.real(1)})), math.comb(abs({i()}) % 12, 3), math.hypot(a, b), math.log(abs(a) + 1), math.prod({x()}[:3]))"],
            lambda: [f"d['re'] = (re.findall({self.regex()!r}, {s()}), re.sub({self.regex()!r}, '<\\g<0>>', {s()}), re.split({self.regex()!r}, {s()}), [m.span() for m in re.finditer({self.regex()!r}, {s()})])"],
            lambda: [f"m = re.search({self.regex()!r}, {s()})", "d['search'] = m and (m.group(), m.groups(), m.span(), repr(m))"],
            lambda: [f"d['bytes'] = ({s()}.encode(), {s()}.encode('ascii', 'replace').upper(), bytes([{i()} % 256]) + b'x', {s()}.encode()[:3].hex(), list({s()}.encode())[:4])"],
            lambda: [f"d['reduce'] = (reduce(lambda p, q: p * 2 + q, {x()}, {i()}), partial(max, {i()})({i()}), sorted({x()}, key=cmp_to_key(lambda p, q: q - p)))"],
            lambda: ["try:", f"    raise E({i()}, {s()})" if self.random.random() < 0.6 else f"    d[0] = {x()}[{i()}]", "except E as e:", "    d['e'] = (str(e), e.args, e.code, repr(e))", "except (IndexError, ZeroDivisionError) as e:", "    d['e'] = type(e).__name__"],
            lambda: ["with K(a) as w:", f"    d['with'] = w.v // {i()}", "d['left'] = K.left"],
            lambda: [f"d['data'] = (repr(D({i()}, {s()})), D({i()}) == D({i()}), D(1, 'x') < D(1, {s()}))"],
        )()
        return [pad + line for line in body]

    def regex(self):
        """A pattern, sometimes a wrong one."""
        r = self.random
        atom = lambda: r.choice(["a", "b", "l", "o", ".", "\\d", "\\w", "\\s", "[a-m]", "[^a-e]", "(a|l+)", "(?:lo|o)", "(\\w)", "x?", "\\b", "^", "$", "[A-Z]", "(?=o)", "(?<=l)", "(?!l)", "W", " "])
        count = lambda t: r.choice(["", "", "", "*", "+", "?", "{1,2}", "*?", "+?"]) if t[-1] not in "?^$b" and "(?=" not in t and "(?<" not in t and "(?!" not in t else ""
        text = "".join(t + count(t) for t in (atom() for _ in range(r.randint(1, 4))))
        return r.choice(["", "", "(?i)"]) + text + r.choice(["", "", "|o", "|\\d+"])

    def program(self):
        isRich = self.random.random() < 0.6
        lines = PRELUDE.split("\n") if isRich else []
        lines += ["def f(a, b, s, xs):", "    n = abs(a) % 6", "    t = s[::-1]", "    d = {}"]
        for _ in range(self.random.randint(1, 2 if isRich else 5)):
            if isRich:
                lines += self.rich("    ")
            lines += self.statement(2, "    ")
        lines.append(f"    return ({self.anything(2)}, a, b, s, xs, d)")
        arguments = f"{self.random.randint(-30, 30)}, {self.random.randint(-9, 9)}, {self.random.choice(['abc', 'Hello World', '', 'x1 y2', 'aAé'])!r}, {[self.random.randint(-9, 9) for _ in range(self.random.randint(0, 6))]!r}"
        return "\n".join(lines) + "\n", arguments


def record_programs(count):
    import programs

    prelude = [compile(programs.PRELUDE, "<prelude>", "exec")]

    seed = 0
    with open(os.path.join(HERE, "programs.jsonl"), "w", encoding="utf-8") as file:
        file.write(json.dumps({"prelude": programs.PRELUDE}) + "\n")
        while count > 0:
            seed += 1
            code, arguments = programs.Programs(seed).program()
            row = run(code[len(programs.PRELUDE):], arguments, prelude)
            if row is None or len(json.dumps(row)) > 9000 or " at 0x" in row.get("repr", ""):
                continue
            file.write(json.dumps(row) + "\n")
            count -= 1


def main():
    if sys.argv[1:2] == ["--programs"]:
        return record_programs(int(sys.argv[2]))
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    target = sys.argv[3] if len(sys.argv) > 3 else os.path.join(HERE, "recordings.jsonl")
    generator = Generator(seed)
    with open(target, "w", encoding="utf-8") as file:
        for code, arguments in hand_written():
            file.write(json.dumps(run(code, arguments)) + "\n")
        written = 0
        while written < count:
            row = run(*generator.program())
            if row is None or row.get("error") == "SyntaxError" or len(json.dumps(row)) > 6000:
                continue
            file.write(json.dumps(row) + "\n")
            written += 1


if __name__ == "__main__":
    sys.set_int_max_str_digits(4300)
    main()
