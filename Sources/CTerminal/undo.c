#include "CTerminal.h"
#include "internal.h"

#include <curses.h>
#include <string.h>
#include <term.h>
#include <unistd.h>

static char bytes[512];
static size_t count;
static bool ansi;

static const char *capability(const char *name) {
  const char *value = tigetstr((char *)name);
  return value == (const char *)-1 ? NULL : value;
}

bool cterminal_look_up(const char *type, struct cterminal_facts *facts) {
  int error = 0;
  if (setupterm(type, STDOUT_FILENO, &error) != OK) return false;
  facts->colors = tigetnum("colors");
  facts->can_place_cursor = capability("cup") != NULL;
  del_curterm(cur_term);
  return true;
}

static int append(int byte) {
  if (count < sizeof bytes) bytes[count++] = (char)byte;
  return byte;
}

static void append_text(const char *text) {
  while (*text) append(*text++);
}

bool undo_is_ansi(void) { return ansi; }

bool undo_prepare(const char *extra_modes_off) {
  // In the reverse order of setting them.
  static const char *const capabilities[] = {"sgr0", "op", "smam", "rmkx", "cnorm", "rmcup"};
  const char *place = capability("cup");
  if (place == NULL) return false;
  ansi = strncmp(place, "\033[", 2) == 0;
  count = 0;
  if (ansi) {
    // CAN ends a sequence that the crash cut in the middle.
    append_text("\030\033[?2026l");
    append_text(extra_modes_off);
  }
  for (size_t i = 0; i < sizeof capabilities / sizeof capabilities[0]; i++) {
    const char *value = capability(capabilities[i]);
    if (value != NULL) tputs(value, 1, append);
  }
  leave_set_sequence(bytes, count);
  return true;
}
