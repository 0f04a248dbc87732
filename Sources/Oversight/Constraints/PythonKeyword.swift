import Core

/// Python's reserved words, which cannot be names.
enum PythonKeyword: String {
  case and, `as`, assert, async, await, `break`, `class`, `continue`, def, del, elif, `else`
  case except, finally, `for`, from, global, `if`, `import`, `in`, `is`, lambda, nonlocal, not
  case or, pass, raise, `return`, `try`, `while`, with, yield
  case none = "None"
  case `true` = "True"
  case `false` = "False"

  /// The construct that the keyword begins, which can be banned in its stead.
  var construct: Construct? {
    switch self {
    case .if, .elif, .else: .if
    case .while: .while
    case .for: .for
    case .lambda: .lambda
    case .try, .except, .finally: .try
    case .class: .class
    case .import, .from: .import
    case .return: .return
    case .with: .with
    case .yield: .yield
    case .break: .break
    case .continue: .continue
    case .assert: .assert
    case .raise: .raise
    case .global, .nonlocal: .global
    case .del: .del
    default: nil
    }
  }
}
