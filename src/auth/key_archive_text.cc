#include "auth/key_archive_text.h"

#include <fmt/format.h>

#include <charconv>

#include "base/ascii.h"
#include "base/cursor.h"

namespace letterlock::auth {
namespace {

constexpr std::string_view kFirstLine = "letterlock-keys 1";
// A record of 64 KiB, every octet of it escaped, and room for the rest.
constexpr std::size_t kLongestLine = 512 * 1024;

// ---- writing ---------------------------------------------------------------------------------

void append_member(std::string& out, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  out += fmt::format(" {}={}", name, quoted(value));
}
void append_member(std::string& out, std::string_view name,
                   const std::optional<PartialDate>& value) {
  if (value) out += fmt::format(" {}={}", name, value->text());
}
void append_member(std::string& out, std::string_view name,
                   const std::optional<std::uint64_t>& value) {
  if (value) out += fmt::format(" {}={}", name, *value);
}

void append_sighting(std::string& out, const KeySighting& sighting) {
  out += to_string(sighting.channel);
  append_member(out, "source", sighting.source);
  append_member(out, "where", sighting.where);
  append_member(out, "first", sighting.first);
  append_member(out, "last", sighting.last);
  if (sighting.dnssec) out += *sighting.dnssec ? " dnssec=yes" : " dnssec=no";
  append_member(out, "used", sighting.used);
  append_member(out, "tested", sighting.tested);
  append_member(out, "valid", sighting.valid);
  append_member(out, "note", sighting.note);
  out += '\n';
}

void append_key(std::string& out, const ArchivedKey& key) {
  out += fmt::format("\nkey {} {}", key.domain, key.selector);
  if (key.fingerprint) {
    out += fmt::format(" {} {} {}", key.type == KeyType::rsa ? "rsa" : "ed25519", key.bits,
                       key.fingerprint->hex());
  }
  out += '\n';
  for (const ArchivedRecord& record : key.records) {
    out += fmt::format("record {}\n", quoted(record.text));
    for (const KeySighting& sighting : record.sightings) append_sighting(out, sighting);
  }
  for (const KeyStatement& state : key.states) {
    out += fmt::format("state {}", to_string(state.state));
    append_member(out, "from", state.from);
    append_member(out, "source", state.source);
    append_member(out, "note", state.note);
    out += '\n';
  }
}

// ---- reading ---------------------------------------------------------------------------------

// From behind the opening quote; nullopt where the closing one is missing or an escape is wrong.
std::optional<std::string> take_quoted(Cursor& at) {
  std::string text;
  while (!at.at_end()) {
    const int octet = at.take();
    if (octet == '"') return text;
    if (octet != '\\') {
      text += static_cast<char>(octet);
      continue;
    }
    const int escaped = at.take();
    if (escaped == '"' || escaped == '\\') {
      text += static_cast<char>(escaped);
    } else if (escaped == 'x') {
      const int high = hex_value(static_cast<char>(at.take()));
      const int low = hex_value(static_cast<char>(at.take()));
      if (high < 0 || low < 0) return std::nullopt;
      text += static_cast<char>(high * 16 + low);
    } else {
      return std::nullopt;
    }
  }
  return std::nullopt;
}

void skip_blanks(Cursor& at) { at.take_while(is_wsp); }

std::string_view take_word(Cursor& at) {
  skip_blanks(at);
  return at.take_while([](char c) { return !is_wsp(c); });
}

// name=value, name="value"; nullopt where there is none.
struct Member {
  std::string_view name;
  std::string value;
};
std::optional<Member> take_member(Cursor& at) {
  skip_blanks(at);
  Member member;
  member.name = at.take_while([](char c) { return c != '=' && !is_wsp(c) && c != '"'; });
  if (member.name.empty() || !at.take('=')) return std::nullopt;
  if (!at.take('"')) {
    member.value = at.take_while([](char c) { return !is_wsp(c) && c != '"'; });
    return member.value.empty() ? std::nullopt : std::optional(std::move(member));
  }
  auto text = take_quoted(at);
  if (!text) return std::nullopt;
  member.value = std::move(*text);
  return member;
}

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// Sets what `member` says; false where it says nothing that a sighting has, or not in its form.
bool set(KeySighting& sighting, Member& member) {
  if (member.name == "source") return sighting.source = std::move(member.value), true;
  if (member.name == "where") return sighting.where = std::move(member.value), true;
  if (member.name == "note") return sighting.note = std::move(member.value), true;
  if (member.name == "first") {
    return (sighting.first = PartialDate::parse(member.value)).has_value();
  }
  if (member.name == "last") return (sighting.last = PartialDate::parse(member.value)).has_value();
  if (member.name == "dnssec" && sighting.channel == KeyChannel::dns) {
    sighting.dnssec = member.value == "yes";
    return member.value == "yes" || member.value == "no";
  }
  if (member.name == "used" && sighting.channel == KeyChannel::recovered) {
    return (sighting.used = number(member.value)).has_value();
  }
  if (member.name == "tested") return (sighting.tested = number(member.value)).has_value();
  if (member.name == "valid") return (sighting.valid = number(member.value)).has_value();
  return false;
}
bool set(KeyStatement& statement, Member& member) {
  if (member.name == "source") return statement.source = std::move(member.value), true;
  if (member.name == "note") return statement.note = std::move(member.value), true;
  if (member.name == "from") return (statement.from = PartialDate::parse(member.value)).has_value();
  return false;
}

// All members to the end of the line into `what`; empty, or why not.
template <class What>
std::string read_members(Cursor& at, What& what) {
  for (skip_blanks(at); !at.at_end(); skip_blanks(at)) {
    auto member = take_member(at);
    if (!member) return "neither name=value nor name=\"value\"";
    const std::string name(member->name);
    if (!set(what, *member)) return fmt::format("'{}' does not fit here", name);
  }
  if (what.source.empty()) return "no source is named";
  return "";
}

class Reader {
 public:
  explicit Reader(KeyArchive& archive) : archive_(archive) {}

