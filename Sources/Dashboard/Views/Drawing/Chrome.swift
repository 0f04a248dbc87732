import Core

/// The dashboard's own words, which are drawn as they are.
///
/// It is made from literals, numbers and the names of our own enumerations only: an interpolation of
/// a string does not compile, so text from outside can't pass for ours by a slip.
struct Chrome: Hashable, Sendable, ExpressibleByStringInterpolation {
  private(set) var text: String

  init(stringLiteral value: String) { text = value }
  init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }
  init(_ glyph: Unicode.Scalar) { text = String(Character(glyph)) }
  init(repeating glyph: Unicode.Scalar, count: Int) {
    text = String(repeating: Character(glyph), count: max(0, count))
  }

  /// A part of other words of ours.
  init(_ part: Substring.UnicodeScalarView) { text = String(part) }

  /// A number with a fixed count of decimals, or `-` for one that is not finite.
  static func fixed(_ value: Double, _ decimals: Int, signed: Bool = false) -> Chrome {
    guard value.isFinite, abs(value) < 1e12 else { return "-" }
    let scale = [1.0, 10, 100, 1000, 10_000][min(4, max(0, decimals))]
    let scaled = Int((abs(value) * scale).rounded())
    var digits = String(scaled)
    while digits.count <= decimals { digits = "0" + digits }
    let point = digits.index(digits.endIndex, offsetBy: -decimals)
    let sign = value < 0 && scaled > 0 ? "-" : signed ? "+" : ""
    let fraction = decimals > 0 ? "." + digits[point...] : ""
    return Chrome(stringLiteral: sign + digits[..<point] + fraction)
  }

  /// A share between 0 and 1 in three columns: `.54`, `1.0`.
  static func share(_ value: Double) -> Chrome {
    let text = fixed(value, 2).text
    return Chrome(
      stringLiteral: text.hasPrefix("0.") ? String(text.dropFirst()) : String(text.prefix(3)))
  }

  /// A large count in at most four columns: `999`, `9.1k`, `12k`, `3.4M`.
  static func count(_ value: Int) -> Chrome {
    switch value {
    case ..<10_000: "\(value)"
    case ..<1_000_000: "\(value / 1000)k"
    default: "\(fixed(Double(value) / 1e6, 1))M"
    }
  }

  /// The time of day of seconds since 1970, in UTC.
  static func clock(_ time: Double) -> Chrome {
    guard time.isFinite, abs(time) < 1e12 else { return "--:--:--" }
    let second = ((Int(time) % 86_400) + 86_400) % 86_400
    func two(_ value: Int) -> Chrome { value < 10 ? "0\(value)" : "\(value)" }
    return "\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))"
  }

  /// A length of time in seconds, as `42s`, `7m05s` or `3h12m`.
  static func duration(_ seconds: Double) -> Chrome {
    guard seconds.isFinite, (0..<1e9).contains(seconds) else { return "-" }
    let whole = Int(seconds.rounded())
    func two(_ value: Int) -> Chrome { value < 10 ? "0\(value)" : "\(value)" }
    switch whole {
    case ..<60: return "\(whole)s"
    case ..<3_600: return "\(whole / 60)m\(two(whole % 60))s"
    default: return "\(whole / 3_600)h\(two(whole / 60 % 60))m"
    }
  }

  /// The day and the time of day of seconds since 1970, in UTC.
  static func date(_ time: Double) -> Chrome {
    guard time.isFinite, abs(time) < 1e11 else { return "----------" }
    // Civil date from a day count (Howard Hinnant, "chrono-compatible low-level date algorithms").
    let days = Int((time / 86_400).rounded(.down)) + 719_468
    let era = (days >= 0 ? days : days - 146_096) / 146_097
    let dayOfEra = days - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let part = (5 * dayOfYear + 2) / 153
    let month = part < 10 ? part + 3 : part - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    let day = dayOfYear - (153 * part + 2) / 5 + 1
    func two(_ value: Int) -> Chrome { value < 10 ? "0\(value)" : "\(value)" }
    return "\(year)-\(two(month))-\(two(day)) \(clock(time))"
  }

  /// A number in hexadecimal with at least so many digits.
  static func hexadecimal(_ value: UInt32, digits: Int) -> Chrome {
    let text = String(value, radix: 16)
    return Chrome(stringLiteral: String(repeating: "0", count: max(0, digits - text.count)) + text)
  }

  /// The first `width` characters.
  func cut(to width: Int) -> Chrome { Chrome(text.unicodeScalars.prefix(max(0, width))) }

  /// Adds a glyph.
  mutating func append(_ glyph: Unicode.Scalar) { text.unicodeScalars.append(glyph) }

  /// Filled with spaces on the right to a width.
  func padded(to width: Int) -> Chrome {
    Chrome(stringLiteral: text + String(repeating: " ", count: max(0, width - text.count)))
  }

  /// Filled with spaces on the left to a width.
  func aligned(to width: Int) -> Chrome {
    Chrome(stringLiteral: String(repeating: " ", count: max(0, width - text.count)) + text)
  }

  /// Columns: every character of ours is one column wide.
  var width: Int { text.unicodeScalars.count }

  struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity) }

    mutating func appendLiteral(_ literal: String) { text += literal }
    mutating func appendInterpolation(_ number: Int) { text += String(number) }
    mutating func appendInterpolation(_ chrome: Chrome) { text += chrome.text }
    mutating func appendInterpolation(_ glyph: Unicode.Scalar) {
      text.unicodeScalars.append(glyph)
    }
    mutating func appendInterpolation(_ type: TaskType) { text += type.rawValue }
    mutating func appendInterpolation(_ role: Role) { text += role.rawValue }
    mutating func appendInterpolation(_ reason: VetoReason) { text += reason.rawValue }
    mutating func appendInterpolation(_ reason: RejectionReason) { text += reason.rawValue }
    mutating func appendInterpolation(_ reason: RunStopped.Reason) { text += reason.rawValue }
    mutating func appendInterpolation(_ severity: Severity) { text += severity.rawValue }
    mutating func appendInterpolation(_ field: FlaggedField) { text += field.rawValue }
    mutating func appendInterpolation(_ field: ConstraintField) { text += field.rawValue }
    mutating func appendInterpolation(_ construct: Construct) { text += construct.rawValue }
    mutating func appendInterpolation(_ policy: ReviewPolicy) { text += policy.title }
    mutating func appendInterpolation(_ treatment: Treatment) { text += treatment.explanation }
    mutating func appendInterpolation(_ rejection: ConstraintRejection) {
      text += rejection.explanation
    }
  }
}
