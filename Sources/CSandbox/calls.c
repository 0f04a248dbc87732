#define _GNU_SOURCE
#include "internal.h"

#include <errno.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>

// Room for what a newer kernel may add.
union notice {
  struct seccomp_notif notice;
  char room[512];
};

union reply {
  struct seccomp_notif_resp reply;
  char room[512];
};

// Takes a call that waits. Returns 1, 0 if there is none, or -1 when the channel is gone.
static int take(int listener, union notice *call) {
  for (;;) {
    struct pollfd source = {.fd = listener, .events = POLLIN};
    int ready = poll(&source, 1, 0);
    if (ready < 0 && errno == EINTR) continue;
    if (ready == 0) return 0;
    if (ready < 0 || !(source.revents & POLLIN)) return -1;
    memset(call, 0, sizeof *call);
    if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, call) == 0) return 1;
    // The caller died meanwhile.
    if (errno != ENOENT && errno != EINTR) return -1;
  }
}

static void answer(int listener, uint64_t id, int error) {
  union reply reply = {.reply = {.id = id, .error = -error}};
  if (error == 0) reply.reply.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
  // It fails if the caller has died, which is as good as an answer.
  ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &reply);
}

int calls_permit_start(int listener, pid_t process) {
  union notice call;
  int count = take(listener, &call);
  if (count <= 0) return count;
  bool is_start =
      (pid_t)call.notice.pid == process && call.notice.data.nr == SYS_execve;
  answer(listener, call.notice.id, is_start ? 0 : EPERM);
  return is_start ? 1 : -1;
}

// Only calls whose arguments are all in registers may be let through: what lies in memory can
// change after it was looked at.
static bool is_permitted(const struct seccomp_data *call) {
  const uint64_t fork_flags = CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID | SIGCHLD;
  switch (call->nr) {
    case SYS_clone: return (call->args[0] & ~fork_flags) == 0;
    case SYS_kill: return (int)call->args[0] > 1 && (int)call->args[1] == SIGKILL;
    default: return false;
  }
}

int32_t csandbox_answer(const struct csandbox_process *process, int32_t *number) {
  union notice call;
  int count = take(process->calls, &call);
  if (count == 0) return CSANDBOX_NO_CALL;
  if (count < 0) return CSANDBOX_GONE;
  pid_t caller = (pid_t)call.notice.pid;
  *number = call.notice.data.nr;
  if (caller == process->process) {
    bool permitted = is_permitted(&call.notice.data);
    answer(process->calls, call.notice.id, permitted ? 0 : EPERM);
    return permitted ? CSANDBOX_PERMITTED : CSANDBOX_REFUSED;
  }
  // While the call waits, the number is still its caller's.
  if (caller > 0 && ioctl(process->calls, SECCOMP_IOCTL_NOTIF_ID_VALID, &call.notice.id) == 0)
    kill(caller, SIGKILL);
  answer(process->calls, call.notice.id, EPERM);
  return CSANDBOX_KILLED;
}

static const struct {
  int number;
  const char *name;
} names[] = {
#define NAMED(call) {SYS_##call, #call}
    NAMED(accept),        NAMED(accept4),      NAMED(bind),          NAMED(bpf),
    NAMED(chdir),         NAMED(chroot),       NAMED(clone),         NAMED(connect),
    NAMED(copy_file_range), NAMED(execve),     NAMED(execveat),      NAMED(fchdir),
    NAMED(fcntl),         NAMED(fchmod),        NAMED(fchmodat),     NAMED(fchown),        NAMED(fchownat),
    NAMED(ftruncate),     NAMED(getdents64),   NAMED(getpeername),   NAMED(init_module),
    NAMED(inotify_init1), NAMED(io_setup),     NAMED(io_uring_setup), NAMED(kcmp),
    NAMED(keyctl),        NAMED(kill),         NAMED(linkat),        NAMED(listen),
    NAMED(memfd_create),  NAMED(mkdirat),      NAMED(mknodat),       NAMED(mount),
    NAMED(name_to_handle_at), NAMED(open_by_handle_at), NAMED(openat), NAMED(perf_event_open),
    NAMED(personality),   NAMED(pidfd_open),   NAMED(pivot_root),    NAMED(prctl),
    NAMED(prlimit64),     NAMED(process_vm_readv), NAMED(process_vm_writev), NAMED(ptrace),
    NAMED(pwrite64),      NAMED(pwritev),      NAMED(quotactl),      NAMED(reboot),
    NAMED(recvfrom),      NAMED(recvmsg),      NAMED(renameat2),     NAMED(rt_sigqueueinfo),
    NAMED(sched_setaffinity), NAMED(sched_setscheduler), NAMED(seccomp), NAMED(sendfile),
    NAMED(sendmmsg),      NAMED(sendmsg),      NAMED(sendto),        NAMED(setgid),
    NAMED(setgroups),     NAMED(sethostname),  NAMED(setns),         NAMED(setpgid),
    NAMED(setpriority),   NAMED(setresgid),    NAMED(setresuid),     NAMED(setsid),
    NAMED(setuid),        NAMED(setxattr),     NAMED(shmget),        NAMED(socket),
    NAMED(socketpair),    NAMED(splice),       NAMED(swapon),        NAMED(symlinkat),
    NAMED(syslog),        NAMED(tgkill),       NAMED(tkill),         NAMED(truncate),
    NAMED(umount2),       NAMED(unlinkat),     NAMED(unshare),       NAMED(userfaultfd),
    NAMED(utimensat),     NAMED(vmsplice),     NAMED(write),         NAMED(writev),
#ifdef SYS_close_range
    NAMED(close_range),
#endif
#ifdef SYS_fork
    NAMED(chmod),         NAMED(chown),        NAMED(creat),         NAMED(fork),
    NAMED(link),          NAMED(mkdir),        NAMED(mknod),         NAMED(open),
    NAMED(rename),        NAMED(rmdir),        NAMED(symlink),       NAMED(unlink),
    NAMED(pause),         NAMED(vfork),
#endif
#undef NAMED
};

const char *csandbox_call_name(int32_t number) {
  for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++)
    if (names[i].number == number) return names[i].name;
  return NULL;
}
