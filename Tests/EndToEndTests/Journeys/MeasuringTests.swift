import Foundation
import Testing

/// `proctor bench`. What it measures is measured by hand: a test cannot tell a slow machine from a
/// slow program.
@Suite struct MeasuringTests {
  @Test func anUnknownBenchmarkIsNamedWithThoseThereAre() throws {
    let proctor = try ProctorProgram(seeded: false)
    let result = try proctor("bench", "engines")
    #expect(result.status != 0)
    #expect(result.errors.contains("no benchmark 'engines'"))
    #expect(result.errors.contains("engine, sampling, step, executor, journal, screen"))
  }

  @Test func rowsSayWhatWasMeasured() throws {
    let proctor = try ProctorProgram(seeded: false)
    let result = try proctor("bench", "screen", "--json")
    #expect(result.status == 0)
    let document = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
    let rows = try #require((document as? [String: Any])?["rows"] as? [[String: Any]])
    #expect(rows.count == 5)
    for row in rows {
      #expect((row["name"] as? String)?.hasPrefix("screen.") ?? false)
      #expect((row["value"] as? Double ?? -1) >= 0)
      #expect(["core", "unit", "what", "clock"].allSatisfy { row[$0] is String })
      #expect((row["repetitions"] as? Int ?? 0) > 0 && row["threads"] as? Int == 1)
    }
  }
}
