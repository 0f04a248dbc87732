import Core
import MiniPython

/// The fenced block of Python in which a chat model answers.
struct PythonBlock {
  static let fence = "```"

  /// The lines before the closing fence.
  private(set) var lines: [Substring]
  /// Whether the block was closed, or ended with the response.
  let isComplete: Bool

  /// Reads a block whose opening fence was the prompt's.
  ///
  /// - Parameters:
  ///   - start: The block's first characters, which were the prompt's, too.
  ///   - ended: Whether the model ended the response by itself. Otherwise its last line is unfinished
  ///     and left out.
  init(start: String, continuedBy text: String, ended: Bool) {
    let all = (start + text).split(separator: "\n", omittingEmptySubsequences: false)
    let close = all.firstIndex { $0.drop(while: \.isWhitespace).hasPrefix(Self.fence) }
    // A fence may also follow the last line's code.
    let inline = all.firstIndex { $0.contains(Self.fence) }
    if let inline, inline < close ?? all.count {
      let line = all[inline]
      let code = line[..<(line.firstRange(of: Self.fence)?.lowerBound ?? line.endIndex)]
      lines = Array(all[..<inline]) + [code]
      isComplete = true
    } else {
      lines = Array(all[..<(close ?? (ended ? all.count : max(0, all.count - 1)))])
      isComplete = close != nil || ended
    }
  }

  // MARK: - Writing

  /// A text between fences.
  static func fenced(_ text: String) -> String { "\(fence)python\n\(text)\n\(fence)" }

  /// A task as a proposer writes it: the call and its result are the doctest of f.
  static func proposal(of task: TaskContent) -> String {
    var lines = task.program.split(separator: "\n", omittingEmptySubsequences: false).map(
      String.init)
    let output = task.type == .induction || task.output.isEmpty ? [] : [task.output]
    let call = [">>> f(\(task.input))"] + output
    if let head = lines.lastIndex(where: { $0.hasPrefix("def f(") && $0.hasSuffix(":") }) {
      lines.insert(contentsOf: ([quotes] + call + [quotes]).map { "    " + $0 }, at: head + 1)
    } else {
      lines += ["", call[0].dropFirst(4).description]
    }
    return fenced(lines.joined(separator: "\n"))
  }

  private static let quotes = "\"\"\""

  // MARK: - Reading

  /// The comment with which the block begins, without its signs.
  var comment: String {
    lines.prefix { $0.trimmed.hasPrefix("#") || $0.trimmed.isEmpty }
      .map { String($0.trimmed.drop { $0 == "#" }).trimmed }.joined(separator: "\n").trimmed
  }

  /// The first comment anywhere in the block, on one line, without its signs.
  var remark: String {
    lines.drop { !$0.trimmed.hasPrefix("#") }.prefix { $0.trimmed.hasPrefix("#") }
      .map { String($0.trimmed.drop { $0 == "#" }).trimmed }.joined(separator: " ").trimmed
  }

  /// What follows the comment.
  private var code: ArraySlice<Substring> {
    lines.drop { $0.trimmed.hasPrefix("#") || $0.trimmed.isEmpty }
  }

  /// The first line of code.
  var statement: String? { code.first.map { $0.trimmed } }

  /// The arguments of the calls of f that begin lines, in order.
  var calls: [String] { code.compactMap { Call(in: $0)?.arguments } }

  /// The first assertion that a call of f has a value.
  var assertion: (arguments: String, value: String)? {
    code.lazy.compactMap { line -> (arguments: String, value: String)? in
      guard let call = Call(in: line), let value = call.rest.dropping("==") else { return nil }
      return (call.arguments, value.trimmed)
    }.first
  }

  /// The definitions at the block's beginning, without what comes after them.
  var program: String? {
    guard let first = code.first(where: { _ in true }), first.hasPrefix("def ") else { return nil }
    let own = code.prefix { line in
      line.isEmpty || [" ", "\t", ")", "#", "@"].contains(line.first)
        || line.hasPrefix("def ") || line.hasPrefix("class ")
    }
    return own.joined(separator: "\n").trimmedAtEnd
  }

  /// A proposal: the docstring of f, the arguments of the call in it, and the program without it. A
  /// call after the program does as well.
  var proposal: (docstring: String, program: String, arguments: String)? {
    guard let program else { return nil }
    let rest = code.dropFirst(
      program.split(separator: "\n", omittingEmptySubsequences: false).count)
    let later = rest.lazy.compactMap { Call(in: $0)?.arguments }.first
    guard let (docstring, body) = Self.docstring(of: program) else {
      return later.map { ("", program, $0) }
    }
    let own = docstring.split(separator: "\n").lazy.compactMap { Call(in: $0)?.arguments }.first
    return (own ?? later).map { (docstring.trimmed, body, $0) }
  }

  /// Splits the docstring of the first function from the rest.
  private static func docstring(of program: String) -> (docstring: String, rest: String)? {
    let lines = program.split(separator: "\n", omittingEmptySubsequences: false)
    guard let head = lines.firstIndex(where: { $0.trimmed.hasSuffix(":") }),
      let start = lines[(head + 1)...].firstIndex(where: { !$0.trimmed.isEmpty }),
      let quotes = [quotes, "'''"].first(where: { lines[start].trimmed.hasPrefix($0) })
    else { return nil }
    let body = lines[start...].joined(separator: "\n")
    let parts = body.split(separator: quotes, maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3 else { return nil }
    let rest = parts[2].drop { $0 == " " || $0 == "\n" }
    // The indentation of the first statement was dropped with the line's end before it.
    let indented = lines[start].prefix(while: \.isWhitespace) + rest
    return (
      String(parts[1]),
      (lines[...head].map(String.init) + [String(indented)]).joined(separator: "\n")
    )
  }
}

/// A call of f at the beginning of a line, perhaps in an assertion, a print or a doctest.
private struct Call {
  let arguments: String
  /// What follows the call on its line.
  let rest: Substring

  init?(in line: some StringProtocol) {
    var text = Substring(line.trimmed)
    for word in [">>> ", "assert ", "print("] { text = text.dropping(word) ?? text }
    guard let inside = text.dropping("f(") else { return nil }
    var shortest: Substring.Index?
    for index in inside.indices where inside[index] == ")" {
      shortest = shortest ?? index
      guard (try? Literal.parseArguments(String(inside[..<index]))) != nil else { continue }
      shortest = index
      break
    }
    // Arguments that are no literals are handed on: the refusal then names them.
    guard let end = shortest else { return nil }
    arguments = inside[..<end].trimmed
    rest = inside[inside.index(after: end)...].drop(while: \.isWhitespace)
  }
}

extension StringProtocol {
  /// What follows a beginning; nil for another beginning.
  fileprivate func dropping(_ beginning: String) -> SubSequence? {
    hasPrefix(beginning) ? dropFirst(beginning.count) : nil
  }

  /// Without white space at the end.
  fileprivate var trimmedAtEnd: String {
    var end = endIndex
    while end > startIndex, self[index(before: end)].isWhitespace { end = index(before: end) }
    return String(self[..<end])
  }
}
