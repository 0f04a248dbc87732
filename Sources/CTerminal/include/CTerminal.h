#ifndef CTERMINAL_H
#define CTERMINAL_H

#include <stdbool.h>
#include <stdint.h>

// The whole of ncurses that Proctor uses, behind functions and two structs of its own. No macro,
// global or type of <curses.h> gets out, and nothing here may be called by two threads at once,
// except what says so.

// MARK: - Locale

/// Whether the user's locale encodes text as UTF-8. Takes the character type from the environment
/// when first called, and nothing else of the locale: numbers stay in the C locale.
bool cterminal_is_utf8(void);

/// How many columns the C library says a scalar takes; -1 if it is not printable.
int32_t cterminal_width(uint32_t scalar);

// MARK: - The terminal database

struct cterminal_facts {
  int32_t colors;
  bool can_place_cursor;
};

/// What the terminal database says of a type; false if it does not know it. Not while the terminal is
/// open.
bool cterminal_look_up(const char *type, struct cterminal_facts *facts);

// MARK: - Opening and leaving

/// How opening ended.
static const int32_t CTERMINAL_OPENED = 0;
/// Standard input or output is not a terminal.
static const int32_t CTERMINAL_NOT_A_TERMINAL = 1;
/// TERM is unset, or the terminal database does not know it.
static const int32_t CTERMINAL_UNKNOWN_TYPE = 2;
/// The terminal cannot place its cursor, as TERM=dumb says.
static const int32_t CTERMINAL_TOO_SIMPLE = 3;
/// It is open already: there is one terminal in a process.
static const int32_t CTERMINAL_ALREADY_OPEN = 4;
/// A system call failed; errno tells which way.
static const int32_t CTERMINAL_SYSTEM_ERROR = 5;

/// Takes over the terminal: raw mode, alternate screen, bracketed paste, focus reports, no cursor.
/// Installs the signal handlers. What is written to standard error meanwhile is kept, and shown
/// after leaving, if standard error is the terminal.
int32_t cterminal_open(void);

/// Gives the terminal back as it was found, and keeps the signals: for an end that takes its time.
/// Nothing may be drawn or read any more.
void cterminal_leave(void);

/// Gives the terminal back as it was found, and the signals their former actions.
void cterminal_close(void);

/// Gives the terminal back, stops this process (and with `whole_group` the processes of its job, as
/// the terminal's own Ctrl-Z does), and takes the terminal again once continued.
void cterminal_suspend(bool whole_group);

/// Gives the terminal to a command of the shell, with a path as its first argument, and waits until it
/// has ended; the caller takes the terminal again with `cterminal_retake`. Returns the command's exit
/// status, 128 and the signal's number if one ended it, or -1 if it could not be started. What an
/// interrupt from the keyboard asks while the command runs is asked of the command alone.
int32_t cterminal_lend(const char *command, const char *path);

/// Takes the terminal again after someone else had it: modes are set anew, and the next flush
/// draws every cell.
void cterminal_retake(void);

// MARK: - Drawing

struct cterminal_size {
  int32_t columns;
  int32_t rows;
};

/// One character: a base, up to four combining marks (0 for none), and how it looks.
struct cterminal_cell {
  uint32_t base;
  uint32_t marks[4];
  /// A colour pair of `cterminal_pair`, or 0.
  int32_t pair;
  /// A sum of CTERMINAL_BOLD and its like.
  uint32_t attributes;
};

static const uint32_t CTERMINAL_BOLD = 1;
static const uint32_t CTERMINAL_DIM = 2;
static const uint32_t CTERMINAL_UNDERLINE = 4;
static const uint32_t CTERMINAL_REVERSE = 8;

/// Asks the kernel for the terminal's size and fits the screen to it.
struct cterminal_size cterminal_fit(void);

/// How many colours there are: 0, 8, 16, 88, 256 or 1 << 24.
int32_t cterminal_colors(void);

/// The pair of two colours, -1 standing for the terminal's own; 0 when there are no more pairs.
/// Each call makes a new pair: intern them.
int32_t cterminal_pair(int32_t foreground, int32_t background);

/// Makes room for the pairs of another palette. What was drawn in the former ones is to be drawn anew.
void cterminal_forget_pairs(void);

/// Asks the terminal to report clicks and the wheel (modes 1000 and 1006), or no longer to.
void cterminal_use_mouse(bool on);

/// Puts characters side by side from a place on. A wide one takes two columns.
void cterminal_put(
    int32_t row, int32_t column, const struct cterminal_cell *cells, int32_t count);

/// Shows the cursor at a place, or hides it if `row` is negative.
void cterminal_cursor(int32_t row, int32_t column);

/// Makes the next flush draw every cell, whatever is believed to be on the screen.
void cterminal_repaint(void);

/// Sends what changed. `synchronized` brackets it with DEC mode 2026. Returns how many bytes the
/// terminal was sent, or -1 if that is not known.
int32_t cterminal_flush(bool synchronized);

/// Rings the bell.
void cterminal_bell(void);

/// Writes bytes to the terminal as they are, after what was flushed.
void cterminal_write(const uint8_t *bytes, int32_t count);

// MARK: - Waiting and reading

/// Sleeps until `cterminal_wake` is called, a signal comes, with `for_input` something was typed or
/// the terminal goes away, or the time is over; -1 waits for ever.
void cterminal_wait(int32_t milliseconds, bool for_input);

/// Reads what was typed without waiting: the number of bytes, 0 if there are none, -1 once the
/// terminal has gone away.
int32_t cterminal_read(uint8_t *buffer, int32_t capacity);

/// Ends a `cterminal_wait`. Any thread may call it, at any time; it never blocks.
void cterminal_wake(void);

// MARK: - Signals

static const uint32_t CTERMINAL_RESIZED = 1;
static const uint32_t CTERMINAL_CONTINUED = 2;
static const uint32_t CTERMINAL_SUSPEND = 4;
static const uint32_t CTERMINAL_HANGUP = 8;
static const uint32_t CTERMINAL_INTERRUPT = 16;
static const uint32_t CTERMINAL_TERMINATE = 32;

/// The signals that came since the last call, as a sum of the above.
uint32_t cterminal_take_signals(void);

/// Gives the calling thread a stack of its own for signal handlers, so that the terminal is
/// restored even if the thread's stack overflows. The stack is never freed. Any thread may call it.
void cterminal_use_signal_stack(void);

#endif
