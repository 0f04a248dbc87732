import Testing

@testable import LanguageModel

@Suite struct ChatTemplateTests {
  private let system = ChatMessage(role: .system, content: "Be brief.")
  private let first = ChatMessage(role: .user, content: " 1 + 1? ")
  private let answer = ChatMessage(role: .assistant, content: "2")
  private let second = ChatMessage(role: .user, content: "Sure?")

  private func template(_ text: String) throws -> ChatTemplate {
    try #require(ChatTemplate(template: text))
  }

  @Test(arguments: ["\n", "\\n"])
  func chatMLHasItsOwnSystem(newline: String) throws {
    let template = try template(
      "{% if messages[0]['role'] == 'system' %}{{ '<|im_start|>system\(newline)' "
        + "+ messages[0]['content'] + '<|im_end|>' }}{% else %}"
        + "{{ '<|im_start|>system\(newline)You are helpful.<|im_end|>\(newline)' }}{% endif %}")
    #expect(
      template.render([first, answer, second])
        == "<|im_start|>system\nYou are helpful.<|im_end|>\n<|im_start|>user\n 1 + 1? <|im_end|>\n"
        + "<|im_start|>assistant\n2<|im_end|>\n<|im_start|>user\nSure?<|im_end|>\n"
        + "<|im_start|>assistant\n")
    #expect(
      template.render([system, first], asksForAnswer: false)
        == "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\n 1 + 1? <|im_end|>\n")
  }

  @Test func earlierThoughtsAreLeftOut() throws {
    let template = try template(
      "{{ '<|im_start|>' + role }}{{ content.split('</think>')[-1] }}")
    let thoughtful = ChatMessage(
      role: .assistant, content: "<think>\nadd them\n</think>\n\n2")
    let start = "<|im_start|>user\n 1 + 1? <|im_end|>\n<|im_start|>assistant\n"
    #expect(
      template.render([first, thoughtful, second])
        == start + "2<|im_end|>\n<|im_start|>user\nSure?<|im_end|>\n<|im_start|>assistant\n")
    #expect(
      template.render([first, thoughtful], asksForAnswer: false)
        == start + "<think>\nadd them\n</think>\n\n2<|im_end|>\n")
    #expect(
      template.render([first, answer], asksForAnswer: false)
        == start + "<think>\n\n</think>\n\n2<|im_end|>\n")
  }

  @Test func llama3WritesHeaders() throws {
    let plain = try template("{{ '<|start_header_id|>' + message['role'] }}")
    let turn = "<|start_header_id|>user<|end_header_id|>\n\n1 + 1?<|eot_id|>"
    let end = "<|start_header_id|>assistant<|end_header_id|>\n\n"
    #expect(plain.render([first]) == "<|begin_of_text|>" + turn + end)
    let dated = try template(
      "<|start_header_id|>{{ \"Cutting Knowledge Date: December 2023\\n\" }}")
    let header =
      "<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\n"
      + "Cutting Knowledge Date: December 2023\nToday Date: 26 Jul 2024\n\n"
    #expect(dated.render([first]) == header + "<|eot_id|>" + turn + end)
    #expect(dated.render([system, first]) == header + "Be brief.<|eot_id|>" + turn + end)
  }

  @Test func instructionsAreBracketed() throws {
    let llama2 = try template("{{ '<<SYS>>\\n' }}{{ '[INST] ' }}")
    #expect(
      llama2.render([system, first, answer, second])
        == "<s>[INST] <<SYS>>\nBe brief.\n<</SYS>>\n\n 1 + 1? [/INST] 2 </s>"
        + "<s>[INST] Sure? [/INST]")
    let mistral = try template(
      "{{ '[INST] ' + message['content'] + ' [/INST]' }}{{ message['content'] + eos_token }}")
    #expect(
      mistral.render([first, answer, second])
        == "<s>[INST]  1 + 1?  [/INST]2</s>[INST] Sure? [/INST]")
    let spaced = try template(
      "{{ \" [INST] \" + message[\"content\"] + \" [/INST]\" }}"
        + "{{ \" \" + message[\"content\"] + eos_token }}")
    #expect(
      spaced.render([system, second, answer])
        == "<s> [INST] Be brief.\n\nSure? [/INST] 2</s>")
  }

  @Test func anUnknownTemplateIsNone() {
    #expect(ChatTemplate(template: "{{ messages }}") == nil)
    #expect(ChatTemplate(template: "") == nil)
  }
}
