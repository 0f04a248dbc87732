import Foundation
import Journal

/// One self-contained HTML file: no script, no link, nothing that a browser would load.
///
/// Its content policy allows exactly the style sheet that is in it, known by its hash.
public struct Page: Sendable {
  public var title: String
  public var sections: [Section]

  /// A part of the page under a heading.
  public struct Section: Sendable {
    public var title: String
    public var content: Markup

    public init(title: String, content: Markup) {
      self.title = title
      self.content = content
    }
  }

  public init(title: String, sections: [Section]) {
    self.title = title
    self.sections = sections
  }

  /// The document.
  public var html: String {
    let policy =
      "default-src 'none'; style-src 'sha256-\(Self.styleHash)'; base-uri 'none'; form-action 'none'"
    let rules: KeyValuePairs<StaticString, String> = [
      "http-equiv": "Content-Security-Policy", "content": policy,
    ]
    let head = Markup.element(
      "head", [:],
      [
        .element("meta", ["charset": "utf-8"]),
        .element("meta", rules),
        .element("meta", ["name": "referrer", "content": "no-referrer"]),
        .element(
          "meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
        .element("title", [:], [.foreign(title)]), .style(StyleSheet.text),
      ])
    let contents = Markup.element(
      "nav", [:],
      sections.enumerated().map { index, section in
        .element("a", ["href": "#s\(index)"], text: section.title)
      })
    let body = Markup.element(
      "body", [:],
      [.element("h1", [:], [.foreign(title)]), contents]
        + sections.enumerated().map { index, section in
          .element(
            "section", ["id": "s\(index)"],
            [.element("h2", [:], text: section.title), section.content])
        })
    return "<!DOCTYPE html>\n" + Markup.element("html", ["lang": "en"], [head, body]).source
      + "\n"
  }

  private static var styleHash: String {
    Data(FileDigest.sha256(of: "\(StyleSheet.text)")).base64EncodedString()
  }
}

/// The look of reports and charts: the colours of Okabe and Ito, on light and on dark.
enum StyleSheet {
  static let text: StaticString = """
    :root{color-scheme:light dark;--bg:#fff;--fg:#1b1b1b;--dim:#606060;--line:#d0d0d0;--box:#f6f6f6;\
    --mark:#ffe08a;--c0:#0072b2;--c1:#d55e00;--c2:#008560;--c3:#b0508a;--c4:#8a6d00;--c5:#3a7ca5}
    @media (prefers-color-scheme:dark){:root{--bg:#16181c;--fg:#e8e8e8;--dim:#a0a0a0;--line:#3c4048;\
    --box:#1f2228;--mark:#6b5500;--c0:#56b4e9;--c1:#f08c3c;--c2:#2fc79b;--c3:#dd9cc4;--c4:#e6c229;\
    --c5:#9ecae1}}
    body{background:var(--bg);color:var(--fg);font:15px/1.45 system-ui,sans-serif;margin:1.5rem auto;\
    max-width:70rem;padding:0 1rem}
    h1{font-size:1.5rem}h2{font-size:1.2rem;border-bottom:1px solid var(--line);margin-top:2rem}
    h3{font-size:1rem;margin:1rem 0 .3rem}nav{display:flex;flex-wrap:wrap;gap:.3rem 1rem}
    a{color:var(--c0)}p{margin:.5rem 0}.dim{color:var(--dim)}.bad{color:var(--c1);font-weight:600}
    .good{color:var(--c2);font-weight:600}table{border-collapse:collapse;margin:.5rem 0;max-width:100%}
    th,td{text-align:left;vertical-align:top;padding:.2rem .6rem;border-bottom:1px solid var(--line)}
    th{color:var(--dim);font-weight:600}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
    code,pre{font:13px/1.4 ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere}
    pre{background:var(--box);border:1px solid var(--line);padding:.5rem;margin:.3rem 0}
    td code{display:block;max-width:34rem}mark{background:var(--mark);color:inherit}
    section{overflow-x:auto}
    .charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(26rem,100%),1fr));gap:1rem}
    .side{display:grid;grid-template-columns:1fr 1fr;gap:1rem}figure{margin:0}
    svg{width:100%;height:auto;color:var(--fg)}svg text{fill:var(--fg);font:11px system-ui,sans-serif}
    svg .t{font-size:13px;font-weight:600}svg .a{fill:var(--dim)}svg .g{stroke:var(--line)}
    svg .l{fill:none;stroke-width:1.6}svg .b{opacity:.18;stroke:none}svg .m{stroke:var(--dim);\
    stroke-dasharray:2 3}svg .s0{stroke:var(--c0)}svg .s1{stroke:var(--c1)}svg .s2{stroke:var(--c2)}
    svg .s3{stroke:var(--c3)}svg .s4{stroke:var(--c4)}svg .s5{stroke:var(--c5)}svg .f0{fill:var(--c0)}
    svg .f1{fill:var(--c1)}svg .f2{fill:var(--c2)}svg .f3{fill:var(--c3)}svg .f4{fill:var(--c4)}
    svg .f5{fill:var(--c5)}@media print{body{max-width:none}}
    """
}
