// What the worker program says to us, over a pipe: frames of a type octet, a 32-bit length and a
// payload. Neither side believes the other: lengths are bounded, payloads read with bounds checks.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace letterlock::sources {

enum class FrameType : char {
  entry = 'E',      // Entry: octets follow
  octets = 'D',     // of the entry under way
  entry_end = 'e',  // text: why the entry is not whole, empty where it is
  defect = 'X',     // WorkerDefect
  progress = 'P',   // u64: octets of the container read
  code = 'C',       // CodeFrame: a QR code in the picture or document asked about
  end = 'Z',        // nothing follows
};

inline constexpr std::uint32_t kMaxFrame = 1u << 20;
inline constexpr std::size_t kFrameHeader = 5;

// A file in an archive, or an item of a mailbox.
struct Entry {
  std::string path;                  // inside the container; empty for a compressed file's content
  bool is_message = false;           // an item, rebuilt; else a file, to be recognised
  std::string folder, mailbox_hint;  // of the item
  std::string flags;
  std::optional<UnixTime> date;
};

struct WorkerDefect {
  std::string inner;
  std::uint64_t offset = 0;
  std::string name, detail;
};

struct CodeFrame {
  std::uint64_t page = 0;  // of a document, from 1; 0 for a picture
  std::string text;
};

// What the worker is asked to look at for QR codes: an octet of these and a length as in a frame,
// then the octets. It answers with code frames and an end frame.
enum class Picture : char { png = 'p', jpeg = 'j', gif = 'g', pdf = 'd' };
inline constexpr std::uint32_t kMaxPicture = 16u << 20;

std::string encode(const CodeFrame& code);
std::optional<CodeFrame> decode_code(std::string_view payload);
std::string encode(const Entry& entry);
std::string encode(const WorkerDefect& defect);
std::string encode(std::uint64_t number);
// nullopt where the payload is not what the worker should have sent.
std::optional<Entry> decode_entry(std::string_view payload);
std::optional<WorkerDefect> decode_defect(std::string_view payload);
std::optional<std::uint64_t> decode_number(std::string_view payload);

// The five octets before a payload.
std::string frame_header(FrameType type, std::uint32_t length);

}  // namespace letterlock::sources
