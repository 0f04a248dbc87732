#define _GNU_SOURCE
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// The calls of Linux 5.2 and 5.12, which the C library does not have everywhere. Their numbers are
// the same on all machines.
enum { CALL_OPEN_TREE = 428, CALL_MOVE_MOUNT = 429, CALL_MOUNT_SETATTR = 442 };
enum { TREE_CLONE = 1, TREE_RECURSIVE = AT_RECURSIVE, MOVE_FROM_EMPTY_PATH = 4 };
enum { READ_ONLY = 1, NO_SETUID = 2, NO_DEVICES = 4, NO_PROGRAMS = 8 };

struct mount_attributes {
  uint64_t set, clear, propagation, user_namespace;
};

static int restrict_mount(int folder, const char *path, int flags, uint64_t set) {
  struct mount_attributes attributes = {.set = set};
  return (int)syscall(CALL_MOUNT_SETATTR, folder, path, flags, &attributes, sizeof attributes);
}

int root_collect(const struct csandbox_plan *plan, int trees[ENTRY_LIMIT]) {
  if (plan->entry_count > ENTRY_LIMIT) {
    errno = E2BIG;
    return -1;
  }
  // What is mounted here must not show outside, nor what is mounted outside here.
  if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0) return -1;
  for (int i = 0; i < plan->entry_count; i++) {
    trees[i] = -1;
    if (plan->entries[i].link != NULL) continue;
    int tree = (int)syscall(
        CALL_OPEN_TREE, AT_FDCWD, plan->entries[i].path, TREE_CLONE | TREE_RECURSIVE | O_CLOEXEC);
    if (tree < 0) return -1;
    if (restrict_mount(
            tree, "", AT_EMPTY_PATH | TREE_RECURSIVE, READ_ONLY | NO_SETUID | NO_DEVICES) != 0)
      return -1;
    trees[i] = tree;
  }
  return 0;
}

// Makes the folders that lead to a path, which is relative to the new root.
static int make_parents(const char *path) {
  char part[256];
  if (strlen(path) >= sizeof part) {
    errno = ENAMETOOLONG;
    return -1;
  }
  for (const char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
    size_t length = (size_t)(slash - path);
    memcpy(part, path, length);
    part[length] = 0;
    if (mkdir(part, 0755) != 0 && errno != EEXIST) return -1;
  }
  return 0;
}

static int place(const struct csandbox_entry *entry, int tree) {
  const char *path = entry->path + 1;
  if (make_parents(path) != 0) return -1;
  if (entry->link != NULL) return symlink(entry->link, path);
  struct stat status;
  if (fstat(tree, &status) != 0) return -1;
  if (S_ISDIR(status.st_mode)) {
    if (mkdir(path, 0755) != 0 && errno != EEXIST) return -1;
  } else {
    int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0444);
    if (file < 0) return -1;
    close(file);
  }
  int moved = (int)syscall(CALL_MOVE_MOUNT, tree, "", AT_FDCWD, path, MOVE_FROM_EMPTY_PATH);
  close(tree);
  return moved;
}

int root_enter(const struct csandbox_plan *plan, const int trees[ENTRY_LIMIT]) {
  // Any folder does to stand on for a moment: nobody else sees it.
  static const char *const places[] = {"/tmp", "/run", "/mnt", "/var", "/usr"};
  const char *base = NULL;
  for (unsigned i = 0; base == NULL && i < sizeof places / sizeof places[0]; i++) {
    const char *options = "size=64k,nr_inodes=96,mode=0755";
    if (mount("proctor", places[i], "tmpfs", MS_NOSUID | MS_NODEV, options) == 0)
      base = places[i];
    else if (errno != ENOENT && errno != ENOTDIR)
      return -1;
  }
  if (base == NULL || chdir(base) != 0) return -1;
  for (int i = 0; i < plan->entry_count; i++)
    if (place(&plan->entries[i], trees[i]) != 0) return -1;
  // The old root is stacked on the new one, and taken away.
  if (syscall(SYS_pivot_root, ".", ".") != 0 || umount2(".", MNT_DETACH) != 0) return -1;
  if (chdir("/") != 0) return -1;
  return restrict_mount(AT_FDCWD, "/", 0, READ_ONLY | NO_SETUID | NO_DEVICES | NO_PROGRAMS);
}
