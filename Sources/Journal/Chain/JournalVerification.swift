/// What a check of a journal against its hash chain found.
public struct JournalVerification: Hashable, Sendable {
  /// The first thing that is not as it was written.
  public struct Problem: Hashable, Sendable {
    /// What was done to the journal.
    public enum Kind: String, Hashable, Sendable {
      /// The event's content, or its link, differs from what was written.
      case altered
      /// The event is gone.
      case missing
      /// The event stands at another event's place.
      case reordered
      /// The event was not written by a run.
      case inserted
    }

    public var kind: Kind
    /// The first event concerned.
    public var seq: Int64
    /// One sentence.
    public var message: String

    public init(kind: Kind, seq: Int64, message: String) {
      self.kind = kind
      self.seq = seq
      self.message = message
    }
  }

  /// Events checked, up to the problem if there is one.
  public var events: Int64
  /// The first event that has a link; nil when none has.
  public var chainedFrom: Int64?
  /// The last link: to keep elsewhere, because whoever can write the file can compute a whole new
  /// chain. Nil without a chain.
  public var head: EventHash?
  public var problem: Problem?

  public init(
    events: Int64, chainedFrom: Int64?, head: EventHash?, problem: Problem? = nil
  ) {
    self.events = events
    self.chainedFrom = chainedFrom
    self.head = head
    self.problem = problem
  }
}
