import ArgumentParser
import Core
import Foundation
import Journal
import RunSession
import SelfPlay
import Synchronization

/// `proctor bench constraints`: what a ban does to what is sampled and admitted.
///
/// Measured on the shipped base (`--steps 18 --ban-at 6 --set rollouts=2 --construct while`, seeds
/// 1 to 3, one thread); step 0 is the first under the ban. The mask holds at once and for
/// good; rejection keeps offending tasks out as well, but the penalty of these few steps does not
/// yet make the proposer write fewer. The base never writes `import`: a ban has nothing to do.
///
/// | step | mask: samples | admitted | rejection: samples | admitted |
/// |---|---|---|---|---|
/// | -5 | 4/96 | 2/66 | 4/96 | 2/66 |
/// | -4 | 4/96 | 2/76 | 4/96 | 2/76 |
/// | -3 | 5/96 | 2/75 | 5/96 | 2/75 |
/// | -2 | 5/96 | 3/71 | 5/96 | 3/71 |
/// | -1 | 2/96 | 2/65 | 2/96 | 2/65 |
/// | 0 | 0/96 | 0/77 | 2/96 | 0/74 |
/// | 1 | 0/96 | 0/69 | 3/96 | 0/69 |
/// | 2 | 0/96 | 0/71 | 8/96 | 0/66 |
/// | 3 | 0/96 | 0/68 | 4/96 | 0/63 |
/// | 4 | 0/96 | 0/63 | 3/96 | 0/59 |
/// | 5 | 0/96 | 0/67 | 0/96 | 0/70 |
/// | 6 | 0/96 | 0/73 | 4/96 | 0/70 |
/// | 7 | 0/96 | 0/75 | 5/96 | 0/67 |
/// | 8 | 0/96 | 0/66 | 3/96 | 0/73 |
/// | 9 | 0/96 | 0/68 | 3/96 | 0/73 |
/// | 10 | 0/96 | 0/74 | 4/96 | 0/69 |
/// | 11 | 0/96 | 0/70 | 2/96 | 0/69 |
/// | 12 | 0/96 | 0/62 | 3/96 | 0/62 |
/// | before | 20/480 | 11/353 | 20/480 | 11/353 |
/// | after | 0/1248 | 0/903 | 44/1248 | 0/884 |
struct BenchConstraints: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "constraints",
    abstract: "Ban a construct in the middle of runs; count what is sampled and admitted with it.",
    discussion: """
      Each construct is banned in each way with each seed, by the same command that an operator \
      gives, and takes effect when a step begins. For every step the table has the share of the \
      proposed programs, and of the admitted tasks, that contain the construct, over all seeds. The \
      runs and constraints.json stay in the output folder.
      """)

  @Option(name: .shortAndLong, help: "A new folder for the runs and the results.")
  var output: String

  @Option(help: "How many seeds, from 1 on.")
  var seeds = 3

  @Option(help: "Steps of a run.")
  var steps = 16

  @Option(help: "The step that begins under the ban.")
  var banAt = 5

  @Option(help: "The constructs to ban, one at a time (repeat it; default: while and import).")
  var construct: [String] = []

  @Option(help: "Begin from this checkpoint instead of the embedded nano model.")
  var model: String?

  @Option(help: "Worker threads of the engine.")
  var threads = 1

  @OptionGroup(title: "Settings")
  var presetOptions: PresetOptions

  mutating func validate() throws {
    if !(1...100).contains(seeds) { throw ValidationError("--seeds must be between 1 and 100.") }
    guard banAt >= 2, steps >= banAt else {
      throw ValidationError("--ban-at must be at least 2 and at most --steps.")
    }
    if !(1...64).contains(threads) { throw ValidationError("--threads must be between 1 and 64.") }
    for word in construct where Construct(rawValue: word) == nil {
      let all = Construct.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("There is no construct '\(word)'; there are \(all).")
    }
  }

  func run() throws {
    guard !FileManager.default.fileExists(atPath: output) else {
      throw CommandError(message: "\(output): exists already; name a folder that does not")
    }
    try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
    let constructs: [Construct] =
      construct.isEmpty ? [.while, .import] : construct.compactMap(Construct.init(rawValue:))
    var courses: [BanCourse] = []
    for construct in constructs {
      for arm in BanArm.allCases {
        for seed in 1...UInt64(seeds) {
          FileHandle.standardError.write(
            Data("\(construct.rawValue), \(arm.rawValue), seed \(seed)\n".utf8))
          courses.append(try course(arm, construct, seed))
        }
      }
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try encoder.encode(courses).write(to: URL(fileURLWithPath: output + "/constraints.json"))
    for construct in constructs { show(construct, courses.filter { $0.construct == construct }) }
  }

  private func course(_ arm: BanArm, _ construct: Construct, _ seed: UInt64) throws -> BanCourse {
    let (settings, overrides) = try presetOptions.settings()
    let name =
      "\(construct.rawValue)-\(arm.rawValue.prefix { $0 != "," })"
      + (arm == .rejectionWithoutGradient ? "-no-gradient" : "") + "-\(seed)"
    let directory = RunDirectory(path: "\(output)/\(name)")
    try directory.create()
    let configuration = RunConfiguration(
      seed: seed, settings: settings, overrides: overrides.isEmpty ? nil : overrides, model: model,
      stepLimit: steps, evaluationInterval: 0)
    let set = arm.constraints(banning: construct, in: configuration.constraints)
    let start = try RunStart.new(
      in: directory, configuration: configuration, version: Version.current, threads: threads)
    let operatorActs = Act(draft: ConstraintDraft(text: set.document), step: banAt - 1)
    let session = RunSession(
      start: start, showsText: false, observers: [{ operatorActs.look(at: $0) }])
    operatorActs.session = session
    let outcome = session.wait()
    if let message = outcome.message { throw CommandError(message: message) }
    return try BanCourse(
      arm: arm, construct: construct, seed: seed,
      reader: JournalReader(path: directory.journalPath))
  }

  /// Gives the command once the step before the ban has begun: it is in force from the next one on.
  private final class Act: Sendable {
    private let draft: ConstraintDraft
    private let step: Int
    private let given = Mutex<(session: RunSession?, isDue: Bool, isDone: Bool)>(
      (nil, false, false))

    init(draft: ConstraintDraft, step: Int) {
      self.draft = draft
      self.step = step
    }

    var session: RunSession? {
      get { given.withLock { $0.session } }
      set {
        given.withLock { $0.session = newValue }
        give()
      }
    }

    func look(at events: [RunEvent]) {
      guard events.contains(where: { $0.kind == .stepStarted && $0.step == step }) else { return }
      given.withLock { $0.isDue = true }
      give()
    }

    private func give() {
      let session = given.withLock { given -> RunSession? in
        guard given.isDue, !given.isDone, let session = given.session else { return nil }
        given.isDone = true
        return session
      }
      session?.send(RunCommand(by: "bench", action: .editConstraints(draft)))
    }
  }

  // MARK: - The table

  private func show(_ construct: Construct, _ courses: [BanCourse]) {
    print(
      "\n`\(construct.rawValue)` banned from step 0 on; \(seeds) seeds; offending / all, and the share"
    )
    print(
      column("STEP", 6)
        + BanArm.allCases.map {
          column("\($0.rawValue): samples", 34) + column("admitted", 22)
        }.joined())
    for step in Set(courses.flatMap { $0.steps.map(\.step) }).sorted() {
      print(
        column("\(step)", 6) + BanArm.allCases.map { cells(courses, $0) { $0 == step } }.joined())
    }
    print(column("before", 6) + BanArm.allCases.map { cells(courses, $0) { $0 < 0 } }.joined())
    print(column("after", 6) + BanArm.allCases.map { cells(courses, $0) { $0 >= 0 } }.joined())
  }

  private func cells(
    _ courses: [BanCourse], _ arm: BanArm, where isMeant: (Int) -> Bool
  ) -> String {
    let steps = courses.filter { $0.arm == arm }.flatMap(\.steps).filter { isMeant($0.step) }
    func sum(_ value: (BanCourse.Step) -> Int) -> Int { steps.reduce(0) { $0 + value($1) } }
    return column(text(sum(\.offendingSamples), of: sum(\.samples)), 34)
      + column(text(sum(\.offendingAdmitted), of: sum(\.admitted)), 22)
  }

  private func text(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "-" }
    let share = (Double(part) / Double(whole) * 100)
      .formatted(.number.precision(.fractionLength(2)).locale(Locale(identifier: "en_US_POSIX")))
    return "\(part)/\(whole) \(share) %"
  }

  private func column(_ text: String, _ width: Int) -> String {
    text.padding(toLength: max(width, text.count), withPad: " ", startingAt: 0)
  }
}
