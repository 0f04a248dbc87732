import Testing

@testable import Dashboard
@testable import Terminal

@Suite struct ChangedRunTests {
  private let size = Size(columns: 6, rows: 3)

  private func cell(_ character: Unicode.Scalar) -> FrameCell {
    FrameCell(character, width: 1, role: .text)
  }

  @Test func nothingChangedNothingWritten() {
    #expect(changedRuns(from: Frame(size: size), to: Frame(size: size)) == [])
  }

  @Test func anUnknownScreenIsWrittenWhole() {
    let whole = (0..<3).map { ChangedRun(row: $0, columns: 0..<6) }
    #expect(changedRuns(from: nil, to: Frame(size: size)) == whole)
    let other = Frame(size: Size(columns: 5, rows: 3))
    #expect(changedRuns(from: other, to: Frame(size: size)) == whole)
  }

  @Test func onlyChangedCellsAreWritten() {
    var frame = Frame(size: size)
    frame[0, 1] = cell("a")
    frame[0, 2] = cell("b")
    frame[0, 4] = cell("c")
    frame[2, 5] = cell("d")
    #expect(
      changedRuns(from: Frame(size: size), to: frame) == [
        ChangedRun(row: 0, columns: 1..<3), ChangedRun(row: 0, columns: 4..<5),
        ChangedRun(row: 2, columns: 5..<6),
      ])
  }

  @Test func aChangedRoleIsAChange() {
    var frame = Frame(size: size)
    frame[1, 0].role = .danger
    #expect(
      changedRuns(from: Frame(size: size), to: frame) == [ChangedRun(row: 1, columns: 0..<1)])
  }

  @Test func aWideCharacterIsWrittenFromItsStart() {
    var old = Frame(size: size)
    old[0, 1] = FrameCell("漢", width: 2, role: .text)
    old[0, 2] = .continuation(role: .text)
    var new = old
    // Only the covered half differs, as when its role alone changed.
    new[0, 2] = .continuation(role: .danger)
    #expect(changedRuns(from: old, to: new) == [ChangedRun(row: 0, columns: 1..<3)])
    #expect(
      changedRuns(from: old, to: Frame(size: size)) == [ChangedRun(row: 0, columns: 1..<3)])
  }

  @Test func anEmptyScreenHasNoRuns() {
    #expect(changedRuns(from: nil, to: Frame(size: Size(columns: 0, rows: 0))) == [])
  }

  @Test func whatARunCostsGrowsWithItsCellsAndItsStyles() {
    var frame = Frame(size: size)
    let run = ChangedRun(row: 0, columns: 0..<6)
    let plain = run.bytes(in: frame)
    #expect(plain >= 6)
    #expect(ChangedRun(row: 0, columns: 0..<2).bytes(in: frame) == plain - 4)
    frame[0, 3] = FrameCell("x", width: 1, role: .danger)
    #expect(run.bytes(in: frame) > plain)
    frame[0, 3] = FrameCell("─", width: 1, role: .text)
    #expect(run.bytes(in: frame) == plain + 2)
  }
}
