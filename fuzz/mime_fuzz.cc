// The mail parser under hostile input. Checked for every input: ranges lie inside the message and
// nest; every instruction set gives the same result; decoding stays within its limits; LF and CRLF
// make no difference to the tree.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/utf8.h"
#include "mime/isa.h"
#include "mime/message.h"
#include "mime/text.h"
#include "property.h"

namespace {

using namespace letterlock;
using fuzz::require;
using namespace letterlock::mime;

// Small, so that inputs of fuzzing size reach them.
Limits small_limits() {
  Limits limits;
  limits.entity_depth = 12;
  limits.entities = 60;
  limits.header_fields = 200;
  limits.field_length = 300;
  return limits;
}

Message parsed(std::string_view octets, const Limits& limits) {
  auto message = Message::parse_view(octets, limits);
  require(message.has_value());
  return std::move(*message);
}

void check_fields(const Message& message, const Entity& entity) {
  std::uint32_t end = entity.header.offset;
  for (const HeaderField& field : message.fields(entity)) {
    require(field.whole.offset >= end && entity.header.contains(field.whole));
    require(field.whole.contains(field.name) && field.whole.contains(field.body));
    require(field.name.end() <= field.body.offset);
    require(field.body.length <= message.limits().field_length);
    require(field_id(message.octets(field.name)) == field.id);
    end = field.whole.end();
  }
}

void check_tree(const Message& message) {
  const auto entities = message.entities();
  const Limits& limits = message.limits();
  require(!entities.empty() && entities.size() <= limits.entities);
  require(entities[0].whole == ByteRange{0, static_cast<std::uint32_t>(message.octets().size())});
  std::size_t linked = 1;
  for (EntityIndex i = 0; i < entities.size(); ++i) {
    const Entity& entity = entities[i];
    require(entity.whole.offset == entity.header.offset);
    require(entity.header.end() == entity.body.offset && entity.whole.end() == entity.body.end());
    require(entity.depth <= limits.entity_depth);
    check_fields(message, entity);
    std::uint32_t end = entity.body.offset;
    for (EntityIndex c = entity.first_child; c != kNoEntity; c = entities[c].next_sibling) {
      require(c > i && c < entities.size());
      require(entities[c].parent == i && entities[c].depth == entity.depth + 1);
      require(entity.body.contains(entities[c].whole) && entities[c].whole.offset >= end);
      end = entities[c].whole.end();
      ++linked;
    }
  }
  require(linked == entities.size());
}

void check_text(std::string_view text) {
  Arena arena;
  for (const EmbeddedFile& file : embedded_files(text, arena)) {
    require(file.where.end() <= text.size() &&
            file.content.size() <= file.where.length * Limits().decode_ratio);
  }
  std::size_t flowed = 0;
  for (const Paragraph& paragraph : unflow(text, true, true)) flowed += paragraph.text.size();
  require(flowed <= text.size());
  parse_status(text, arena);
}

void check_contents(const Message& message) {
  for (const Entity& entity : message.entities()) {
    const std::string_view decoded = message.decoded(entity);
    const bool may_expand = entity.encoding == TransferEncoding::uuencode;
    require(decoded.size() <=
            entity.body.length * (may_expand ? message.limits().decode_ratio : 1));
    const std::string_view text = message.text(entity);
    require(is_valid_utf8(text));
    require(text.size() <= message.limits().decode_ratio * (decoded.size() + 1));
    message.content_type(entity);
    message.disposition(entity);
    message.filename(entity);
    if (entity.first_child == kNoEntity) check_text(decoded);
  }
  require(message.defects().size() <= message.limits().defects);
  for (const Defect& defect : message.defects()) {
    require(defect.where.end() <= message.octets().size());
  }
}

bool same_entity(const Entity& a, const Entity& b) {
  return a.parent == b.parent && a.first_child == b.first_child && a.depth == b.depth &&
         a.next_sibling == b.next_sibling && a.first_field == b.first_field &&
         a.field_count == b.field_count && a.media == b.media && a.encoding == b.encoding &&
         a.disposition == b.disposition;
}

bool same_tree(const Message& a, const Message& b) {
  return std::equal(a.entities().begin(), a.entities().end(), b.entities().begin(),
                    b.entities().end(), same_entity) &&
         std::equal(a.fields().begin(), a.fields().end(), b.fields().begin(), b.fields().end(),
                    [](const HeaderField& x, const HeaderField& y) { return x.id == y.id; });
}

bool same_ranges(const Message& a, const Message& b) {
  for (std::size_t i = 0; i < a.entities().size(); ++i) {
    if (a.entities()[i].whole != b.entities()[i].whole) return false;
    if (a.entities()[i].body != b.entities()[i].body) return false;
  }
  return std::equal(a.fields().begin(), a.fields().end(), b.fields().begin(), b.fields().end(),
                    [](const HeaderField& x, const HeaderField& y) {
                      return x.whole == y.whole && x.name == y.name && x.body == y.body;
                    });
}

void check_paths_agree(std::string_view octets, const Limits& limits) {
  if (best_isa() == Isa::portable) return;
  const auto decode_all = [](const Message& message) {
    std::vector<std::string_view> decoded;
    for (const Entity& entity : message.entities()) {
      decoded.push_back(message.decoded(entity));
      decoded.push_back(message.text(entity));
    }
    return decoded;
  };
  const Message fast = parsed(octets, limits);
  const std::vector<std::string_view> fast_decoded = decode_all(fast);
  set_isa_for_testing(Isa::portable);
  const Message slow = parsed(octets, limits);
  const std::vector<std::string_view> slow_decoded = decode_all(slow);
  set_isa_for_testing(best_isa());
  require(same_tree(fast, slow) && same_ranges(fast, slow));
  require(fast_decoded == slow_decoded);
  require(std::equal(fast.defects().begin(), fast.defects().end(), slow.defects().begin(),
                     slow.defects().end()));
}

void check_line_endings(std::string_view octets, Limits limits) {
  limits.field_length = Limits().field_length;  // counts line endings too
  std::string lf, crlf;
  for (const char c : octets) {
    if (c == '\r') continue;
    if (c == '\n') crlf += '\r';
    lf += c;
    crlf += c;
  }
  require(same_tree(parsed(lf, limits), parsed(crlf, limits)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view octets(reinterpret_cast<const char*>(data), size);
  for (const Limits& limits : {Limits(), small_limits()}) {
    const Message message = parsed(octets, limits);
    check_tree(message);
    check_contents(message);
    check_paths_agree(octets, limits);
    check_line_endings(octets, limits);
  }
  check_text(octets);
  return 0;
}
