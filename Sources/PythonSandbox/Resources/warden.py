# The process that a sandbox starts. It never runs a program itself: it forks a child for each, so
# that every program finds the state that this file leaves, and nothing of the one before.
#
# Channels: 3 brings requests, 4 takes replies. A child has neither: it can only write to 10, where
# its result goes, and read 7, which brings the token that its result must begin with, once the
# child has said that the program has ended. A program that follows this protocol to the letter by
# itself gains what it would gain by returning the value: the result is its own, and no other's.

import sys

sys.path = [folder for folder in sys.path if folder]
sys.dont_write_bytecode = True

import bisect, collections, copy, functools, heapq, io, itertools, math, operator, os, re
import gc, resource, select, signal, string, struct, time, types

REQUESTS, REPLIES, TOKENS, RESULTS, TOKEN_END = 3, 4, 7, 10, 11
TOKEN_LENGTH = 16
DONE = b"?"
PROGRAM, CALL = "<program>", "<call>"
FIELD = struct.Struct("<I")
DEEPEST = 60

# What a reply says: one letter, and texts.
READY, VALUE, OPAQUE, RAISED, SYNTAX, LIMIT, ATTEMPT, CRASHED = (
    b"R", b"V", b"O", b"E", b"S", b"L", b"A", b"C")


def make_fields():
    """A function that puts texts one after the other. It looks nothing up when it is called."""
    kind_of, length, number, exact = type, len, FIELD.pack, bytes

    def fields(*texts):
        joined = b""
        for text in texts:
            data = text if kind_of(text) is exact else text.encode("utf-8", "surrogatepass")
            joined += number(length(data)) + data
        return joined

    return fields


fields = make_fields()


# MARK: the child


class TooLong(Exception):
    pass


def make_writer():
    """A function that writes a value as a literal, by its exact type: no method of the program's
    is called. Gives None for a value that has no literal form."""
    too_long = TooLong
    texts = {int: int.__repr__, float: float.__repr__, str: str.__repr__, bytes: bytes.__repr__,
             bool: bool.__repr__, range: range.__repr__, type(None): lambda value: "None",
             type(...): lambda value: "Ellipsis"}
    brackets = {list: ("[", "]"), tuple: ("(", ")"), set: ("{", "}"),
                frozenset: ("frozenset({", "})")}
    empty = {set: "set()", frozenset: "frozenset()"}
    kind_of, is_less, length = type, int.__lt__, len
    items_of = {list: list.__iter__, tuple: tuple.__iter__, set: set.__iter__,
                frozenset: frozenset.__iter__}
    dictionary_items = dict.items

    def write(value, limit, depth=0):
        kind = kind_of(value)
        text = texts.get(kind)
        if text is not None:
            written = text(value)
            if is_less(limit, length(written)):
                raise too_long()
            return written
        if depth == DEEPEST:
            return None
        if kind is dict:
            pairs, left, right = [], "{", "}"
            total = 0
            for key, item in dictionary_items(value):
                key, item = write(key, limit, depth + 1), write(item, limit, depth + 1)
                if key is None or item is None:
                    return None
                pairs.append(key + ": " + item)
                total += length(pairs[-1]) + 2
                if is_less(limit, total):
                    raise too_long()
            return left + ", ".join(pairs) + right
        if kind not in brackets:
            return None
        if kind in empty and not value:
            return empty[kind]
        left, right = brackets[kind]
        parts, total = [], 0
        for item in items_of[kind](value):
            item = write(item, limit, depth + 1)
            if item is None:
                return None
            parts.append(item)
            total += length(item) + 2
            if is_less(limit, total):
                raise too_long()
        if kind is tuple and length(parts) == 1:
            right = ",)"
        return left + ", ".join(parts) + right

    return write


write_literal = make_writer()


