import Core
import TOMLKit

extension ConstraintFile {
  /// Reads a table's values, and says which line and key is wrong.
  struct Reader {
    let table: TOMLTable
    let file: String
    let lines: TOMLKeyLines

    func error(_ key: String, _ message: String) -> ConstraintError {
      let line = lines[key].map { ":\($0)" } ?? ""
      return ConstraintError(field: .text, message: "\(file)\(line): \(key): \(message)")
    }

    func refuseUnknown(_ known: [String]) throws(ConstraintError) {
      for key in table.keys.sorted() where !known.contains(key) {
        let nearest = NearestWord.suggestion(for: key, among: known)
        throw error(
          key,
          "is not known"
            + (nearest.map { ", did you mean `\($0)`?" }
              ?? "; there are \(known.joined(separator: ", "))")
        )
      }
    }

    func constructs(_ key: String) throws(ConstraintError) -> [Construct] {
      let words = try strings(key).joined(separator: ",")
      do {
        return try ConstraintParser.constructs(words)
      } catch { throw self.error(key, error.message) }
    }

    func names(_ key: String) throws(ConstraintError) -> [String] {
      let words = try strings(key).joined(separator: ",")
      do {
        return try ConstraintParser.names(words)
      } catch { throw self.error(key, error.message) }
    }

    func clauses(_ key: String) throws(ConstraintError) -> [String] {
      let clauses = try strings(key, permitsCommas: true)
      if let fault = PromptClause.fault(clauses) { throw error(key, fault) }
      return clauses
    }

    func types(_ key: String) throws(ConstraintError) -> [ValueType] {
      var types: [ValueType] = []
      for word in try strings(key) {
        guard let type = ValueType(rawValue: word) else {
          let all = ValueType.allCases.map(\.rawValue).joined(separator: ", ")
          throw error(key, "`\(word.prefix(40))` is no type; the types are \(all)")
        }
        if !types.contains(type) { types.append(type) }
      }
      return types
    }

    func string(_ key: String) throws(ConstraintError) -> String? {
      guard let value = table[key] else { return nil }
      guard let text = value.string else { throw error(key, "must be a string in quotes") }
      return text
    }

    func flag(_ key: String) throws(ConstraintError) -> Bool? {
      guard let value = table[key] else { return nil }
      guard let flag = value.bool else { throw error(key, "must be true or false") }
      return flag
    }

    func count(_ key: String, _ range: ClosedRange<Int>) throws(ConstraintError) -> Int? {
      guard let value = table[key] else { return nil }
      guard let number = value.int, range.contains(number) else {
        throw error(
          key, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
      }
      return number
    }

    func share(_ key: String) throws(ConstraintError) -> Double? {
      guard let value = table[key] else { return nil }
      guard let number = Self.number(value), (0...1).contains(number) else {
        throw error(key, "must be a number from 0 to 1")
      }
      return number
    }

    func range(_ key: String) throws(ConstraintError) -> ClosedRange<Double>? {
      guard let value = table[key] else { return nil }
      guard let array = value.array, array.count == 2, let low = Self.number(array[0]),
        let high = Self.number(array[1]), low >= 0, high <= 1, low < high
      else { throw error(key, "must be [low, high] with 0 <= low < high <= 1") }
      return low...high
    }

    func mix(_ key: String, _ names: [String]) throws(ConstraintError) -> TaskMix? {
      guard let value = table[key] else { return nil }
      guard let mix = value.table else { throw error(key, "must be a table: [\(key)]") }
      for name in mix.keys.sorted() where !names.contains(name) {
        throw error(name, "is no task type; they are \(names.joined(separator: ", "))")
      }
      var weights: [Double] = []
      for name in names {
        guard let value = mix[name] else {
          weights.append(0)
          continue
        }
        guard let weight = Self.number(value), weight >= 0, weight <= 1e6 else {
          throw error(name, "must be a weight from 0 to 1000000")
        }
        weights.append(weight)
      }
      guard weights.contains(where: { $0 > 0 }) else {
        throw error(key, "leaves no tasks; at least one weight must be above 0")
      }
      return TaskMix(
        deduction: weights[0], abduction: weights[1], induction: weights[2],
        errorDeduction: weights[3])
    }

    private func strings(
      _ key: String, permitsCommas: Bool = false
    ) throws(ConstraintError) -> [String] {
      guard let value = table[key] else { return [] }
      guard let array = value.array else { throw error(key, "must be a list of strings") }
      var strings: [String] = []
      for index in 0..<array.count {
        guard let text = array[index].string, permitsCommas || !text.contains(",") else {
          throw error(key, "must be a list of strings" + (permitsCommas ? "" : " without commas"))
        }
        strings.append(text)
      }
      return strings
    }

    private static func number(_ value: any TOMLValueConvertible) -> Double? {
      let number = value.double ?? value.int.map { Double($0) }
      return number.flatMap { $0.isFinite ? $0 : nil }
    }
  }
}

/// The lines of a TOML text's keys and tables, which the library does not tell.
struct TOMLKeyLines {
  private var lines: [String: Int] = [:]

  init(_ text: String) {
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let words = String(line).trimmedSpace.drop { $0 == "[" }
      let key = String(words.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" })
      if !key.isEmpty && lines[key] == nil { lines[key] = index + 1 }
    }
  }

  subscript(key: String) -> Int? { lines[key] }
}
