import Foundation

/// Runs `body`, and puts what it throws into the journal's terms.
func attempt<Value>(
  _ path: String, _ body: () throws -> Value
) throws(JournalError) -> Value {
  do { return try body() } catch { throw JournalError(error, path: path) }
}

/// Whether there is a file, which SQLite would otherwise make.
func fileExists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
