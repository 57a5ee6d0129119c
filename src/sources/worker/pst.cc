// PST and OST files (MS-PST) through libpff: folders in order, then orphans and recovered items.
#include <fmt/core.h>
#include <libbfio.h>
#include <libpff.h>
#include <unistd.h>

#include <memory>
#include <set>
#include <string>

#include "sources/folder_names.h"
#include "sources/worker/pst_item.h"
#include "sources/worker/report.h"

namespace letterlock::sources {
namespace {

constexpr unsigned kMaxFolderDepth = 64;
constexpr std::size_t kShownSubject = 200;

// A row of a folder's list, not the item itself.
bool is_bare(const MapiItem& item) {
  const MapiProperties& p = item.properties;
  return p.text(Mapi::body).empty() && p.text(Mapi::html).empty() && p.binary(Mapi::html).empty() &&
         p.binary(Mapi::rtf_compressed).empty() && p.text(Mapi::transport_headers).empty() &&
         item.attachments.empty();
}

class PstReader {
 public:
  PstReader(const WorkerLimits& limits, Report& report) : limits_(limits), report_(report) {}
  void run();

 private:
  void folder(libpff_item_t* folder, const std::string& path, unsigned depth);
  void messages(libpff_item_t* folder, const std::string& path);
  void item(libpff_item_t* item, const std::string& folder, bool recovered = false);
  void list(int (*count)(libpff_file_t*, int*, libpff_error_t**),
            int (*get)(libpff_file_t*, int, libpff_item_t**, libpff_error_t**),
            const std::string& name);
  bool more();
  // A PST's items have an identifier, no octet at which one could find them.
  void damaged(const std::string& inner, const std::string& what) {
    report_.defect(inner, 0, "damaged_item", what);
  }

  const WorkerLimits& limits_;
  Report& report_;
  PffFile file_;
  std::string owner_;
  std::uint64_t items_ = 0;
  bool stopped_ = false;
  std::set<std::uint32_t> folders_;  // identifiers seen: a damaged file may have a circle
};

bool PstReader::more() {
  if (stopped_) return false;
  if (++items_ > limits_.entries) {
    report_.defect("", 0, "item_limit", fmt::format("more than {} items", limits_.entries));
    stopped_ = true;
  }
  return !stopped_;
}

void PstReader::item(libpff_item_t* item, const std::string& folder, bool recovered) {
  const std::string inner = fmt::format("{}/item 0x{:x}", folder, pff_identifier(item));
  const std::string kind = pff_text(item, Mapi::message_class);
  if (!is_mail_class(kind)) {
    report_.defect(inner, 0, "not_mail",
                   kind.empty() ? "an item without a class" : fmt::format("an item of {}", kind));
    return;
  }
  std::uint64_t budget = limits_.message_size;
  const MapiItem read = read_pff_item(item, budget);
  for (const MapiAttachment& attached : read.attachments) {
    if (!attached.trouble.empty()) damaged(inner, attached.trouble);
  }
  if (recovered && is_bare(read)) {
    damaged(inner, fmt::format("recovered without content: subject \"{}\"",
                               read.properties.text(Mapi::subject).substr(0, kShownSubject)));
    return;
  }
  Entry entry;
  entry.path = inner;
  entry.is_message = true;
  entry.folder = folder;
  entry.mailbox_hint = owner_;
  entry.flags = mapi_flags(read.properties);
  entry.date = mapi_date(read.properties);
  report_.entry(entry);
  report_.octets(rebuild_message(read));
  report_.entry_end();
}

void PstReader::messages(libpff_item_t* folder, const std::string& path) {
  int count = 0;
  PffError error;
  if (libpff_folder_get_number_of_sub_messages(folder, &count, error.out()) != 1) {
    damaged(path, fmt::format("messages of the folder: {}", error.text()));
    return;
  }
  for (int i = 0; i < count && more(); ++i) {
    PffItem message;
    if (libpff_folder_get_sub_message(folder, i, message.out(), error.out()) != 1) {
      damaged(path, fmt::format("message {} of the folder: {}", i, error.text()));
      continue;
    }
    item(message.get(), path);
  }
}

void PstReader::folder(libpff_item_t* folder, const std::string& path, unsigned depth) {
  if (stopped_ || !folders_.insert(pff_identifier(folder)).second) return;
  if (depth > kMaxFolderDepth) {
    damaged(path, "folders nest too deep");
    return;
  }
  messages(folder, path);
  int count = 0;
  PffError error;
  if (libpff_folder_get_number_of_sub_folders(folder, &count, error.out()) != 1) {
    damaged(path, fmt::format("folders of the folder: {}", error.text()));
    return;
  }
  for (int i = 0; i < count && !stopped_; ++i) {
    PffItem sub;
    if (libpff_folder_get_sub_folder(folder, i, sub.out(), error.out()) != 1) {
      damaged(path, fmt::format("folder {} of the folder: {}", i, error.text()));
      continue;
    }
    std::string name = pff_text(sub.get(), Mapi::display_name);
    if (name.empty()) name = fmt::format("folder-{}", pff_identifier(sub.get()));
    this->folder(sub.get(), path.empty() ? name : fmt::format("{}/{}", path, name), depth + 1);
  }
}

void PstReader::list(int (*count)(libpff_file_t*, int*, libpff_error_t**),
                     int (*get)(libpff_file_t*, int, libpff_item_t**, libpff_error_t**),
                     const std::string& name) {
  int items = 0;
  PffError error;
  if (count(file_.get(), &items, error.out()) != 1) return;
  for (int i = 0; i < items && more(); ++i) {
    PffItem found;
    if (get(file_.get(), i, found.out(), error.out()) != 1) continue;
    std::uint8_t type = LIBPFF_ITEM_TYPE_UNDEFINED;
    libpff_item_get_type(found.get(), &type, error.out());
    // Parts of items are recovered too; what is no item of its own has no class.
    if (type == LIBPFF_ITEM_TYPE_FOLDER || pff_text(found.get(), Mapi::message_class).empty()) {
      continue;
    }
    item(found.get(), name, true);
  }
}

void PstReader::run() {
  PffError error;
  if (!file_.open(limits_.container_size, error)) {
    report_.defect("", 0, "damaged_container", error.text());
    return;
  }
  PffItem store;
  if (libpff_file_get_message_store(file_.get(), store.out(), error.out()) == 1) {
    owner_ = pff_text(store.get(), Mapi::display_name);
    // Outlook's default names say nothing.
    if (owner_ == "Personal Folders" || owner_ == "Outlook Data File") owner_.clear();
  }
  PffItem root;
  const int got_root = libpff_file_get_root_folder(file_.get(), root.out(), error.out());
  if (got_root == 1) {
    folder(root.get(), "", 0);
  } else {
    report_.defect("", 0, "damaged_container",
                   got_root == 0 ? std::string("its index names no root folder")
                                 : fmt::format("root folder: {}", error.text()));
  }
  list(libpff_file_get_number_of_orphan_items, libpff_file_get_orphan_item_by_index, "(orphans)");
  if (libpff_file_recover_items(file_.get(), 0, error.out()) == 1) {
    list(libpff_file_get_number_of_recovered_items, libpff_file_get_recovered_item_by_index,
         "(recovered)");
  }
}

}  // namespace

void extract_pst(const WorkerLimits& limits, Report& report) {
  const auto reader = std::make_unique<PstReader>(limits, report);
  reader->run();
}

}  // namespace letterlock::sources
