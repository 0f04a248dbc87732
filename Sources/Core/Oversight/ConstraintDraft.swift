/// An edit as the operator typed it: raw text by field, not yet checked. Nil leaves a field alone.
public struct ConstraintDraft: Codable, Hashable, Sendable {
  /// Comma-separated construct names, for example `while, lambda`.
  public var bannedConstructs: String?
  /// Comma-separated identifiers.
  public var bannedNames: String?
  /// A positive number, or empty for no limit.
  public var maximumLines: String?
  /// Three weights `deduction abduction induction`, separated by spaces, commas or slashes.
  public var taskMix: String?
  /// `low-high` between 0 and 1, for example `0.2-0.8`.
  public var targetSolveRate: String?
  /// A whole set as TOML, in place of the set in force; the other fields then edit it.
  public var text: String?
  /// The other fields' texts, by the fields' names; nil without any.
  private var others: [String: String]?

  public init(
    bannedConstructs: String? = nil, bannedNames: String? = nil, maximumLines: String? = nil,
    taskMix: String? = nil, targetSolveRate: String? = nil, text: String? = nil
  ) {
    self.text = text
    self.bannedConstructs = bannedConstructs
    self.bannedNames = bannedNames
    self.maximumLines = maximumLines
    self.taskMix = taskMix
    self.targetSolveRate = targetSolveRate
  }

  /// A draft of one field.
  public init(_ field: ConstraintField, _ text: String) {
    self.init()
    self[field] = text
  }

  /// What was typed into a field; nil where it was left alone.
  public subscript(field: ConstraintField) -> String? {
    get {
      switch field {
      case .bannedConstructs: bannedConstructs
      case .bannedNames: bannedNames
      case .maximumLines: maximumLines
      case .taskMix: taskMix
      case .targetSolveRate: targetSolveRate
      case .text: text
      default: others?[field.rawValue]
      }
    }
    set {
      switch field {
      case .bannedConstructs: bannedConstructs = newValue
      case .bannedNames: bannedNames = newValue
      case .maximumLines: maximumLines = newValue
      case .taskMix: taskMix = newValue
      case .targetSolveRate: targetSolveRate = newValue
      case .text: text = newValue
      default:
        var all = others ?? [:]
        all[field.rawValue] = newValue
        others = all.isEmpty ? nil : all
      }
    }
  }

  /// The fields that were typed into, the whole text not among them.
  public var fields: [ConstraintField] { ConstraintField.allCases.filter { self[$0] != nil } }

  /// Whether nothing was typed.
  public var isEmpty: Bool { text == nil && fields.isEmpty }
}

/// The fields of a constraint set, as the dashboard and error messages name them.
public enum ConstraintField: String, CaseIterable, Codable, Hashable, Sendable {
  case bannedConstructs = "banned constructs"
  case bannedNames = "banned names"
  case bannedCalls = "banned calls"
  case bannedImports = "banned imports"
  case requiredConstructs = "required constructs"
  case requiredNames = "required names"
  case requiredCalls = "required calls"
  case requiredImports = "required imports"
  case maximumLines = "maximum lines"
  case maximumComplexity = "maximum complexity"
  case inputTypes = "input types"
  case outputTypes = "output types"
  case taskMix = "task mix"
  case targetSolveRate = "target solve rate"
  case references
  case noveltyFloor = "novelty floor"
  case driftBound = "drift bound"
  case promptClauses = "prompt clauses"
  case rejection
  case masksTokens = "token mask"
  /// The whole set as TOML; the message names line and key.
  case text

  /// The fields of the form: all but the whole text.
  public static let allCases: [ConstraintField] = [
    .bannedConstructs, .bannedNames, .maximumLines, .taskMix, .targetSolveRate, .bannedCalls,
    .bannedImports, .requiredConstructs, .requiredNames, .requiredCalls, .requiredImports,
    .maximumComplexity, .inputTypes, .outputTypes, .references, .noveltyFloor, .driftBound,
    .promptClauses, .rejection, .masksTokens,
  ]
}

extension Constraints {
  /// Between two prompt clauses of the form.
  public static let clauseSeparator: Character = "|"

  /// A field's value as an operator would type it.
  public func text(of field: ConstraintField) -> String {
    func list(_ items: [String]) -> String { items.joined(separator: ", ") }
    switch field {
    case .bannedConstructs: return list(bannedConstructs.map(\.rawValue))
    case .bannedNames: return list(bannedNames)
    case .bannedCalls: return list(bannedCalls)
    case .bannedImports: return list(bannedImports)
    case .requiredConstructs: return list(requiredConstructs.map(\.rawValue))
    case .requiredNames: return list(requiredNames)
    case .requiredCalls: return list(requiredCalls)
    case .requiredImports: return list(requiredImports)
    case .maximumLines: return maximumLines.map(String.init) ?? ""
    case .maximumComplexity: return maximumComplexity.map(String.init) ?? ""
    case .inputTypes: return list(inputTypes.map(\.rawValue))
    case .outputTypes: return list(outputTypes.map(\.rawValue))
    case .taskMix: return taskMix.types.map { Self.short(taskMix[$0]) }.joined(separator: " ")
    case .targetSolveRate:
      let low = Self.short(targetSolveRate.lowerBound)
      return "\(low)-\(Self.short(targetSolveRate.upperBound))"
    case .references: return references.map(String.init) ?? ""
    case .noveltyFloor: return Self.short(noveltyFloor)
    case .driftBound: return driftBound.map(Self.short) ?? ""
    case .promptClauses: return promptClauses.joined(separator: " \(Self.clauseSeparator) ")
    case .rejection: return rejection.rawValue
    case .masksTokens: return masksTokens ? "on" : "off"
    // Written by the oversight's TOML; the form has no such field.
    case .text: return ""
    }
  }

  private static func short(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e9 ? String(Int(value)) : String(value)
  }
}
