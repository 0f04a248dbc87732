import Foundation

/// A `python3` that measures the same work as the executor's benchmark, one figure for each request.
///
/// Both sides are asked in turn, so that what else the machine does meets them alike. The figures
/// are processor seconds, those of the pool's process included.
final class PythonPeer {
  private let process = Process()
  private let requests = Pipe()
  private let answers = Pipe()
  private var rest = Data()

  /// Nil where there is no `python3`.
  ///
  /// - Parameters:
  ///   - program: The program whose validation is measured.
  ///   - input: The text between the parentheses of the call of `f`.
  init?(program: String, input: String) {
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", Self.script, program, input]
    process.standardInput = requests
    process.standardOutput = answers
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil, ask("ready") != nil else { return nil }
  }

  deinit {
    try? requests.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  /// Processor seconds of one validation by `exec` in Python's own process: compiled, run twice,
  /// compared, pickled, written as `repr`.
  func execSeconds() -> Double? { ask("exec") }

  /// Processor seconds of one call of the official executor's `check_all`, or nil where
  /// `absolute_zero_reasoner` cannot be imported.
  func officialSeconds() -> Double? { ask("official") }

  /// Processor seconds of `f(count)` of another program, compiled before.
  func loopSeconds(_ program: String, count: Int) -> Double? {
    ask("loop \(count) \(Data(program.utf8).base64EncodedString())")
  }

  /// The answer's number; nil for a refusal, or once Python has gone.
  private func ask(_ request: String) -> Double? {
    guard process.isRunning else { return nil }
    try? requests.fileHandleForWriting.write(contentsOf: Data((request + "\n").utf8))
    while true {
      if let end = rest.firstIndex(of: 0x0A) {
        let line = String(decoding: rest[rest.startIndex..<end], as: UTF8.self)
        rest = rest[(end + 1)...]
        return Double(line)
      }
      let more = answers.fileHandleForReading.availableData
      if more.isEmpty { return nil }
      rest += more
    }
  }

  private static let script = #"""
    import base64, os, pickle, resource, sys, time

    program, arguments = sys.argv[1:]
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    twice = f"{program}\nr1 = f({arguments})\nr2 = f({arguments})\nassert r1 == r2\n"
    banned = ("logging random multiprocessing pebble subprocess threading datetime time hashlib "
        "hmac bcrypt calendar os.sys os.path sys.exit os.environ").split()

    def live(process):
        total = 0
        try:
            for task in os.listdir(f"/proc/{process}/task"):
                folder = f"/proc/{process}/task/{task}"
                total += int(open(folder + "/schedstat").read().split()[0])
                total += sum(live(child) for child in open(folder + "/children").read().split())
        except (OSError, ValueError):
            pass
        return total

    def clock():
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        return live(os.getpid()) * 1e-9 + ended.ru_utime + ended.ru_stime

    def execute():
        names = {}
        exec(twice, names)
        pickle.dumps(names["r1"])
        return repr(names["r1"])

    def mean(body, count):
        body()
        start = clock()
        for _ in range(count):
            body()
        return (clock() - start) / count

    official = None
    try:
        from absolute_zero_reasoner.utils.code_utils.python_executor import PythonExecutor
        official = PythonExecutor(ast_check=True)
        official = official if official.check_all(program, arguments, banned)[0] else None
    except Exception:
        pass

    for line in sys.stdin:
        request = line.split()
        if request[0] == "exec":
            answer = mean(execute, 500)
        elif request[0] == "official" and official:
            answer = mean(lambda: official.check_all(program, arguments, banned), 40)
        elif request[0] == "loop":
            names = {}
            exec(compile(base64.b64decode(request[2]), "loop", "exec"), names)
            start = time.process_time()
            names["f"](int(request[1]))
            answer = time.process_time() - start
        else:
            answer = "0" if request[0] == "ready" else "none"
        print(answer, file=answers)
    if official:
        official.cleanup()
    """#
}
