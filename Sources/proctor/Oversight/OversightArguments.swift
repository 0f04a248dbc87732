import ArgumentParser
import Core
import Foundation
import Oversight
import RunSession

/// The options of `proctor run` that say how the run is overseen.
struct OversightArguments: ParsableArguments {
  @Option(
    help: """
      Hold proposals for review: observe, all, flagged, a percentage such as 20, rule:NAME, or \
      several joined by +, such as flagged+5%.
      """)
  var hold: String?

  @ArgumentParser.Flag(help: "Let a step wait until everything that it holds is decided.")
  var strict = false

  @Option(
    help: ArgumentHelp(
      "What happens when nobody decides: wait, or approve or veto after steps, or seconds as in 60s.",
      valueName: "wait|approve:TIME|veto:TIME"))
  var timeOut: String?

  @Option(
    help: """
      What a veto does to learning: interrupt (no gradient), shadow (scored in quarantine, the veto \
      teaches nothing) or teach (a penalty). Constrain and fix are chosen for one veto at a time.
      """)
  var treatment: String?

  @ArgumentParser.Flag(
    help: "Weight surviving proposals by the inverse of their chance to survive review.")
  var inversePropensity = false

  @Option(help: "What a vetoed proposal costs under --treatment teach (default: 1).")
  var penalty: Double?

  @Option(help: "How many steps --treatment teach lasts (default: 20).")
  var teachSteps: Int?

  @Option(help: "Type 'teach' here to confirm --treatment teach: it makes policies hide.")
  var confirm: String?

  @Option(help: ArgumentHelp("Begin with the constraints of a TOML file.", valueName: "file"))
  var constraints: String?

  @Option(
    help: ArgumentHelp(
      "Begin with a TOML file of your own text rules; the run keeps them in its rules.toml.",
      valueName: "file"))
  var rules: String?

  @ArgumentParser.Flag(help: "Refuse verdicts and settings that come without a reason.")
  var requireReasons = false

  @Option(
    help: ArgumentHelp(
      "Set the signals' thresholds, and whether their alarms pause the run, by a TOML file.",
      valueName: "file"))
  var signals: String?

  @Option(help: "The chance that a valid task is drawn for the audit, in percent (default: 2).")
  var audit: Double?

  @Option(help: "The chance that a task of one twin kind is vetoed as a placebo, in percent.")
  var placebo: Double?

  @Option(help: "Hold proposals with a hit of this severity or more: low, medium or high.")
  var withhold: String?

  @Option(help: "Pause the run at a hit of this severity or more: low, medium or high.")
  var pauseAt: String?

  @Option(
    help: ArgumentHelp(
      "Take this from a flagged proposal's reward. \(OversightOptions.flagPenaltyWarning).",
      valueName: "penalty"))
  var flagsInReward: Double?

  /// Whether any was given: none goes with a resumed run.
  var isGiven: Bool {
    strict || inversePropensity || requireReasons || hold != nil || timeOut != nil
      || treatment != nil
      || penalty != nil || teachSteps != nil || confirm != nil || constraints != nil
      || rules != nil || audit != nil || placebo != nil || withhold != nil || pauseAt != nil
      || flagsInReward != nil || signals != nil
  }

  mutating func validate() throws {
    if let hold, ReviewPolicy(word: hold) == nil {
      throw ValidationError(
        "--hold takes observe, all, flagged, a percentage above 0 and at most 100, rule:NAME, or "
          + "several of the last four joined by +.")
    }
    if let treatment, Treatment(rawValue: treatment).map({ $0 == .constrain || $0 == .fix }) ?? true
    {
      throw ValidationError("--treatment takes interrupt, shadow or teach.")
    }
    if treatment == Treatment.teach.rawValue, confirm != TreatmentChoice.confirmation {
      throw ValidationError(
        "\(Treatment.teach.explanation) Confirm it with --confirm \(TreatmentChoice.confirmation).")
    }
    if let fault = choice.fault { throw ValidationError(fault) }
    if let timeOut, timeOut != "wait", timeout == nil {
      throw ValidationError(
        "--time-out takes wait, or approve or veto with steps or seconds, such as veto:10 or "
          + "approve:60s, not \(timeOut).")
    }
    for (name, percent) in [("--audit", audit), ("--placebo", placebo)] {
      if let percent, !(0...100).contains(percent) {
        throw ValidationError("\(name) must be between 0 and 100.")
      }
    }
    for (name, word) in [("--withhold", withhold), ("--pause-at", pauseAt)] {
      if let word, Severity(rawValue: word) == nil {
        throw ValidationError("\(name) takes low, medium or high, not \(word).")
      }
    }
    if let flagsInReward, !(0...10).contains(flagsInReward) {
      throw ValidationError("--flags-in-reward must be between 0 and 10.")
    }
  }

  /// The review policy.
  var policy: ReviewPolicy { hold.flatMap { ReviewPolicy(word: $0) } ?? .observe }

  /// The constraint file's set, or nil without one.
  func constraintSet() throws -> Constraints? {
    try constraints.map { path in
      do {
        return try ConstraintFile.parse(try Self.text(of: path), file: path)
      } catch let error as ConstraintError {
        throw CommandError(message: error.message)
      }
    }
  }

  /// Everything else.
  func options() throws -> OversightOptions {
    var options = OversightOptions()
    options.treatment = choice
    options.mode = ReviewMode(isStrict: strict, timeout: timeout)
    if let rules {
      let text = try Self.text(of: rules)
      _ = try RuleFile.parse(text, file: rules)
      options.ruleDocument = text
    }
    options.requiresReasons = requireReasons ? true : nil
    if let audit { options.auditShare = audit / 100 }
    if let placebo { options.placeboShare = placebo / 100 }
    if let signals {
      options.signals = try SignalFile.parse(try Self.text(of: signals), file: signals)
    }
    options.withholdAt = withhold.flatMap(Severity.init)
    options.pauseAt = pauseAt.flatMap(Severity.init)
    options.flagPenalty = flagsInReward ?? 0
    return options
  }

  private var choice: TreatmentChoice {
    TreatmentChoice(
      treatment.flatMap(Treatment.init) ?? .interrupt,
      weights: inversePropensity ? .inversePropensity : .even, penalty: penalty ?? 1,
      lasts: teachSteps ?? 20)
  }

  private var timeout: ReviewTimeout? {
    let parts = (timeOut ?? "").split(separator: ":").map(String.init)
    return parts.count == 2 ? ReviewTimeout(verdict: parts[0], after: parts[1]) : nil
  }

  private static func text(of path: String) throws -> String {
    do {
      return try String(contentsOfFile: path, encoding: .utf8)
    } catch { throw CommandError(message: "\(path) cannot be read as UTF-8 text") }
  }
}
