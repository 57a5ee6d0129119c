#include "cli/terminal.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace letterlock::cli {
namespace {

std::atomic<bool> stop_wanted{false};

void on_interrupt(int) {
  if (stop_wanted.exchange(true)) {
    std::signal(SIGINT, SIG_DFL);
    std::raise(SIGINT);
  }
}

}  // namespace

bool use_color(int descriptor) {
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  return isatty(descriptor) == 1 && (no_color == nullptr || *no_color == '\0') &&
         (term == nullptr || std::strcmp(term, "dumb") != 0);
}

unsigned terminal_width(int descriptor) {
  winsize size{};
  if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
  return size.ws_col;
}

void print_err(std::string_view text) {
  [[maybe_unused]] const auto written = std::fwrite(text.data(), 1, text.size(), stderr);
}

std::string styled(std::string_view text, Style style, bool color) {
  if (!color || style == Style::plain) return std::string(text);
  static constexpr const char* kCodes[] = {"0", "1", "2", "31", "33", "32"};
  return fmt::format("\x1b[{}m{}\x1b[0m", kCodes[static_cast<int>(style)], text);
}

std::string readable_size(std::uint64_t octets) {
  static constexpr const char* kUnits[] = {"kB", "MB", "GB", "TB", "PB"};
  if (octets < 1000) return fmt::format("{} octets", octets);
  double size = static_cast<double>(octets) / 1000;
  std::size_t unit = 0;
  while (size >= 999.5 && unit + 1 < std::size(kUnits)) {
    size /= 1000;
    ++unit;
  }
  return size < 9.95 ? fmt::format("{:.1f} {}", size, kUnits[unit])
                     : fmt::format("{:.0f} {}", size, kUnits[unit]);
}

std::string readable_duration(double seconds) {
  const auto whole = static_cast<std::uint64_t>(std::llround(seconds));
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} h {:02} min", whole / 3600, whole / 60 % 60);
}

TerminalProgress::TerminalProgress(bool enabled) : enabled_(enabled && isatty(STDERR_FILENO) == 1) {
  stop_wanted = false;
  std::signal(SIGINT, on_interrupt);
}

TerminalProgress::~TerminalProgress() {
  clear();
  std::signal(SIGINT, SIG_DFL);
}

void TerminalProgress::stage(std::string_view what, std::string_view unit, std::uint64_t total) {
  clear();
  what_ = what;
  unit_ = unit;
  total_ = total;
  done_ = 0;
  started_ = last_drawn_ = std::chrono::steady_clock::now();
}

void TerminalProgress::advance(std::uint64_t done) {
  done_ = done;
  if (!enabled_) return;
  const Time now = std::chrono::steady_clock::now();
  const auto wait = drawn_ ? std::chrono::milliseconds(200) : std::chrono::milliseconds(1000);
  if (now - last_drawn_ >= wait) draw(now);
}

bool TerminalProgress::stop_requested() const { return stop_wanted; }

void TerminalProgress::clear() {
  if (!drawn_) return;
  std::fputs("\r\x1b[K", stderr);
  std::fflush(stderr);
  drawn_ = false;
}

void TerminalProgress::draw(Time now) {
  const double elapsed = std::chrono::duration<double>(now - started_).count();
  const double rate = elapsed > 0 ? static_cast<double>(done_) / elapsed : 0;
  const bool octets = unit_ == "octets";
  const auto amount = [&](std::uint64_t n) {
    return octets ? readable_size(n) : grouped(n) + " " + unit_;
  };
  std::string line = fmt::format("{}: {}", what_, amount(done_));
  if (total_ > 0) {
    const double part = std::min(1.0, static_cast<double>(done_) / static_cast<double>(total_));
    line += fmt::format(" of {} ({:.0f} %)", octets ? readable_size(total_) : grouped(total_),
                        part * 100);
  }
  line += fmt::format(", {}/s", octets ? readable_size(static_cast<std::uint64_t>(rate))
                                       : grouped(static_cast<std::uint64_t>(rate)));
  if (total_ > done_ && rate > 0) {
    line += fmt::format(", {} left", readable_duration(static_cast<double>(total_ - done_) / rate));
  }
  const unsigned width = terminal_width(STDERR_FILENO);
  if (line.size() >= width) line.resize(width - 1);
  print_err(fmt::format("\r\x1b[K{}", line));
  std::fflush(stderr);
  drawn_ = true;
  last_drawn_ = now;
}

}  // namespace letterlock::cli
