import Core
import MiniPython

/// A proposal that the executor accepted.
public struct ValidTask: Hashable, Sendable {
  /// With output, or with the pairs' outputs.
  public var content: TaskContent
  /// The program with names renamed and constants masked.
  public var structure: String
  /// Executor steps of one run, or of the longest one of the pairs.
  public var executorSteps: Int
  /// The executed lines, for monitors; empty for induction.
  public var executed: [ChainLine]
}

/// Decides whether a proposal is a task: parse, safety, run, determinism, in that order.
///
/// Every check fails closed: what is not shown to be right is rejected, with a reason code.
public struct Validator: Sendable {
  public var executor: any TaskExecutor
  /// The largest absolute integer that the policy's vocabulary can write, or nil for no limit.
  public var largestInteger: Int?
  /// The longest `repr` of a result.
  public var longestOutput: Int
  /// Independent runs whose results must agree to the letter; at least 2.
  public var runs = 2
  /// Whether an induction message that gives the program away is refused.
  public var checksMessages = true
  /// Whether a program may have one `def` alone.
  public var allowsOneFunction = false
  /// Modules that no program may name.
  public var forbidden = ForbiddenModules.standard
  /// Whose voice a task's text must not speak with.
  public var dialect: any PromptDialect

  public init(
    executor: any TaskExecutor, largestInteger: Int?, longestOutput: Int,
    dialect: any PromptDialect = TagDialect()
  ) {
    self.dialect = dialect
    self.executor = executor
    self.largestInteger = largestInteger
    self.longestOutput = longestOutput
  }

  /// Checks a proposal and fills in its outputs.
  ///
  /// - Parameter constraintViolation: What the constraints in force forbid in the parsed program.
  public func validate(
    _ proposal: TaskContent, pairCount: Int,
    constraintViolation: (Program) -> Rejection? = { _ in nil }
  ) throws(Rejection) -> ValidTask {
    try checkTags(proposal)
    let program = try parse(proposal.program)
    if let module = forbidden.first(in: program) {
      throw Rejection(.forbiddenModule, "the program names \(module.name)", line: module.line)
    }
    if let violation = constraintViolation(program) { throw violation }
    var content = proposal
    var task: ValidTask
    switch proposal.type {
    case .deduction, .abduction:
      let run = try evaluate(program, arguments: proposal.input)
      content.output = run.output
      task = ValidTask(
        content: content, structure: "", executorSteps: run.steps, executed: run.lines)
    case .errorDeduction:
      let run = try evaluateForError(program, arguments: proposal.input)
      content.output = run.output
      task = ValidTask(
        content: content, structure: "", executorSteps: run.steps, executed: run.lines)
    case .induction:
      try checkPairs(proposal, count: pairCount)
      var steps = 0
      for index in content.pairs.indices {
        let run = try evaluate(program, arguments: content.pairs[index].input)
        content.pairs[index].output = run.output
        steps = max(steps, run.steps)
      }
      if checksMessages, let leak = MessageLeak.find(in: content.message, pairs: content.pairs) {
        throw Rejection(.messageLeak, leak)
      }
      task = ValidTask(content: content, structure: "", executorSteps: steps, executed: [])
    }
    task.structure = program.canonicalForm
    return task
  }

  /// Text with a tag of the prompt format would speak with the prompt's voice in later prompts.
  private func checkTags(_ proposal: TaskContent) throws(Rejection) {
    try checkTags(
      [proposal.program, proposal.input, proposal.message] + proposal.pairs.map(\.input))
  }

  private func checkTags(_ texts: [String]) throws(Rejection) {
    for text in texts {
      if let tag = dialect.mark(in: text) {
        throw Rejection(.layout, "a task's text must not contain \(tag)")
      }
    }
  }

  private func parse(_ source: String) throws(Rejection) -> Program {
    let program: Program
    do { program = try Program(parsing: source) } catch { throw Rejection(error) }
    guard let function = program.taskFunction else {
      throw Rejection(.noFunction, "the program must define one top-level function f")
    }
    guard !function.parameters.names.isEmpty else {
      throw Rejection(.noFunction, "f must have at least one parameter")
    }
    if allowsOneFunction && program.definitionCount > 1 {
      throw Rejection(.noFunction, "the program must have no def but that of f")
    }
    return program
  }

