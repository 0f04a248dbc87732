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
