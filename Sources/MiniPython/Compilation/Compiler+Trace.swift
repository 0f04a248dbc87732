extension Compiler {
  /// Records the simple targets of an assignment, or nil without a trace.
  func traceBindings(_ targets: [Expression]) throws -> ((Frame) throws -> Void)? {
    guard recordsTrace else { return nil }
    let bindings = try targets.flatMap { try traced($0) }
    return { frame in
      let machine = frame.machine
      let line = machine.line
      let targets = try bindings.map {
        TraceEntry.Binding(name: $0.name, repr: try machine.traceRepr($0.load(frame)))
      }
      machine.line = line
      machine.record(.assigned(targets: targets))
    }
  }

  private func traced(_ target: Expression) throws -> [(name: String, load: Evaluate)] {
    switch target.kind {
    case .name(let name) where name.contains(" "): return []
    case .name(let name): return [(name, try expression(target))]
    case .starred(let inner): return try traced(inner)
    case .tuple(let elements), .list(let elements): return try elements.flatMap { try traced($0) }
    case .item(let container, let index):
      var loads: [(name: String, load: Evaluate)] = []
      // An index that calls something is not evaluated a second time for the trace.
      if case .slice = index.kind {
      } else if Self.isSimple(index), Self.isSimple(container) {
        loads.append((target.unparsed, try expression(target)))
      }
      var root = container
      while case .item(let inner, _) = root.kind { root = inner }
      if case .name(let name) = root.kind { loads.append((name, try expression(root))) }
      return loads
    default: return []
    }
  }

  /// Whether evaluating the expression again changes nothing.
  private static func isSimple(_ expression: Expression) -> Bool {
    var simple = true
    expression.visit { part in
      switch part.kind {
      case .call, .namedAssignment, .comprehension, .dictionaryComprehension: simple = false
      default: break
      }
    }
    return simple
  }

  /// Records the element that a `for` loop took, or nil without a trace.
  func traceIteration(_ target: Expression) throws -> ((Frame) throws -> Void)? {
    guard recordsTrace else { return nil }
    let name = target.unparsed
    let load = try expression(target)
    return { frame in
      let machine = frame.machine
      machine.record(.iteration(target: name, repr: try machine.traceRepr(load(frame))))
    }
  }
}

extension Machine {
  func record(_ event: TraceEntry.Event) {
    guard depth > 0 else { return }
    trace.append(TraceEntry(line: line, depth: depth, event: event))
  }

  /// A value's `repr` for the trace; functions and iterators, which have none, show their type.
  func traceRepr(_ object: Object) throws -> String {
    switch object {
    case .function(let function): return "<function \(function.code.name)>"
    case .iterator, .method: return "<\(typeName(of: object))>"
    default:
      do {
        return String(scalars: try repr(object))
      } catch is NotSupported {
        return "<\(typeName(of: object))>"
      }
    }
  }
}
