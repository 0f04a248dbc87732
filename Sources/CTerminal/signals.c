#define _GNU_SOURCE
#include "CTerminal.h"
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

// A signal and what becomes of it: a bit that the terminal's thread takes, or, for those that end
// the process at once, nothing but giving the terminal back first.
static const struct {
  int number;
  uint32_t bit;
} handled[] = {
    {SIGWINCH, CTERMINAL_RESIZED}, {SIGCONT, CTERMINAL_CONTINUED}, {SIGTSTP, CTERMINAL_SUSPEND},
    {SIGHUP, CTERMINAL_HANGUP},    {SIGINT, CTERMINAL_INTERRUPT},  {SIGTERM, CTERMINAL_TERMINATE},
    {SIGSEGV, 0},                  {SIGABRT, 0},                   {SIGBUS, 0},
    {SIGILL, 0},                   {SIGFPE, 0},                    {SIGTRAP, 0},
    {SIGQUIT, 0},                  {SIGSYS, 0},
};
enum { handled_count = sizeof handled / sizeof handled[0] };

static const uint32_t ending = CTERMINAL_HANGUP | CTERMINAL_INTERRUPT | CTERMINAL_TERMINATE;

static struct sigaction former[handled_count];
static struct sigaction former_pipe;
static bool installed;
// Backtraces are the Swift runtime's, which takes the same signals; it is let through on request.
static bool chained;

static int wake_ends[2] = {-1, -1};
static atomic_bool can_wake;
static _Atomic uint32_t pending;
static _Atomic int64_t first_ending;
// The keyboard's signals are meant for the command that has the terminal.
static atomic_bool lent;

static int64_t milliseconds_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void cterminal_wake(void) {
  if (!atomic_load(&can_wake)) return;
  int saved = errno;
  // A full pipe is as good as one more byte.
  ssize_t ignored = write(wake_ends[1], "", 1);
  (void)ignored;
  errno = saved;
}

static void die_of(int number, const struct sigaction *action) {
  leave_at_once();
  sigaction(number, action, NULL);
  // It is blocked while its handler runs, and strikes on return.
  raise(number);
}

static void on_crash(int number) {
  struct sigaction action = {.sa_handler = SIG_DFL};
  for (int i = 0; i < handled_count; i++)
    if (chained && handled[i].number == number) action = former[i];
  die_of(number, &action);
}

static void on_signal(int number) {
  int saved = errno;
  uint32_t bit = 0;
  for (int i = 0; i < handled_count; i++)
    if (handled[i].number == number) bit = handled[i].bit;
  if (atomic_load(&lent) && (bit & (CTERMINAL_INTERRUPT | CTERMINAL_SUSPEND))) return;
  uint32_t before = atomic_fetch_or(&pending, bit);
  if (bit & ending) {
    int64_t now = milliseconds_now();
    if (!(before & ending)) {
      atomic_store(&first_ending, now);
    } else if (now - atomic_load(&first_ending) > 2000) {
      // The terminal's thread has not taken the first one for two seconds: it is stuck, for
      // instance writing to a terminal that does not read.
      struct sigaction action = {.sa_handler = SIG_DFL};
      die_of(number, &action);
    }
  }
  cterminal_wake();
  errno = saved;
}

static bool make_pipe(void) {
  if (wake_ends[0] >= 0) return true;
  if (pipe(wake_ends) != 0) return false;
  for (int i = 0; i < 2; i++) {
    fcntl(wake_ends[i], F_SETFL, O_NONBLOCK);
    fcntl(wake_ends[i], F_SETFD, FD_CLOEXEC);
  }
  // The pipe stays for the life of the process: a handler may be about to write to it.
  atomic_store(&can_wake, true);
  return true;
}

bool signals_install(void) {
  if (!make_pipe()) return false;
  atomic_store(&pending, 0);
  chained = getenv("SWIFT_BACKTRACE") != NULL;
  for (int i = 0; i < handled_count; i++) {
    struct sigaction action = {0};
    action.sa_handler = handled[i].bit ? on_signal : on_crash;
    action.sa_flags = SA_RESTART | SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    sigaction(handled[i].number, NULL, &former[i]);
    // What nohup or a shell told the process to ignore stays ignored.
    if (handled[i].bit && former[i].sa_handler == SIG_IGN) continue;
    sigaction(handled[i].number, &action, NULL);
  }
  struct sigaction ignore = {.sa_handler = SIG_IGN};
  sigaction(SIGPIPE, &ignore, &former_pipe);
  installed = true;
  return true;
}

