#ifndef CTERMINAL_INTERNAL_H
#define CTERMINAL_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// leave.c: what is needed to give the terminal back, kept where a signal handler can reach it.

/// Notes the terminal's present settings and, if it is the terminal, sets standard error aside.
bool leave_prepare(void);
/// Notes the bytes that undo every mode that is set.
void leave_set_sequence(const char *bytes, size_t count);
/// Says whether the terminal is taken, so that there is something to undo.
void leave_set_taken(bool taken);
/// Undoes everything, from a signal handler or at exit. Does nothing if nothing is to be undone.
void leave_at_once(void);
/// Gives standard error back and shows what was written to it.
void leave_release_errors(void);
/// Sets standard error aside again.
void leave_hold_errors(void);
/// Writes all bytes, whatever interrupts it; gives up when the terminal has gone. Safe in a signal
/// handler.
void write_fully(int descriptor, const void *bytes, size_t count);

// undo.c

/// Makes, from the terminal's description, the bytes that undo every mode, for a crash to write.
/// False if the terminal cannot place its cursor.
bool undo_prepare(const char *extra_modes_off);
/// Whether the terminal takes ANSI control sequences.
bool undo_is_ansi(void);

// signals.c

bool signals_install(void);
void signals_restore(void);
/// Runs a command of the shell with a path as its first argument, and waits for its end; see
/// `cterminal_lend`.
int32_t signals_run(const char *command, const char *path);
/// Asks the scheduler to let the calling thread run as soon as it wakes, in short slices, at the
/// expense of nobody's share. Where the kernel has no such thing nothing changes.
void signals_prefer_latency(void);
/// Stops the process by SIGTSTP's default action; returns once it is continued.
void signals_stop_process(bool whole_group);

#endif
