#define _GNU_SOURCE
#include "internal.h"

#include <sys/resource.h>

int limits_set(const struct csandbox_plan *plan) {
  const struct {
    int resource;
    rlim_t value;
  } limits[] = {
      {RLIMIT_AS, plan->memory},
      {RLIMIT_CPU, plan->processor_seconds},
      {RLIMIT_CORE, 0},
      {RLIMIT_FSIZE, 0},
      {RLIMIT_MEMLOCK, 0},
      {RLIMIT_MSGQUEUE, 0},
      {RLIMIT_NOFILE, 32},
      // The process, its child, and one that is just ending.
      {RLIMIT_NPROC, 3},
      {RLIMIT_SIGPENDING, 32},
      {RLIMIT_STACK, 8 << 20},
  };
  for (unsigned i = 0; i < sizeof limits / sizeof limits[0]; i++) {
    struct rlimit present, limit = {limits[i].value, limits[i].value};
    if (getrlimit(limits[i].resource, &present) != 0) return -1;
    // What is stricter already stays as it is.
    if (present.rlim_max < limit.rlim_max) limit.rlim_cur = limit.rlim_max = present.rlim_max;
    if (setrlimit(limits[i].resource, &limit) != 0) return -1;
  }
  return 0;
}
