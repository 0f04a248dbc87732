import Core
import Foundation
import Journal
import Testing

@Suite struct SearchIndexTests {
  let folder: TemporaryFolder
  let writer: JournalWriter
  let reader: JournalReader

  init() throws {
    folder = try TemporaryFolder()
    let path = folder.file("journal.sqlite")
    writer = try JournalWriter(creating: path, run: identity)
    try writer.append(
      [
        .taskProposed(
          TaskProposed(
            task: TaskID(rawValue: "aa"), rollout: RolloutID(rawValue: 1), type: .induction,
            program: "def f(x):\n  return sorted(x)", input: "",
            pairs: [InputOutputPair(input: "[3, 777]", output: "")], message: "Sort the numbers",
            chain: "", wellFormed: true, references: [], tokens: 9, entropy: 0.5, revision: 0)),
        .rolloutFinished(Self.rollout(2, "I look at the verifier, then answer é.")),
        .rolloutFinished(
          Self.rollout(3, "Nothing to see: veri\u{200B}fier \u{E0062}\u{E0061}\u{E0064}")),
        .flagRaised(
          Flag(
            id: FlagID(rawValue: 1), rule: "hidden-text", severity: .high,
            task: TaskID(rawValue: "aa"), rollout: RolloutID(rawValue: 3), type: .induction,
            role: .solver, field: .chain, text: "quoted elsewhere", start: 0, end: 0,
            detail: "a zero-width space hides a verifier")),
        .stepStarted(StepStarted(revision: 0, policyVersion: 0)),
      ].enumerated().map { index, body in
        RunEvent(seq: Int64(index + 1), time: 0, step: 1, body: body)
      })
    reader = try JournalReader(path: path)
  }

  private static func rollout(_ number: Int, _ chain: String) -> RolloutFinished {
    RolloutFinished(
      rollout: RolloutID(rawValue: number), task: TaskID(rawValue: "aa"), type: .induction,
      chain: chain, answer: "[3, 777]", correct: true, reward: 1, tokens: 3, entropy: 0.5,
      refill: false)
  }

  private func found(_ text: String) throws -> [Int64] {
    let index = try SearchIndex(path: folder.file("search.sqlite"), of: reader)
    try index.catchUp()
    return try index.search(SearchQuery(text), limit: 10)
  }

  @Test(arguments: [
    ("sorted", [1]), ("SORT", [1]), ("sor", [1]), ("sor numbers", []), ("777", [3, 2, 1]),
    ("verifier", [4, 3, 2]), ("\"the verifier\"", [2]), ("\"verifier the\"", []),
    ("verifier -hides", [3, 2]), ("chain:verifier", [3, 2]), ("flag:verifier", [4]),
    ("task:777", [1]), ("e", [2]), ("É", [2]), ("bad", [3]), ("hidden-text", [4]),
    ("quoted", []), ("", []), ("-verifier", []), ("* \" ( NOT", []), ("\"'); DROP TABLE", []),
  ])
  func wordsAreFound(text: String, seqs: [Int64]) throws {
    #expect(try Set(found(text)) == Set(seqs))
  }

  @Test func newestComesFirstAndLimitHolds() throws {
    let index = try SearchIndex(path: nil, of: reader)
    try index.catchUp()
    #expect(try index.search(SearchQuery("verifier"), limit: 10) == [4, 3, 2])
    #expect(try index.search(SearchQuery("verifier"), limit: 1) == [4])
  }

  @Test func indexFollowsTheJournal() throws {
    #expect(try found("later").isEmpty)
    try writer.append([
      RunEvent(seq: 6, time: 0, step: 2, body: .rolloutFinished(Self.rollout(4, "later")))
    ])
    #expect(try found("later") == [6])
    // Once more: nothing is indexed twice.
    #expect(try found("later") == [6])
    #expect(try SearchIndex(path: folder.file("search.sqlite"), of: reader).lastSeq() == 6)
  }

  @Test func damagedOrForeignIndexIsReplaced() throws {
    #expect(try found("later").isEmpty)
    try Data(repeating: 0x55, count: 9_000).write(
      to: URL(fileURLWithPath: folder.file("search.sqlite")))
    for suffix in ["-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: folder.file("search.sqlite" + suffix))
    }
    #expect(try found("verifier") == [4, 3, 2])
    var other = identity
    other.name = "other"
    let path = folder.file("other.sqlite")
    try JournalWriter(creating: path, run: other).close()
    let index = try SearchIndex(
      path: folder.file("search.sqlite"), of: JournalReader(path: path))
    try index.catchUp()
    #expect(try index.search(SearchQuery("verifier"), limit: 10).isEmpty)
  }

  @Test func hitsShowTheLineAroundTheWord() throws {
    let index = try SearchIndex(path: nil, of: reader)
    try index.catchUp()
    let hits = try index.hits(SearchQuery("verifier"), limit: 10)
    #expect(hits.map(\.field) == ["flag", "chain", "chain"])
    #expect(hits[2].excerpt == "I look at the verifier, then answer é.")
    #expect(hits[2].task == TaskID(rawValue: "aa") && hits[2].rollout == RolloutID(rawValue: 2))
    #expect(hits[2].kind == "rollout.finished" && hits[2].step == 1)
    let long = try index.hits(SearchQuery("sorted"), limit: 1)
    #expect(long[0].excerpt == "  return sorted(x)")
  }

  @Test func catchingUpCanBeStopped() throws {
    let index = try SearchIndex(path: nil, of: reader)
    var calls = 0
    try index.catchUp { _, total in
      calls += 1
      #expect(total == 5)
      return false
    }
    #expect(calls == 1)
  }
}
