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

  /// The role's letter in a frame's role layer.
  public var letter: Character {
    Self.letters[Self.allCases.firstIndex(of: self) ?? 0]
  }

  private static let letters = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
}
