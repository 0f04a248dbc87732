import CTerminal
import Dashboard

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The terminal, from taking it over until giving it back.
///
/// It is neither copyable nor sendable: the thread that opens it is the only one that can draw or
/// read, and leaving the scope gives the terminal back. ncurses needs exactly that.
public struct TerminalSession: ~Copyable {
  private var palette: StylePalette
  /// What is on the screen, or nil if that is not known.
  private var shown: Frame?
  private var cells: [cterminal_cell] = []
  private var mustRepaint = false
  private let limit: ColorTier?
  /// Whether frames are bracketed by DEC mode 2026. Only a terminal that answers that it knows the
  /// mode gets it: others flicker or drop it.
  var synchronizesFrames = false

  /// Whether the user's locale is UTF-8. Elsewhere only ASCII may be drawn.
  public static var isUTF8: Bool { cterminal_is_utf8() }

  /// Takes over the terminal that standard input and output are connected to.
  ///
  /// `limit` is the wish for fewer colours than the terminal has; NO_COLOR asks for none.
  public init(theme: Theme, limit: ColorTier?) throws(TerminalError) {
    let result = cterminal_open()
    guard result == CTERMINAL_OPENED else { throw TerminalError(openResult: result) }
    self.limit = limit
    palette = Self.palette(theme, limit)
  }

  private static func palette(_ theme: Theme, _ limit: ColorTier?) -> StylePalette {
    cterminal_forget_pairs()
    let most: Int32 =
      switch limit {
      case .monochrome: 0
      case .ansi16: 16
      case .indexed256: 256
      case .trueColor, nil: .max
      }
    return StylePalette(theme: theme, colors: min(most, cterminal_colors())) {
      cterminal_pair($0, $1)
    }
  }

  /// Draws in another theme from now on.
  mutating func use(_ theme: Theme) {
    palette = Self.palette(theme, limit)
    invalidate()
  }

  /// Asks for clicks and the wheel until the terminal is given back.
  mutating func useMouse() {
    cterminal_use_mouse(true)
  }

  deinit { cterminal_close() }

  /// Asks for the terminal's size and takes it as the screen's.
  public mutating func fit() -> Size {
    let size = cterminal_fit()
    return Size(columns: Int(size.columns), rows: Int(size.rows))
  }

  /// Brings a frame on the screen by writing the cells that differ from the frame before. Returns
  /// about how many bytes that takes.
  @discardableResult public mutating func present(_ frame: Frame) -> Int {
    let runs = changedRuns(from: shown, to: frame)
    let cursorMoved = shown?.cursor != frame.cursor
    shown = frame
    guard !runs.isEmpty || cursorMoved || mustRepaint else { return 0 }
    for run in runs { put(run, of: frame) }
    if let cursor = frame.cursor {
      cterminal_cursor(Int32(cursor.row), Int32(cursor.column))
    } else {
      cterminal_cursor(-1, 0)
    }
    if mustRepaint { cterminal_repaint() }
    mustRepaint = false
    let sent = cterminal_flush(synchronizesFrames)
    return sent >= 0 ? Int(sent) : runs.reduce(0) { $0 + $1.bytes(in: frame) }
  }

  /// Makes the next `present` draw every cell.
  public mutating func invalidate() {
    shown = nil
    mustRepaint = true
  }

  /// Gives the terminal back, stops the process, and takes the terminal again once continued.
  ///
  /// With `wholeJob`, the other processes of the shell's job stop too, as the terminal's own Ctrl-Z
  /// makes them.
  public mutating func suspend(wholeJob: Bool) {
    cterminal_suspend(wholeJob)
    invalidate()
  }

  /// Gives the terminal to a command of the shell with a path as its argument, and takes it again once
  /// the command has ended. Returns its exit status, or nil if it could not be started.
  mutating func lend(to command: String, path: String) -> Int32? {
    let status = cterminal_lend(command, path)
    cterminal_retake()
    invalidate()
    return status < 0 ? nil : status
  }

  /// Takes the terminal again after the process was continued.
  public mutating func retake() {
    cterminal_retake()
    invalidate()
  }

  /// Gives the terminal back for good, while signals are still taken. Nothing may be drawn or read
  /// any more; `note` is shown where the shell goes on.
  mutating func leave(note: String) {
    cterminal_leave()
    write(note)
  }

  public mutating func ringBell() { cterminal_bell() }

  /// Writes bytes that are no part of a frame.
  mutating func write(_ text: String) {
    var text = text
    text.withUTF8 { cterminal_write($0.baseAddress, Int32($0.count)) }
  }

  private mutating func put(_ run: ChangedRun, of frame: Frame) {
    cells.removeAll(keepingCapacity: true)
    for column in run.columns {
      let cell = frame[run.row, column]
      if !cell.isContinuation { append(cell) }
    }
    cells.withUnsafeBufferPointer {
      cterminal_put(
        Int32(run.row), Int32(run.columns.lowerBound), $0.baseAddress, Int32($0.count))
    }
  }

  /// Appends a cell in ncurses' terms. A character whose width the C library sees differently would
  /// shift the rest of the line, so it is drawn as question marks.
  private mutating func append(_ cell: FrameCell) {
    let ink = palette[cell.role]
    var result = cterminal_cell()
    result.base = cell.base.value
    result.pair = ink.pair
    result.attributes = ink.attributes
    let isASCII = (0x20..<0x7F).contains(result.base)
    guard isASCII || cterminal_width(result.base) == Int32(cell.width) else {
      result.base = UInt32(UInt8(ascii: "?"))
      for _ in 0..<cell.width { cells.append(result) }
      return
    }
    if cell.hasMarks {
      let marks = cell.marks.map(\.value).filter { cterminal_width($0) == 0 } + [0, 0, 0, 0]
      result.marks = (marks[0], marks[1], marks[2], marks[3])
    }
    cells.append(result)
  }
}

@available(*, unavailable)
extension TerminalSession: Sendable {}

extension TerminalError {
  /// The error of a result of `cterminal_open`.
  fileprivate init(openResult: Int32) {
    let type = getenv("TERM").map { String(cString: $0) } ?? ""
    let plain = "use --plain for one line per event, or --headless"
    switch openResult {
    case CTERMINAL_NOT_A_TERMINAL:
      self.init(
        code: .notATerminal,
        message: "standard input and output are not both a terminal: \(plain)", context: type)
    case CTERMINAL_UNKNOWN_TYPE where type.isEmpty:
      self.init(
        code: .unknownType,
        message:
          "TERM is not set: set it to the terminal's type, such as xterm-256color, or \(plain)",
        context: type)
    case CTERMINAL_UNKNOWN_TYPE:
      self.init(
        code: .unknownType,
        message:
          "TERM=\(type.debugDescription) is not in the terminal database: set TERM to a known type, or \(plain)",
        context: type)
    case CTERMINAL_TOO_SIMPLE:
      self.init(
        code: .tooSimple,
        message: "a terminal with TERM=\(type) cannot show the dashboard: \(plain)", context: type)
    case CTERMINAL_ALREADY_OPEN:
      self.init(
        code: .alreadyOpen, message: "the dashboard is already on this terminal", context: type)
    default:
      let reason = String(cString: strerror(errno))
      self.init(
        code: .system, message: "the terminal could not be opened: \(reason)", context: reason)
    }
  }
}
