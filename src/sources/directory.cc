#include "sources/directory.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>

#include "sources/folder_names.h"

namespace letterlock::sources {
namespace {

using namespace std::string_view_literals;

// 4 GiB of names; beyond, files are reported as unreadable by the caller's count being short.
constexpr std::size_t kMaxNames = UINT32_MAX - 4096;

// What mail servers keep beside mail.
constexpr std::array kServiceNames = {"maildirsize"sv,   "maildirfolder"sv, "subscriptions"sv,
                                      ".mh_sequences"sv, ".xmhcache"sv,     ".uidvalidity"sv,
                                      ".mew-summary"sv};
constexpr std::array kServicePrefixes = {"dovecot-"sv, "dovecot."sv, "courierimap"sv};

bool is_service_file(std::string_view name) {
  if (std::find(kServiceNames.begin(), kServiceNames.end(), name) != kServiceNames.end()) {
    return true;
  }
  return std::any_of(kServicePrefixes.begin(), kServicePrefixes.end(),
                     [&](std::string_view prefix) { return name.starts_with(prefix); });
}

struct CloseDirectory {
  void operator()(DIR* directory) const { ::closedir(directory); }
};
using OpenDirectory = std::unique_ptr<DIR, CloseDirectory>;

// DT_* of an entry, asked of the file system where readdir() did not tell.
unsigned char type_of(int directory, const dirent& entry) {
  if (entry.d_type != DT_UNKNOWN) return entry.d_type;
  struct stat status{};
  if (::fstatat(directory, entry.d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) return DT_UNKNOWN;
  return static_cast<unsigned char>(IFTODT(status.st_mode));
}

}  // namespace

void NameList::add(std::string_view name) {
  if (names_.size() + name.size() > kMaxNames) return;
  begins_.push_back(static_cast<std::uint32_t>(names_.size()));
  names_.append(name);
  names_ += '\0';
}

std::string_view NameList::operator[](std::size_t i) const { return names_.c_str() + begins_[i]; }

void NameList::sort(bool by_number) {
  const auto name = [&](std::uint32_t begin) { return std::string_view(names_.c_str() + begin); };
  std::sort(begins_.begin(), begins_.end(), [&](std::uint32_t a, std::uint32_t b) {
    const std::string_view left = name(a), right = name(b);
    if (by_number && left.size() != right.size()) return left.size() < right.size();
    return left < right;
  });
}

bool is_maildir(const Directory& directory) {
  return std::find(directory.directories.begin(), directory.directories.end(), "cur") !=
         directory.directories.end();
}

Expected<Directory> list_directory(const std::string& path, bool maildir_part, bool sizes) {
  const OpenDirectory open(::opendir(path.c_str()));
  if (!open) {
    const int why = errno;
    return fail(why == ENOENT ? ErrorCode::not_found : ErrorCode::io, "{}: {}", path,
                std::strerror(why));
  }
  const int descriptor = ::dirfd(open.get());
  Directory listed;
  bool numbers = true, sequences = false;
  errno = 0;
  while (const dirent* entry = ::readdir(open.get())) {
    const std::string_view name = entry->d_name;
    if (name == "." || name == "..") continue;
    switch (type_of(descriptor, *entry)) {
      case DT_REG: {
        sequences = sequences || name == ".mh_sequences";
        if (is_service_file(name)) break;
        numbers = numbers && mh_number(name).has_value();
        listed.files.add(name);
        struct stat status{};
        if (sizes && ::fstatat(descriptor, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) == 0) {
          listed.bytes += static_cast<std::uint64_t>(status.st_size);
        }
        break;
      }
      case DT_DIR:
        listed.directories.emplace_back(name);
        break;
      case DT_LNK:
        listed.links.emplace_back(name);
        break;
      default:
        listed.specials.emplace_back(name);
        break;
    }
    errno = 0;
  }
  if (errno != 0) return fail(ErrorCode::io, "{}: {}", path, std::strerror(errno));
  const bool mh = !maildir_part && (sequences || numbers) && listed.files.size() > 0;
  listed.format = maildir_part ? SourceFormat::maildir
                  : mh         ? SourceFormat::mh
                               : SourceFormat::directory;
  listed.files.sort(mh && numbers);
  std::sort(listed.directories.begin(), listed.directories.end());
  std::sort(listed.links.begin(), listed.links.end());
  std::sort(listed.specials.begin(), listed.specials.end());
  return listed;
}

}  // namespace letterlock::sources
