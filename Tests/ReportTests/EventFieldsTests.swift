import Core
import EventSamples
import Foundation
import Testing

@testable import Report

@Suite struct EventFieldsTests {
  @Test(arguments: RunEvent.Kind.allCases.filter { !RunEvent.Body.sample(of: $0).isTransient })
  func everyExportedFieldIsDocumented(kind: RunEvent.Kind) throws {
    let bytes = try OrderedJSONEncoder().encodeFields(of: RunEvent.Body.sample(of: kind))
    let object = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
    let names = EventFields.of(kind).map(\.name)
    let keys = Set((object ?? [:]).keys)
    #expect(keys.isSubset(of: names), "\(kind.rawValue)")
    #expect(Set(names).count == names.count)
    #expect(EventFields.of(kind).allSatisfy { !$0.meaning.isEmpty })
  }
}

extension RunEvent.Body {
  fileprivate var isTransient: Bool {
    RunEvent(seq: 0, time: 0, step: 0, body: self).isTransient
  }
}
