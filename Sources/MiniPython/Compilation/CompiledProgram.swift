import Synchronization

/// The compiled forms of one program, made when first needed.
///
/// Unchecked: what is handed out under the lock is complete and never changes again. Code holds
/// no state of a run: variables live in frames, and the constants that it shares between machines
/// are numbers, bytes, and strings that know their hashes already.
final class CompiledProgram: @unchecked Sendable {
  private struct Forms {
    var plain: FunctionCode?
    var traced: FunctionCode?
  }

  private let lock = Mutex(())
  private var forms = Forms()

  /// The code of the program that this belongs to.
  func code(of program: Program, recordsTrace: Bool) throws -> FunctionCode {
    try lock.withLock { _ in
      if let code = recordsTrace ? forms.traced : forms.plain { return code }
      let code = try Compiler(recordsTrace: recordsTrace).compile(program)
      if recordsTrace { forms.traced = code } else { forms.plain = code }
      return code
    }
  }
}
