import Crypto
import Foundation

/// The SHA-256 of a file, read piece by piece, or of a text.
public enum FileDigest {
  private static let piece = 1 << 20

  /// The 32 bytes of the SHA-256 of a text in UTF-8.
  public static func sha256(of text: String) -> [UInt8] {
    Array(SHA256.hash(data: Array(text.utf8)))
  }

  /// 64 hexadecimal digits, or nil when the file cannot be read.
  public static func sha256(ofFile path: String) -> String? {
    guard let file = FileHandle(forReadingAtPath: path) else { return nil }
    defer { try? file.close() }
    var hash = SHA256()
    while true {
      guard let data = try? file.read(upToCount: piece) ?? Data() else { return nil }
      if data.isEmpty { return Array(hash.finalize()).hexadecimal }
      hash.update(data: data)
    }
  }
}
