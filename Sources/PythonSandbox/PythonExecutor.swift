import MiniPython
import Synchronization

/// Runs tasks' programs in real Python, each in a fresh sandboxed process.
///
/// Results come back as text and are read by our own literal parser. Every program runs under the
/// pool's first hash seed, so that the same program always gives the same text; whether it is
/// reproducible is asked of processes with other hash seeds, addresses and starting times.
public final class PythonExecutor: TaskExecutor {
  public let pool: PythonPool
  private let trouble = Mutex<String?>(nil)
  /// Makes the traces that monitors read, for programs that it runs to the same value.
  private let tracer: Interpreter

  /// - Parameter tracer: The embedded interpreter, with its budget.
  public init(pool: PythonPool, tracer: Interpreter) {
    self.pool = pool
    self.tracer = tracer
  }

  /// Finds Python, makes sure that this machine isolates it, and starts the pool.
  ///
  /// - Throws: `SandboxError` that names the first layer of isolation that is missing, and what to
  ///   do about it. Without isolation nothing is run.
  public static func start(
    limits: PythonLimits = PythonLimits(), hashSeeds: [UInt32] = [1, 2, 3, 4],
    tracer: Interpreter
  ) throws(SandboxError) -> PythonExecutor {
    let capability = SandboxCapability.examine()
    if let missing = capability.missing {
      throw SandboxError(
        code: .isolation, message: "\(missing.layer.title): \(missing.detail)",
        context: missing.layer.remedy)
    }
    return PythonExecutor(
      pool: try PythonPool(python: try .find(), limits: limits, hashSeeds: hashSeeds),
      tracer: tracer)
  }

  public var failure: String? { trouble.withLock { $0 } }

  public func call(
    _ program: Program, function: String, arguments: String, recordsTrace: Bool
  ) -> Execution {
    guard let request = request(program, function, arguments) else { return Self.noLiterals }
    let execution = execution(of: pool.run(request))
    guard recordsTrace, let value = execution.value else { return execution }
    let traced = tracer.call(
      program, function: function, arguments: arguments, recordsTrace: true)
    guard let same = traced.value, same.isIdentical(to: value) else { return execution }
    return Execution(value: value, usage: traced.usage, trace: traced.trace)
  }

  /// One run under each of the other hash seeds, all at once, and more if more are asked for.
  public func repetitions(of program: Program, arguments: String, count: Int) -> [Execution] {
    guard let request = request(program, "f", arguments) else {
      return Array(repeating: Self.noLiterals, count: count)
    }
    let seeds = pool.hashSeeds.count
    let jobs = (0..<max(count, seeds - 1)).map {
      PythonPool.Job(request, seed: ($0 + 1) % seeds)
    }
    return pool.run(jobs).map(execution)
  }

  private static let noLiterals = Execution(
    failure: ExecutionError(kind: .syntax, message: "arguments: expected literals", line: nil))

  private func request(
    _ program: Program, _ function: String, _ arguments: String
  ) -> PythonRequest? {
    guard let values = try? Literal.parseArguments(arguments) else { return nil }
    return PythonRequest(
      source: program.source, call: .function(function, arguments: values.map(\.repr)))
  }

  private func execution(of outcome: PythonOutcome) -> Execution {
    if case .unavailable(let message) = outcome {
      trouble.withLock { $0 = $0 ?? message }
    }
    return outcome.execution
  }
}

extension PythonOutcome {
  /// The outcome in the terms that both executors share.
  public var execution: Execution {
    func failure(
      _ kind: ExecutionError.Kind, _ message: String, _ line: Int? = nil
    ) -> Execution {
      Execution(failure: ExecutionError(kind: kind, message: message, line: line))
    }
    return switch self {
    case .value(let typeName, let text):
      Execution(value: (try? Literal.parse(text)) ?? .opaque(typeName: typeName, repr: text))
    case .opaque(let typeName):
      Execution(value: .opaque(typeName: typeName, repr: "<\(typeName) object>"))
    case .raised(let kind, let message, let line): failure(.exception(kind), message, line)
    case .syntaxError(let message, let line): failure(.syntax, message, line)
    case .limit(let limit, let message): failure(.budget(limit.budget), message)
    case .escapeAttempt(let what): failure(.escapeAttempt, what)
    // No exception of the program's: it must not become the answer of an error task.
    case .crashed(let message): failure(.unsupported, "ending the process: \(message)")
    case .unavailable(let message): failure(.unavailable, message)
    }
  }
}

extension PythonOutcome.Limit {
  fileprivate var budget: ExecutionError.Limit {
    switch self {
    case .time: .steps
    case .memory: .allocation
    case .recursion: .recursion
    case .output: .output
    }
  }
}
