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
    do throws(JSONScanner.Failure) {
      let object = try JSONScanner.object(line)
      if let member = object["id"] { id = member.text }
      guard let code = object["code"]?.string else {
        return answer(id, error: "line \(number): `code` must be a string")
      }
      guard let input = object["input"]?.string else {
        return answer(id, error: "line \(number): `input` must be a string")
      }
      switch runner.run(code, input: input).outcome {
      case .success(let text): return answer(id, "output", text)
      case .failure(let failure): return answer(id, error: failure.text)
      }
    } catch {
      return answer(id, error: "line \(number): \(error.message)")
    }
  }

  private static func answer(_ id: [UInt8], error: String) -> [UInt8] {
    answer(id, "error", error)
  }

  private static func answer(_ id: [UInt8], _ name: String, _ text: String) -> [UInt8] {
    let string = (try? OrderedJSONEncoder().string(text)) ?? "\"\""
    return Array("{\"id\":".utf8) + id + Array(",\"\(name)\":\(string)}".utf8)
  }
}
