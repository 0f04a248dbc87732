import Core
import Dashboard
import Terminal

extension DashboardServices {
  /// What a dashboard finds on this machine, whatever it shows: themes, runs, its own memory.
  static func ofThisMachine(
    send: @escaping @Sendable (RunCommand.Action, _ reason: String?) -> Void
  ) -> DashboardServices {
    let folders = Place.themes
    var services = DashboardServices(send: send)
    services.themeNames = { Theme.names(in: folders) }
    services.theme = { (name) throws(SettingsError) -> Theme in
      try Theme.load(name: name, directories: folders)
    }
    services.listRuns = { RunCatalog.list(into: $0) }
    services.compareRuns = { RunCatalog.compare($0, $1, into: $2) }
    services.remember = { ScreenFile.save($0) }
    return services
  }

  /// A dashboard whose commands go to a run.
  init(of target: some RunTarget) {
    self = .ofThisMachine { target.send($0, reason: $1, by: nil) }
    planRollback = { step, _ in target.planRollback(to: step) }
    rollBack = { step, _ in target.rollBack(to: step) }
  }
}
