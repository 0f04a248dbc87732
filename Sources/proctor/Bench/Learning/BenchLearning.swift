import ArgumentParser
import Core
import Foundation
import SelfPlay

/// `proctor bench learning`: whether the loop learns, against controls.
struct BenchLearning: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "learning",
    abstract: "Measure what the loop learns, against controls, over several seeds.",
    discussion: """
      Runs each arm with each seed and prints how far the held-out solve rates rose, with 95 % \
      intervals over the seeds (Student's t). 'no-rl' takes no steps and shows the noise of the \
      measurement. It takes long: with the defaults nine runs. The runs stay in the output folder, \
      beside learning.json, which holds every curve, and the curves as SVG files.
      """)

  @Option(name: .shortAndLong, help: "A new folder for the runs and the results.")
  var output: String

  @Option(help: "How many seeds, from 1 on.")
  var seeds = 3

  @Option(help: "Steps of a run.")
  var steps = 200

  @Option(help: "Steps between the points of a curve.")
  var interval = 25

  @Option(help: "Sampled responses to each held-out task, before and after.")
  var samples = 8

  @Option(
    help: """
      The arms to run (repeat it): \(LearningArm.allCases.map(\.rawValue).joined(separator: ", ")) \
      (default: all).
      """)
  var arm: [LearningArm] = []

  @Option(help: "Begin from this checkpoint instead of the embedded nano model.")
  var model: String?

  @Option(help: "Worker threads of the engine.")
  var threads = min(2, ProcessInfo.processInfo.activeProcessorCount)

  @OptionGroup(title: "Settings")
  var presetOptions: PresetOptions

  mutating func validate() throws {
    if !(1...100).contains(seeds) { throw ValidationError("--seeds must be between 1 and 100.") }
    if steps < 1 || interval < 1 || samples < 1 {
      throw ValidationError("--steps, --interval and --samples must be at least 1.")
    }
    if !(1...64).contains(threads) { throw ValidationError("--threads must be between 1 and 64.") }
  }

  func run() throws {
    guard !FileManager.default.fileExists(atPath: output) else {
      throw CommandError(message: "\(output): exists already; name a folder that does not")
    }
    let (settings, overrides) = try presetOptions.settings()
    try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
    let study = LearningStudy(
      settings: settings, overrides: overrides, arms: arm.isEmpty ? LearningArm.allCases : arm,
      seeds: (1...UInt64(seeds)).map { $0 }, steps: steps, interval: interval, samples: samples,
      threads: threads, model: model, output: output)
    let courses = try study.run { line in
      FileHandle.standardError.write(Data((line + "\n").utf8))
    }
    let result = Result(summaries: LearningSummary.all(of: courses), courses: courses)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    try encoder.encode(result).write(to: URL(fileURLWithPath: output + "/learning.json"))
    for file in LearningCurves(courses: courses).files {
      try Data(file.svg.utf8).write(to: URL(fileURLWithPath: "\(output)/\(file.name)"))
    }
    LearningTable(summaries: result.summaries).print()
  }

  private struct Result: Codable {
    var summaries: [LearningSummary]
    var courses: [LearningCourse]
  }
}
