import Core

/// A command in words: what the palette takes and what the plain mode reads from its input.
enum TypedCommand: Hashable, Sendable {
  case pause, resume, step, stop
  case approve(String)
  case veto(String, VetoReason)
  case confirm(Int)
  case dismiss(Int)
  /// Flag a task by hand: its name, how grave, and what is seen.
  case flag(String, Severity, String)
  /// Replace one part of a held task.
  case edit(String, TaskPart, String)
  /// Try a rule's pattern on the newest chains.
  case rule(String)
  /// Put a rule into the draft of the rule file and try that: its name, how grave a hit is, and its
  /// pattern.
  case addRule(String, Severity, String)
  /// Save the rules that were tried into the run.
  case saveRules
  /// Why the next act is done.
  case why(String)
  case policy(ReviewPolicy)
  case set(ConstraintField, String)
  /// Go back to a checkpoint, or to the newest one; only told about unless it is confirmed.
  case rollback(Int?, isConfirmed: Bool)
  case go(String)
  case find(String)
  case filter(String)
  case theme(String)
  /// Write the frame to a file.
  case snapshot(String)
  /// How the run is overseen; see `oversightForms`.
  case oversight([String])

  /// Why a text is no command.
  struct Fault: Error, Hashable, Sendable {
    var message: String
  }

  /// A command's form and what it does, for help and completion.
  struct Form: Hashable, Sendable {
    var usage: String
    var description: String
    /// Whether it decides something about the run.
    var isDecision = false

    /// The word that it begins with.
    var word: String { String(usage.prefix { $0 != " " }) }
  }

  /// Whether a screen that is for reading only refuses it.
  var changesRun: Bool {
    switch self {
    case .go, .find, .filter, .theme, .snapshot, .rule: false
    default: true
    }
  }

  /// All commands in the order of the help.
  static let forms: [Form] =
    [
      Form(usage: "pause", description: "stop at the next safe point and wait", isDecision: true),
      Form(usage: "resume", description: "go on", isDecision: true),
      Form(usage: "step", description: "run one step of a paused run", isDecision: true),
      Form(usage: "approve TASK", description: "let a held task be solved", isDecision: true),
      Form(
        usage: "veto TASK REASON",
        description: "take a task out: unsafe, degenerate, duplicate, off-topic or other",
        isDecision: true),
      Form(usage: "confirm FLAG", description: "the flag is what its rule says", isDecision: true),
      Form(usage: "dismiss FLAG", description: "the flag is a false alarm", isDecision: true),
      Form(
        usage: "flag TASK SEVERITY WORDS",
        description: "flag a task by hand: low, medium or high, and what is seen", isDecision: true),
      Form(
        usage: "edit TASK PART TEXT",
        description: "replace a held task's program, input, message or inputN; \\n is a line's end",
        isDecision: true),
      Form(
        usage: "rule PATTERN",
        description: "count the newest chains that a rule would hit; words, with * and |"),
      Form(
        usage: "add-rule NAME SEVERITY PATTERN",
        description: "put a rule into the run's rule file, and try the file before it is saved"),
      Form(
        usage: "save-rules", description: "save the rules that were tried into the run",
        isDecision: true),
      Form(usage: "why WORDS", description: "the reason of the next act; or end a command with --"),
      Form(
        usage: "hold WHAT", description: "observe, all, flagged, or a percentage of the proposals",
        isDecision: true),
      Form(
        usage: "set FIELD VALUE",
        description: "edit a constraint, such as drift-bound; without a value it is lifted",
        isDecision: true),
      Form(
        usage: "rollback [STEP] [yes]",
        description: "tell what going back to a checkpoint loses; with the step and yes, go back",
        isDecision: true),
      Form(usage: "stop", description: "save at the next safe point and end", isDecision: true),
      Form(usage: "goto TASK", description: "show a task, or a flag such as 'flag 12'"),
      Form(usage: "find TEXT", description: "select the next row that has a text"),
      Form(usage: "filter TEXT", description: "narrow the list: regex, ! inverse, ~ fuzzy"),
      Form(usage: "theme NAME", description: "use a theme"),
      Form(
        usage: "snapshot FILE",
        description: "write the screen to a new file: a picture if it ends in .svg, else text"),
    ] + oversightForms

