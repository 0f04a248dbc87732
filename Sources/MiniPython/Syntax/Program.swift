/// A parsed module: the source and its syntax tree.
public struct Program: Sendable {
  /// The text that was parsed.
  public let source: String
  /// The module's statements, with line numbers.
  public let module: [Statement]
  /// The code, made when it is first run.
  let compiled = CompiledProgram()

  /// Parses a module.
  ///
  /// - Throws: `SyntaxError` with the line and column; its code tells wrong Python from Python
  ///   beyond the subset.
  public init(parsing source: String) throws(SyntaxError) {
    self.source = source
    var parser = try Parser(source: source)
    module = try parser.parseModule()
  }
}
