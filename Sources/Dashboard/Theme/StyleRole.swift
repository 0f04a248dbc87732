/// What a cell means. A theme gives each role its colours and attributes; the raw value is the
/// role's name in a theme file.
public enum StyleRole: String, CaseIterable, Codable, Hashable, Sendable {
  /// Ordinary chrome text.
  case text
  /// Less important chrome: units, hints, absent values.
  case dim
  /// The program's name and what stands out without being an alarm.
  case accent
  /// Pane titles.
  case title
  /// The header line.
  case header
  /// Tab names of the views that are not shown.
  case tab
  /// The tab name of the view that is shown.
  case tabActive = "tab-active"
  case border
  /// The border of the focused pane.
  case borderFocus = "border-focus"
  /// The gutter between chrome and model text.
  case gutter
  /// A key in a hint line.
  case key
  /// The selected row of the focused pane.
  case select
  /// The selected row of another pane.
  case selectUnfocused = "select-unfocused"
  /// Text that the policy wrote: programs, inputs, answers.
  case model
  /// A chain of thought.
  case chain
  /// A value that the executor computed.
  case output
  /// A hidden, control or unassigned character made visible.
  case hidden
  /// The text that a monitor hit.
  case hit
  case ok
  case info
  case warn
  case danger
  /// The word for a running run.
  case running
  /// The word for a pausing or paused run.
  case paused
  /// A task that waits for a reviewer.
  case held
  /// A task that a reviewer vetoed.
  case vetoed
  case flagLow = "flag-low"
  case flagMedium = "flag-medium"
  case flagHigh = "flag-high"
  /// A question to the operator.
  case prompt
  /// A field that is being edited.
  case editor
  case solveRate = "chart-solve-rate"
  case learnability = "chart-learnability"
  case entropy = "chart-entropy"
  case flagCount = "chart-flags"
  /// Held-out evaluation scores.
  case evaluation = "chart-evaluation"
  /// Marks on a chart: constraint revisions, checkpoints.
  case mark = "chart-mark"
  /// A letter that looks like one of another script, in a word of that script.
  case lookalike
  /// The levels of a heat map, from nothing to the most; the gradient `heat` sets them.
  case heat0 = "heat-0"
  case heat1 = "heat-1"
  case heat2 = "heat-2"
  case heat3 = "heat-3"
  case heat4 = "heat-4"
  case heat5 = "heat-5"
  case heat6 = "heat-6"

  static let heat: [StyleRole] = [.heat0, .heat1, .heat2, .heat3, .heat4, .heat5, .heat6]

  /// The role's letter in a frame's role layer.
  public var letter: Character {
    Self.letters[Self.allCases.firstIndex(of: self) ?? 0]
  }

  private static let letters = Array(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
}
