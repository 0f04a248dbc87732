"""Compares MiniPython with CPython 3.11 on random programs of programs.py.

    python3.11 differential.py --executor '.build/release/proctor execute --jsonl' --programs 100000

CPython runs each program; the same programs go to the executor's standard input. Value, type, repr
and kind of exception must agree. Differences are printed, at most --show of them, and the counts at
the end; the exit status is 1 if there are any. Programs that the executor does not support are
counted by what they lack. A program that differs runs in three more processes of CPython: if these
differ among themselves, as with hashes that are addresses, it counts as unstable, not as different.
"""
import argparse
import collections
import functools
import json
import multiprocessing
import os
import re
import resource
import shlex
import subprocess
import sys
import warnings

if os.environ.get("PYTHONHASHSEED") != "0":  # the order of sets of strings depends on it
    os.environ["PYTHONHASHSEED"] = "0"
    os.execv(sys.executable, [sys.executable, *sys.argv])

import programs
import record


@functools.cache
def compiled(part):
    return compile(part, "<prelude>", "exec")


def expected(seed):
    """What CPython makes of a program, with the parts of the prelude that it needs; None if no two
    runs can be compared."""
    code, arguments = programs.Programs(seed).program()
    code = code[len(programs.PRELUDE):]
    parts = programs.prelude(code)
    try:
        row = record.run(code, arguments, [compiled(part) for part in parts])
        if row is None or len(json.dumps(row)) > 40000 or " at 0x" in row.get("repr", ""):
            return None
    except BaseException:  # the alarm, a moment too late
        return None
    row["id"], row["code"] = seed, "".join(parts) + code
    return row


def is_stable(row):
    """Whether CPython gives the same in other processes, each with its own addresses."""
    script = (
        "import json, differential\ndifferential.limit()\n"
        f"print(json.dumps(differential.expected({row['id']})))")
    outcomes = set()
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", script], capture_output=True, text=True,
            cwd=record.HERE)
        outcomes.add(done.stdout)
    return outcomes == {json.dumps(row) + "\n"}


def limit():
    warnings.simplefilter("ignore")
    resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))


def execute(command, rows):
    """The executor's answers; a program that kills it gets the answer `Crash`."""
    lines = "".join(
        json.dumps({"id": r["id"], "code": r["code"], "input": r["arguments"]}) + "\n" for r in rows)
    done = subprocess.run(shlex.split(command), input=lines, capture_output=True, text=True)
    if done.returncode == 0:
        return [json.loads(line) for line in done.stdout.split("\n") if line]
    if len(rows) == 1:
        return [{"id": rows[0]["id"], "error": "Crash"}]
    middle = len(rows) // 2
    return execute(command, rows[:middle]) + execute(command, rows[middle:])


def parts(text):
    """The elements of a list's repr, near enough to name the one that differs."""
    return re.split(r", (?=['\"(\[{A-Z0-9-])", text)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--executor", required=True)
    parser.add_argument("--programs", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--show", type=int, default=20)
    parser.add_argument("--batch", type=int, default=5000)
    parser.add_argument("--seeds", help="a file with the seeds to run instead of a range")
    parser.add_argument("--different", help="a file that takes the seeds that differ")
    options = parser.parse_args()
    counts, missing, shown = collections.Counter(), collections.Counter(), 0
    os.nice(10)
    with multiprocessing.Pool(1, limit) as pool:
        seeds_left = list(range(options.first, options.first + options.programs))
        if options.seeds:
            seeds_left = [int(line) for line in open(options.seeds)]
        while seeds_left:
            seeds, seeds_left = seeds_left[:options.batch], seeds_left[options.batch:]
            rows = [row for row in pool.imap(expected, seeds, 50) if row]
            answers = execute(options.executor, rows)
            assert [a["id"] for a in answers] == [r["id"] for r in rows]
            for row, answer in zip(rows, answers):
                counts["programs"] += 1
                want = row.get("repr", row.get("error"))
                got = answer.get("output")
                if got is None:
                    kind = re.split(r"[: ]", answer["error"])[0]
                    if kind in ("NotSupported", "BudgetExceeded"):
                        missing[re.sub(r" \(line.*", "", answer["error"])] += 1
                        continue
                    got = kind
                if got == want:
                    counts["equal"] += 1
                    continue
                if not is_stable(row):
                    counts["unstable in CPython"] += 1
                    continue
                counts["different"] += 1
                if options.different:
                    with open(options.different, "a") as file:
                        file.write(f"{row['id']}\n")
                if shown < options.show:
                    shown += 1
                    code = row["code"][row["code"].rindex("def f(i, j, g,"):]
                    print(f"--- {row['id']}\n{code}call f({row['arguments']})")
                    pairs = list(zip(parts(want), parts(got)))
                    first = next((i for i, (a, b) in enumerate(pairs) if a != b), len(pairs))
                    print("cpython", ", ".join(parts(want)[first:first + 3])[:300])
                    print("ours   ", (", ".join(parts(got)[first:first + 3]) + answer.get("error", ""))[:300])
            print(dict(counts), file=sys.stderr, flush=True)
    print(dict(counts), "not supported:", sum(missing.values()))
    for text, count in missing.most_common(40):
        print(f"{count:7} {text}")
    sys.exit(1 if counts["different"] else 0)


if __name__ == "__main__":
    main()
