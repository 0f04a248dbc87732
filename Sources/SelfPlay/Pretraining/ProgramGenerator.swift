import Core

/// Writes random small Python programs: the only source of text of the nano base model.
///
/// Every program defines `f(x)` over a small integer, a list of small integers or a short string. It
/// uses assignments, augmented assignments, conditionals, bounded loops, list and string methods. It
/// is valid Python but may raise, loop or leave the integer range: the caller runs it and keeps what
/// the executor accepts.
struct ProgramGenerator {
  /// What the parameter is.
  enum Kind: CaseIterable {
    case integer
    case list
    case text
  }

  /// How long and how branchy programs are.
  struct Difficulty {
    /// Relative weights of 1, 2, 3, ... statements before the return.
    var statementWeights: [Double]
    var branchShare: Double
    var loopShare: Double

    /// The distribution that the base model is trained on: easy, with a thin tail.
    static let pretraining = Difficulty(
      statementWeights: [0.33, 0.33, 0.22, 0.08, 0.04], branchShare: 0.16, loopShare: 0.14)
    /// The held-out distribution: at least two statements, more branches and loops.
    static let heldOut = Difficulty(
      statementWeights: [0, 0.35, 0.4, 0.25], branchShare: 0.24, loopShare: 0.2)
  }

  var random: SeededGenerator
  var difficulty: Difficulty
  private var lines: [String] = []
  /// Variables by what they hold, in order of definition.
  private var integers: [String] = []
  private var lists: [String] = []
  private var texts: [String] = []

  init(random: SeededGenerator, difficulty: Difficulty) {
    self.random = random
    self.difficulty = difficulty
  }

  /// A program and what its parameter is.
  mutating func program() -> (source: String, kind: Kind) {
    let kind: Kind = pick(weights: [0.66, 0.2, 0.14]) { [.integer, .list, .text][$0] }
    lines = ["def f(x):"]
    integers = kind == .integer ? ["x"] : []
    lists = kind == .list ? ["x"] : []
    texts = kind == .text ? ["x"] : []
    let count = pick(weights: difficulty.statementWeights) { $0 + 1 }
    for _ in 0..<count { statement(indent: 1) }
    lines.append("    return " + result(kind))
    return (lines.joined(separator: "\n"), kind)
  }

  /// The text of an argument for a parameter of the given kind.
  mutating func argument(_ kind: Kind) -> String {
    switch kind {
    case .integer: String(below(10))
    case .list: listLiteral()
    case .text: textLiteral(longest: 4)
    }
  }

  private mutating func statement(indent: Int) {
    let draw = random.unit()
    let mayNest = indent == 1
    if mayNest && draw < difficulty.branchShare {
      branch(indent: indent)
    } else if mayNest && draw < difficulty.branchShare + difficulty.loopShare {
      loop(indent: indent)
    } else {
      assignment(indent: indent)
    }
  }

  private mutating func branch(indent: Int) {
    append("if \(condition()):", indent)
    // A variable that only one branch defines may be undefined later: such programs raise and are
    // dropped, so branches assign to variables that exist.
    let known = (integers, lists, texts)
    assignment(indent: indent + 1)
    if chance(0.4) {
      append("else:", indent)
      (integers, lists, texts) = known
      assignment(indent: indent + 1)
    }
    (integers, lists, texts) = known
  }

  private mutating func loop(indent: Int) {
    let known = (integers, lists, texts)
    if chance(0.3), let counter = oneOf(integers) {
      append("while \(counter) < \(4 + below(12)):", indent)
      append(
        chance(0.7) ? "\(counter) += \(1 + below(4))" : "\(counter) = \(counter) * 2 + 1",
        indent + 1)
      if chance(0.3) { assignment(indent: indent + 1) }
    } else if chance(0.4), let list = oneOf(lists) {
      accumulate(over: list, isText: false, indent: indent)
    } else if chance(0.5), let text = oneOf(texts) {
      accumulate(over: text, isText: true, indent: indent)
    } else {
      append("for i in range(\(2 + below(3))):", indent)
      integers.append("i")
      update(indent: indent + 1)
    }
    (integers, lists, texts) = known
  }

  /// A loop over the elements of a list or string, into a variable that exists.
  private mutating func accumulate(over source: String, isText: Bool, indent: Int) {
    append("for i in \(source):", indent)
    if isText {
      let target = oneOf(texts) ?? source
      append(chance(0.5) ? "\(target) = i + \(target)" : "\(target) += i", indent + 1)
    } else if let target = oneOf(integers) {
      append(chance(0.7) ? "\(target) += i" : "\(target) = i - \(target)", indent + 1)
    } else {
      append("y = i \(operation()) \(1 + below(5))", indent + 1)
    }
  }

  /// A change of a variable that exists.
  private mutating func update(indent: Int) {
    let targets = integers.filter { $0 != "i" }
    if let target = oneOf(targets) {
      if chance(0.6) {
        append("\(target) \(oneOf(["+=", "-=", "+=", "*="]) ?? "+=") \(operand())", indent)
      } else {
        append("\(target) = \(operand()) \(operation()) \(operand())", indent)
      }
    } else if let list = oneOf(lists) {
      append("\(list).append(\(operand()))", indent)
    } else if let text = oneOf(texts) {
      append("\(text) += \(textLiteral(longest: 1))", indent)
    }
  }

