/// Runs programs: metered, deterministic, without any input or output.
///
/// Every call starts from nothing: the module's top level runs anew, and no state survives.
/// The native stack needed is bounded by `Budget.recursionDepth`; see `Meter`.
public struct Interpreter: Sendable {
  /// What each call may use.
  public let budget: Budget

  /// Makes an interpreter.
  public init(budget: Budget = .standard) {
    self.budget = budget
  }

  /// Runs the module, then calls a function of it.
  ///
  /// - Parameters:
  ///   - program: The parsed module.
  ///   - function: The name of the function to call.
  ///   - arguments: The source text between the parentheses; literals only.
  ///   - recordsTrace: Whether to record what happens inside the call.
  /// - Returns: The value or error, its cost, and the trace. Never throws, traps or hangs.
  public func call(
    _ program: Program, function: String = "f", arguments: String, recordsTrace: Bool = false
  ) -> Execution {
    do {
      return call(
        program, function: function, values: try Literal.parseArguments(arguments),
        recordsTrace: recordsTrace)
    } catch {
      return Execution(
        outcome: .failure(
          ExecutionError(kind: .syntax, message: "arguments: \(error)", line: nil)),
        usage: .init(steps: 0, allocated: 0), trace: [])
    }
  }

  /// Runs the module, then evaluates an expression in it, such as `f(dict(a=1))`.
  ///
  /// For callers that run a person's own text. Grading never evaluates what a model wrote: it
  /// uses `call(_:function:arguments:)`, which reads literals only.
  public func evaluate(
    _ program: Program, callText: String, recordsTrace: Bool = false
  ) -> Execution {
    do throws(SyntaxError) {
      let expression = try Expression.parse(callText)
      let machine = Machine(budget: budget, recordsTrace: recordsTrace)
      return machine.run(program, call: expression)
    } catch {
      return Execution(
        outcome: .failure(ExecutionError(kind: .syntax, message: "call: \(error)", line: nil)),
        usage: .init(steps: 0, allocated: 0), trace: [])
    }
  }

  /// Runs the module, then calls a function of it with values.
  public func call(
    _ program: Program, function: String = "f", values: [Value], recordsTrace: Bool = false
  ) -> Execution {
    let machine = Machine(budget: budget, recordsTrace: recordsTrace)
    return machine.run(program, function: function, arguments: values)
  }
}
