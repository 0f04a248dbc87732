import GRDB

/// Why a journal could not be opened, read or written, in words for the operator.
public struct JournalError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of failure it is, for the caller that acts on it.
  public enum Code: String, Hashable, Sendable {
    /// There is no file at the path.
    case missing
    /// There is a journal already where a new one was to be made.
    case exists
    /// The file is not a SQLite database.
    case notADatabase
    /// The file is a SQLite database of some other program, or an empty one.
    case foreign
    /// The journal's format is newer than this program's.
    case newerFormat
    /// The file is damaged: cut short, overwritten, or with a row that is no event.
    case corrupt
    /// Another connection holds the database.
    case busy
    /// The disk is full.
    case full
    /// The file or its folder may not be written.
    case readOnly
    /// The system refused a read or write.
    case inputOutput
    /// The events to append do not continue the journal's numbers.
    case notGapless
    /// An event cannot be written as JSON.
    case notEncodable
    /// The receiver of an export does not take any more.
    case outputFailed
  }

  public let code: Code
  /// One sentence: what is wrong, and the remedy where there is one.
  public let message: String
  /// The journal's path.
  public let context: String

  public init(code: Code, message: String, context: String) {
    self.code = code
    self.message = message
    self.context = context
  }

  public var description: String { "\(context): \(message)" }
}

extension JournalError {
  /// Puts any error met while working on the journal at `path` into these terms.
  init(_ error: any Error, path: String) {
    switch error {
    case let error as JournalError: self = error
    case let error as DatabaseError: self.init(database: error, path: path)
    case is RowDecodingError:
      self.init(
        code: .corrupt, message: "the journal is damaged: a column has the wrong type (\(error))",
        context: path)
    default: self.init(code: .inputOutput, message: "\(error)", context: path)
    }
  }

  private init(database error: DatabaseError, path: String) {
    let said = error.message ?? "no message"
    let (code, message): (Code, String) =
      switch error.resultCode {
      case .SQLITE_NOTADB:
        (.notADatabase, "this is not a SQLite database, so it is no journal")
      case .SQLITE_CORRUPT, .SQLITE_MISMATCH, .SQLITE_SCHEMA, .SQLITE_ERROR:
        (.corrupt, "the journal is damaged (\(said)); restore it from a copy")
      case .SQLITE_BUSY, .SQLITE_LOCKED:
        (.busy, "another program is writing this journal (\(said))")
      case .SQLITE_FULL:
        (.full, "the disk is full; free some space and resume the run")
      case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
        (.readOnly, "the journal cannot be written: its disk or folder is read-only (\(said))")
      case .SQLITE_CANTOPEN:
        (.inputOutput, "the journal cannot be opened; check its folder's permissions (\(said))")
      default:
        (.inputOutput, "SQLite failed with code \(error.extendedResultCode.rawValue) (\(said))")
      }
    self.init(code: code, message: message, context: path)
  }
}
