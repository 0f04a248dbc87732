/// A terminal's screen in memory: understands what ncurses sends to an `xterm-256color`.
///
/// It keeps characters, not colours; the modes that are set, so that a test sees what a program
/// leaves behind; and the marks by which Proctor says that it is idle.
struct VirtualScreen {
  /// What the idle mark of `DashboardLoop` says.
  struct IdleMark: Hashable {
    var frame: Int
    /// How many bytes the program has read.
    var input: Int
    var columns: Int
    var rows: Int
  }

  private(set) var columns: Int
  private(set) var rows: Int
  /// Private modes that are set, by number. A terminal starts with 7 (autowrap) and 25 (cursor).
  private(set) var modes: Set<Int> = [7, 25]
  private(set) var idle: IdleMark?
  private(set) var bells = 0
  /// How many sequences have set a colour.
  private(set) var colorChanges = 0
  /// How many bytes have come.
  private(set) var byteCount = 0
  /// Sequences that were not understood. A test that trusts the screen checks that there are none.
  private(set) var unknown: [String] = []

  var grid: Grid
  private var otherGrid: Grid
  private var parser = ControlParser()

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    grid = Grid(columns: columns, rows: rows)
    otherGrid = grid
  }

  /// The lines of the screen without trailing spaces.
  var lines: [String] { grid.lines }

  /// All lines in one string.
  var text: String { lines.joined(separator: "\n") }

  /// Private modes that a terminal does not have at the start, or has and lost.
  var leftModes: Set<Int> { modes.symmetricDifference([7, 25]) }

  mutating func resize(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    grid.resize(columns: columns, rows: rows)
    otherGrid.resize(columns: columns, rows: rows)
  }

  mutating func feed(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      byteCount += 1
      if let token = parser.take(byte) { apply(token) }
    }
  }

  private mutating func apply(_ token: ControlParser.Token) {
    switch token {
    case .scalar(let scalar): grid.write(scalar, wraps: modes.contains(7))
    case .control(let byte): control(byte)
    case .escape(let text): escape(text)
    case .sequence(let parameters, let final): sequence(parameters, final)
    case .command(let text): command(text)
    }
  }

  private mutating func control(_ byte: UInt8) {
    switch byte {
    case 0x07: bells += 1
    case 0x08: grid.moveTo(column: grid.column - 1)
    case 0x09: grid.moveTo(column: (grid.column / 8 + 1) * 8)
    case 0x0A...0x0C: grid.lineFeed()
    case 0x0D: grid.moveTo(column: 0)
    // Character set shifts, and CAN, which ended a sequence.
    case 0x0E, 0x0F, 0x18: break
    default: unknown.append("control \(byte)")
    }
  }

  private mutating func escape(_ text: String) {
    switch text {
    case "7": grid.save()
    case "8": grid.restore()
    case "D": grid.lineFeed()
    case "E":
      grid.moveTo(column: 0)
      grid.lineFeed()
    case "M": grid.reverseLineFeed()
    case "(B", ")B", "(0", ")0", "=", ">", "\\": break
    default: unknown.append("ESC \(text)")
    }
  }

  private mutating func command(_ text: String) {
    let fields = text.split(separator: ";")
    guard fields.first == "7777", fields.count == 5, fields[1] == "idle" else { return }
    let size = fields[4].dropFirst("size=".count).split(separator: "x").compactMap { Int($0) }
    guard let frame = Int(fields[2].dropFirst("frame=".count)),
      let input = Int(fields[3].dropFirst("input=".count)), size.count == 2
    else {
      unknown.append("OSC \(text)")
      return
    }
    idle = IdleMark(frame: frame, input: input, columns: size[0], rows: size[1])
  }

  private mutating func sequence(_ text: String, _ final: Character) {
    if text.hasPrefix("?") {
      privateSequence(String(text.dropFirst()), final)
      return
    }
    let numbers = text.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) }
    func number(_ index: Int, default value: Int) -> Int {
      index < numbers.count ? numbers[index] ?? value : value
    }
    let count = max(1, number(0, default: 1))
    switch final {
    case "A": grid.moveTo(row: grid.row - count)
    case "B", "e": grid.moveTo(row: grid.row + count)
    case "C", "a": grid.moveTo(column: grid.column + count)
    case "D": grid.moveTo(column: grid.column - count)
    case "G", "`": grid.moveTo(column: count - 1)
    case "d": grid.moveTo(row: count - 1)
    case "H", "f": grid.moveTo(row: count - 1, column: number(1, default: 1) - 1)
    case "J": grid.eraseScreen(number(0, default: 0))
    case "K": grid.eraseLine(number(0, default: 0))
    case "X": grid.erase(count: count)
    case "P": grid.deleteCharacters(count)
    case "@": grid.insertCharacters(count)
    case "L": grid.insertLines(count)
    case "M": grid.deleteLines(count)
    case "S": grid.scrollUp(count)
    case "T": grid.scrollDown(count)
    case "b": grid.repeatLast(count, wraps: modes.contains(7))
    case "r": grid.setRegion(top: count - 1, bottom: number(1, default: rows) - 1)
    case "m":
      if numbers.contains(where: { (30...49).contains($0 ?? 0) && $0 != 39 && $0 != 49 }) {
        colorChanges += 1
      }
    // Window titles, insert mode, device reports: nothing of the screen's characters.
    case "t", "h", "l", "c", "n": break
    default: unknown.append("CSI \(text)\(final)")
    }
  }

  private mutating func privateSequence(_ text: String, _ final: Character) {
    let numbers = text.split(separator: ";").compactMap { Int($0) }
    switch final {
    case "h":
      if numbers.contains(1049), !modes.contains(1049) {
        swap(&grid, &otherGrid)
        grid = Grid(columns: columns, rows: rows)
      }
      modes.formUnion(numbers)
    case "l":
      if numbers.contains(1049), modes.contains(1049) { swap(&grid, &otherGrid) }
      modes.subtract(numbers)
    // A question about a mode: this terminal does not answer.
    case "p": break
    default: unknown.append("CSI ?\(text)\(final)")
    }
  }
}