void signals_restore(void) {
  if (!installed) return;
  installed = false;
  for (int i = 0; i < handled_count; i++) sigaction(handled[i].number, &former[i], NULL);
  sigaction(SIGPIPE, &former_pipe, NULL);
}

void signals_stop_process(bool whole_group) {
  struct sigaction stop = {.sa_handler = SIG_DFL}, ours;
  sigaction(SIGTSTP, &stop, &ours);
  kill(whole_group ? 0 : getpid(), SIGTSTP);
  sigaction(SIGTSTP, &ours, NULL);
  // Being continued is what ended the wait: it is no news.
  atomic_fetch_and(&pending, ~(CTERMINAL_CONTINUED | CTERMINAL_SUSPEND));
}

void signals_prefer_latency(void) {
#ifdef SYS_sched_setattr
  if (sched_getscheduler(0) != SCHED_OTHER) return;
  // The first version of the kernel's struct sched_attr, which the C library does not declare.
  struct {
    uint32_t size, policy;
    uint64_t flags;
    int32_t nice;
    uint32_t priority;
    uint64_t runtime, deadline, period;
  } attributes = {.policy = SCHED_OTHER};
  attributes.size = sizeof attributes;
  // Threads and programs that are started from here get the usual slice.
  attributes.flags = 1;
  attributes.nice = getpriority(PRIO_PROCESS, 0);
  attributes.runtime = 200000;
  syscall(SYS_sched_setattr, 0, &attributes, 0);
#endif
}

int32_t signals_run(const char *command, const char *path) {
  // sh takes the words after the script as its own name and the script's arguments.
  char script[1024];
  int length = snprintf(script, sizeof script, "%s \"$@\"", command);
  if (length < 0 || (size_t)length >= sizeof script) return -1;
  char *const words[] = {"sh", "-c", script, "sh", (char *)path, NULL};
  posix_spawnattr_t attributes;
  if (posix_spawnattr_init(&attributes) != 0) return -1;
  sigset_t all, none;
  sigfillset(&all);
  sigemptyset(&none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  pid_t child;
  atomic_store(&lent, true);
  int failure = posix_spawn(&child, "/bin/sh", NULL, &attributes, words, environ);
  posix_spawnattr_destroy(&attributes);
  if (failure != 0) {
    atomic_store(&lent, false);
    return -1;
  }
  int status = 0;
  pid_t changed;
  while (true) {
    changed = waitpid(child, &status, WUNTRACED);
    if (changed < 0 && errno == EINTR) continue;
    if (changed < 0 || !WIFSTOPPED(status)) break;
    // The whole job is to stop, so that the shell gets the terminal.
    raise(SIGSTOP);
  }
  atomic_store(&lent, false);
  atomic_fetch_and(&pending, ~CTERMINAL_CONTINUED);
  if (changed < 0) return -1;
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

uint32_t cterminal_take_signals(void) { return atomic_exchange(&pending, 0); }

void cterminal_wait(int32_t milliseconds, bool for_input) {
  struct pollfd sources[2] = {
      {.fd = wake_ends[0], .events = POLLIN},
      {.fd = STDIN_FILENO, .events = POLLIN},
  };
  if (poll(sources, for_input ? 2 : 1, milliseconds) <= 0 || !sources[0].revents) return;
  char drained[64];
  while (read(wake_ends[0], drained, sizeof drained) > 0) continue;
}

int32_t cterminal_read(uint8_t *buffer, int32_t capacity) {
  struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
  if (poll(&input, 1, 0) <= 0) return 0;
  ssize_t count = read(STDIN_FILENO, buffer, (size_t)capacity);
  if (count > 0) return (int32_t)count;
  if (count < 0 && (errno == EINTR || errno == EAGAIN)) return 0;
  return -1;
}

void cterminal_use_signal_stack(void) {
  size_t size = 64 * 1024;
  stack_t present;
  if (sigaltstack(NULL, &present) == 0 && !(present.ss_flags & SS_DISABLE)) return;
  void *memory = malloc(size);
  if (memory == NULL) return;
  stack_t stack = {.ss_sp = memory, .ss_size = size};
  if (sigaltstack(&stack, NULL) != 0) free(memory);
}
