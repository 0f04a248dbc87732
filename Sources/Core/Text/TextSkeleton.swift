/// What a text looks like: without hidden characters and combining marks, with letters of other
/// scripts replaced by the ASCII letters that they are mistaken for, in lower case.
///
/// A search that runs over the skeleton as well finds a word that was split by a zero-width space or
/// written with Cyrillic letters. The table holds the confusables of Unicode Technical Standard 39 for
/// Latin letters and digits that occur in common fonts.
public enum TextSkeleton {
  /// The skeleton of a text; equal for texts that look equal.
  public static func of(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 >= 0x80 || (0x41...0x5A).contains($0) || $0 < 0x09 })
    else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar.value < 0x80 {
        result.append(lower(scalar))
        continue
      }
      switch ScalarClass(scalar) {
      case .control, .hidden, .mark: continue
      case .regionalIndicator, .spacing: result.append(plain(scalar))
      }
    }
    return String(result)
  }

  /// The ASCII letter that a letter is mistaken for, if there is one.
  public static func lookalike(of scalar: Unicode.Scalar) -> Unicode.Scalar? {
    scalar.value < 0x80 ? nil : letters[scalar] ?? styled(scalar.value)
  }

  private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if let known = lookalike(of: scalar) { return lower(known) }
    let mapping = scalar.properties.lowercaseMapping.unicodeScalars
    guard mapping.count == 1, let mapped = mapping.first else { return scalar }
    return letters[mapped] ?? mapped
  }

  private static func lower(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    (0x41...0x5A).contains(scalar.value) ? Unicode.Scalar(UInt8(scalar.value + 0x20)) : scalar
  }

  /// Full-width forms, mathematical alphabets and enclosed letters, which are Latin letters in
  /// another style.
  private static func styled(_ value: UInt32) -> Unicode.Scalar? {
    switch value {
    case 0xFF01...0xFF5E: Unicode.Scalar(value - 0xFEE0)
    case 0x1D400...0x1D6A3:
      Unicode.Scalar(
        UInt8((value - 0x1D400) % 52 < 26 ? 0x41 : 0x61) + UInt8((value - 0x1D400) % 26))
    case 0x1D7CE...0x1D7FF: Unicode.Scalar(UInt8(0x30 + (value - 0x1D7CE) % 10))
    case 0x24B6...0x24CF: Unicode.Scalar(UInt8(0x41 + value - 0x24B6))
    case 0x24D0...0x24E9: Unicode.Scalar(UInt8(0x61 + value - 0x24D0))
    default: nil
    }
  }

  private static let letters: [Unicode.Scalar: Unicode.Scalar] = {
    let pairs: [(String, String)] = [
      // Cyrillic.
      (
        "аАвВсСԁеЕѐѵгНһіІїјЈкКӏМоОрРԛѕЅтТухУХԝьҮүԍзӡЬЗ",
        "aAbBcCdeEevrHhiIijJkKlMoOpPqsStTyxYXwbYyg33b3"
      ),
      // Greek.
      ("αΑΒβϲεΕΗιΙκΚΜΝνοΟρΡτΤυΥχΧγΖωηϳ", "aABbceEHiIkKMNvoOpPtTuYxXyZwnj"),
      // Latin letters of other alphabets, and signs.
      ("ɑɡɩıɪʟℓⅼɴɾʏꞵƅϜⅰⅴⅹⅽⅾⅿℎℯℊℴ℮", "agiiillLnryBbFivxcdmhegoe"),
      // Armenian.
      ("ոսօհցԱՕԼ", "nuohgUOL"),
      // Punctuation.
      ("‐‑‒–—―−‘’‚“”„․∕⁄∶；。", "-------'',\"\"\".//:;."),
    ]
    var table: [Unicode.Scalar: Unicode.Scalar] = [:]
    for (from, to) in pairs {
      for (left, right) in zip(from.unicodeScalars, to.unicodeScalars) { table[left] = right }
    }
    return table
  }()
}
