#ifndef CPSEUDOTERMINAL_H
#define CPSEUDOTERMINAL_H

#include <stddef.h>
#include <sys/types.h>

// What a test needs to run a program in a terminal and Swift's view of the C library lacks.

/// Opens the master end of a new pseudo-terminal and writes the path of its other end, the program's,
/// to `path`. Returns the descriptor, or -1 with errno.
int cpseudoterminal_open(char *path, size_t capacity);

/// Sets the size in character cells; the terminal's program gets SIGWINCH.
void cpseudoterminal_resize(int master, int columns, int rows);

/// Starts a program as the leader of a session whose controlling terminal is at `path`, with all
/// signals at their defaults. Returns 0, or an error number.
int cpseudoterminal_spawn(
    const char *path, pid_t *process, char *const arguments[], char *const environment[]);

#endif
