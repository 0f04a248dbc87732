import Core
import Testing

@testable import Dashboard

@Suite("Keys can be bound, and never to two things")
struct KeyMapTests {
  @Test("the shipped keys of every view mean one thing each", arguments: View.allCases)
  func shipped(view: View) {
    var owners: [Key: String] = [:]
    for binding in KeyTable.of(view) {
      for key in binding.keys {
        #expect(owners[key] == nil, "\(key) is \(owners[key] ?? "") and \(binding.name)")
        owners[key] = binding.name
      }
    }
  }

  @Test("a keys file changes what a key does, what the hints say and what the help lists")
  func changed() throws {
    let map = try KeyMap(
      parsing: """
        [keys]
        pause = ["P", "C-p"]
        down = "n"
        next-match = []
        """, file: "keys.toml")
    var state = State(size: Size(columns: 80, rows: 24), keyMap: map)
    var script = RunScript()
    script.start()
    script.startStep()
    _ = reduce(&state, .events(script.take(), at: 1))
    #expect(reduce(&state, .key("p", at: 2)) == [])
    #expect(reduce(&state, .key("P", at: 3)) == [.send(.pause)])
    #expect(reduce(&state, .key(.control("p"), at: 4)) == [.send(.pause)])
    let hints = render(state, size: state.size, theme: .default).text
    #expect(hints.contains("P pause"))
    #expect(state.bindings.first { $0.action == .findNext } == nil)
  }

  @Test(
    "a fault is told with its line",
    arguments: [
      ("[keys]\napprove = \"o\"\nveto = \"o\"", SettingsError.Code.conflict, 3),
      ("[keys]\napprove = \"p\"", .conflict, 2),
      ("[keys]\n\naprove = \"o\"", .unknownKey, 3),
      ("[keys]\napprove = \"Ctrl-X\"", .badValue, 2),
      ("[keys]\napprove = \"Enter\"", .badValue, 2),
      ("[keys]\nzoom = \"0\"", .conflict, 2),
      ("[keys]\nzoom = \"C-m\"", .conflict, 2),
      ("[keys]\nzoom = 3", .badValue, 2),
      ("[key]\nzoom = \"Z\"", .unknownKey, 1),
    ])
  func faults(text: String, code: SettingsError.Code, line: Int) {
    let error = #expect(throws: SettingsError.self) { try KeyMap(parsing: text, file: "keys.toml") }
    #expect(error?.code == code)
    #expect(error?.line == line)
    #expect(error?.description.hasPrefix("keys.toml:\(line): ") ?? false)
  }

  @Test("the same key may do different things in views that do not share it")
  func views() throws {
    _ = try KeyMap(parsing: "[keys]\nconfirm = \"o\"\nnext-warning = \"o\"", file: "k")
  }

  @Test("every action of the tables can be called from the palette")
  func palette() {
    for view in View.allCases {
      var state = State(size: Size(columns: 80, rows: 24))
      state.interface.view = view
      let names = Set(state.paletteEntries("").map(\.text))
      for binding in KeyTable.of(view) where binding.action != .palette {
        #expect(names.contains(binding.name), "\(binding.name)")
      }
    }
  }

  @Test("keys have names that read back", arguments: ["a", "C-d", "PgDn", "Space", "S-Tab", "\\"])
  func names(name: String) {
    #expect(Key(name: name)?.label.text == name)
  }
}