  // Empty, or why the line was not understood.
  std::string line(std::string_view text) {
    Cursor at(text);
    const std::string_view word = take_word(at);
    if (word.empty() || word.front() == '#') return "";
    if (word == "key") return key(at);
    if (domain_.empty()) return "belongs to no key";
    if (word == "record") return record(at);
    if (!key_) return "belongs to no record";
    if (word == "state") return state(at);
    const auto channel = key_channel(word);
    if (!channel) return fmt::format("begins with '{}', which means nothing here", ellipsis(word));
    return sighting(at, *channel);
  }

  std::size_t duplicates() const { return duplicates_; }

 private:
  static std::string ellipsis(std::string_view word) { return std::string(word.substr(0, 40)); }

  std::string key(Cursor& at) {
    domain_ = take_word(at);
    selector_ = take_word(at);
    const std::string_view type = take_word(at);
    const std::string_view bits = take_word(at);
    fingerprint_ = take_word(at);
    key_.reset();
    skip_blanks(at);
    const bool said = !type.empty();
    if (domain_.empty() || selector_.empty() || !at.at_end() ||
        (said && (!number(bits) || !Sha256::from_hex(fingerprint_)))) {
      domain_.clear();
      return "a key line is: key DOMAIN SELECTOR, or with TYPE BITS SHA256";
    }
    return "";
  }

  std::string record(Cursor& at) {
    key_.reset();
    skip_blanks(at);
    if (!at.take('"')) return "a record is in double quotes";
    auto text = take_quoted(at);
    skip_blanks(at);
    if (!text || !at.at_end()) return "a record is one text in double quotes";
    KeyAddition added = archive_.add(domain_, selector_, *text, {});
    if (added.outcome == KeyAddition::Outcome::refused) return added.reason;
    record_ = std::move(*text);
    key_ = added.key;
    const auto& fingerprint = archive_.keys()[added.key].fingerprint;
    if (!fingerprint_.empty() &&
        (!fingerprint || fingerprint->hex() != lower_ascii(fingerprint_))) {
      return "the record's key has another fingerprint than the key line says";
    }
    return "";
  }

  std::string sighting(Cursor& at, KeyChannel channel) {
    KeySighting sighting;
    sighting.channel = channel;
    if (std::string why = read_members(at, sighting); !why.empty()) return why;
    KeyAddition added = archive_.add_sighting(*key_, record_, sighting);
    if (added.outcome == KeyAddition::Outcome::unchanged) ++duplicates_;
    return added.outcome == KeyAddition::Outcome::refused ? added.reason : "";
  }

  std::string state(Cursor& at) {
    KeyStatement statement;
    const std::string_view word = take_word(at);
    const auto state = key_state(word);
    if (!state) return fmt::format("'{}' is no state", ellipsis(word));
    statement.state = *state;
    if (std::string why = read_members(at, statement); !why.empty()) return why;
    if (!archive_.add_state(*key_, std::move(statement))) ++duplicates_;
    return "";
  }

  KeyArchive& archive_;
  std::string domain_, selector_, fingerprint_;  // of the key line; domain_ is empty before one
  std::string record_;
  std::optional<std::uint32_t> key_;
  std::size_t duplicates_ = 0;
};

}  // namespace

std::string quoted(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (is_control(c) || !is_ascii(c)) {
      const auto octet = static_cast<unsigned char>(c);
      out += "\\x";
      out += kDigits[octet >> 4];
      out += kDigits[octet & 15];
    } else {
      out += c;
    }
  }
  out += '"';
  return out;
}

std::string write_key_archive(const KeyArchive& archive, std::span<const std::uint32_t> keys) {
  std::string out(kFirstLine);
  out += '\n';
  for (const std::uint32_t key : keys) append_key(out, archive.keys()[key]);
  return out;
}

std::string write_key_archive(const KeyArchive& archive) {
  return write_key_archive(archive, archive.sorted());
}

Expected<KeyTextReading> read_key_archive(std::string_view text, KeyArchive& archive) {
  KeyTextReading reading;
  Reader reader(archive);
  Cursor at(text);
  at.take("\xEF\xBB\xBF");
  for (std::size_t line = 1; !at.at_end(); ++line) {
    std::string_view one = at.take_until('\n');
    at.take('\n');
    if (one.ends_with('\r')) one.remove_suffix(1);
    if (line == 1) {
      if (trim(one) == kFirstLine) continue;
      return fail(ErrorCode::corrupt, "line 1: is not '{}', so this is no key archive we can read",
                  kFirstLine);
    }
    std::string why =
        one.size() > kLongestLine ? std::string("longer than 512 KiB") : reader.line(one);
    if (why.empty()) continue;
    ++reading.unread_lines;
    if (reading.problems.size() < kMostLineProblems) {
      reading.problems.push_back({line, std::move(why)});
    } else if (reading.problems.size() == kMostLineProblems) {
      reading.problems.push_back({line, "more lines do not fit; not all are listed"});
    }
  }
  reading.duplicates = reader.duplicates();
  return reading;
}

}  // namespace letterlock::auth
