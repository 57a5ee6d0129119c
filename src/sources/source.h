// Where messages come from: files, directories, archives and mailbox containers, read as streams.
//
//   auto units = enumerate("/evidence/export", sink);
//   for (const Unit& unit : *units) {
//     auto done = read(unit, position_kept_from_last_time, options, sink);
//   }
//
// A source yields the raw octets of each message, its Provenance (where exactly the octets stood)
// and the source's own defects: what could not be read, by offset. Formats are recognised by their
// content, never by a file's name. Units and the messages in each come in a fixed order, so that a
// reader that was killed goes on from the last Position it kept. Memory does not grow with the
// source: one message, one directory's file names and fixed buffers.
//
// Parsers of others (libarchive, libpff) run in a worker program, `letterlock-extract`, without
// rights; where one of them crashes or hangs, what came before is kept and a SourceDefect says so.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/expected.h"
#include "base/limits.h"

namespace letterlock::sources {

// Where one message came from. Paths are octets as the file system or container has them.
struct Provenance {
  // Path of the outermost file, relative to the source's root where that is a directory; the file's
  // own name where the root is a file.
  std::string container;
  // Octets of that file when it was opened; absent where nobody looked.
  std::optional<std::uint64_t> container_octets;
  // Path inside the container ("Takeout/Mail/All mail.mbox"; for PST the folder path and the item's
  // identifier, "Inbox/item 0x200024"); containers in containers are joined by "!/". Empty where
  // there is no inside.
  std::string inner;
  // Of the message's first octet within `inner` (or `container`) as stored: after the From line of
  // an mbox, after the length line of an .emlx; 0 for one-message files, and for PST,
  // whose items lie at no one octet.
  std::uint64_t offset = 0;
  // Octets occupied there, before any quoting was undone. 0 where `reconstructed`.
  std::uint64_t length = 0;
  // "INBOX", "INBOX/Projects", "Sent" for Maildir++ ".Sent", the mbox file's name, the PST path.
  std::string folder;
  // X-Gmail-Labels decoded, Dovecot keywords; in order of appearance, UTF-8.
  std::vector<std::string> labels;
  // Letters as in Maildir, sorted: D draft, F flagged, P passed on, R replied, S seen, T trashed.
  std::string flags;
  // When the container says the message was delivered (mbox From line, PST, .emlx, Maildir name).
  std::optional<UnixTime> internal_date;
  // The octets are ours, rebuilt from MAPI properties: the evidence is the item.
  bool reconstructed = false;
  // Which From-line quoting was undone and in how many lines: "mboxrd:2", "mboxo:1", "mboxcl:1";
  // "mbox:1" where mboxo and mboxrd agree. Empty where nothing was undone.
  std::string quoting;
  // Whose mailbox it seems to be (an address in a file name, a directory's name, PST display name).
  // Empty where unknown.
  std::string mailbox_hint;
};

// What could not be read, or was not mail. `name` is stable snake_case:
//   not_mail empty_file unreadable symlink_skipped special_file_skipped directory_too_deep
//   message_too_big truncated unseparated_from_line content_length_mismatch missing_parts
//   damaged_container encrypted_entry container_too_deep container_too_big entry_limit
//   ratio_limit worker_crashed worker_timeout worker_protocol worker_missing
//   damaged_item item_limit
struct SourceDefect {
  std::string container, inner;
  std::uint64_t offset = 0;  // within `inner` (or `container`)
  std::string name;
  std::string detail;  // for people
};

// A place in a unit to go on from. Ordered; {} is the beginning.
struct Position {
  std::uint64_t item = 0;    // files of the unit that are done (a unit of one file has one)
  std::uint64_t offset = 0;  // in the file under way: octets for mbox, messages for containers
  auto operator<=>(const Position&) const = default;
};

// Takes what a source yields, in order, on the thread that called read() or enumerate().
class Sink {
 public:
  virtual ~Sink() = default;
  // `octets` are good during the call only. `after` is where to go on once this message is safe. An
  // error ends the reading and is handed to its caller.
  virtual Expected<void> message(std::string_view octets, const Provenance& provenance,
                                 Position after) = 0;
  // Defects of what lies between two messages come between them. After going on from a Position,
  // those that came right behind its message come again.
  virtual void defect(const SourceDefect& defect) = 0;
  // Octets of Unit::bytes read so far; cheap.
  virtual void advance(std::uint64_t /*octets*/) {}
  // True: read() returns ErrorCode::interrupted at the next message or file.
  virtual bool stop_requested() const { return false; }
};

enum class SourceFormat {
  mbox,        // any of mboxo, mboxrd, mboxcl, mboxcl2
  eml,         // one RFC 5322 message
  emlx,        // Apple Mail
  msg,         // Outlook item (MS-OXMSG)
  pst,         // PST or OST (MS-PST)
  archive,     // zip, tar, 7z, rar, ... compressed or not
  compressed,  // gzip, bzip2, xz or zstd: one file, or a tar
  maildir,     // Maildir or Maildir++
  mh,          // MH folder
  directory,   // any other directory
  unknown,     // nothing that holds mail
};
std::string_view to_string(SourceFormat format);

// What is read in one go: one file, or the files of one directory (without its subdirectories,
// which are units of their own).
struct Unit {
  std::string path;     // what to open
  std::string name;     // relative to the source's root; unique and stable: the key to resume by
  SourceFormat format;  // of a directory: maildir (one of cur, new), mh or directory; of a file: as
                        // detect() says
  std::uint64_t bytes = 0;  // size of the file, or of all files together
  std::uint64_t items = 1;  // files
  std::string folder;       // of its messages, where the directory or the file's name tells
  std::string mailbox_hint;
};

struct ReadOptions {
  Limits limits;
  // Container in container in container ... : real exports nest two or three deep.
  std::uint32_t container_depth = 5;
  // Octets one container may unpack to, and how many times its own size (after the first 64 MiB).
  std::uint64_t container_octets = std::uint64_t{1} << 42;
  std::uint32_t container_ratio = 200;
  // Entries of one archive, items of one PST.
  std::uint64_t container_entries = 50'000'000;
  // Where containers found inside containers are unpacked to, as unlinked files. Empty: $TMPDIR, or
  // /tmp.
  std::string temporary_directory;
  // The program that runs libarchive and libpff. Empty: find_worker().
  std::string worker;
  // A worker that says nothing for so long is stopped.
  std::uint32_t worker_silence_seconds = 120;
};

// $LETTERLOCK_EXTRACT, else `letterlock-extract` beside the running program, else in
// ../libexec/letterlock from there; not_found otherwise.
Expected<std::string> find_worker();

// By content. Errors: not_found, io.
Expected<SourceFormat> detect(const std::string& path);

// The units of a file or directory, sorted by name (octet by octet, '/' lowest). Symbolic links
// below `path` are not followed; they and unreadable directories become defects. Errors: not_found,
// io for `path` itself.
Expected<std::vector<Unit>> enumerate(const std::string& path, Sink& sink);

// Reads `unit` from `from` to its end. Trouble with what it holds becomes SourceDefects; errors are
// those of `sink`, a unit that has gone, and interruption.
Expected<void> read(const Unit& unit, Position from, const ReadOptions& options, Sink& sink);

}  // namespace letterlock::sources
