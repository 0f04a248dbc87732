/// What `functools.lru_cache` and `cache` make of a function.
final class CachedFunction: NativeObject {
  private var function: Object
  private let memory: DictionaryObject
  /// How many results are remembered; nil for all.
  private let limit: Int?
  private var hits = 0
  private var misses = 0

  init(_ function: Object, limit: Int?, _ machine: Machine) throws {
    self.function = function
    self.limit = limit
    memory = try machine.dictionary()
  }

  override var type: TypeObject { .cachedFunction }
  override var isCallable: Bool { true }
  override var becomesMethod: Bool { true }

  override func call(_ arguments: Arguments, _ machine: Machine) throws -> Object? {
    var parts = arguments.values
    for (name, value) in arguments.keywords {
      parts += [.ellipsis, try machine.string(name), value]
    }
    let key = try machine.tuple(parts)
    if let known = try memory.value(for: key, machine) {
      hits += 1
      if limit != nil {
        _ = try memory.remove(key, machine)
        try memory.set(key, known, machine)
      }
      return known
    }
    misses += 1
    let result = try machine.call(function, arguments)
    if limit == 0 { return result }
    try memory.set(key, result, machine)
    if let limit, memory.count > limit, let oldest = memory.keys.first(where: { !$0.isUnbound }) {
      _ = try memory.remove(oldest, machine)
    }
    return result
  }

  override func attribute(_ name: String, _ machine: Machine) throws -> Object? {
    switch name {
    case "cache_info":
      return .native(
        machine.keep(
          NativeFunction(name) { [self] machine, arguments in
            try arguments.expect(0...0, name, machine)
            let fields = ["hits", "misses", "maxsize", "currsize"]
            let made = try Collections.tupleClass("CacheInfo", fields, [], machine)
            let values: [Object] = [
              .integer(hits), .integer(misses), limit.map { .integer($0) } ?? .none,
              .integer(memory.count),
            ]
            return try machine.instantiate(made, Arguments(values: values))
          }))
    case "cache_clear":
      return .native(
        machine.keep(
          NativeFunction(name) { [self] machine, arguments in
            try arguments.expect(0...0, name, machine)
            memory.clear()
            (hits, misses) = (0, 0)
            return .none
          }))
    case "__wrapped__": return function
    case "__name__", "__qualname__", "__doc__": return try machine.attribute(function, name)
    default: return nil
    }
  }

  override func clear() { function = .none }
}

extension TypeObject {
  static let cachedFunction = TypeObject("_lru_cache_wrapper") { machine, _ in
    throw machine.typeError("cannot create 'functools._lru_cache_wrapper' instances")
  }
}
