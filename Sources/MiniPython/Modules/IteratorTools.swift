/// `itertools`.
enum IteratorTools {
  private static func iterator(
    _ machine: Machine, _ step: @escaping (Machine) throws -> Object?
  ) throws -> Object {
    try machine.allocate(96)
    return .iterator(machine.keep(ClosureIterator(.iterator, step)))
  }

  private static func chained(_ machine: Machine, _ outer: IteratorObject) throws -> Object {
    var inner: IteratorObject?
    return try iterator(machine) { machine in
      while true {
        if let value = try inner?.next(machine) { return value }
        try machine.step()
        guard let next = try outer.next(machine) else { return nil }
        inner = try machine.iterator(next)
      }
    }
  }

  static let chain: BuiltinBody = { machine, arguments in
    try arguments.expect(0...Int.max, "chain", machine)
    return try chained(machine, machine.keep(ElementIterator(arguments.values)))
  }

  static let chainFromIterable = BuiltinFunction("from_iterable") { machine, arguments in
    try arguments.expect(1...1, "from_iterable", machine)
    return try chained(machine, machine.iterator(arguments.values[0]))
  }

  /// Index tuples of combinatoric iterators, in CPython's order.
  private static func combinations(
    _ machine: Machine, _ pool: [Object], _ count: Int, advance: @escaping (inout [Int]) -> Bool,
    start: [Int]?
  ) throws -> Object {
    var indices = start
    var isFirst = true
    return try iterator(machine) { machine in
      guard var current = indices else { return nil }
      if !isFirst {
        try machine.work(count)
        guard advance(&current) else { return nil }
        indices = current
      }
      isFirst = false
      return try machine.tuple(current.prefix(count).map { pool[$0] })
    }
  }

  private static func size(
    _ machine: Machine, _ arguments: Arguments, _ name: String, isOptional: Bool = false
  ) throws -> (pool: [Object], count: Int) {
    try arguments.expect(1...2, keywords: ["r"], name, machine)
    if !isOptional, arguments.value(1, "r") == nil {
      throw machine.typeError("\(name)() missing required argument 'r' (pos 2)")
    }
    let pool = try machine.elements(of: arguments.values[0])
    let count = try arguments.value(1, "r").flatMap {
      isOptional && $0.isNone ? nil : try machine.size($0)
    }
    if let count, count < 0 { throw machine.valueError("r must be non-negative") }
    if let count, count > pool.count + 1_000_000 { throw BudgetExceeded(limit: .allocation) }
    return (pool, count ?? pool.count)
  }

