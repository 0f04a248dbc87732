import Core
import LanguageModel
import MiniPython

extension SelfPlayEngine {
  /// A proposer prompt before it is sampled.
  struct ProposerPrompt {
    var type: TaskType
    var text: String
    var references: [TaskID]
    /// The references' programs with names renamed and constants masked.
    var structures: [String] = []
    /// Induction: the program that is shown.
    var program = ""
    /// Functions that the program must call.
    var functions: [CompositeFunction] = []
  }

  /// Samples and validates the step's proposals.
  func propose(_ batch: inout StepBatch) {
    purge(overseer.vetoedTasks())
    let prompts = batch.types.flatMap { type in
      (0..<batch.count(type)).map { _ in prompt(type, buffers: state.buffers) }
    }
    batch.proposals = sampleProposals(prompts, buffers: state.buffers)
    for index in batch.proposals.indices {
      announce(batch.proposals[index], revision: batch.constraints.number)
      let hits = inspect(batch.proposals[index])
      batch.proposals[index].isFlagged = hits > 0
      batch.flags += hits
    }
  }

  /// A prompt with references drawn from the task type's own buffer, or for induction with
  /// a program drawn uniformly from the abduction and deduction buffers together. What the
  /// constraints in force forbid is not shown.
  func prompt(_ type: TaskType, buffers: TaskBuffers) -> ProposerPrompt {
    switch type {
    case .deduction, .abduction, .errorDeduction:
      let functions = compositeFunctions(buffers)
      let references = fitting(drawReferences(type, buffers), type, functions)
      return ProposerPrompt(
        type: type,
        text: proposerDialect.propose(
          type, references: references.map(\.content), functions: functions.map(\.source)),
        references: references.map(\.id), structures: references.map(\.structure),
        functions: functions)
    case .induction:
      guard let source = inductionSource(buffers) else {
        let seed = Seeds.zeroTriplet(.deduction)
        return ProposerPrompt(
          type: type,
          text: proposerDialect.proposeInduction(
            program: seed.program, input: seed.input, pairs: settings.pairs),
          references: [], program: seed.program)
      }
      return ProposerPrompt(
        type: type,
        text: proposerDialect.proposeInduction(
          program: source.content.program, input: source.content.input, pairs: settings.pairs),
        references: [source.id], program: source.content.program)
    }
  }

  /// References as the settings draw them; what the constraints in force forbid is not shown.
  private func drawReferences(_ type: TaskType, _ buffers: TaskBuffers) -> [AdmittedTask] {
    let drawn =
      switch settings.referenceDraw {
      case .uniform: buffers[type].sample(referenceCount, using: &state.random)
      case .step:
        buffers[type].sample(referenceCount, using: &state.random) { Double($0.step + 1) }
      }
    return drawn.filter { isPermitted($0.content.program) }
  }

  /// As many of the references as leave the proposer room to answer.
  private func fitting(
    _ references: [AdmittedTask], _ type: TaskType, _ functions: [CompositeFunction]
  ) -> [AdmittedTask] {
    let longest = longestPrompt(beforeResponseOf: settings.longestProposal)
    var references = references
    while !references.isEmpty {
      let text = proposerDialect.propose(
        type, references: references.map(\.content), functions: functions.map(\.source))
      if tokenizer.encode(text).count <= longest { break }
      references.removeLast()
    }
    return references
  }

  /// The functions that a proposal must call; mostly none.
  private func compositeFunctions(_ buffers: TaskBuffers) -> [CompositeFunction] {
    let schedule = CompositeSchedule(settings: settings).at(step: state.step + 1)
    guard state.isSeeded, schedule.probability > 0,
      state.random.unit() < schedule.probability
    else { return [] }
    let count = Int.random(in: 1...schedule.functions, using: &state.random)
    var functions: [CompositeFunction] = []
    for task in buffers.deduction.sample(4 * count, using: &state.random)
    where functions.count < count && isPermitted(task.content.program) {
      if let function = CompositeFunction(task, number: functions.count) {
        functions.append(function)
      }
    }
    return functions
  }

  /// A task whose program the constraints permit: the proposer would be punished for one that it did
  /// not write. Nil when a fair number of draws finds none.
  private func inductionSource(_ buffers: TaskBuffers) -> AdmittedTask? {
    let (first, second) = (buffers.abduction.tasks, buffers.deduction.tasks)
    guard !first.isEmpty || !second.isEmpty else { return nil }
    for _ in 0..<32 {
      let draw = Int.random(in: 0..<first.count + second.count, using: &state.random)
      let source = draw < first.count ? first[draw] : second[draw - first.count]
      if isPermitted(source.content.program) { return source }
    }
    return nil
  }

  /// Whether the constraints in force let a program be proposed.
  func isPermitted(_ program: String) -> Bool {
    (try? Program(parsing: program)).map { overseer.violation(of: $0) == nil } ?? false
  }

