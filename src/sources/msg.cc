#include "sources/msg.h"

#include <charconv>
#include <optional>

#include "sources/cfb.h"

namespace letterlock::sources {
namespace {

constexpr std::string_view kProperties = "__properties_version1.0";
constexpr std::string_view kValue = "__substg1.0_";
constexpr std::string_view kRecipient = "__recip_version1.0_";
constexpr std::string_view kAttachment = "__attach_version1.0_";
// What stands before the properties (MS-OXMSG section 2.4.1).
constexpr std::size_t kTopHeader = 32, kEmbeddedHeader = 24, kPartHeader = 8;
constexpr std::size_t kPropertyEntry = 16;
constexpr unsigned kDefaultCodepage = 1252;
constexpr unsigned kDepth = 20;
constexpr std::uint16_t kText8 = 0x001E, kObject = 0x000D;

std::uint64_t little(std::string_view octets, std::size_t at, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = at + size; i-- > at;) {
    value = value << 8 | static_cast<unsigned char>(octets[i]);
  }
  return value;
}

struct Tag {
  std::uint16_t id, type;
};
// "__substg1.0_0037001F"
std::optional<Tag> tag_of(std::string_view name) {
  if (!name.starts_with(kValue) || name.size() != kValue.size() + 8) return std::nullopt;
  std::uint32_t value = 0;
  const char* const end = name.data() + name.size();
  const auto read = std::from_chars(name.data() + kValue.size(), end, value, 16);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return Tag{static_cast<std::uint16_t>(value >> 16), static_cast<std::uint16_t>(value)};
}

class MsgReader {
 public:
  MsgReader(const CompoundFile& file, std::uint64_t budget) : file_(file), budget_(budget) {}

  MapiItem item(std::uint32_t storage, std::size_t header, unsigned codepage, unsigned depth) {
    MapiItem read;
    read.properties = properties(storage, header, codepage);
    for (const std::uint32_t id : file_.children(storage)) {
      const CompoundFile::Entry& entry = file_.entry(id);
      if (!entry.storage) continue;
      if (entry.name.starts_with(kRecipient)) {
        unsigned own = codepage;
        read.recipients.push_back(properties(id, kPartHeader, own));
      } else if (entry.name.starts_with(kAttachment)) {
        read.attachments.push_back(attachment(id, codepage, depth));
      }
    }
    return read;
  }

 private:
  // Reads a storage's properties; `codepage` becomes what they say of it.
  MapiProperties properties(std::uint32_t storage, std::size_t header, unsigned& codepage) {
    MapiProperties read;
    const std::vector<std::uint32_t> children = file_.children(storage);
    for (const std::uint32_t id : children) {
      if (file_.entry(id).name == kProperties) fixed_properties(take(id), header, read);
    }
    for (const Mapi which : {Mapi::message_codepage, Mapi::internet_codepage}) {
      const auto stated = read.number(which).value_or(0);
      if (stated > 0 && stated != 1200) {
        codepage = static_cast<unsigned>(stated);
        break;
      }
    }
    for (const std::uint32_t id : children) {
      const auto tag = tag_of(file_.entry(id).name);
      if (!tag || tag->type == kObject || file_.entry(id).storage) continue;
      if (is_known_property(tag->id)) {
        set_stored_value(tag->id, tag->type, take(id), codepage, read);
      }
    }
    return read;
  }

  // Those whose value fits in eight octets stand in the property stream itself.
  static void fixed_properties(const std::string& stream, std::size_t header,
                               MapiProperties& read) {
    const std::string_view all = stream;
    for (std::size_t at = header; at + kPropertyEntry <= all.size(); at += kPropertyEntry) {
      const auto type = static_cast<std::uint16_t>(little(all, at, 2));
      const auto id = static_cast<std::uint16_t>(little(all, at + 2, 2));
      const bool fixed = type != 0x001F && type != kText8 && type != 0x0102 && type != kObject;
      if (fixed && is_known_property(id)) {
        set_stored_value(id, type, all.substr(at + 8, 8), kDefaultCodepage, read);
      }
    }
  }

  MapiAttachment attachment(std::uint32_t storage, unsigned codepage, unsigned depth) {
    MapiAttachment read;
    read.properties = properties(storage, kPartHeader, codepage);
    for (const std::uint32_t id : file_.children(storage)) {
      const auto tag = tag_of(file_.entry(id).name);
      if (!tag || tag->id != static_cast<std::uint16_t>(Mapi::attach_data) ||
          tag->type != kObject) {
        continue;
      }
      if (!file_.entry(id).storage || !has_properties(id)) {
        read.trouble = "an OLE object is attached; its content was not rebuilt";
      } else if (depth == 0) {
        read.trouble = "messages in messages nest too deep";
      } else {
        read.message =
            std::make_unique<MapiItem>(item(id, kEmbeddedHeader, kDefaultCodepage, depth - 1));
      }
    }
    if (cut_) read.trouble = "property values are over the limit";
    return read;
  }

  bool has_properties(std::uint32_t storage) const {
    for (const std::uint32_t id : file_.children(storage)) {
      if (file_.entry(id).name == kProperties) return true;
    }
    return false;
  }

  // A stream, charged to the budget: hostile directories name one chain many times.
  std::string take(std::uint32_t id) {
    const std::uint64_t cost = std::max<std::uint64_t>(1, file_.entry(id).size);
    if (cost > budget_) {
      cut_ = true;
      return {};
    }
    std::string content = file_.read(id);
    budget_ -= std::max<std::uint64_t>(1, content.size());
    return content;
  }

  const CompoundFile& file_;
  std::uint64_t budget_;
  bool cut_ = false;
};

bool has_item(const CompoundFile& file) {
  for (const std::uint32_t id : file.children(CompoundFile::kRoot)) {
    if (file.entry(id).name == kProperties) return true;
  }
  return false;
}

}  // namespace

bool holds_item(std::string_view octets) {
  const auto file = CompoundFile::open(octets);
  return file && has_item(*file);
}

Expected<MapiItem> read_msg(std::string_view octets, std::uint64_t budget) {
  auto file = CompoundFile::open(octets);
  if (!file) return fail(std::move(file));
  if (!has_item(*file)) return fail(ErrorCode::corrupt, "an OLE compound file without an item");
  return MsgReader(*file, budget).item(CompoundFile::kRoot, kTopHeader, kDefaultCodepage, kDepth);
}

}  // namespace letterlock::sources
