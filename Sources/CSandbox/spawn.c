#define _GNU_SOURCE
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ALL_NAMESPACES = CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC |
                        CLONE_NEWUTS | CLONE_NEWCGROUP };

// How long the setting up may take on a machine that is busy.
enum { PATIENCE_SECONDS = 30 };

// The ends of the channels, ours first. -1 is none.
struct channels {
  int control[2], input[2], output[2], null;
};

static void close_end(int *end) {
  if (*end >= 0) close(*end);
  *end = -1;
}

static void close_channels(struct channels *channels) {
  for (int i = 0; i < 2; i++) {
    close_end(&channels->control[i]);
    close_end(&channels->input[i]);
    close_end(&channels->output[i]);
  }
  close_end(&channels->null);
}

static bool open_channels(struct channels *channels) {
  *channels = (struct channels){{-1, -1}, {-1, -1}, {-1, -1}, -1};
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, channels->control) != 0) return false;
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, channels->input) != 0) return false;
  if (shutdown(channels->input[0], SHUT_RD) != 0) return false;
  if (pipe2(channels->output, O_CLOEXEC) != 0) return false;
  channels->null = open("/dev/null", O_RDWR | O_CLOEXEC);
  return channels->null >= 0;
}

// A message of the new process: what failed, and perhaps a descriptor.
static bool send_message(struct csandbox_failure failure, int descriptor) {
  union {
    struct cmsghdr header;
    char room[CMSG_SPACE(sizeof(int))];
  } control = {0};
  struct iovec part = {.iov_base = &failure, .iov_len = sizeof failure};
  struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
  if (descriptor >= 0) {
    message.msg_control = &control;
    message.msg_controllen = sizeof control;
    control.header.cmsg_level = SOL_SOCKET;
    control.header.cmsg_type = SCM_RIGHTS;
    control.header.cmsg_len = CMSG_LEN(sizeof descriptor);
    memcpy(CMSG_DATA(&control.header), &descriptor, sizeof descriptor);
  }
  return sendmsg(CONTROL, &message, MSG_NOSIGNAL) == sizeof failure;
}

