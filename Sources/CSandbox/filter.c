#define _GNU_SOURCE
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define MACHINE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define MACHINE AUDIT_ARCH_AARCH64
#else
#error "the filter knows the system calls of x86_64 and aarch64 only"
#endif

// The calls that cannot do harm whatever their arguments.
static const int allowed[] = {
    SYS_read, SYS_close, SYS_fstat, SYS_newfstatat, SYS_lseek, SYS_pread64, SYS_mmap, SYS_munmap,
    SYS_mprotect, SYS_mremap, SYS_madvise, SYS_brk, SYS_rt_sigaction, SYS_rt_sigprocmask,
    SYS_rt_sigreturn, SYS_sigaltstack, SYS_futex, SYS_getdents64, SYS_readlinkat, SYS_faccessat,
    SYS_getcwd, SYS_dup, SYS_dup3, SYS_pipe2, SYS_ppoll, SYS_pselect6, SYS_wait4,
    SYS_waitid, SYS_exit, SYS_exit_group, SYS_getpid, SYS_getppid, SYS_gettid, SYS_getuid,
    SYS_geteuid, SYS_getgid, SYS_getegid, SYS_getrandom, SYS_clock_gettime, SYS_clock_getres,
    SYS_clock_nanosleep, SYS_nanosleep, SYS_gettimeofday, SYS_times, SYS_getrusage, SYS_sysinfo,
    SYS_uname, SYS_sched_yield, SYS_sched_getaffinity, SYS_set_robust_list, SYS_set_tid_address,
    SYS_restart_syscall, SYS_membarrier, SYS_statx,
#ifdef SYS_rseq
    SYS_rseq,
#endif
#ifdef SYS_arch_prctl
    SYS_arch_prctl,
#endif
#ifdef SYS_stat
    SYS_stat, SYS_lstat, SYS_access, SYS_readlink, SYS_poll, SYS_select, SYS_pipe, SYS_dup2,
    SYS_time,
#endif
};

// Calls that mean no harm and are not to be had.
static const int unavailable[] = {
    SYS_setitimer, SYS_getitimer, SYS_epoll_create1, SYS_eventfd2, SYS_timerfd_create,
    SYS_timer_create, SYS_getpgid, SYS_getsid, SYS_getresuid, SYS_getresgid, SYS_getgroups,
    SYS_umask, SYS_getpriority, SYS_mlock, SYS_fadvise64, SYS_statfs, SYS_fstatfs, SYS_msync,
#ifdef SYS_alarm
    SYS_alarm, SYS_getpgrp, SYS_epoll_create, SYS_eventfd,
#endif
};

// Newer forms, whose arguments lie in memory where a filter cannot read them: the C library falls
// back to the older ones.
static const int unknown[] = {
    SYS_clone3,
#ifdef SYS_openat2
    SYS_openat2,
#endif
#ifdef SYS_faccessat2
    SYS_faccessat2,
#endif
};

enum { LENGTH_LIMIT = 512 };

struct filter {
  struct sock_filter code[LENGTH_LIMIT];
  unsigned short length;
};

static void add(struct filter *filter, struct sock_filter instruction) {
  if (filter->length < LENGTH_LIMIT) filter->code[filter->length] = instruction;
  filter->length++;
}

static void load(struct filter *filter, size_t offset) {
  add(filter, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (unsigned)offset));
}

// Both machines are little-endian: the lower half comes first.
static void load_argument(struct filter *filter, int index, bool upper) {
  load(filter, offsetof(struct seccomp_data, args) + 8 * (size_t)index + (upper ? 4 : 0));
}

static void end(struct filter *filter, unsigned action) {
  add(filter, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, action));
}

// Ends with an action if a test of what is loaded holds.
static void end_if(struct filter *filter, unsigned short test, unsigned value, unsigned action) {
  add(filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_K | test, value, 0, 1));
  end(filter, action);
}

static void end_unless(
    struct filter *filter, unsigned short test, unsigned value, unsigned action) {
  add(filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_K | test, value, 1, 0));
  end(filter, action);
}

static void for_calls(struct filter *filter, const int *calls, size_t count, unsigned action) {
  for (size_t i = 0; i < count; i++) end_if(filter, BPF_JEQ, (unsigned)calls[i], action);
}

// Begins the rules of one call, to be closed by `finish`.
static unsigned short begin(struct filter *filter, int call) {
  unsigned short place = filter->length;
  add(filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_K | BPF_JEQ, (unsigned)call, 0, 0));
  return place;
}

