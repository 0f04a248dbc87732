import Core
import MiniPython

/// A function that a composite proposal must call: the program of an earlier task under a new name
/// (appendix D.2 of the paper).
struct CompositeFunction: Hashable {
  var task: TaskID
  var name: String
  var source: String

  /// The function of a task; nil for one that is composed itself, and for a program that is more
  /// than one function `f`.
  init?(_ task: AdmittedTask, number: Int) {
    guard task.composedOf == nil, let program = try? Program(parsing: task.content.program),
      program.module.count == 1, let function = program.taskFunction
    else { return nil }
    self.task = task.id
    name = "g_\(number)"
    source = Self.renaming("f", to: name, in: task.content.program)
    guard let renamed = try? Program(parsing: source), renamed.module.count == 1,
      case .function(let definition) = renamed.module[0].kind, definition.name == name,
      definition.parameters.names == function.parameters.names
    else { return nil }
  }

  /// Replaces a name where it stands as a word of its own before an opening parenthesis.
  private static func renaming(_ name: String, to other: String, in source: String) -> String {
    let scalars = Array(source)
    var result = ""
    var index = 0
    while index < scalars.count {
      let isStart =
        index == 0
        || !(scalars[index - 1].isLetter || scalars[index - 1].isNumber)
          && scalars[index - 1] != "_" && scalars[index - 1] != "."
      if isStart, scalars[index...].starts(with: Array(name + "(")) {
        result += other
        index += name.count
      } else {
        result.append(scalars[index])
        index += 1
      }
    }
    return result
  }
}

/// The number of functions and how likely they are, by step.
struct CompositeSchedule {
  let settings: SelfPlaySettings

  /// The probability of a composite prompt and the most functions of one. Where composites begin
  /// later than at once, every 50 steps allow one function more and a hundredth more probability,
  /// up to 0.8, as the official code's scheduler does.
  func at(step: Int) -> (probability: Double, functions: Int) {
    guard settings.compositeProbability > 0, step > settings.compositeStart else { return (0, 0) }
    guard settings.compositeStart > 0 else {
      return (settings.compositeProbability, settings.compositeFunctions)
    }
    let stages = (step - settings.compositeStart - 1) / 50
    return (
      min(
        max(0.8, settings.compositeProbability),
        settings.compositeProbability + 0.01 * Double(stages)),
      min(settings.compositeFunctions, 1 + stages)
    )
  }
}

/// The rules of composite proposals.
struct CompositeCheck {
  let functions: [CompositeFunction]
  let executor: any TaskExecutor

  /// The whole program of a proposal: the functions, then what the proposer wrote.
  func assembled(_ program: String) -> String {
    (functions.map(\.source) + [program]).joined(separator: "\n")
  }

  /// Refuses a proposal that redefines a function, does not call one, or does what one of them does
  /// on every input that is tried.
  ///
  /// - Parameters:
  ///   - own: What the proposer wrote.
  ///   - inputs: Argument texts to compare the functions by.
  func check(_ own: Program, inputs: [String]) throws(Rejection) {
    let names = Set(functions.map(\.name))
    if let name = own.boundNames.intersection(names).sorted().first {
      throw Rejection(.composition, "the program defines \(name), which is given")
    }
    if let name = names.subtracting(own.calledNames).sorted().first {
      throw Rejection(.composition, "the program does not call \(name)")
    }
    guard let whole = try? Program(parsing: assembled(own.source)) else {
      throw Rejection(.composition, "the program does not go together with the given functions")
    }
    for name in names.sorted() where isSame(whole, as: name, on: inputs) {
      throw Rejection(.composition, "f does what \(name) does")
    }
  }

  /// Whether `f` and another function give the same value for every input, of which one at least
  /// gives a value.
  private func isSame(_ program: Program, as name: String, on inputs: [String]) -> Bool {
    var agreed = false
    for input in inputs {
      let mine = executor.call(program, arguments: input).value?.repr
      let other = executor.call(
        program, function: name, arguments: input, recordsTrace: false
      ).value?.repr
      guard mine == other else { return false }
      if mine != nil { agreed = true }
    }
    return agreed
  }
}

extension Program {
  /// Names that a statement binds: definitions, assignments, loop targets, parameters.
  fileprivate var boundNames: Set<String> {
    var names: Set<String> = []
    func bind(_ target: Expression) {
      switch target.kind {
      case .name(let name): names.insert(name)
      case .tuple(let parts), .list(let parts): for part in parts { bind(part) }
      case .starred(let part): bind(part)
      default: break
      }
    }
    visitStatements { statement in
      switch statement.kind {
      case .function(let definition):
        names.insert(definition.name)
        names.formUnion(definition.parameters.names)
      case .assignment(let targets, _): for target in targets { bind(target) }
      case .augmentedAssignment(let target, _, _), .annotation(let target, _, _),
        .forLoop(let target, _, _, _):
        bind(target)
      default: break
      }
    }
    visitExpressions { expression, _ in
      switch expression.kind {
      case .namedAssignment(let name, _): names.insert(name)
      case .lambda(let parameters, _): names.formUnion(parameters.names)
      default: break
      }
    }
    return names
  }

  /// Names that are called.
  fileprivate var calledNames: Set<String> {
    var names: Set<String> = []
    visitExpressions { expression, _ in
      if case .call(let function, _) = expression.kind, case .name(let name) = function.kind {
        names.insert(name)
      }
    }
    return names
  }
}
