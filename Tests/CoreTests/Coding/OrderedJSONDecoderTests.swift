import Core
import EventSamples
import Foundation
import Testing

@Suite struct OrderedJSONDecoderTests {
  private func decode<Value: Decodable>(_ json: String, as type: Value.Type) throws -> Value {
    try OrderedJSONDecoder().decode(type, from: Array(json.utf8))
  }

  @Test(arguments: RunEvent.Kind.allCases)
  func everyKindIsReadBackEqual(kind: RunEvent.Kind) throws {
    let body = RunEvent.Body.sample(of: kind)
    let bytes = try OrderedJSONEncoder().encodeFields(of: body)
    let read = try bytes.withUnsafeBufferPointer {
      try OrderedJSONDecoder().body(of: kind, from: $0)
    }
    #expect(read == body)
  }

  @Test(arguments: RunEventTextTests.full.dropFirst().prefix(2))
  func fullBodiesAreReadBackEqual(body: RunEvent.Body) throws {
    let event = RunEvent(seq: 1, time: 1.5, step: 2, body: body)
    let bytes = try OrderedJSONEncoder().encode(event)
    #expect(try OrderedJSONDecoder().decode(RunEvent.self, from: bytes) == event)
  }

  struct Inner: Codable, Hashable {
    var a: Int?
    var b: String
  }

  struct Outer: Codable, Hashable {
    var inner: Inner
    var b: Int
    var list: [Inner]
    var a: [String: Double]
    var flags: [Bool?]
    var pairs: [Inner: Int]
  }

  @Test func membersOfTheSameNameAreToldApartInAnyOrder() throws {
    let value = Outer(
      inner: Inner(a: nil, b: "x"), b: 2, list: [Inner(a: 1, b: ""), Inner(a: nil, b: "y")],
      a: ["b": 0.5, "a": -1e-7], flags: [true, nil, false], pairs: [Inner(a: 3, b: "k"): 4])
    let text = try OrderedJSONEncoder().string(value)
    #expect(try decode(text, as: Outer.self) == value)
    let turned = """
       { "pairs":[{"b":"k","a":3},4], "flags":[true,null,false], "zzz":{"b":[{}]}, "b" : 2,
      "a":{"a":-1e-07,"b":0.5}, "list":[{"b":"","a":1},{"b":"y","a":null}], "inner":{"b":"x"}}
      """
    #expect(try decode(turned, as: Outer.self) == value)
  }

  @Test func numbersAndTextsAreExact() throws {
    #expect(
      try decode("[-9223372036854775808,9223372036854775807]", as: [Int64].self) == [.min, .max])
    #expect(try decode("[18446744073709551615]", as: [UInt64].self) == [.max])
    #expect(try decode("[0.1,1e-07,-0.0,3]", as: [Double].self) == [0.1, 1e-7, -0.0, 3])
    let odd = try decode(#"["NaN","Infinity","-Infinity"]"#, as: [Double].self)
    #expect(odd[0].isNaN && odd[1] == .infinity && odd[2] == -.infinity)
    let texts = [hostileText, "", "\"\\/\u{8}\u{C}\n\r\t", "é\u{1F600}"]
    let json = try OrderedJSONEncoder().string(texts)
    #expect(try decode(json, as: [String].self) == texts)
  }

  @Test(arguments: [
    "", "{", "[1", "[1,]", "[1 2]", "{\"a\"}", "{\"a\":1,}", "{a:1}", "[tru]", "[\"a]", "[1]x",
    "[-]",
    "[1e999]", "[9223372036854775808]", "[1.5]", "[01]", "[1.]", "[+1]", "[\"\\x\"]", "[null]",
  ])
  func whatIsNotUnderstoodIsAnError(json: String) {
    #expect(throws: (any Error).self) { try decode(json, as: [Int].self) }
  }

  @Test(arguments: [
    "[\"\\ud83d\"]", "[\"\\ude00\\ud83d\"]", "[\"\\u+123\"]", "[\"\u{1}\"]", "[\"\\u12\"]",
  ])
  func brokenStringsAreErrors(json: String) {
    #expect(throws: (any Error).self) { try decode(json, as: [String].self) }
  }

  @Test func escapesAreReadInNamesToo() throws {
    let read = try decode(#"{"\u0061":"\ud83d\ude00\u00e9"}"#, as: [String: String].self)
    #expect(read == ["a": "\u{1F600}é"])
    struct Named: Decodable { var code: Int }
    #expect(try decode(#"{"c\u006fde":3}"#, as: Named.self).code == 3)
  }

  @Test func depthIsBounded() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(throws: (any Error).self) { try decode(deep, as: [Int].self) }
  }
}
