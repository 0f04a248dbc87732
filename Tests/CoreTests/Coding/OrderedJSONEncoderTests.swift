import Core
import EventSamples
import Foundation
import Testing

@Suite struct OrderedJSONEncoderTests {
  private func json(_ value: some Encodable) throws -> String {
    try OrderedJSONEncoder().string(value)
  }

  @Test func membersComeInTheOrderOfDeclaration() throws {
    struct Point: Encodable {
      var z = 1
      var a = [true, false]
      var m = ["k": 2]
      var n: Int? = nil
    }
    #expect(try json(Point()) == #"{"z":1,"a":[true,false],"m":{"k":2}}"#)
  }

  @Test func emptyContainersAreClosed() throws {
    struct Empty: Encodable {}
    #expect(try json([Int]()) == "[]")
    #expect(try json([[Int]]()) == "[]")
    #expect(try json([[], [1], []] as [[Int]]) == "[[],[1],[]]")
    #expect(try json(Empty()) == "{}")
    #expect(try json([Empty(), Empty()]) == "[{},{}]")
  }

  @Test func nullsAreWritten() throws {
    #expect(try json([1, nil, 3] as [Int?]) == "[1,null,3]")
  }

  @Test func numbersRoundTrip() throws {
    #expect(try json([Int64.min, .max]) == "[-9223372036854775808,9223372036854775807]")
    #expect(try json(UInt64.max) == "18446744073709551615")
    #expect(try json([0.1, 1e-7, 1e300, -0.0]) == "[0.1,1e-07,1e+300,-0.0]")
    #expect(try json(Float(0.1)) == "0.1")
    #expect(
      try json([Double.nan, .infinity, -.infinity]) == #"["NaN","Infinity","-Infinity"]"#)
  }

  @Test func stringsAreEscapedAndReadBack() throws {
    let text = try json([hostileText])
    #expect(try JSONDecoder().decode([String].self, from: Data(text.utf8)) == [hostileText])
    #expect(
      text.unicodeScalars.allSatisfy { scalar in
        scalar.value >= 0x20 && !(0x7F..<0xA0).contains(scalar.value) && scalar != "\u{2028}"
      })
    #expect(try json("a\u{1}\u{9B}\u{2029}\"\\\n") == #""a\u0001\u009b\u2029\"\\\n""#)
    #expect(try json("\u{A0}é\u{2027}\u{202A}") == "\"\u{A0}é\u{2027}\u{202A}\"")
  }

  @Test func twoContainersOfOneValueAreOneObject() throws {
    struct Split: Encodable {
      enum First: String, CodingKey { case a, list }
      enum Second: String, CodingKey { case b }
      func encode(to encoder: any Encoder) throws {
        var first = encoder.container(keyedBy: First.self)
        try first.encode(1, forKey: .a)
        var list = first.nestedUnkeyedContainer(forKey: .list)
        try list.encode("x")
        var nested = list.nestedContainer(keyedBy: Second.self)
        try nested.encode(2, forKey: .b)
        var second = encoder.container(keyedBy: Second.self)
        try second.encode(3, forKey: .b)
      }
    }
    #expect(
      try json([Split(), Split()])
        == #"[{"a":1,"list":["x",{"b":2}],"b":3},{"a":1,"list":["x",{"b":2}],"b":3}]"#)
  }

  @Test func agreesWithFoundationOnEveryEvent() throws {
    for event in RunEvent.samples {
      let ours = try JSONSerialization.jsonObject(with: Data(OrderedJSONEncoder().encode(event)))
      let theirs = try JSONSerialization.jsonObject(with: JSONEncoder().encode(event))
      #expect((ours as? NSDictionary) == (theirs as? NSDictionary))
    }
  }

  @Test("sets and dictionaries are written in one order, and read back")
  func setsAndDictionaries() throws {
    struct Value: Codable, Equatable {
      var ids: Set<TaskID>
      var names: [String: Set<Int>]
      var counts: [Int: Int]
      var verdicts: [TaskID: Verdict]
      var empty: Set<Int> = []
    }
    let ids = ["b", "a", "c"].map(TaskID.init(rawValue:))
    let value = Value(
      ids: Set(ids), names: ["y": [10, 9], "x": []], counts: [2: 1, 10: 3],
      verdicts: [ids[0]: .veto, ids[1]: .approve])
    let text = try OrderedJSONEncoder(sortsSets: true).string(value)
    #expect(
      text == #"{"ids":["a","b","c"],"names":{"x":[],"y":[10,9]},"counts":{"10":3,"2":1},"#
        + #""verdicts":["a","approve","b","veto"],"empty":[]}"#)
    #expect(try JSONDecoder().decode(Value.self, from: Data(text.utf8)) == value)
  }
}
