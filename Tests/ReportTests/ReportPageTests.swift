import Core
import EventSamples
import Foundation
import Journal
import Testing

@testable import Report

@Suite struct ReportPageTests {
  private func html(_ run: SampleRun) throws -> String {
    try RunReport(
      digest: RunDigest(run.reader), verification: run.reader.verify(), version: "0.1"
    ).page().html
  }

  @Test func everySectionHasItsContent() throws {
    let html = try html(SampleRun())
    for words in [
      "Run run-0001", "whole", "held-out solve rate, greedy", "<polyline", "<polygon",
      "0.500 [0.404, 0.596]", "confirmed", "applied revision 1", "<del>none</del>",
      "<ins>while</ins>", "banned constructs", "would veto a share of 1.000", "R1",
    ] {
      #expect(html.contains(words), "\(words) is missing")
    }
  }

  @Test func alteredJournalIsSaid() throws {
    let run = try SampleRun()
    let verification = JournalVerification(
      events: 3, chainedFrom: 1, head: nil,
      problem: JournalVerification.Problem(kind: .altered, seq: 4, message: "event 4 was altered"))
    let page = try RunReport(
      digest: RunDigest(run.reader), verification: verification, version: "0.1"
    ).page().html
    #expect(page.contains("NOT AS WRITTEN: event 4 was altered"))
  }

  /// Texts that try to become something else than text.
  static let attacks: [String] =
    [
      "</code></td></table><script>alert(1)</script>", "\"><img src=x onerror=alert(1)>",
      "<svg/onload=alert(1)>", "<style>*{display:none}</style>", "<base href=//evil>",
      "<meta http-equiv=refresh content=0>", "<!--", "]]>", "</title><script>", "&lt;script&gt;",
      "<a href=javascript:alert(1)>", "\u{202E}<b>", "<\u{0}script>", hostileText,
    ]

  @Test func hostileTextStaysText() throws {
    var generator = SeededGenerator(seed: 11, stream: 1)
    let pieces =
      Self.attacks + ["<", ">", "\"", "'", "&", "/", "=", "script", "\u{200B}", "\n", "é"]
    let random = (0..<12).map { _ in
      (0..<12).map { _ in pieces[Int(generator.next() % UInt64(pieces.count))] }.joined()
    }
    let plain = tags(in: try html(SampleRun(foreign: "x")))
    for text in Self.attacks + random {
      let html = try html(SampleRun(foreign: text))
      // The elements and attributes are those of a page with a harmless text in the same places.
      #expect(tags(in: html) == plain, "\(text.debugDescription)")
      #expect(!html.contains("\u{202E}") && !html.contains("\u{200B}") && !html.contains("\0"))
    }
  }

  /// Every tag of a document, in order, attribute values left out: what a browser would see.
  private func tags(in html: String) -> [String] {
    var tags: [String] = []
    var rest = Substring(html)
    while let start = rest.firstIndex(of: "<") {
      rest = rest[start...]
      var tag = ""
      var quoted = false
      var index = rest.index(after: start)
      while index < rest.endIndex, quoted || rest[index] != ">" {
        if rest[index] == "\"" { quoted.toggle() } else if !quoted { tag.append(rest[index]) }
        index = rest.index(after: index)
      }
      tags.append(tag)
      rest = rest[index...]
    }
    return tags
  }

  @Test func nothingIsLoadedAndNothingRuns() throws {
    let html = try html(SampleRun(foreign: "<script src=//evil></script>"))
    for forbidden in [
      "<script", "<link", "<img", "<iframe", "src=\"", "url(", "@import", " style=",
    ] {
      #expect(!html.contains(forbidden), "\(forbidden)")
    }
    #expect(!html.contains("href=\"h"))
  }

  @Test func stepsThatWereDoneAgainCountOnce() throws {
    let run = try SampleRun()
    let writer = try JournalWriter(resuming: run.folder + "/journal.sqlite")
    guard case .runResumed(var resumed) = RunEvent.Body.sample(of: .runResumed) else { return }
    resumed.checkpoint = 2
    let last = writer.lastSeq
    try writer.append([
      RunEvent(seq: last + 1, time: 2_000, step: 2, body: .runResumed(resumed)),
      RunEvent(seq: last + 2, time: 2_001, step: 3, body: .sample(of: .stepFinished)),
    ])
    let digest = try RunDigest(run.reader)
    #expect(digest.steps.map(\.step) == [1, 2, 3])
    #expect(digest.steps[2].time == 2_001)
    #expect(digest.evaluations.map(\.step) == [1, 2])
  }
}
