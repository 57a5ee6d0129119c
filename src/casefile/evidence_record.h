// One piece of evidence as it stands in a segment file: a header that describes itself, then the
// octets, compressed where that made them smaller (docs/case-format.md, "Evidence").
//
//    0  4  "LLEV"                         16  8  stored length
//    4  1  version, 1                     24 32  SHA-256 of the octets as received
//    5  1  flags: bit 0: zstd frame       56  8  XXH3-64 of the stored octets
//    6  2  length of this header, 72      64  8  XXH3-64 of octets 0..63
//    8  8  raw length                            all numbers little-endian
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/expected.h"
#include "base/sha256.h"

namespace letterlock::casefile {

inline constexpr std::size_t kRecordHeaderSize = 72;

struct RecordHeader {
  bool compressed = false;
  std::uint64_t raw_length = 0;
  std::uint64_t stored_length = 0;
  Sha256 evidence;
  std::uint64_t stored_check = 0;  // XXH3-64: a frame may be changed and still unpack to the same
};

std::string encode_header(const RecordHeader& header);
// nullopt with a reason in `why` where these are not the octets of a header.
std::optional<RecordHeader> decode_header(std::string_view octets, std::string& why);

// Makes records. Keeps its compressor's memory; one for each thread.
class RecordEncoder {
 public:
  RecordEncoder();
  ~RecordEncoder();
  RecordEncoder(RecordEncoder&&) noexcept;
  RecordEncoder& operator=(RecordEncoder&&) noexcept;

  // Appends the record of `octets`, whose hash is `evidence`, to `out`; returns its length.
  std::size_t append(std::string_view octets, const Sha256& evidence, std::string& out);

 private:
  struct Compressor;
  std::unique_ptr<Compressor> compressor_;
};

// Gives the octets back and checks their hash. One for each thread.
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
