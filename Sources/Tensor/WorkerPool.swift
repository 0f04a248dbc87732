import Foundation

/// A fixed set of threads that run numbered jobs.
///
/// The thread that calls ``run(_:_:)`` takes jobs too, so a pool of one thread starts none. Which
/// thread runs a job is left to chance; a job's result must depend on its number alone.
///
/// `@unchecked Sendable`: all mutable state is in `State`, which is touched with its mutex held.
public final class WorkerPool: @unchecked Sendable {
  /// How many threads work, the caller's included.
  public let threads: Int
  private let state = State()
  private var workers: [pthread_t] = []

  /// Starts `threads - 1` threads.
  public init(threads: Int) {
    precondition(threads >= 1, "a pool needs a thread")
    MatrixProduct.prepare()
    self.threads = threads
    for _ in 1..<max(threads, 1) {
      if let worker = WorkerPool.start(state) { workers.append(worker) }
    }
  }

  deinit {
    state.stop()
    for worker in workers { pthread_join(worker, nil) }
  }

  /// Runs `job(0)` to `job(count - 1)`, in any order and at the same time, and returns when all
  /// are done. Called by one thread at a time.
  public func run(_ count: Int, _ job: @escaping @Sendable (Int) -> Void) {
    if workers.isEmpty || count <= 1 {
      for index in 0..<count { job(index) }
      return
    }
    state.begin(count: count, job: job)
    while let index = state.take() {
      job(index)
      state.finish()
    }
    state.waitUntilDone()
  }

  /// Nil when the system has no thread to give; the pool then has fewer, which changes no result.
  private static func start(_ state: State) -> pthread_t? {
    var thread = pthread_t()
    let argument = Unmanaged.passRetained(state)
    let failure = pthread_create(
      &thread, nil,
      { pointer in
        guard let pointer else { return nil }
        Unmanaged<State>.fromOpaque(pointer).takeRetainedValue().serve()
        return nil
      }, argument.toOpaque())
    if failure == 0 { return thread }
    argument.release()
    return nil
  }
}

extension WorkerPool {
  /// The jobs at hand, guarded by one mutex.
  private final class State: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private let done = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var job: (@Sendable (Int) -> Void)?
    private var next = 0
    private var count = 0
    private var unfinished = 0
    private var stopping = false

    init() {
      pthread_mutex_init(mutex, nil)
      pthread_cond_init(changed, nil)
      pthread_cond_init(done, nil)
    }

    deinit {
      pthread_cond_destroy(done)
      pthread_cond_destroy(changed)
      pthread_mutex_destroy(mutex)
      done.deallocate()
      changed.deallocate()
      mutex.deallocate()
    }

    func begin(count: Int, job: @escaping @Sendable (Int) -> Void) {
      pthread_mutex_lock(mutex)
      self.job = job
      next = 0
      self.count = count
      unfinished = count
      pthread_cond_broadcast(changed)
      pthread_mutex_unlock(mutex)
    }

    func take() -> Int? {
      pthread_mutex_lock(mutex)
      defer { pthread_mutex_unlock(mutex) }
      if next >= count { return nil }
      next += 1
      return next - 1
    }

    func finish() {
      pthread_mutex_lock(mutex)
      unfinished -= 1
      if unfinished == 0 { pthread_cond_signal(done) }
      pthread_mutex_unlock(mutex)
    }

    func waitUntilDone() {
      pthread_mutex_lock(mutex)
      while unfinished > 0 { pthread_cond_wait(done, mutex) }
      job = nil
      pthread_mutex_unlock(mutex)
    }

    func stop() {
      pthread_mutex_lock(mutex)
      stopping = true
      pthread_cond_broadcast(changed)
      pthread_mutex_unlock(mutex)
    }

    /// The body of a worker's thread.
    func serve() {
      pthread_mutex_lock(mutex)
      while !stopping {
        if next < count, let job {
          let index = next
          next += 1
          pthread_mutex_unlock(mutex)
          job(index)
          finish()
          pthread_mutex_lock(mutex)
        } else {
          pthread_cond_wait(changed, mutex)
        }
      }
      pthread_mutex_unlock(mutex)
    }
  }
}