def make_hook(folders):
    """Names what a program tries to reach, and ends it. The kernel would refuse it all the same."""
    write, leave, pack, results = os.write, os._exit, fields, RESULTS
    letter, kind_of, is_text, is_bytes, plain = ATTEMPT, type, str, bytes, ascii
    opening, names = {"open", "os.listdir", "os.scandir"}, (PROGRAM, CALL)
    whole = {"gc.get_objects", "gc.get_referrers", "gc.get_referents", "sys._current_frames",
             "sys.settrace", "sys.setprofile", "mmap.__new__", "os.chdir"}
    heads = {"ctypes", "fcntl", "ftplib", "http", "imaplib", "nntplib", "os", "pathlib", "poplib",
             "pty", "resource", "shutil", "signal", "smtplib", "socket", "sqlite3", "subprocess",
             "syslog", "telnetlib", "tempfile", "urllib", "webbrowser", "winreg"}

    def hook(event, arguments):
        if event in opening:
            path = arguments[0]
            if kind_of(path) is is_bytes:
                path = path.decode("utf-8", "replace")
            if kind_of(path) is not is_text:
                path = "?"
            if event == "open" and path in names:
                return  # The compiler looks for the line of a syntax error; there is no such file.
            if path.startswith(folders) and ".." not in path:
                if event != "open" or arguments[1] in ("r", "rb", None):
                    return
            detail = event + " " + plain(path)
        elif event in whole:
            detail = event
        elif event.partition(".")[0] in heads and "." in event:
            detail = event
            for argument in arguments[:1]:
                if kind_of(argument) is is_text:
                    detail += " " + plain(argument)
        else:
            return
        write(results, letter + pack(detail[:200]))
        leave(1)

    return hook


hook = make_hook(tuple(sys.path))


def line_of(error, name):
    """The line of the program where an exception arose; 0 if it was not there."""
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == name:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def run(mode, function, call, source, limit):
    """Runs a program and gives its reply. Everything that is used after the program has run is
    bound before: the program may have changed any module."""
    write, pack, locate = write_literal, fields, line_of
    evaluate, text_of, kind_of, is_kind = eval, str, type, isinstance
    name_of = type.__dict__["__name__"].__get__
    number, exact_text, everything = int.__repr__, str, BaseException
    too_long, is_memory, is_recursion = TooLong, MemoryError, RecursionError
    raised, limited, good, opaque = RAISED, LIMIT, VALUE, OPAQUE
    memory_text, output_text = "it needs more memory than it has", "the value's text is too long"
    name = PROGRAM
    module = types.ModuleType("program")
    sys.modules["program"] = module
    space = module.__dict__

    def message(error):
        try:
            text = text_of(error)
            return text[:500] if kind_of(text) is exact_text else ""
        except everything:
            return ""

    try:
        code = compile(source, name, "exec")
        called = compile(call, CALL, "eval")
        values = eval(called, {"__builtins__": {"set": set}}) if mode == b"F" else ()
    except SyntaxError as error:
        return SYNTAX + pack(number(error.lineno or 0), text_of(error.msg)[:500])
    except (ValueError, OverflowError, NameError, TypeError) as error:
        return SYNTAX + pack("0", message(error))
    except MemoryError:
        return limited + pack("memory", memory_text)
    except RecursionError:
        return limited + pack("recursion", "the program is nested too deeply")
    try:
        exec(code, space)
        value = space[function](*values) if mode == b"F" else evaluate(called, space)
        kind, text = name_of(kind_of(value)), write(value, limit)
        return opaque + pack(kind) if text is None else good + pack(kind, text)
    except too_long:
        return limited + pack("output", output_text)
    except is_memory:
        return limited + pack("memory", memory_text)
    except everything as error:
        kind = name_of(kind_of(error))
        if is_kind(error, is_recursion):
            return limited + pack("recursion", message(error))
        return raised + pack(kind, message(error), number(locate(error, name)))


def be_child(mode, function, call, source, limit, seconds):
    write, read, leave, token_length = os.write, os.read, os._exit, TOKEN_LENGTH
    results, tokens, done = RESULTS, TOKENS, DONE
    length, join, pack, everything = len, bytes.__add__, fields, BaseException
    stream, text_of, is_shown = sys.stdout, io.StringIO.getvalue, mode == b"X"
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    del sys.modules["__main__"], sys.modules["resource"]
    sys.addaudithook(hook)
    reply = run(mode, function, call, source, limit)
    if is_shown:
        # What was printed, for a person who runs a text of their own.
        try:
            printed = text_of(stream)[:limit]
        except everything:  # The program has closed the stream.
            printed = ""
        reply = join(reply, pack(printed))
    write(results, done)
    token = b""
    while length(token) < token_length:
        part = read(tokens, token_length - length(token))
        if not part:
            leave(1)
        token = join(token, part)
    reply = join(token, reply)
    place = 0
    while place < length(reply):
        place += write(results, reply[place:])
    leave(0)


# MARK: the warden


def read_exactly(count):
    parts = []
    while count > 0:
        part = os.read(REQUESTS, count)
        if not part:
            os._exit(0)
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def write_all(channel, data):
    while data:
        data = data[os.write(channel, data):]


def reply(token, body):
    write_all(REPLIES, FIELD.pack(TOKEN_LENGTH + len(body)) + token + body)


