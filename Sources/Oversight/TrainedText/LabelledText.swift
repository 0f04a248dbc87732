/// A text that somebody labelled, as `proctor flags train` reads it: one JSON object a line.
public struct LabelledText: Codable, Hashable, Sendable {
  public var id: String
  public var text: String
  /// 1 for a text that a reviewer should see, 0 for a benign one.
  public var label: Int
  /// What the text is about. A category is held out as a whole.
  public var category: String
  /// Where the text comes from.
  public var source: String

  public init(id: String, text: String, label: Int, category: String, source: String) {
    self.id = id
    self.text = text
    self.label = label
    self.category = category
    self.source = source
  }

  var isPositive: Bool { label == 1 }

  /// The collection that the text is from: the source up to its first colon or space.
  var collection: String { String(source.prefix { $0 != ":" && $0 != " " }) }
}