  private mutating func assignment(indent: Int) {
    // Inside a block only variables that exist are assigned; see `branch`.
    if indent > 1 || chance(0.2) {
      update(indent: indent)
      return
    }
    let name = ["y", "z"][below(2)]
    switch pick(
      weights: [
        integers.isEmpty ? 0 : 3, lists.isEmpty ? 0 : 3, texts.isEmpty ? 0 : 3,
      ], { $0 })
    {
    case 1: assignFromList(to: name, indent: indent)
    case 2: assignFromText(to: name, indent: indent)
    default:
      append("\(name) = \(operand()) \(operation()) \(operand())", indent)
      define(name, in: \.integers)
    }
  }

  private mutating func assignFromList(to name: String, indent: Int) {
    guard let list = oneOf(lists) else { return }
    if chance(0.5) {
      let value = oneOf([
        "len(\(list))", "sum(\(list))", "max(\(list))", "min(\(list))", "\(list)[0]",
        "\(list)[-1]", "\(list)[\(below(3))]", "\(list).count(\(below(6)))",
      ])
      append("\(name) = \(value ?? list)", indent)
      define(name, in: \.integers)
    } else {
      let value = oneOf([
        "\(list)[1:]", "\(list)[:-1]", "\(list)[::-1]", "sorted(\(list))",
        "\(list) + [\(below(6))]", "[i \(operation()) \(1 + below(4)) for i in \(list)]",
        "[i for i in \(list) if i > \(below(5))]",
      ])
      append("\(name) = \(value ?? list)", indent)
      define(name, in: \.lists)
    }
  }

  private mutating func assignFromText(to name: String, indent: Int) {
    guard let text = oneOf(texts) else { return }
    if chance(0.3) {
      append(
        "\(name) = " + (chance(0.5) ? "len(\(text))" : "\(text).count(\(textLiteral(longest: 1)))"),
        indent)
      define(name, in: \.integers)
    } else {
      let value = oneOf([
        "\(text) + \(textLiteral(longest: 2))", "\(textLiteral(longest: 2)) + \(text)",
        "\(text)[::-1]", "\(text)[1:]", "\(text).upper()", "\(text) * 2", "\(text)[0]",
        "\(text).replace(\(textLiteral(longest: 1)), \(textLiteral(longest: 1)))",
      ])
      append("\(name) = \(value ?? text)", indent)
      define(name, in: \.texts)
    }
  }

  /// The returned expression: preferably something that was computed.
  private mutating func result(_ kind: Kind) -> String {
    let candidates = [
      chance(0.85) ? integers.last : nil, chance(0.85) ? lists.last : nil,
      chance(0.85) ? texts.last : nil,
    ].compactMap(\.self)
    let computed = candidates.filter { $0 != "x" }
    guard let name = oneOf(computed.isEmpty ? candidates : computed) else { return "x" }
    if integers.contains(name) && chance(0.4) { return "\(name) \(operation()) \(operand())" }
    return name
  }

  private mutating func condition() -> String {
    if let name = oneOf(integers) {
      if chance(0.25) { return "\(name) % 2 == \(below(2))" }
      return "\(name) \(oneOf(["<", ">", "==", ">=", "!="]) ?? "<") \(below(10))"
    }
    if let name = oneOf(lists) {
      return chance(0.5) ? "len(\(name)) > \(1 + below(3))" : "\(below(6)) in \(name)"
    }
    let name = oneOf(texts) ?? "x"
    return chance(0.5) ? "len(\(name)) > \(1 + below(3))" : "\(textLiteral(longest: 1)) in \(name)"
  }

  private mutating func operand() -> String {
    if chance(0.62), let name = oneOf(integers) { return name }
    return String(1 + below(9))
  }

  private mutating func operation() -> String {
    pick(weights: [0.36, 0.26, 0.22, 0.08, 0.08]) { ["+", "-", "*", "//", "%"][$0] }
  }

  private mutating func listLiteral() -> String {
    let count = 2 + below(3)
    return "[" + (0..<count).map { _ in String(below(10)) }.joined(separator: ", ") + "]"
  }

  private mutating func textLiteral(longest: Int) -> String {
    let count = 1 + below(longest)
    return "'" + String((0..<count).map { _ in Array("abcde")[below(5)] }) + "'"
  }

  private mutating func define(_ name: String, in variables: WritableKeyPath<Self, [String]>) {
    integers.removeAll { $0 == name }
    lists.removeAll { $0 == name }
    texts.removeAll { $0 == name }
    self[keyPath: variables].append(name)
  }

  private mutating func append(_ text: String, _ indent: Int) {
    lines.append(String(repeating: "    ", count: indent) + text)
  }

  private mutating func chance(_ share: Double) -> Bool { random.unit() < share }

  private mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &random) }

  private mutating func oneOf<Element>(_ elements: [Element]) -> Element? {
    elements.randomElement(using: &random)
  }

  private mutating func pick<Result>(weights: [Double], _ make: (Int) -> Result) -> Result {
    make(random.index(weights: weights))
  }
}

extension SeededGenerator {
  /// An index drawn in proportion to non-negative weights, of which one at least is positive.
  mutating func index(weights: [Double]) -> Int {
    var draw = unit() * weights.reduce(0, +)
    for (index, weight) in weights.enumerated() where weight > 0 {
      if draw < weight { return index }
      draw -= weight
    }
    return weights.lastIndex { $0 > 0 } ?? 0
  }
}