def receive(limit, deadline):
    """What the child writes, until its end or the deadline. Returns the bytes and whether it
    ended. The token is not in this frame: the child is a copy of it."""
    received, asked = bytearray(), False
    poll = select.poll()
    poll.register(RESULTS + 2, select.POLLIN)
    while True:
        left = deadline - time.monotonic()
        if left <= 0:
            return bytes(received), False
        if not poll.poll(left * 1000):
            continue
        part = os.read(RESULTS + 2, 65536)
        if not part or len(received) > limit:
            return bytes(received), True
        received += part
        if not asked and received[:1] == DONE:
            asked = True
            try:
                write_all(TOKEN_END, child_token[0])
            except OSError:
                pass  # The child has closed its end: it gets no further.


def interpret(received, ended, status):
    """The reply of what a child has written and how it ended."""
    honest = DONE + child_token[0]
    if received[:1] == ATTEMPT:
        return bytes(received)
    if not honest.startswith(received[:len(honest)]):
        return ATTEMPT + fields("a write to the channel of the result")
    if len(received) > len(honest) and os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0:
        return bytes(received[len(honest):])
    if not ended:
        return LIMIT + fields("time", "the program did not end in time")
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        if number in (signal.SIGXCPU, signal.SIGKILL):
            return LIMIT + fields("time", "the program used up its processor time")
        return CRASHED + fields("it died of signal " + str(number))
    return CRASHED + fields("it ended the process")


child_token = [None]


def serve():
    """Takes a request and answers it. In the child it returns what to run."""
    size, = FIELD.unpack(read_exactly(4))
    request = read_exactly(size)
    token, place = request[:TOKEN_LENGTH], TOKEN_LENGTH
    parts = []
    while place < size:
        length, = FIELD.unpack_from(request, place)
        parts.append(request[place + 4:place + 4 + length])
        place += 4 + length
    mode, function, call, source, limit, seconds, wall = parts
    function, call, source = (
        text.decode("utf-8", "surrogatepass") for text in (function, call, source))
    limit, seconds, wall = int(limit), int(seconds), float(wall)
    # Read, write, read, write: the descriptors that stay open are 3 and 4.
    result, result_end = os.pipe()
    os.dup2(result_end, RESULTS, inheritable=True)
    os.dup2(result, RESULTS + 2)
    os.close(result)
    os.close(result_end)
    tokens, token_end = os.pipe()
    os.dup2(token_end, TOKEN_END)
    os.close(token_end)
    if tokens != TOKENS:
        os.dup2(tokens, TOKENS)
        os.close(tokens)
    child = os.fork()
    if child == 0:
        for channel in (REQUESTS, REPLIES, RESULTS + 2, TOKEN_END):
            os.close(channel)
        return mode, function, call, source, limit, seconds
    child_token[0] = token
    os.close(RESULTS)
    os.close(TOKENS)
    received, ended = receive(limit * 4 + 65536, time.monotonic() + wall)
    if not ended:
        os.kill(child, signal.SIGKILL)
    # An end of the channel is not the end of the process: it may have closed it.
    deadline = time.monotonic() + 1
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            break
        if time.monotonic() > deadline:
            os.kill(child, signal.SIGKILL)
            _, status = os.waitpid(child, 0)
            break
        time.sleep(0.00005)
    os.close(RESULTS + 2)
    os.close(TOKEN_END)
    body = interpret(received, ended, status)
    child_token[0] = None
    reply(token, body)
    return None


# What Python makes when it first compiles and runs something is made here, once.
exec(compile("def f(xs): return [x for x in xs if x > 0] + [str(len(xs))]", PROGRAM, "exec"), {})
eval(compile("f(1)", CALL, "eval"), {"f": repr})
write_literal([1, 1.5, ("a", b"b"), {1: {2}}, None, True], 100)
# A child finds empty streams, in which nobody reads.
sys.stdin, sys.stdout, sys.stderr = io.StringIO(), io.StringIO(), io.StringIO()
sys.__stdin__ = sys.__stdout__ = sys.__stderr__ = None
sys.argv[:] = []
os.environ.clear()
getattr(sys, "orig_argv", sys.argv)[:] = []
# What is here already is not looked at again, so that it stays shared with the children.
gc.freeze()
reply(bytes(TOKEN_LENGTH), READY + fields(sys.version.split()[0]))
# The first process of a process namespace takes no signal from inside that it does not handle.
signal.signal(signal.SIGPIPE, signal.SIG_IGN)
signal.signal(signal.SIGINT, signal.SIG_DFL)
while True:
    job = serve()
    if job is not None:
        be_child(*job)
