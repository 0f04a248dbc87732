/// Why a step of an end-to-end test could not be done, with the screen at that time.
struct DriverError: Error, CustomStringConvertible {
  enum Code: String {
    case timedOut
    case ended
    case system
    case noProgram
  }

  var code: Code
  /// What was being done, and what went wrong.
  var message: String
  /// The screen's lines, empty if there is no screen.
  var screen: [String] = []

  var description: String {
    let picture = screen.map { "  |\($0)" }.joined(separator: "\n")
    return screen.isEmpty ? message : "\(message)\n\(picture)"
  }
}
