import Foundation
import Testing

@testable import LanguageModel

/// A Python with transformers, named by PROCTOR_PYTHON; the recorded values serve everywhere.
private let python = ProcessInfo.processInfo.environment["PROCTOR_PYTHON"]

@Suite(.enabled(if: python != nil, "PROCTOR_PYTHON names no Python that has transformers"))
struct LiveTransformersTests {
  /// What transformers computes with a folder.
  private func logits(_ folder: String, _ tokens: [Int32]) throws -> [[Float]] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(python))
    process.arguments = [
      try RecordedModels.url("logits.py").path, folder,
      tokens.map(String.init).joined(separator: ","),
    ]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let rows = try JSONFile(bytes: Array(data), file: "logits.py").value["logits"]?.array ?? []
    return rows.map { $0.array?.compactMap { $0.number.map { Float($0) } } ?? [] }
  }

  @Test(arguments: RecordedModels.names)
  func whatIsSavedIsLoaded(name: String) throws {
    let loaded = try LoadedModel.load(path: RecordedModels.url(name).path)
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "live-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try loaded.write(toFolder: folder.path)
    let tokens = try RecordedModels.expected(name).tokens
    let theirs = try logits(folder.path, tokens)
    #expect(theirs.count == tokens.count)
    for (row, other) in zip(loaded.model.logits(of: tokens), theirs) {
      #expect(difference(row, other) < 1e-4)
    }
  }
}
