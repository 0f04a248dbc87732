/// What the dashboard remembers from one session to the next: how the operator arranged it.
///
/// Filters are left out on purpose: one that is forgotten would hide rows on another day.
public struct ScreenMemory: Codable, Hashable, Sendable {
  /// How far a view's borders were moved from where the layout puts them, in cells.
  public struct Split: Codable, Hashable, Sendable {
    public var columns = 0
    public var rows = 0

    public init(columns: Int = 0, rows: Int = 0) {
      self.columns = columns
      self.rows = rows
    }
  }

  /// By the view's name.
  public var splits: [String: Split] = [:]
  /// Commands that were typed, oldest first.
  public var commands: [String] = []
  /// The theme that was chosen last in the list of themes.
  public var theme: String?
  /// How charts are drawn: `braille`, `blocks` or `ascii`.
  public var chart: String?
  public var isLogarithmic = false
  public var isSmoothed = false

  public init() {}
}

extension State {
  /// The arrangement at hand.
  public var memory: ScreenMemory {
    var memory = ScreenMemory()
    for (view, split) in interface.splits where split != ScreenMemory.Split() {
      memory.splits[view.word] = split
    }
    memory.commands = interface.history
    memory.theme = interface.chosenTheme
    // Elsewhere the character set chose, not the operator.
    if charset == .unicode { memory.chart = interface.chart.marks.rawValue }
    memory.isLogarithmic = interface.chart.isLogarithmic
    memory.isSmoothed = interface.chart.isSmoothed
    return memory
  }

  /// Arranges the dashboard as it was.
  public mutating func recall(_ memory: ScreenMemory) {
    for view in View.allCases {
      interface.splits[view] = memory.splits[view.word]
    }
    interface.history = Array(memory.commands.suffix(Self.historyLimit))
    interface.chosenTheme = memory.theme
    if charset == .unicode, let marks = memory.chart.flatMap({ Chart.Marks(rawValue: $0) }) {
      interface.chart.marks = marks
    }
    interface.chart.isLogarithmic = memory.isLogarithmic
    interface.chart.isSmoothed = memory.isSmoothed
  }

  /// Moves the borders of the view at hand.
  mutating func moveBorders(columns: Int, rows: Int) {
    var split = interface.splits[interface.view] ?? .init()
    // Beyond the screen there is nothing: a border that cannot move further stays.
    split.columns = max(-size.columns, min(size.columns, split.columns + columns))
    split.rows = max(-size.rows, min(size.rows, split.rows + rows))
    let before = layout(size).places
    let former = interface.splits[interface.view]
    interface.splits[interface.view] = split
    if layout(size).places == before { interface.splits[interface.view] = former }
  }
}
