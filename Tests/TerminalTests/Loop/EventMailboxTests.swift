import Core
import Synchronization
import Testing

@testable import Terminal

@Suite struct EventMailboxTests {
  private func event(_ step: Int) -> RunEvent {
    RunEvent(
      seq: Int64(step), time: 0, step: step,
      body: .stepStarted(StepStarted(revision: 1, policyVersion: 0)))
  }

  private let text = RunEvent(seq: 0, time: 0, step: 0, body: .rolloutText(RolloutText(parts: [])))

  @Test func oneWakeUpServesEverythingUntilItIsCollected() {
    let wakes = Mutex(0)
    let mailbox = EventMailbox(capacity: 100) { wakes.withLock { $0 += 1 } }
    #expect(mailbox.isEmpty)
    for step in 1...3 { mailbox.post(event(step)) }
    #expect(wakes.withLock { $0 } == 1)
    #expect(mailbox.collectAll().events.map(\.step) == [1, 2, 3])
    #expect(mailbox.isEmpty)
    mailbox.post([])
    #expect(wakes.withLock { $0 } == 1)
    mailbox.post(event(4))
    #expect(wakes.withLock { $0 } == 2)
  }

  @Test func onlyUnfinishedTextIsDroppedWhenItPilesUp() {
    let mailbox = EventMailbox(capacity: 2) {}
    mailbox.post([event(1), text, text, event(2), text])
    #expect(mailbox.collectAll().events.map(\.step) == [1, 0, 2])
    #expect(mailbox.dropped == 2)
    mailbox.post(text)
    #expect(mailbox.collectAll().events.count == 1)
  }

  @Test func manyThreadsLoseNothing() async {
    let mailbox = EventMailbox(capacity: 10) {}
    await withTaskGroup(of: Void.self) { group in
      for thread in 0..<4 {
        group.addTask {
          for step in 0..<250 { mailbox.post(self.event(thread * 1000 + step)) }
        }
      }
    }
    let steps = mailbox.collectAll().events.map(\.step)
    #expect(steps.count == 1000)
    for thread in 0..<4 {
      #expect(
        steps.filter { $0 / 1000 == thread } == (0..<250).map { thread * 1000 + $0 })
    }
  }
}
