import Testing

@testable import LanguageModel

@Suite struct NanoTokenizerTests {
  let tokenizer = NanoTokenizer()

  @Test(arguments: [
    "def f(x):\n    y = x * 2\n    if y > -50:\n        return y - 1\n    return 100",
    "<solve><deduction><program>\n<think>", "x[-1] -> [1, 2, 3]\n", "a -1 - -1 5-3", "",
    "every printable: !\"#$%&'()*+,-./09:;<=>?@AZ[\\]^_`az{|}~",
  ])
  func decodingUndoesEncoding(text: String) {
    #expect(tokenizer.decode(tokenizer.encode(text)) == text)
  }

  @Test func piecesAreDistinctAndTheStopTokenIsNeverEncoded() {
    #expect(Set(tokenizer.pieces).count == tokenizer.vocabularySize)
    #expect(!tokenizer.encode("<|end|>").contains(tokenizer.stopToken))
    #expect(tokenizer.decode([tokenizer.stopToken]) == "")
  }

  @Test("one token for a tag, an indentation and a small integer")
  func lengths() {
    for text in ["</think>", "\n        ", "50", "-50", " // "] {
      #expect(tokenizer.encode(text).count == 1, "\(text)")
    }
    #expect(tokenizer.encode("51").count == 2)
  }

  @Test func otherCharactersBecomeQuestionMarks() {
    #expect(tokenizer.decode(tokenizer.encode("aé漢b")) == "a??b")
  }

  @Test func idsOutsideTheVocabularyAreSkipped() {
    #expect(tokenizer.decode([-1, Int32(tokenizer.vocabularySize), .max]) == "")
  }
}
