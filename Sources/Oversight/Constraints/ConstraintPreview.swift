import Core
import MiniPython

/// A past proposal, as a preview tries a draft on it.
public struct PastProposal: Sendable {
  public var task: TaskID
  public var type: TaskType
  public var content: TaskContent
  /// Nil when it does not parse: then no set of constraints lets it in, and none is to blame.
  public var program: Program?
  /// The structure for the novelty floor; empty when unknown.
  public var structure: String
  public var solveRate: Double?
  public var isHeld: Bool
  /// The proposer's; nil when unknown.
  public var rollout: RolloutID?

  public init(
    task: TaskID, content: TaskContent, program: Program? = nil, structure: String = "",
    solveRate: Double? = nil, isHeld: Bool = false, rollout: RolloutID? = nil
  ) {
    self.rollout = rollout
    self.task = task
    type = content.type
    self.content = content
    self.program = program ?? (try? Program(parsing: content.program))
    self.structure = structure
    self.solveRate = solveRate
    self.isHeld = isHeld
  }
}

/// Tries a draft of constraints on the newest proposals, before it applies.
public struct ConstraintPreview {
  /// How many proposals are tried.
  public static let reach = 2_000
  private static let examples = 5

  private struct Place: Hashable {
    var type: TaskType
    var difficulty: Difficulty
  }

  /// By the measured solve rate.
  private enum Difficulty: String, CaseIterable {
    case unsolved, hard, even, easy, solved, unknown

    init(_ solveRate: Double?) {
      switch solveRate {
      case nil: self = .unknown
      case .some(...0): self = .unsolved
      case .some(..<0.34): self = .hard
      case .some(..<0.67): self = .even
      case .some(..<1): self = .easy
      case .some: self = .solved
      }
    }
  }

  private static func example(
    _ proposal: PastProposal, _ reason: String
  ) -> ConstraintsPreviewed.Example {
    ConstraintsPreviewed.Example(
      task: proposal.task, reason: reason, program: String(proposal.content.program.prefix(2_000)))
  }

  /// - Parameter proposals: oldest first; the newest `reach` count.
  public static func preview(
    _ draft: Constraints, inForce: Constraints, proposals: [PastProposal]
  ) -> ConstraintsPreviewed {
    let (drafted, current) = (
      ConstraintChecker(constraints: draft), ConstraintChecker(constraints: inForce)
    )
    var groups: [Place: (kept: Int, dropped: Int, changed: Int)] = [:]
    var dropped: [ConstraintsPreviewed.Example] = []
    var letIn: [ConstraintsPreviewed.Example] = []
    var (tried, load, loadNow) = (0, 0, 0)
    let looksAtNovelty = draft.noveltyFloor > 0 || inForce.noveltyFloor > 0
    var recent: [StructureOverlap] = []
    for proposal in proposals.suffix(reach) {
      guard let program = proposal.program else { continue }
      tried += 1
      let structure =
        looksAtNovelty && !proposal.structure.isEmpty ? StructureOverlap(proposal.structure) : nil
      let now = current.reason(proposal, program, structure, recent: recent)
      let then = drafted.reason(proposal, program, structure, recent: recent)
      let place = Place(type: proposal.type, difficulty: Difficulty(proposal.solveRate))
      var group = groups[place] ?? (0, 0, 0)
      if then == nil { group.kept += 1 } else { group.dropped += 1 }
      if (now == nil) != (then == nil) { group.changed += 1 }
      groups[place] = group
      if proposal.isHeld {
        load += then == nil ? 1 : 0
        loadNow += now == nil ? 1 : 0
      }
      if now == nil, let then {
        dropped.append(Self.example(proposal, then))
      } else if then == nil, let now {
        letIn.append(Self.example(proposal, now))
      }
      if let structure {
        recent.append(structure)
        if recent.count > ConstraintChecker.noveltyReach { recent.removeFirst() }
      }
    }
    let places = (TaskType.allCases + [.errorDeduction]).flatMap { type in
      Difficulty.allCases.map { Place(type: type, difficulty: $0) }
    }
    var listed: Set<Place> = []
    return ConstraintsPreviewed(
      constraints: draft, tried: tried,
      groups: places.filter { listed.insert($0).inserted }.compactMap { place in
        groups[place].map {
          ConstraintsPreviewed.Group(
            type: place.type, difficulty: place.difficulty.rawValue, kept: $0.kept,
            dropped: $0.dropped, changed: $0.changed)
        }
      },
      newlyDropped: Array(dropped.suffix(examples)), newlyLetIn: Array(letIn.suffix(examples)),
      reviewLoad: load, reviewLoadNow: loadNow, milliseconds: 0)
  }
}

extension ConstraintChecker {
  /// Against how many of the newest tasks a structure must be new.
  public static let noveltyReach = 64

  /// Why a past proposal is dropped, or nil.
  fileprivate func reason(
    _ proposal: PastProposal, _ program: Program, _ structure: StructureOverlap?,
    recent: [StructureOverlap]
  ) -> String? {
    if let violation = violations(of: program).first { return violation.message }
    if let violation = violation(of: proposal.content, structure: structure, recent: recent) {
      return violation.message
    }
    if let rate = proposal.solveRate, !constraints.targetSolveRate.contains(rate) {
      return "the solve rate is outside the target"
    }
    return nil
  }
}
