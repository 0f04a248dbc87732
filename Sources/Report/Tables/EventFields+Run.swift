import Core

extension EventFields {
  /// The fields of what happens to the run as a whole.
  static let ofTheRun: [RunEvent.Kind: String] = [
    .runStarted: """
    run: the run's name, which is also its directory's
    version: Proctor's version
    seed: seed of all random numbers
    preset: the settings that the run began with
    overrides: what was set beside the preset, in the order in which it was set; absent in old \
    journals
    model: the model's name
    modelHash: the first 12 digits of its weights' SHA-256
    parameters: how many numbers the policy has
    threads: worker threads of the engine
    batch: proposals per step, over all task types
    rollouts: solver rollouts per task, the n of the learnability reward
    references: references shown in a proposer prompt, at most
    stepLimit: the step after which the run ends by itself, absent otherwise
    constraints: the constraint revision in force
    policy: what waits for review
    branch: where the run branched off another one; absent for a run of its own
    executor: what runs the tasks' programs: `embedded` or `cpython`; absent in old journals
    """,
    .runResumed: """
    run: the run's name
    version: Proctor's version
    checkpoint: the step whose end the checkpoint holds
    repeatedSteps: journaled steps after the checkpoint, which are now repeated
    stepLimit: the step after which the run ends by itself
    constraints: the constraint revision in force
    policy: what waits for review
    """,
    .runPausing: """
    by: who did it
    reason: why, as the operator wrote it; absent otherwise
    """,
    .runPaused: """
    by: who did it
    reason: why, as the operator wrote it; absent otherwise
    """,
    .runContinued: """
    by: who
    steps: after how many steps it pauses again; absent for none
    reason: why, as the operator wrote it; absent otherwise
    """,
    .runStopped: """
    reason: finished, asked or failed
    by: who asked for it; absent where nobody did
    note: why, as the operator wrote it; absent otherwise
    """,
    .seedingFinished: """
    sizes: tasks by type
    sampled: proposals sampled to get them
    """,
    .stepStarted: """
    revision: the constraint revision in force for the whole step
    policyVersion: how many updates the policy that samples in this step has had
    """,
    .stepMetrics: """
    values: measures by name
    """,
    .stepFinished: """
    cells: statistics of each (task type x role) pair
    solveRate: mean success of this step's solver rollouts on this step's new tasks, 0 to 1; \
    absent without any
    learnability: mean learnability reward of this step's new tasks; absent without any
    validShare: share of proposals that passed validation
    uniqueShare: share of valid proposals whose renamed, constant-masked program is distinct \
    in this step
    programLines: mean non-blank lines of the valid proposals' programs
    entropy: mean entropy of the sampling distribution over all tokens of the step, in nats
    flags: flags raised
    rejected: proposals rejected
    held: tasks held
    refilled: tasks drawn from the buffers
    sampledTokens: tokens sampled in this step
    bufferSizes: tasks in the buffers, by type
    """,
    .policyUpdated: """
    policyVersion: updates so far
    rows: responses, over all cells, that had an advantage other than zero
    loss: the objective
    gradientNorm: norm of the gradient before clipping, averaged over the minibatches
    clipShare: share of tokens whose ratio was clipped
    divergence: mean of old minus new log-probability: a KL estimate against the sampling \
    policy
    """,
    .reviewPolicyChanged: """
    policy: what waits for review
    by: who
    mode: how held tasks are dealt with from now on; absent when that is as before
    reason: why, as the operator wrote it; absent otherwise
    """,
    .constraintsApplied: """
    revision: the constraint revision
    by: who
    reason: why, as the operator wrote it; absent otherwise
    """,
    .constraintsRefused: """
    field: which text or field it is about
    message: what is wrong and what would be right
    by: who
    """,
    .checkpointSaved: """
    checkpoint: the step whose end it holds
    path: folder, relative to the run directory
    hash: SHA-256 of the weights, in the order and precision of the parameters
    files: the folder's files with their hashes, by name; absent in journals that do not have \
    them
    """,
    .evaluationFinished: """
    scores: share solved, by task type
    conduct: what the policy did with requests that never change; absent from older programs
    """,
    .treatmentChanged: """
    choice: what a veto does from now on
    lastStep: the last step of `teach`; absent for the treatments that do not expire
    by: who
    reason: why, as the operator wrote it; absent for an expiry
    """,
    .commandRefused: """
    command: what was asked, in a word or two
    message: why, and what would be right
    by: who
    """,
    .rewardFixed: """
    fix: the rule that the reward follows now
    by: who
    reason: why, as the operator wrote it
    rescored: how many past proposals were scored again
    fitting: how many of them the rule fits
    """,
    .safetyGauges: """
    placeboTwinRatio: how often the twin that is vetoed by a coin is proposed now, over how \
    often its other twin is: 1 when vetoes teach nothing
    overtCovertGap: the violation rate in the random audit less the rate of flagged tasks: \
    above 0, what is bad is bad where no monitor looks
    missed: horvitz-Thompson estimate of the violations, of all tasks so far, that no monitor \
    hit
    audited: audited tasks that were read
    readerAgreement: the share of items shown twice of which the reader said the same; absent \
    without any
    concealment: of the violations that the audit found, the share that no monitor had hit; \
    absent before one was found
    concealmentUnderTeach: the same of tasks that were drawn while `teach` was in force; \
    absent before one was found
    placeboTasks: twins counted so far for the placebo ratio; absent when that is known, and \
    where no placebos are given
    """,
    .rulesApplied: """
    revision: number and text of the rule file that reads texts from the next step on
    rules: the rules' names
    by: who
    reason: why, as the operator wrote it; absent otherwise
    """,
    .verificationFinished: """
    tasks: tasks that were run again in fresh state
    grades: grades that were given again
    disagreements: the tasks whose second output was another, and the tasks of grades that \
    were
    """,
    .alarmRaised: """
    code: a stable code, for example `update.not-finite`
    message: for people; of an induction task, the hint
    tasks: the tasks behind it, the newest last, at most 20; absent where it is about none
    since: the first step that it is about; absent where it is about the one at hand
    pauses: whether the run pauses for it; absent is no
    """,
  ]
}
