#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "sources/directory.h"
#include "sources/folder_names.h"
#include "sources/msg.h"
#include "sources/sniff.h"
#include "sources/source.h"
#include "sources/stream.h"

namespace letterlock::sources {
namespace {

// Directories in directories: file systems allow more only by trickery.
constexpr unsigned kMaxDepth = 128;

std::string base_name(const std::string& path) {
  std::string whole = path;
  while (whole.size() > 1 && whole.back() == '/') whole.pop_back();
  const std::size_t slash = whole.rfind('/');
  return slash == std::string::npos ? whole : whole.substr(slash + 1);
}

std::string absolute(const std::string& path) {
  const std::unique_ptr<char, void (*)(void*)> real(::realpath(path.c_str(), nullptr), ::free);
  return real ? std::string(real.get()) : path;
}

std::string joined(const std::string& directory, std::string_view name) {
  if (directory.empty() || directory == ".") return std::string(name);
  return fmt::format("{}{}{}", directory, directory.back() == '/' ? "" : "/", name);
}

// Walks a source that is a directory.
class Walk {
 public:
  Walk(const std::string& root, Sink& sink) : root_(root), sink_(sink) {
    root_name_ = mailbox_hint(absolute(root));
  }

  // What is known of the mailbox a directory lies in.
  struct Mailbox {
    bool known = false;
    std::string root;  // of the mailbox, relative to the source
    std::string hint;
  };

  // `relative` is "." for the root itself.
  Expected<void> directory(const std::string& relative, const Mailbox& mailbox, unsigned depth);
  std::vector<Unit> units;

 private:
  void add_unit(const std::string& relative, const Directory& listed, const Mailbox& mailbox);
  Expected<void> descend(const std::string& relative, const Directory& listed,
                         const Mailbox& mailbox, unsigned depth);
  void report(std::string container, const char* name, std::string detail) {
    sink_.defect({std::move(container), "", 0, name, std::move(detail)});
  }
  std::string hint_of(const std::string& relative) const;
  std::string path_of(const std::string& relative) const {
    return relative == "." ? root_ : joined(root_, relative);
  }

  const std::string& root_;
  Sink& sink_;
  std::string root_name_;
};

// An address in the path, else the first directory below the root, else the root's own name.
std::string Walk::hint_of(const std::string& relative) const {
  const std::string innermost = mailbox_hint(relative);
  if (innermost.find('@') != std::string::npos) return innermost;
  const std::string first = mailbox_hint(relative.substr(0, relative.find('/')));
  if (!first.empty()) return first;
  return innermost.empty() ? root_name_ : innermost;
}

void Walk::add_unit(const std::string& relative, const Directory& listed, const Mailbox& mailbox) {
  for (const std::string& name : listed.links) {
    report(joined(relative, name), "symlink_skipped", "symbolic links are not followed");
  }
  for (const std::string& name : listed.specials) {
    report(joined(relative, name), "special_file_skipped", "neither file nor directory");
  }
  if (listed.files.size() == 0) return;
  Unit unit;
  unit.path = path_of(relative);
  unit.name = relative;
  unit.format = listed.format;
  unit.bytes = listed.bytes;
  unit.items = listed.files.size();
  unit.mailbox_hint = mailbox.known ? mailbox.hint : hint_of(relative);
  if (listed.format == SourceFormat::maildir) {
    std::string folder = relative.substr(0, relative.rfind('/') + 1);  // without cur or new
    if (mailbox.root != ".") folder.erase(0, std::min(folder.size(), mailbox.root.size()));
    unit.folder = maildir_folder(folder);
  } else {
    unit.folder = folder_of_path(relative, true);
  }
  units.push_back(std::move(unit));
}

Expected<void> Walk::directory(const std::string& relative, const Mailbox& mailbox,
                               unsigned depth) {
  if (sink_.stop_requested()) return fail(ErrorCode::interrupted, "{}: interrupted", root_);
  if (depth > kMaxDepth) {
    report(relative, "directory_too_deep", fmt::format("more than {} levels", kMaxDepth));
    return {};
  }
  const std::string own = base_name(relative);
  const bool part = mailbox.known && (own == "cur" || own == "new");
  auto listed = list_directory(path_of(relative), part, true);
  if (!listed) {
    if (depth == 0) return fail(std::move(listed));
    report(relative, "unreadable", listed.error().message);
    return {};
  }
  add_unit(relative, *listed, mailbox);
  return descend(relative, *listed, mailbox, depth);
}

Expected<void> Walk::descend(const std::string& relative, const Directory& listed,
                             const Mailbox& mailbox, unsigned depth) {
  const bool maildir = is_maildir(listed);
  Mailbox inside = mailbox;
  // A mailbox begins where there is a Maildir, or a directory called "Sent" or the like.
  if (!mailbox.known && (maildir || std::any_of(listed.directories.begin(),
                                                listed.directories.end(), is_folder_name))) {
    inside = {true, relative, mailbox_hint(relative)};
    if (inside.hint.empty()) inside.hint = root_name_;
  }
  for (const std::string& name : listed.directories) {
    if (maildir && name == "tmp") continue;
    auto done = directory(joined(relative, name), inside, depth + 1);
    if (!done) return done;
  }
  return {};
}

}  // namespace

Expected<SourceFormat> detect(const std::string& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) {
    return fail(errno == ENOENT ? ErrorCode::not_found : ErrorCode::io, "{}: {}", path,
                std::strerror(errno));
  }
  if (S_ISDIR(status.st_mode)) {
    auto listed = list_directory(path, false, false);
    if (!listed) return fail(std::move(listed));
    return is_maildir(*listed) ? SourceFormat::maildir : listed->format;
  }
  auto file = File::open(path);
  if (!file) return fail(std::move(file));
  auto head = file->read_at(0, kSniffed);
  if (!head) return fail(ErrorCode::io, "{}: {}", path, head.error().message);
  const SourceFormat format = sniff(*head);
  if (format != SourceFormat::msg) return format;
  FileStream stream(*file);
  const Collected whole = collect(stream, Limits().message_size, false);
  return holds_item(whole.octets) ? SourceFormat::msg : SourceFormat::unknown;
}

Expected<std::vector<Unit>> enumerate(const std::string& path, Sink& sink) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) {
    return fail(errno == ENOENT ? ErrorCode::not_found : ErrorCode::io, "{}: {}", path,
                std::strerror(errno));
  }
  if (S_ISDIR(status.st_mode)) {
    Walk walk(path, sink);
    auto walked = walk.directory(".", {}, 0);
    if (!walked) return fail(std::move(walked));
    return std::move(walk.units);
  }
  auto format = detect(path);
  if (!format) return fail(std::move(format));
  Unit unit;
  unit.path = path;
  unit.name = base_name(path);
  unit.format = *format;
  unit.bytes = static_cast<std::uint64_t>(status.st_size);
  if (*format == SourceFormat::mbox || *format == SourceFormat::compressed) {
    unit.folder = folder_of_path(unit.name, false);
  }
  unit.mailbox_hint = address_in(unit.name);
  return std::vector<Unit>{std::move(unit)};
}

}  // namespace letterlock::sources
