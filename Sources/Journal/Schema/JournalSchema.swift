import GRDB

/// What a journal's database looks like, and how one is told from other files.
enum JournalSchema {
  /// Marks a SQLite file as a journal: "PRCT" in ASCII.
  static let applicationID: Int32 = 0x5052_4354

  /// The format that this program writes. Each registered migration adds 1.
  static let formatVersion: Int32 = 3

  /// One migration a format version. A migration that has been released is never edited.
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1: run and events") { db in
      try db.execute(
        sql: """
          CREATE TABLE run (
            key TEXT PRIMARY KEY,
            value TEXT NOT NULL
          ) STRICT, WITHOUT ROWID;

          CREATE TABLE event (
            seq INTEGER PRIMARY KEY,
            time REAL NOT NULL,
            step INTEGER NOT NULL,
            kind TEXT NOT NULL,
            task TEXT,
            rollout INTEGER,
            body TEXT NOT NULL
          ) STRICT;
          CREATE INDEX event_on_kind ON event(kind);
          CREATE INDEX event_on_step ON event(step);
          CREATE INDEX event_on_task ON event(task) WHERE task IS NOT NULL;

          PRAGMA application_id = \(applicationID);
          PRAGMA user_version = 1;
          """)
    }
    migrator.registerMigration("2: hash chain") { db in
      // Steps are found through the kind's index; an index of their own slowed each append.
      try db.execute(
        sql: """
          DROP INDEX event_on_step;
          ALTER TABLE event ADD COLUMN hash BLOB;
          CREATE TABLE chain (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            first INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            hash BLOB NOT NULL
          ) STRICT;
          PRAGMA user_version = 2;
          """)
    }
    migrator.registerMigration("3: places instead of indexes") { db in
      try db.execute(
        sql: """
          \(EventPlaces.filingAll)
          DROP INDEX event_on_kind;
          DROP INDEX event_on_task;
          ALTER TABLE chain ADD COLUMN filed INTEGER NOT NULL DEFAULT 0;
          UPDATE chain SET filed = seq;
          PRAGMA user_version = 3;
          """)
    }
    return migrator
  }

  /// The format of the open journal.
  static func format(_ db: Database) throws -> Int32 {
    try Int32.fetchOne(db, sql: "PRAGMA user_version") ?? 0
  }

  /// Throws unless the database is a journal that this program can read.
  static func check(_ db: Database, path: String) throws {
    let application = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
    guard application == applicationID else {
      throw JournalError(
        code: .foreign, message: "this database was not made by Proctor, so it is no journal",
        context: path)
    }
    let format = try format(db)
    guard format <= formatVersion else {
      throw JournalError(
        code: .newerFormat,
        message: """
          the journal has format \(format) and this Proctor reads up to \(formatVersion); \
          use a newer Proctor
          """,
        context: path)
    }
  }
}
