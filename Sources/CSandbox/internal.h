#ifndef CSANDBOX_INTERNAL_H
#define CSANDBOX_INTERNAL_H

#include "CSandbox.h"

// Descriptors of the new process while it is set up.
enum { INPUT = 3, OUTPUT = 4, CONTROL = 5 };

// All functions here that run in the new process call nothing but the kernel: it was cloned from a
// process with threads, whose locks may be held for ever.

// identity.c

/// The user and group that the process has inside.
enum { INNER_ID = 1000 };

/// Maps the inner identity to an unprivileged one outside: nobody if we are root, or else ours.
/// Called outside. Returns 0, or -1 with errno.
int identity_map(pid_t process);
/// Takes the inner identity. Called inside.
int identity_take(void);
/// Gives up every capability, for good.
int identity_drop_privileges(void);

// root.c

enum { ENTRY_LIMIT = 24 };

/// Detached read-only copies of what the process is to see. Called before the identity is taken.
int root_collect(const struct csandbox_plan *plan, int trees[ENTRY_LIMIT]);
/// Makes them the whole file system.
int root_enter(const struct csandbox_plan *plan, const int trees[ENTRY_LIMIT]);

// limits.c

int limits_set(const struct csandbox_plan *plan);

// filter.c

/// Installs the filter. Returns the descriptor on which it tells of calls, or -1.
int filter_install(void);

// calls.c

/// Lets the first program start: answers its `execve`.
int calls_permit_start(int listener, pid_t process);

#endif
