// For tests: writes compound files (MS-CFB) and .msg files, as small as they can be.
#pragma once

#include <fmt/core.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace letterlock::sources {

inline std::string little(std::uint64_t value, std::size_t size) {
  std::string octets;
  for (std::size_t i = 0; i < size; ++i) octets += static_cast<char>(value >> (8 * i) & 0xFF);
  return octets;
}

inline std::string utf16(std::string_view ascii) {
  std::string octets;
  for (char c : ascii) octets += {c, '\0'};
  return octets;
}

struct Node {
  std::string name, content;  // a stream
  std::vector<Node> children;
  bool storage = false;
};

// Version 3: sectors of 512 octets, mini sectors of 64 for streams below 4096.
class CompoundFileWriter {
 public:
  std::string write(const std::vector<Node>& root) {
    add("Root Entry", 5);
    place(root, 0);
    const std::uint32_t mini = chain(mini_stream_, fat_);
    patch(0, mini, mini_stream_.size());
    std::string mini_fat;
    for (std::uint32_t next : mini_fat_) mini_fat += little(next, 4);
    const std::uint32_t mini_fat_at = chain(mini_fat, fat_);
    std::string directory;
    for (const std::string& entry : entries_) directory += entry;
    const std::uint32_t directory_at = chain(directory, fat_);
    const auto fat_at = static_cast<std::uint32_t>(sectors_.size() / 512);
    fat_.push_back(0xFFFFFFFD);
    std::string fat;
    for (std::uint32_t next : fat_) fat += little(next, 4);
    fat.resize((fat.size() + 511) / 512 * 512, '\xFF');
    std::string header("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
    header += std::string(16, '\0') + little(0x3E, 2) + little(3, 2) + little(0xFFFE, 2) +
              little(9, 2) + little(6, 2) + std::string(10, '\0') + little(fat.size() / 512, 4) +
              little(directory_at, 4) + little(0, 4) + little(4096, 4) + little(mini_fat_at, 4) +
              little(1, 4) + little(0xFFFFFFFE, 4) + little(0, 4);
    for (std::uint32_t i = 0; i < 109; ++i) {
      header += little(i < fat.size() / 512 ? fat_at + i : 0xFFFFFFFF, 4);
    }
    return header + sectors_ + fat;
  }

 private:
  std::uint32_t add(std::string_view name, char type) {
    std::string entry = utf16(name);
    entry.resize(64, '\0');
    entry += little((name.size() + 1) * 2, 2) + type + '\1' + std::string(12, '\xFF') +
             std::string(36, '\0') + little(0xFFFFFFFE, 4) + little(0, 8);
    entries_.push_back(entry);
    return static_cast<std::uint32_t>(entries_.size() - 1);
  }
  void patch(std::uint32_t id, std::uint32_t start, std::uint64_t size) {
    entries_[id].replace(116, 12, little(start, 4) + little(size, 8));
  }
  // A directory's children hang in a chain of right siblings.
  void place(const std::vector<Node>& nodes, std::uint32_t parent) {
    std::uint32_t before = 0;
    for (const Node& node : nodes) {
      const std::uint32_t id = add(node.name, node.storage ? 1 : 2);
      if (before == 0) entries_[parent].replace(76, 4, little(id, 4));
      if (before != 0) entries_[before].replace(72, 4, little(id, 4));
      before = id;
      if (node.storage) {
        place(node.children, id);
      } else if (node.content.size() < 4096) {
        patch(id, mini_chain(node.content), node.content.size());
      } else {
        patch(id, chain(node.content, fat_), node.content.size());
      }
    }
  }
  std::uint32_t chain(const std::string& content, std::vector<std::uint32_t>& fat) {
    if (content.empty()) return 0xFFFFFFFE;
    const auto first = static_cast<std::uint32_t>(fat.size());
    sectors_ += content;
    sectors_.resize((sectors_.size() + 511) / 512 * 512, '\0');
    while (fat.size() < sectors_.size() / 512) {
      fat.push_back(static_cast<std::uint32_t>(fat.size()) + 1);
    }
    fat.back() = 0xFFFFFFFE;
    return first;
  }
  std::uint32_t mini_chain(const std::string& content) {
    if (content.empty()) return 0xFFFFFFFE;
    const auto first = static_cast<std::uint32_t>(mini_fat_.size());
    mini_stream_ += content;
    mini_stream_.resize((mini_stream_.size() + 63) / 64 * 64, '\0');
    while (mini_fat_.size() < mini_stream_.size() / 64) {
      mini_fat_.push_back(static_cast<std::uint32_t>(mini_fat_.size()) + 1);
    }
    mini_fat_.back() = 0xFFFFFFFE;
    return first;
  }

  std::string sectors_, mini_stream_;
  std::vector<std::uint32_t> fat_, mini_fat_;
  std::vector<std::string> entries_;
};

// The streams of one storage of a .msg: text, binary and fixed properties.
class MsgProperties {
 public:
  explicit MsgProperties(std::size_t header) : fixed_(header, '\0') {}
  MsgProperties& text(std::uint16_t id, std::string_view ascii) {
    nodes_.push_back({fmt::format("__substg1.0_{:04X}001F", id), utf16(ascii), {}, false});
    return *this;
  }
  MsgProperties& text8(std::uint16_t id, std::string_view octets) {
    nodes_.push_back({fmt::format("__substg1.0_{:04X}001E", id), std::string(octets), {}, false});
    return *this;
  }
  MsgProperties& binary(std::uint16_t id, std::string_view octets) {
    nodes_.push_back({fmt::format("__substg1.0_{:04X}0102", id), std::string(octets), {}, false});
    return *this;
  }
  MsgProperties& number(std::uint16_t id, std::int32_t value) {
    fixed_ += little(0x0003, 2) + little(id, 2) + little(6, 4) +
              little(static_cast<std::uint32_t>(value), 8);
    return *this;
  }
  MsgProperties& time(std::uint16_t id, std::int64_t unix) {
    fixed_ += little(0x0040, 2) + little(id, 2) + little(6, 4) +
              little(static_cast<std::uint64_t>((unix + 11'644'473'600) * 10'000'000), 8);
    return *this;
  }
  MsgProperties& storage(std::string name, std::vector<Node> children) {
    nodes_.push_back({std::move(name), "", std::move(children), true});
    return *this;
  }
  std::vector<Node> nodes() const {
    std::vector<Node> all = nodes_;
    all.push_back({"__properties_version1.0", fixed_, {}, false});
    return all;
  }

 private:
  std::string fixed_;
  std::vector<Node> nodes_;
};

}  // namespace letterlock::sources
