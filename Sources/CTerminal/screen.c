#define _GNU_SOURCE
#define NCURSES_WIDECHAR 1
#include "CTerminal.h"
#include "internal.h"

#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>
#include <wchar.h>

static SCREEN *screen;
// Where ncurses writes: the terminal by another descriptor, so that a frame can be collected.
static FILE *output;
static int frame_file = -1;
static int32_t pair_count;
static bool cursor_shown;
// The terminal was given back for good, and only the signals are still ours.
static bool left;

// Modes that ncurses does not know of: bracketed paste and focus reports. Every terminal with ANSI
// sequences ignores those it lacks.
static const char extra_modes_on[] = "\033[?2004h\033[?1004h";
static const char extra_modes_off[] = "\033[?1006l\033[?1000l\033[?1004l\033[?2004l";
static const char mouse_on[] = "\033[?1000h\033[?1006h";
static const char mouse_off[] = "\033[?1006l\033[?1000l";
static bool uses_mouse;

// MARK: - Locale

bool cterminal_is_utf8(void) {
  static bool asked;
  if (!asked) {
    setlocale(LC_CTYPE, "");
    asked = true;
  }
  return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

int32_t cterminal_width(uint32_t scalar) { return wcwidth((wchar_t)scalar); }

// MARK: - Opening and leaving

static void set_extra_modes(bool on) {
  const char *bytes = on ? extra_modes_on : extra_modes_off;
  if (!undo_is_ansi()) return;
  write_fully(STDOUT_FILENO, bytes, strlen(bytes));
  if (on && uses_mouse) write_fully(STDOUT_FILENO, mouse_on, sizeof mouse_on - 1);
}

void cterminal_use_mouse(bool on) {
  uses_mouse = on;
  if (!undo_is_ansi()) return;
  if (on) write_fully(STDOUT_FILENO, mouse_on, sizeof mouse_on - 1);
  else write_fully(STDOUT_FILENO, mouse_off, sizeof mouse_off - 1);
}

static void take(void) {
  leave_hold_errors();
  leave_set_taken(true);
  set_extra_modes(true);
}

static void give_back(void) {
  set_extra_modes(false);
  endwin();
  leave_set_taken(false);
  leave_release_errors();
}

int32_t cterminal_open(void) {
  if (screen != NULL) return CTERMINAL_ALREADY_OPEN;
  if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) return CTERMINAL_NOT_A_TERMINAL;
  const char *type = getenv("TERM");
  if (type == NULL || *type == '\0') return CTERMINAL_UNKNOWN_TYPE;
  cterminal_is_utf8();
  if (!leave_prepare()) return CTERMINAL_SYSTEM_ERROR;
  // Before newterm, which takes only those signals that nobody has.
  if (!signals_install()) return CTERMINAL_SYSTEM_ERROR;
  cterminal_use_signal_stack();
  if (output == NULL) {
    int descriptor = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    output = descriptor < 0 ? NULL : fdopen(descriptor, "w");
  } else {
    // The standard output may be another terminal by now.
    dup3(STDOUT_FILENO, fileno(output), O_CLOEXEC);
  }
  screen = output == NULL ? NULL : newterm(NULL, output, stdin);
  if (screen == NULL) {
    signals_restore();
    return CTERMINAL_UNKNOWN_TYPE;
  }
  if (!undo_prepare(extra_modes_off)) {
    cterminal_close();
    return CTERMINAL_TOO_SIMPLE;
  }
  take();
  signals_prefer_latency();
  // Without it an update stops half-way when a key waits.
  typeahead(-1);
  raw();
  noecho();
  nonl();
  leaveok(stdscr, TRUE);
  scrollok(stdscr, FALSE);
  idlok(stdscr, FALSE);
  idcok(stdscr, FALSE);
  curs_set(0);
  cursor_shown = false;
  pair_count = 0;
  left = false;
  if (has_colors()) {
    start_color();
    use_default_colors();
  }
  return CTERMINAL_OPENED;
}

void cterminal_leave(void) {
  if (screen == NULL || left) return;
  give_back();
  left = true;
}

void cterminal_close(void) {
  if (screen == NULL) return;
  cterminal_leave();
  delscreen(screen);
  // Whoever reads the terminal's other end waits until the last descriptor has let go of it.
  int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere >= 0) {
    dup3(nowhere, fileno(output), O_CLOEXEC);
    close(nowhere);
  }
  screen = NULL;
  signals_restore();
}

void cterminal_retake(void) {
  // A shell that continues a job may have set its own modes, which only a full leave and return
  // corrects: flushing after endwin sets them all anew. Leaving twice would put the cursor back to
  // where it was before the first time.
  if (!isendwin()) endwin();
  take();
  clearok(curscr, TRUE);
}

void cterminal_suspend(bool whole_group) {
  give_back();
  signals_stop_process(whole_group);
  cterminal_retake();
}

int32_t cterminal_lend(const char *command, const char *path) {
  give_back();
  return signals_run(command, path);
}

// MARK: - Drawing

