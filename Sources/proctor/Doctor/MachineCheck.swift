import Foundation
import Journal
import LanguageModel
import SelfPlay

/// The processor, the libraries and what the program carries with it.
enum MachineCheck {
  static func findings() -> [Finding] {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let memory = ProcessInfo.processInfo.physicalMemory / 1_048_576
    return [
      Finding("machine", "cores", .fact, "\(cores), \(memory) MB of memory"),
      Finding("machine", "BLAS kernels", .good, LanguageModel.processorCore),
      sqlite(), model(), size(),
    ]
  }

  private static func sqlite() -> Finding {
    let version = StorageEngine.version
    if StorageEngine.hasFullTextSearch {
      return Finding("machine", "SQLite", .good, "\(version) with FTS5")
    }
    return Finding(
      "machine", "SQLite", .missing, "\(version) without FTS5: runs cannot be searched",
      remedy: "build with an SQLite that has FTS5")
  }

  private static func model() -> Finding {
    do {
      let model = try NanoModel.load()
      return Finding(
        "machine", "nano model", .good, "\(model.configuration.parameterCount) parameters")
    } catch {
      return Finding(
        "machine", "nano model", .missing, "\(error)",
        remedy: "copy the .resources folders that the build made beside the program")
    }
  }

  private static func size() -> Finding {
    let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let bytes = (try? program.resourceValues(forKeys: [.fileSizeKey]).fileSize) ?? 0
    return Finding("machine", "program", .fact, "\(program.path), \(bytes / 1_048_576) MB")
  }
}
