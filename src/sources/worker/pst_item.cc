#include "sources/worker/pst_item.h"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace letterlock::sources {
namespace {

constexpr int kMaxRecordSets = 100'000;  // recipients of one item
constexpr int kMaxEntries = 10'000;      // properties of one item
constexpr int kMaxAttachments = 10'000;
constexpr unsigned kDefaultCodepage = 1252;

// libbfio's idea of a file, over descriptor 0 with a position of its own.
struct Position {
  std::uint64_t size;
  off64_t offset;
  bool open;
};
Position& position_of(intptr_t* handle) { return *reinterpret_cast<Position*>(handle); }

extern "C" {
int bfio_free(intptr_t**, libbfio_error_t**) { return 1; }
int bfio_open(intptr_t* handle, int, libbfio_error_t**) {
  position_of(handle).open = true;
  return 1;
}
int bfio_close(intptr_t* handle, libbfio_error_t**) {
  position_of(handle).open = false;
  return 0;
}
ssize_t bfio_read(intptr_t* handle, std::uint8_t* into, std::size_t size, libbfio_error_t**) {
  Position& at = position_of(handle);
  std::size_t filled = 0;
  while (filled < size) {
    const ssize_t got = ::pread(STDIN_FILENO, into + filled, size - filled, at.offset);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return -1;
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
    at.offset += got;
  }
  return static_cast<ssize_t>(filled);
}
off64_t bfio_seek(intptr_t* handle, off64_t offset, int whence, libbfio_error_t**) {
  Position& at = position_of(handle);
  off64_t base = 0;
  if (whence == SEEK_CUR) base = at.offset;
  if (whence == SEEK_END) base = static_cast<off64_t>(at.size);
  if (base + offset < 0) return -1;
  at.offset = base + offset;
  return at.offset;
}
int bfio_exists(intptr_t*, libbfio_error_t**) { return 1; }
int bfio_is_open(intptr_t* handle, libbfio_error_t**) { return position_of(handle).open ? 1 : 0; }
int bfio_size(intptr_t* handle, size64_t* size, libbfio_error_t**) {
  *size = position_of(handle).size;
  return 1;
}
}

Position container_position{};

// A record set and its entries, freed when they go.
class RecordSet {
 public:
  RecordSet(libpff_item_t* item, int index) {
    PffError error;
    if (libpff_item_get_record_set_by_index(item, index, &set_, error.out()) != 1) set_ = nullptr;
  }
  ~RecordSet() {
    if (set_ != nullptr) libpff_record_set_free(&set_, nullptr);
  }
  RecordSet(const RecordSet&) = delete;
  RecordSet& operator=(const RecordSet&) = delete;

  int size() const {
    int count = 0;
    if (set_ == nullptr || libpff_record_set_get_number_of_entries(set_, &count, nullptr) != 1) {
      return 0;
    }
    return std::min(count, kMaxEntries);
  }
  libpff_record_set_t* get() const { return set_; }

