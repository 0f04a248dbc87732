import ArgumentParser
import Foundation
import RunSession

/// `proctor execute`: run a Python program in the embedded executor.
struct Execute: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a Python program in an executor.",
    discussion: """
      Runs FILE, evaluates the call in it and prints the value's repr. A Python error goes to \
      standard error as 'ValueError: text (line 3)', with exit status 1, as do a used-up budget and \
      Python beyond the supported subset. What the program prints goes to standard error.

      With --jsonl each line of FILE, or of standard input, is {"id", "code", "input"}; f(input) is \
      called, input being the text between the parentheses, and {"id", "output"} or {"id", "error"} \
      is written, a line each, in order. A line that can't be read, be it empty, no JSON, no UTF-8 \
      or longer than 16 MiB, gives an error that names it.

      Programs have no files, network, clock, environment or randomness, and every run starts anew.

      With --executor cpython they run in real Python, each in a sandboxed process of its own, with \
      10 seconds of processor time; --steps does not count there.
      """)

  @Argument(help: ArgumentHelp("The program; '-' is standard input.", valueName: "file"))
  var file: String?

  @Option(help: ArgumentHelp("The expression to evaluate, such as 'f(3)'.", valueName: "text"))
  var call: String?

  @Flag(help: "Run a program for each line of JSON.")
  var jsonl = false

  @Option(help: "The steps that one program may take.")
  var steps = 10_000_000

  @Option(help: "The mebibytes that one program may allocate.")
  var memory = 256

  @Option(help: "What runs the program: embedded, or cpython for real Python in a sandbox.")
  var executor = ExecutorChoice.embedded

  @Option(help: "The threads that run programs, with --jsonl.")
  var threads = min(8, ProcessInfo.processInfo.activeProcessorCount)

  func validate() throws {
    guard steps > 0 else { throw ValidationError("--steps must be positive") }
    guard 1...65_536 ~= memory else { throw ValidationError("--memory must be from 1 to 65536") }
    guard 1...64 ~= threads else { throw ValidationError("--threads must be from 1 to 64") }
    if jsonl {
      if call != nil {
        throw ValidationError("--jsonl calls f with each line's input: omit --call")
      }
    } else {
      if file == nil { throw ValidationError("give a program, or --jsonl") }
      if call == nil { throw ValidationError("give the call to evaluate, such as --call 'f(3)'") }
    }
  }

  func run() throws {
    signal(SIGPIPE, SIG_DFL)
    let python =
      executor == .cpython
      ? try PythonRunner(count: jsonl ? threads : 1, memory: memory << 20) : nil
    let runner = ProgramRunner(steps: steps, allocation: memory << 20, python: python)
    if jsonl {
      try runLines(runner)
    } else if let call {
      try runOne(runner, call)
    }
  }

  private func runOne(_ runner: ProgramRunner, _ call: String) throws {
    let handle = try open()
    let data = try handle.readToEnd() ?? Data()
    guard let source = String(validating: data, as: UTF8.self) else {
      throw ValidationError("\(name) is not UTF-8 text")
    }
    let result = DeepThread.run { runner.run(source, call: call) }
    if !result.printed.isEmpty { ProgramRunner.complain(result.printed) }
    switch result.outcome {
    case .success(let text): print(text)
    case .failure(let error):
      ProgramRunner.complain(error.text + "\n")
      throw ExitCode(1)
    }
  }

  private func runLines(_ runner: ProgramRunner) throws {
    let lines = OrderedLines(threads: threads) { line, number in
      ProgramLine.answer(line, number: number, runner)
    }
    // The descriptor is the handle's and closes with it.
    let handle = try open()
    try withExtendedLifetime(handle) {
      try lines.run(from: handle.fileDescriptor, to: STDOUT_FILENO)
    }
  }

  private var name: String { file == nil || file == "-" ? "standard input" : file ?? "" }

  private func open() throws -> FileHandle {
    guard let file, file != "-" else { return .standardInput }
    guard let handle = FileHandle(forReadingAtPath: file) else {
      throw ValidationError("\(file) cannot be read")
    }
    return handle
  }
}
