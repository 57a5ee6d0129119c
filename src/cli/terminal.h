// The terminal: whether to use colour, how wide it is, and a progress line that keeps out of the
// way.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/counted.h"
#include "base/progress.h"

namespace letterlock::cli {

// Colour on `descriptor` only where it is a terminal, TERM is not "dumb" and NO_COLOR is unset.
bool use_color(int descriptor);
// Columns of the terminal on `descriptor`; 80 where it is none.
unsigned terminal_width(int descriptor);

// Writes to standard error. Nobody is left to be told where that fails.
void print_err(std::string_view text);

enum class Style { plain, bold, dim, red, yellow, green };
// `text` in a style, or as it is where `color` is false.
std::string styled(std::string_view text, Style style, bool color);

// "1.2 GB", "3 min 20 s": for people, never for --json.
std::string readable_size(std::uint64_t octets);
std::string readable_duration(double seconds);

// Draws one line on standard error while a stage lasts longer than a second: done, total, rate,
// time left. Silent unless standard error is a terminal. Watches for SIGINT: the first asks the
// work to stop at a safe point, the second ends the process.
class TerminalProgress final : public Progress {
 public:
  explicit TerminalProgress(bool enabled);
  ~TerminalProgress() override;
  TerminalProgress(const TerminalProgress&) = delete;
  TerminalProgress& operator=(const TerminalProgress&) = delete;

  void stage(std::string_view what, std::string_view unit, std::uint64_t total) override;
  void advance(std::uint64_t done) override;
  bool stop_requested() const override;
  void clear();  // takes the line off the screen

 private:
  using Time = std::chrono::steady_clock::time_point;
  void draw(Time now);

  bool enabled_;
  bool drawn_ = false;
  std::string what_, unit_;
  std::uint64_t total_ = 0, done_ = 0;
  Time started_, last_drawn_;
};

}  // namespace letterlock::cli
