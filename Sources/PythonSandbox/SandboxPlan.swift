import CSandbox
import Foundation

/// What `CSandbox` is told to start, with the memory that its pointers need.
enum SandboxPlan {
  /// Address space that the warden has for itself, beside the program's.
  static let headroom = 64 << 20
  /// Processor seconds of one warden over its life. Programs get less.
  static let processorSeconds: UInt64 = 600

  /// Calls a function with a plan, whose pointers hold for as long as the call lasts.
  static func with<Result>(
    python: PythonInstallation?, arguments: [String], environment: [String], memory: Int,
    _ body: (inout csandbox_plan) -> Result
  ) -> Result {
    let texts = CTexts()
    let entries = (python?.entries ?? []).map { entry in
      csandbox_entry(
        path: texts.copy(entry.path), link: entry.link.map { UnsafePointer(texts.copy($0)) })
    }
    var argumentList = arguments.map { Optional(texts.copy($0)) } + [nil]
    var environmentList = environment.map { Optional(texts.copy($0)) } + [nil]
    return withExtendedLifetime(texts) {
      entries.withUnsafeBufferPointer { entries in
        argumentList.withUnsafeMutableBufferPointer { arguments in
          environmentList.withUnsafeMutableBufferPointer { environment in
            var plan = csandbox_plan(
              program: texts.copy(python?.path ?? ""), arguments: arguments.baseAddress,
              environment: environment.baseAddress, entries: entries.baseAddress,
              entry_count: Int32(entries.count), memory: UInt64(memory + headroom),
              processor_seconds: processorSeconds)
            return body(&plan)
          }
        }
      }
    }
  }
}

/// Copies of strings for C, freed together.
private final class CTexts {
  private var copies: [UnsafeMutablePointer<CChar>] = []

  func copy(_ text: String) -> UnsafeMutablePointer<CChar> {
    let bytes = text.utf8CString
    let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
    bytes.withUnsafeBufferPointer { copy.initialize(from: $0.baseAddress!, count: bytes.count) }
    copies.append(copy)
    return copy
  }

  deinit { for copy in copies { copy.deallocate() } }
}
