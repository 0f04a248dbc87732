/// `int | str`: what `isinstance` takes for several types.
final class TypeUnion: NativeObject {
  /// Types, or `None`.
  let members: [Object]

  init(_ members: [Object]) { self.members = members }

  /// The union of two operands of `|`, or nil if they are none.
  static func of(_ left: Object, _ right: Object) -> TypeUnion? {
    guard let first = parts(left), let second = parts(right), !(left.isNone && right.isNone)
    else { return nil }
    var members = first
    for member in second where !members.contains(where: { $0.isIdentical(to: member) }) {
      members.append(member)
    }
    return TypeUnion(members)
  }

  private static func parts(_ object: Object) -> [Object]? {
    switch object {
    case .type, .none: [object]
    case .native(let native): (native as? TypeUnion)?.members
    default: nil
    }
  }

  override var type: TypeObject { .union }

  override func binary(
    _ operation: BinaryOperator, _ other: Object, isReflected: Bool, _ machine: Machine
  ) throws -> Object? {
    guard operation == .bitOr else { return nil }
    let union =
      isReflected ? Self.of(other, .native(self)) : Self.of(.native(self), other)
    guard let union else { return nil }
    try machine.reserve(union.members.count)
    return .native(machine.keep(union))
  }

  override func repr(_ machine: Machine) throws -> [UInt32] {
    let names = members.map { member -> String in
      guard case .type(let type) = member else { return "None" }
      return type.qualifiedName
    }
    return names.joined(separator: " | ").unicodeScalars.map(\.value)
  }
}

extension TypeObject {
  static let union = TypeObject("UnionType") { machine, _ in
    throw machine.typeError("cannot create 'types.UnionType' instances")
  }
}
