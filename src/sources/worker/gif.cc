// The first frame of a GIF (GIF89a specification), without a library: little is needed of it.
#include <algorithm>
#include <array>
#include <cstddef>

#include "base/cursor.h"
#include "sources/worker/pictures.h"

namespace letterlock::sources {
namespace {

constexpr unsigned kMostCodes = 4096;  // appendix F: codes have at most 12 bits

struct Palette {
  std::array<std::uint8_t, 256> grey{};
};

std::uint32_t number(Cursor& at) {
  const int low = at.take(), high = at.take();
  return high < 0 ? 0 : static_cast<std::uint32_t>(low | high << 8);
}

void read_palette(Cursor& at, int flags, Palette& palette) {
  if ((flags & 0x80) == 0) return;
  const std::size_t colours = std::size_t{2} << (flags & 7);
  for (std::size_t i = 0; i < colours && at.left() >= 3; ++i) {
    const int red = at.take(), green = at.take(), blue = at.take();
    palette.grey[i] = static_cast<std::uint8_t>((red * 77 + green * 150 + blue * 29) / 256);
  }
}

// Bits across data sub-blocks (section 15).
class Bits {
 public:
  explicit Bits(Cursor& at) : at_(at) {}
  int take(unsigned count) {
    while (held_ < count) {
      if (block_ == 0) {
        const int size = at_.take();
        if (size <= 0) return -1;
        block_ = static_cast<unsigned>(size);
      }
      const int octet = at_.take();
      if (octet < 0) return -1;
      --block_;
      bits_ |= static_cast<std::uint32_t>(octet) << held_;
      held_ += 8;
    }
    const auto value = static_cast<int>(bits_ & ((1U << count) - 1));
    bits_ >>= count;
    held_ -= count;
    return value;
  }

 private:
  Cursor& at_;
  std::uint32_t bits_ = 0;
  unsigned held_ = 0, block_ = 0;
};

// Appendix F. Writes at most out.size() indexes; what is missing keeps its value.
void unpack(Cursor& at, std::vector<std::uint8_t>& out) {
  const int least = at.take();
  if (least < 1 || least > 11) return;
  struct Code {
    std::uint16_t before = 0;
    std::uint8_t first = 0, last = 0;
  };
  std::vector<Code> table(kMostCodes);
  const unsigned clear = 1U << least, end = clear + 1;
  for (unsigned i = 0; i < clear; ++i) {
    table[i].first = table[i].last = static_cast<std::uint8_t>(i);
  }
  Bits bits(at);
  std::vector<std::uint8_t> string;
  unsigned next = end + 1;
  auto width = static_cast<unsigned>(least) + 1;
  int before = -1;
  for (std::size_t written = 0; written < out.size();) {
    const int taken = bits.take(width);
    if (taken < 0 || taken == static_cast<int>(end)) return;
    auto code = static_cast<unsigned>(taken);
    if (code == clear) {
      next = end + 1;
      width = static_cast<unsigned>(least) + 1;
      before = -1;
      continue;
    }
    if (code > next || (code == next && before < 0)) return;
    if (before >= 0 && next < kMostCodes) {
      const auto from = static_cast<unsigned>(before);
      table[next] = {static_cast<std::uint16_t>(from), table[from].first,
                     code == next ? table[from].first : table[code].first};
      ++next;
      if (next == 1U << width && width < 12) ++width;
    }
    if (code >= next) return;
    string.clear();
    for (unsigned one = code; string.size() <= kMostCodes; one = table[one].before) {
      string.push_back(table[one].last);
      if (one < clear) break;
    }
    for (auto octet = string.rbegin(); octet != string.rend() && written < out.size(); ++octet) {
      out[written++] = *octet;
    }
    before = taken;
  }
}

void skip_blocks(Cursor& at) {
  for (int size = at.take(); size > 0; size = at.take()) at.skip(static_cast<std::size_t>(size));
}

}  // namespace

std::optional<Grey> decode_gif(std::string_view octets) {
  Cursor at(octets);
  at.skip(10);
  const int flags = at.take();
  at.skip(2);
  Palette palette;
  read_palette(at, flags, palette);
  int transparent = -1;
  while (!at.at_end()) {
    const int what = at.take();
    if (what == 0x21) {  // an extension; the graphic control one names the transparent colour
      if (at.take() == 0xF9 && at.peek() == 4 && (at.peek(1) & 1) != 0) transparent = at.peek(4);
      skip_blocks(at);
      continue;
    }
    if (what != 0x2C) return std::nullopt;
    at.skip(4);
    Grey picture;
    picture.width = number(at);
    picture.height = number(at);
    if (picture.width == 0 || picture.height == 0 ||
        std::uint64_t{picture.width} * picture.height > kMostPixels) {
      return std::nullopt;
    }
    const int local = at.take();
    read_palette(at, local, palette);
    if (transparent >= 0) palette.grey[static_cast<std::size_t>(transparent & 0xFF)] = 0xFF;
    std::vector<std::uint8_t> indexes(std::size_t{picture.width} * picture.height);
    unpack(at, indexes);
    picture.rows.resize(indexes.size());
    constexpr std::array<std::pair<std::uint32_t, std::uint32_t>, 4> kPasses = {
        {{0, 8}, {4, 8}, {2, 4}, {1, 2}}};
    std::size_t from = 0;
    const auto copy_row = [&](std::uint32_t y) {
      for (std::size_t x = 0; x < picture.width; ++x) {
        picture.rows[std::size_t{y} * picture.width + x] = palette.grey[indexes[from++]];
      }
    };
    if ((local & 0x40) != 0) {
      for (const auto& [first, step] : kPasses) {
        for (std::uint32_t y = first; y < picture.height; y += step) copy_row(y);
      }
    } else {
      for (std::uint32_t y = 0; y < picture.height; ++y) copy_row(y);
    }
    return picture;
  }
  return std::nullopt;
}

}  // namespace letterlock::sources
