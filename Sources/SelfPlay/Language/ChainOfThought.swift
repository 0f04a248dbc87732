import Core
import MiniPython

/// One line of a trace in words: a statement and the value that it has.
public struct ChainLine: Hashable, Sendable {
  /// The statement as the program writes it, without a closing colon.
  public var statement: String
  /// `repr` of the value.
  public var value: String

  public init(statement: String, value: String) {
    self.statement = statement
    self.value = value
  }
}

/// The chains of thought of the base model: execution traces in words.
///
/// A line is the program's own statement, verbatim, and its value: `y = x * 2 -> 6`. Verbatim copies
/// are what a small transformer learns first, and they make the chain checkable line by line against
/// the executor.
public enum ChainOfThought {
  /// Between a statement and its value.
  public static let arrow = " -> "
  /// How the line begins that names an input that is tried for abduction.
  public static let attempt = "try "

  /// The lines of a call: its parameters, then its trace at the outermost depth.
  public static func lines(
    program: Program, parameters: [(name: String, repr: String)], trace: [TraceEntry]
  ) -> [ChainLine] {
    let source = program.source.split(separator: "\n", omittingEmptySubsequences: false)
    var lines = parameters.map { ChainLine(statement: $0.name, value: $0.repr) }
    for entry in trace where entry.depth == 1 && source.indices.contains(entry.line - 1) {
      var statement = source[entry.line - 1].trimmed
      if statement.hasSuffix(":") { statement.removeLast() }
      switch entry.event {
      case .assigned(let targets):
        let value = targets.map(\.repr).joined(separator: ", ")
        lines.append(ChainLine(statement: statement, value: value))
      case .condition(let isTrue):
        lines.append(ChainLine(statement: statement, value: isTrue ? "True" : "False"))
      case .iteration(let target, let repr):
        lines.append(ChainLine(statement: "for \(target)", value: repr))
      case .returned(let repr):
        lines.append(ChainLine(statement: statement, value: repr))
      case .expression(let repr, let receiver):
        lines.append(ChainLine(statement: statement, value: receiver?.repr ?? repr))
      case .loopEnded:
        break
      }
    }
    return lines
  }

  /// Lines as text, each ended by a newline.
  public static func text(_ lines: [ChainLine]) -> String {
    lines.map { "\($0.statement)\(arrow)\($0.value)\n" }.joined()
  }

  /// The lines of a call with the given arguments, and its outcome.
  static func run(
    _ program: Program, arguments: String, executor: any TaskExecutor
  ) -> (execution: Execution, lines: [ChainLine])? {
    guard let values = try? Literal.parseArguments(arguments) else { return nil }
    let execution = executor.call(program, arguments: arguments, recordsTrace: true)
    let names = program.parameterNames
    let parameters = zip(names, values).map { (name: $0, repr: $1.repr) }
    return (execution, lines(program: program, parameters: parameters, trace: execution.trace))
  }
}

extension Program {
  /// The names of `f`'s parameters; empty without an `f`.
  var parameterNames: [String] { taskFunction?.parameters.names ?? [] }

  /// The program's top-level function `f`, if there is exactly one.
  var taskFunction: FunctionDefinition? {
    let functions = module.compactMap { statement -> FunctionDefinition? in
      if case .function(let function) = statement.kind, function.name == "f", !function.isClass {
        function
      } else {
        nil
      }
    }
    return functions.count == 1 ? functions[0] : nil
  }
}