  static let all: [BuiltinFunction] = [
    BuiltinFunction("count") { machine, arguments in
      try arguments.expect(0...2, keywords: ["start", "step"], "count", machine)
      var value = arguments.value(0, "start") ?? .integer(0)
      let step = arguments.value(1, "step") ?? .integer(1)
      for given in [value, step] where !given.plain.isNumber {
        let own = given.ownInstance?.instanceClass
        if !["__index__", "__int__", "__float__"].contains(where: { own?.lookup($0) != nil }) {
          throw machine.typeError("a number is required")
        }
      }
      if case .bool(let isOne) = value, Numbers.word(step) == 1 {
        value = .integer(isOne ? 1 : 0)
      }
      return try iterator(machine) { machine in
        let current = value
        value = try machine.binary(.add, value, step)
        return current
      }
    },
    BuiltinFunction("cycle") { machine, arguments in
      try arguments.expect(1...1, "cycle", machine)
      let source = try machine.iterator(arguments.values[0])
      var kept: [Object] = []
      var place = 0
      var isSpent = false
      return try iterator(machine) { machine in
        if !isSpent {
          if let value = try source.next(machine) {
            try machine.allocate(16)
            kept.append(value)
            return value
          }
          isSpent = true
        }
        if kept.isEmpty { return nil }
        defer { place = (place + 1) % kept.count }
        return kept[place]
      }
    },
    BuiltinFunction("repeat") { machine, arguments in
      try arguments.expect(1...2, keywords: ["times"], "repeat", machine)
      let value = arguments.values[0]
      var rest = try arguments.value(1, "times").map { try machine.size($0) }
      return try iterator(machine) { _ in
        if let count = rest {
          if count <= 0 { return nil }
          rest = count - 1
        }
        return value
      }
    },
    BuiltinFunction("islice") { machine, arguments in
      try arguments.expect(2...4, "islice", machine)
      func bound(_ index: Int, _ defaultValue: Int?) throws -> Int? {
        guard index < arguments.values.count, !arguments.values[index].isNone else {
          return defaultValue
        }
        guard let number = try machine.indexed(arguments.values[index]),
          let value = Numbers.word(number), value >= 0
        else {
          throw machine.valueError(
            "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.")
        }
        return value
      }
      let isSingle = arguments.values.count == 2
      let stop = try bound(isSingle ? 1 : 2, nil) ?? Int.max
      var next = isSingle ? 0 : try bound(1, 0) ?? 0
      let step = try bound(3, 1) ?? 1
      if step < 1 {
        throw machine.valueError("Step for islice() must be a positive integer or None.")
      }
      let source = try machine.iterator(arguments.values[0])
      var place = 0
      return try iterator(machine) { machine in
        let limit = next < stop ? next : stop
        while place < limit {
          try machine.step()
          guard try source.next(machine) != nil else { return nil }
          place += 1
        }
        guard next < stop, let value = try source.next(machine) else { return nil }
        place += 1
        next = next > Int.max - step ? Int.max : next + step
        return value
      }
    },
    BuiltinFunction("accumulate") { machine, arguments in
      try arguments.expect(1...2, keywords: ["func", "initial"], "accumulate", machine)
      let source = try machine.iterator(arguments.values[0])
      let function = arguments.value(1, "func").flatMap { $0.isNone ? nil : $0 }
      var initial = arguments.keyword("initial").flatMap { $0.isNone ? nil : $0 }
      var total: Object?
      return try iterator(machine) { machine in
        if let start = initial {
          initial = nil
          total = start
          return start
        }
        guard let value = try source.next(machine) else { return nil }
        if let current = total {
          total =
            try function.map { try machine.call($0, current, value) }
            ?? machine.binary(.add, current, value)
        } else {
          total = value
        }
        return total
      }
    },
    BuiltinFunction("zip_longest") { machine, arguments in
      try arguments.expect(0...Int.max, keywords: ["fillvalue"], "zip_longest", machine)
      let fill = arguments.keyword("fillvalue") ?? .none
      var sources: [IteratorObject?] = try arguments.values.map { try machine.iterator($0) }
      return try iterator(machine) { machine in
        var values: [Object] = []
        for index in sources.indices {
          if let value = try sources[index]?.next(machine) {
            values.append(value)
          } else {
            sources[index] = nil
            values.append(fill)
          }
        }
        return sources.allSatisfy { $0 == nil } ? nil : try machine.tuple(values)
      }
    },
    BuiltinFunction("takewhile") { machine, arguments in
      try arguments.expect(2...2, "takewhile", machine)
      let source = try machine.iterator(arguments.values[1])
      return try iterator(machine) { machine in
        guard let value = try source.next(machine),
          try machine.truth(machine.call(arguments.values[0], value))
        else { return nil }
        return value
      }
    },
    BuiltinFunction("dropwhile") { machine, arguments in
      try arguments.expect(2...2, "dropwhile", machine)
      let source = try machine.iterator(arguments.values[1])
      var isDropping = true
      return try iterator(machine) { machine in
        while let value = try source.next(machine) {
          try machine.step()
          if isDropping, try machine.truth(machine.call(arguments.values[0], value)) { continue }
          isDropping = false
          return value
        }
        return nil
      }
    },
    BuiltinFunction("filterfalse") { machine, arguments in
      try arguments.expect(2...2, "filterfalse", machine)
      let source = try machine.iterator(arguments.values[1])
      let test = arguments.values[0]
      return try iterator(machine) { machine in
        while let value = try source.next(machine) {
          try machine.step()
          if try !machine.truth(test.isNone ? value : machine.call(test, value)) { return value }
        }
        return nil
      }
    },
    BuiltinFunction("starmap") { machine, arguments in
      try arguments.expect(2...2, "starmap", machine)
      let source = try machine.iterator(arguments.values[1])
      return try iterator(machine) { machine in
        guard let value = try source.next(machine) else { return nil }
        return try machine.call(
          arguments.values[0], Arguments(values: machine.elements(of: value)))
      }
    },
    BuiltinFunction("compress") { machine, arguments in
      try arguments.expect(2...2, keywords: [], "compress", machine)
      let source = try machine.iterator(arguments.values[0])
      let selectors = try machine.iterator(arguments.values[1])
      return try iterator(machine) { machine in
        while let value = try source.next(machine), let selector = try selectors.next(machine) {
          try machine.step()
          if try machine.truth(selector) { return value }
        }
        return nil
      }
    },
    BuiltinFunction("pairwise") { machine, arguments in
      try arguments.expect(1...1, "pairwise", machine)
      let source = try machine.iterator(arguments.values[0])
      var previous: Object?
      return try iterator(machine) { machine in
        let first = try previous ?? source.next(machine)
        guard let first, let second = try source.next(machine) else { return nil }
        previous = second
        return try machine.tuple([first, second])
      }
    },
    BuiltinFunction("tee") { machine, arguments in
      try arguments.expect(1...2, "tee", machine)
      let count = arguments.values.count > 1 ? try machine.size(arguments.values[1]) : 2
      if count < 0 { throw machine.valueError("n must be >= 0") }
      let source = try machine.iterator(arguments.values[0])
      let seen = machine.keep(ListObject([]))
      try machine.reserve(count, bytesEach: 96)
      return try machine.tuple(
        (0..<count).map { _ in
          var place = 0
          return try iterator(machine) { machine in
            if place == seen.elements.count {
              guard let value = try source.next(machine) else { return nil }
              try machine.allocate(16)
              seen.elements.append(value)
            }
            place += 1
            return seen.elements[place - 1]
          }
        })
    },
    BuiltinFunction("groupby") { machine, arguments in
      try arguments.expect(1...2, keywords: ["key"], "groupby", machine)
      let key = arguments.value(1, "key").flatMap { $0.isNone ? nil : $0 }
      let source = try machine.iterator(arguments.values[0])
      var pending: (key: Object, value: Object)?
      var group = 0
      func take(_ machine: Machine) throws -> Bool {
        guard let value = try source.next(machine) else {
          pending = nil
          return false
        }
        try machine.step()
        pending = (try key.map { try machine.call($0, value) } ?? value, value)
        return true
      }
      var current: Object?
      return try iterator(machine) { machine in
        // Skip what is left of the group before.
        if let last = current {
          while let next = pending, try machine.equal(next.key, last) {
            guard try take(machine) else { return nil }
          }
          if pending == nil { return nil }
        } else if try !take(machine) {
          return nil
        }
        guard let first = pending else { return nil }
        current = first.key
        group += 1
        let own = group
        let members = try iterator(machine) { machine in
          guard own == group, let next = pending, try machine.equal(next.key, first.key) else {
            return nil
          }
          _ = try take(machine)
          return next.value
        }
        return try machine.tuple([first.key, members])
      }
    },
    BuiltinFunction("product") { machine, arguments in
      try arguments.expect(0...Int.max, keywords: ["repeat"], "product", machine)
      let count = try arguments.keyword("repeat").map { try machine.size($0) } ?? 1
      if count < 0 { throw machine.valueError("repeat argument cannot be negative") }
      let pools = try arguments.values.map { try machine.elements(of: $0) }
      let (total, overflow) = pools.count.multipliedReportingOverflow(by: count)
      if overflow { throw BudgetExceeded(limit: .allocation) }
      try machine.reserve(total)
      let all = (0..<(pools.isEmpty ? 0 : count)).flatMap { _ in pools }
      var indices = all.map { _ in 0 }
      var isFirst = true
      return try iterator(machine) { machine in
        if isFirst {
          isFirst = false
          if all.contains(where: \.isEmpty) { return nil }
        } else {
          var place = all.count - 1
          while place >= 0 {
            indices[place] += 1
            if indices[place] < all[place].count { break }
            indices[place] = 0
            place -= 1
          }
          if place < 0 { return nil }
        }
        try machine.work(all.count)
        return try machine.tuple(zip(all, indices).map { $0[$1] })
      }
    },
    BuiltinFunction("combinations") { machine, arguments in
      let (pool, count) = try size(machine, arguments, "combinations")
      let advance: (inout [Int]) -> Bool = { indices in
        guard
          let place = indices.indices.last(where: { indices[$0] != $0 + pool.count - count })
        else { return false }
        indices[place] += 1
        for next in (place + 1)..<max(place + 1, count) { indices[next] = indices[next - 1] + 1 }
        return true
      }
      return try combinations(
        machine, pool, count, advance: advance,
        start: count > pool.count ? nil : Array(0..<count))
    },
    BuiltinFunction("combinations_with_replacement") { machine, arguments in
      let (pool, count) = try size(machine, arguments, "combinations_with_replacement")
      let advance: (inout [Int]) -> Bool = { indices in
        guard let place = indices.indices.last(where: { indices[$0] != pool.count - 1 }) else {
          return false
        }
        let value = indices[place] + 1
        for next in place..<count { indices[next] = value }
        return true
      }
      return try combinations(
        machine, pool, count, advance: advance,
        start: pool.isEmpty && count > 0 ? nil : [Int](repeating: 0, count: count))
    },
    BuiltinFunction("permutations") { machine, arguments in
      let (pool, count) = try size(machine, arguments, "permutations", isOptional: true)
      var cycles = Array(stride(from: pool.count, to: pool.count - min(count, pool.count), by: -1))
      let advance: (inout [Int]) -> Bool = { indices in
        for place in stride(from: count - 1, through: 0, by: -1) {
          cycles[place] -= 1
          if cycles[place] == 0 {
            indices.append(indices.remove(at: place))
            cycles[place] = pool.count - place
          } else {
            indices.swapAt(place, pool.count - cycles[place])
            return true
          }
        }
        return false
      }
      return try combinations(
        machine, pool, count, advance: advance,
        start: count > pool.count ? nil : Array(pool.indices))
    },
  ]
}

extension TypeObject {
  static let chain = TypeObject("chain", IteratorTools.chain)
}
