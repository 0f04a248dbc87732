import Core

/// One line of `proctor execute --jsonl`: `{"id", "code", "input"}`.
enum ProgramLine {
  /// Runs the line's program; the answer is a line of JSON without its end.
  ///
  /// - Parameter number: the line's number, from 1, for complaints.
  static func answer(_ line: [UInt8], number: Int, _ runner: ProgramRunner) -> [UInt8] {
    var id = Array("null".utf8)
    guard line.count <= OrderedLines.longestLine else {
      return answer(
        id, error: "line \(number): longer than \(OrderedLines.longestLine >> 20) MiB")
    }
    guard String(validating: line, as: UTF8.self) != nil else {
      return answer(id, error: "line \(number): not UTF-8 text")
    }
    guard line.first(where: { !" \t\r\n".utf8.contains($0) }) == UInt8(ascii: "{") else {
      return answer(id, error: "line \(number): not a JSON object")
    }
    do throws(JSONTree.Fault) {
      return try line.withUnsafeBufferPointer { bytes throws(JSONTree.Fault) in
        let tree = try JSONTree(bytes)
        if let member = tree.member("id", of: 0) { id = Array(tree.spelling(member)) }
        guard let code = text("code", in: tree) else {
          return answer(id, error: "line \(number): `code` must be a string")
        }
        guard let input = text("input", in: tree) else {
          return answer(id, error: "line \(number): `input` must be a string")
        }
        switch runner.run(code, input: input).outcome {
        case .success(let text): return answer(id, "output", text)
        case .failure(let failure): return answer(id, error: failure.text)
        }
      }
    } catch {
      let place = "invalid JSON at byte \(error.offset + 1): \(error.reason)"
      return answer(id, error: "line \(number): \(place)")
    }
  }

  /// What a member says that is a string.
  private static func text(_ name: String, in tree: JSONTree) -> String? {
    tree.member(name, of: 0).flatMap { tree.kind($0) == .string ? tree.text($0) : nil }
  }

  private static func answer(_ id: [UInt8], error: String) -> [UInt8] {
    answer(id, "error", error)
  }

  private static func answer(_ id: [UInt8], _ name: String, _ text: String) -> [UInt8] {
    let string = (try? OrderedJSONEncoder().string(text)) ?? "\"\""
    return Array("{\"id\":".utf8) + id + Array(",\"\(name)\":\(string)}".utf8)
  }
}
