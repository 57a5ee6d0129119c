#include "suites/archived_mail.h"

#include <archive.h>
#include <archive_entry.h>

#include <memory>
#include <sstream>
#include <vector>

namespace letterlock::suites {
namespace {

struct CloseArchive {
  void operator()(archive* open) const { archive_read_free(open); }
};
using Archive = std::unique_ptr<archive, CloseArchive>;

Archive open_archive(const std::filesystem::path& path, std::string& error) {
  Archive open(archive_read_new());
  archive_read_support_filter_zstd(open.get());
  archive_read_support_format_tar(open.get());
  archive_read_support_format_raw(open.get());
  if (archive_read_open_filename(open.get(), path.c_str(), 1 << 16) != ARCHIVE_OK) {
    error = path.string() + ": " + archive_error_string(open.get());
  }
  return open;
}

// A compressed file that is no archive, at its content.
Archive open_single(const std::filesystem::path& path, std::string& error) {
  Archive open = open_archive(path, error);
  archive_entry* entry = nullptr;
  if (error.empty() && archive_read_next_header(open.get(), &entry) != ARCHIVE_OK) {
    error = path.string() + ": " + archive_error_string(open.get());
  }
  return open;
}

// Appends the next piece of the entry that is open; false at its end.
bool read_piece(archive* open, std::string& to) {
  const std::size_t old = to.size();
  to.resize(old + (1 << 16));
  const la_ssize_t got = archive_read_data(open, to.data() + old, 1 << 16);
  to.resize(old + (got > 0 ? static_cast<std::size_t>(got) : 0));
  return got > 0;
}

// Where the next message of an mbox begins behind `from`; npos where none does.
std::size_t next_from_line(std::string_view mbox, std::size_t from) {
  const std::size_t at = mbox.find("\n\nFrom ", from);
  return at == std::string_view::npos ? at : at + 2;
}

std::string_view without_from_line(std::string_view message) {
  if (!message.starts_with("From ")) return message;
  return message.substr(std::min(message.find('\n'), message.size() - 1) + 1);
}

}  // namespace

std::string each_in_tar(const std::filesystem::path& path, const EachMessage& each) {
  std::string error;
  const Archive open = open_archive(path, error);
  archive_entry* entry = nullptr;
  while (error.empty()) {
    const int status = archive_read_next_header(open.get(), &entry);
    if (status == ARCHIVE_EOF) break;
    if (status != ARCHIVE_OK) return path.string() + ": " + archive_error_string(open.get());
    if (archive_entry_filetype(entry) != AE_IFREG) continue;
    const std::filesystem::path name = archive_entry_pathname(entry);
    if (name.extension() != ".eml") continue;
    std::string octets;
    while (read_piece(open.get(), octets)) {
    }
    if (!each(name.filename().string(), octets)) break;
  }
  return error;
}

std::string each_in_mbox(const std::filesystem::path& path, const EachMessage& each) {
  std::string error;
  const Archive open = open_single(path, error);
  if (!error.empty()) return error;
  std::string mbox;
  std::size_t number = 0, searched = 0;
  for (bool more = true; more || !mbox.empty();) {
    const std::size_t next = next_from_line(mbox, searched);
    if (next == std::string::npos && more) {
      searched = mbox.size() > 8 ? mbox.size() - 8 : 0;
      more = read_piece(open.get(), mbox);
      continue;
    }
    // The blank line before a `From ` line is the mbox's.
    const std::string_view message =
        std::string_view(mbox).substr(0, next == std::string::npos ? next : next - 1);
    if (!each(std::to_string(++number), without_from_line(message))) break;
    mbox.erase(0, next == std::string::npos ? mbox.size() : next);
    searched = 0;
  }
  return error;
}

std::string each_in(const std::filesystem::path& path, const EachMessage& each) {
  return path.string().find(".mbox") != std::string::npos ? each_in_mbox(path, each)
                                                          : each_in_tar(path, each);
}

std::string each_line_in(const std::filesystem::path& path, const EachLine& each) {
  std::string error;
  const Archive open = open_single(path, error);
  if (!error.empty()) return error;
  std::string text;
  while (read_piece(open.get(), text)) {
  }
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) each(line);
  return error;
}

std::string without_mboxrd_quotes(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    std::string_view line = text.substr(at, end - at);
    const std::size_t mark = line.find_first_not_of('>');
    if (mark != line.npos && mark > 0 && line.substr(mark).starts_with("From ")) {
      line.remove_prefix(1);
    }
    out += line;
    at = end;
  }
  return out;
}

}  // namespace letterlock::suites
