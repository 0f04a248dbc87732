import Core
import Testing

@testable import SelfPlay

@Suite struct TaskBufferTests {
  func task(_ number: Int) -> AdmittedTask {
    let content = TaskContent(
      type: .deduction, program: "def f(x):\n    return x + \(number)", input: "1",
      output: "\(number + 1)")
    return AdmittedTask(
      id: content.id, content: content, rollout: nil, step: 0, revision: 0, references: [],
      structure: "s\(number)")
  }

  @Test func aFullBufferDropsTheOldest() {
    var buffer = TaskBuffer(capacity: 3)
    for number in 0..<5 { buffer.admit(task(number)) }
    #expect(buffer.tasks.map(\.structure) == ["s2", "s3", "s4"])
    #expect(!buffer.contains(task(0).id))
    #expect(buffer.task(withStructure: "s1") == nil)
    #expect(buffer.contains(task(4).id))
  }

  @Test func theSameTaskIsAdmittedOnce() {
    var buffer = TaskBuffer(capacity: 3)
    buffer.admit(task(1))
    buffer.admit(task(1))
    #expect(buffer.tasks.count == 1)
  }

  @Test func aPurgedTaskIsGone() {
    var buffer = TaskBuffer(capacity: 3)
    buffer.admit(task(1))
    let outcomes = [buffer.purge(task(1).id), buffer.purge(task(1).id)]
    #expect(outcomes == [task(1).content, nil])
    #expect(buffer.tasks.isEmpty && buffer.task(withStructure: "s1") == nil)
  }

  @Test("references are uniform and never repeat in a prompt")
  func references() {
    var buffer = TaskBuffer(capacity: 10)
    for number in 0..<8 { buffer.admit(task(number)) }
    var random = SeededGenerator(seed: 5)
    var counts: [TaskID: Int] = [:]
    let draws = 8_000
    for _ in 0..<draws {
      let sample = buffer.sample(2, using: &random)
      #expect(Set(sample.map(\.id)).count == 2)
      for item in sample { counts[item.id, default: 0] += 1 }
    }
    let expected = Double(draws * 2) / 8
    let chiSquare = counts.values.reduce(0.0) {
      $0 + (Double($1) - expected) * (Double($1) - expected) / expected
    }
    // 7 degrees of freedom: 24.3 is the 0.1 % point.
    #expect(counts.count == 8 && chiSquare < 24.3)
  }

  @Test func aRefillRepeatsOnlyWhenItMust() {
    var buffer = TaskBuffer(capacity: 10)
    for number in 0..<3 { buffer.admit(task(number)) }
    var random = SeededGenerator(seed: 1)
    #expect(Set(buffer.refill(3, using: &random).map(\.id)).count == 3)
    #expect(buffer.refill(7, using: &random).count == 7)
  }

  @Test func idsDependOnEveryField() {
    let base = TaskContent(type: .deduction, program: "ab", input: "c", output: "d")
    var moved = base
    moved.program = "a"
    moved.input = "bc"
    var other = base
    other.type = .abduction
    #expect(Set([base.id, moved.id, other.id]).count == 3)
    #expect(base.id == TaskContent(type: .deduction, program: "ab", input: "c", output: "d").id)
  }
}
