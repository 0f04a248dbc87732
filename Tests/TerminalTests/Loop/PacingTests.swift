import Testing

@testable import Terminal

@Suite struct FrameClockTests {
  @Test func theFirstFrameAfterARestIsDrawnAtOnce() {
    var clock = FrameClock()
    #expect(clock.isDue(at: 0))
    clock.drew(at: 10)
    #expect(clock.isDue(at: 11))
    #expect(clock.milliseconds(from: 11) == 0)
  }

  @Test func thereAreAtMostThirtyASecond() {
    var clock = FrameClock()
    var frames = 0
    for tick in 0..<10_000 where clock.isDue(at: Double(tick) / 10_000) {
      clock.drew(at: Double(tick) / 10_000)
      frames += 1
    }
    #expect(frames == 30)
  }

  @Test func costlyFramesAreFewerAndTheOutputKeepsItsBudget() {
    var clock = FrameClock()
    var bytes = 0
    for tick in 0..<100_000 where clock.isDue(at: Double(tick) / 1000) {
      let frame = tick % 3 == 0 ? 1500 : 300
      clock.drew(at: Double(tick) / 1000, bytes: frame)
      bytes += frame
    }
    #expect((300_000...360_000).contains(bytes))
  }

  @Test func cheapFramesAreNotHeldBackAndAKeyIsShownAtOnce() {
    var clock = FrameClock()
    clock.drew(at: 0, bytes: 100)
    #expect(clock.isDue(at: 0.034))
    clock.drew(at: 1, bytes: 20_000)
    #expect(!clock.isDue(at: 1.5))
    #expect(clock.isDue(at: 1.034, isUrgent: true))
    #expect(clock.milliseconds(from: 1.5) > 0)
    #expect(clock.isDue(at: 2))
  }

  @Test func theWaitEndsWhenAFrameIsDue() {
    var clock = FrameClock()
    clock.drew(at: 5)
    #expect(!clock.isDue(at: 5.01))
    #expect(clock.milliseconds(from: 5.01) == 24)
    #expect(clock.isDue(at: 5.01 + 0.024))
  }
}

@Suite struct ShutdownTests {
  @Test func theRunIsStoppedOnceAndGivenTime() {
    var shutdown = Shutdown()
    #expect(shutdown.milliseconds(from: 0) == nil)
    #expect(shutdown.receive(15, at: 100, runHasEnded: false) == .stopRun)
    #expect(shutdown.signal == 15)
    #expect(!shutdown.isOverdue(at: 109.9))
    #expect(shutdown.milliseconds(from: 109) == 1000)
    #expect(shutdown.isOverdue(at: 110))
  }

  @Test func aRepeatedSignalIsOneWishButALaterOneInsists() {
    var shutdown = Shutdown()
    _ = shutdown.receive(1, at: 0, runHasEnded: false)
    #expect(shutdown.receive(1, at: 0.1, runHasEnded: false) == .wait)
    #expect(shutdown.receive(15, at: 2, runHasEnded: false) == .leave)
    #expect(shutdown.signal == 1)
  }

  @Test func anEndedRunNeedsNoTime() {
    var shutdown = Shutdown()
    #expect(shutdown.receive(2, at: 0, runHasEnded: true) == .leave)
  }
}
