import Core
import Foundation
import Synchronization
import Testing

@Suite struct BoundedChannelTests {
  @Test func keepsOrder() {
    let channel = BoundedChannel<Int>(capacity: 4)
    for number in 1...3 { #expect(channel.send(number)) }
    #expect(channel.receiveAll() == [1, 2, 3])
  }

  @Test func closedChannelDrainsAndThenEnds() {
    let channel = BoundedChannel<Int>(capacity: 4)
    channel.send(1)
    channel.close()
    #expect(!channel.send(2))
    #expect(channel.receiveAll() == [1])
    #expect(channel.receiveAll().isEmpty)
  }

  @Test func losesNothingBetweenThreadsThoughSmall() {
    let channel = BoundedChannel<Int>(capacity: 3)
    let senders = 4
    let perSender = 2_000
    let open = Mutex(senders)
    for sender in 0..<senders {
      Thread.detachNewThread {
        for index in 0..<perSender { channel.send(sender * perSender + index) }
        if open.withLock({
          $0 -= 1
          return $0 == 0
        }) {
          channel.close()
        }
      }
    }
    var received: [Int] = []
    while case let batch = channel.receiveAll(), !batch.isEmpty {
      #expect(batch.count <= 3)
      received += batch
    }
    #expect(received.sorted() == Array(0..<senders * perSender))
    for sender in 0..<senders {
      let own = received.filter { $0 / perSender == sender }
      #expect(own == own.sorted())
    }
  }

  @Test func closingFreesAWaitingSender() {
    let channel = BoundedChannel<Int>(capacity: 1)
    channel.send(1)
    let refused = BoundedChannel<Bool>(capacity: 1)
    Thread.detachNewThread { refused.send(!channel.send(2)) }
    channel.close()
    #expect(refused.receiveAll() == [true])
  }
}
