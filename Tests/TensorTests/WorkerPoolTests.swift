import Synchronization
import Testing

@testable import Tensor

@Suite struct WorkerPoolTests {
  @Test(arguments: [1, 2, 5])
  func everyJobRunsOnceAndBeforeRunReturns(threads: Int) {
    let pool = WorkerPool(threads: threads)
    for count in [0, 1, 2, 37] {
      for _ in 0..<20 {
        let seen = Mutex([Int](repeating: 0, count: count))
        pool.run(count) { index in seen.withLock { $0[index] += 1 } }
        #expect(seen.withLock { $0 } == [Int](repeating: 1, count: count))
      }
    }
  }

  @Test func twoThreadsWorkAtTheSameTime() {
    // Each job waits for the other, which one thread alone could never satisfy.
    let pool = WorkerPool(threads: 2)
    let arrived = Atomic(0)
    pool.run(2) { _ in
      arrived.add(1, ordering: .sequentiallyConsistent)
      while arrived.load(ordering: .sequentiallyConsistent) < 2 {}
    }
    #expect(arrived.load(ordering: .sequentiallyConsistent) == 2)
  }
}
