// Builds the fields and the entity tree of a Message in one pass over its octets (RFC 5322 section
// 2.1, RFC 2046 section 5.1). Internal to mime.
//
// Entities open at the moment stand on a stack. Each that is a multipart has its boundary there,
// and each line that begins with "--" is compared with all of them, innermost first. That is linear
// in the input: the stack is at most Limits::entity_depth high, and no octet is looked at twice on
// the way down.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <string_view>
#include <vector>

#include "mime/media_type_scan.h"
#include "mime/message.h"
#include "mime/octet_kernels.h"
#include "mime/octet_scan.h"

namespace letterlock::mime {

class MessageParser {
 public:
  explicit MessageParser(Message& message);
  void run();

 private:
  // An entity whose end has not been seen.
  struct Frame {
    EntityIndex entity = kNoEntity;
    EntityIndex last_child = kNoEntity;
    std::string_view boundary;  // of a multipart that is read
    bool active = false;        // lines with this boundary are delimiters
    bool seen = false;          // there was one
    bool closed = false;        // the closing one, or none is waited for
    bool digest = false;        // parts are message/rfc822 by default
  };
  static constexpr std::size_t kNoFrame = static_cast<std::size_t>(-1);

  // A line that is a delimiter of `frame`.
  struct Delimiter {
    std::size_t frame;
    std::uint32_t begin, after;  // of the line
    bool closing;
  };

  enum class LineKind : std::uint8_t {
    blank,
    continuation,
    field,
    odd_field,        // a field whose name has forbidden octets
    text_with_colon,  // what stands before the colon has spaces inside
    text,
    from_line,  // of an mbox
  };
  struct Line {
    std::uint32_t begin, end, next;  // without, and behind, the line ending
    std::uint32_t name_end, colon;   // where there is a colon
    LineKind kind;
  };
  // What a folded line would continue.
  enum class Continuable : std::uint8_t { nothing, field, dropped };

  // Entities.
  bool open_entity(std::size_t parent_frame, std::uint32_t begin);
  void enter(EntityIndex index);
  bool may_descend(const Entity& entity);
  void descend_multipart(Entity& entity, Frame& frame);
  std::string_view boundary();
  void close_frames(std::size_t keep, std::uint32_t end);
  std::uint32_t close_frame(const Frame& frame, std::uint32_t end);
  void stop_at(const Delimiter& delimiter);

  // Delimiters.
  Delimiter next_delimiter(std::uint32_t from);
  Delimiter match_delimiter(std::uint32_t line) const;
  std::uint32_t before_delimiter(std::uint32_t line) const;

  // The header (header_scan.cc).
  std::uint32_t scan_header(Entity& entity);
  bool is_delimiter(std::uint32_t line) const;
  Line line_at(std::uint32_t begin) const;
  LineKind classify(Line& line) const;
  bool take_stray_line(Entity& entity, const Line& line);
  bool header_goes_on_at(std::uint32_t at) const;
  void take_field(const Line& line);
  void extend_field(const Line& line);
  std::uint32_t take_continuations(std::uint32_t at);
  void note_first(FieldName id, std::size_t index);
  void read_mime_fields(Entity& entity);
  void read_content_type(Entity& entity);
  void note_header_octets(const Entity& entity, std::uint32_t begin, std::uint32_t end);
  void note_missing_fields();

  // Octets.
  const Entity* open_leaf() const;
  void finish_region(std::uint32_t end, const Entity* leaf);
  void note_bare_cr(std::uint32_t begin, std::uint32_t end);
  void note_line_endings(std::uint32_t begin, std::uint32_t end);
  void note_long_line(std::uint32_t begin, std::uint32_t end);

  std::string_view slice(std::uint32_t begin, std::uint32_t end) const {
    return octets_.substr(begin, end - begin);
  }

  Message& message_;
  std::string_view octets_;
  std::uint32_t size_;
  OctetScan scan_;
  const OctetKernels& kernels_;
  alignas(Frame) std::array<std::byte, 16 * sizeof(Frame)> frame_memory_;
  std::pmr::monotonic_buffer_resource frame_resource_;
  std::pmr::vector<Frame> frames_;
  std::size_t active_ = 0;  // frames with an active boundary

  // The entity whose header was read last.
  bool digest_part_ = false;  // it is a part of a multipart/digest
  bool is_digest_ = false;    // it is one
  Continuable continuable_ = Continuable::nothing;
  std::uint64_t fields_seen_ = 0;  // bit i: FieldName i was there
  std::size_t type_field_ = 0, encoding_field_ = 0, disposition_field_ = 0;  // where it was
  ByteRange content_type_;
  std::size_t parameters_offset_ = 0;  // in content_type_

  // The octet region that was finished last.
  OctetFacts region_;

  // The whole message.
  std::uint64_t root_fields_ = 0;
  bool too_many_fields_ = false;
  bool saw_crlf_ = false, saw_bare_lf_ = false;
  bool noted_mixed_ = false, noted_nul_ = false, noted_bare_cr_ = false, noted_long_line_ = false;
};

}  // namespace letterlock::mime