static void finish(struct filter *filter, unsigned short place, unsigned action) {
  end(filter, action);
  filter->code[place].jf = (unsigned char)(filter->length - place - 1);
}

// The calls that are harmless with some arguments.
static void add_conditional_calls(struct filter *filter) {
  const unsigned allow = SECCOMP_RET_ALLOW, tell = SECCOMP_RET_USER_NOTIF;

  unsigned short writing = begin(filter, SYS_write);
  load_argument(filter, 0, false);
  end_if(filter, BPF_JEQ, OUTPUT, allow);
  end_if(filter, BPF_JEQ, (unsigned)CSANDBOX_RESULT, allow);
  end_if(filter, BPF_JEQ, (unsigned)CSANDBOX_TOKEN, allow);
  finish(filter, writing, tell);

  unsigned changing = O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND | (O_TMPFILE & ~O_DIRECTORY);
  unsigned short opening = begin(filter, SYS_openat);
  load_argument(filter, 2, false);
  end_if(filter, BPF_JSET, changing, tell);
  finish(filter, opening, allow);
#ifdef SYS_open
  unsigned short opening_as_before = begin(filter, SYS_open);
  load_argument(filter, 1, false);
  end_if(filter, BPF_JSET, changing, tell);
  finish(filter, opening_as_before, allow);
#endif

  unsigned short controlling = begin(filter, SYS_ioctl);
  load_argument(filter, 1, false);
  end_if(filter, BPF_JEQ, FIOCLEX, allow);
  finish(filter, controlling, SECCOMP_RET_ERRNO | ENOTTY);

  // Not to have signals sent, which a descriptor can do for its owner.
  unsigned short describing = begin(filter, SYS_fcntl);
  load_argument(filter, 1, false);
  end_if(filter, BPF_JEQ, F_DUPFD, allow);
  end_if(filter, BPF_JEQ, F_DUPFD_CLOEXEC, allow);
  end_if(filter, BPF_JEQ, F_GETFD, allow);
  end_if(filter, BPF_JEQ, F_SETFD, allow);
  end_if(filter, BPF_JEQ, F_GETFL, allow);
  finish(filter, describing, tell);

  // To read any limit, or to lower one's own processor time.
  unsigned short limiting = begin(filter, SYS_prlimit64);
  load_argument(filter, 0, false);
  end_unless(filter, BPF_JEQ, 0, tell);
  load_argument(filter, 1, false);
  end_if(filter, BPF_JEQ, RLIMIT_CPU, allow);
  load_argument(filter, 2, false);
  end_unless(filter, BPF_JEQ, 0, tell);
  load_argument(filter, 2, true);
  end_unless(filter, BPF_JEQ, 0, tell);
  finish(filter, limiting, allow);

  unsigned short cloning = begin(filter, SYS_clone);
  load_argument(filter, 0, false);
  end_if(filter, BPF_JSET, CLONE_THREAD, SECCOMP_RET_ERRNO | EAGAIN);
  finish(filter, cloning, tell);

  // Hands over the channel before the program starts; no socket can exist after that.
  unsigned short sending = begin(filter, SYS_sendmsg);
  load_argument(filter, 0, false);
  end_if(filter, BPF_JEQ, CONTROL, allow);
  finish(filter, sending, tell);
}

int filter_install(void) {
  struct filter filter = {.length = 0};
  load(&filter, offsetof(struct seccomp_data, arch));
  end_unless(&filter, BPF_JEQ, MACHINE, SECCOMP_RET_KILL_PROCESS);
  load(&filter, offsetof(struct seccomp_data, nr));
#if defined(__x86_64__)
  // The numbers of the x32 interface, which would pass by every rule below.
  end_if(&filter, BPF_JGE, 0x40000000, SECCOMP_RET_KILL_PROCESS);
#endif
  for_calls(&filter, allowed, sizeof allowed / sizeof allowed[0], SECCOMP_RET_ALLOW);
  add_conditional_calls(&filter);
  for_calls(
      &filter, unavailable, sizeof unavailable / sizeof unavailable[0], SECCOMP_RET_ERRNO | EPERM);
  for_calls(&filter, unknown, sizeof unknown / sizeof unknown[0], SECCOMP_RET_ERRNO | ENOSYS);
  end(&filter, SECCOMP_RET_USER_NOTIF);
  if (filter.length > LENGTH_LIMIT) {
    errno = E2BIG;
    return -1;
  }
  struct sock_fprog program = {.len = filter.length, .filter = filter.code};
  return (int)syscall(
      SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
}