struct cterminal_size cterminal_fit(void) {
  struct winsize kernel;
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &kernel) == 0 && kernel.ws_col > 0 && kernel.ws_row > 0) {
    if (kernel.ws_col != COLS || kernel.ws_row != LINES) {
      // Not resizeterm, which also queues a key that nobody reads.
      resize_term(kernel.ws_row, kernel.ws_col);
      clearok(curscr, TRUE);
    }
  }
  return (struct cterminal_size){.columns = COLS, .rows = LINES};
}

int32_t cterminal_colors(void) { return has_colors() && COLORS > 0 ? COLORS : 0; }

int32_t cterminal_pair(int32_t foreground, int32_t background) {
  if (!has_colors() || pair_count + 1 >= COLOR_PAIRS) return 0;
  if (init_extended_pair(pair_count + 1, foreground, background) != OK) return 0;
  return ++pair_count;
}

void cterminal_forget_pairs(void) { pair_count = 0; }

static attr_t curses_attributes(uint32_t attributes) {
  attr_t result = A_NORMAL;
  if (attributes & CTERMINAL_BOLD) result |= A_BOLD;
  if (attributes & CTERMINAL_DIM) result |= A_DIM;
  if (attributes & CTERMINAL_UNDERLINE) result |= A_UNDERLINE;
  if (attributes & CTERMINAL_REVERSE) result |= A_REVERSE;
  return result;
}

void cterminal_put(
    int32_t row, int32_t column, const struct cterminal_cell *cells, int32_t count) {
  enum { chunk = 128 };
  cchar_t line[chunk];
  for (int32_t start = 0; start < count;) {
    int32_t filled = 0, columns = 0;
    while (filled < chunk && start + filled < count) {
      const struct cterminal_cell *cell = &cells[start + filled];
      wchar_t text[CCHARW_MAX + 1] = {(wchar_t)cell->base};
      for (int i = 0; i < 4 && i + 1 < CCHARW_MAX && cell->marks[i]; i++)
        text[i + 1] = (wchar_t)cell->marks[i];
      int pair = cell->pair;
      setcchar(&line[filled], text, curses_attributes(cell->attributes), 0, &pair);
      int width = wcwidth(text[0]);
      columns += width > 1 ? width : 1;
      filled += 1;
    }
    // It neither wraps nor moves the cursor, so that the last cell of the screen is nothing special.
    mvwadd_wchnstr(stdscr, row, column, line, filled);
    start += filled;
    column += columns;
  }
}

void cterminal_cursor(int32_t row, int32_t column) {
  bool shown = row >= 0;
  if (shown != cursor_shown) {
    curs_set(shown ? 1 : 0);
    leaveok(stdscr, !shown);
    cursor_shown = shown;
  }
  if (shown) wmove(stdscr, row, column);
}

void cterminal_repaint(void) { clearok(curscr, TRUE); }

// ncurses writes a frame in dozens of pieces, and each wakes whoever reads the terminal. Collected in
// a file of memory, a frame is one write, which no other output can come between.
static bool collect(void) {
#ifdef __linux__
  // Coming back from a shell, ncurses sets the terminal's modes by this descriptor.
  if (isendwin()) return false;
  if (frame_file < 0) frame_file = memfd_create("frame", MFD_CLOEXEC);
  return frame_file >= 0 && dup3(frame_file, fileno(output), O_CLOEXEC) >= 0;
#else
  return false;
#endif
}

static int32_t send_collected(const char *begin, const char *end) {
  static char *bytes;
  static size_t capacity;
  dup3(STDOUT_FILENO, fileno(output), O_CLOEXEC);
  off_t length = lseek(frame_file, 0, SEEK_CUR);
  size_t first = strlen(begin), last = strlen(end), count = length > 0 ? (size_t)length : 0;
  if (first + count + last > capacity) {
    free(bytes);
    capacity = 2 * (first + count + last) + 4096;
    bytes = malloc(capacity);
    if (bytes == NULL) abort();
  }
  memcpy(bytes, begin, first);
  ssize_t got = pread(frame_file, bytes + first, count, 0);
  lseek(frame_file, 0, SEEK_SET);
  if (got <= 0) return 0;
  memcpy(bytes + first + got, end, last);
  write_fully(STDOUT_FILENO, bytes, first + (size_t)got + last);
  return (int32_t)(first + (size_t)got + last);
}

int32_t cterminal_flush(bool synchronized) {
  const char *begin = synchronized ? "\033[?2026h" : "", *end = synchronized ? "\033[?2026l" : "";
  bool collected = collect();
  if (!collected) write_fully(STDOUT_FILENO, begin, strlen(begin));
  wnoutrefresh(stdscr);
  doupdate();
  if (collected) return send_collected(begin, end);
  write_fully(STDOUT_FILENO, end, strlen(end));
  return -1;
}

void cterminal_bell(void) { beep(); }

void cterminal_write(const uint8_t *bytes, int32_t count) {
  write_fully(STDOUT_FILENO, bytes, (size_t)count);
}
