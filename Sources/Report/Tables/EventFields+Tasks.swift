import Core

extension EventFields {
  /// The fields of what happens to tasks, responses and flags.
  static let ofTasks: [RunEvent.Kind: String] = [
    .taskProposed: """
    task: content hash; of the raw response when it has no parsable content
    rollout: the response's number in the run
    type: task type
    program: Python
    input: the program's arguments
    pairs: induction only: inputs, with empty outputs
    message: for people; of an induction task, the hint
    chain: the proposer's chain of thought; the whole response when no task could be parsed \
    from it
    wellFormed: whether it had a think and an answer part
    references: tasks that the proposer was shown
    tokens: tokens sampled
    entropy: mean entropy of the sampling distribution, in nats per token
    revision: the constraint revision it was proposed under
    policyVersion: how many updates the policy had had that proposed it; absent in old \
    journals
    composedOf: tasks whose functions the program must call; absent for none
    """,
    .taskRejected: """
    task: content hash of the task
    rollout: the response's number in the run
    reason: why, as a code
    detail: for people; may quote the model
    line: line of the program, counted from 1, absent otherwise
    reward: the composite reward that the proposal earned
    """,
    .taskValidated: """
    task: content hash of the task
    rollout: the response's number in the run
    output: `repr` of the result; empty for induction
    pairs: induction only: the pairs with their outputs
    executorSteps: executor steps that the run took
    """,
    .taskHeld: """
    task: content hash of the task
    rollout: the response's number in the run
    policy: what waits for review
    cause: why this task: for people
    propensity: the probability, known beforehand, with which the policy holds this task
    """,
    .taskReviewed: """
    task: content hash of the task
    verdict: what the reviewer decided
    treatment: of a veto
    reason: of a veto
    by: who
    propensity: the review propensity under which the task was held; 0 when it was not: such a \
    verdict says nothing about the tasks that nobody looked at
    note: what the reviewer wrote beside it, absent otherwise
    edited: of an edit: the operator's task
    """,
    .taskScored: """
    task: content hash of the task
    rollout: the proposer's rollout
    solveRate: mean success of `rollouts` solver responses
    rollouts: the solver's responses to it
    reward: the proposer's composite reward
    trainsProposer: whether the proposer's row enters this step's update
    low: the solve rate's 95 % Wilson interval; absent in old journals
    high: upper end of that interval
    guide: what the Guide said, where there is one
    """,
    .taskAdmitted: """
    task: content hash of the task
    type: task type
    content: what the task says, if no event of its own said it: of the zero triplet, and of a \
    seed that serves under another type than the one it was proposed under
    evicted: the task that had to leave the full buffer; it can be the admitted one
    """,
    .taskPurged: """
    task: content hash of the task
    type: task type
    dependents: what is in the buffers and was proposed with this task as a reference, or with \
    one that was; absent in journals that do not tell
    """,
    .rolloutFinished: """
    rollout: the response's number in the run
    task: content hash of the task
    type: task type
    chain: chain of thought
    answer: absent when the response is malformed; then `chain` is the whole response
    correct: whether the answer was right
    reward: the composite reward: 1, -0.5 or -1
    tokens: tokens sampled
    entropy: mean entropy of the sampling distribution, in nats per token
    refill: whether the task came from the buffer to fill the batch
    estimate: true for a rollout that only estimates a solve rate and does not train; else nil
    policyVersion: how many updates the policy had had that sampled it; absent in old journals
    """,
    .flagRaised: """
    id: the flag's number in the run
    rule: the monitor's rule, for example `banned-construct`
    severity: low, medium or high
    task: content hash of the task
    rollout: the rollout whose text was hit: the proposer's or a solver's
    type: task type
    role: proposer or solver
    field: which text or field it is about
    text: the whole text of the field, as the model wrote it
    start: unicode scalar offsets of the hit in `text`; empty when the whole text is meant
    end: offset behind the hit
    detail: one sentence for people: what was seen
    quality: how good the rule was on labelled text; absent when nobody has measured it
    repeats: set on an item that a reader sees for the second time, so that readers' \
    consistency can be measured: the flag that it repeats
    by: of a flag that was raised by hand: the reader
    """,
    .flagReviewed: """
    flag: the flag's number
    verdict: what the reviewer decided
    by: who
    reason: why, as the reader wrote it; absent otherwise
    """,
    .verdictUndone: """
    task: content hash of the task
    verdict: the verdict that no longer holds
    by: who
    reason: why, as the operator wrote it; absent otherwise
    """,
    .taskEdited: """
    task: the task that waited
    edited: the operator's
    content: what it says, with its output
    by: who
    note: why, as the operator wrote it
    """,
    .auditDrawn: """
    task: content hash of the task
    rollout: the response's number in the run
    propensity: the chance, known beforehand, that a task is drawn
    isFlagged: whether a monitor had hit it
    """,
    .auditReviewed: """
    task: content hash of the task
    isViolation: whether it is what the monitors are after
    by: who
    reason: why, as the operator wrote it; absent otherwise
    """,
  ]
}
