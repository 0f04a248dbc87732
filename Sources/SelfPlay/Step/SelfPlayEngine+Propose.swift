import Core
import LanguageModel
import MiniPython

extension SelfPlayEngine {
  /// A proposer prompt before it is sampled.
  struct ProposerPrompt {
    var type: TaskType
    var text: String
    var references: [TaskID]
    /// Induction: the program that is shown.
    var program = ""
  }

  /// Samples and validates the step's proposals.
  func propose(_ batch: inout StepBatch) {
    purge(overseer.vetoedTasks())
    let prompts = TaskType.allCases.flatMap { type in
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

  /// A prompt with references drawn uniformly from the task type's own buffer, or for induction with
  /// a program drawn uniformly from the abduction and deduction buffers together. What the
  /// constraints in force forbid is not shown.
  func prompt(_ type: TaskType, buffers: TaskBuffers) -> ProposerPrompt {
    switch type {
    case .deduction, .abduction:
      let references = buffers[type].sample(settings.references, using: &state.random)
        .filter { isPermitted($0.content.program) }
      return ProposerPrompt(
        type: type, text: PromptFormat.propose(type, references: references.map(\.content)),
        references: references.map(\.id))
    case .induction:
      guard let source = inductionSource(buffers) else {
        let program = Seeds.zeroTriplet(.deduction).program
        return ProposerPrompt(
          type: type, text: PromptFormat.proposeInduction(program: program), references: [],
          program: program)
      }
      return ProposerPrompt(
        type: type, text: PromptFormat.proposeInduction(program: source.content.program),
        references: [source.id], program: source.content.program)
    }
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
    let encoded = prompts.map { tokenizer.encode($0.text) }
    let parts = prompts.indices.map {
      RolloutText.Part(
        rollout: rollouts[$0].id, type: prompts[$0].type, role: .proposer, task: nil, text: "")
    }
    let completions = sample(
      zip(encoded, rollouts).map { SamplingRequest(prompt: $0, keys: [$1.key]) }, parts: parts,
      longest: settings.longestProposal)
    var seen: Set<TaskID> = []
    return prompts.indices.map { index in
      let completion = completions[index][0]
      let text = tokenizer.decode(completion.tokens)
      let row = SampledRow(
        rollout: rollouts[index].id, prompt: encoded[index], completion: completion,
        response: Response(text: text, ended: completion.isFinished))
      return proposal(prompts[index], row: row, text: text, buffers: buffers, seen: &seen)
    }
  }

  /// Samples completions, passing text to whoever watches.
  func sample(
    _ requests: [SamplingRequest], parts: [RolloutText.Part], longest: Int
  ) -> [[Completion]] {
    feed?.begin(parts)
    let feed = feed
    let completions = sampler.sample(
      requests: requests, maximumTokens: longest, temperature: settings.temperature,
      stopToken: tokenizer.stopToken, onTokens: feed.map { feed in { @Sendable in feed.take($0) } })
    feed?.flush()
    return completions
  }

  private func proposal(
    _ prompt: ProposerPrompt, row: SampledRow, text: String, buffers: TaskBuffers,
    seen: inout Set<TaskID>
  ) -> Proposal {
    var content = TaskContent(type: prompt.type, program: "")
    let outcome: Proposal.Outcome
    do throws(Rejection) {
      content = try parse(prompt, row.response)
      let task = try validator.validate(
        content, pairCount: settings.pairs, constraintViolation: overseer.violation(of:))
      content = task.content
      try checkNovelty(content, in: buffers[prompt.type], seen: &seen)
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
    return Proposal(
      type: prompt.type, row: row, content: content, id: content.id,
      references: prompt.references, outcome: outcome)
  }

  private func checkNovelty(
    _ content: TaskContent, in buffer: TaskBuffer, seen: inout Set<TaskID>
  ) throws(Rejection) {
    let id = content.id
    guard !overseer.isVetoed(id), content.twin.map({ !overseer.isVetoed($0.id) }) ?? true else {
      throw Rejection(.vetoed, "the very same task was vetoed before")
    }
    guard !buffer.contains(id), seen.insert(id).inserted else {
      throw Rejection(.duplicate, "the very same task is in the buffer or in this batch")
    }
  }

  private func parse(
    _ prompt: ProposerPrompt, _ response: Response
  ) throws(Rejection) -> TaskContent {
    guard let answer = response.answer else {
      throw Rejection(.format, "the response has no complete think and answer part")
    }
    switch prompt.type {
    case .deduction, .abduction:
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
        pairs: layout.inputs.suffix(settings.pairs).map { InputOutputPair(input: $0, output: "") },
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
          tokens: proposal.row.tokens, entropy: proposal.row.entropy, revision: revision)))
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
