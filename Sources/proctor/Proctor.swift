import ArgumentParser

/// The command line.
@main
struct Proctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "proctor",
    abstract: "Oversee a self-play training run in the terminal.",
    discussion: """
      Without a subcommand it starts a new run of the embedded engine and opens the dashboard.
      Runs are kept under $PROCTOR_RUNS, or else under proctor/runs in the XDG data directory.
      """,
    version: Version.current,
    subcommands: [
      Run.self, Runs.self, Export.self, Evaluate.self, Pretrain.self, Flags.self, Model.self,
    ],
    defaultSubcommand: Run.self)
}

/// The program's version.
enum Version {
  static let current = "0.1.0"
}
