import Core

/// Tasks that no training ever sees: the yardstick of solve rates.
public enum HeldOutTasks {
  /// Draws the set: harder than the pre-training distribution, distinct programs, and no program
  /// that returns a constant.
  public static func generate(
    perType count: Int, seed: UInt64, validator: Validator, pairCount: Int
  ) -> [TaskContent] {
    var random = SeededGenerator(seed: seed)
    var tasks: [TaskContent] = []
    for type in TaskType.allCases {
      var programs: Set<String> = []
      while programs.count < count {
        guard
          let task = CurriculumSampler.task(type, .heldOut, validator, pairCount, &random),
          task.executed.count <= 20, programs.insert(task.content.program).inserted
        else { continue }
        tasks.append(task.content)
      }
    }
    return tasks
  }
}
