import Dashboard
import Foundation
import Terminal

/// What the dashboard finds on this terminal.
enum TerminalCheck {
  static func findings() -> [Finding] {
    let environment = ProcessInfo.processInfo.environment
    return [type(environment), colors(environment), locale(environment), size(environment)]
  }

  private static func type(_ environment: [String: String]) -> Finding {
    guard isatty(STDIN_FILENO) != 0, isatty(STDOUT_FILENO) != 0 else {
      return Finding(
        "terminal", "type", .fact, "standard input or output is no terminal: runs print plain lines"
      )
    }
    let name = environment["TERM"] ?? ""
    guard let facts = TerminalFacts(type: name) else {
      return Finding(
        "terminal", "type", .missing, "TERM=\(name) is not in the terminal database",
        remedy: "set TERM to a known type such as xterm-256color, or use --plain")
    }
    guard facts.canPlaceCursor else {
      return Finding(
        "terminal", "type", .missing, "\(name) cannot place its cursor",
        remedy: "use --plain, or another terminal")
    }
    return Finding("terminal", "type", .good, name)
  }

  private static func colors(_ environment: [String: String]) -> Finding {
    if let value = environment["NO_COLOR"], !value.isEmpty {
      return Finding("terminal", "colours", .fact, "none: NO_COLOR is set")
    }
    let count = TerminalFacts(type: environment["TERM"] ?? "")?.colors ?? 0
    if count >= 1 << 24 { return Finding("terminal", "colours", .good, "24 bit") }
    if count >= 256 {
      let isCapable = ["truecolor", "24bit"].contains(environment["COLORTERM"] ?? "")
      return Finding(
        "terminal", "colours", .good, "256",
        remedy: isCapable ? "for 24-bit colours set TERM=xterm-direct or tmux-direct" : nil)
    }
    if count >= 8 {
      return Finding(
        "terminal", "colours", .limited, "\(count)",
        remedy: "if the terminal has 256, set TERM to its type with -256color at the end")
    }
    return Finding("terminal", "colours", .limited, "none: bold, underlined and reversed text only")
  }

  private static func locale(_ environment: [String: String]) -> Finding {
    let name =
      ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty } ?? "C"
    if TerminalSession.isUTF8 { return Finding("terminal", "locale", .good, "\(name), UTF-8") }
    return Finding(
      "terminal", "locale", .limited, "\(name) is not UTF-8: ASCII borders and charts",
      remedy: "export LC_ALL=C.UTF-8, if the terminal shows UTF-8")
  }

  private static func size(_ environment: [String: String]) -> Finding {
    var window = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0 else {
      return Finding("terminal", "size", .fact, "unknown")
    }
    let size = "\(window.ws_col)x\(window.ws_row)"
    if window.ws_col < 40 || window.ws_row < 10 {
      return Finding(
        "terminal", "size", .limited, "\(size): one status line",
        remedy: "40x10 shows one pane, 80x24 three, 132x36 all")
    }
    return Finding("terminal", "size", .good, size)
  }
}
