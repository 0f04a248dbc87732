import ArgumentParser
import Core
import Foundation
import Journal
import Oversight

extension Flags {
  /// `proctor flags try`
  struct Try: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Try a rule file on a run's newest chains of thought, before it is used.",
      discussion: """
        The run may be under way. For each rule: how many of the chains of its roles it would have \
        hit, and the newest hits. A rule that hits nothing is not shown to be of any use.
        """)

    @Argument(help: ArgumentHelp("The rule file.", valueName: "toml"))
    var rules: String

    @OptionGroup var chosen: RunArgument

    @Option(help: "How many of the newest chains are read.")
    var last = 2_000

    mutating func validate() throws {
      if !(1...1_000_000).contains(last) {
        throw ValidationError("--last must be between 1 and 1000000.")
      }
    }

    func run() throws {
      let text: String
      do {
        text = try String(contentsOfFile: rules, encoding: .utf8)
      } catch { throw CommandError(message: "\(rules) cannot be read as UTF-8 text") }
      let parsed = try RuleFile.parse(text, file: rules)
      let directory = try chosen.directory()
      let chains = try Self.chains(in: chosen.reader(), last: last)
      print("\(chains.count) chains of \(directory.name)")
      for rule in parsed {
        let trial = RuleTrial(of: rule, on: chains, limit: last)
        let share = trial.read == 0 ? 0 : Double(trial.hit) / Double(trial.read) * 1_000
        let thousand = share.formatted(
          .number.precision(.fractionLength(1)).locale(Locale(identifier: "en_US_POSIX")))
        print("\(rule.name): \(trial.hit) of \(trial.read) chains, \(thousand) in 1,000")
        for example in trial.examples {
          let scalars = Array(example.chain.text.unicodeScalars)
          guard let span = example.spans.first else { continue }
          let start = max(0, span.lowerBound - 30)
          let end = min(scalars.count, span.upperBound + 30)
          var view = String.UnicodeScalarView()
          view.append(contentsOf: scalars[start..<end])
          print(
            "  rollout \(example.chain.rollout) \(example.chain.role.rawValue): "
              + "...\(String(view).printable)...")
        }
      }
    }

    /// The newest chains, in the order in which they were written.
    private static func chains(in reader: JournalReader, last: Int) throws -> [RuleTrial.Chain] {
      var chains: [(seq: Int64, chain: RuleTrial.Chain)] = []
      for kind in [RunEvent.Kind.taskProposed, .rolloutFinished] {
        try reader.forEachBatch(of: kind) { events in
          for event in events {
            switch event.body {
            case .taskProposed(let value):
              chains.append(
                (event.seq, .init(rollout: value.rollout, role: .proposer, text: value.chain)))
            case .rolloutFinished(let value):
              chains.append(
                (event.seq, .init(rollout: value.rollout, role: .solver, text: value.chain)))
            default: break
            }
          }
          if chains.count > 4 * last {
            chains = Array(chains.sorted { $0.seq < $1.seq }.suffix(2 * last))
          }
        }
      }
      return chains.sorted { $0.seq < $1.seq }.suffix(last).map(\.chain)
    }
  }
}
