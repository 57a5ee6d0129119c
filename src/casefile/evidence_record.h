// Evidence as it stands in a segment file: a record is a header that describes itself, a list of
// the messages in it, then their octets, one message behind the other, compressed together where
// that made them smaller (docs/case-format.md, "Evidence").
//
//    0  4  "LLEV"                         16  8  octets of the messages together
//    4  1  version, 2 or 3                24  8  stored octets
//    5  1  flags: bit 0: zstd frame       32  8  XXH3-64 of the stored octets
//    6  2  length of this header, 56      40  8  XXH3-64 of the list
//    8  4  messages, at least 1           48  8  XXH3-64 of octets 0..47
//   12  4  0                                     all numbers little-endian
//
// The list has 40 octets a message: its SHA-256 and its length. Where a message of the record ends
// in octets that another one holds (version 3), it has 88: the other one's SHA-256, where in it
// they begin and how many they are follow, zeros where all octets of the message stand here.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/expected.h"
#include "base/sha256.h"

namespace letterlock::casefile {

inline constexpr std::size_t kRecordHeaderSize = 56;
inline constexpr std::size_t kListedSize = 40;
inline constexpr std::size_t kListedWithTailSize = 88;

// Messages share a record up to this many own octets of theirs: what reading any one of them costs.
// A larger message has a record of its own.
inline constexpr std::size_t kRecordOctets = 256 << 10;
inline constexpr std::uint32_t kMostInRecord = 1024;

struct RecordHeader {
  bool compressed = false;
  bool tails = false;  // some message ends in octets that another one holds
  std::uint32_t messages = 0;
  std::uint64_t raw_length = 0;
  std::uint64_t stored_length = 0;
  std::uint64_t stored_check = 0;  // XXH3-64: a frame may be changed and still unpack to the same
  std::uint64_t list_check = 0;

  std::uint64_t list_length() const {
    return std::uint64_t{messages} * (tails ? kListedWithTailSize : kListedSize);
  }
  // Of the whole record.
  std::uint64_t length() const { return kRecordHeaderSize + list_length() + stored_length; }
};

// The end of a message, where it is kept as the end of an earlier one. That one, the holder, is
// kept whole: nobody follows more than one of these.
struct SharedTail {
  Sha256 holder;
  std::uint64_t from = 0;    // in the holder
  std::uint64_t octets = 0;  // to its end; 0: the message is kept whole
};

// A message in a record's list.
struct Listed {
  Sha256 evidence;
  std::uint64_t length = 0;
  SharedTail tail = {};

  std::uint64_t own() const { return length - tail.octets; }
};

std::string encode_header(const RecordHeader& header);
// nullopt with a reason in `why` where these are not the octets of a header.
std::optional<RecordHeader> decode_header(std::string_view octets, std::string& why);
// ErrorCode::corrupt says what does not fit.
Expected<std::vector<Listed>> decode_list(const RecordHeader& header, std::string_view octets);

// Makes records. Keeps its compressor's memory; one for each thread.
class RecordEncoder {
 public:
  RecordEncoder();
  ~RecordEncoder();
  RecordEncoder(RecordEncoder&&) noexcept;
  RecordEncoder& operator=(RecordEncoder&&) noexcept;

  // Appends the record of the messages `list`, whose own octets are `octets`, to `out`.
  // REQUIRES: 1 to kMostInRecord messages, whose own lengths add up to octets.size().
  void append(std::string_view octets, std::span<const Listed> list, std::string& out);

 private:
  struct Compressor;
  std::unique_ptr<Compressor> compressor_;
};

// Gives the octets back; whoever takes a message out of them checks its hash. One for each thread.
class RecordDecoder {
 public:
  RecordDecoder();
  ~RecordDecoder();
  RecordDecoder(RecordDecoder&&) noexcept;
  RecordDecoder& operator=(RecordDecoder&&) noexcept;

  // ErrorCode::corrupt says what does not fit; the caller says where.
  Expected<std::string> octets(const RecordHeader& header, std::string_view stored);

 private:
  struct Decompressor;
  std::unique_ptr<Decompressor> decompressor_;
};

}  // namespace letterlock::casefile
