import Core
import Foundation
import Oversight
import Testing

@Suite struct QuarantineTests {
  private func entry(_ name: String, step: Int = 1) -> Quarantine<String>.Entry {
    Quarantine.Entry(
      task: TaskID(rawValue: name), step: step, propensity: 0.5, payload: "payload of \(name)")
  }

  private func filled() -> Quarantine<String> {
    var quarantine = Quarantine<String>()
    for name in ["c", "a", "b"] { #expect(quarantine.hold(entry(name)) == .held) }
    return quarantine
  }

  @Test func oldestComesFirst() {
    #expect(filled().entries.map(\.task.rawValue) == ["c", "a", "b"])
  }

  @Test func firstVerdictWins() {
    var quarantine = filled()
    let task = TaskID(rawValue: "a")
    #expect(quarantine.review(task, .veto) == .decided(entry("a")))
    #expect(quarantine.review(task, .approve) == .alreadyDecided(.veto))
    #expect(quarantine.verdict(on: task) == .veto)
    #expect(quarantine.entries.map(\.task.rawValue) == ["c", "b"])
    #expect(quarantine.hold(entry("a", step: 9)) == .alreadyDecided(.veto))
    #expect(quarantine.count == 2)
  }

  @Test func unknownAndRepeatedTasksAreSaid() {
    var quarantine = filled()
    #expect(quarantine.review(TaskID(rawValue: "z"), .approve) == .unknown)
    #expect(quarantine.hold(entry("c", step: 5)) == .alreadyHeld)
    #expect(quarantine.entries.first?.step == 1)
    #expect(quarantine.verdict(on: TaskID(rawValue: "z")) == nil)
  }

  @Test func stateIsRestored() throws {
    var quarantine = filled()
    _ = quarantine.review(TaskID(rawValue: "b"), .approve)
    let bytes = try OrderedJSONEncoder().encode(quarantine)
    var restored = try JSONDecoder().decode(Quarantine<String>.self, from: Data(bytes))
    #expect(restored == quarantine)
    #expect(try OrderedJSONEncoder().encode(restored) == bytes)
    #expect(restored.review(TaskID(rawValue: "b"), .veto) == .alreadyDecided(.approve))
  }
}

@Suite struct QuarantineOrderTests {
  private func quarantine(_ tasks: [String]) -> Quarantine<Int> {
    var quarantine = Quarantine<Int>()
    for (index, task) in tasks.enumerated() {
      _ = quarantine.hold(
        Quarantine.Entry(
          task: TaskID(rawValue: task), step: 1, propensity: 0.5, payload: index))
    }
    return quarantine
  }

  @Test func deferredTasksWaitBehindTheOthers() {
    var tasks = quarantine(["a", "b", "c"])
    tasks.postpone(TaskID(rawValue: "a"))
    #expect(tasks.entries.map(\.task.rawValue) == ["b", "c", "a"])
    #expect(tasks.verdict(on: TaskID(rawValue: "a")) == nil)
  }

  @Test func undoneVerdictLetsAnotherOneCount() {
    var tasks = quarantine(["a", "b"])
    guard case .decided(let entry) = tasks.review(TaskID(rawValue: "b"), .veto) else {
      Issue.record("b was held")
      return
    }
    tasks.restore(entry)
    #expect(tasks.entries.first?.task == TaskID(rawValue: "b"))
    #expect(tasks.verdict(on: TaskID(rawValue: "b")) == nil)
    let second = tasks.review(TaskID(rawValue: "b"), .approve)
    #expect(second == .decided(entry))
  }

  @Test func restoringWhatWasNotDecidedChangesNothing() {
    var tasks = quarantine(["a"])
    let before = tasks
    tasks.restore(tasks.entries[0])
    #expect(tasks == before)
  }
}
