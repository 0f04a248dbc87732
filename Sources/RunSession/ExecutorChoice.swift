import MiniPython
import PythonSandbox
import SelfPlay

/// What runs the programs of a run's tasks.
public enum ExecutorChoice: String, CaseIterable, Codable, Hashable, Sendable {
  /// The embedded interpreter of a Python subset.
  case embedded
  /// Real Python, each program in a sandboxed process of its own.
  case cpython

  /// Starts what runs programs; nil for the engine's own embedded interpreter.
  ///
  /// - Throws: `RunSessionError` if this machine cannot isolate programs. Nothing runs bare.
  func start(for settings: SelfPlaySettings) throws(RunSessionError) -> (any TaskExecutor)? {
    switch self {
    case .embedded: return nil
    case .cpython:
      do throws(SandboxError) {
        let seconds = settings.executorSeconds
        return try PythonExecutor.start(
          // Real time has room for a busy machine.
          limits: PythonLimits(processorSeconds: seconds, seconds: Double(seconds) * 10),
          tracer: Interpreter(budget: settings.budget))
      } catch {
        throw RunSessionError(
          code: .executor, message: error.description, context: "executor cpython")
      }
    }
  }
}
