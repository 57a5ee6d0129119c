#include "leak/masks.h"

#include <algorithm>
#include <numeric>

#include "base/ascii.h"
#include "base/utf8.h"
#include "content/tokens.h"

namespace letterlock::leak {
namespace {

struct Span {
  std::size_t begin, end;
};

// Text folded, and where each of its octets comes from.
struct Folded {
  std::string text;
  std::vector<Span> from;  // of each octet of `text`

  void put(char c, Span source) {
    text += c;
    from.push_back(source);
  }
  // White space joins what is around it.
  void put_space(Span source) {
    if (!text.empty() && text.back() == ' ') {
      from.back().end = source.end;
    } else {
      put(' ', source);
    }
  }
};

Folded folded_with_places(std::string_view text) {
  Folded out;
  out.text.reserve(text.size());
  out.from.reserve(text.size());
  std::string one;
  bool line_begins = true;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = is_ascii(text[at]) ? 1 : first_utf8_sequence(text.substr(at)).length;
    const Span source{at, at + length};
    one.clear();
    if (length == 1 && is_ascii(text[at])) {
      one += to_lower(text[at]);
    } else {
      content::fold(text.substr(at, length), one);
    }
    at += length;
    for (const char c : one) {
      if (is_space(c) || (c == '>' && line_begins)) {
        line_begins = line_begins || c == '\n';
        out.put_space(source);
      } else {
        line_begins = false;
        out.put(c, source);
      }
    }
  }
  return out;
}

std::string folded(std::string_view words) {
  std::string text = folded_with_places(words).text;
  return std::string(trim(text));
}

std::vector<Span> matches(const Folded& text, const std::string& words) {
  std::vector<Span> all;
  for (std::size_t at = text.text.find(words); at != std::string::npos;
       at = text.text.find(words, at + words.size())) {
    all.push_back({text.from[at].begin, text.from[at + words.size() - 1].end});
  }
  return all;
}

}  // namespace

bool Masks::add(std::string_view words) {
  std::string form = folded(words);
  if (form.empty()) return false;
  const bool known = std::any_of(masks_.begin(), masks_.end(),
                                 [&](const Mask& mask) { return mask.folded == form; });
  if (known) return true;
  if (masks_.size() >= kMost) return false;
  masks_.push_back({std::move(form), 0});
  return true;
}

std::uint64_t Masks::times(std::string_view words) const {
  const std::string form = folded(words);
  for (const Mask& mask : masks_) {
    if (mask.folded == form) return mask.times;
  }
  return 0;
}

std::uint64_t Masks::times() const {
  return std::accumulate(masks_.begin(), masks_.end(), std::uint64_t{0},
                         [](std::uint64_t sum, const Mask& mask) { return sum + mask.times; });
}

std::string Masks::apply(std::string_view text) {
  const Folded form = folded_with_places(text);
  std::vector<Span> hidden;
  for (Mask& mask : masks_) {
    const auto of_this = matches(form, mask.folded);
    mask.times += of_this.size();
    hidden.insert(hidden.end(), of_this.begin(), of_this.end());
  }
  std::sort(hidden.begin(), hidden.end(), [](const Span& one, const Span& other) {
    return one.begin != other.begin ? one.begin < other.begin : one.end < other.end;
  });
  std::string out;
  std::size_t done = 0;
  for (const Span& one : hidden) {
    if (one.begin >= done) {
      out.append(text, done, one.begin - done).append(kMask);
      done = one.end;
    } else {
      done = std::max(done, one.end);
    }
  }
  return out.append(text, done, text.size() - done);
}

FoldedText::FoldedText(std::string_view text) : text_(folded_with_places(text).text) {}

std::uint64_t FoldedText::count(std::string_view words) const {
  const std::string form = folded(words);
  std::uint64_t times = 0;
  if (form.empty()) return times;
  for (std::size_t at = text_.find(form); at != std::string::npos;
       at = text_.find(form, at + form.size())) {
    ++times;
  }
  return times;
}

}  // namespace letterlock::leak
