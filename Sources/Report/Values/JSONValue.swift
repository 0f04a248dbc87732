import Core
import Foundation

/// Any JSON value, with truth values, whole numbers and other numbers told apart.
enum JSONValue: Decodable, Hashable {
  case null
  case truth(Bool)
  case whole(Int64)
  case number(Double)
  case text(String)
  case list([JSONValue])
  case object([String: JSONValue])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .truth(value)
    } else if let value = try? container.decode(Int64.self) {
      self = .whole(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .text(value)
    } else if let value = try? container.decode([JSONValue].self) {
      self = .list(value)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }

  /// The members of what a value encodes as; none if that is no object.
  static func members(of bytes: [UInt8]) throws -> [String: JSONValue] {
    try JSONDecoder().decode(JSONValue.self, from: Data(bytes)).members
  }

  /// The members of an object; none of anything else.
  var members: [String: JSONValue] {
    if case .object(let members) = self { members } else { [:] }
  }

  /// The value on one line; nil for nothing.
  var line: String? {
    switch self {
    case .null: nil
    case .truth(let value): value ? "true" : "false"
    case .whole(let value): "\(value)"
    case .number(let value): "\(value)"
    case .text(let value): value
    case .list(let values):
      values.isEmpty ? "none" : values.map { $0.line ?? "null" }.joined(separator: ", ")
    case .object(let members):
      members.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.line ?? "null")" }
        .joined(separator: ", ")
    }
  }
}
