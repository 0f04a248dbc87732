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
      return Self.failure("arguments: \(error)")
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
      return evaluate(program, try Expression.parse(callText), recordsTrace: recordsTrace)
    } catch { return Self.failure("call: \(error)") }
  }

  /// Runs the module, then calls a function of it with the text between the parentheses, which may
  /// be any expressions but is nothing but the arguments of that one call.
  public func evaluate(
    _ program: Program, function: String, argumentText: String
  ) -> Execution {
    do throws(SyntaxError) {
      let call = try Expression.parse("\(function)(\(argumentText))")
      guard case .call(let callee, _) = call.kind, case .name(function) = callee.kind else {
        return Self.failure("input: this is more than the arguments of one call")
      }
      return evaluate(program, call, recordsTrace: false)
    } catch { return Self.failure("input: \(error.message)") }
  }

  private func evaluate(
    _ program: Program, _ call: Expression, recordsTrace: Bool
  ) -> Execution {
    Machine(budget: budget, recordsTrace: recordsTrace).run(program, call: call)
  }

  private static func failure(_ message: String) -> Execution {
    Execution(
      outcome: .failure(ExecutionError(kind: .syntax, message: message, line: nil)),
      usage: .init(steps: 0, allocated: 0), trace: [])
  }

  /// Runs the module, then calls a function of it with values.
  public func call(
    _ program: Program, function: String = "f", values: [Value], recordsTrace: Bool = false
  ) -> Execution {
    let machine = Machine(budget: budget, recordsTrace: recordsTrace)
    return machine.run(program, function: function, arguments: values)
  }
}