// Returns the message's length, 0 at the end, -1 for an error.
static ssize_t receive_message(int socket, struct csandbox_failure *failure, int *descriptor) {
  union {
    struct cmsghdr header;
    char room[CMSG_SPACE(sizeof(int))];
  } control;
  struct iovec part = {.iov_base = failure, .iov_len = sizeof *failure};
  struct msghdr message = {
      .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
  ssize_t count = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
  *descriptor = -1;
  if (count <= 0) return count;
  struct cmsghdr *header = CMSG_FIRSTHDR(&message);
  if (header != NULL && header->cmsg_type == SCM_RIGHTS)
    memcpy(descriptor, CMSG_DATA(header), sizeof *descriptor);
  return count;
}

// MARK: - In the new process

static void fail(int32_t layer) {
  struct csandbox_failure failure = {.layer = layer, .error = errno};
  send_message(failure, -1);
  _exit(1);
}

static void reset_signals(void) {
  struct sigaction action = {.sa_handler = SIG_DFL};
  for (int signal = 1; signal < 65; signal++) sigaction(signal, &action, NULL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
}

// Leaves nothing open but the numbered channels.
static bool place_channels(const struct channels *channels) {
  enum { ABOVE = 16 };
  const int sources[] = {
      channels->null, channels->null, channels->null, channels->input[1], channels->output[1],
      channels->control[1],
  };
  enum { COUNT = sizeof sources / sizeof sources[0] };
  int copies[COUNT];
  for (int i = 0; i < COUNT; i++) {
    copies[i] = fcntl(sources[i], F_DUPFD_CLOEXEC, ABOVE);
    if (copies[i] < 0) return false;
  }
  for (int i = 0; i < COUNT; i++)
    if (dup3(copies[i], i, i == CONTROL ? O_CLOEXEC : 0) < 0) return false;
  return close_range(CONTROL + 1, ~0U, 0) == 0;
}

static void run_new_process(
    const struct csandbox_plan *plan, const struct channels *channels, int32_t last) {
  char go;
  if (recv(channels->control[1], &go, 1, 0) != 1) _exit(1);
  if (!place_channels(channels)) _exit(1);
  reset_signals();
  setsid();
  int trees[ENTRY_LIMIT];
  if (last >= CSANDBOX_FILE_SYSTEM && root_collect(plan, trees) != 0) fail(CSANDBOX_FILE_SYSTEM);
  if (identity_take() != 0) fail(CSANDBOX_IDENTITY);
  if (last >= CSANDBOX_FILE_SYSTEM) {
    if (sethostname("sandbox", 7) != 0) fail(CSANDBOX_HOST_NAMESPACE);
    if (root_enter(plan, trees) != 0) fail(CSANDBOX_FILE_SYSTEM);
  }
  if (last >= CSANDBOX_LIMITS && limits_set(plan) != 0) fail(CSANDBOX_LIMITS);
  if (last >= CSANDBOX_PRIVILEGES && identity_drop_privileges() != 0) fail(CSANDBOX_PRIVILEGES);
  if (last >= CSANDBOX_FILTER) {
    int listener = filter_install();
    if (listener < 0) fail(CSANDBOX_FILTER);
    send_message((struct csandbox_failure){0}, listener);
    close(listener);
  }
  if (last < CSANDBOX_PROGRAM) _exit(0);
  execve(plan->program, plan->arguments, plan->environment);
  fail(CSANDBOX_PROGRAM);
}

// MARK: - In this process

static pid_t clone_into(int namespaces) {
  return (pid_t)syscall(SYS_clone, (unsigned long)(namespaces | SIGCHLD), 0, 0, 0, 0);
}

static int wait_for(pid_t process) {
  int status = 0;
  while (waitpid(process, &status, 0) < 0 && errno == EINTR) continue;
  return status;
}

static int64_t seconds_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec;
}

// Follows the setting up until the program runs, or until the end if none is to run.
static struct csandbox_failure follow(int control, pid_t process, int32_t last, int *listener) {
  bool started = last < CSANDBOX_PROGRAM;
  int64_t deadline = seconds_now() + PATIENCE_SECONDS;
  for (;;) {
    struct pollfd sources[2] = {
        {.fd = control, .events = POLLIN}, {.fd = *listener, .events = POLLIN}};
    int ready = poll(sources, 2, 1000);
    if (ready < 0 && errno != EINTR) return (struct csandbox_failure){last, errno};
    if (seconds_now() > deadline) return (struct csandbox_failure){last, ETIMEDOUT};
    if (ready <= 0) continue;
    if (sources[1].revents & POLLIN) {
      int permitted = calls_permit_start(*listener, process);
      if (permitted < 0) return (struct csandbox_failure){CSANDBOX_FILTER, EPROTO};
      if (permitted > 0) started = true;
    }
    if (!sources[0].revents) continue;
    struct csandbox_failure message;
    int descriptor;
    ssize_t count = receive_message(control, &message, &descriptor);
    if (count < 0 && errno == EINTR) continue;
    // The end of the channel is the start of the program, or of nothing.
    if (count <= 0) return (struct csandbox_failure){started ? 0 : last, started ? 0 : EPROTO};
    if (descriptor >= 0) *listener = descriptor;
    if (message.layer != 0) return message;
  }
}

static struct csandbox_failure start(
    const struct csandbox_plan *plan, int namespaces, int32_t last,
    struct csandbox_process *started) {
  *started = (struct csandbox_process){-1, -1, -1, -1};
  struct channels channels;
  if (!open_channels(&channels)) {
    struct csandbox_failure failure = {CSANDBOX_PROGRAM, errno};
    close_channels(&channels);
    return failure;
  }
  pid_t process = clone_into(namespaces);
  if (process == 0) {
    run_new_process(plan, &channels, last);
    _exit(1);
  }
  struct csandbox_failure failure = {0};
  if (process < 0) {
    failure = (struct csandbox_failure){CSANDBOX_USER_NAMESPACE, errno};
    close_channels(&channels);
    return failure;
  }
  close_end(&channels.control[1]);
  close_end(&channels.input[1]);
  close_end(&channels.output[1]);
  int listener = -1;
  if (identity_map(process) != 0)
    failure = (struct csandbox_failure){CSANDBOX_IDENTITY, errno};
  else if (send(channels.control[0], "", 1, MSG_NOSIGNAL) != 1)
    failure = (struct csandbox_failure){CSANDBOX_USER_NAMESPACE, errno};
  else
    failure = follow(channels.control[0], process, last, &listener);
  *started = (struct csandbox_process){process, channels.input[0], channels.output[0], listener};
  channels.input[0] = channels.output[0] = -1;
  close_channels(&channels);
  if (failure.layer != 0 || last < CSANDBOX_PROGRAM) {
    csandbox_end(started);
    *started = (struct csandbox_process){-1, -1, -1, -1};
  }
  return failure;
}

struct csandbox_failure csandbox_spawn(
    const struct csandbox_plan *plan, struct csandbox_process *started) {
  return start(plan, ALL_NAMESPACES, CSANDBOX_PROGRAM, started);
}

static struct csandbox_failure try_namespace(int32_t layer, int namespaces) {
  pid_t process = clone_into(namespaces);
  if (process == 0) _exit(0);
  if (process < 0) return (struct csandbox_failure){layer, errno};
  wait_for(process);
  return (struct csandbox_failure){0};
}

struct csandbox_failure csandbox_try(const struct csandbox_plan *plan, int32_t layer) {
  switch (layer) {
    case CSANDBOX_USER_NAMESPACE: return try_namespace(layer, CLONE_NEWUSER);
    case CSANDBOX_PROCESS_NAMESPACE: return try_namespace(layer, CLONE_NEWUSER | CLONE_NEWPID);
    case CSANDBOX_NETWORK_NAMESPACE: return try_namespace(layer, CLONE_NEWUSER | CLONE_NEWNET);
    case CSANDBOX_MOUNT_NAMESPACE: return try_namespace(layer, CLONE_NEWUSER | CLONE_NEWNS);
    case CSANDBOX_IPC_NAMESPACE: return try_namespace(layer, CLONE_NEWUSER | CLONE_NEWIPC);
    case CSANDBOX_HOST_NAMESPACE: return try_namespace(layer, CLONE_NEWUSER | CLONE_NEWUTS);
    case CSANDBOX_CGROUP_NAMESPACE: return try_namespace(layer, CLONE_NEWUSER | CLONE_NEWCGROUP);
    default: break;
  }
  struct csandbox_process started;
  // The identity alone, so that a namespace that is missing is not taken for it.
  int namespaces = layer <= CSANDBOX_IDENTITY ? CLONE_NEWUSER : ALL_NAMESPACES;
  struct csandbox_failure failure = start(plan, namespaces, layer, &started);
  if (failure.layer == 0) csandbox_end(&started);
  return failure;
}

void csandbox_end(const struct csandbox_process *process) {
  int descriptors[] = {process->input, process->output, process->calls};
  for (unsigned i = 0; i < sizeof descriptors / sizeof descriptors[0]; i++)
    if (descriptors[i] >= 0) close(descriptors[i]);
  if (process->process <= 0) return;
  // The first process of a process namespace takes all the others with it.
  kill(process->process, SIGKILL);
  wait_for(process->process);
}
