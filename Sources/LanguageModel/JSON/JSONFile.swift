import Foundation

/// A JSON object from a file, whose fields are read with errors that name file and field.
struct JSONFile {
  let file: String
  let value: JSONValue

  /// Fields that were read from a file of another format.
  init(value: JSONValue, file: String) {
    self.value = value
    self.file = file
  }

  /// Reads and parses a file.
  init(path: String) throws(CheckpointError) {
    try self.init(bytes: Array(AtomicFile.read(path)), file: path)
  }

  /// Parses bytes; `file` stands for them in errors.
  init(bytes: [UInt8], file: String) throws(CheckpointError) {
    self.file = file
    do {
      value = try JSONParser.parse(bytes)
    } catch {
      throw CheckpointError(
        .malformed, file: file, "is not JSON: \(error.reason) at byte \(error.offset)")
    }
    guard value.members != nil else {
      throw CheckpointError(.malformed, file: file, "is not a JSON object")
    }
  }

  /// An error about one field.
  func mismatch(_ field: String, _ message: String) -> CheckpointError {
    CheckpointError(.mismatched, file: file, "\(field) \(message)")
  }

  /// A whole number that must be there.
  func integer(_ field: String) throws(CheckpointError) -> Int {
    guard let value = try optionalInteger(field) else { throw mismatch(field, "is missing") }
    return value
  }

  /// A whole number, or nil when the field is missing or null.
  func optionalInteger(_ field: String) throws(CheckpointError) -> Int? {
    guard let found = value[field] else { return nil }
    guard let integer = found.integer else { throw mismatch(field, "is not a whole number") }
    return integer
  }

  /// A number, or nil when the field is missing or null.
  func optionalNumber(_ field: String) throws(CheckpointError) -> Double? {
    guard let found = value[field] else { return nil }
    guard let number = found.number else { throw mismatch(field, "is not a number") }
    return number
  }

  /// A truth value, or `fallback` when the field is missing or null.
  func bool(_ field: String, or fallback: Bool) throws(CheckpointError) -> Bool {
    guard let found = value[field] else { return fallback }
    guard let bool = found.bool else { throw mismatch(field, "is neither true nor false") }
    return bool
  }

  /// A text, or nil when the field is missing or null.
  func optionalText(_ field: String) throws(CheckpointError) -> String? {
    guard let found = value[field] else { return nil }
    guard let text = found.text else { throw mismatch(field, "is not a text") }
    return text
  }
}
