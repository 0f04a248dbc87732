#define _GNU_SOURCE
#define NCURSES_WIDECHAR 1
#include "CTerminal.h"
#include "internal.h"

#include <curses.h>
#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

static SCREEN *screen;
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
  screen = newterm(NULL, stdout, stdin);
  if (screen == NULL) {
    signals_restore();
    return CTERMINAL_UNKNOWN_TYPE;
  }
  if (!undo_prepare(extra_modes_off)) {
    cterminal_close();
    return CTERMINAL_TOO_SIMPLE;
  }
  take();
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
  screen = NULL;
  signals_restore();
}

void cterminal_retake(void) {
  // A shell that continues a job may have set its own modes, which only a full leave and return
  // corrects: flushing after endwin sets them all anew.
  endwin();
  take();
  clearok(curscr, TRUE);
}

void cterminal_suspend(bool whole_group) {
  give_back();
  signals_stop_process(whole_group);
  cterminal_retake();
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

void cterminal_flush(bool synchronized) {
  static const char begin[] = "\033[?2026h", end[] = "\033[?2026l";
  if (synchronized) write_fully(STDOUT_FILENO, begin, sizeof begin - 1);
  wnoutrefresh(stdscr);
  doupdate();
  if (synchronized) write_fully(STDOUT_FILENO, end, sizeof end - 1);
}

void cterminal_bell(void) { beep(); }

void cterminal_write(const uint8_t *bytes, int32_t count) {
  write_fully(STDOUT_FILENO, bytes, (size_t)count);
}
