import Core

/// Flags what an operator's rule matches, in chains of thought, messages, inputs and answers, and the
/// comments and strings of programs.
public struct OperatorRuleMonitor: Monitor {
  public let operatorRule: OperatorRule
  public var rule: String { operatorRule.name }

  public init(_ rule: OperatorRule) { operatorRule = rule }

  public func hits(in subject: MonitorSubject) -> [MonitorHit] {
    guard operatorRule.roles.contains(subject.role) else { return [] }
    return subject.texts.flatMap { field, text -> [MonitorHit] in
      let isProgram = field == .program || (field == .answer && subject.answersWithProgram)
      return operatorRule.matches(in: text, isProgram: isProgram).map { span in
        MonitorHit(
          rule: rule, severity: operatorRule.severity, field: field, span: span,
          detail: "the text matches the operator's rule \(operatorRule.pattern.quoted)")
      }
    }
  }
}

extension MonitorSubject {
  /// Who wrote it.
  var role: Role {
    switch self {
    case .proposal: .proposer
    case .response: .solver
    }
  }
}
