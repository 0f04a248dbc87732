import Foundation
import Testing

/// Keeps the directions between targets: a file may import only what its target may know.
@Suite struct ArrowTests {
  /// What each target may import of ours. Arrows point down only.
  static let allowed: [String: Set<String>] = [
    "Core": [],
    "Tensor": ["COpenBLAS", "CKernels"],
    "LanguageModel": ["Tensor"],
    "MiniPython": ["Core"],
    "PythonSandbox": ["CSandbox", "MiniPython"],
    "SelfPlay": ["LanguageModel", "MiniPython", "Core"],
    "Oversight": ["MiniPython", "Core"],
    "Journal": ["Core"],
    "Report": ["Journal", "Core"],
    "Wire": ["Core"],
    "RunSession": [
      "SelfPlay", "LanguageModel", "MiniPython", "PythonSandbox", "Oversight", "Journal", "Wire",
      "Core",
    ],
    "Dashboard": ["Core"],
    "Terminal": ["Dashboard", "CTerminal", "Core"],
    "proctor": [
      "RunSession", "SelfPlay", "PythonSandbox", "MiniPython", "Oversight", "LanguageModel",
      "Journal", "Report", "Wire", "Dashboard", "Terminal", "Core",
    ],
  ]

  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  @Test func everyTargetHasItsRow() throws {
    let folders = try FileManager.default.contentsOfDirectory(
      atPath: Self.root.appendingPathComponent("Sources").path)
    let swiftTargets = folders.filter { !$0.hasPrefix("C") || $0 == "Core" }
    #expect(Set(swiftTargets) == Set(Self.allowed.keys))
  }

  @Test(arguments: allowed.keys.sorted())
  func importsStayWithinTheArrows(target: String) throws {
    let ours = Set(Self.allowed.keys).union(["CTerminal", "COpenBLAS", "CKernels", "CSandbox"])
    let allowed = Self.allowed[target] ?? []
    let folder = Self.root.appendingPathComponent("Sources/\(target)")
    let files = try #require(FileManager.default.enumerator(atPath: folder.path))
    var count = 0
    for case let name as String in files where name.hasSuffix(".swift") {
      count += 1
      let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
      for line in text.split(separator: "\n") {
        let words = line.split(separator: " ")
        guard let word = words.firstIndex(of: "import"), word + 1 < words.count,
          words[..<word].allSatisfy({ ["public", "internal", "@testable"].contains($0) })
        else { continue }
        let module = String(words[word + 1])
        #expect(
          !ours.contains(module) || allowed.contains(module),
          "\(target)/\(name) imports \(module)")
      }
    }
    #expect(count > 0)
  }
}
