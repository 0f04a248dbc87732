extension [Double] {
  /// The mean, or nil for no elements.
  var average: Double? { isEmpty ? nil : reduce(0, +) / Double(count) }
}
