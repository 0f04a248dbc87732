import Core
import Foundation
import Testing

@testable import Report

private let browser = ["/usr/bin/chromium", "/usr/bin/google-chrome"].first {
  FileManager.default.isExecutableFile(atPath: $0)
}

/// The report as a browser understands it, where there is one.
@Suite(.enabled(if: browser != nil)) struct BrowserTests {
  private static let hostile = """
    <script>document.title='owned'</script></style><style>body{display:none}</style>\
    "><img src=x onerror="document.title='owned'"><a href="javascript:document.title='owned'">\
    </svg></title><svg onload="document.title='owned'"><iframe src="data:text/html,x"></iframe>\
    &#60;script&#62;document.title='owned'&#60;/script&#62;\u{202E}\u{E0041}\u{E0042}\u{200B}\u{0}\u{1B}[2J
    """

  /// The document's elements and texts after the browser has read the page and run what it would.
  private func document(of html: String) throws -> String {
    let folder = NSTemporaryDirectory() + "browser-tests-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Data(html.utf8).write(to: URL(fileURLWithPath: folder + "/page.html"))
    let output = folder + "/document"
    try Data().write(to: URL(fileURLWithPath: output))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(browser))
    process.arguments = [
      "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
      "--user-data-dir=\(folder)/profile", "--dump-dom", "file://\(folder)/page.html",
    ]
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return try String(contentsOfFile: output, encoding: .utf8)
  }

  @Test func hostileTextIsTextAndNothingElse() throws {
    let run = try SampleRun(foreign: Self.hostile)
    let report = RunReport(
      digest: try RunDigest(run.reader), verification: try run.reader.verify(), version: "test")
    let html = try report.page().html
    let document = try document(of: html)
    #expect(document.contains("<title>Run run-0001"))
    for element in ["<script", "<img", "<iframe", "<a href=\"j", "<svg onload"] {
      #expect(!document.contains(element), "\(element)")
    }
    #expect(document.components(separatedBy: "<style").count == 2)
    for token in ["{U+202E}", "{U+E0041}", "{U+200B}"] { #expect(document.contains(token)) }
    #expect(document.contains("prefers-color-scheme"))
    // The browser took the style sheet, whose hash the policy names, and drew the charts.
    #expect(document.contains("<svg") && document.contains("</html>"))
  }
}
