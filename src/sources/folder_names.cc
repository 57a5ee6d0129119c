#include "sources/folder_names.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/ascii.h"
#include "base/base64.h"
#include "base/npos.h"
#include "sources/codepage.h"
#include "sources/glimpse.h"

namespace letterlock::sources {
namespace {

using namespace std::string_view_literals;

constexpr UnixTime kEarliestDelivery = 315532800;  // 1980: smaller numbers are not delivery times
constexpr std::size_t kMaxSequences = 1000, kMaxRanges = 1'000'000;

// Names that say "mailbox" and not whose.
constexpr std::array kGenericNames = {"maildir"sv,  "mail"sv,    "mbox"sv,     "cur"sv,   "new"sv,
                                      "inbox"sv,    "takeout"sv, "messages"sv, "."sv,     "data"sv,
                                      "evidence"sv, "export"sv,  "mails"sv,    "emails"sv};

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    if (end > 0) parts.push_back(text.substr(0, end));
    text.remove_prefix(std::min(text.size(), end + 1));
  }
  return parts;
}

std::optional<std::uint64_t> whole_number(std::string_view text) {
  std::uint64_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || read.ec != std::errc() || read.ptr != text.data() + text.size()) {
    return std::nullopt;
  }
  return value;
}

bool drop_suffix(std::string_view& name, std::string_view suffix) {
  if (name.size() <= suffix.size()) return false;
  if (!equals_ignore_case(name.substr(name.size() - suffix.size()), suffix)) return false;
  name.remove_suffix(suffix.size());
  return true;
}

bool is_generic(std::string_view name) {
  const std::string lower = lower_ascii(name);
  return name.front() == '.' ||
         std::find(kGenericNames.begin(), kGenericNames.end(), lower) != kGenericNames.end();
}

// One "&...-" of modified UTF-7: base64 with ',' for '/' and without padding, of UTF-16BE.
bool append_shifted(std::string_view shifted, std::string& out) {
  std::string base64(shifted);
  std::replace(base64.begin(), base64.end(), ',', '/');
  base64.append((4 - base64.size() % 4) % 4, '=');
  const auto octets = base64_decode(base64);
  if (!octets || octets->size() % 2 != 0) return false;
  const auto unit = [&](std::size_t i) {
    return std::uint32_t{static_cast<unsigned char>((*octets)[i])} << 8 |
           static_cast<unsigned char>((*octets)[i + 1]);
  };
  for (std::size_t i = 0; i < octets->size(); i += 2) {
    std::uint32_t code = unit(i);
    if (code >= 0xD800 && code < 0xDC00 && i + 2 < octets->size()) {
      const std::uint32_t low = unit(i + 2);
      if (low < 0xDC00 || low > 0xDFFF) return false;
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
      i += 2;
    } else if (code >= 0xD800 && code < 0xE000) {
      return false;
    }
    append_utf8(code, out);
  }
  return true;
}

}  // namespace

MaildirName parse_maildir_name(std::string_view name) {
  MaildirName parsed;
  std::size_t info = name.find(":2,");
  if (info == npos) info = name.find(";2,");  // where ':' cannot be in a file name
  if (info == npos) info = name.find("!2,");
  if (info != npos) {
    for (char c : name.substr(info + 3)) {
      if (c >= 'a' && c <= 'z') parsed.keywords += c;
      if ("DFPRST"sv.find(c) != npos) parsed.flags += c;
      if (c == ',') break;
    }
  }
  parsed.flags = sorted_flags(parsed.flags);
  const auto seconds = whole_number(name.substr(0, name.find_first_of("._-")));
  if (seconds && *seconds >= kEarliestDelivery && *seconds < (1ull << 33)) {
    parsed.delivered = static_cast<UnixTime>(*seconds);
  }
  return parsed;
}

std::map<char, std::string> parse_dovecot_keywords(std::string_view text) {
  std::map<char, std::string> keywords;
  for (std::string_view line : split(text, '\n')) {
    const std::size_t space = line.find(' ');
    const auto index = whole_number(line.substr(0, space));
    if (space == npos || !index || *index > 25) continue;
    keywords[static_cast<char>('a' + *index)] = std::string(trim(line.substr(space)));
  }
  return keywords;
}

std::optional<std::uint64_t> mh_number(std::string_view name) { return whole_number(name); }

MhSequences parse_mh_sequences(std::string_view text) {
  MhSequences all;
  std::size_t ranges = 0;
  for (std::string_view line : split(text, '\n')) {
    const std::size_t colon = line.find(':');
    if (colon == npos || all.sequences.size() >= kMaxSequences) continue;
    auto& sequence = all.sequences[std::string(trim(line.substr(0, colon)))];
    for (std::string_view part : split(trim(line.substr(colon + 1)), ' ')) {
      const std::size_t dash = part.find('-');
      const auto first = whole_number(part.substr(0, dash));
      const auto last = dash == npos ? first : whole_number(part.substr(dash + 1));
      if (first && last && ++ranges <= kMaxRanges) sequence.push_back({*first, *last});
    }
  }
  for (auto& [name, sequence] : all.sequences) {
    std::sort(sequence.begin(), sequence.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
  }
  return all;
}

bool MhSequences::contains(std::string_view sequence, std::uint64_t number) const {
  const auto found = sequences.find(sequence);
  if (found == sequences.end()) return false;
  const auto& ranges = found->second;
  auto behind = std::upper_bound(ranges.begin(), ranges.end(), number,
                                 [](std::uint64_t n, const auto& r) { return n < r.first; });
  return behind != ranges.begin() && std::prev(behind)->last >= number;
}

std::string MhSequences::flags(std::uint64_t number) const {
  std::string letters;
  if (contains("flagged", number)) letters += 'F';
  if (contains("forwarded", number)) letters += 'P';
  if (contains("replied", number) || contains("answered", number)) letters += 'R';
  if (!sequences.empty() && !contains("unseen", number)) letters += 'S';
  return letters;
}

std::string decode_mailbox_name(std::string_view name) {
  std::string decoded;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] != '&') {
      decoded += name[i];
      continue;
    }
    const std::size_t end = name.find('-', i);
    if (end == npos) return std::string(name);
    if (end == i + 1) {
      decoded += '&';
    } else if (!append_shifted(name.substr(i + 1, end - i - 1), decoded)) {
      return std::string(name);
    }
    i = end;
  }
  return decoded;
}

