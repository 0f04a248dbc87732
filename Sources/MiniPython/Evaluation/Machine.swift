/// One call's state: its meters, its containers and its trace.
///
/// The native stack is bounded too: each Python frame counts the height of its function's syntax
/// tree, and the sum over the active frames may not exceed the budget's `stackHeight`.
final class Machine {
  let budget: Budget
  let recordsTrace: Bool
  // The meters are words that change at once, never during another access to them.
  @exclusivity(unchecked) private(set) var steps = 0
  @exclusivity(unchecked) private(set) var allocated = 0
  @exclusivity(unchecked) private(set) var depth = 0
  @exclusivity(unchecked) private var stackHeight = 0
  @exclusivity(unchecked) var valueDepth = 0
  /// The line of the running statement.
  @exclusivity(unchecked) var line = 0
  @exclusivity(unchecked) var globals: Frame?
  var trace: [TraceEntry] = []
  /// What the program printed, if it may print.
  private(set) var printed: [UInt32]?
  @exclusivity(unchecked) private var containers: [Container] = []
  /// The exceptions being handled, for a bare `raise`.
  var handled: [ExceptionObject] = []
  /// The containers whose `repr` is under way, to write a container in itself as `[...]`.
  var representing: [ObjectIdentifier] = []
  /// The regular expressions that were compiled, by their text.
  var patterns: [[UInt32]: PatternObject] = [:]
  /// The class of the flags of `re`, once one is used.
  var regexFlags: ClassObject?
  /// One-character strings, made once.
  let characters = Machine.sharedCharacters
  // Unchecked: these strings know their hashes already, so nothing in them ever changes.
  private nonisolated(unsafe) static let sharedCharacters: [Object] = (0..<256).map {
    .string(StringObject([UInt32($0)], hashed: true))
  }

  init(budget: Budget, recordsTrace: Bool) {
    self.budget = budget
    self.recordsTrace = recordsTrace
  }

  // MARK: Meters

  /// Counts a step.
  @inline(__always)
  func step() throws {
    steps += 1
    if steps > budget.steps { throw BudgetExceeded(limit: .steps) }
  }

  /// Counts the steps of an operation that touches many elements, before it is done.
  func work(_ elements: Int) throws {
    steps += 1 + elements >> 4
    if steps > budget.steps { throw BudgetExceeded(limit: .steps) }
  }

  /// Counts bytes before they are allocated.
  @inline(__always)
  func allocate(_ bytes: Int) throws {
    let (sum, overflow) = allocated.addingReportingOverflow(bytes)
    if overflow || sum > budget.allocation { throw BudgetExceeded(limit: .allocation) }
    allocated = sum
  }

  /// Counts the work and the bytes of a collection of `count` elements before it is made.
  func reserve(_ count: Int, bytesEach: Int = 16) throws {
    let (bytes, overflow) = count.multipliedReportingOverflow(by: bytesEach)
    if overflow { throw BudgetExceeded(limit: .allocation) }
    try allocate(bytes + 32)
    try work(count)
  }

  func enterFrame(height: Int) throws {
    if depth >= budget.recursionDepth || stackHeight + height > budget.stackHeight {
      throw BudgetExceeded(limit: .recursion)
    }
    depth += 1
    stackHeight += height
  }

  func leaveFrame(height: Int) {
    depth -= 1
    stackHeight -= height
  }

  /// Counts native stack that no Python frame accounts for.
  func enterNative(height: Int) throws {
    if stackHeight + height > budget.stackHeight { throw BudgetExceeded(limit: .recursion) }
    stackHeight += height
  }

  func leaveNative(height: Int) { stackHeight -= height }

  /// Runs something on the parts of a value, within the limit on nesting.
  func nested<Result>(_ body: () throws -> Result) throws -> Result {
    valueDepth += 1
    defer { valueDepth -= 1 }
    if valueDepth > budget.stackHeight / 8 { throw BudgetExceeded(limit: .recursion) }
    return try body()
  }

  /// Takes printed text, within the budget on output.
  func print(_ text: [UInt32]) throws {
    guard let length = printed?.count else { throw NotSupported(construct: "print") }
    if length + text.count > budget.outputLength { throw BudgetExceeded(limit: .output) }
    try work(text.count)
    printed?.append(contentsOf: text)
  }

  /// Keeps a container until the call ends.
  @inline(__always)
  func keep<Kept: Container>(_ container: Kept) -> Kept {
    containers.append(container)
    return container
  }

  // MARK: Running

