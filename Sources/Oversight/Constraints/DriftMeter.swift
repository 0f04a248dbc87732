import Core
import Foundation
import MiniPython

/// How far the newest programs are from the run's first ones: the Jensen-Shannon divergence, in bits,
/// of the shares of syntax-tree constructs (Lin 1991); 0 for the same shares, 1 for disjoint ones.
///
/// The first programs are the approved reference: they are counted until there are enough of them,
/// and never again.
public struct DriftMeter: Codable, Hashable, Sendable {
  /// How many programs the reference and the window have.
  public static let window = 256

  private var reference: [Int]
  private var referenceCount = 0
  private var newest: [[UInt8]] = []

  public init() { reference = Self.zeros }

  /// Takes in a valid task's program.
  public mutating func take(constructs: [Construct]) {
    var counts = [UInt8](repeating: 0, count: Self.zeros.count)
    for construct in constructs {
      guard let index = Self.order[construct] else { continue }
      counts[index] = counts[index] == .max ? .max : counts[index] + 1
    }
    // A program without any of them counts as one of its own kind.
    if counts.allSatisfy({ $0 == 0 }) { counts[counts.count - 1] = 1 }
    if referenceCount < Self.window {
      referenceCount += 1
      for index in counts.indices { reference[index] += Int(counts[index]) }
    } else {
      newest.append(counts)
      if newest.count > Self.window { newest.removeFirst() }
    }
  }

  /// The divergence; nil until the window is full.
  public var divergence: Double? {
    guard newest.count == Self.window else { return nil }
    var sums = Self.zeros
    for counts in newest { for index in counts.indices { sums[index] += Int(counts[index]) } }
    let (left, right) = (Self.shares(reference), Self.shares(sums))
    return zip(left, right).reduce(0) { total, pair in
      let middle = (pair.0 + pair.1) / 2
      return total + (Self.term(pair.0, middle) + Self.term(pair.1, middle)) / 2
    }
  }

  private static func term(_ share: Double, _ middle: Double) -> Double {
    share > 0 ? share * log2(share / middle) : 0
  }

  private static func shares(_ counts: [Int]) -> [Double] {
    let total = Double(max(1, counts.reduce(0, +)))
    return counts.map { Double($0) / total }
  }

  /// The constructs that are counted: what a task is about, and not how often it compares or adds.
  private static let counted = Array(Construct.allCases.prefix { $0 != .with })
  private static let order = Dictionary(uniqueKeysWithValues: zip(counted, counted.indices))
  private static let zeros = [Int](repeating: 0, count: counted.count + 1)
}

extension ConstraintChecker {
  /// Every construct of a program, each as often as it stands there.
  public static func constructs(of program: Program) -> [Construct] {
    var search = ConstructSearch(names: [])
    search.visit(module: program.module)
    return search.found.compactMap { violation in
      if case .construct(let construct) = violation.rule { construct } else { nil }
    }
  }
}
