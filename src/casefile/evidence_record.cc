#include "casefile/evidence_record.h"

#include <xxhash.h>
#include <zstd.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <type_traits>

namespace letterlock::casefile {
namespace {

constexpr std::string_view kMagic = "LLEV";
constexpr std::uint8_t kVersion = 2;
constexpr std::uint8_t kVersionWithTails = 3;
constexpr std::uint8_t kFlagZstd = 1;
constexpr std::uint64_t kMostRaw = std::uint64_t{1} << 32;  // ByteRange is 32 bits wide
constexpr std::size_t kChecked = 48;  // octets that the header's XXH3-64 covers

// Ingest is bound by its CPU, so the compressor is a fast one. Over 4,598 phishing messages of 27
// KB, ms a message and ratio: level 1 0.046, 2.77; level -8 0.026, 1.95; level -20 0.017, 1.70.
// Each message for itself: level -8 0.026, 1.51. A larger table gives 1 % more and drives the rest
// of an ingest, which then takes 3 % more, out of the processor's caches.
constexpr int kLevel = -20;
constexpr int kHashLog = 14;
constexpr int kMinMatch = 7;

template <class T>
void put(std::string& out, std::size_t at, T number) {
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    out[at + i] = static_cast<char>(static_cast<std::uint64_t>(number) >> (8 * i));
  }
}

template <class T>
T get(std::string_view octets, std::size_t at) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    number |= std::uint64_t{static_cast<std::uint8_t>(octets[at + i])} << (8 * i);
  }
  return static_cast<T>(number);
}

void put_listed(const Listed& listed, bool tails, std::size_t at, std::string& out) {
  out.replace(at, 32, listed.evidence.view());
  put<std::uint64_t>(out, at + 32, listed.length);
  if (!tails || listed.tail.octets == 0) return;
  out.replace(at + 40, 32, listed.tail.holder.view());
  put<std::uint64_t>(out, at + 72, listed.tail.from);
  put<std::uint64_t>(out, at + 80, listed.tail.octets);
}

Listed get_listed(std::string_view octets) {
  Listed listed;
  std::memcpy(listed.evidence.octets.data(), octets.data(), 32);
  listed.length = get<std::uint64_t>(octets, 32);
  if (octets.size() == kListedSize) return listed;
  std::memcpy(listed.tail.holder.octets.data(), octets.data() + 40, 32);
  listed.tail.from = get<std::uint64_t>(octets, 72);
  listed.tail.octets = get<std::uint64_t>(octets, 80);
  return listed;
}

}  // namespace

std::string encode_header(const RecordHeader& header) {
  std::string out(kRecordHeaderSize, '\0');
  out.replace(0, kMagic.size(), kMagic);
  put<std::uint8_t>(out, 4, header.tails ? kVersionWithTails : kVersion);
  put<std::uint8_t>(out, 5, header.compressed ? kFlagZstd : 0);
  put<std::uint16_t>(out, 6, kRecordHeaderSize);
  put<std::uint32_t>(out, 8, header.messages);
  put<std::uint64_t>(out, 16, header.raw_length);
  put<std::uint64_t>(out, 24, header.stored_length);
  put<std::uint64_t>(out, 32, header.stored_check);
  put<std::uint64_t>(out, 40, header.list_check);
  put<std::uint64_t>(out, kChecked, XXH3_64bits(out.data(), kChecked));
  return out;
}

std::optional<RecordHeader> decode_header(std::string_view octets, std::string& why) {
  if (octets.size() < kRecordHeaderSize) {
    why = "the record's header is cut off";
  } else if (!octets.starts_with(kMagic)) {
    why = "no record begins here";
  } else if (get<std::uint64_t>(octets, kChecked) != XXH3_64bits(octets.data(), kChecked)) {
    why = "the record's header does not match its checksum";
  } else if ((get<std::uint8_t>(octets, 4) != kVersion &&
              get<std::uint8_t>(octets, 4) != kVersionWithTails) ||
             get<std::uint16_t>(octets, 6) != kRecordHeaderSize) {
    why = "the record's version is not known";
  } else if (get<std::uint64_t>(octets, 16) > kMostRaw) {
    why = "the record claims more octets than a message can have";
  } else if (get<std::uint32_t>(octets, 8) == 0 || get<std::uint32_t>(octets, 8) > kMostInRecord) {
    why = "the record claims no messages, or too many";
  } else {
    RecordHeader header;
    header.compressed = (get<std::uint8_t>(octets, 5) & kFlagZstd) != 0;
    header.tails = get<std::uint8_t>(octets, 4) == kVersionWithTails;
    header.messages = get<std::uint32_t>(octets, 8);
    header.raw_length = get<std::uint64_t>(octets, 16);
    header.stored_length = get<std::uint64_t>(octets, 24);
    header.stored_check = get<std::uint64_t>(octets, 32);
    header.list_check = get<std::uint64_t>(octets, 40);
    return header;
  }
  return std::nullopt;
}

