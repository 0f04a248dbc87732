#define _GNU_SOURCE
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static int write_file(pid_t process, const char *name, const char *text) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/%s", (int)process, name);
  int file = open(path, O_WRONLY | O_CLOEXEC);
  if (file < 0) return -1;
  ssize_t count = write(file, text, strlen(text));
  int error = errno;
  close(file);
  errno = error;
  return count == (ssize_t)strlen(text) ? 0 : -1;
}

static int write_map(pid_t process, const char *name, unsigned outer) {
  char text[64];
  snprintf(text, sizeof text, "%d %u 1\n", INNER_ID, outer);
  return write_file(process, name, text);
}

// The kernel's name for the user who owns nothing.
enum { NOBODY = 65534 };

int identity_map(pid_t process) {
  if (geteuid() == 0) {
    // A root whose user namespace has no nobody goes on as itself: inside it is no one either way.
    if (write_map(process, "uid_map", NOBODY) == 0)
      return write_map(process, "gid_map", NOBODY);
  }
  // An ordinary user may map a group only once the process can no longer change its groups.
  if (write_file(process, "setgroups", "deny") != 0 && errno != ENOENT) return -1;
  if (write_map(process, "uid_map", geteuid()) != 0) return -1;
  return write_map(process, "gid_map", getegid());
}

int identity_take(void) {
  // By the kernel's own call: the C library's would tell threads that are not there.
  if (geteuid() == INNER_ID && getegid() == INNER_ID) return 0;
  // Not allowed where setgroups was denied, and needless there.
  syscall(SYS_setgroups, 0, NULL);
  if (syscall(SYS_setresgid, INNER_ID, INNER_ID, INNER_ID) != 0) return -1;
  return (int)syscall(SYS_setresuid, INNER_ID, INNER_ID, INNER_ID);
}

int identity_drop_privileges(void) {
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return -1;
  for (int capability = 0; capability < 64; capability++) {
    if (prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) == 0) continue;
    // The kernel knows fewer than 64.
    if (errno == EINVAL && capability > 0) break;
    return -1;
  }
  if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) != 0) return -1;
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
  struct __user_cap_data_struct sets[2] = {{0}};
  return (int)syscall(SYS_capset, &header, sets);
}