  /// Samples one response to each prompt and finds out whether it is a task.
  func sampleProposals(
    _ prompts: [ProposerPrompt], buffers: TaskBuffers
  ) -> [Proposal] {
    let rollouts = prompts.map { _ in nextRollout() }
    let encoded = prompts.map { encode($0.text, longest: settings.longestProposal) }
    let parts = prompts.indices.map {
      RolloutText.Part(
        rollout: rollouts[$0].id, type: prompts[$0].type, role: .proposer, task: nil, text: "")
    }
    let completions = sample(
      zip(encoded, rollouts).map { SamplingRequest(prompt: $0, keys: [$1.key]) }, parts: parts,
      longest: settings.longestProposal, with: settings.frozenProposer ? base?.sampler : nil,
      banned: bannedTokens)
    var seen = SeenProposals()
    return prompts.indices.map { index in
      let completion = completions[index][0]
      let text = tokenizer.decode(completion.tokens)
      let row = SampledRow(
        rollout: rollouts[index].id, prompt: encoded[index], completion: completion,
        response: dialect.read(
          text, ended: completion.isFinished,
          of: Cell(type: prompts[index].type, role: .proposer)))
      return proposal(prompts[index], row: row, text: text, buffers: buffers, seen: &seen)
    }
  }

  /// Samples completions, passing text to whoever watches.
  ///
  /// - Parameters:
  ///   - other: Samples in the policy's place.
  ///   - banned: Tokens that are never drawn.
  func sample(
    _ requests: [SamplingRequest], parts: [RolloutText.Part], longest: Int,
    with other: Sampler? = nil, banned: [Int32] = []
  ) -> [[Completion]] {
    feed?.begin(parts)
    let feed = feed
    let completions = (other ?? sampler).sample(
      requests: requests, maximumTokens: longest, temperature: settings.temperature,
      stopTokens: tokenizer.stopTokens + dialect.stopTokens, banned: banned,
      onTokens: feed.map { feed in { @Sendable in feed.take($0) } })
    feed?.flush()
    return completions
  }

  private func proposal(
    _ prompt: ProposerPrompt, row: SampledRow, text: String, buffers: TaskBuffers,
    seen: inout SeenProposals
  ) -> Proposal {
    var content = TaskContent(type: prompt.type, program: "")
    let outcome: Proposal.Outcome
    do throws(Rejection) {
      content = try parse(prompt, row.response)
      try compose(&content, prompt.functions)
      let task = try validator.validate(
        content, pairCount: settings.pairs, constraintViolation: overseer.violation(of:))
      content = task.content
      if let violation = overseer.violation(
        of: task, recent: buffers[prompt.type].newestStructures)
      {
        throw violation
      }
      try checkRoom(content)
      try checkNovelty(task, in: buffers[prompt.type], seen: &seen)
      outcome = .valid(task)
    } catch {
      outcome = .rejected(error)
    }
    guard !content.program.isEmpty else {
      // Nothing was parsed: the journal keeps the whole response in the chain's place.
      var row = row
      row.response.chain = text
      return Proposal(
        type: prompt.type, row: row, content: content,
        id: TaskID(hashing: [prompt.type.rawValue, text]), references: prompt.references,
        outcome: outcome)
    }
    var proposal = Proposal(
      type: prompt.type, row: row, content: content, id: content.id,
      references: prompt.references, composedOf: prompt.functions.map(\.task), outcome: outcome)
    if case .valid = outcome { proposal.measures = measures(of: content, prompt) }
    return proposal
  }

  /// Puts the given functions before what the proposer wrote, which must use them as it should.
  private func compose(
    _ content: inout TaskContent, _ functions: [CompositeFunction]
  ) throws(Rejection) {
    guard !functions.isEmpty else { return }
    let own: Program
    do { own = try Program(parsing: content.program) } catch { throw Rejection(error) }
    let check = CompositeCheck(functions: functions, executor: validator.executor)
    let others = state.buffers.deduction.tasks.suffix(8).map(\.content.input)
    try check.check(own, inputs: [content.input] + others)
    content.program = check.assembled(content.program)
  }

  /// A task whose own prompt leaves no room for an answer cannot be solved.
  private func checkRoom(_ content: TaskContent) throws(Rejection) {
    let room = longestPrompt(beforeResponseOf: settings.longestSolution)
    guard tokenizer.encode(dialect.solve(content)).count <= room else {
      throw Rejection(.limit, "the task fills the model's context and leaves no room to answer")
    }
  }

