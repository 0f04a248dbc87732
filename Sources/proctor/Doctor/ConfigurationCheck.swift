import Dashboard
import Foundation

/// The operator's files and folders.
enum ConfigurationCheck {
  static func findings() -> [Finding] {
    var findings: [Finding] = []
    var settings = OperatorSettings()
    do {
      settings = try Configuration.load()
      findings.append(file("configuration", Place.configuration))
    } catch {
      findings.append(fault("configuration", error))
    }
    do {
      _ = try Configuration.keyMap(nil, settings)
      findings.append(file("keys", settings.keys ?? Place.keys))
    } catch {
      findings.append(fault("keys", error))
    }
    findings.append(theme(settings))
    findings.append(Finding("files", "operator", .fact, Place.operatorName))
    findings.append(runs())
    return findings
  }

  private static func file(_ name: String, _ path: String) -> Finding {
    let exists = FileManager.default.fileExists(atPath: path)
    return Finding("files", name, exists ? .good : .fact, exists ? path : "\(path) (none)")
  }

  private static func fault(_ name: String, _ error: SettingsError) -> Finding {
    Finding("files", name, .missing, "\(error)", remedy: "correct the line, or remove the file")
  }

  private static func theme(_ settings: OperatorSettings) -> Finding {
    let name = settings.theme.flatMap { $0 == "auto" ? nil : $0 } ?? Theme.default.name
    do {
      let check = ThemeCheck(try Theme.load(name: name, directories: Place.themes))
      return Finding(
        "files", "theme", check.isReadable ? .good : .limited,
        check.isReadable ? name : "\(name) has roles that are hard to read",
        remedy: check.isReadable ? nil : "proctor theme check \(name)")
    } catch {
      return fault("theme", error)
    }
  }

  private static func runs() -> Finding {
    let path = Place.runs
    var folder = path
    while !FileManager.default.fileExists(atPath: folder), folder.count > 1 {
      folder = (folder as NSString).deletingLastPathComponent
    }
    guard FileManager.default.isWritableFile(atPath: folder) else {
      return Finding(
        "files", "runs", .missing, "\(path) cannot be written",
        remedy: "set PROCTOR_RUNS, or 'runs' in the configuration, to a folder of yours")
    }
    let free = try? FileManager.default.attributesOfFileSystem(forPath: folder)[.systemFreeSize]
    let bytes = (free as? NSNumber)?.int64Value ?? 0
    let text = "\(path), \(bytes / 1_048_576) MB free"
    if bytes < 500 << 20 {
      return Finding(
        "files", "runs", .limited, text, remedy: "a long run writes some hundred MB: make room")
    }
    return Finding("files", "runs", .good, text)
  }
}
