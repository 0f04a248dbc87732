import GRDB
import GRDBSQLite

/// The SQLite that journals are kept in.
public enum StorageEngine {
  /// Its version, `3.46.1`.
  public static var version: String { String(cString: sqlite3_libversion()) }

  /// Whether it has the full-text index that searches use.
  public static var hasFullTextSearch: Bool {
    do {
      try DatabaseQueue().write { database in
        try database.execute(sql: "CREATE VIRTUAL TABLE words USING fts5(word)")
      }
      return true
    } catch {
      return false
    }
  }
}
