import Core
import Foundation
import Testing

@testable import Dashboard

/// The screens of a small run, as text and as roles. Recorded again with
/// `PROCTOR_RECORD_GOLDENS=1 swift test --filter GoldenTests`; the difference is then to be read.
@Suite("Screens look as recorded")
struct GoldenTests {
  static let sizes = [(80, 24), (160, 50), (40, 10), (300, 100), (30, 5)]
  static let scenes = [
    "live", "overview", "live-streaming", "queue", "veto", "flags", "constraints", "editing",
    "help", "quit",
    "runs", "timeline", "log", "filter", "palette", "themes", "difficulty", "charts", "bytes",
  ]

  @Test("every scene at every size", arguments: scenes, sizes.indices)
  func screens(scene: String, size: Int) throws {
    let (columns, rows) = Self.sizes[size]
    var driver = Self.driver(columns, rows)
    Self.play(scene, &driver)
    let frame = render(driver.state, size: driver.state.size, theme: .default)
    var text = frame.text
    if columns == 80 { text += "--- roles\n" + frame.roleLayer }
    try compare(text, "\(scene)-\(columns)x\(rows)")
  }

  @Test("every scene in ASCII", arguments: scenes)
  func ascii(scene: String) throws {
    var theme = Theme.default
    theme.charset = .ascii
    var driver = Self.driver(80, 24)
    Self.play(scene, &driver)
    let text = render(driver.state, size: driver.state.size, theme: theme).text
    #expect(text.utf8.allSatisfy { $0 < 0x80 })
    try compare(text, "\(scene)-80x24-ascii")
  }

  private func compare(_ text: String, _ name: String) throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Goldens/\(name).txt")
    if ProcessInfo.processInfo.environment["PROCTOR_RECORD_GOLDENS"] == "1" {
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    let golden = try String(contentsOf: file, encoding: .utf8)
    #expect(text == golden, "differs from Goldens/\(name).txt")
  }

  private static func driver(_ columns: Int, _ rows: Int) -> Driver {
    var driver = Driver(columns, rows)
    driver.run { script in
      script.start(policy: .holdFlagged)
      for step in 1...40 {
        script.startStep()
        let rate = 0.3 + Double((step * 7) % 12) / 30
        script.finishStep(solveRate: rate, learnability: 1 - rate, flags: step % 5 == 0 ? 2 : 0)
        if step == 20 {
          script.add(
            .constraintsApplied(
              ConstraintsApplied(
                revision: ConstraintRevision(
                  number: 1,
                  constraints: Constraints(bannedConstructs: [.while], bannedNames: ["eval"])),
                by: "kj")))
        }
        if step % 20 == 0 { script.evaluate(0.2 + Double(step) / 200) }
      }
      script.add(
        .checkpointSaved(CheckpointSaved(checkpoint: 40, path: "checkpoints/40", hash: "9f31")))
      script.startStep(revision: 1)
      script.propose(101)
      for (index, correct) in [true, true, false, true].enumerated() {
        script.solve(201 + index, task: 101, correct: correct)
      }
      script.score(101, solveRate: 0.75)
      script.admit(101)
      script.propose(102, .abduction, isValid: false)
      script.reject(102, .duplicate)
      script.propose(103, .induction)
      script.propose(104, .abduction, chain: "Try 3.\u{202E}\u{200B} hide this\ttab \u{1B}[2J 漢字")
      script.flag(
        task: 104, rollout: 104, severity: .high,
        text: "Try 3.\u{202E}\u{200B} hide this\ttab \u{1B}[2J 漢字")
      script.hold(104, .holdFlagged)
      script.propose(105)
      script.hold(105, .holdFlagged)
      script.propose(106)
      script.solve(301, task: 106, correct: true)
      script.flag(task: 106, rollout: 301, rule: "executor-limit", severity: .low)
    }
    return driver
  }

  private static let listings = ["first-light", "second", "third"].enumerated().map { index, name in
    RunListing(
      path: "/runs/\(name)", name: name, state: index == 0 ? "running" : "finished",
      steps: 40 * (index + 1), checkpoint: 40 * index, events: 1_000 * index, seed: UInt64(index),
      started: 1_800_000_000, bytes: 3 << 20,
      settings: [
        .init(name: "preset", value: "fixed"), .init(name: "model", value: "nano\u{202E}"),
      ], evaluations: ["step 0: deduction 0.20", "step 40: deduction 0.40"],
      curve: (1...40 * (index + 1)).map { step in
        RunListing.Point(
          step: step, solveRate: Double((step * (index + 3)) % 17) / 17, learnability: 0.5,
          entropy: 0.9)
      })
  }

  private static func play(_ scene: String, _ driver: inout Driver) {
    switch scene {
    case "live": driver.press("j", "j")
    case "overview":
      driver.run {
        $0.solve(401, task: 105, correct: false)
        for rollout in 107...109 {
          $0.add(
            .rolloutText(
              RolloutText(parts: [
                .init(
                  rollout: RolloutID(rawValue: rollout), type: .abduction, role: .proposer,
                  task: nil, text: "<think>\nx = 1\ny = \u{202E}x + 2, and so")
              ])))
        }
      }
    case "live-streaming":
      driver.press("f")
      driver.run {
        $0.score(106, solveRate: 1)
        $0.admit(106)
      }
      // What is followed stays long enough to be read.
      driver.press("#", "#", "#", "#", "#")
      driver.run {
        for rollout in 107...109 {
          $0.add(
            .rolloutText(
              RolloutText(parts: [
                .init(
                  rollout: RolloutID(rawValue: rollout), type: .deduction, role: .proposer,
                  task: nil, text: "<think>\nx = 1\ny = x + 2\nThe next line is still be")
              ])))
        }
      }
    case "queue": driver.press(.digit(2))
    case "veto": driver.press(.digit(2), "j", "v")
    case "flags": driver.press(.digit(3))
    case "constraints":
      driver.press(.digit(4), "j", "j", "e")
      driver.type("few")
      driver.press(.enter)
      driver.run {
        $0.add(
          .constraintsRefused(
            ConstraintsRefused(
              field: .maximumLines, message: "'few' is not a positive number", by: "kj")))
      }
    case "editing":
      driver.press(.digit(4), "e")
      driver.type(", lambda")
    case "help": driver.press("?")
    case "quit": driver.press("q")
    case "runs":
      driver.press(.digit(5))
      _ = reduce(&driver.state, .runs(listings))
      driver.press("j", " ", "j", " ")
    case "timeline": driver.press(.digit(6), "j")
    case "log": driver.press(.digit(7), "j", "j")
    case "filter":
      driver.press("\\")
      driver.type("abd|held")
      driver.press(.enter)
    case "palette":
      driver.press(":")
      driver.type("fil")
    case "themes":
      _ = reduce(&driver.state, .themes(["default", "nord", "paper"], current: "nord"))
      driver.press("T", "j")
    case "difficulty": driver.press(.tab, .tab, .tab)
    case "charts": driver.press("L", "S", .tab, .tab, "z")
    case "bytes": driver.press(.digit(3), "r")
    default: Issue.record("no scene is named \(scene)")
    }
  }
}

extension RunScript {
  fileprivate mutating func evaluate(_ rate: Double) {
    add(
      .evaluationFinished(
        EvaluationFinished(
          scores: TaskType.allCases.map {
            EvaluationScore(type: $0, tasks: 50, greedy: rate + 0.1, sampled: rate)
          })))
  }
}