  /// Two independent runs in fresh state must agree to the letter.
  private func evaluate(
    _ program: Program, arguments: String
  ) throws(Rejection) -> (output: String, steps: Int, lines: [ChainLine]) {
    guard let first = ChainOfThought.run(program, arguments: arguments, executor: executor)
    else { throw Rejection(.inputNotLiteral, "the input is not a literal: \(arguments)") }
    let value: Value
    switch first.execution.outcome {
    case .failure(let error): throw Rejection(error)
    case .value(let result): value = result
    }
    guard !value.isNone else { throw Rejection(.noValue, "f returned None") }
    let output = value.repr
    // What cannot be read back cannot be graded: a function, a list that contains itself.
    guard let readBack = try? Literal.parse(output), readBack == value else {
      throw Rejection(.noValue, "the result cannot be written as a literal: \(output)")
    }
    guard output.unicodeScalars.count <= longestOutput else {
      throw Rejection(.limit, "the output is longer than \(longestOutput) characters")
    }
    try checkTags([output])
    try checkRange(first.lines + [ChainLine(statement: "return", value: output)])
    try checkAgain(program, arguments) { $0.value?.isIdentical(to: value) ?? false }
    return (output, first.execution.usage.steps, first.lines)
  }

  /// Runs a program in fresh state as often as the settings ask; each run must say what the first
  /// one did. A run that says nothing differs.
  private func checkAgain(
    _ program: Program, _ arguments: String, _ agrees: (Execution) -> Bool
  ) throws(Rejection) {
    let others = executor.repetitions(of: program, arguments: arguments, count: max(2, runs) - 1)
    guard !others.isEmpty, others.allSatisfy(agrees) else {
      throw Rejection(.nondeterministic, "two runs of the program differ")
    }
  }

  /// The name of the exception that a program raises, or `NoError`. A budget that ran out is none:
  /// another budget would have another answer.
  private func evaluateForError(
    _ program: Program, arguments: String
  ) throws(Rejection) -> (output: String, steps: Int, lines: [ChainLine]) {
    guard let first = ChainOfThought.run(program, arguments: arguments, executor: executor)
    else { throw Rejection(.inputNotLiteral, "the input is not a literal: \(arguments)") }
    guard let output = first.execution.errorName else {
      if let error = first.execution.error { throw Rejection(error) }
      throw Rejection(.raised, "the program has no answer")
    }
    try checkTags([output])
    try checkRange(first.lines)
    try checkAgain(program, arguments) { $0.errorName == output }
    return (output, first.execution.usage.steps, first.lines)
  }

  private func checkPairs(_ proposal: TaskContent, count: Int) throws(Rejection) {
    // By value: 1, (1) and +1 are one input.
    let different = Set(
      proposal.pairs.map { pair in
        (try? Literal.parseArguments(pair.input))?.map(\.repr) ?? [pair.input]
      })
    guard different.count == count, proposal.pairs.count == count else {
      throw Rejection(
        .tooFewPairs, "\(count) different inputs are needed, \(different.count) were given")
    }
    if checksMessages, let leak = MessageLeak.find(in: proposal.message, program: proposal.program)
    {
      throw Rejection(.messageLeak, leak)
    }
  }

  private func checkRange(_ lines: [ChainLine]) throws(Rejection) {
    guard let largestInteger else { return }
    for line in lines {
      if let large = line.value.integer(above: largestInteger) {
        throw Rejection(
          .valueRange, "\(large) in `\(line.statement)` is beyond \(largestInteger)")
      }
    }
  }
}

extension String {
  /// The first number outside quotes whose value is above a bound, as it is written.
  fileprivate func integer(above bound: Int) -> String? {
    var number = ""
    var quote: Character?
    for character in self + " " {
      if let open = quote {
        if character == open { quote = nil }
        continue
      }
      if character == "'" || character == "\"" { quote = character }
      if character.isASCII && (character.isNumber || character == "." && !number.isEmpty) {
        number.append(character)
      } else if !number.isEmpty {
        if Double(number).map({ $0 > Double(bound) }) ?? true { return number }
        number = ""
      }
    }
    return nil
  }
}

extension Execution {
  /// What an error deduction task asks for: the exception's class, or `NoError`; nil where the run
  /// ended for a reason that is none of the program's.
  var errorName: String? {
    switch outcome {
    case .value: return TaskContent.noError
    case .failure(let error):
      guard case .exception(let name) = error.kind else { return nil }
      return name
    }
  }
}

extension Program {
  /// How many functions the program defines, methods and nested ones included.
  fileprivate var definitionCount: Int {
    var count = 0
    visitStatements {
      if case .function(let definition) = $0.kind, !definition.isClass { count += 1 }
    }
    return count
  }
}
