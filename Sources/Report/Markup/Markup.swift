import Core

/// A piece of HTML or SVG in which every foreign text has been escaped.
///
/// There is no way to put a text into it that is not escaped, so what a policy writes can never
/// become an element, an attribute or a script.
public struct Markup: Hashable, Sendable {
  /// The source.
  public private(set) var source: String

  private init(source: String) { self.source = source }

  /// Nothing.
  public static let empty = Markup(source: "")

  /// A text as it is; it must not come from a model.
  public static func text(_ text: String) -> Markup { Markup(source: escape(text)) }

  /// A text of a model, made visible first: no control character, override or hidden letter is left.
  ///
  /// - Parameter limit: How many Unicode scalars are shown; the rest is counted.
  public static func foreign(_ text: String, limit: Int = 4_000) -> Markup {
    let scalars = text.unicodeScalars
    guard let end = scalars.index(scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex),
      end < scalars.endIndex
    else { return Markup(source: escape(DisplayText(text).string)) }
    let rest = scalars.distance(from: end, to: scalars.endIndex)
    return Markup(
      source: escape(DisplayText(String(scalars[..<end])).string) + " … (\(rest) characters more)")
  }

  /// An element. `name` and the attributes' names are the program's own.
  public static func element(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:],
    _ children: [Markup] = []
  ) -> Markup {
    var source = "<\(name)"
    for (key, value) in attributes { source += " \(key)=\"\(escape(value))\"" }
    source += ">"
    for child in children { source += child.source }
    return Markup(source: source + (isVoid(name) ? "" : "</\(name)>"))
  }

  /// An element with a text of the program's own.
  public static func element(
    _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:], text: String
  ) -> Markup {
    element(name, attributes, [.text(text)])
  }

  /// A style sheet, taken as it is.
  static func style(_ sheet: StaticString) -> Markup {
    Markup(source: "<style>\(sheet)</style>")
  }

  /// Several pieces, one after the other.
  public static func + (left: Markup, right: Markup) -> Markup {
    Markup(source: left.source + right.source)
  }

  /// Adds a piece at the end.
  public static func += (left: inout Markup, right: Markup) { left.source += right.source }

  private static func isVoid(_ name: StaticString) -> Bool {
    ["meta", "br", "hr"].contains("\(name)")
  }

  /// The text with everything escaped that has a meaning in an element or a quoted attribute, and
  /// without the characters that no document may hold.
  private static func escape(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result.append(contentsOf: "&amp;".unicodeScalars)
      case "<": result.append(contentsOf: "&lt;".unicodeScalars)
      case ">": result.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
      case "'": result.append(contentsOf: "&#39;".unicodeScalars)
      case "\n", "\t": result.append(scalar)
      default:
        let isControl = scalar.properties.generalCategory == .control
        result.append(isControl ? "\u{FFFD}" : scalar)
      }
    }
    return String(result)
  }
}

extension [Markup] {
  /// All pieces, one after the other.
  public var joined: Markup { reduce(.empty, +) }
}
