import Core
import Foundation
import Testing

@testable import Report

@Suite struct MarkupTests {
  @Test(arguments: [
    ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
    ("\"' onload=\"x", "&quot;&#39; onload=&quot;x"), ("a & b", "a &amp; b"),
    ("]]> -->", "]]&gt; --&gt;"),
  ])
  func textIsEscaped(text: String, source: String) {
    #expect(Markup.text(text).source == source)
    #expect(Markup.foreign(text).source == source)
    let element = Markup.element("p", ["title": text], text: text)
    #expect(element.source == "<p title=\"\(source)\">\(source)</p>")
  }

  @Test func foreignTextHidesNothing() {
    let source = Markup.foreign("a\u{202E}b\u{200B}\u{1B}[31m\u{0}").source
    #expect(source.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x202E })
    #expect(source.contains("202E") && source.contains("200B"))
    let long = Markup.foreign(String(repeating: "é", count: 100), limit: 10).source
    #expect(long == String(repeating: "é", count: 10) + " … (90 characters more)")
  }

  @Test func nothingElseIsInAPage() throws {
    let html = Page(title: "t", sections: [Page.Section(title: "s", content: .text("c"))]).html
    #expect(html.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"))
    #expect(html.contains("default-src &#39;none&#39;; style-src &#39;sha256-"))
  }
}
