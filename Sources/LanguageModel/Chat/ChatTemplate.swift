import Foundation

/// How a family of models writes a chat as one text.
///
/// Templates come as Jinja programs; the families' are recognised by the marks that they write and
/// rendered here without running them. Tools are not supported.
public struct ChatTemplate: Hashable, Sendable {
  enum Style: Hashable, Sendable {
    /// `<|im_start|>role` (SmolLM2, Qwen). The default speaks when no system message does.
    /// `hidesThoughts` leaves out what assistants thought in earlier turns (Qwen3).
    case chatML(defaultSystem: String?, hidesThoughts: Bool)
    /// `<|start_header_id|>role` (Llama 3). `datesSystem`: a system header with the two dates
    /// (Llama 3.1 and later).
    case headers(datesSystem: Bool)
    /// `[INST] <<SYS>>` (Llama 2).
    case instructionsWithSystem
    /// `[INST]` (Mistral), with the white space that the template puts around the marks.
    case instructions(open: String, close: String, answer: String)
  }

  let style: Style

  /// The day that Llama 3.1's template writes unless it is told another.
  static let date = "26 Jul 2024"

  /// Recognises a template; nil when it is of no known family.
  public init?(template: String) {
    if template.contains("<|im_start|>") {
      style = .chatML(
        defaultSystem: ChatTemplate.defaultSystem(template),
        hidesThoughts: template.contains("</think>"))
    } else if template.contains("<|start_header_id|>") {
      style = .headers(datesSystem: template.contains("Cutting Knowledge Date: December 2023"))
    } else if template.contains("<<SYS>>") {
      style = .instructionsWithSystem
    } else if template.contains("[INST]") {
      func quotes(_ text: String) -> Bool {
        template.contains("'\(text)'") || template.contains("\"\(text)\"")
      }
      let open = [" [INST] ", "[INST] ", "[INST]"].first(where: quotes) ?? "[INST] "
      let close = [" [/INST]", "[/INST]"].first(where: quotes) ?? " [/INST]"
      let answers = ["' ' + message", "\" \" + message"].contains { template.contains($0) }
      style = .instructions(open: open, close: close, answer: answers ? " " : "")
    } else {
      return nil
    }
  }

  /// The literal text of a system turn inside a ChatML template, if it has one.
  private static func defaultSystem(_ template: String) -> String? {
    for mark in ["<|im_start|>system\n", #"<|im_start|>system\n"#] {
      for rest in template.texts(after: mark) {
        let text = rest.text(before: "<|im_end|>")
        if let text, !text.isEmpty, !text.contains(where: { "'\"{}".contains($0) }) {
          return text
        }
      }
    }
    return nil
  }

  /// The chat's text, the beginning-of-text token included where the template writes it, up to
  /// where the assistant should speak if `asksForAnswer`.
  public func render(_ messages: [ChatMessage], asksForAnswer: Bool = true) -> String {
    switch style {
    case .chatML(let system, let hidesThoughts):
      chatML(messages, system, hidesThoughts: hidesThoughts, asksForAnswer)
    case .headers(let datesSystem): headers(messages, datesSystem: datesSystem, asksForAnswer)
    case .instructionsWithSystem: instructionsWithSystem(messages)
    case .instructions(let open, let close, let answer):
      instructions(messages, open: open, close: close, answer: answer)
    }
  }

  private func chatML(
    _ messages: [ChatMessage], _ system: String?, hidesThoughts: Bool, _ asksForAnswer: Bool
  ) -> String {
    var text = ""
    if let system, messages.first?.role != .system {
      text += "<|im_start|>system\n\(system)<|im_end|>\n"
    }
    let lastQuestion = messages.lastIndex { $0.role == .user } ?? messages.count - 1
    for (index, message) in messages.enumerated() {
      var content = message.content
      if hidesThoughts, message.role == .assistant {
        content = ChatTemplate.thoughtful(
          content, isRecent: index > lastQuestion, isLast: index == messages.count - 1)
      }
      text += "<|im_start|>\(message.role.rawValue)\n\(content)<|im_end|>\n"
    }
    return asksForAnswer ? text + "<|im_start|>assistant\n" : text
  }

  /// An assistant's turn as Qwen3 writes it: thoughts only after the last question.
  private static func thoughtful(_ content: String, isRecent: Bool, isLast: Bool) -> String {
    var thoughts = ""
    var answer = content
    if let before = content.text(before: "</think>"),
      let after = content.texts(after: "</think>").last
    {
      answer = after.trimmingNewlinesAtStart
      let opened = before.trimmingNewlinesAtEnd
      thoughts = (opened.texts(after: "<think>").last ?? opened).trimmingNewlinesAtStart
    }
    guard isRecent, isLast || !thoughts.isEmpty else { return answer }
    return "<think>\n\(thoughts)\n</think>\n\n\(answer.trimmingNewlinesAtStart)"
  }

  private func headers(
    _ messages: [ChatMessage], datesSystem: Bool, _ asksForAnswer: Bool
  ) -> String {
    func header(_ role: String) -> String { "<|start_header_id|>\(role)<|end_header_id|>\n\n" }
    var messages = messages[...]
    var text = "<|begin_of_text|>"
    if datesSystem {
      var system = ""
      if let first = messages.first, first.role == .system {
        system = first.content.trimmed
        messages = messages.dropFirst()
      }
      text += header("system") + "Cutting Knowledge Date: December 2023\n"
      text += "Today Date: \(ChatTemplate.date)\n\n\(system)<|eot_id|>"
    }
    for message in messages {
      text += header(message.role.rawValue) + message.content.trimmed + "<|eot_id|>"
    }
    return asksForAnswer ? text + header("assistant") : text
  }

  private func instructionsWithSystem(_ messages: [ChatMessage]) -> String {
    var system: String?
    var text = ""
    for message in messages {
      switch message.role {
      case .system: system = message.content
      case .user:
        let prefix = system.map { "<<SYS>>\n\($0)\n<</SYS>>\n\n" } ?? ""
        text += "<s>[INST] \((prefix + message.content).trimmed) [/INST]"
        system = nil
      case .assistant: text += " \(message.content.trimmed) </s>"
      }
    }
    return text
  }

  private func instructions(
    _ messages: [ChatMessage], open: String, close: String, answer: String
  ) -> String {
    var system: String?
    var text = "<s>"
    for message in messages {
      switch message.role {
      case .system: system = message.content
      case .user:
        text += open + (system.map { "\($0)\n\n" } ?? "") + message.content + close
        system = nil
      case .assistant: text += answer + message.content + "</s>"
      }
    }
    return text
  }
}

extension String {
  /// What follows each place where `mark` stands.
  fileprivate func texts(after mark: String) -> [String] {
    var texts: [String] = []
    var rest = self[...]
    while let found = rest.range(of: mark, options: .literal) {
      rest = rest[found.upperBound...]
      texts.append(String(rest))
    }
    return texts
  }

  /// What stands before the first `mark`; nil when there is none.
  fileprivate func text(before mark: String) -> String? {
    range(of: mark, options: .literal).map { String(self[..<$0.lowerBound]) }
  }

  fileprivate var trimmingNewlinesAtStart: String { String(drop { $0 == "\n" }) }

  fileprivate var trimmingNewlinesAtEnd: String {
    String(reversed().drop { $0 == "\n" }.reversed())
  }

  /// Without white space at both ends.
  fileprivate var trimmed: String {
    let rest = drop(while: \.isWhitespace)
    return String(rest.reversed().drop(while: \.isWhitespace).reversed())
  }
}
