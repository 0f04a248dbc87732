import Core
import Testing

@testable import Dashboard

@Suite("Frames hold whatever the run says")
struct RenderPropertyTests {
  private static let hostile =
    "\u{1B}[2J\u{1B}]52;c;aGk=\u{7}\u{9B}31m\u{202E}abc\u{2066}\u{200B}\u{E0041}\u{FEFF}\r\n"
    + "a\u{301}\u{302}\u{303}\u{304}\u{305}\u{306} 漢字\u{1F468}\u{200D}\u{1F469} \u{1F1E9}\u{1F1EA}\t."

  private func hostileDriver(_ size: Size) -> Driver {
    var driver = Driver(size.columns, size.rows)
    let hostile = Self.hostile
    driver.run { script in
      script.start()
      script.startStep()
      script.propose(1, chain: hostile)
      script.hold(1)
      script.flag(task: 1, rollout: 1, rule: hostile, severity: .high, text: hostile, hit: "abc")
      script.add(.alarmRaised(AlarmRaised(code: hostile, message: hostile)))
      script.add(
        .constraintsRefused(ConstraintsRefused(field: .bannedNames, message: hostile, by: hostile)))
      script.review(2, .veto, reason: .other, by: hostile)
      script.finishStep()
    }
    return driver
  }

  @Test("no hostile text leaves a control, format or overlapping character in a frame")
  func hostileText() {
    for size in [
      Size(columns: 80, rows: 24), Size(columns: 160, rows: 50), Size(columns: 40, rows: 10),
    ] {
      var driver = hostileDriver(size)
      for key in [Key]("1234567".unicodeScalars.map(Key.character)) + ["?"] {
        driver.press(key)
        for offset in [0, 1, 3] {
          let size = Size(columns: size.columns - offset, rows: size.rows)
          check(render(driver.state, size: size, theme: .default))
        }
      }
    }
  }

  private func check(_ frame: Frame) {
    for row in 0..<frame.size.rows {
      var covered = 0
      for column in 0..<frame.size.columns {
        let cell = frame[row, column]
        if covered > 0 {
          #expect(cell.isContinuation, "row \(row) column \(column)")
          covered -= 1
          continue
        }
        #expect(!cell.isContinuation, "row \(row) column \(column)")
        covered = Int(cell.width) - 1
        let scalars = [cell.base] + cell.marks
        for scalar in scalars {
          let category = scalar.properties.generalCategory
          #expect(![.control, .format, .privateUse, .unassigned].contains(category))
          #expect(!scalar.properties.isDefaultIgnorableCodePoint)
        }
        #expect(cell.marks.count <= 4)
      }
      #expect(covered == 0, "a wide character hangs over the edge of row \(row)")
    }
  }

  @Test("every size from nothing to large is drawn, in every view")
  func sizes() {
    var driver = hostileDriver(Size(columns: 80, rows: 24))
    for columns in [0, 1, 5, 39, 40, 79, 80, 132, 201] {
      for rows in [0, 1, 9, 10, 20, 36, 61] {
        let size = Size(columns: columns, rows: rows)
        _ = reduce(&driver.state, .resize(size))
        for key in [Key]("1234567".unicodeScalars.map(Key.character)) {
          driver.press(key, .tab, "j", "z")
          let frame = render(driver.state, size: size, theme: .default)
          #expect(frame.size == size)
          #expect(frame.cells.count == columns * rows)
          driver.press("z", .escape)
        }
      }
    }
  }

  @Test("frames differ only where something changed")
  func smallChanges() {
    var driver = hostileDriver(Size(columns: 80, rows: 24))
    driver.press("j")
    let before = render(driver.state, size: driver.state.size, theme: .default)
    #expect(render(driver.state, size: driver.state.size, theme: .default) == before)
    driver.press("?", .escape)
    #expect(render(driver.state, size: driver.state.size, theme: .default) == before)
  }

  @Test("the tables stay small over a long run, and what waits for a person stays")
  func bounded() {
    var driver = Driver()
    driver.run { script in
      script.start()
      script.startStep()
      script.propose(1)
      script.hold(1)
      script.flag(task: 1, rollout: 1)
      for rollout in 2...2600 {
        script.propose(rollout)
        script.reject(rollout, .duplicate)
      }
    }
    #expect(driver.state.tasks.order.count <= TaskTable.recordLimit * 9 / 8)
    #expect(driver.state.tasks.held == [RolloutID(rawValue: 1)])
    #expect(driver.state.tasks[RolloutID(rawValue: 1)] != nil)
    #expect(driver.state.tasks.contains(RolloutID(rawValue: 2600)))
    #expect(driver.state.flags.openCount == 1)
  }
}