std::string maildir_folder(std::string_view relative_directory) {
  std::string folder;
  for (std::string_view part : split(relative_directory, '/')) {
    if (part == ".") continue;
    std::string name(part);
    if (part.front() == '.') {  // Maildir++: dots separate
      name.erase(0, 1);
      std::replace(name.begin(), name.end(), '.', '/');
    }
    if (!folder.empty()) folder += '/';
    folder += decode_mailbox_name(name);
  }
  return folder.empty() ? "INBOX" : folder;
}

MaildirPlace maildir_place(std::string_view directory) {
  while (directory.ends_with('/')) directory.remove_suffix(1);
  const std::size_t slash = directory.rfind('/');
  const std::string_view name = slash == npos ? directory : directory.substr(slash + 1);
  const std::string_view above = slash == npos ? "" : directory.substr(0, slash);
  const bool folder = name.starts_with('.') || is_folder_name(name);
  if (folder) return {maildir_folder(name), mailbox_hint(above)};
  return {"INBOX", mailbox_hint(directory)};
}

bool is_folder_name(std::string_view name) {
  static constexpr std::array kFolders = {
      "inbox"sv,         "sent"sv,   "sent items"sv, "sent messages"sv, "sent mail"sv,
      "drafts"sv,        "trash"sv,  "junk"sv,       "spam"sv,          "archive"sv,
      "deleted items"sv, "outbox"sv, "_sent_mail"sv};
  return std::find(kFolders.begin(), kFolders.end(), lower_ascii(name)) != kFolders.end();
}

std::string folder_of_path(std::string_view path, bool directory) {
  std::vector<std::string_view> parts = split(path, '/');
  std::vector<std::string_view> kept;
  bool in_mbox = false;  // below an Apple Mail "Name.mbox" directory
  for (std::size_t i = 0; i < parts.size(); ++i) {
    std::string_view name = parts[i];
    const bool last = i + 1 == parts.size();
    if (name == "." || name == "..") continue;
    if (in_mbox && (last || name == "Messages" || name == "Data" || name.size() == 36 ||
                    (name.size() <= 2 && whole_number(name)))) {
      // Apple Mail's own directories, and the file in the end.
      if (!drop_suffix(name, ".mbox")) continue;
    }
    const bool apple = drop_suffix(name, ".mbox") || drop_suffix(name, ".mbx");
    drop_suffix(name, ".sbd");
    if (last && !directory) {
      for (std::string_view suffix : {".zst"sv, ".gz"sv, ".bz2"sv, ".xz"sv, ".mbox"sv}) {
        drop_suffix(name, suffix);
      }
    }
    in_mbox = in_mbox || (apple && !last);
    kept.push_back(name);
  }
  std::string folder;
  for (std::string_view name : kept) {
    if (!folder.empty()) folder += '/';
    folder += name;
  }
  return folder;
}

std::string address_in(std::string_view name) {
  const std::size_t at = name.find('@');
  if (at == npos) return {};
  const auto local = [](char c) { return is_alnum(c) || "._+-='"sv.find(c) != npos; };
  std::size_t begin = at;
  while (begin > 0 && local(name[begin - 1])) --begin;
  std::size_t end = at + 1;
  while (end < name.size() && (is_alnum(name[end]) || name[end] == '-' || name[end] == '.')) ++end;
  std::string_view domain = name.substr(at + 1, end - at - 1);
  for (std::string_view suffix : {".zip"sv, ".mbox"sv, ".pst"sv, ".ost"sv, ".mbx"sv}) {
    drop_suffix(domain, suffix);
  }
  // A top-level domain has letters only (or is an A-label): cut what an export tool appended.
  const std::size_t dot = domain.rfind('.');
  if (begin == at || dot == npos || dot == 0) return {};
  std::size_t label = dot + 1;
  if (!starts_with_ignore_case(domain.substr(label), "xn--")) {
    while (label < domain.size() && is_alpha(domain[label])) ++label;
    domain = domain.substr(0, label);
  }
  if (domain.size() - dot < 3) return {};
  return fmt::format("{}@{}", name.substr(begin, at - begin), domain);
}

std::string mailbox_hint(std::string_view path) {
  const std::vector<std::string_view> parts = split(path, '/');
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
    if (std::string address = address_in(*part); !address.empty()) return address;
  }
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
    if (!is_generic(*part)) return std::string(*part);
  }
  return {};
}

}  // namespace letterlock::sources
