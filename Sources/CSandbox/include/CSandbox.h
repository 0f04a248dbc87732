#ifndef CSANDBOX_H
#define CSANDBOX_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

// A process that can reach nothing: namespaces of its own, a read-only root with nothing in it but
// what it is given, no privilege, limits, and a seccomp filter whose every refusal is told to us.
//
// There is no half of it. A layer that cannot be put on ends the spawn before the program starts.

// MARK: - Layers

/// The layers of isolation, in the order in which they are put on.
static const int32_t CSANDBOX_USER_NAMESPACE = 1;
/// The process's user and group are not this process's, or not privileged ones.
static const int32_t CSANDBOX_IDENTITY = 2;
static const int32_t CSANDBOX_PROCESS_NAMESPACE = 3;
static const int32_t CSANDBOX_NETWORK_NAMESPACE = 4;
static const int32_t CSANDBOX_MOUNT_NAMESPACE = 5;
static const int32_t CSANDBOX_IPC_NAMESPACE = 6;
static const int32_t CSANDBOX_HOST_NAMESPACE = 7;
static const int32_t CSANDBOX_CGROUP_NAMESPACE = 8;
/// A root of its own, read-only.
static const int32_t CSANDBOX_FILE_SYSTEM = 9;
static const int32_t CSANDBOX_LIMITS = 10;
/// No capability, and none to be gained by executing a file.
static const int32_t CSANDBOX_PRIVILEGES = 11;
/// The seccomp filter, and the channel on which it tells what it refuses.
static const int32_t CSANDBOX_FILTER = 12;
/// The program itself.
static const int32_t CSANDBOX_PROGRAM = 13;

// MARK: - Starting a process

/// Something of this system's that the process sees, at the same path.
struct csandbox_entry {
  /// Absolute, without dot parts.
  const char *path;
  /// What the path links to, or NULL to show the file or folder itself, read-only.
  const char *link;
};

struct csandbox_plan {
  /// The program, by its path inside.
  const char *program;
  /// Ended by NULL.
  char *const *arguments;
  /// Ended by NULL.
  char *const *environment;
  const struct csandbox_entry *entries;
  int32_t entry_count;
  /// Address space of each process, in bytes.
  uint64_t memory;
  /// Seconds of processor time of each process.
  uint64_t processor_seconds;
};

struct csandbox_process {
  pid_t process;
  /// A socket that can only be sent to. The process reads it as descriptor 3.
  int32_t input;
  /// The process writes it as descriptor 4.
  int32_t output;
  /// Readable when a system call waits for `csandbox_answer`.
  int32_t calls;
};

struct csandbox_failure {
  /// The layer that could not be put on; 0 if none failed.
  int32_t layer;
  /// The `errno` of it.
  int32_t error;
};

/// The descriptor on which a forked child may write its result.
static const int32_t CSANDBOX_RESULT = 10;
/// The descriptor on which the process may write to a forked child.
static const int32_t CSANDBOX_TOKEN = 11;

/// Starts a program under all layers. It may fork; its children may not.
///
/// May be called in a process with threads. The descriptors of `started` are the caller's, and are
/// closed in programs that the caller executes.
struct csandbox_failure csandbox_spawn(
    const struct csandbox_plan *plan, struct csandbox_process *started);

/// Puts on the layers up to one of them, without starting a program, and takes them down again.
///
/// Each namespace is tried by itself.
struct csandbox_failure csandbox_try(const struct csandbox_plan *plan, int32_t layer);

/// Kills the process with all that it started, waits for its end, and closes the descriptors.
void csandbox_end(const struct csandbox_process *process);

// MARK: - System calls that the filter does not let through

/// No call waited.
static const int32_t CSANDBOX_NO_CALL = 0;
/// The process forked, or killed its child.
static const int32_t CSANDBOX_PERMITTED = 1;
/// A child called what it must not. It has been killed.
static const int32_t CSANDBOX_KILLED = 2;
/// The process itself called what it must not, and was told that it is not permitted.
static const int32_t CSANDBOX_REFUSED = 3;
/// The channel is gone, because no process is left.
static const int32_t CSANDBOX_GONE = 4;

/// Answers one waiting call, if there is one.
///
/// - `number`: set to the call's number for `CSANDBOX_KILLED` and `CSANDBOX_REFUSED`.
int32_t csandbox_answer(const struct csandbox_process *process, int32_t *number);

/// The name of a system call, or NULL for one that is rarely seen.
const char *csandbox_call_name(int32_t number);

#endif
