import Core
import Foundation
import Journal

/// Two runs beside each other: curves, configurations, revisions, and what both said to one task.
public struct RunComparison: Sendable {
  /// A setting that differs; nil where a run does not have it.
  public struct Difference: Hashable, Sendable {
    public var name: String
    public var first: String?
    public var second: String?
  }

  /// One place on the axis where both runs have values.
  public struct Row: Hashable, Sendable {
    public var x: Double
    public var first: Double?
    public var second: Double?
  }

  public let first: RunDigest
  public let second: RunDigest
  public let alignment: Alignment
  /// Settings that differ.
  public let settings: [Difference]
  /// Tasks that both runs solved, side by side.
  public let tasks: [TaskComparison]

  /// - Parameter configurations: What each run was started with, as JSON; nil where it is not known.
  public init(
    _ first: RunDigest, _ second: RunDigest, by alignment: Alignment,
    configurations: (Data?, Data?), tasks: [TaskComparison]
  ) {
    self.first = first
    self.second = second
    self.alignment = alignment
    self.tasks = tasks
    let old = Self.settings(first, configurations.0)
    let new = Self.settings(second, configurations.1)
    settings = Set(old.keys).union(new.keys).sorted().compactMap { name in
      old[name] == new[name] ? nil : Difference(name: name, first: old[name], second: new[name])
    }
  }

  private static func settings(_ digest: RunDigest, _ configuration: Data?) -> [String: String] {
    var settings: [String: String] = [:]
    if let start = digest.started {
      settings["model hash"] = start.modelHash
      settings["seed"] = "\(start.seed)"
      settings["preset"] = start.preset
      settings["proctor"] = start.version
    }
    guard let configuration,
      let value = try? JSONDecoder().decode(JSONValue.self, from: configuration)
    else { return settings }
    flatten(value, under: "", into: &settings)
    return settings
  }

  private static func flatten(
    _ value: JSONValue, under name: String, into settings: inout [String: String]
  ) {
    guard case .object(let members) = value else {
      settings[name] = value.line
      return
    }
    for (key, value) in members {
      flatten(value, under: name.isEmpty ? key : "\(name).\(key)", into: &settings)
    }
  }

  /// A group's curves, each from both runs, by name.
  public func pairs(_ group: Curve.Group) -> [(name: String, first: Curve?, second: Curve?)] {
    let old = first.curves(group, by: alignment)
    let new = second.curves(group, by: alignment)
    var names = old.map(\.name)
    names += new.map(\.name).filter { !names.contains($0) }
    return names.map { name in
      (name, old.first { $0.name == name }, new.first { $0.name == name })
    }
  }

  /// Values of a pair of curves at about `count` places over both: each the mean of the points since
  /// the place before.
  public static func rows(_ first: Curve?, _ second: Curve?, count: Int) -> [Row] {
    let all = (first?.points ?? []) + (second?.points ?? [])
    guard let low = all.map(\.x).min(), let high = all.map(\.x).max() else { return [] }
    let places = Set(all.map(\.x)).sorted()
    let ends =
      places.count <= count
      ? places
      : (1...count).map { low + (high - low) * Double($0) / Double(count) }
    var previous = -Double.infinity
    return ends.compactMap { end in
      func mean(_ curve: Curve?) -> Double? {
        let values = (curve?.points ?? []).filter { $0.x > previous && $0.x <= end }.map(\.y)
        return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
      }
      let row = Row(x: end, first: mean(first), second: mean(second))
      previous = end
      return row.first == nil && row.second == nil ? nil : row
    }
  }
}

/// What two runs did with the very same task.
public struct TaskComparison: Sendable {
  /// One run's side.
  public struct Side: Sendable {
    public var solveRate: Double?
    public var rollouts: [RolloutFinished]
    public var verdict: Verdict?
  }

  public var task: TaskID
  public var program: String
  public var input: String
  public var first: Side
  public var second: Side

  /// Reads one task from both journals; nil unless both have rollouts of it.
  public init?(_ task: TaskID, _ first: JournalReader, _ second: JournalReader) throws {
    let old = try first.events(about: task)
    let new = try second.events(about: task)
    self.task = task
    self.first = Self.side(old)
    self.second = Self.side(new)
    guard !self.first.rollouts.isEmpty, !self.second.rollouts.isEmpty else { return nil }
    program = ""
    input = ""
    for event in old + new where program.isEmpty {
      switch event.body {
      case .taskProposed(let proposal):
        program = proposal.program
        input = proposal.pairs.isEmpty ? proposal.input : "\(proposal.pairs.map(\.input))"
      case .taskAdmitted(let admitted):
        program = admitted.content?.program ?? ""
        input = admitted.content?.input ?? ""
      default: break
      }
    }
  }

  private static func side(_ events: [RunEvent]) -> Side {
    var side = Side(rollouts: [])
    for event in events {
      switch event.body {
      case .rolloutFinished(let rollout): side.rollouts.append(rollout)
      case .taskScored(let score): side.solveRate = score.solveRate
      case .taskReviewed(let review): side.verdict = review.verdict
      default: break
      }
    }
    return side
  }

  /// The tasks that both runs gave to their solvers.
  public static func shared(
    _ first: JournalReader, _ second: JournalReader
  ) throws -> [TaskID] {
    let theirs = Set(try second.tasks(of: .rolloutFinished))
    return try first.tasks(of: .rolloutFinished).filter(theirs.contains)
  }
}