Expected<std::vector<Listed>> decode_list(const RecordHeader& header, std::string_view octets) {
  if (octets.size() != header.list_length() ||
      XXH3_64bits(octets.data(), octets.size()) != header.list_check) {
    return fail(ErrorCode::corrupt, "the record's list does not match its checksum");
  }
  const std::size_t size = header.tails ? kListedWithTailSize : kListedSize;
  std::vector<Listed> list(header.messages);
  std::uint64_t left = header.raw_length;
  for (std::size_t i = 0; i < list.size(); ++i) {
    list[i] = get_listed(octets.substr(i * size, size));
    if (list[i].length > kMostRaw || list[i].tail.octets > list[i].length) break;
    if (list[i].own() > left) break;
    left -= list[i].own();
    if (i + 1 == list.size() && left == 0) return list;
  }
  return fail(ErrorCode::corrupt, "the record's messages do not have {} octets together",
              header.raw_length);
}

struct RecordEncoder::Compressor {
  std::unique_ptr<ZSTD_CCtx, std::size_t (*)(ZSTD_CCtx*)> context{ZSTD_createCCtx(), ZSTD_freeCCtx};
  // Of the last record. Not the caller's string: resizing that writes zeros first.
  std::unique_ptr<char[]> packed;
  std::size_t room = 0;

  // `octets` in fewer octets; empty where they do not shrink.
  std::string_view pack(std::string_view octets);
};

std::string_view RecordEncoder::Compressor::pack(std::string_view octets) {
  // What one large message takes is not kept.
  constexpr std::size_t kKept = 512 << 10;
  if (room < octets.size() || room > kKept) {
    room = std::max(octets.size(), kRecordOctets);
    packed = std::make_unique_for_overwrite<char[]>(room);
  }
  const std::size_t size =
      ZSTD_compress2(context.get(), packed.get(), octets.size(), octets.data(), octets.size());
  if (ZSTD_isError(size) != 0 || size >= octets.size()) return {};
  return {packed.get(), size};
}

RecordEncoder::RecordEncoder() : compressor_(std::make_unique<Compressor>()) {
  ZSTD_CCtx* const context = compressor_->context.get();
  ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, kLevel);
  ZSTD_CCtx_setParameter(context, ZSTD_c_hashLog, kHashLog);
  ZSTD_CCtx_setParameter(context, ZSTD_c_minMatch, kMinMatch);
}
RecordEncoder::~RecordEncoder() = default;
RecordEncoder::RecordEncoder(RecordEncoder&&) noexcept = default;
RecordEncoder& RecordEncoder::operator=(RecordEncoder&&) noexcept = default;

void RecordEncoder::append(std::string_view octets, std::span<const Listed> list,
                           std::string& out) {
  RecordHeader header;
  header.messages = static_cast<std::uint32_t>(list.size());
  header.raw_length = octets.size();
  header.tails =
      std::any_of(list.begin(), list.end(), [](const Listed& one) { return one.tail.octets > 0; });
  const std::size_t begin = out.size();
  const std::size_t listed = begin + kRecordHeaderSize;
  const std::size_t body = listed + header.list_length();
  const std::size_t size = header.tails ? kListedWithTailSize : kListedSize;
  out.resize(body);
  for (std::size_t i = 0; i < list.size(); ++i) {
    put_listed(list[i], header.tails, listed + i * size, out);
  }
  const std::string_view packed = compressor_->pack(octets);
  header.compressed = !packed.empty();
  const std::string_view stored = header.compressed ? packed : octets;
  header.stored_length = stored.size();
  out += stored;
  header.list_check = XXH3_64bits(out.data() + listed, body - listed);
  header.stored_check = XXH3_64bits(out.data() + body, header.stored_length);
  out.replace(begin, kRecordHeaderSize, encode_header(header));
}

struct RecordDecoder::Decompressor {
  std::unique_ptr<ZSTD_DCtx, std::size_t (*)(ZSTD_DCtx*)> context{ZSTD_createDCtx(), ZSTD_freeDCtx};
};

RecordDecoder::RecordDecoder() : decompressor_(std::make_unique<Decompressor>()) {}
RecordDecoder::~RecordDecoder() = default;
RecordDecoder::RecordDecoder(RecordDecoder&&) noexcept = default;
RecordDecoder& RecordDecoder::operator=(RecordDecoder&&) noexcept = default;

Expected<std::string> RecordDecoder::octets(const RecordHeader& header, std::string_view stored) {
  if (XXH3_64bits(stored.data(), stored.size()) != header.stored_check) {
    return fail(ErrorCode::corrupt, "the stored octets do not match their checksum");
  }
  std::string raw;
  if (!header.compressed) {
    if (stored.size() != header.raw_length) {
      return fail(ErrorCode::corrupt, "{} octets are stored, the header says {}", stored.size(),
                  header.raw_length);
    }
    raw = stored;
  } else {
    // The frame's own word on its length must agree before anything is allocated.
    if (ZSTD_getFrameContentSize(stored.data(), stored.size()) != header.raw_length) {
      return fail(ErrorCode::corrupt, "the compressed frame's length is not the header's {}",
                  header.raw_length);
    }
    raw.resize(header.raw_length);
    const std::size_t got = ZSTD_decompressDCtx(decompressor_->context.get(), raw.data(),
                                                raw.size(), stored.data(), stored.size());
    if (ZSTD_isError(got) != 0 || got != raw.size()) {
      return fail(ErrorCode::corrupt, "the compressed frame is damaged");
    }
  }
  return raw;
}

}  // namespace letterlock::casefile
