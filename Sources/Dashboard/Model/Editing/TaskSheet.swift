import Core

/// A task as a text for an editor, and back.
///
/// A mark line begins each part. Above the first and below the last part stand five lines of ours:
/// editors obey settings that they find in the first and last lines of a file, and those must not be
/// the model's.
struct TaskSheet {
  /// Why a text is no task.
  struct Fault: Error, Hashable, Sendable {
    var message: String
  }

  /// What the text says.
  struct Reading: Hashable, Sendable {
    var content: TaskContent
    /// Why it was changed; nil if nothing was written.
    var note: String?
  }

  let task: TaskID
  let content: TaskContent

  /// What a mark line begins with: bars after a comment sign, as many as no line of the task has.
  private var mark: String {
    let texts = [content.program, content.input, content.message] + content.pairs.map(\.input)
    var mark = "#|"
    while texts.contains(where: { $0.contains(mark) }) { mark += "|" }
    return mark
  }

  private var parts: [(name: String, text: String)] {
    var parts = [("program", content.program)]
    if content.type == .induction {
      parts += content.pairs.enumerated().map { ("input \($0 + 1)", $1.input) }
      parts.append(("message", content.message))
    } else {
      parts.append(("input", content.input))
    }
    return parts + [("note", "")]
  }

  /// The text that is edited.
  var text: String {
    let mark = mark
    var lines = [
      "# Task \(task), \(content.type.rawValue). Save and leave the editor: your task is checked as a",
      "# proposal is, and then takes the place of the one that is held. Leave without a change to",
      "# change nothing. Outputs are computed. A note is optional and kept in the journal.",
      "# Lines that begin with \(mark) name the parts: keep them.",
      "#",
    ]
    for part in parts { lines += ["\(mark) \(part.name)", part.text] }
    lines.append("\(mark) end")
    return (lines + Array(repeating: "#", count: 5)).joined(separator: "\n") + "\n"
  }

  /// What an edited text says; nil if it is as it was, or empty.
  func reading(_ edited: String) throws(Fault) -> Reading? {
    if edited == text || edited.allSatisfy(\.isWhitespace) { return nil }
    let found = sections(edited)
    var content = content
    var note: String?
    var pairs: [InputOutputPair] = []
    for (name, text) in found {
      switch name {
      case "program": content.program = text
      case "input": content.input = text
      case "message": content.message = text
      case "note": note = text.allSatisfy(\.isWhitespace) ? nil : text
      case "end": break
      case _ where name.hasPrefix("input "): pairs.append(InputOutputPair(input: text, output: ""))
      default: throw Fault(message: "no part of a task is called '\(name)'")
      }
    }
    let names = found.map(\.name)
    guard Set(names).count == names.count else {
      throw Fault(message: "a part is there twice; nothing was sent")
    }
    for part in parts where part.name != "note" && !part.name.hasPrefix("input ") {
      guard names.contains(part.name) else {
        throw Fault(message: "the line '\(mark) \(part.name)' is missing; nothing was sent")
      }
    }
    content.output = ""
    if content.type == .induction { content.pairs = pairs }
    return Reading(content: content, note: note)
  }

  /// The parts of a text, without line ends after them.
  private func sections(_ edited: String) -> [(name: String, text: String)] {
    let mark = Array((mark + " ").unicodeScalars)
    var sections: [(name: String, lines: [Substring.UnicodeScalarView])] = []
    for line in edited.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.starts(with: mark) {
        sections.append((String(line.dropFirst(mark.count)).trimmed, []))
      } else if !sections.isEmpty {
        sections[sections.count - 1].lines.append(line)
      }
    }
    return sections.map { section in
      var lines = section.lines
      while let last = lines.last, last.isEmpty { lines.removeLast() }
      return (section.name, lines.map { String($0) }.joined(separator: "\n"))
    }
  }
}