  /// What is measured of a valid proposal; its answers then count for later ones.
  private func measures(of content: TaskContent, _ prompt: ProposerPrompt) -> ProgramMeasures {
    guard let program = try? Program(parsing: content.program) else { return ProgramMeasures() }
    var measures = ProgramMeasures(
      program, references: prompt.structures.map { SyntaxSequence(canonicalForm: $0) })
    var counts = state.answers?[content.type.rawValue] ?? AnswerCounts()
    let answers = content.expectedAnswers
    measures.surprise = answers.map { counts.surprise(of: $0) }.average ?? 0
    measures.hierarchicalSurprise = answers.map { counts.hierarchicalSurprise(of: $0) }.average ?? 0
    for answer in answers { counts.add(answer) }
    state.answers = (state.answers ?? [:]).merging([content.type.rawValue: counts]) { $1 }
    return measures
  }

  private func checkNovelty(
    _ task: ValidTask, in buffer: TaskBuffer, seen: inout SeenProposals
  ) throws(Rejection) {
    let (content, id) = (task.content, task.content.id)
    guard !overseer.isVetoed(id), content.twin.map({ !overseer.isVetoed($0.id) }) ?? true else {
      throw Rejection(.vetoed, "the very same task was vetoed before")
    }
    if settings.rejectsRepeats {
      guard !buffer.contains(id), seen.tasks.insert(id).inserted else {
        throw Rejection(.duplicate, "the very same task is in the buffer or in this batch")
      }
    }
    guard settings.rejectsClones, state.isSeeded, content.type != .induction else { return }
    let isNew = seen.structures.insert("\(content.type) \(task.structure)").inserted
    guard isNew, buffer.task(withStructure: task.structure) == nil else {
      throw Rejection(
        .duplicate,
        "the buffer or this batch has the same program but for names and constants")
    }
  }

  private func parse(
    _ prompt: ProposerPrompt, _ response: Response
  ) throws(Rejection) -> TaskContent {
    guard let answer = response.answer else {
      throw Rejection(.format, "the response has no complete think and answer part")
    }
    switch prompt.type {
    case .deduction, .abduction, .errorDeduction:
      guard let layout = ProposalLayout(programAndInput: answer) else {
        throw Rejection(.layout, "the answer is not a program and one input")
      }
      return TaskContent(type: prompt.type, program: layout.program, input: layout.input)
    case .induction:
      guard let layout = ProposalLayout(inputsAndMessage: answer) else {
        throw Rejection(.layout, "the answer is not a list of inputs and a message")
      }
      return TaskContent(
        type: .induction, program: prompt.program,
        pairs: layout.differentInputs.suffix(settings.pairs).map {
          InputOutputPair(input: $0, output: "")
        },
        message: layout.message)
    }
  }

  func announce(_ proposal: Proposal, revision: Int) {
    let content = proposal.content
    emit(
      .taskProposed(
        TaskProposed(
          task: proposal.id, rollout: proposal.row.rollout, type: proposal.type,
          program: content.program, input: content.input,
          pairs: content.pairs.map { InputOutputPair(input: $0.input, output: "") },
          message: content.message, chain: proposal.row.response.chain,
          wellFormed: proposal.row.response.isWellFormed, references: proposal.references,
          tokens: proposal.row.tokens, entropy: proposal.row.entropy, revision: revision,
          policyVersion: settings.frozenProposer ? 0 : state.policyVersion,
          composedOf: proposal.composedOf.isEmpty ? nil : proposal.composedOf)))
    switch proposal.outcome {
    case .rejected(let rejection):
      emit(
        .taskRejected(
          TaskRejected(
            task: proposal.id, rollout: proposal.row.rollout, reason: rejection.reason,
            detail: rejection.detail, line: rejection.line,
            reward: settings.rewards.rejected(rejection.reason))))
    case .valid(let task), .held(let task):
      emit(
        .taskValidated(
          TaskValidated(
            task: proposal.id, rollout: proposal.row.rollout, output: task.content.output,
            pairs: task.content.pairs, executorSteps: task.executorSteps)))
    }
  }

  private func inspect(_ proposal: Proposal) -> Int {
    var rejection: Rejection?
    if case .rejected(let reason) = proposal.outcome { rejection = reason }
    return overseer.inspect(
      InspectedProposal(
        task: proposal.id, rollout: proposal.row.rollout, content: proposal.content,
        chain: proposal.row.response.chain, rejection: rejection,
        structuralDuplicate: proposal.validTask.flatMap {
          state.buffers[proposal.type].task(withStructure: $0.structure)
        }))
  }
}

extension TaskContent {
  /// What a solver is asked for: the output, an input, the outputs of the pairs, the error's name.
  var expectedAnswers: [String] {
    switch type {
    case .deduction, .errorDeduction: [output]
    case .abduction: [input]
    case .induction: pairs.map(\.output)
    }
  }
}

/// What a batch has proposed so far.
private struct SeenProposals {
  var tasks: Set<TaskID> = []
  /// The task type, and the program with names renamed and constants masked.
  var structures: Set<String> = []
}
