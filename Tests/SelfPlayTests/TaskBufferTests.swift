import Core
import Foundation
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

  @Test("row 39: a full buffer drops its oldest task, never the newest")
  func aFullBufferDropsTheOldest() {
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

  @Test("row 5: references are uniform and never repeat in a prompt")
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

  @Test("row 39: the task that was worth least leaves, and the newest stays")
  func lowestValue() {
    var buffer = TaskBuffer(capacity: 3, eviction: .lowestValue)
    let values: [Double] = [0.5, 0.1, 0.9, 0, 0.7]
    let evicted = values.enumerated().map {
      buffer.admit(.sample($0.offset, value: $0.element))
    }
    #expect(evicted[3] == AdmittedTask.sample(1).id && evicted[4] == AdmittedTask.sample(3).id)
    #expect(buffer.tasks.map(\.structure) == ["s0", "s2", "s4"])
  }

  @Test("row 39: seeds can be pinned")
  func pinnedSeeds() {
    var buffer = TaskBuffer(capacity: 3, pinsSeeds: true)
    for number in 0..<6 { buffer.admit(.sample(number, step: number < 2 ? 0 : number)) }
    #expect(buffer.tasks.map(\.structure) == ["s0", "s1", "s5"])
  }

  @Test("row 39: the official code's eviction freezes the buffer (defect B4)")
  func frozen() {
    var buffer = TaskBuffer(capacity: 3, eviction: .newest)
    for number in 0..<6 { buffer.admit(.sample(number)) }
    #expect(buffer.tasks.map(\.structure) == ["s0", "s1", "s2"])
  }

  @Test("row 37: references by step favour the newest")
  func recentReferences() {
    var buffer = TaskBuffer(capacity: 10)
    for number in 0..<4 { buffer.admit(.sample(number, step: number)) }
    var random = SeededGenerator(seed: 5)
    var counts = [0, 0, 0, 0]
    let draws = 8_000
    for _ in 0..<draws {
      let task = buffer.sample(1, using: &random) { Double($0.step + 1) }[0]
      counts[task.step] += 1
    }
    // Weights 1 to 4 of 10; three degrees of freedom: 16.3 is the 0.1 % point.
    let chiSquare = counts.enumerated().reduce(0.0) { sum, item in
      let expected = Double(draws) * Double(item.offset + 1) / 10
      return sum + (Double(item.element) - expected) * (Double(item.element) - expected) / expected
    }
    #expect(chiSquare < 16.3)
  }

  @Test("row 37: draws by step repeat only when they must, and leave out step 0 while they can")
  func drawsByStep() {
    var buffer = TaskBuffer(capacity: 10)
    for number in 0..<4 { buffer.admit(.sample(number, step: number)) }
    var random = SeededGenerator(seed: 2)
    for _ in 0..<50 {
      #expect(Set(buffer.refillByStep(3, using: &random).map(\.step)) == [1, 2, 3])
    }
    #expect(buffer.refillByStep(9, using: &random).count == 9)
  }

  @Test(
    "row 38: which solved tasks enter the buffer",
    arguments: [
      (BufferFilter.all, [true, true, true]), (.nonOne, [true, true, false]),
      (.nonExtremes, [false, true, false]),
    ])
  func filters(filter: BufferFilter, expected: [Bool]) {
    let admitted = [0, 0.5, 1.0].map { filter.objection(to: $0, target: 0...1) == nil }
    #expect(admitted == expected)
    #expect(filter.objection(to: 0.5, target: 0.6...0.9) != nil)
  }

  @Test func repeatsAreRowsOfTheirOwnWhereTheyAreAllowed() {
    var buffer = TaskBuffer(capacity: 4)
    for _ in 0..<3 { buffer.admit(.sample(1), repeats: true) }
    #expect(buffer.tasks.count == 3)
    buffer.purge(AdmittedTask.sample(1).id)
    #expect(buffer.tasks.isEmpty && !buffer.contains(AdmittedTask.sample(1).id))
  }

  @Test func aStoredBufferIsTheSame() throws {
    var buffer = TaskBuffer(capacity: 3, eviction: .lowestValue, pinsSeeds: true)
    for number in 0..<5 { buffer.admit(.sample(number, value: Double(number))) }
    let data = try JSONEncoder().encode(buffer)
    #expect(try JSONDecoder().decode(TaskBuffer.self, from: data) == buffer)
  }
}
