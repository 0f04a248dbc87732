import Core
import Journal
import Oversight

/// How a ban is enforced.
enum BanArm: String, CaseIterable, Codable {
  /// The token is never drawn; what remains is rejected with the format penalty.
  case mask
  /// Forbidden proposals earn the format penalty.
  case rejection
  /// Forbidden proposals have no gradient.
  case rejectionWithoutGradient = "rejection, no gradient"

  /// The constraints that ban a construct in this way.
  func constraints(banning construct: Construct, in set: Constraints) -> Constraints {
    var set = set
    set.bannedConstructs = [construct]
    set.masksTokens = self == .mask
    set.rejection = self == .rejectionWithoutGradient ? .noGradient : .penalty
    return set
  }
}

/// What one run with a ban in the middle sampled and admitted, step by step.
struct BanCourse: Codable {
  /// The counts of one step.
  struct Step: Codable {
    /// Counted from the first step under the ban, which is 0.
    var step: Int
    /// Proposals of a program: those of induction are given theirs.
    var samples = 0
    var offendingSamples = 0
    var admitted = 0
    var offendingAdmitted = 0
  }

  var arm: BanArm
  var construct: Construct
  var seed: UInt64
  var steps: [Step] = []

  /// Reads a run's journal.
  init(arm: BanArm, construct: Construct, seed: UInt64, reader: JournalReader) throws {
    (self.arm, self.construct, self.seed) = (arm, construct, seed)
    let checker = ConstraintChecker(constraints: Constraints(bannedConstructs: [construct]))
    var first: Int?
    for event in try reader.events(of: .stepStarted) {
      if case .stepStarted(let started) = event.body, started.revision > 0 {
        first = min(first ?? event.step, event.step)
      }
    }
    guard let first else { return }
    var counts: [Int: Step] = [:]
    var offenders: [TaskID: Bool] = [:]
    for event in try reader.events(of: .taskProposed) where event.step > 0 {
      guard case .taskProposed(let proposed) = event.body, proposed.type != .induction else {
        continue
      }
      // Of a response without a program, the whole text is kept as the chain.
      let text = proposed.program.isEmpty ? proposed.chain : proposed.program
      let isOffending = !checker.violations(inSource: text).isEmpty
      offenders[proposed.task] = isOffending
      counts[event.step, default: Step(step: event.step - first)].samples += 1
      if isOffending { counts[event.step]?.offendingSamples += 1 }
    }
    for event in try reader.events(of: .taskAdmitted) where event.step > 0 {
      guard case .taskAdmitted(let task) = event.body, let isOffending = offenders[task.task] else {
        continue
      }
      counts[event.step, default: Step(step: event.step - first)].admitted += 1
      if isOffending { counts[event.step]?.offendingAdmitted += 1 }
    }
    steps = counts.values.sorted { $0.step < $1.step }
  }
}