 private:
  libpff_record_set_t* set_ = nullptr;
};

struct Stored {
  std::uint32_t id = 0, type = 0;
  std::string octets;
};

bool read_entry(libpff_record_set_t* set, int index, std::uint64_t& budget, Stored& stored) {
  libpff_record_entry_t* entry = nullptr;
  if (libpff_record_set_get_entry_by_index(set, index, &entry, nullptr) != 1) return false;
  std::size_t size = 0;
  bool good = libpff_record_entry_get_entry_type(entry, &stored.id, nullptr) == 1 &&
              libpff_record_entry_get_value_type(entry, &stored.type, nullptr) == 1 &&
              stored.id <= 0xFFFF && is_known_property(static_cast<std::uint16_t>(stored.id)) &&
              libpff_record_entry_get_data_size(entry, &size, nullptr) == 1 && size <= budget;
  if (good) {
    budget -= size;
    stored.octets.assign(size, '\0');
    good = size == 0 ||
           libpff_record_entry_get_data(
               entry, reinterpret_cast<std::uint8_t*>(stored.octets.data()), size, nullptr) == 1;
  }
  libpff_record_entry_free(&entry, nullptr);
  return good;
}

MapiProperties read_properties(libpff_item_t* item, int record_set, unsigned& codepage,
                               std::uint64_t& budget) {
  MapiProperties properties;
  const RecordSet set(item, record_set);
  const int size = set.size();
  std::vector<Stored> texts;
  for (int i = 0; i < size; ++i) {
    Stored stored;
    if (!read_entry(set.get(), i, budget, stored)) continue;
    const auto id = static_cast<std::uint16_t>(stored.id);
    if (stored.type == 0x001E) {
      texts.push_back(std::move(stored));  // the code page may come behind them
    } else {
      set_stored_value(id, static_cast<std::uint16_t>(stored.type), stored.octets, codepage,
                       properties);
    }
  }
  for (const Mapi which : {Mapi::message_codepage, Mapi::internet_codepage}) {
    const auto stated = properties.number(which).value_or(0);
    if (stated > 0 && stated != 1200) {
      codepage = static_cast<unsigned>(stated);
      break;
    }
  }
  for (const Stored& stored : texts) {
    set_stored_value(static_cast<std::uint16_t>(stored.id), 0x001E, stored.octets, codepage,
                     properties);
  }
  return properties;
}

// A subject may begin with U+0001 and the length of its "Re: " (MS-PST section 2.5.3.1.1.1).
void clean_subject(MapiProperties& properties) {
  std::string subject(properties.text(Mapi::subject));
  if (!subject.starts_with('\x01')) return;
  std::size_t skip = std::min<std::size_t>(2, subject.size());
  while (skip < subject.size() && (subject[skip] & 0xC0) == 0x80) ++skip;
  subject.erase(0, skip);
  properties.set_text(static_cast<std::uint16_t>(Mapi::subject), std::move(subject));
}

void read_recipients(libpff_item_t* item, unsigned codepage, std::uint64_t& budget,
                     MapiItem& into) {
  PffItem recipients;
  PffError error;
  if (libpff_message_get_recipients(item, recipients.out(), error.out()) != 1) return;
  int count = 0;
  libpff_item_get_number_of_record_sets(recipients.get(), &count, error.out());
  for (int i = 0; i < std::min(count, kMaxRecordSets); ++i) {
    unsigned own = codepage;
    into.recipients.push_back(read_properties(recipients.get(), i, own, budget));
  }
}

void read_octets(libpff_item_t* attachment, std::uint64_t& budget, MapiAttachment& into) {
  PffError error;
  size64_t size = 0;
  if (libpff_attachment_get_data_size(attachment, &size, error.out()) != 1) {
    into.trouble = fmt::format("attachment's size: {}", error.text());
    return;
  }
  if (size > budget) {
    into.trouble = fmt::format("attachment of {} octets is over the limit", size);
    return;
  }
  std::string octets(size, '\0');
  std::size_t filled = 0;
  while (filled < octets.size()) {
    const ssize_t got = libpff_attachment_data_read_buffer(
        attachment, reinterpret_cast<std::uint8_t*>(octets.data()) + filled, octets.size() - filled,
        error.out());
    if (got <= 0) {
      into.trouble = fmt::format("attachment's octet {} of {}: {}", filled, size, error.text());
      break;
    }
    filled += static_cast<std::size_t>(got);
  }
  octets.resize(filled);
  budget -= filled;
  into.properties.set_binary(static_cast<std::uint16_t>(Mapi::attach_data), std::move(octets));
}

MapiAttachment read_attachment(libpff_item_t* item, int index, unsigned codepage,
                               std::uint64_t& budget, unsigned depth) {
  MapiAttachment read;
  PffItem attachment;
  PffError error;
  if (libpff_message_get_attachment(item, index, attachment.out(), error.out()) != 1) {
    read.trouble = fmt::format("attachment {}: {}", index, error.text());
    return read;
  }
  read.properties = read_properties(attachment.get(), 0, codepage, budget);
  int type = LIBPFF_ATTACHMENT_TYPE_UNDEFINED;
  if (libpff_attachment_get_type(attachment.get(), &type, error.out()) != 1) {
    read.trouble = fmt::format("attachment {}: {}", index, error.text());
  } else if (type == LIBPFF_ATTACHMENT_TYPE_DATA) {
    read_octets(attachment.get(), budget, read);
  } else if (type == LIBPFF_ATTACHMENT_TYPE_ITEM) {
    PffItem inner;
    if (libpff_attachment_get_item(attachment.get(), inner.out(), error.out()) != 1) {
      read.trouble = fmt::format("attached item {}: {}", index, error.text());
    } else if (depth == 0) {
      read.trouble = "messages in messages nest too deep";
    } else {
      read.message = std::make_unique<MapiItem>(read_pff_item(inner.get(), budget, depth - 1));
    }
  }
  return read;
}

}  // namespace

