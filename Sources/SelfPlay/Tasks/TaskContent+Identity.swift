import Core
import Crypto

extension TaskContent {
  /// The content hash of the task: SHA-256 over its length-prefixed fields.
  public var id: TaskID {
    var fields = [type.rawValue, program, input, output, message]
    for pair in pairs { fields += [pair.input, pair.output] }
    return TaskID(hashing: fields)
  }
}

extension TaskContent {
  /// The same program, input and output as a task of the other type, deduction or abduction; nil for
  /// the other types. Seeds serve as both, so a verdict on one is a verdict on both.
  var twin: TaskContent? {
    guard type == .deduction || type == .abduction else { return nil }
    var copy = self
    copy.type = type == .deduction ? .abduction : .deduction
    return copy
  }
}

extension TaskID {
  /// The id of something that has no task content: a malformed response.
  init(hashing fields: [String]) {
    var hash = SHA256()
    for field in fields {
      // The length keeps ("ab", "c") and ("a", "bc") apart.
      withUnsafeBytes(of: UInt64(field.utf8.count).littleEndian) { hash.update(bufferPointer: $0) }
      hash.update(data: Array(field.utf8))
    }
    let digits = hash.finalize().prefix(6).map { byte in
      let text = String(byte, radix: 16)
      return text.count == 1 ? "0" + text : text
    }
    self.init(rawValue: digits.joined())
  }
}
