"""Feeds the executor programs that are made to break its bounds, for as long as it is asked to.

    python3.11 hostile.py --executor '.build/release/proctor execute --jsonl' --seconds 300

Random combinations of deep nesting, huge integers, exponential strings, costly regular expressions,
walks over `__class__`, recursion through special methods, and mutations of all these. The executor
must answer every line in order, without an internal error, in bounded time and memory.
"""
import argparse
import collections
import json
import random
import re
import resource
import shlex
import subprocess
import time

import programs

ATOMS = """0 1 -1 9 10**9 2**63 -2**63 10**4000 (1<<60000) 1e308 float('nan') '' 'a' 'ab'*99 '\\x00' b'ab' [] [0] [[]]*9
    (1,)*9 {} {1:2} set() None True range(10**9) range(9) a() A() (lambda:0) type int str len x y g(9) iter([1]) g
    'a'*10**5 [0]*10**5 list(range(2000)) 'a,'*999 (x,x) [x,y,x] Ellipsis ().__class__
    x.__class__ type(x).__mro__ x.__dict__ f.__globals__ f.__code__ str.__subclasses__ A.__init__ A.__bases__""".split()
SHAPES = [
    "({0}) * ({1})", "({0}) ** ({1})", "({0}) << ({1})", "({0}) + ({1})", "({0}) % ({1})", "({0}) // ({1})", "({0})[{1}]",
    "({0})[{1}:{2}:{3}]", "[{0}, {1}] * ({2})", "str({0}) * ({1})", "repr([{0}] * ({1}))", "'{{:{{}}}}'.format({0}, {1})",
    'f"{{{0}:>{{{1}}}}}"', "'%*d' % ({0}, {1})", "'%.*f' % ({0}, {1})", "({0}).replace({1}, {2})", "({0}).join([{1}] * 99)",
    "({0}).zfill({1})", "({0}).center({1}, {2})", "({0}).split({1})", "sorted([{0}, {1}, {2}])", "sorted({0}, key=lambda q: ({1}))",
    "sum({0}, {1})", "max({0}, {1}, key=lambda q: {2})", "list(map(lambda q: {0}, {1}))", "[{0} for i in {1} for j in {2}]",
    "{{i: {0} for i in {1}}}", "dict.fromkeys({0}, {1})", "set({0}) ^ set({1})", "list(zip({0}, {1}))", "int({0}, {1})", "pow({0}, {1}, {2})",
    "re.findall({4}, {0})", "re.sub({4}, {4}, {0})", "re.split({4}, {0})", "re.match({4}, 'a' * 400 + 'b')", "math.factorial({0})",
    "math.comb({0}, {1})", "math.prod({0})", "list(itertools.permutations({0}))", "list(itertools.product({0}, repeat={1}))",
    "list(itertools.combinations({0}, {1}))", "functools.reduce(lambda p, q: {0}, {1}, {2})", "copy.deepcopy({0})", "Counter({0})",
    "deque({0}, {1})", "heapq.merge({0}, {1})", "A({0}) + A({1})", "A({0})[{1}]", "hash(({0}, {1}))", "({0}) == ({1})", "({0}) < ({1})",
    "({0}) in ({1})", "not ({0})", "-({0})", "~({0})", "(lambda *p, **q: ({0}))(*{1}, **{2})", "getattr({0}, {1}, {2})", "f({0})",
    "setattr({0}, 'q', {1})", "isinstance({0}, {1})", "iter({0}, {1})", "next({0}, {1})", "bytes({0})", "bytes([{0}] * 9)", "round({0}, {1})",
    "divmod({0}, {1})", "complex({0})", "'{{0.__class__.__mro__}}'.format({0})", "exec({0})", "open({0})", "__import__({0})",
]
PATTERNS = [
    "'(a+)+$'", "'(a|a)*b'", "'(a*)*'", "'(.*)(.*)(.*)x'", "'a{1000}'", "'(a{0,500}){500}'", "'(?:a?){400}a{400}'", "'(\\\\w+\\\\s?)+$'", "'('*500",
    "'(a)'*99", "'[^b]*b'", "'(?=(a+))a*b'", "'((((((((((a*)*)*)*)*)*)*)*)*)*)'", "x", "'\\\\1'", "'a**'", "'(?P<n>a)(?P=n)'",
]
HOOKS = """__repr__(self)|__str__(self)|__eq__(self, o)|__lt__(self, o)|__hash__(self)|__len__(self)|__iter__(self)|__next__(self)|
__getitem__(self, o)|__contains__(self, o)|__add__(self, o)|__radd__(self, o)|__bool__(self)|__call__(self, *o)|__getattr__(self, o)|
__setattr__(self, o, p)|__index__(self)|__format__(self, o)|__enter__(self)|__exit__(self, *o)|__del__(self)|__init__(self, *o)|
__missing__(self, o)|__mul__(self, o)|__neg__(self)|__int__(self)|__float__(self)|__round__(self, *o)|__reversed__(self)|__copy__(self)|
__deepcopy__(self, o)|__eq__(self, o)""".replace("\n", "").split("|")
BODIES = [
    "return self", "return {0}", "return repr(self)", "return str(self)", "return self == o", "return self + o", "return self[o]", "return iter(self)",
    "return hash(self)", "return [self] * 99", "return A()", "self.x = {0}", "raise StopIteration", "x.append({0}); return {0}", "x.clear(); return 1",
    "return len(self)", "return getattr(self, str(o) + 'q')", "return o < self", "yield self", "return f(self)", "while True: x.append(1)",
]
STATEMENTS = [
    "x = {0}", "x = [x, x]", "x += x", "x = x + x", "x = str(x) + repr(x)", "for i in {0}: x = [x]", "for i in {0}: x += x", "while True: x = (x, {0})",
    "while True: pass", "y.append(y)", "y = {{'k': y}}", "def a(*p): return a(*p, {0})", "x = a({0})", "del x, y", "with A() as y: x = {0}", "raise {0}",
    "try: x = {0}\n    except BaseException as e: x = [e, f(x)]", "try: return f({0})\n    finally: return f({1})", "assert {0}, {1}", "global x",
    "class B(A, {0}): pass", "x = [*x, *x]", "x, *y = {0}", "x[{0}] = {1}", "x[{0}:{1}] = {2}", "y = lambda: y()", "print({0})", "import os", "return {0}",
    "match {0}:\n        case [x, *y]: x = {1}\n        case A(): x = {2}",
]
NESTINGS = [
    ("(", ")"), ("[", "]"), ("{", "}"), ("-", ""), ("not ", ""), ("lambda: ", ""), ("[0 for i in ", "]"), ("f(", ")"), ("(lambda q: ", ")(1)"), ("1 if x else ", ""),
    ("x[", "]"), ("f'{", "}'"), ("{0: ", "}"), ("1 + ", ""), ("1 < ", ""), ("x.", ""), ("*", ""), ("x(", ")"), ("'a' 'b' ", ""),
]