  func run(_ program: Program, function: String, arguments: [Value]) -> Execution {
    run { machine in
      let code = try program.compiled.code(of: program, recordsTrace: machine.recordsTrace)
      let frame = try machine.runModule(code)
      guard let slot = code.slotNames.firstIndex(of: function), !frame.slots[slot].isUnbound else {
        throw machine.exception(.nameError, "name '\(function)' is not defined")
      }
      let values = try arguments.map { try machine.thaw($0) }
      return try machine.call(frame.slots[slot], Arguments(values: values))
    }
  }

  func run(_ program: Program, call: Expression) -> Execution {
    printed = []
    return run { machine in
      let code = try Compiler(recordsTrace: machine.recordsTrace).compile(program, call: call)
      let frame = try machine.runModule(code)
      guard let entry = code.entry else { return .none }
      try machine.enterNative(height: call.depth)
      return try entry(frame)
    }
  }

  /// Runs the module's top level; what it recorded is dropped.
  private func runModule(_ code: FunctionCode) throws -> Frame {
    let frame = Frame(machine: self, slotCount: code.slotNames.count, parent: nil)
    globals = frame
    try enterNative(height: code.height)
    _ = try code.body(frame)
    leaveNative(height: code.height)
    trace = []
    return frame
  }

  private func run(_ body: (Machine) throws -> Object) -> Execution {
    defer { release() }
    let outcome: Execution.Outcome
    do {
      outcome = .value(try freeze(body(self)))
    } catch {
      outcome = .failure(failure(for: error))
    }
    return Execution(
      outcome: outcome, usage: .init(steps: steps, allocated: allocated), trace: trace,
      printed: String(scalars: printed ?? []))
  }

  private func failure(for error: any Error) -> ExecutionError {
    let line = line > 0 ? line : nil
    switch error {
    case let error as PythonException:
      let message = (try? text(of: error.object)) ?? ""
      return ExecutionError(
        kind: .exception(error.object.type.name), message: message, line: line)
    case let error as BudgetExceeded:
      return ExecutionError(
        kind: .budget(error.limit), message: "the \(error.limit.rawValue) budget is used up",
        line: line)
    case let error as NotSupported:
      return ExecutionError(
        kind: .unsupported, message: "not supported: \(error.construct)",
        line: error.line ?? line)
    case let error as SyntaxError:
      return ExecutionError(kind: .syntax, message: error.message, line: error.line)
    default:
      return ExecutionError(kind: .unsupported, message: "internal error: \(error)", line: line)
    }
  }

  /// Empties every container, so that cycles and deep structures are released without recursion.
  private func release() {
    globals?.clear()
    globals = nil
    handled = []
    patterns = [:]
    regexFlags = nil
    for container in containers { container.clear() }
    containers = []
  }
}

/// A limit of the budget was reached; no program can catch it.
struct BudgetExceeded: Error {
  let limit: ExecutionError.Limit
}

/// Python beyond the subset was reached; no program can catch it.
struct NotSupported: Error {
  let construct: String
  var line: Int?
}

/// A raised Python exception.
///
/// Unchecked: it is thrown and caught inside one machine, which never leaves its thread.
struct PythonException: Error, @unchecked Sendable {
  let object: ExceptionObject
}

/// The variables of one activation.
final class Frame {
  let machine: Machine
  /// One object a variable, `unbound` at first. The compiler gives every variable a place below
  /// the count, so that the places need no check.
  let slots: UnsafeMutablePointer<Object>
  private let slotCount: Int
  let parent: Frame?
  /// The value of the `return` or `yield` under way.
  @exclusivity(unchecked) var result: Object = .none
  /// Whether a generator goes on from its last `yield`, which has not been reached again yet.
  @exclusivity(unchecked) var isResuming = false
  /// What was sent, or is to be raised, at that `yield`.
  var sent: Object = .none
  var thrown: ExceptionObject?

  init(machine: Machine, slotCount: Int, parent: Frame?) {
    self.machine = machine
    self.slotCount = slotCount
    let slots = UnsafeMutablePointer<Object>.allocate(capacity: slotCount)
    slots.initialize(repeating: .unbound, count: slotCount)
    self.slots = slots
    self.parent = parent
  }

  deinit {
    slots.deinitialize(count: slotCount)
    slots.deallocate()
  }

  /// Becomes as it was before its first use.
  func reset() {
    clear()
    result = .none
  }

  /// Lets go of everything held.
  func clear() {
    for slot in 0..<slotCount { slots[slot] = .unbound }
  }
}
