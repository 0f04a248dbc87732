#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A first-in, first-out queue between threads that holds at most `capacity` elements.
///
/// A sender waits while it is full and a receiver waits while it is empty, so nothing is lost and
/// memory stays bounded. It blocks threads: never use it from the cooperative pool.
///
/// `@unchecked Sendable`: `elements` and `isClosed` are touched only while `mutex` is held, and the
/// pthread objects live as long as the instance at stable addresses.
public final class BoundedChannel<Element: Sendable>: @unchecked Sendable {
  private let capacity: Int
  private var elements: [Element] = []
  private var isClosed = false
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let hasElements: UnsafeMutablePointer<pthread_cond_t>
  private let hasRoom: UnsafeMutablePointer<pthread_cond_t>

  /// An empty, open channel.
  public init(capacity: Int) {
    precondition(capacity > 0, "a channel needs room for one element")
    self.capacity = capacity
    mutex = .allocate(capacity: 1)
    hasElements = .allocate(capacity: 1)
    hasRoom = .allocate(capacity: 1)
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(hasElements, nil)
    pthread_cond_init(hasRoom, nil)
  }

  deinit {
    pthread_cond_destroy(hasRoom)
    pthread_cond_destroy(hasElements)
    pthread_mutex_destroy(mutex)
    hasRoom.deallocate()
    hasElements.deallocate()
    mutex.deallocate()
  }

  /// Appends, waiting for room. Returns false, and drops the element, once the channel is closed.
  @discardableResult
  public func send(_ element: Element) -> Bool {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while elements.count >= capacity && !isClosed { pthread_cond_wait(hasRoom, mutex) }
    guard !isClosed else { return false }
    elements.append(element)
    pthread_cond_signal(hasElements)
    return true
  }

  /// Takes everything that is there, waiting for at least one. Empty once closed and drained.
  public func receiveAll() -> [Element] {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while elements.isEmpty && !isClosed { pthread_cond_wait(hasElements, mutex) }
    return takeAll()
  }

  /// Takes everything that is there, without waiting.
  public func receivePresent() -> [Element] {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return takeAll()
  }

  /// The caller holds the mutex.
  private func takeAll() -> [Element] {
    let taken = elements
    elements = []
    elements.reserveCapacity(min(capacity, 256))
    pthread_cond_broadcast(hasRoom)
    return taken
  }

  /// No more is sent; what is there can still be received.
  public func close() {
    pthread_mutex_lock(mutex)
    isClosed = true
    pthread_cond_broadcast(hasElements)
    pthread_cond_broadcast(hasRoom)
    pthread_mutex_unlock(mutex)
  }
}