# Arguments at the ends of what a word holds, for every method and function.
EXTREMES = """2**63-1 -2**63 2**63 -2**63-1 2**62 -2**62 2**31 2**32 -1 0 1 2**53+1 10**30 1e300 -1e-320 float('inf') float('nan')
    None True 'a' '' 'é\\u2028' b'\\xff' [] [1,2] (3,) {1:2} {1} range(9) range(2**63-1) range(-2**63,2**63-1) range(0,-2**63,-2**62)
    slice(2**63,-2**63,2**63-1) len str lambda\u00b7q:q iter([1])""".split()
RECEIVERS = {
    "s": "'ab,c'", "n": "7", "f": "1.5", "y": "b'ab,c'", "l": "[3, 1]", "t": "(3, 1)", "e": "{3, 1}", "d": "{1: 2}", "c": "Counter('aab')", "u": "deque([1, 2], 5)",
}


class Hostile:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def extreme(self):
        """A call of any method or function with arguments at the ends of what a word holds."""
        r = self.random
        kind = r.choice(list(RECEIVERS))
        function = f"({r.choice(EXTREMES[:6]) if kind == 'n' else RECEIVERS[kind]}).{r.choice(programs.METHODS[kind])}"
        if r.random() < 0.4:
            function = r.choice([name for name in programs.FUNCTIONS if name not in ("K", "D", "P", "E", "N", "Color")])
        arguments = [r.choice(EXTREMES) for _ in range(r.choice([0, 1, 1, 2, 2, 3, 4]))]
        if arguments and r.random() < 0.1:
            arguments[-1] = f"{r.choice(programs.KEYWORDS)}={arguments[-1]}"
        return f"{function}({', '.join(arguments)})".replace("\u00b7", " ")

    def extremes(self):
        """A program of such calls, each with its own handler."""
        lines = ["import re, math, copy, heapq, bisect, string, operator", "from functools import reduce", "from itertools import *", "from collections import *"]
        lines += ["def f():", "    out = []"]
        for _ in range(3):
            shape = self.random.choice(["{}", "{}", "{}", "list(islice({}, 5))", "[3, 1][{}]", "'abc'[{}:{}:{}]", "{} {}", "range({}, {}, {})[{}]", "list(range({}, {}, {}))"])
            call = shape.format(*(self.random.choice(EXTREMES[:12]) for _ in range(4))) if "[" in shape or "range" in shape else ""
            if shape == "{} {}":
                call = f"({self.random.choice(EXTREMES)}) {self.random.choice(programs.BINARY)} ({self.random.choice(EXTREMES)})".replace("\u00b7", " ")
            call = call or shape.format(self.extreme())
            lines += [f"    try: out.append(repr({call})[:80])", "    except Exception as e: out.append(str(e))"]
        return "\n".join(lines + ["    return out\n"])

    def expression(self, depth):
        r = self.random
        if depth <= 0 or r.random() < 0.2:
            return r.choice(ATOMS)
        if r.random() < 0.04:
            left, right = r.choice(NESTINGS)
            count = r.choice([3, 10, 20, 20, 90, 150, 5000])
            return left * count + self.expression(0) + right * count
        return r.choice(SHAPES).format(*(self.expression(depth - 1) for _ in range(4)), r.choice(PATTERNS))

    def program(self):
        r = self.random
        if r.random() < 0.4:
            return self.extremes()
        holes = lambda: [self.expression(r.choice([0, 1, 1, 2])) for _ in range(4)] + [r.choice(PATTERNS)]
        lines = ["import re, math, itertools, functools, copy, heapq", "from collections import Counter, deque", "class A:"]
        for hook in r.sample(HOOKS, r.choice([1, 2, 3])):
            lines += [f"    def {hook}:", "        " + r.choice(BODIES).format(*holes())]
        lines += ["def g(n):", "    while n: n = yield from g(n - 1)", "def a(*p): return p", "def f(x=[1], y=[]):"]
        for _ in range(r.choice([1, 2, 3, 5])):
            lines += ["    " + line if i == 0 else line for i, line in enumerate(r.choice(STATEMENTS).format(*holes()).split("\n"))]
        lines.append(f"    return {self.expression(3)}")
        text = "\n".join(lines) + "\n"
        return self.mutated(text) if r.random() < 0.1 else text

    def mutated(self, text):
        r = self.random
        parts = re.findall(r"\w+|\s+|.", text, re.S)
        for _ in range(r.randrange(1, 5)):
            i, j = r.randrange(len(parts)), r.randrange(len(parts))
            if r.random() < 0.5:
                parts[i] = parts[j]
            else:
                parts = parts[:i] + parts[min(i + r.randrange(1, 4), len(parts)):]
            parts = parts or ["x"]
        return "".join(parts)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--executor", required=True)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--batch", type=int, default=500)
    parser.add_argument("--steps", type=int, default=200_000)
    parser.add_argument("--memory", type=int, default=64, help="mebibytes that a program may allocate")
    parser.add_argument("--longest", type=float, default=2.0, help="processor seconds that one program may take")
    options = parser.parse_args()
    command = shlex.split(options.executor) + [
        "--threads", "1", "--steps", str(options.steps), "--memory", str(options.memory)]
    kinds, faults, seed = collections.Counter(), [], options.first
    end = time.monotonic() + options.seconds
    while time.monotonic() < end:
        rows = [{"id": i, "code": Hostile(i).program(), "input": ""} for i in range(seed, seed + options.batch)]
        seed += options.batch
        faults += check(command, rows, options, kinds)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10
    print(f"seeds {options.first} to {seed - 1}, peak memory {peak} MB, faults {len(faults)}")
    print(", ".join(f"{kind} {count}" for kind, count in kinds.most_common(12)))
    for fault in faults[:20]:
        print(fault)
    raise SystemExit(1 if faults else 0)


def check(command, rows, options, kinds):
    """What went wrong with some programs, halved until each fault has its own."""
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        done = subprocess.run(command, input=lines, capture_output=True, text=True, timeout=120 + 30 * len(rows))
        status, output = done.returncode, done.stdout
    except subprocess.TimeoutExpired:
        status, output = "no end", ""
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    answers = [json.loads(line) for line in output.split("\n") if line]
    if status == 0 and [a["id"] for a in answers] == [r["id"] for r in rows] and (
            seconds <= options.longest * (1 if len(rows) == 1 else 0.1 * len(rows))):
        for answer in answers:
            kinds[re.split(r"[ (]", answer["error"])[0] if "error" in answer else "value"] += 1
        return [f"{a['id']}: {a['error']}" for a in answers if "internal error" in a.get("error", "")]
    if len(rows) == 1:
        return [f"seed {rows[0]['id']}: status {status}, {seconds:.1f} s"]
    middle = len(rows) // 2
    return check(command, rows[:middle], options, kinds) + check(command, rows[middle:], options, kinds)


if __name__ == "__main__":
    main()
