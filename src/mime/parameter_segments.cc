#include "mime/parameter_segments.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>

#include "base/ascii.h"
#include "base/npos.h"
#include "mime/charset.h"
#include "mime/encoded_word.h"

namespace letterlock::mime {
namespace {

// A segment whose name is taken apart: "title*1*" is section 1 of title, extended.
struct Section {
  ParameterSegment segment;
  std::string_view base;
  std::optional<std::uint32_t> number;
  bool extended = false;
  std::size_t order = 0;  // of appearance
};

std::string_view trim_star(std::string_view name) {
  name = trim(name);
  while (name.ends_with('*')) name = trim(name.substr(0, name.size() - 1));
  return name;
}

// Digits that fit; leading zeros (which RFC 2231 section 3 forbids) do not matter.
std::optional<std::uint32_t> section_number(std::string_view digits) {
  if (digits.empty() || digits.size() > 9) return std::nullopt;
  std::uint32_t number = 0;
  for (const char c : digits) {
    if (!is_digit(c)) return std::nullopt;
    number = number * 10 + static_cast<std::uint32_t>(c - '0');
  }
  return number;
}

Section section_of(const ParameterSegment& segment, std::size_t order) {
  Section section;
  section.segment = segment;
  section.base = segment.name;
  section.order = order;
  const std::size_t star = segment.name.find('*', 1);
  if (star == npos) return section;
  section.extended = segment.name.ends_with('*');
  section.base = trim(segment.name.substr(0, star));
  const std::string_view number = trim_star(trim(segment.name.substr(star + 1)));
  section.number = section_number(number);
  if (!section.number && !number.empty()) {  // no RFC 2231 name: kept as it stands
    section.base = segment.name;
    section.extended = false;
  }
  return section;
}

void append_percent_decoded(std::string_view text, std::string& out) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 &&
                        hex_value(text[i + 2]) >= 0;
    if (escape) {
      out += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
}

struct Extended {
  std::string_view charset, language, text;
};

// charset'language'text; with one quote only, or none, as much as there is.
Extended split_extended(std::string_view value, Arena& arena) {
  const std::size_t first = value.find('\'');
  if (first == npos) return {{}, {}, value};
  const std::size_t second = value.find('\'', first + 1);
  if (second != npos) {
    return {value.substr(0, first), value.substr(first + 1, second - first - 1),
            value.substr(second + 1)};
  }
  const std::string_view charset = value.substr(0, first);
  const bool known = !charset.empty() && to_utf8("\xE9", charset, arena).label_known;
  return known ? Extended{charset, {}, value.substr(first + 1)} : Extended{{}, {}, value};
}

// Some writers repeat charset' or charset'language' in every section; it is no text there.
std::string_view without_repeated_charset(std::string_view value, const Extended& first) {
  if (first.charset.empty() || !starts_with_ignore_case(value, first.charset)) return value;
  std::string_view rest = value.substr(first.charset.size());
  if (!rest.starts_with('\'')) return value;
  rest.remove_prefix(1);
  if (starts_with_ignore_case(rest, first.language) &&
      rest.substr(first.language.size()).starts_with('\'')) {
    rest.remove_prefix(first.language.size() + 1);
  }
  return rest;
}

Parameter plain_parameter(const Section& section, const FieldInput& input) {
  const DecodedText decoded = decode_text(section.segment.value, input.arena());
  if (decoded.malformed) {
    const ByteRange where = section.segment.where;
    input.defect_at(DefectKind::encoded_word_malformed, where);
  }
  return {
      .name = section.base, .value = decoded.text, .where = section.segment.where, .language = {}};
}

// REQUIRES: `sections` are those of one name, in the order of their numbers.
Parameter joined_parameter(std::vector<Section>::const_iterator begin,
                           std::vector<Section>::const_iterator end, const FieldInput& input) {
  Extended head;
  std::string octets;
  bool any_extended = false;
  for (auto section = begin; section != end; ++section) {
    const std::string_view value = section->segment.value;
    if (section != begin && section->number == (section - 1)->number) continue;  // given twice
    if (!section->extended) {
      octets += value;
    } else if (!any_extended) {
      any_extended = true;
      head = section == begin ? split_extended(value, input.arena()) : Extended{{}, {}, value};
      append_percent_decoded(head.text, octets);
    } else {
      append_percent_decoded(without_repeated_charset(value, head), octets);
    }
  }
  Arena& arena = input.arena();
  const std::string_view kept = arena.copy(octets);
  const std::string_view value =
      any_extended ? to_utf8(kept, head.charset, arena).text : decode_text(kept, arena).text;
  return {.name = begin->base,
          .value = value,
          .where = begin->segment.where,
          .language = head.language};
}

// By name; of one name, what has sections or a charset first: where both are given the plain one is
// for readers that know no RFC 2231.
bool comes_before(const Section& a, const Section& b) {
  if (a.base != b.base) return a.base < b.base;
  const bool a_plain = !a.number && !a.extended;
  const bool b_plain = !b.number && !b.extended;
  if (a_plain != b_plain) return b_plain;
  // "name*=..." is complete in itself and stands before sections.
  if (a.number.has_value() != b.number.has_value()) return !a.number.has_value();
  if (a.number != b.number) return a.number < b.number;
  return a.order < b.order;
}

// The segments' names taken apart, those without one left out, in comes_before's order.
std::vector<Section> sorted_sections(const std::vector<ParameterSegment>& segments) {
  std::vector<Section> sections;
  sections.reserve(segments.size());
  for (const ParameterSegment& segment : segments) {
    sections.push_back(section_of(segment, sections.size()));
    if (sections.back().base.find_first_not_of('*') == npos) sections.pop_back();
  }
  std::sort(sections.begin(), sections.end(), comes_before);
  return sections;
}

bool is_plain(const Section& section) { return !section.number && !section.extended; }

// Past the sections that make one parameter with `begin`.
std::vector<Section>::const_iterator parameter_end(std::vector<Section>::const_iterator begin,
                                                   std::vector<Section>::const_iterator end) {
  auto next = begin + 1;
  if (!begin->number) return next;
  while (next != end && next->base == begin->base && next->number) ++next;
  return next;
}

void record_duplicates(const std::vector<Section>& sections, const FieldInput& input) {
  for (std::size_t i = 1; i < sections.size(); ++i) {
    const Section& before = sections[i - 1];
    const Section& here = sections[i];
    const bool same = before.base == here.base && before.number == here.number &&
                      is_plain(before) == is_plain(here);
    if (same) input.defect_at(DefectKind::parameter_duplicate, here.segment.where);
  }
}

}  // namespace

std::vector<Parameter> join_segments(const std::vector<ParameterSegment>& segments,
                                     const FieldInput& input) {
  const std::vector<Section> sections = sorted_sections(segments);
  record_duplicates(sections, input);
  struct Placed {
    std::size_t order;  // of the first segment of that name
    Parameter parameter;
  };
  std::vector<Placed> placed;
  for (auto begin = sections.cbegin(); begin != sections.cend();) {
    const auto end = parameter_end(begin, sections.cend());
    Placed next{begin->order, is_plain(*begin) ? plain_parameter(*begin, input)
                                               : joined_parameter(begin, end, input)};
    for (auto section = begin; section != end; ++section) {
      next.order = std::min(next.order, section->order);
    }
    if (!placed.empty() && placed.back().parameter.name == begin->base) {
      next.order = placed.back().order = std::min(placed.back().order, next.order);
    }
    placed.push_back(next);
    begin = end;
  }
  std::stable_sort(placed.begin(), placed.end(),
                   [](const Placed& a, const Placed& b) { return a.order < b.order; });
  std::vector<Parameter> parameters;
  parameters.reserve(placed.size());
  for (const Placed& entry : placed) parameters.push_back(entry.parameter);
  return parameters;
}

}  // namespace letterlock::mime
