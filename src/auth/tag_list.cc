#include "auth/tag_list.h"

#include <array>

#include "base/ascii.h"

namespace letterlock::auth {
namespace {

bool is_tag_name(std::string_view name) {
  if (name.empty() || !is_alpha(name.front())) return false;
  for (const char c : name) {
    if (!is_alnum(c) && c != '_') return false;
  }
  return true;
}

// Printable octets and folding; UTF-8 too (RFC 8616 section 4).
bool is_tag_value(std::string_view value) {
  for (const char c : value) {
    if (is_control(c) && !is_space(c)) return false;
  }
  return true;
}

constexpr std::array<std::int8_t, 256> make_sextets() {
  std::array<std::int8_t, 256> sextets{};
  sextets.fill(-1);
  const std::string_view alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    sextets[static_cast<unsigned char>(alphabet[i])] = static_cast<std::int8_t>(i);
  }
  return sextets;
}

}  // namespace

const TagView* TagListView::find(std::string_view name) const {
  for (const TagView& tag : tags) {
    if (tag.name == name) return &tag;
  }
  return nullptr;
}

std::optional<std::string_view> TagListView::value(std::string_view name) const {
  const TagView* const tag = find(name);
  return tag == nullptr ? std::nullopt : std::optional(tag->value);
}

TagListView parse_tag_list(std::string_view text) {
  TagListView list;
  list.tags.reserve(16);
  const auto note = [&list](TagListProblem problem) {
    if (list.problem == TagListProblem::none) list.problem = problem;
  };
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(';', at), text.size());
    const std::string_view spec = text.substr(at, end - at);
    const std::size_t begin = at;
    at = end + 1;
    const std::size_t equals = spec.find('=');
    if (equals == std::string_view::npos) {
      // Nothing may follow the last ";", but nothing may stand between two.
      if (end < text.size() || !trim(spec).empty() || list.tags.empty()) {
        note(TagListProblem::syntax_error);
      }
      continue;
    }
    const std::string_view raw = spec.substr(equals + 1);
    const TagView tag{trim(spec.substr(0, equals)), trim(raw), begin + equals + 1, raw.size()};
    if (list.tags.size() == TagListView::kMaxTags) {
      note(TagListProblem::syntax_error);
      break;
    }
    if (!is_tag_name(tag.name) || !is_tag_value(raw)) note(TagListProblem::syntax_error);
    if (list.find(tag.name) != nullptr) note(TagListProblem::duplicate_tag);
    list.tags.push_back(tag);
  }
  return list;
}

std::optional<std::string> decode_base64_value(std::string_view value) {
  static constexpr std::array<std::int8_t, 256> kSextets = make_sextets();
  std::string out;
  out.reserve(value.size() / 4 * 3 + 3);
  std::uint32_t bits = 0;
  std::size_t taken = 0;
  std::size_t padding = 0;
  const auto sextet_at = [&](std::size_t at) {
    return static_cast<std::int32_t>(kSextets[static_cast<unsigned char>(value[at])]);
  };
  for (std::size_t at = 0; at < value.size(); ++at) {
    // Four good characters at once; where one is not, one by one.
    while (taken % 4 == 0 && padding == 0 && value.size() - at >= 4) {
      const std::int32_t a = sextet_at(at), b = sextet_at(at + 1);
      const std::int32_t c = sextet_at(at + 2), d = sextet_at(at + 3);
      if ((a | b | c | d) < 0) break;
      const std::int32_t group = a << 18 | b << 12 | c << 6 | d;
      const char octets[3] = {static_cast<char>(group >> 16), static_cast<char>(group >> 8),
                              static_cast<char>(group)};
      out.append(octets, 3);
      taken += 4;
      at += 4;
    }
    if (at == value.size()) break;
    const char c = value[at];
    const int sextet = kSextets[static_cast<unsigned char>(c)];
    if (sextet < 0) {
      if (is_space(c)) continue;
      if (c != '=' || ++padding > 2) return std::nullopt;
      continue;
    }
    if (padding > 0) return std::nullopt;
    bits = bits << 6 | static_cast<std::uint32_t>(sextet);
    if (++taken % 4 == 0) {
      out += static_cast<char>(bits >> 16 & 0xFF);
      out += static_cast<char>(bits >> 8 & 0xFF);
      out += static_cast<char>(bits & 0xFF);
    }
  }
  if (taken % 4 == 1) return std::nullopt;
  if (taken % 4 == 2) out += static_cast<char>(bits >> 4 & 0xFF);
  if (taken % 4 == 3) {
    out += static_cast<char>(bits >> 10 & 0xFF);
    out += static_cast<char>(bits >> 2 & 0xFF);
  }
  return out;
}

std::string without_white_space(std::string_view value) {
  std::string out;
  out.reserve(value.size());
  for (const char c : value) {
    if (!is_space(c)) out += c;
  }
  return out;
}

std::vector<std::string_view> split_colons(std::string_view value) {
  std::vector<std::string_view> entries;
  for (std::size_t at = 0; at <= value.size();) {
    const std::size_t end = std::min(value.find(':', at), value.size());
    entries.push_back(trim(value.substr(at, end - at)));
    at = end + 1;
  }
  return entries;
}

}  // namespace letterlock::auth
