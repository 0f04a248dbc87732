import Core

extension State {
  /// Asks for the operator's editor with the selected held task.
  mutating func editTask() -> [Effect] {
    guard let record = decisionTask, record.canApprove, let task = record.task else { return [] }
    let sheet = TaskSheet(task: task, content: record.content)
    return [.edit(EditorText(subject: .task(task), text: sheet.text))]
  }

  /// Takes what the editor left behind.
  mutating func take(edited: EditorText) -> [Effect] {
    switch edited.subject {
    case .constraints: return take(document: edited.text)
    case .rules: return take(rules: edited.text)
    case .task(let task):
      guard let record = tasks.owner(of: task).flatMap({ tasks[$0] }), record.canApprove else {
        interface.notice = .init(text: "the task was decided meanwhile", role: .warn)
        return []
      }
      do throws(TaskSheet.Fault) {
        let sheet = TaskSheet(task: task, content: record.content)
        guard let reading = try sheet.reading(edited.text) else {
          interface.notice = .init(text: "nothing was changed", role: .dim)
          return []
        }
        return send(reading.content, for: task, note: reading.note)
      } catch {
        interface.notice = .init(text: "", role: .warn, detail: error.message)
        return [.bell]
      }
    }
  }

  /// Changes one part of a held task, as a typed command does.
  mutating func edit(
    _ typed: String, _ part: TypedCommand.TaskPart, _ text: String
  ) throws(TypedCommand.Fault) -> [Effect] {
    let record = try record(named: typed)
    guard let task = record.task, record.canApprove else {
      throw TypedCommand.Fault(message: "\(typed) is not held: \(words(for: record).0.text)")
    }
    var content = record.content
    switch part {
    case .program: content.program = text
    case .input: content.input = text
    case .message: content.message = text
    case .pair(let number):
      guard content.pairs.indices.contains(number - 1) else {
        throw TypedCommand.Fault(message: "the task has \(content.pairs.count) pairs")
      }
      content.pairs[number - 1].input = text
    }
    return send(content, for: task, note: nil)
  }

  private mutating func send(
    _ content: TaskContent, for task: TaskID, note: String?
  ) -> [Effect] {
    interface.notice = .init(text: "edited task sent to be checked", role: .prompt)
    interface.decided.append(.init(task: task, verdict: .edit, reason: nil))
    return [.send(.edit(task: task, content: content, note: note))]
  }
}
