import Core

/// A fixed set of tasks that no training ever sees: a yardstick of solve rates.
public enum HeldOutSet: String, CaseIterable, Codable, Sendable {
  /// Of the pre-training distribution: programs that were reserved, and never shown.
  case familiar
  /// Outside it: longer, with more branches and loops, and no program of a single statement.
  case harder

  /// The name of the file that holds the set.
  public var fileName: String {
    switch self {
    case .familiar: "held-out-familiar.json"
    case .harder: "held-out.json"
    }
  }

  /// Where the set's draws begin.
  private var seed: UInt64 {
    switch self {
    case .familiar: 0x4641_4D49
    case .harder: 0x48_454C_44
    }
  }

  private var difficulty: ProgramGenerator.Difficulty {
    switch self {
    case .familiar: .pretraining
    case .harder: .heldOut
    }
  }

  /// Draws the set: distinct programs, none of which returns a constant.
  func generate(perType count: Int, validator: Validator, pairCount: Int) -> [TaskContent] {
    var random = SeededGenerator(seed: seed)
    var tasks: [TaskContent] = []
    for type in TaskType.allCases {
      var programs: Set<String> = []
      while programs.count < count {
        guard
          let task = CurriculumSampler.task(type, difficulty, validator, pairCount, &random),
          task.executed.count <= 20,
          self == .harder || Self.isReserved(task.content.program),
          programs.insert(task.content.program).inserted
        else { continue }
        tasks.append(task.content)
      }
    }
    return tasks
  }

  /// Whether a program is kept for the familiar set: one text in 32, by its FNV-1a hash.
  static func isReserved(_ program: String) -> Bool {
    let hash = program.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01B3
    }
    return SeededGenerator.mix(hash) % 32 == 0
  }
}
