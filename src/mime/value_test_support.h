// What the tests of field values share. Not part of the library.
#pragma once

#include <fmt/format.h>

#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "mime/message.h"

namespace letterlock::mime {

// Octets in a heap block of exactly their size, so that a sanitizer sees one read too far.
class ExactBlock {
 public:
  explicit ExactBlock(std::string_view octets)
      : block_(new char[octets.size()]), size_(octets.size()) {
    std::memcpy(block_.get(), octets.data(), size_);
  }
  std::string_view view() const { return {block_.get(), size_}; }

 private:
  std::unique_ptr<char[]> block_;
  std::size_t size_;
};

// A message with one field of interest: `body` stands right behind the colon. Nothing follows it,
// not even a line ending.
class OneField {
 public:
  OneField(std::string_view name, std::string_view body)
      : message_(parse(fmt::format("{}:{}", name, body))) {}
  const Message& message() const { return message_; }
  const HeaderField& field() const { return message_.header()[0]; }
  bool has(DefectKind kind) const {
    for (const Defect& defect : message_.defects()) {
      if (defect.kind == kind) return true;
    }
    return false;
  }

 private:
  static Message parse(const std::string& octets) {
    auto message = Message::parse(RawMessage::copy_of(octets));
    return std::move(*message);
  }
  Message message_;
};

}  // namespace letterlock::mime
