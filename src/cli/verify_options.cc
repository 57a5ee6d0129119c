#include "cli/verify_options.h"

#include <filesystem>

#include "auth/partial_date.h"
#include "casefile/file_ops.h"
#include "mime/address.h"

namespace letterlock::cli {
namespace {

// "2024-06-01"; nullopt for anything less exact, or no date.
std::optional<auth::PartialDate> day_of(std::string_view text) {
  const auto date = auth::PartialDate::parse(text);
  return date && date->precision() == auth::PartialDate::Precision::day ? date : std::nullopt;
}

// A small file that an option names.
Expected<std::string> read_text(const std::string& path) {
  constexpr std::size_t kMostOctets = 64u << 20;
  std::error_code failed;
  const auto kind = std::filesystem::status(path, failed).type();
  if (kind != std::filesystem::file_type::regular &&
      kind != std::filesystem::file_type::not_found) {
    return fail(ErrorCode::io, "{}: not a regular file", path);
  }
  return casefile::read_file(path, kMostOctets);
}

}  // namespace

Expected<leak::TakenOver> taken_over_of(const std::string& text) {
  const std::size_t equals = text.rfind('=');
  const std::size_t dots = text.find("..", equals == std::string::npos ? 0 : equals);
  if (equals != std::string::npos && dots != std::string::npos) {
    const auto from = day_of(std::string_view(text).substr(equals + 1, dots - equals - 1));
    const auto until = day_of(std::string_view(text).substr(dots + 2));
    Arena arena;
    const auto mailboxes = mime::parse_addresses(std::string_view(text).substr(0, equals), arena);
    if (from && until && *from <= *until && mailboxes.size() == 1) {
      leak::TakenOver window;
      window.address = mime::normalized(mailboxes.front());
      window.from = from->earliest();
      window.until = until->latest();
      return window;
    }
  }
  return fail(ErrorCode::usage,
              "--taken-over {}: give ADDRESS=FROM..UNTIL, such as "
              "ada@x.example=2024-06-01..2024-06-17",
              text);
}

Expected<leak::ExamineOptions> examine_options_of(const Options& options, UnixTime now) {
  leak::ExamineOptions examine_options;
  examine_options.verdict.dkim.now = now;
  for (const std::string& text : options.taken_over) {
    auto window = taken_over_of(text);
    if (!window) return fail(std::move(window));
    examine_options.verdict.taken_over.push_back(std::move(*window));
  }
  if (!options.block_headers.empty()) {
    auto text = read_text(options.block_headers);
    if (!text) return fail(std::move(text));
    auto headers = leak::parse_block_headers(*text);
    if (!headers) {
      return fail(headers.error().code, "{}: {}", options.block_headers, headers.error().message);
    }
    examine_options.timestamps.headers = std::move(*headers);
  }
  if (!options.tsa_roots.empty()) {
    auto text = read_text(options.tsa_roots);
    if (!text) return fail(std::move(text));
    examine_options.timestamps.roots = std::move(*text);
  }
  return examine_options;
}

}  // namespace letterlock::cli
