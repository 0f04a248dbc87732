import Foundation

extension TextModel {
  /// The model that ships with Proctor, made by `proctor flags train`.
  ///
  /// - Throws: `TextModelError` when the resource is missing or broken.
  public static func shipped() throws(TextModelError) -> TextModel {
    guard
      let url = Bundle.module.url(forResource: "Resources/trained-text.model", withExtension: nil),
      let data = try? Data(contentsOf: url)
    else {
      throw TextModelError(
        .missing,
        "the trained text model is missing beside the program; build it again, or copy its "
          + ".resources folder")
    }
    return try TextModel(decoding: Array(data))
  }
}
