import Report

/// The curves of a study as charts: one line an arm, the mean over its seeds.
struct LearningCurves {
  var courses: [LearningCourse]

  /// The files to write, by name.
  var files: [(name: String, svg: String)] {
    [
      ("sampled.svg", evaluations("Held-out, sampled (harder set)", \.sampled)),
      ("greedy.svg", evaluations("Held-out, greedy (harder set)", \.greedy)),
      ("lines.svg", proposals("Lines of a proposed program", \.lines, within: nil)),
      ("unique.svg", proposals("Structurally unique proposals", \.unique, within: 0...1)),
    ]
  }

  private func evaluations(
    _ title: String, _ measure: KeyPath<LearningCourse.Point, Double>
  ) -> String {
    chart(title, within: 0...0.6) { course in
      course.points.map { (Double($0.step), $0[keyPath: measure]) }
    }
  }

  /// Means of ten steps each: single steps are noisy.
  private func proposals(
    _ title: String, _ measure: KeyPath<LearningCourse.Proposals, Double>,
    within range: ClosedRange<Double>?
  ) -> String {
    chart(title, within: range) { course in
      stride(from: 0, to: course.proposals.count, by: 10).map { start in
        let part = course.proposals[start..<min(start + 10, course.proposals.count)]
        let mean = part.reduce(0) { $0 + $1[keyPath: measure] } / Double(part.count)
        return (Double(part[part.startIndex].step), mean)
      }
    }
  }

  private func chart(
    _ title: String, within range: ClosedRange<Double>?,
    _ points: (LearningCourse) -> [(x: Double, y: Double)]
  ) -> String {
    let series = LearningArm.allCases.compactMap { arm -> LineChart.Series? in
      var sums: [Double: (sum: Double, count: Double)] = [:]
      for (x, y) in courses.filter({ $0.arm == arm }).flatMap(points) {
        sums[x, default: (0, 0)].sum += y
        sums[x, default: (0, 0)].count += 1
      }
      guard !sums.isEmpty else { return nil }
      return LineChart.Series(
        name: arm.rawValue,
        points: sums.sorted { $0.key < $1.key }.map {
          LineChart.Point(x: $0.key, y: $0.value.sum / $0.value.count)
        })
    }
    return LineChart(title: title, series: series, yRange: range).standalone
  }
}
