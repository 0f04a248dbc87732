import Core
import Foundation
import Testing

@testable import Dashboard
@testable import Terminal

/// The Live view as a terminal of each kind gets it: characters, and which ink each cell has.
/// Recorded again with `PROCTOR_RECORD_GOLDENS=1 swift test --filter TierGoldenTests`.
@Suite("Frames on every kind of terminal")
struct TierGoldenTests {
  static let sizes = [
    Size(columns: 80, rows: 24), Size(columns: 160, rows: 50), Size(columns: 40, rows: 10),
  ]
  static let tiers: [(name: String, colors: Int32)] = [
    ("mono", 0), ("16", 16), ("256", 256), ("true", 1 << 24),
  ]

  @Test("three sizes, four colour tiers, two locales", arguments: sizes.indices, tiers.indices)
  func frames(size: Int, tier: Int) throws {
    for charset in [DisplayText.Charset.unicode, .ascii] {
      let size = Self.sizes[size]
      let tier = Self.tiers[tier]
      var theme = try Theme.load(name: "default-dark", directories: [])
      theme.charset = charset
      var state = State(size: size, charset: charset)
      _ = reduce(&state, .events(Self.events, at: 1))
      let frame = render(state, size: size, theme: theme)
      let text = Self.dump(frame, theme, colors: tier.colors)
      if charset == .ascii { #expect(text.utf8.allSatisfy { $0 < 0x80 }) }
      let locale = charset == .ascii ? "c" : "utf8"
      try compare(text, "\(size.columns)x\(size.rows)-\(tier.name)-\(locale)")
    }
  }

  @Test("without colour no cell has a colour pair, and states still differ")
  func monochrome() throws {
    let palette = StylePalette(theme: .default, colors: 0) { _, _ in 7 }
    for role in StyleRole.allCases { #expect(palette[role].pair == 0) }
    #expect(palette[.flagHigh] != palette[.text])
    #expect(palette[.select] != palette[.text])
    #expect(palette[.hidden] != palette[.model])
  }

  private func compare(_ text: String, _ name: String) throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("DashboardTests/Goldens/Tiers")
    let file = folder.appendingPathComponent("\(name).txt")
    if ProcessInfo.processInfo.environment["PROCTOR_RECORD_GOLDENS"] == "1" {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(text == (try String(contentsOf: file, encoding: .utf8)), "differs from \(name).txt")
  }

  /// The text, then a letter for each cell's ink, then what the letters stand for.
  private static func dump(_ frame: Frame, _ theme: Theme, colors: Int32) -> String {
    var pairs: [String] = ["terminal's own"]
    let palette = StylePalette(theme: theme, colors: colors) { foreground, background in
      pairs.append("\(foreground) on \(background)")
      return Int32(pairs.count - 1)
    }
    let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    var legend: [Ink] = []
    var layer = ""
    for row in 0..<frame.size.rows {
      var line = ""
      for column in 0..<frame.size.columns {
        let cell = frame[row, column]
        let ink = palette[cell.role]
        if !legend.contains(ink) { legend.append(ink) }
        let letter = letters[legend.firstIndex(of: ink) ?? 0]
        line.append(cell.base == " " && ink == palette[.text] ? " " : letter)
      }
      while line.last == " " { line.removeLast() }
      layer += line + "\n"
    }
    let inks = legend.enumerated().map { index, ink in
      "\(letters[index]): \(pairs[Int(ink.pair)]), attributes \(ink.attributes)\n"
    }
    return frame.text + "--- inks\n" + layer + "--- legend\n" + inks.joined()
  }

  private static let events: [RunEvent] = {
    var events: [RunEvent] = []
    func add(_ body: RunEvent.Body, step: Int) {
      let seq = Int64(events.count + 1)
      events.append(RunEvent(seq: seq, time: 1_800_000_000 + Double(seq), step: step, body: body))
    }
    add(
      .runStarted(
        RunStarted(
          run: "tiers", version: "0.1.0", seed: 7, preset: "fixed", model: "nano",
          modelHash: "9f31c0ffee12", parameters: 1_100_000, threads: 2, batch: 12, rollouts: 4,
          references: 6, stepLimit: 300,
          constraints: ConstraintRevision(number: 0, constraints: Constraints()), policy: .holdAll)),
      step: 0)
    add(.stepStarted(StepStarted(revision: 0, policyVersion: 0)), step: 1)
    let hostile = "The sum is 3.\u{202E}\u{200B} hide\ttab \u{1B}[2J 漢字 рaypal"
    for rollout in 1...3 {
      let task = TaskID(rawValue: "00000000000\(rollout)")
      let id = RolloutID(rawValue: rollout)
      add(
        .taskProposed(
          TaskProposed(
            task: task, rollout: id, type: rollout == 2 ? .abduction : .deduction,
            program: "def f(x):\n    return x + 1", input: "2", pairs: [], message: "",
            chain: hostile, wellFormed: true, references: [], tokens: 40, entropy: 0.5, revision: 0)
        ),
        step: 1)
    }
    add(
      .taskRejected(
        TaskRejected(
          task: TaskID(rawValue: "000000000001"), rollout: RolloutID(rawValue: 1),
          reason: .duplicate, detail: "seen", line: nil, reward: -0.5)), step: 1)
    add(
      .taskHeld(
        TaskHeld(
          task: TaskID(rawValue: "000000000002"), rollout: RolloutID(rawValue: 2), policy: .holdAll,
          cause: "the policy holds every task", propensity: 1)), step: 1)
    add(
      .flagRaised(
        Flag(
          id: FlagID(rawValue: 1), rule: "hidden-text", severity: .high,
          task: TaskID(rawValue: "000000000003"), rollout: RolloutID(rawValue: 3), type: .deduction,
          role: .proposer, field: .chain, text: hostile, start: 13, end: 15,
          detail: "characters that are not seen")), step: 1)
    return events
  }()
}
