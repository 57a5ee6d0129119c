#include "store/placement_identity.h"

#include <algorithm>

namespace letterlock::store {
namespace {

// Of a Maildir's file: the Maildir and the unique name. Both empty for any other file.
std::pair<std::string_view, std::string_view> maildir_file(std::string_view path) {
  const auto [directory, name] = split_path(path);
  if (!directory.ends_with("cur/") && !directory.ends_with("new/")) return {};
  const std::string_view maildir = directory.substr(0, directory.size() - 4);
  if (!maildir.empty() && maildir.back() != '/') return {};
  std::size_t flags = name.size();
  // ';' and '!' stand where a file name cannot have a colon.
  for (const std::string_view mark : {":2,", ";2,", "!2,"}) {
    flags = std::min(flags, name.find(mark));
  }
  return {maildir, name.substr(0, flags)};
}

}  // namespace

std::pair<std::string_view, std::string_view> split_path(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return {{}, path};
  return {path.substr(0, slash + 1), path.substr(slash + 1)};
}

std::string place_key(std::string_view path) {
  const auto [maildir, name] = maildir_file(path);
  if (name.empty()) return std::string(path);
  std::string key(maildir);
  key += '\0';  // no path has one
  return key += name;
}

bool same_place(std::string_view path, std::string_view other) {
  if (path == other) return true;
  const auto file = maildir_file(path);
  return !file.second.empty() && file == maildir_file(other);
}

}  // namespace letterlock::store
