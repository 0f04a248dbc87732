import Foundation
import Testing

@testable import Terminal

@Suite("A text goes through the operator's editor in a file of their own")
struct EditorFileTests {
  @Test("nobody else can read it, what is left of it is read, and it goes away")
  func file() throws {
    let file = try EditorFile("def f(x):\n    return x\n")
    let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    try Data("edited\u{202E}\n".utf8).write(to: URL(fileURLWithPath: file.path))
    #expect(try file.contents() == "edited\u{202E}\n")
    file.remove()
    #expect(!FileManager.default.fileExists(atPath: file.path))
  }

  @Test("what is no text, too long, or gone is refused")
  func refusals() throws {
    let file = try EditorFile("")
    defer { file.remove() }
    try Data([0x66, 0xFF]).write(to: URL(fileURLWithPath: file.path))
    #expect(throws: (any Error).self) { try file.contents() }
    try Data(repeating: 0x20, count: EditorFile.limit + 1)
      .write(to: URL(fileURLWithPath: file.path))
    #expect(throws: (any Error).self) { try file.contents() }
    file.remove()
    #expect(throws: (any Error).self) { try file.contents() }
  }

  @Test("VISUAL goes before EDITOR, an empty one counts as none, and there is always one")
  func choice() {
    #expect(EditorFile.command(["VISUAL": "code -w", "EDITOR": "vi"]) == "code -w")
    #expect(EditorFile.command(["VISUAL": "", "EDITOR": "ed"]) == "ed")
    #expect(EditorFile.command(["PATH": "/no/such/folder"]) == "vi")
  }
}
