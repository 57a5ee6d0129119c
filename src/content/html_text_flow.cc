#include "content/html_text_flow.h"

#include <algorithm>
#include <array>
#include <bit>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "base/ascii.h"
#include "content/html_reference.h"

namespace letterlock::content {
namespace {

enum : std::uint8_t { kPlain, kFlowSpace, kReference, kFlowWide, kDropped };
constexpr auto kFlowClass = [] {
  std::array<std::uint8_t, 256> classes{};
  for (const char c : {' ', '\t', '\n', '\r', '\f'})
    classes[static_cast<unsigned char>(c)] = kFlowSpace;
  classes['&'] = kReference;
  classes[0] = kDropped;
  // First octets of the characters that invisible() and add_wide() know.
  for (const int octet : {0xC2, 0xCD, 0xE1, 0xE2, 0xEF}) classes[octet] = kFlowWide;
  return classes;
}();
std::uint8_t flow_class(char c) { return kFlowClass[static_cast<unsigned char>(c)]; }

constexpr std::string_view kNoBreakSpace = "\xC2\xA0";
// Characters without width or ink, which split words for a search but not for a reader.
constexpr std::string_view kInvisible[] = {
    "\xC2\xAD",      // soft hyphen
    "\xCD\x8F",      // combining grapheme joiner
    "\xE1\xA0\x8E",  // Mongolian vowel separator
    "\xE2\x80\x8B",  // zero width space
    "\xE2\x81\xA0",  // word joiner
    "\xEF\xBB\xBF",  // zero width no-break space
};
// Where white space from `at` on ends, at the latest at `end`.
std::size_t skip_white_space(std::string_view html, std::size_t at, std::size_t end) {
#if defined(__SSE2__)
  for (; at < end && at + 16 <= html.size(); at += 16) {
    const __m128i octets = _mm_loadu_si128(reinterpret_cast<const __m128i*>(html.data() + at));
    // TAB to CR, but not VT.
    const __m128i controls = _mm_cmpeq_epi8(
        _mm_subs_epu8(_mm_sub_epi8(octets, _mm_set1_epi8('\t')), _mm_set1_epi8('\r' - '\t')),
        _mm_setzero_si128());
    const __m128i white =
        _mm_or_si128(_mm_cmpeq_epi8(octets, _mm_set1_epi8(' ')),
                     _mm_andnot_si128(_mm_cmpeq_epi8(octets, _mm_set1_epi8('\v')), controls));
    const auto mask = static_cast<std::uint32_t>(_mm_movemask_epi8(white));
    if (mask != 0xFFFF) {
      return std::min(at + static_cast<std::size_t>(std::countr_one(mask)), end);
    }
  }
#endif
  while (at < end && flow_class(html[at]) == kFlowSpace) ++at;
  return std::min(at, end);
}

// Where words with single spaces between them, from `at` on, end.
std::size_t words_end(std::string_view html, std::size_t at, std::size_t end) {
  const std::size_t begin = at;
#if defined(__SSE2__)
  // Octets that may not be plain: up to the space, "&", and all beyond ASCII.
  const auto special = [&html](std::size_t from, __m128i& octets) {
    octets = _mm_loadu_si128(reinterpret_cast<const __m128i*>(html.data() + from));
    return _mm_or_si128(_mm_cmplt_epi8(octets, _mm_set1_epi8(' ' + 1)),
                        _mm_cmpeq_epi8(octets, _mm_set1_epi8('&')));
  };
  for (; at + 17 <= end; at += 16) {
    __m128i here, next;
    const __m128i special_here = special(at, here), special_next = special(at + 1, next);
    const __m128i between =
        _mm_andnot_si128(special_next, _mm_cmpeq_epi8(here, _mm_set1_epi8(' ')));
    const auto stops =
        static_cast<unsigned>(_mm_movemask_epi8(_mm_andnot_si128(between, special_here)));
    if (stops != 0) {
      at += static_cast<std::size_t>(std::countr_zero(stops));
      break;
    }
  }
#endif
  for (;;) {
    while (at < end && flow_class(html[at]) == kPlain) ++at;
    if (at == begin || at + 1 >= end || html[at] != ' ' || flow_class(html[at + 1]) != kPlain) {
      return at;
    }
    ++at;
  }
}

// These join letters in Persian, Indic scripts and emoji: dropped only next to ASCII or space.
constexpr std::string_view kJoiners[] = {"\xE2\x80\x8C", "\xE2\x80\x8D"};

}  // namespace

void OffsetMap::add(std::size_t out, std::size_t length, std::size_t source,
                    std::size_t source_end) {
  if (!segments_.empty() && source_end - source == length) {
    Segment& last = segments_.back();
    // The same distance as before, and the last segment was a plain copy: one longer copy.
    if (source - last.source == out - last.out && source - last.source_end <= 1 &&
        last.plain_copy()) {
      last.length = static_cast<std::uint32_t>(out + length - last.out);
      last.source_end = static_cast<std::uint32_t>(source_end);
      return;
    }
  }
  segments_.push_back({static_cast<std::uint32_t>(out), static_cast<std::uint32_t>(length),
                       static_cast<std::uint32_t>(source), static_cast<std::uint32_t>(source_end)});
}

const OffsetMap::Segment& OffsetMap::segment(std::size_t out) const {
  auto after = std::upper_bound(segments_.begin(), segments_.end(), out,
                                [](std::size_t a, const Segment& b) { return a < b.out; });
  if (after != segments_.begin()) --after;
  return *after;
}

ByteRange OffsetMap::source(std::size_t begin, std::size_t end) const {
  if (segments_.empty() || begin >= end) return {};
  const Segment& first = segment(begin);
  const auto into = static_cast<std::uint32_t>(begin - std::min<std::size_t>(begin, first.out));
  std::uint32_t source = first.source;
  if (into >= first.length) {
    source = first.source_end;
  } else if (first.plain_copy()) {
    source += into;
  }
  const Segment& last = segment(end - 1);
  const auto taken = static_cast<std::uint32_t>(end - std::min<std::size_t>(end, last.out));
  std::uint32_t source_end = last.source_end;
  if (taken < last.length && last.plain_copy()) source_end = last.source + taken;
  return ByteRange::between(source, std::max(source, source_end));
}

void TextFlow::reserve() {
  constexpr std::size_t kMarkupForText = 8, kMost = std::size_t{16} * 1024, kRuns = 64;
  text_.reserve(std::min(html_.size() / kMarkupForText, kMost));
  map_.reserve(kRuns);
}

void TextFlow::break_line() { newlines_ = std::max(newlines_, 1U); }
void TextFlow::break_paragraph() { newlines_ = 2; }
void TextFlow::line_end() { newlines_ = std::min(newlines_ + 1, 2U); }
void TextFlow::cell() { cell_ = true; }

void TextFlow::flush() {
  const bool at_line_start = text_.empty() || text_.back() == '\n';
  if (newlines_ > 0) {
    if (!text_.empty()) text_.append(newlines_, '\n');
  } else if (cell_) {
    if (!at_line_start) text_ += '\t';
  } else if (space_ && !at_line_start) {
    text_ += ' ';
  }
  newlines_ = 0;
  space_ = cell_ = false;
}

void TextFlow::copy(std::size_t begin, std::size_t end) {
  flush();
  map_.add(text_.size(), end - begin, begin, end);
  text_.append(html_.substr(begin, end - begin));
}

void TextFlow::add_white_space(char c) {
  if (!preformatted_) {
    space_ = true;
  } else if (c == '\n') {
    newlines_ = std::min(newlines_ + 1, 100U);
  } else if (c != '\r') {
    flush();
    text_ += c;
  }
}

void TextFlow::add_decoded(std::string_view decoded, std::size_t begin, std::size_t end) {
  if (decoded == kNoBreakSpace) return add_white_space(' ');
  if (decoded.size() == 1 && (flow_class(decoded[0]) == kFlowSpace || decoded[0] == '\0')) {
    return add_white_space(decoded[0] == '\0' ? ' ' : decoded[0]);
  }
  if (std::find(std::begin(kInvisible), std::end(kInvisible), decoded) != std::end(kInvisible)) {
    return;
  }
  const bool joiner =
      std::find(std::begin(kJoiners), std::end(kJoiners), decoded) != std::end(kJoiners);
  if (joiner && (text_.empty() || is_ascii(text_.back()) || space_ || newlines_ > 0)) return;
  flush();
  map_.add(text_.size(), decoded.size(), begin, end);
  text_ += decoded;
}

// Returns the offset after the reference at `at`.
std::size_t TextFlow::add_reference(std::size_t at, std::size_t end) {
  const std::string_view rest = html_.substr(at, end - at);
  if (rest.starts_with("&nbsp;")) {
    add_white_space(' ');
    return at + 6;
  }
  decoded_.clear();
  const std::size_t length = decode_reference(rest, false, decoded_);
  if (length == 0) {
    copy(at, at + 1);
    return at + 1;
  }
  add_decoded(decoded_, at, at + length);
  return at + length;
}

// A character whose first octet starts some invisible one too.
std::size_t TextFlow::add_wide(std::size_t at, std::size_t end) {
  const std::size_t size = static_cast<unsigned char>(html_[at]) >= 0xE0 ? 3 : 2;
  const std::size_t next = std::min(at + size, end);
  add_decoded(html_.substr(at, next - at), at, next);
  return next;
}

void TextFlow::add_text(ByteRange where, bool literal) {
  std::size_t at = where.offset;
  const std::size_t end = where.end();
  while (at < end) {
    if (text_.size() >= limit_) return;
    if (flow_class(html_[at]) == kPlain) {
      const std::size_t begin = at;
      at = words_end(html_, at, end);
      copy(begin, at);
      if (at >= end) return;
    }
    switch (flow_class(html_[at])) {
      case kFlowSpace:
        if (preformatted_) {
          add_white_space(html_[at++]);
        } else {
          at = skip_white_space(html_, at, end);
          space_ = true;
        }
        break;
      case kReference:
        if (literal) {
          copy(at, at + 1);
          ++at;
        } else {
          at = add_reference(at, end);
        }
        break;
      case kFlowWide:
        at = add_wide(at, end);
        break;
      default:
        ++at;
        break;
    }
  }
}

void TextFlow::add_generated(std::string_view text, ByteRange where) {
  if (text.empty() || text_.size() >= limit_) return;
  flush();
  map_.add(text_.size(), text.size(), where.offset, where.end());
  text_ += text;
}

}  // namespace letterlock::content
