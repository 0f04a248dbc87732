import Testing

@testable import MiniPython

/// Dictionaries whose keys come and go: deleted places are dropped, and the index is made anew.
@Suite struct DictionaryTests {
  @Test("what stays is found, however many keys came and went", arguments: 1...12)
  func turnover(kept: Int) throws {
    let program = try Program(
      parsing: """
        def f(kept):
            d = {}
            for key in range(200):
                d[key] = key * key
                if len(d) > kept:
                    del d[next(iter(d))]
                for k in list(d):
                    assert k in d and d[k] == k * k
            return list(d)
        """)
    let result = Interpreter(budget: Budget(steps: 1_000_000)).call(
      program, arguments: "\(kept)")
    #expect(result.value?.repr == "\(Array((200 - kept)..<200))")
  }
}
