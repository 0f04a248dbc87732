extension RunEvent.Body {
  /// Appends the body's fields to an object that has members already, and closes it.
  ///
  /// The text is that of `OrderedJSONEncoder`. The kinds of which a run has thousands a step are
  /// written member by member: the way through `Codable` takes several times as long.
  public func appendFields(to text: inout JSONText) throws {
    switch self {
    case .taskProposed(let value): value.appendMembers(to: &text)
    case .taskRejected(let value): value.appendMembers(to: &text)
    case .taskValidated(let value): value.appendMembers(to: &text)
    case .taskScored(let value) where value.guide == nil: value.appendMembers(to: &text)
    case .taskAdmitted(let value) where value.content == nil: value.appendMembers(to: &text)
    case .rolloutFinished(let value): value.appendMembers(to: &text)
    default:
      let fields = try OrderedJSONEncoder().encodeFields(of: self)
      if fields.count > 2 { text.append(byte: UInt8(ascii: ",")) }
      text.append(bytes: fields.dropFirst())
      return
    }
    text.append(byte: UInt8(ascii: "}"))
  }
}

extension TaskProposed {
  fileprivate func appendMembers(to text: inout JSONText) {
    text.member("task", task.rawValue)
    text.member("rollout", rollout.rawValue)
    text.member("type", type.rawValue)
    text.member("program", program)
    text.member("input", input)
    text.member("pairs", pairs)
    text.member("message", message)
    text.member("chain", chain)
    text.member("wellFormed", wellFormed)
    text.member("references", references)
    text.member("tokens", tokens)
    text.member("entropy", entropy)
    text.member("revision", revision)
    if let policyVersion { text.member("policyVersion", policyVersion) }
    if let composedOf { text.member("composedOf", composedOf) }
  }
}

extension TaskRejected {
  fileprivate func appendMembers(to text: inout JSONText) {
    text.member("task", task.rawValue)
    text.member("rollout", rollout.rawValue)
    text.member("reason", reason.rawValue)
    text.member("detail", detail)
    if let line { text.member("line", line) }
    text.member("reward", reward)
  }
}

extension TaskValidated {
  fileprivate func appendMembers(to text: inout JSONText) {
    text.member("task", task.rawValue)
    text.member("rollout", rollout.rawValue)
    text.member("output", output)
    text.member("pairs", pairs)
    text.member("executorSteps", executorSteps)
  }
}

extension TaskScored {
  fileprivate func appendMembers(to text: inout JSONText) {
    text.member("task", task.rawValue)
    text.member("rollout", rollout.rawValue)
    text.member("solveRate", solveRate)
    text.member("rollouts", rollouts)
    text.member("reward", reward)
    text.member("trainsProposer", trainsProposer)
    if let low { text.member("low", low) }
    if let high { text.member("high", high) }
  }
}

extension TaskAdmitted {
  fileprivate func appendMembers(to text: inout JSONText) {
    text.member("task", task.rawValue)
    text.member("type", type.rawValue)
    if let evicted { text.member("evicted", evicted.rawValue) }
  }
}

extension RolloutFinished {
  fileprivate func appendMembers(to text: inout JSONText) {
    text.member("rollout", rollout.rawValue)
    text.member("task", task.rawValue)
    text.member("type", type.rawValue)
    text.member("chain", chain)
    if let answer { text.member("answer", answer) }
    text.member("correct", correct)
    text.member("reward", reward)
    text.member("tokens", tokens)
    text.member("entropy", entropy)
    text.member("refill", refill)
    if let estimate { text.member("estimate", estimate) }
    if let policyVersion { text.member("policyVersion", policyVersion) }
  }
}
