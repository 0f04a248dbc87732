/// A class that a program defines.
///
/// Unchecked, as `TypeObject` is: it is made and used inside one machine.
final class ClassObject: TypeObject, @unchecked Sendable {
  let bases: [TypeObject]
  /// The ancestors in method resolution order, without `object`.
  let ancestors: [TypeObject]
  let namespace: AttributeTable
  /// The name with those of the definitions around it.
  var path: String
  /// Whether instances need every abstract method to be defined.
  var isAbstractBase = false
  /// The members, if this is an enumeration.
  var enumeration: EnumerationTable?
  /// The annotated names of the body, in order, for `dataclass`.
  var fields: [String] = []
  /// Of a data class: its fields and those that it inherits.
  var dataFields: [String]?
  /// The fields of the nearest data class, this one first.
  var inheritedDataFields: [String]? {
    dataFields ?? ancestors.lazy.compactMap { $0.asClass?.dataFields }.first
  }
  /// For a named tuple's class, its fields.
  var tupleFields: [String]?
  /// The built-in type, or named tuple's class, that the class extends, if any.
  let extendedType: TypeObject?

  init(
    _ name: String, bases: [TypeObject], ancestors: [TypeObject], namespace: AttributeTable
  ) {
    self.bases = bases
    self.ancestors = ancestors
    self.namespace = namespace
    path = name
    isAbstractBase = bases.contains { $0.asClass?.isAbstractBase == true }
    extendedType = ancestors.first { type in
      guard let ancestor = type.asClass else { return !type.isException }
      return ancestor.tupleFields != nil
    }
    super.init(
      name, base: bases.first, isException: bases.contains { $0.isException },
      { machine, _ in throw machine.typeError("cannot create '\(name)' instances") })
  }

  override var asClass: ClassObject? { self }
  override var qualifiedName: String { "__main__." + path }

  override func isSubtype(of other: TypeObject) -> Bool {
    if self === other { return true }
    for base in bases where base.isSubtype(of: other) { return true }
    return false
  }

  /// What a class or an ancestor defines under a name.
  func lookup(_ name: String) -> Object? {
    if let own = namespace[name] { return own }
    for ancestor in ancestors {
      if let found = ancestor.asClass?.namespace[name] { return found }
    }
    return nil
  }

  /// What comes after `type` in this class's order under a name.
  func lookup(_ name: String, after type: TypeObject) -> Object? {
    let place = type === self ? -1 : ancestors.firstIndex { $0 === type }
    guard let place else { return nil }
    for ancestor in ancestors[(place + 1)...] {
      if let found = ancestor.asClass?.namespace[name] { return found }
    }
    return nil
  }

  /// The C3 linearisation of the bases, or nil if there is none.
  static func linearized(_ bases: [TypeObject]) -> [TypeObject]? {
    func line(_ type: TypeObject) -> [TypeObject] {
      if let type = type.asClass { return [type] + type.ancestors }
      var result: [TypeObject] = []
      var next: TypeObject? = type
      while let current = next {
        if current !== TypeObject.object { result.append(current) }
        next = current.base
      }
      return result
    }
    var lines = (bases.map(line) + [bases.filter { $0 !== TypeObject.object }])
      .filter { !$0.isEmpty }
    var result: [TypeObject] = []
    while !lines.isEmpty {
      let head = lines.compactMap(\.first).first { candidate in
        !lines.contains { $0.dropFirst().contains { $0 === candidate } }
      }
      guard let head else { return nil }
      result.append(head)
      lines = lines.compactMap { line in
        let rest = line.first === head ? Array(line.dropFirst()) : line
        return rest.isEmpty ? nil : rest
      }
    }
    return result
  }
}
