import Foundation
import Testing

@testable import MiniPython

/// Programs made to break their bounds end inside them, quickly and without a trap.
struct HostileProgramTests {
  private static let budget = Budget(steps: 50_000, allocation: 8 << 20, outputLength: 10_000)

  private func run(_ code: String) throws -> Execution {
    Interpreter(budget: Self.budget).call(try Program(parsing: code), arguments: "")
  }

  /// An expression that would need more than there is.
  @Test(arguments: [
    // Memory in one operation.
    "[0] * 10 ** 9", "(1, 2) * 10 ** 9", "'ab' * 10 ** 9", "b'ab' * 10 ** 9",
    "bytes(10 ** 10)", "list(range(10 ** 10))", "set(range(10 ** 10))", "[*range(10 ** 10)]",
    "'%*d' % (10 ** 9, 1)", "'%.1000000000f' % 1.5", "'{:1000000000}'.format(1)",
    "f'{1:>1000000000}'", "format(1.5, '.1000000000f')", "'a'.center(10 ** 9)",
    "'a'.ljust(10 ** 9, '.')", "'1'.zfill(10 ** 9)", "'\\t'.expandtabs(10 ** 9)",
    "('a' * 1000).replace('', 'x' * 100000)", "('x' * 1000).join('a' * 100000)",
    "'a'.translate({97: 'b' * 10 ** 9})", "(1).to_bytes(10 ** 10, 'big')",
    "str([[0] * 1000] * 100000)", "repr('\\x00' * 10 ** 7)", "list('a' * 10 ** 7)",
    "dict.fromkeys(range(10 ** 9))", "sorted(range(10 ** 9))", "sum([[0] * 1000] * 9999, [])",
    "{**{i: i for i in range(10 ** 9)}}", "'a'.join(str(i) for i in range(10 ** 9))",
    "list(zip(range(10 ** 9)))", "max(range(10 ** 9))", "tuple(map(str, range(10 ** 9)))",
    "('a' * 1000000).split('a')", "[[i] * 1000 for i in range(10 ** 6)]",
    // Work on large integers.
    "10 ** 10 ** 8", "(10 ** 1000) ** 1000", "1 << 10 ** 8", "pow(3, 10 ** 9)",
    "pow(3, 10 ** 5000, 10 ** 5000)", "2 ** 65000 * 2 ** 65000", "int('9' * 5000)",
    "int('f' * 10 ** 6, 16)", "str(10 ** 5000)", "'%d' % 10 ** 5000", "f'{10 ** 5000}'",
    "hash(10 ** 19000) and [10 ** i for i in range(10 ** 6)]",
    "round(10 ** 400, -10 ** 9) or 9 ** 10 ** 9",
  ])
  func aGreedyExpressionEnds(expression: String) throws {
    let execution = try run("def f():\n    return \(expression)\n")
    #expect(execution.value == nil, "\(expression)")
    #expect(execution.usage.allocated <= Self.budget.allocation)
    switch execution.error?.kind {
    case .budget, .exception: break
    case .unsupported: #expect(expression.contains(".1000000000f"))
    default: Issue.record("\(expression): \(execution.error?.description ?? "")")
    }
  }

