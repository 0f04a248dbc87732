/// A parsed module: the source and its syntax tree.
public struct Program: Sendable {
  /// How much of Python a program may use.
  public enum Dialect: Sendable {
    /// Neither `class` nor `import`: both are refused as not supported.
    case functions
    /// All that the interpreter runs.
    case full
  }

  /// The text that was parsed.
  public let source: String
  /// The module's statements, with line numbers.
  public let module: [Statement]
  /// Whether some expression binds a name, by `:=` or in a pattern.
  let bindsNames: Bool
  /// The code, made when it is first run.
  let compiled = CompiledProgram()

  /// Parses a module.
  ///
  /// - Throws: `SyntaxError` with the line and column; its code tells wrong Python from Python
  ///   beyond the subset.
  public init(parsing source: String, dialect: Dialect = .full) throws(SyntaxError) {
    self.source = source
    var parser = try Parser(source: source)
    parser.isFull = dialect == .full
    module = try parser.parseModule()
    bindsNames = parser.bindsNames
  }
}
