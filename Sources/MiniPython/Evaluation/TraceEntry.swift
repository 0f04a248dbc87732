/// One thing that happened while a program ran.
public struct TraceEntry: Sendable, Hashable {
  /// One-based source line.
  public let line: Int
  /// Call depth: 1 in the called function, 2 in a function that it calls.
  public let depth: Int
  /// What happened.
  public let event: Event

  /// A bound name and its value.
  public struct Binding: Sendable, Hashable {
    /// The target as it is written: `x`, `xs[0]`.
    public let name: String
    /// The value's `repr` right after the assignment.
    public let repr: String
  }

  /// The kinds of events.
  public enum Event: Sendable, Hashable {
    /// An assignment, plain, augmented or unpacking: each simple target with its new value. For
    /// an item target such as `xs[0]`, also the container itself, if it is a variable.
    case assigned(targets: [Binding])
    /// The test of an `if`, `elif` or `while`.
    case condition(Bool)
    /// A `for` loop bound its target to the next element.
    case iteration(target: String, repr: String)
    /// A `for` or `while` loop ran out (not by `break`).
    case loopEnded
    /// A function returned.
    case returned(repr: String)
    /// An expression statement; `receiver` is the variable whose method was called, with its
    /// value afterwards: for `xs.append(3)`, `xs`.
    case expression(repr: String, receiver: Binding?)
  }
}
