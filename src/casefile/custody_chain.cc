// Reading the custody log back. The lines are canonical (docs/case-format.md), so that what must be
// checked stands at known places and no JSON parser decides what an Entry says.
#include <algorithm>
#include <charconv>

#include "casefile/custody.h"

namespace letterlock::casefile {
namespace {

constexpr std::string_view kBegin = R"({"sequence":)";
constexpr std::string_view kTime = R"(,"time":")";
constexpr std::string_view kAct = R"(","act":")";
constexpr std::string_view kPrevious = R"(,"previous":")";
constexpr std::string_view kHash = R"(","hash":")";
constexpr std::string_view kEnd = R"("})";
constexpr std::size_t kHex = 64;
constexpr std::size_t kTail =
    kPrevious.size() + kHex + kHash.size() + kHex + kEnd.size();  // of every line

// A log is read into memory: an Entry is about 1 KB, and a case has a few for each act.
constexpr std::uint64_t kMostOctets = std::uint64_t{1} << 30;

// Takes `word` off the front of `text`.
bool take(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}

// Fills `entry` from its line; says what is wrong, "" where nothing is.
std::string check_line(std::string_view line, const CustodyHead& previous, CustodyEntry& entry) {
  std::string_view front = line;
  if (line.size() < kTail || !take(front, kBegin)) return "not an entry";
  const auto number = std::from_chars(front.data(), front.data() + front.size(), entry.sequence);
  front.remove_prefix(static_cast<std::size_t>(number.ptr - front.data()));
  if (number.ec != std::errc{} || !take(front, kTime)) return "not an entry";
  front.remove_prefix(std::min(front.find('"'), front.size()));
  if (!take(front, kAct)) return "not an entry";
  entry.act = front.substr(0, front.find('"'));

  std::string_view tail = line.substr(line.size() - kTail);
  if (!take(tail, kPrevious)) return "not an entry";
  const std::string_view joins = tail.substr(0, kHex);
  tail.remove_prefix(kHex);
  if (!take(tail, kHash)) return "not an entry";
  const std::string_view hash = tail.substr(0, kHex);
  // The hash covers everything before its own member; the '"' before the comma is inside.
  const std::size_t covered = line.size() - kEnd.size() - kHex - kHash.size() + 1;
  if (sha256(line.substr(0, covered)).hex() != hash || !line.ends_with(kEnd)) {
    return "its hash does not match its content: it was changed";
  }
  if (entry.sequence != previous.sequence + 1) {
    return fmt::format("it is entry {} where {} should stand: entries are missing or out of order",
                       entry.sequence, previous.sequence + 1);
  }
  if (previous.line.hex() != joins) {
    return "it does not follow the entry before it: the hash of that line is another";
  }
  return "";
}

// What custody.head says; nullopt where it is not there or cannot be read.
std::optional<CustodyHead> read_head(const std::filesystem::path& directory) {
  auto text = read_file(directory / "custody.head", 1024);
  if (!text) return std::nullopt;
  CustodyHead head;
  const char* const last = text->data() + text->size();
  const auto number = std::from_chars(text->data(), last, head.sequence);
  if (number.ec != std::errc{} || last - number.ptr != static_cast<std::ptrdiff_t>(kHex + 2)) {
    return std::nullopt;
  }
  const auto line = Sha256::from_hex(std::string_view(number.ptr + 1, kHex));
  if (!line) return std::nullopt;
  head.line = *line;
  return head;
}

// custody.head is written after the log, so that it may be behind (a writer died in between, or
// writes right now), never ahead.
std::string check_head(const std::filesystem::path& directory,
                       const std::optional<CustodyHead>& head, const CustodyChain& chain) {
  const std::string where = directory.string();
  if (!head) {
    return chain.entries.size() <= 1
               ? ""
               : fmt::format("{}/custody.head: missing or not readable", where);
  }
  if (head->sequence > chain.head.sequence) {
    return fmt::format(
        "{}/custody.log: offset {}: the log ends with entry {}, but custody.head knows of entry "
        "{}: the end is gone",
        where, chain.torn_offset, chain.head.sequence, head->sequence);
  }
  if (head->sequence > 0 && sha256(chain.entries[head->sequence - 1].line) != head->line) {
    return fmt::format("{}/custody.head: names entry {} with another hash than custody.log", where,
                       head->sequence);
  }
  return "";
}

}  // namespace

std::string_view CustodyEntry::detail(std::string_view name) const {
  const std::string key = fmt::format("\"{}\":\"", name);
  const std::size_t details = line.find(R"(,"details":)");
  const std::size_t found = line.find(key, details);
  if (details == std::string::npos || found == std::string::npos) return {};
  const std::string_view rest = std::string_view(line).substr(found + key.size());
  return rest.substr(0, rest.find('"'));
}

Error no_case(const std::filesystem::path& directory) {
  std::error_code error;
  const auto found = std::filesystem::status(directory / "custody.log", error);
  if (error && found.type() != std::filesystem::file_type::not_found) {
    return {ErrorCode::io, fmt::format("{}: {}", directory.string(), error.message())};
  }
  return {ErrorCode::not_found,
          fmt::format("{}: no case is here (“letterlock ingest CASE SOURCE...” makes one)",
                      directory.string())};
}

Expected<CustodyChain> read_custody(const std::filesystem::path& directory) {
  const auto path = directory / "custody.log";
  const auto head = read_head(directory);  // before the log, which may grow meanwhile
  auto text = read_file(path, kMostOctets);
  if (!text) return fail(std::move(text));

  CustodyChain chain;
  std::size_t begin = 0;
  for (std::size_t end = 0; (end = text->find('\n', begin)) != std::string::npos; begin = end + 1) {
    CustodyEntry entry;
    entry.line = text->substr(begin, end - begin);
    entry.offset = begin;
    const std::string wrong = check_line(entry.line, chain.head, entry);
    if (!wrong.empty()) {
      chain.broken = fmt::format("{}: line {}, offset {}: {}", path.string(),
                                 chain.entries.size() + 1, begin, wrong);
      return chain;
    }
    chain.head = {entry.sequence, sha256(entry.line)};
    chain.entries.push_back(std::move(entry));
  }
  chain.torn_offset = begin;
  chain.torn = text->substr(begin);
  chain.broken = check_head(directory, head, chain);
  return chain;
}

}  // namespace letterlock::casefile
