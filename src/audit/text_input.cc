#include "audit/text_input.h"

#include <cstring>

#include "base/utf8.h"

namespace letterlock::audit {
namespace {

constexpr std::size_t kPiece = std::size_t{256} << 10;
constexpr std::size_t kLongestUtf8 = 4;

// UTF-16 without a mark: the octets of Latin letters come with a NUL each.
Encoding guess(std::string_view octets) {
  const std::size_t looked = std::min<std::size_t>(octets.size(), 256) & ~std::size_t{1};
  std::size_t even = 0, odd = 0;
  for (std::size_t i = 0; i < looked; ++i) {
    if (octets[i] == '\0') ++(i % 2 == 0 ? even : odd);
  }
  if (looked >= 4 && odd * 3 > looked && even == 0) return Encoding::utf16_le;
  if (looked >= 4 && even * 3 > looked && odd == 0) return Encoding::utf16_be;
  return Encoding::utf8;
}

}  // namespace

std::string_view encoding_name(Encoding encoding) {
  switch (encoding) {
    case Encoding::utf8:
      return "UTF-8";
    case Encoding::utf8_with_mark:
      return "UTF-8 with a byte order mark";
    case Encoding::utf16_le:
      return "UTF-16 little-endian";
    case Encoding::utf16_be:
      return "UTF-16 big-endian";
  }
  return "UTF-8";
}

void TextInput::make_room(std::size_t count) {
  if (end_ + count + kPadding <= capacity_) return;
  const std::size_t held = size();
  if (held + count + kPadding <= capacity_ && begin_ >= held) {
    std::memcpy(buffer_.get(), buffer_.get() + begin_, held);
  } else {
    const std::size_t capacity = 2 * (held + count) + kPadding;
    std::unique_ptr<char[]> grown(new char[capacity]);
    if (held > 0) std::memcpy(grown.get(), buffer_.get() + begin_, held);
    std::memset(grown.get() + held, 0, capacity - held);
    buffer_ = std::move(grown);
    capacity_ = capacity;
  }
  begin_ = 0;
  end_ = held;
}

Expected<bool> TextInput::more() {
  if (at_end_) return false;
  piece_.resize(kPiece);
  std::size_t filled = 0;
  // Pieces of a pipe may be small; the beginning has to show what it is.
  while (filled < kPiece && (filled == 0 || !began_) && filled < 4096) {
    auto got = stream_.read(piece_.data() + filled, kPiece - filled);
    if (!got) return fail(std::move(got));
    if (*got == 0) {
      at_end_ = true;
      break;
    }
    filled += *got;
  }
  const std::string_view octets = std::string_view(piece_).substr(0, filled);
  octets_read_ += filled;
  hash_.update(octets);
  const std::size_t before = end_ - begin_;
  if (!began_) {
    began_ = true;
    decode_beginning(octets);
  } else {
    append(octets);
  }
  return size() > before || !at_end_;
}

void TextInput::decode_beginning(std::string_view octets) {
  if (octets.starts_with("\xEF\xBB\xBF")) {
    encoding_ = Encoding::utf8_with_mark;
    octets.remove_prefix(3);
  } else if (octets.starts_with("\xFF\xFE")) {
    encoding_ = Encoding::utf16_le;
    octets.remove_prefix(2);
  } else if (octets.starts_with("\xFE\xFF")) {
    encoding_ = Encoding::utf16_be;
    octets.remove_prefix(2);
  } else {
    encoding_ = guess(octets);
  }
  append(octets);
}

void TextInput::append(std::string_view octets) {
  if (encoding_ == Encoding::utf16_le || encoding_ == Encoding::utf16_be) {
    return append_utf16(octets);
  }
  make_room(octets.size());
  std::memcpy(buffer_.get() + end_, octets.data(), octets.size());
  end_ += octets.size();
}

void TextInput::append_utf16(std::string_view octets) {
  make_room((octets.size() / 2 + 2) * kLongestUtf8);
  const auto unit = [&](char first, char second) {
    const auto a = static_cast<unsigned char>(first), b = static_cast<unsigned char>(second);
    return static_cast<char16_t>(encoding_ == Encoding::utf16_le ? a | b << 8 : a << 8 | b);
  };
  std::size_t i = 0;
  if (!half_.empty() && !octets.empty()) {
    append_unit(unit(half_[0], octets[0]));
    half_.clear();
    i = 1;
  }
  for (; i + 1 < octets.size(); i += 2) append_unit(unit(octets[i], octets[i + 1]));
  if (i < octets.size()) half_ = octets[i];
}

// A lone surrogate becomes U+FFFD.
void TextInput::append_unit(char16_t unit) {
  std::string text;
  const bool low = unit >= 0xDC00 && unit <= 0xDFFF;
  if (surrogate_ != 0) {
    const char32_t code = 0x10000 + ((char32_t{surrogate_} - 0xD800) << 10) + (unit - 0xDC00u);
    append_utf8(low ? code : 0xFFFD, text);
    surrogate_ = 0;
    if (low) {
      std::memcpy(buffer_.get() + end_, text.data(), text.size());
      end_ += text.size();
      return;
    }
  }
  if (unit >= 0xD800 && unit <= 0xDBFF) {
    surrogate_ = unit;
  } else {
    append_utf8(low ? char32_t{0xFFFD} : char32_t{unit}, text);
  }
  std::memcpy(buffer_.get() + end_, text.data(), text.size());
  end_ += text.size();
}

}  // namespace letterlock::audit
