/// A format specification: `[[fill]align][sign][#][0][width][,_][.precision][type]`.
struct FormatSpecification {
  var fill = UInt32(ascii: " ")
  var alignment: UInt32?
  var sign = UInt32(ascii: "-")
  /// Whether a sign is written, be it the default one.
  var hasSign = false
  var isAlternate = false
  var width = 0
  var grouping: UInt32?
  var precision: Int?
  var type: UInt32?

  /// Parses the specification for a string or a number; nil if it is malformed.
  init?(_ text: [UInt32], for object: Object) {
    var index = 0
    var hasFill = false
    func peek(_ offset: Int = 0) -> UInt32 {
      index + offset < text.count ? text[index + offset] : 0
    }
    func isAlignment(_ scalar: UInt32) -> Bool {
      scalar != 0 && "<>=^".unicodeScalars.contains { $0.value == scalar }
    }
    if index + 1 < text.count, isAlignment(text[1]) {
      fill = text[0]
      hasFill = true
      alignment = text[1]
      index = 2
    } else if isAlignment(peek()) {
      alignment = peek()
      index = 1
    }
    if [UInt32(ascii: "+"), UInt32(ascii: "-"), UInt32(ascii: " ")].contains(peek()) {
      sign = peek()
      hasSign = true
      index += 1
    }
    if peek() == UInt32(ascii: "z") { return nil }
    if peek() == UInt32(ascii: "#") {
      isAlternate = true
      index += 1
    }
    if peek() == UInt32(ascii: "0"), !hasFill {
      fill = UInt32(ascii: "0")
      if alignment == nil {
        if case .string = object {} else { alignment = UInt32(ascii: "=") }
      }
      index += 1
    }
    func number() -> Int? {
      var value: Int?
      while peek().isDecimalDigit {
        value = min((value ?? 0) * 10 + Int(peek()) - 48, 1 << 40)
        index += 1
      }
      return value
    }
    width = number() ?? 0
    if peek() == UInt32(ascii: ",") || peek() == UInt32(ascii: "_") {
      grouping = peek()
      index += 1
    }
    if peek() == UInt32(ascii: ".") {
      index += 1
      guard let value = number() else { return nil }
      precision = value
    }
    if index < text.count {
      type = text[index]
      index += 1
    }
    if index < text.count { return nil }
  }

  init() {}

  /// Pads to the width.
  func padded(_ text: [UInt32], defaultAlignment: UInt32, signLength: Int = 0) -> [UInt32] {
    guard text.count < width else { return text }
    let padding = width - text.count
    func run(_ count: Int) -> [UInt32] { Array(repeating: fill, count: count) }
    switch alignment ?? defaultAlignment {
    case UInt32(ascii: "<"): return text + run(padding)
    case UInt32(ascii: "^"): return run(padding / 2) + text + run(padding - padding / 2)
    case UInt32(ascii: "="):
      return Array(text[..<signLength]) + run(padding) + Array(text[signLength...])
    default: return run(padding) + text
    }
  }
}
