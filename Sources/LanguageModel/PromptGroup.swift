import Tensor

/// Rows of one prompt, laid out so that the prompt goes through the model once: its positions,
/// then each response's. A row by itself is one sequence.
struct PromptGroup: Sendable {
  /// Indices into the update's rows.
  let rows: [Int]
  /// The positions of the layout: every token but a row's last is an input.
  let sequences: SequenceTree

  /// Prompts with fewer tokens cost less to repeat than to split off.
  private static let shortestShared = 16

  /// What the group takes of a pass's room: its positions, or its responses' tokens where those
  /// are more, as a prompt's last position predicts a token of each.
  let size: Int

  /// Groups rows by their prompts, in the order of the prompts' first rows. Rows without a response
  /// are left out. No group is larger than `limit`, but for a row that alone is.
  static func groups(of rows: [TrainingRow], limit: Int) -> [PromptGroup] {
    var groupOfPrompt: [ArraySlice<Int32>: Int] = [:]
    var members: [[Int]] = []
    for (index, row) in rows.enumerated() where row.responseLength > 0 {
      let prompt = row.tokens[..<row.promptLength]
      if prompt.count >= shortestShared, let group = groupOfPrompt[prompt] {
        members[group].append(index)
      } else {
        if prompt.count >= shortestShared { groupOfPrompt[prompt] = members.count }
        members.append([index])
      }
    }
    return members.flatMap { cut($0, rows, limit: limit) }
  }

  /// Cuts a prompt's rows, in order, into groups within the limit.
  private static func cut(_ members: [Int], _ rows: [TrainingRow], limit: Int) -> [PromptGroup] {
    var groups: [PromptGroup] = []
    var current: [Int] = []
    var (positions, responses) = (0, 0)
    for index in members {
      let response = rows[index].responseLength
      if !current.isEmpty && max(positions + response - 1, responses + response) > limit {
        groups.append(PromptGroup(current, rows))
        current = []
      }
      if current.isEmpty { (positions, responses) = (rows[index].promptLength, 0) }
      positions += response - 1
      responses += response
      current.append(index)
    }
    if !current.isEmpty { groups.append(PromptGroup(current, rows)) }
    return groups
  }

  private init(_ members: [Int], _ rows: [TrainingRow]) {
    self.rows = members
    if members.count == 1 {
      sequences = SequenceTree(trunk: rows[members[0]].tokens.count - 1)
    } else {
      sequences = SequenceTree(
        trunk: rows[members[0]].promptLength,
        branches: members.map { rows[$0].responseLength - 1 })
    }
    size = max(sequences.positions, members.reduce(0) { $0 + rows[$1].responseLength })
  }
}
