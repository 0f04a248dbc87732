/// A hash that is the same in every run (FNV-1a), unlike the standard library's.
enum StableHash {
  static func of(_ text: String) -> UInt64 {
    text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}

/// The type of a value by its `repr`.
enum OutputType {
  static func name(of output: String) -> String {
    switch output.first {
    case nil: "pairs"
    case "[": "list"
    case "(": "tuple"
    case "{": output.contains(":") || output == "{}" ? "dict" : "set"
    case "'", "\"": "str"
    case "T", "F": "bool"
    default: output.contains { ".en".contains($0) } ? "float" : "int"
    }
  }
}

/// Whether a program tries what an executor must refuse.
enum EscapeAttempt {
  static func isIn(_ program: String) -> Bool {
    SourceWords(program).words.contains { word in
      (word.isFirstOnLine && (word.text == "import" || word.text == "from"))
        || word.text.split(separator: ".").contains { $0.hasPrefix("__") && $0.count > 2 }
    }
  }
}

/// The statistics that signals share.
enum SignalStatistics {
  /// Pearson's correlation; nil when one side does not vary.
  static func correlation(_ left: [Double], _ right: [Double]) -> Double? {
    guard left.count == right.count, left.count > 1 else { return nil }
    let (a, b) = (mean(left), mean(right))
    var (covariance, first, second) = (0.0, 0.0, 0.0)
    for (x, y) in zip(left, right) {
      covariance += (x - a) * (y - b)
      first += (x - a) * (x - a)
      second += (y - b) * (y - b)
    }
    guard first > 1e-12, second > 1e-12 else { return nil }
    return covariance / (first * second).squareRoot()
  }

  static func mean(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
  }

  /// How many standard errors the second share is above the first (pooled two-proportion test);
  /// nil without trials on both sides, 0 when neither ever happened or both always did.
  static func rise(
    from first: (hits: Int, trials: Int), to second: (hits: Int, trials: Int)
  ) -> Double? {
    guard first.trials > 0, second.trials > 0 else { return nil }
    let (n, m) = (Double(first.trials), Double(second.trials))
    let pooled = Double(first.hits + second.hits) / (n + m)
    let error = (pooled * (1 - pooled) * (1 / n + 1 / m)).squareRoot()
    return error > 0 ? (Double(second.hits) / m - Double(first.hits) / n) / error : 0
  }

  /// The value that a twentieth of the values reach or exceed.
  static func upperTwentieth(_ values: [Int]) -> Double? {
    values.isEmpty ? nil : Double(values.sorted()[values.count * 19 / 20])
  }
}
