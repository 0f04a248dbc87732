import Core
import EventSamples
import Foundation
import Testing

@Suite struct RunEventCodingTests {
  @Test(arguments: RunEvent.samples)
  func roundTripKeepsEveryField(event: RunEvent) throws {
    let bytes = try OrderedJSONEncoder().encode(event)
    #expect(try JSONDecoder().decode(RunEvent.self, from: Data(bytes)) == event)
  }

  @Test func samplesCoverEveryKind() {
    #expect(RunEvent.samples.map(\.kind) == RunEvent.Kind.allCases)
  }

  @Test func eventIsOneFlatObjectInTheDocumentedOrder() throws {
    let event = RunEvent(
      seq: 7, time: 1.5, step: 2, body: .runContinued(RunContinued(by: "ann", steps: 1)))
    let expected = #"{"seq":7,"time":1.5,"step":2,"kind":"run.continued","by":"ann","steps":1}"#
    #expect(try OrderedJSONEncoder().string(event) == expected)
  }

  @Test func absentOptionalsAreLeftOut() throws {
    let event = RunEvent(
      seq: 1, time: 0, step: 0, body: .runContinued(RunContinued(by: "ann", steps: nil)))
    let text = try OrderedJSONEncoder().string(event)
    #expect(!text.contains("steps"))
    #expect(try JSONDecoder().decode(RunEvent.self, from: Data(text.utf8)) == event)
  }

  @Test func fieldsOfABodyAreTheEventWithoutItsHead() throws {
    for event in RunEvent.samples {
      let fields = try OrderedJSONEncoder().encodeFields(of: event.body)
      let whole = try OrderedJSONEncoder().encode(event)
      #expect(whole.suffix(fields.count - 1) == fields.dropFirst())
    }
  }

  @Test func unknownKindIsAnErrorAndNotAnotherEvent() {
    let text = #"{"seq":1,"time":0,"step":0,"kind":"run.melted","by":"ann"}"#
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(RunEvent.self, from: Data(text.utf8))
    }
  }

  @Test func missingFieldIsAnError() {
    let text = #"{"seq":1,"time":0,"step":0,"kind":"run.paused"}"#
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(RunEvent.self, from: Data(text.utf8))
    }
  }

  @Test func onlyTextInProgressAndAnswersAreTransient() {
    #expect(
      RunEvent.samples.filter(\.isTransient).map(\.kind) == [
        .rolloutText, .constraintsPreviewed, .rulesTried,
      ])
  }
}
