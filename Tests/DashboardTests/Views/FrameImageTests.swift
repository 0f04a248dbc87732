import Foundation
import Testing

@testable import Dashboard

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("A frame becomes a picture")
struct FrameImageTests {
  @Test("every character stands in its cell, foreign text is escaped, and it is well-formed XML")
  func picture() throws {
    var driver = Driver(60, 22)
    driver.run {
      $0.start()
      $0.startStep()
      $0.propose(1, chain: "<script>alert('&')</script> \u{202E} 漢字 ]]>")
    }
    driver.press("j", "z", .tab)
    driver.press("j", .enter)
    let frame = render(driver.state, size: driver.state.size, theme: .default)
    let svg = FrameImage(frame, theme: .default).svg
    #expect(!svg.contains("<script>"))
    let reader = Reader()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = reader
    #expect(parser.parse(), "\(parser.parserError.map(String.init(describing:)) ?? "")")
    // All that is not blank is in the picture, in its place.
    #expect(
      reader.texts.allSatisfy {
        $0.x % FrameImage.width == 0 && ($0.y - FrameImage.foot) % FrameImage.height == 0
      })
    let drawn = reader.texts.map(\.text).joined().filter { $0 != " " }
    #expect(drawn == frame.text.filter { $0 != " " && $0 != "\n" })
  }

  @Test("reverse and backgrounds become rectangles behind the text")
  func grounds() throws {
    var driver = Driver(40, 10)
    driver.run {
      $0.start()
      $0.propose(1)
    }
    driver.press("j")
    for name in ["mono", "paper", "nord"] {
      let theme = try Theme.load(name: name, directories: [])
      let frame = render(driver.state, size: driver.state.size, theme: theme)
      #expect(FrameImage(frame, theme: theme).svg.contains("<rect x="), "\(name)")
    }
  }

  private final class Reader: NSObject, XMLParserDelegate {
    var texts: [(x: Int, y: Int, text: String)] = []
    private var isText = false

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String]
    ) {
      isText = name == "text"
      guard isText else { return }
      texts.append((Int(attributes["x"] ?? "") ?? -1, Int(attributes["y"] ?? "") ?? -1, ""))
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
      if isText { texts[texts.count - 1].text += string }
    }

    func parser(
      _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
    ) { isText = false }
  }
}
