import Core
import EventSamples
import Foundation
import Testing

@testable import Report

@Suite struct SampleLinesTests {
  private func lines(_ run: SampleRun) throws -> [[String: Any]] {
    var text = ""
    try SampleLines.write(run.reader) { text += String(decoding: $0, as: UTF8.self) }
    // Split as every reader of such files does, not at what Unicode calls a line's end.
    return try Data(text.utf8).split(separator: 0x0A).map {
      try JSONSerialization.jsonObject(with: $0) as? [String: Any] ?? [:]
    }
  }

  @Test func everyResponseIsASampleWithItsTask() throws {
    let samples = try lines(SampleRun(foreign: "x + 1"))
    #expect(samples.count == 3)
    #expect(samples.map { $0["id"] as? String } == ["run-0001-2", "run-0001-3", "run-0001-4"])
    for sample in samples {
      #expect((sample["input"] as? String)?.hasPrefix("Which program has these outputs?") == true)
      #expect(sample["target"] as? String == "x + 1")
      let metadata = try #require(sample["metadata"] as? [String: Any])
      #expect(Set(metadata.keys) == Set(SampleLines.metadata.map(\.name)))
      #expect(metadata["chain"] as? String == "x + 1")
      #expect(metadata["task"] as? String == "0123456789ab")
    }
    let correct = samples.map { ($0["metadata"] as? [String: Any])?["correct"] as? Bool }
    #expect(correct == [false, true, true])
  }

  @Test func hostileTextStaysInItsLine() throws {
    let samples = try lines(SampleRun(foreign: hostileText))
    #expect(samples.count == 3)
    let metadata = samples.compactMap { $0["metadata"] as? [String: Any] }
    #expect(metadata.allSatisfy { $0["chain"] as? String == hostileText })
  }
}
