/// `abc`.
enum AbstractMethods {
  private static let mark = "__isabstractmethod__"

  static let members: [String: ModuleMember] = [
    "ABC": .typing("ABC"),
    "abstractmethod": .function(
      BuiltinFunction("abstractmethod") { machine, arguments in
        try arguments.expect(1...1, "abstractmethod", machine)
        if case .function = arguments.values[0] {
          try machine.setAttribute(arguments.values[0], mark, .bool(true))
        }
        return arguments.values[0]
      }),
  ]

  private static func isAbstract(_ member: Object) -> Bool {
    switch member {
    case .function(let function): return function.attributes?[mark] != nil
    case .native(let property as PropertyObject):
      return isAbstract(property.getter) || isAbstract(property.setter)
    case .native(let wrapper as MethodWrapper): return isAbstract(wrapper.function)
    default: return false
    }
  }

  /// Refuses to make an instance of a class that leaves abstract methods undefined.
  static func check(_ type: ClassObject, _ machine: Machine) throws {
    let namespaces = [type.namespace] + type.ancestors.compactMap { $0.asClass?.namespace }
    var names: Set<String> = []
    for namespace in namespaces {
      try machine.work(namespace.names.count)
      for (name, value) in zip(namespace.names, namespace.values) where isAbstract(value) {
        if let found = type.lookup(name), isAbstract(found) { names.insert(name) }
      }
    }
    guard !names.isEmpty else { return }
    throw machine.typeError(
      "Can't instantiate abstract class \(type.name) with abstract "
        + "method\(names.count == 1 ? "" : "s") \(names.sorted().joined(separator: ", "))")
  }
}
