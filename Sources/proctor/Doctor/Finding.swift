/// One thing that `proctor doctor` looked at.
struct Finding: Encodable {
  enum Status: String, Encodable {
    case good
    /// It works, with less.
    case limited
    /// Something that was asked for cannot work.
    case missing
    /// A fact, neither good nor bad.
    case fact
  }

  /// What it is about: `terminal`, `sandbox`.
  var area: String
  var name: String
  var status: Status
  var value: String
  /// What to do about it; nil where nothing has to be done.
  var remedy: String?

  init(
    _ area: String, _ name: String, _ status: Status, _ value: String, remedy: String? = nil
  ) {
    self.area = area
    self.name = name
    self.status = status
    self.value = value
    self.remedy = remedy
  }
}