  /// Whole programs, each with the trick that it tries.
  @Test(arguments: [
    // Recursion through every hook.
    "class A:\n    def __str__(self): return str(self)\ndef f(): return str(A())",
    "class A:\n    def __repr__(self): return f'{self!r}'\ndef f(): return repr([A()])",
    "class A:\n    def __lt__(self, o): return self < o\ndef f(): return sorted([A(), A()])",
    "class A:\n    def __add__(self, o): return self + o\ndef f(): return sum([A()], A())",
    "class A:\n    def __iter__(self): return iter(self)\ndef f(): return list(A())",
    "class A:\n    def __call__(self): return self()\ndef f(): return A()()",
    "class A:\n    def __bool__(self): return bool(self)\ndef f(): return not A()",
    "class A:\n    def __getitem__(self, i): return self[i]\ndef f(): return A()[0]",
    "class A:\n    def __contains__(self, x): return x in self\ndef f(): return 1 in A()",
    "class A:\n    def __format__(self, s): return format(self, s)\ndef f(): return f'{A():x}'",
    "class A:\n    def __setattr__(self, n, v): self.x = v\ndef f(): A().x = 1",
    "class A:\n    def __new__(cls): return A()\ndef f(): return A()",
    "class A:\n    def __index__(self): return int(self)\ndef f(): return [1][A()]",
    "class A(dict):\n    def __missing__(self, k): return self[k]\ndef f(): return A()[1]",
    "class A:\n    @property\n    def x(self): return self.x\ndef f(): return A().x",
    "class A:\n    def __enter__(self):\n        with self: pass\n    def __exit__(self, *a): pass\ndef f():\n    with A(): pass",
    "def f():\n    try: return f()\n    except RecursionError: return f()",
    "def f():\n    try: f()\n    finally: f()",
    "def g(): yield from g()\ndef f(): return next(g())",
    "def f():\n    g = lambda: g()\n    return g()",
    "from functools import reduce\ndef f():\n    h = lambda x: x\n    for i in range(9999): h = (lambda g: lambda x: g(x))(h)\n    return h(1)",
    "def f():\n    m = iter([1])\n    for i in range(9999): m = filter(None, m)\n    return list(m)",
    "from enum import Enum\nclass C(Enum):\n    A = 1\n    @classmethod\n    def _missing_(cls, v): return cls(v + 1)\ndef f(): return C(2)",
    "from enum import Enum\nclass C(Enum):\n    A = 1\n    def __repr__(self): return repr(self)\ndef f(): return [C.A]",
    "from dataclasses import dataclass, asdict\n@dataclass\nclass D:\n    x: list\ndef f():\n    d = D([])\n    d.x.append(d)\n    return asdict(d)",
    "from abc import ABC, abstractmethod\nclass A(ABC):\n    def __init__(self): A()\ndef f(): return A()",
    "from functools import lru_cache\n@lru_cache(None)\ndef g(n): return g(n + 1)\ndef f(): return g(0)",
    "class A:\n    @property\n    def x(self): return 1\n    @x.deleter\n    def x(self): del self.x\ndef f(): del A().x",
    "def g(n):\n    yield (yield from g(n + 1)) + 1\ndef f(): return list(g(0))",
    // Iteration that never ends.
    "from enum import Enum\nclass C(Enum):\n    A = 1\n    B = 2\ndef f():\n    while True: list(C)",
    "def f():\n    t = int | str\n    while True:\n        class A: pass\n        t |= A",
    "def g():\n    while (yield 1) or True: pass\ndef f(): return sum(g())",
    "def g():\n    while True: yield 1\ndef f(): return sum(g())",
    "class A:\n    def __iter__(self): return self\n    def __next__(self): return 1\ndef f(): return [x for x in A()]",
    "class A:\n    def __getitem__(self, i): return i\ndef f(): return 'x' in A()",
    "def f(): return list(iter(lambda: 1, 2))",
    "from itertools import count, cycle, repeat, chain\ndef f(): return max(chain(count(), repeat(1), cycle([1])))",
    "def f():\n    xs = [1]\n    for x in xs: xs.append(x)",
    "def g():\n    try: yield 1\n    finally:\n        while True: pass\ndef f():\n    h = g()\n    next(h)\n    h.close()",
    "def g():\n    while True:\n        try: yield 1\n        except GeneratorExit: pass\ndef f():\n    h = g()\n    next(h)\n    h.close()",
    // Exponential growth.
    "def f():\n    s = 'ab'\n    while True: s = s.replace('a', s)",
    "def f():\n    s = ['a']\n    while True: s += s",
    "def f():\n    t = ()\n    while True: t = (t, t, t)",
    "def f():\n    d = {}\n    while True: d[len(d)] = dict(d)",
    "def f():\n    n = 3\n    while True: n *= n",
    "def f():\n    n = 3\n    while True: n <<= 60000",
    "import copy\ndef f():\n    a = []\n    for i in range(60): a = [a, a]\n    return copy.deepcopy(a) == a",
    "def f():\n    a = []\n    for i in range(60): a = [a, a]\n    return a == eval",
    "def f():\n    a, b = [], []\n    for i in range(60): a, b = [a, a], [b, b]\n    return a == b",
    "def f():\n    a = ()\n    for i in range(60): a = (a, a)\n    return hash(a)",
    "class A:\n    def __hash__(self): return 1\n    def __eq__(self, o): return False\ndef f(): return {A() for _ in range(9999)}",
    "def f():\n    d = {}\n    for i in range(10 ** 6): d[i << 61] = i\n    return d",
    // Regular expressions.
    "import re\ndef f(): return re.match(r'(x+x+)+y', 'x' * 50)",
    "import re\ndef f(): return re.match(r'(.*)*$', 'a' * 50 + '\\n\\n')",
    "import re\ndef f(): return re.findall(r'(a?){50}a{50}', 'a' * 49)",
    "import re\ndef f(): return re.compile('(' * 5000 + ')' * 5000)",
    "import re\ndef f(): return re.compile('a{1000000}{1000000}')",
    "import re\ndef f(): return re.compile('(?:a{500}){500}').match('a' * 99999)",
    "import re\ndef f(): return re.sub('a*', 'b' * 99999, 'c' * 99999)",
  ])
  func aHostileProgramEnds(code: String) throws {
    let execution = try run(code + "\n")
    #expect(execution.usage.allocated <= Self.budget.allocation)
    #expect(execution.usage.steps <= Self.budget.steps + 2_000_000, "\(code)")
    if case .unsupported = execution.error?.kind {
      #expect(
        code.contains("eval") || code.contains("re.compile"),
        "\(execution.error?.description ?? "")")
    }
  }

  /// What changes under the hands of a builtin gives some answer, never a trap.
  @Test(arguments: [
    "xs = [3, 1, 2]\ndef k(x):\n    xs.clear()\n    return x\ndef f():\n    xs.sort(key=k)\n    return xs",
    "xs = list(range(9))\ndef k(x):\n    xs.append(x)\n    return x\ndef f(): return sorted(xs, key=k)",
    "d = {i: i for i in range(9)}\ndef f():\n    for k in d: del d[k]",
    "d = {i: i for i in range(9)}\ndef f(): return [d.pop(k) for k in d]",
    "s = set(range(9))\ndef f():\n    for x in s: s.add(x + 100)",
    "s = set(range(9))\ndef f(): return [s.remove(x) for x in s]",
    "xs = [1, 2, 3]\nclass K:\n    def __eq__(self, o):\n        xs.clear()\n        return False\ndef f(): return xs.index(K()) if K() in xs else xs.count(K())",
    "xs = [1, 2, 3]\nclass K:\n    def __index__(self):\n        xs.clear()\n        return 1\ndef f():\n    xs[K()] = 1",
    "xs = [1, 2, 3]\nclass K:\n    def __index__(self):\n        xs.clear()\n        return 2\ndef f():\n    xs[:K()] = [1]\n    del xs[K():]\n    return xs[K():K():K()]",
    "xs = [1, 2, 3]\ndef f():\n    xs[:] = (xs.pop() for _ in range(3))\n    return xs",
    "import heapq\nxs = [3, 2, 1]\nclass K:\n    def __lt__(self, o):\n        xs.clear()\n        return True\ndef f(): heapq.heappush(xs, K())",
    "import heapq\nxs = []\nclass K:\n    def __lt__(self, o):\n        xs.clear()\n        return True\ndef f():\n    xs.extend([K(), K(), K(), K()])\n    heapq.heapify(xs)",
    "from bisect import insort\nxs = [1, 2, 3]\nclass K:\n    def __lt__(self, o):\n        xs.clear()\n        return True\ndef f(): insort(xs, K())",
    "d = {}\nclass K:\n    def __hash__(self): return 1\n    def __eq__(self, o):\n        d.clear()\n        return False\ndef f():\n    for i in range(20): d[K()] = i\n    return len(d)",
    "s = set()\nclass K:\n    def __hash__(self): return 1\n    def __eq__(self, o):\n        s.clear()\n        return False\ndef f():\n    for i in range(20): s.add(K())\n    return len(s)",
    "from collections import deque\nq = deque([1, 2, 3])\ndef f(): return [q.append(x) for x in q]",
    "d = {1: [2]}\ndef f():\n    d[1] = d\n    return repr(d), str([d]), d == {1: d}",
    "xs = [1]\nxs.append(xs)\ndef f(): return xs == xs, xs < xs, sorted([xs, xs])",
    "class A:\n    def __del__(self):\n        while True: pass\ndef f(): return len([A() for _ in range(9)])",
    "def f():\n    def g(): return g\n    for _ in range(99): g.h = g()\n    return g.h.h.h.__name__",
  ])
  func mutationUnderUseEnds(code: String) throws {
    let execution = try run(code + "\n")
    #expect(execution.usage.steps <= Self.budget.steps + 2_000_000)
  }
}
