// For tests: archives written on the spot.
#pragma once

#include <archive.h>
#include <archive_entry.h>

#include <string>
#include <string_view>
#include <vector>

namespace letterlock::sources {

struct ArchiveFile {
  std::string path, octets;
};
enum class ArchiveKind { zip, tar, tar_gz, tar_zst, seven_zip, gz, zst };

inline std::string make_archive(ArchiveKind kind, const std::vector<ArchiveFile>& files) {
  archive* out = ::archive_write_new();
  switch (kind) {
    case ArchiveKind::zip:
      ::archive_write_set_format_zip(out);
      break;
    case ArchiveKind::seven_zip:
      ::archive_write_set_format_7zip(out);
      break;
    case ArchiveKind::gz:
    case ArchiveKind::zst:
      ::archive_write_set_format_raw(out);
      break;
    default:
      ::archive_write_set_format_pax_restricted(out);
      break;
  }
  if (kind == ArchiveKind::tar_gz || kind == ArchiveKind::gz) ::archive_write_add_filter_gzip(out);
  if (kind == ArchiveKind::tar_zst || kind == ArchiveKind::zst) {
    ::archive_write_add_filter_zstd(out);
  }
  std::string octets(std::size_t{8} << 20, '\0');
  std::size_t used = 0;
  ::archive_write_set_bytes_per_block(out, 0);
  ::archive_write_open_memory(out, octets.data(), octets.size(), &used);
  for (const ArchiveFile& file : files) {
    archive_entry* entry = ::archive_entry_new();
    ::archive_entry_set_pathname(entry, file.path.c_str());
    ::archive_entry_set_size(entry, static_cast<la_int64_t>(file.octets.size()));
    ::archive_entry_set_filetype(entry, AE_IFREG);
    ::archive_entry_set_perm(entry, 0644);
    ::archive_entry_set_mtime(entry, 1723295107, 0);
    ::archive_write_header(out, entry);
    ::archive_write_data(out, file.octets.data(), file.octets.size());
    ::archive_entry_free(entry);
  }
  ::archive_write_close(out);
  ::archive_write_free(out);
  octets.resize(used);
  return octets;
}

}  // namespace letterlock::sources
