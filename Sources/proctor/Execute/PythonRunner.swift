import MiniPython
import PythonSandbox
import Synchronization

/// Real Python for `proctor execute`: as many sandboxed processes as there are threads.
final class PythonRunner: Sendable {
  private let pools: [PythonPool]
  private let turn = Atomic<Int>(0)

  /// - Parameters:
  ///   - count: Programs that run at once.
  ///   - memory: Bytes of address space of one program.
  init(count: Int, memory: Int) throws(SandboxError) {
    let limits = PythonLimits(
      processorSeconds: 10, seconds: 60, memory: memory, outputLength: 1_000_000)
    let first = try PythonExecutor.start(
      limits: limits, hashSeeds: [1], tracer: Interpreter()
    ).pool
    var pools = [first]
    while pools.count < count {
      pools.append(try PythonPool(python: first.python, limits: limits, hashSeeds: [1]))
    }
    self.pools = pools
  }

  /// Evaluates an expression in a program; the execution tells what was printed.
  func evaluate(_ source: String, call: String) -> Execution {
    let index = turn.wrappingAdd(1, ordering: .relaxed).oldValue % pools.count
    let result = pools[index].result(
      of: PythonRequest(source: source, call: .expression(call)))
    var execution = result.outcome.execution
    execution.printed = result.printed
    return execution
  }
}
