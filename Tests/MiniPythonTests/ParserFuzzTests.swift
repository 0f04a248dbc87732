import Core
import Foundation
import Testing

@testable import MiniPython

/// No text traps the parser: whatever is cut, doubled, swapped or put in, it gives a program or an
/// error with a line. Seeded, so that a failure repeats.
struct ParserFuzzTests {
  /// Programs that use every form of the language.
  private static let sources: [String] = {
    guard
      let url = Bundle.module.url(
        forResource: "recordings", withExtension: "jsonl", subdirectory: "Recordings"),
      let text = try? String(contentsOf: url, encoding: .utf8)
    else { return [] }
    let recorded = text.split(separator: "\n").compactMap { line -> String? in
      let row = try? JSONDecoder().decode([String: String].self, from: Data(line.utf8))
      return row?["code"]
    }
    return recorded.enumerated().filter { $0.offset % 7 == 0 }.map(\.element) + [
      "match a:\n  case [x, *_] if x: pass\n  case {'k': 1, **r} | None: pass\n  case P(q=2): pass\n",
      "with (a as b, c as d): pass\nwith a, b as (c, d): pass\n",
      "@a.b\n@c(1)\nclass C(B, D):\n  x: int = 3\n  def f(self, /, a, *b, c=1, **d): yield (yield)\n",
      "f'{a!r:>{b}} {c=} {{}} {d:{e}.{f}}' rf'{g}\\d' b'\\x00'\n",
      "try: a\nexcept (B, C) as d: raise E from f\nelse: g\nfinally: h\n",
      "lambda a, *b, c=1, **d: [x for y in z if w for v in u]\nfrom a import (b as c, d,)\n",
      "async def f(): await g\nfor a, *b in c: continue\nelse: pass\nnonlocal q; global r\n",
    ]
  }()

  /// The text's words, numbers, spaces and signs.
  private static func pieces(_ text: String) -> [String] {
    var result: [String] = []
    var wasWord = false
    for character in text {
      let isWord = character.isLetter || character.isNumber || character == "_"
      if isWord, wasWord, !result.isEmpty {
        result[result.count - 1].append(character)
      } else {
        result.append(String(character))
      }
      wasWord = isWord
    }
    return result
  }

  private func attempt(_ text: String) {
    do {
      let program = try Program(parsing: text)
      #expect(program.module.count <= text.unicodeScalars.count + 64)
    } catch {
      #expect(error.line >= 1, "\(text)")
    }
    _ = try? Literal.parse(text)
    _ = try? Literal.parseArguments(text)
    _ = try? Expression.parse(text)
  }

  @Test func everyPrefixOfAProgramIsReadOrRefused() {
    for source in Self.sources {
      let pieces = Self.pieces(source)
      for count in stride(from: 0, to: min(pieces.count, 120), by: 2) {
        attempt(pieces[..<count].joined())
      }
      for start in stride(from: 1, to: min(pieces.count, 120), by: 6) {
        attempt(pieces[start...].joined())
      }
    }
  }

  @Test func mutatedTokensAreReadOrRefused() throws {
    var generator = SeededGenerator(seed: 4)
    let signs =
      "( ) [ ] { } : , ; . = == := -> ** * / // @ ~ ! f'{ }' \" ''' \\ \n \n  \t # ... 1 0x 1e 1_ 5j"
      .split(separator: " ").map(String.init)
      + [
        "\n", "\n  ", "\u{0C}", "\r", "\u{0}", "\u{FEFF}", "🎈", "e\u{301}", "\n\t", "    ",
        "match ", "case ", "yield ", "lambda ", "not ", "in ", "is ", "if ", "else ", "elif ",
        "async ", "await ", "from ", "import ", "as ", "class ", "def ", "with ", "try:", "del ",
      ]
    for _ in 0..<1_200 {
      let source = Self.sources[Int.random(in: 0..<Self.sources.count, using: &generator)]
      var pieces = Self.pieces(source)
      for _ in 0..<Int.random(in: 1...5, using: &generator) where !pieces.isEmpty {
        let place = Int.random(in: 0..<pieces.count, using: &generator)
        let other = Int.random(in: 0..<pieces.count, using: &generator)
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: pieces.remove(at: place)
        case 1: pieces.insert(pieces[other], at: place)
        case 2: pieces.swapAt(place, other)
        case 3: pieces.removeSubrange(min(place, other)..<max(place, other))
        default:
          let sign = signs[Int.random(in: 0..<signs.count, using: &generator)]
          pieces.insert(sign, at: place)
        }
      }
      attempt(pieces.joined())
    }
  }

  @Test func mutatedBytesAreReadOrRefused() {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<900 {
      let source = Self.sources[Int.random(in: 0..<Self.sources.count, using: &generator)]
      var bytes = Array(source.utf8)
      for _ in 0..<Int.random(in: 1...8, using: &generator) where !bytes.isEmpty {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.remove(at: place)
        default: bytes.insert(UInt8.random(in: 0...127, using: &generator), at: place)
        }
      }
      attempt(String(decoding: bytes, as: UTF8.self))
    }
  }

  @Test func theLastTokenIsNeverPassed() throws {
    var parser = try Parser(source: "x")
    parser.position += 100
    #expect(parser.token.kind == .end)
    #expect(parser.following.kind == .end)
    parser = try Parser(source: "")
    #expect(parser.token.kind == .end)
    #expect(parser.following.kind == .end)
  }
}
