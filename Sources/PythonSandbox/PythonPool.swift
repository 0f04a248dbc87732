import Foundation
import Synchronization

/// A pool of warm, sandboxed Python processes, one for each of several hash seeds.
///
/// Every program runs in a fresh child of one of them. Which seed a program runs under is the
/// caller's choice, so that a result does not depend on how busy the machine is.
public final class PythonPool: Sendable {
  /// A request, and the hash seed under which it runs.
  public struct Job: Hashable, Sendable {
    public var request: PythonRequest
    /// An index into the pool's seeds.
    public var seed: Int

    public init(_ request: PythonRequest, seed: Int = 0) {
      self.request = request
      self.seed = seed
    }
  }

  /// The hash seeds of the pool's processes.
  public let hashSeeds: [UInt32]
  public let limits: PythonLimits
  public let python: PythonInstallation
  /// Python's version, such as 3.11.2.
  public let version: String

  private let wardens: Mutex<[Warden?]>

  /// Starts the processes.
  ///
  /// - Throws: `SandboxError` if this machine cannot isolate them, with what is missing.
  public init(
    python: PythonInstallation, limits: PythonLimits = PythonLimits(),
    hashSeeds: [UInt32] = [1, 2, 3, 4]
  ) throws(SandboxError) {
    precondition(!hashSeeds.isEmpty)
    var started: [Warden?] = []
    do {
      for seed in hashSeeds {
        started.append(try Warden(python: python, hashSeed: seed, limits: limits))
      }
    } catch {
      for warden in started { warden?.end() }
      throw error
    }
    self.python = python
    self.limits = limits
    self.hashSeeds = hashSeeds
    version = started[0]?.version ?? ""
    wardens = Mutex(started)
  }

  deinit {
    wardens.withLock { for warden in $0 { warden?.end() } }
  }

  /// Runs a program under the first hash seed.
  public func run(_ request: PythonRequest) -> PythonOutcome { run([Job(request)])[0] }

  /// Runs a program under the first hash seed, and tells what it printed too.
  public func result(of request: PythonRequest) -> PythonResult { results(of: [Job(request)])[0] }

  /// Runs programs, those of different seeds at once, and gives their outcomes in the jobs' order.
  public func run(_ jobs: [Job]) -> [PythonOutcome] { results(of: jobs).map(\.outcome) }

  private func results(of jobs: [Job]) -> [PythonResult] {
    wardens.withLock { wardens in
      var shift = Shift(pool: self, wardens: wardens, jobs: jobs)
      shift.work()
      wardens = shift.wardens
      return shift.results.map {
        $0 ?? PythonResult(.unavailable("the sandbox gave no result"))
      }
    }
  }
}

/// The work on one list of jobs.
private struct Shift {
  /// A program that is running.
  struct Running {
    var job: Int
    var token: [UInt8]
    var deadline: Double
    var attempt: String?
  }

  /// Real time that a warden may take beyond its program's.
  static let grace = 10.0

  let pool: PythonPool
  var wardens: [Warden?]
  let jobs: [PythonPool.Job]
  var results: [PythonResult?]
  private var waiting: [[Int]]
  private var running: [Running?]
  private var random = SystemRandomNumberGenerator()

  init(pool: PythonPool, wardens: [Warden?], jobs: [PythonPool.Job]) {
    self.pool = pool
    self.wardens = wardens
    self.jobs = jobs
    results = Array(repeating: nil, count: jobs.count)
    running = Array(repeating: nil, count: wardens.count)
    waiting = wardens.indices.map { seed in
      jobs.indices.filter { jobs[$0].seed == seed }.reversed()
    }
  }

  mutating func work() {
    while true {
      for place in wardens.indices where running[place] == nil { start(place) }
      let busy = wardens.indices.filter { running[$0] != nil }
      guard !busy.isEmpty else { return }
      let left = busy.compactMap { running[$0]?.deadline }.min().map { $0 - now } ?? 0
      Warden.wait(
        for: busy.compactMap { wardens[$0] }, milliseconds: Int(max(0, left) * 1_000) + 1)
      for place in busy { look(place) }
    }
  }

  private var now: Double { ProcessInfo.processInfo.systemUptime }

  /// Starts the next job of a place, in a new process if need be. A process that has gone is
  /// replaced once before the job is given up.
  private mutating func start(_ place: Int) {
    guard let job = waiting[place].popLast() else { return }
    if let warden = wardens[place], warden.served >= Warden.lifetime { discard(place) }
    var trouble = ""
    for _ in 0..<2 {
      do throws(SandboxError) {
        let warden = try warden(at: place)
        let token = (0..<Warden.tokenLength).map { _ in UInt8.random(in: 0...255, using: &random) }
        if warden.send(jobs[job].request.frame(token: token, limits: pool.limits)) {
          wardens[place]?.served += 1
          running[place] = Running(
            job: job, token: token, deadline: now + pool.limits.seconds + Self.grace)
          return
        }
        trouble = "the sandboxed process takes no request"
      } catch {
        trouble = error.description
      }
      discard(place)
    }
    results[job] = PythonResult(.unavailable(trouble))
  }

  /// The process of a place, a new one if there is none.
  private mutating func warden(at place: Int) throws(SandboxError) -> Warden {
    if let warden = wardens[place] { return warden }
    let warden = try Warden(
      python: pool.python, hashSeed: pool.hashSeeds[place], limits: pool.limits)
    wardens[place] = warden
    return warden
  }

  private mutating func look(_ place: Int) {
    guard var current = running[place], let event = wardens[place]?.look() else { return }
    switch event {
    case .nothing:
      if now > current.deadline { fail(place, "the sandboxed process does not answer") }
    case .attempt(let call):
      current.attempt = current.attempt ?? call
      running[place] = current
    case .gone(let message):
      fail(place, message)
    case .reply(let reply):
      // Never the reply of another request.
      guard Array(reply.prefix(Warden.tokenLength)) == current.token else {
        fail(place, "the sandboxed process answered another request")
        return
      }
      results[current.job] =
        current.attempt.map { PythonResult(.escapeAttempt($0)) }
        ?? PythonResult(reply: reply.dropFirst(Warden.tokenLength))
      running[place] = nil
    }
  }

  /// A process that failed while a program ran. The program may be why, so it is not run again.
  private mutating func fail(_ place: Int, _ message: String) {
    if let current = running[place] {
      results[current.job] = PythonResult(
        current.attempt.map { .escapeAttempt($0) } ?? .unavailable(message))
    }
    running[place] = nil
    discard(place)
  }

  private mutating func discard(_ place: Int) {
    wardens[place]?.end()
    wardens[place] = nil
  }
}
