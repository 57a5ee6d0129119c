// letterlock-extract: reads one container with the parsers of others (libarchive, libpff) and hands
// its entries to its parent as frames on standard output; or looks at the pictures and documents
// that its parent sends, and tells the QR codes in them. Started by letterlock, not by people.
//
//   letterlock-extract archive|compressed|pst OCTETS RATIO ENTRIES MESSAGE_SIZE < CONTAINER
//   letterlock-extract codes <> SOCKET
#include <sys/stat.h>
#include <unistd.h>

#include <clocale>
#include <cstdlib>
#include <string_view>

#include "sources/worker/report.h"

namespace {

constexpr int kUsage = 64, kNoInput = 66;

std::uint64_t number(const char* text) { return std::strtoull(text, nullptr, 10); }

}  // namespace

int main(int count, char** arguments) {
  using letterlock::sources::Report;
  if (count < 2) return kUsage;
  const std::string_view what = arguments[1];
  if (count == 2 && what == "codes") {
    letterlock::sources::enter_sandbox(letterlock::sources::picture_limits());
    Report report;
    ::_exit(letterlock::sources::look_for_codes(report));
  }
  if (count != 6) return kUsage;
  struct stat status{};
  if (::fstat(STDIN_FILENO, &status) != 0 || !S_ISREG(status.st_mode)) return kNoInput;
  const auto size = static_cast<std::uint64_t>(status.st_size);
  const letterlock::sources::WorkerLimits limits{number(arguments[2]), number(arguments[3]),
                                                 number(arguments[4]), number(arguments[5]), size};
  // libarchive converts entry names by the locale; this one is built into the C library.
  std::setlocale(LC_CTYPE, "C.UTF-8");
  letterlock::sources::enter_sandbox(letterlock::sources::container_limits(size));
  Report report;
  if (what == "archive" || what == "compressed") {
    letterlock::sources::extract_archive(what == "compressed", limits, report);
  } else if (what == "pst") {
    letterlock::sources::extract_pst(limits, report);
  } else {
    return kUsage;
  }
  report.end();
  // Not exit(): what the parsers would still clean up may be damaged.
  ::_exit(0);
}