std::string PffError::text() const {
  if (error_ == nullptr) return "no reason given";
  std::array<char, 512> text{};
  libpff_error_sprint(error_, text.data(), text.size());
  return text.data();
}

PffFile::~PffFile() {
  if (file_ != nullptr) libpff_file_free(&file_, nullptr);
  if (handle_ != nullptr) libbfio_handle_free(&handle_, nullptr);
}

bool PffFile::open(std::uint64_t size, PffError& error) {
  container_position = {size, 0, true};
  return libbfio_handle_initialize(&handle_, reinterpret_cast<intptr_t*>(&container_position),
                                   bfio_free, nullptr, bfio_open, bfio_close, bfio_read, nullptr,
                                   bfio_seek, bfio_exists, bfio_is_open, bfio_size,
                                   LIBBFIO_FLAG_IO_HANDLE_NON_MANAGED, nullptr) == 1 &&
         libpff_file_initialize(&file_, error.out()) == 1 &&
         libpff_file_open_file_io_handle(file_, handle_, LIBPFF_OPEN_READ, error.out()) == 1;
}

std::uint32_t pff_identifier(libpff_item_t* item) {
  std::uint32_t identifier = 0;
  libpff_item_get_identifier(item, &identifier, nullptr);
  return identifier;
}

std::string pff_text(libpff_item_t* item, Mapi id) {
  constexpr std::uint64_t kShort = 64 << 10;
  const RecordSet set(item, 0);
  for (const std::uint16_t type : {0x001F, 0x001E}) {
    libpff_record_entry_t* entry = nullptr;
    if (set.get() == nullptr ||
        libpff_record_set_get_entry_by_type(set.get(), static_cast<std::uint16_t>(id), type, &entry,
                                            0, nullptr) != 1) {
      continue;
    }
    std::size_t size = 0;
    std::string octets;
    if (libpff_record_entry_get_data_size(entry, &size, nullptr) == 1 && size <= kShort) {
      octets.assign(size, '\0');
      if (size > 0 &&
          libpff_record_entry_get_data(entry, reinterpret_cast<std::uint8_t*>(octets.data()), size,
                                       nullptr) != 1) {
        octets.clear();
      }
    }
    libpff_record_entry_free(&entry, nullptr);
    MapiProperties one;
    set_stored_value(static_cast<std::uint16_t>(id), type, octets, kDefaultCodepage, one);
    return std::string(one.text(id));
  }
  return {};
}

MapiItem read_pff_item(libpff_item_t* item, std::uint64_t& budget, unsigned depth) {
  MapiItem read;
  unsigned codepage = kDefaultCodepage;
  read.properties = read_properties(item, 0, codepage, budget);
  clean_subject(read.properties);
  read_recipients(item, codepage, budget, read);
  int count = 0;
  PffError error;
  if (libpff_message_get_number_of_attachments(item, &count, error.out()) == 1) {
    for (int i = 0; i < std::min(count, kMaxAttachments); ++i) {
      read.attachments.push_back(read_attachment(item, i, codepage, budget, depth));
    }
  }
  return read;
}

}  // namespace letterlock::sources
