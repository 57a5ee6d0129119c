// What directory and file names say: Maildir flags, folders, whose mailbox it is.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace letterlock::sources {

// A message's file name in a Maildir: "1723295100.M1P2.host,S=812:2,FS".
struct MaildirName {
  std::string flags;                  // standard letters, sorted
  std::string keywords;               // Dovecot's a..z
  std::optional<UnixTime> delivered;  // the leading seconds
};
MaildirName parse_maildir_name(std::string_view name);

// Dovecot's keyword letters: dovecot-keywords holds "0 $Forwarded" lines, 0 for a, 1 for b ...
std::map<char, std::string> parse_dovecot_keywords(std::string_view text);

// The numbers of each sequence in an MH folder's .mh_sequences.
struct MhSequences {
  struct Range {
    std::uint64_t first, last;
  };
  std::map<std::string, std::vector<Range>, std::less<>> sequences;
  bool contains(std::string_view sequence, std::uint64_t number) const;
  // Maildir letters of message `number`.
  std::string flags(std::uint64_t number) const;
};
MhSequences parse_mh_sequences(std::string_view text);
// The number that is a whole file name; nullopt for anything else.
std::optional<std::uint64_t> mh_number(std::string_view name);

// Maildir++: ".Sent" -> "Sent", ".Lists.kernel" -> "Lists/kernel", modified UTF-7 decoded.
std::string maildir_folder(std::string_view relative_directory);

// The same where only the path of the Maildir's directory is known ("alice/Maildir/.Sent/").
struct MaildirPlace {
  std::string folder, mailbox;
};
MaildirPlace maildir_place(std::string_view directory);

// Directories called so ("Sent", "Deleted Items") are folders of the mailbox they lie in.
bool is_folder_name(std::string_view name);

// A file's folder from its path below the source's root: "Mail/Inbox.sbd/Work" ->
// "Mail/Inbox/Work", "Sent.mbox" -> "Sent", "Inbox.mbox/Messages/12.emlx" -> "Inbox". `directory`:
// the path is a directory's that holds one-message files.
std::string folder_of_path(std::string_view path, bool directory);

// RFC 3501 section 5.1.3; returned as it is where it is not valid.
std::string decode_mailbox_name(std::string_view name);

// Whose mailbox: an address in the path's names (innermost first), else the innermost directory
// name that is not just the word for a mailbox; empty where neither is there.
std::string mailbox_hint(std::string_view path);
// An addr-spec within a file name, such as Vault's "export-alice@meridian.example-Ab3.mbox".
std::string address_in(std::string_view name);

}  // namespace letterlock::sources
