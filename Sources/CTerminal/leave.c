#define _GNU_SOURCE
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

static struct termios found;
static char sequence[512];
static size_t sequence_count;
static atomic_bool taken;

// Where standard error goes while the terminal is taken, and the terminal that it belongs to.
static int held_errors = -1;
static int real_errors = -1;
static atomic_bool holding;

void write_fully(int descriptor, const void *bytes, size_t count) {
  const char *next = bytes;
  while (count > 0) {
    ssize_t written = write(descriptor, next, count);
    if (written >= 0) {
      next += written;
      count -= (size_t)written;
    } else if (errno == EAGAIN) {
      struct pollfd room = {.fd = descriptor, .events = POLLOUT};
      poll(&room, 1, -1);
    } else if (errno != EINTR) {
      return;
    }
  }
}

static bool same_terminal(int left, int right) {
  struct stat a, b;
  return isatty(left) && isatty(right) && fstat(left, &a) == 0 && fstat(right, &b) == 0 &&
         a.st_rdev == b.st_rdev;
}

static void at_exit(void) { leave_at_once(); }

bool leave_prepare(void) {
  static bool registered;
  if (!registered) {
    atexit(at_exit);
    registered = true;
  }
  return tcgetattr(STDIN_FILENO, &found) == 0;
}

void leave_hold_errors(void) {
  if (atomic_load(&holding) || !same_terminal(STDERR_FILENO, STDOUT_FILENO)) return;
  FILE *file = tmpfile();
  if (file == NULL) return;
  held_errors = fcntl(fileno(file), F_DUPFD_CLOEXEC, 3);
  fclose(file);
  real_errors = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  if (held_errors < 0 || real_errors < 0) {
    if (held_errors >= 0) close(held_errors);
    if (real_errors >= 0) close(real_errors);
    return;
  }
  dup2(held_errors, STDERR_FILENO);
  atomic_store(&holding, true);
}

void leave_release_errors(void) {
  if (!atomic_exchange(&holding, false)) return;
  dup2(real_errors, STDERR_FILENO);
  // The last of it: a program that writes errors without end must not flood the shell.
  char buffer[4096];
  off_t end = lseek(held_errors, 0, SEEK_END);
  off_t start = end > 16 * (off_t)sizeof buffer ? end - 16 * (off_t)sizeof buffer : 0;
  for (off_t at = start; at < end;) {
    ssize_t count = pread(held_errors, buffer, sizeof buffer, at);
    if (count <= 0) break;
    write_fully(STDERR_FILENO, buffer, (size_t)count);
    at += count;
  }
  close(held_errors);
  close(real_errors);
}

void leave_set_sequence(const char *bytes, size_t count) {
  sequence_count = count < sizeof sequence ? count : 0;
  memcpy(sequence, bytes, sequence_count);
}

void leave_set_taken(bool value) { atomic_store(&taken, value); }

void leave_at_once(void) {
  if (!atomic_exchange(&taken, false)) return;
  int saved = errno;
  write_fully(STDOUT_FILENO, sequence, sequence_count);
  // In the background, setting the terminal would stop the process instead of letting it end.
  sigset_t output, before;
  sigemptyset(&output);
  sigaddset(&output, SIGTTOU);
  sigprocmask(SIG_BLOCK, &output, &before);
  tcsetattr(STDIN_FILENO, TCSANOW, &found);
  sigprocmask(SIG_SETMASK, &before, NULL);
  leave_release_errors();
  errno = saved;
}
