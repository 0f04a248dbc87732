import Core

/// Which values a setting may have.
public enum SettingKind: Hashable, Sendable {
  case integer(ClosedRange<Int>)
  case number(ClosedRange<Double>)
  case flag
  /// One of some words.
  case choice([String])
  /// Relative weights of the task types, `deduction/abduction/induction`, and if a fourth is given
  /// of error deduction.
  case mix
  /// `low-high` between 0 and 1.
  case share

  /// The valid values in words.
  public var description: String {
    switch self {
    case .integer(let range): "an integer from \(range.lowerBound) to \(range.upperBound)"
    case .number(let range):
      "a number from \(SettingValue.number(range.lowerBound)) to "
        + "\(SettingValue.number(range.upperBound))"
    case .flag: "true or false"
    case .choice(let words): words.joined(separator: ", ")
    case .mix: "three or four weights such as 1/1/1, none negative and one of them positive"
    case .share: "low-high between 0 and 1, such as 0.2-0.8"
    }
  }

  /// The value in this kind's own type, or nil where it is none of the valid ones.
  func valid(_ value: SettingValue) -> SettingValue? {
    switch self {
    case .integer(let range): value.integer.flatMap { range.contains($0) ? .integer($0) : nil }
    case .number(let range): value.number.flatMap { range.contains($0) ? .number($0) : nil }
    case .flag: value.flag.map { .flag($0) }
    case .choice(let words):
      words.first { $0 == value.description.trimmed.lowercased() }.map { .text($0) }
    case .mix: TaskMix(text: value.description).map { .text($0.text) }
    case .share:
      ClosedRange(shareText: value.description).map { .text($0.shareText) }
    }
  }
}

extension SettingValue {
  fileprivate var integer: Int? {
    switch self {
    case .integer(let value): value
    case .number(let value): Int(exactly: value)
    case .flag: nil
    case .text(let text): Int(text.trimmed)
    }
  }

  fileprivate var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    case .flag: nil
    case .text(let text): Double(text.trimmed)
    }
  }

  fileprivate var flag: Bool? {
    switch self {
    case .flag(let value): value
    case .integer, .number: nil
    case .text(let text):
      ["true": true, "on": true, "yes": true, "false": false, "off": false, "no": false][
        text.trimmed.lowercased()]
    }
  }
}

extension TaskMix {
  /// `1/1/1`, with a fourth weight where error deduction has one.
  var text: String {
    let weights = [deduction, abduction, induction] + (errorDeduction > 0 ? [errorDeduction] : [])
    return weights.map { SettingValue.number($0).description }.joined(separator: "/")
  }

  /// Reads three or four weights; nil unless they are finite, none negative and one positive.
  init?(text: String) {
    let parts = text.split(whereSeparator: { "/, ".contains($0) }).map { Double($0) }
    let weights = parts.compactMap(\.self)
    guard weights.count == parts.count, (3...4).contains(weights.count),
      weights.allSatisfy({ $0.isFinite && $0 >= 0 }), weights.contains(where: { $0 > 0 })
    else { return nil }
    self.init(
      deduction: weights[0], abduction: weights[1], induction: weights[2],
      errorDeduction: weights.count > 3 ? weights[3] : 0)
  }
}

extension ClosedRange<Double> {
  /// `0.2-0.8`.
  var shareText: String {
    "\(SettingValue.number(lowerBound))-\(SettingValue.number(upperBound))"
  }

  /// Reads `low-high`; nil unless 0 ≤ low ≤ high ≤ 1.
  init?(shareText: String) {
    let parts = shareText.split(separator: "-").map { Double($0.trimmed) }
    guard parts.count == 2, let low = parts[0], let high = parts[1], low >= 0, low <= high,
      high <= 1
    else { return nil }
    self = low...high
  }
}
