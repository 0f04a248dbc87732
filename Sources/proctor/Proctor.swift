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
    subcommands: [],
    groupedSubcommands: [
      CommandGroup(
        name: "Watch",
        subcommands: [Run.self, Attach.self, Replay.self]),
      CommandGroup(
        name: "The record",
        subcommands: [
          Runs.self, Search.self, ShowTask.self, Compare.self, Verify.self, MakeReport.self,
          Export.self, ImportRun.self, Branch.self,
        ]),
      CommandGroup(
        name: "Oversight",
        subcommands: [Flags.self]),
      CommandGroup(
        name: "The engine",
        subcommands: [Evaluate.self, Execute.self, Presets.self, Model.self, Pretrain.self]),
      CommandGroup(
        name: "This machine",
        subcommands: [Doctor.self, ThemeCommand.self, Bench.self, Manual.self]),
    ],
    defaultSubcommand: Run.self)
}

/// The program's version.
enum Version {
  static let current = "0.1.0"
}