  /// Reads a command.
  init(_ text: String) throws(Fault) {
    let words = text.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
    guard let word = words.first else { throw Fault(message: "nothing was typed") }
    let rest = words.dropFirst().joined(separator: " ")
    switch word {
    case "pause": self = .pause
    case "resume", "go": self = .resume
    case "step": self = .step
    case "stop": self = .stop
    case "approve": self = .approve(try Self.one(words, "approve TASK"))
    case "veto": self = try Self.veto(words)
    case "confirm": self = .confirm(try Self.number(words, "confirm FLAG"))
    case "dismiss": self = .dismiss(try Self.number(words, "dismiss FLAG"))
    case "flag": self = try Self.flag(words, rest)
    case "edit": self = try Self.edit(words, text)
    case "rule": self = .rule(try Self.rest(rest, "rule PATTERN"))
    case "add-rule":
      guard words.count >= 4, let severity = Severity(rawValue: words[2]) else {
        throw Fault(
          message: "write: add-rule NAME SEVERITY PATTERN; a severity is low, medium or high")
      }
      self = .addRule(words[1], severity, words.dropFirst(3).joined(separator: " "))
    case "save-rules": self = .saveRules
    case "why": self = .why(try Self.rest(rest, "why WORDS"))
    case "hold":
      let what = try Self.one(words, "hold WHAT")
      guard let policy = ReviewPolicy(word: what) else {
        throw Fault(
          message: "hold takes observe, all, flagged, a percentage, rule:NAME, or several with +")
      }
      self = .policy(policy)
    case "set": self = try Self.set(words)
    case "rollback": self = try Self.rollback(words)
    case "goto": self = .go(try Self.rest(rest, "goto TASK"))
    case "find": self = .find(try Self.rest(rest, "find TEXT"))
    case "filter": self = .filter(rest)
    case "snapshot": self = .snapshot(try Self.rest(rest, "snapshot FILE"))
    case "theme": self = .theme(try Self.one(words, "theme NAME"))
    case _ where Self.oversightForms.contains(where: { $0.word == word }):
      self = .oversight(words)
    default:
      let nearest = Self.forms.map(\.word).max {
        (FuzzyMatch.score(word, in: $0) ?? .min) < (FuzzyMatch.score(word, in: $1) ?? .min)
      }
      let hint = nearest.flatMap { FuzzyMatch.score(word, in: $0) != nil ? $0 : nil }
      throw Fault(
        message: "'\(word)' is no command" + (hint.map { "; did you mean '\($0)'?" } ?? ""))
    }
  }

  /// The commands whose last words are a text of its own.
  private static let withText: Set<String> = [
    "add-rule", "edit", "filter", "find", "flag", "goto", "rule", "snapshot", "theme", "why",
  ]

  /// A command and the reason after ` -- `, if there is one.
  static func splittingReason(from text: String) -> (command: String, reason: String?) {
    let word = text.split(separator: " ", maxSplits: 1).first.map(String.init) ?? ""
    guard !withText.contains(word), let mark = text.firstRange(of: " -- ") else {
      return (text, nil)
    }
    let reason = String(text[mark.upperBound...]).trimmed
    return (String(text[..<mark.lowerBound]), reason.isEmpty ? nil : reason)
  }

  private static func one(_ words: [String], _ usage: String) throws(Fault) -> String {
    guard words.count == 2 else { throw Fault(message: "write: \(usage)") }
    return words[1]
  }

  private static func rest(_ rest: String, _ usage: String) throws(Fault) -> String {
    guard !rest.isEmpty else { throw Fault(message: "write: \(usage)") }
    return rest
  }

  private static func number(_ words: [String], _ usage: String) throws(Fault) -> Int {
    guard let number = Int(try one(words, usage)) else {
      throw Fault(message: "a flag is named by its number; write: \(usage)")
    }
    return number
  }

  private static func rollback(_ words: [String]) throws(Fault) -> TypedCommand {
    let step = words.count > 1 ? Int(words[1]) : nil
    let isConfirmed = words.count == 3 && words[2] == "yes"
    guard words.count == 1 || step != nil, words.count < 3 || isConfirmed else {
      throw Fault(message: "write: rollback [STEP], and then rollback STEP yes")
    }
    return .rollback(step, isConfirmed: isConfirmed)
  }

  private static func veto(_ words: [String]) throws(Fault) -> TypedCommand {
    let reasons = VetoReason.allCases.map(\.rawValue).joined(separator: ", ")
    guard words.count == 3 else {
      throw Fault(message: "write: veto TASK REASON; a reason is one of \(reasons)")
    }
    guard let reason = VetoReason(rawValue: words[2]) else {
      throw Fault(message: "'\(words[2])' is no reason; it is one of \(reasons)")
    }
    return .veto(words[1], reason)
  }

  private static func set(_ words: [String]) throws(Fault) -> TypedCommand {
    guard words.count >= 2 else { throw Fault(message: "write: set FIELD VALUE") }
    let field: ConstraintField
    switch words[1] {
    case "constructs": field = .bannedConstructs
    case "names": field = .bannedNames
    case "lines": field = .maximumLines
    case "mix": field = .taskMix
    case "rate": field = .targetSolveRate
    default:
      let fields = ConstraintField.allCases.filter { $0 != .text }
      guard let named = fields.first(where: { $0.word == words[1] }) else {
        let all = fields.map(\.word).joined(separator: ", ")
        throw Fault(message: "'\(words[1])' is no field; it is one of \(all)")
      }
      field = named
    }
    return .set(field, words.dropFirst(2).joined(separator: " "))
  }
}

extension ConstraintField {
  /// The field's name in one word.
  fileprivate var word: String { rawValue.replacing(" ", with: "-") }
}
