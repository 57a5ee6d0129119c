#include "sources/reading.h"

#include <algorithm>

#include "base/printable.h"
#include "sources/directory.h"
#include "sources/emlx.h"
#include "sources/folder_names.h"
#include "sources/mapi.h"
#include "sources/mbox.h"
#include "sources/msg.h"
#include "sources/sniff.h"

namespace letterlock::sources {
namespace {

std::string what_it_is(std::string_view head) {
  if (head.starts_with("BEGIN:VCARD")) return "a vCard";
  if (head.starts_with("BEGIN:VCALENDAR")) return "an iCalendar file";
  if (head.starts_with("%PDF")) return "a PDF file";
  if (head.starts_with("PK\x03\x04")) return "a document or program in a zip file";
  if (head.starts_with("\xD0\xCF\x11\xE0")) return "an OLE compound file that holds no message";
  return fmt::format("no mail format recognised; begins with \"{}\"",
                     printable(head.substr(0, 16)));
}

// Files smaller than this are read in one go.
constexpr std::size_t kReadWhole = std::size_t{1} << 20;

bool is_container(SourceFormat format) {
  return format == SourceFormat::archive || format == SourceFormat::compressed ||
         format == SourceFormat::pst;
}

std::string merged_flags(const std::string& a, const std::string& b) {
  return a.empty() ? b : sorted_flags(a + b);
}

}  // namespace

Reading::Reading(const Unit& unit, Position from, const ReadOptions& options, Sink& sink)
    : unit_(unit), from_(from), options_(options), sink_(sink) {}

Expected<void> Reading::interrupted() const {
  return fail(ErrorCode::interrupted, "{}: interrupted", unit_.path);
}

Expected<void> Reading::run() {
  const bool is_directory = unit_.format == SourceFormat::maildir ||
                            unit_.format == SourceFormat::mh ||
                            unit_.format == SourceFormat::directory;
  if (is_directory) return directory();
  if (from_.item > 0) return {};
  Place place;
  place.provenance.container = unit_.name;
  place.provenance.folder = unit_.folder;
  place.provenance.mailbox_hint = unit_.mailbox_hint;
  resume_at_ = from_.offset;
  return file(unit_.path, std::move(place));
}

Expected<void> Reading::directory() {
  const bool maildir = unit_.format == SourceFormat::maildir;
  auto listed = list_directory(unit_.path, maildir, false);
  if (!listed) return fail(std::move(listed));
  MhSequences sequences;
  std::map<char, std::string> keywords;
  if (auto file = File::open(unit_.path + "/.mh_sequences")) {
    sequences = parse_mh_sequences(file->read_at(0, std::size_t{16} << 20).value_or(""));
  }
  if (auto file = File::open(unit_.path + "/../dovecot-keywords"); file && maildir) {
    keywords = parse_dovecot_keywords(file->read_at(0, std::size_t{64} << 10).value_or(""));
  }
  for (item_ = from_.item; item_ < listed->files.size(); ++item_) {
    if (stop_requested()) return interrupted();
    const std::string_view name = listed->files[item_];
    Place place;
    Provenance& from = place.provenance;
    from.container = unit_.name == "." ? std::string(name) : fmt::format("{}/{}", unit_.name, name);
    from.folder = unit_.folder;
    from.mailbox_hint = unit_.mailbox_hint;
    const MaildirName parsed = parse_maildir_name(name);
    from.flags = parsed.flags;
    if (maildir) from.internal_date = parsed.delivered;
    for (char letter : parsed.keywords) {
      if (const auto word = keywords.find(letter); word != keywords.end()) {
        from.labels.push_back(word->second);
      }
    }
    const auto number = mh_number(name);
    if (unit_.format == SourceFormat::mh && number) from.flags = sequences.flags(*number);
    place.trusted =
        (maildir && name.front() != '.') || (unit_.format == SourceFormat::mh && number);
    resume_at_ = item_ == from_.item ? from_.offset : 0;
    auto done = file(fmt::format("{}/{}", unit_.path, name), std::move(place));
    if (!done) return done;
  }
  return {};
}

Expected<void> Reading::file(const std::string& path, Place place) {
  delivered_ = 0;
  counting_ = false;
  place.mailbox_file = folder_of_path(place.provenance.container, false);
  auto file = File::open(path);
  if (!file) {
    if (unit_.items == 1 && file.error().code == ErrorCode::not_found) return fail(std::move(file));
    defect(place.provenance, 0, "unreadable", file.error().message);
    return {};
  }
  const std::uint64_t size = file->size_when_opened();
  place.provenance.container_octets = size;
  auto read = beginning(*file);
  if (!read) {
    defect(place.provenance, 0, "unreadable", read.error().message);
    return {};
  }
  auto done = dispatch(*file, *read, std::move(place));
  advance(size);
  bytes_before_ += size;
  return done;
}

// A file that is not large in one go: most are one message, and opening and reading them is what
// reading a Maildir costs. Of others what tells their kind.
Expected<std::string_view> Reading::beginning(const File& file) {
  if (!beginning_) beginning_ = std::make_unique_for_overwrite<char[]>(kReadWhole);
  const std::uint64_t size = file.size_when_opened();
  // One octet more shows that the file has grown, or that the system does not tell its size.
  std::size_t wanted = size < kReadWhole ? size + 1 : kSniffed;
  std::size_t have = 0;
  while (have < wanted) {
    auto got = file.read_at(have, beginning_.get() + have, wanted - have);
    if (!got) return fail(std::move(got));
    have += *got;
    if (*got == 0 || have == size) break;
    if (have > size) wanted = std::max(wanted, kSniffed);
  }
  return std::string_view(beginning_.get(), have);
}

// `read` is what beginning() gave.
Expected<void> Reading::dispatch(const File& file, std::string_view read, Place place) {
  const std::string_view head = read.substr(0, kSniffed);
  if (head.empty()) {
    defect(place.provenance, 0, "empty_file", "no octets");
    return {};
  }
  SourceFormat format = sniff(head);
  if (format == SourceFormat::unknown && place.trusted) format = SourceFormat::eml;
  if (format == SourceFormat::unknown) {
    defect(place.provenance, 0, "not_mail", what_it_is(head));
    return {};
  }
  if (format == SourceFormat::mbox) {
    if (place.depth == 0)
      place.provenance.folder = folder_of_path(place.provenance.container, false);
    return mbox_file(file, std::move(place));
  }
  if (is_container(format)) {
    counting_ = true;
    return container(file, format, place);
  }
  const bool complete = read.size() == file.size_when_opened();
  if (complete && read.size() <= options_.limits.message_size) {
    return whole(read, format, std::move(place));
  }
  FileStream stream(file);
  Collected all = collect(stream, std::uint64_t{options_.limits.message_size} + 1, false);
  if (!all.trouble.empty()) {
    defect(place.provenance, all.octets.size(), "unreadable", all.trouble);
  }
  if (all.octets.size() > options_.limits.message_size) {
    defect(place.provenance, 0, "message_too_big",
           fmt::format("{} octets", file.size().value_or(all.octets.size())));
    return {};
  }
  octets_ = std::move(all.octets);
  return whole(octets_, format, std::move(place));
}

// A file inside a container.
Expected<void> Reading::stream(Stream& stream, Place place) {
  counting_ = true;
  Collected head = collect(stream, kSniffed, false);
  const SourceFormat format = sniff(head.octets);
  PrefixedStream all(head.octets, stream);
  if (head.octets.empty()) {
    defect(place.provenance, 0, "empty_file", head.trouble.empty() ? "no octets" : head.trouble);
    return {};
  }
  if (format == SourceFormat::unknown && !place.trusted) {
    defect(place.provenance, 0, "not_mail", what_it_is(head.octets));
    return {};
  }
  if (format == SourceFormat::mbox) {
    place.provenance.folder = place.mailbox_file;
    return mbox(all, 0, -1, place);
  }
  if (is_container(format)) return spooled(all, format, place);
  Collected message = collect(all, options_.limits.message_size, true);
  if (message.too_big) {
    defect(place.provenance, 0, "message_too_big", fmt::format("{} octets", message.size));
    return {};
  }
  if (!message.trouble.empty()) {
    defect(place.provenance, message.octets.size(), "truncated", message.trouble);
  }
  return whole(message.octets, format, std::move(place));
}

Expected<void> Reading::mbox_file(const File& file, Place place) {
  const std::uint64_t size = file.size().value_or(kMboxHead);
  auto head = file.read_at(0, std::min<std::uint64_t>(size, kMboxHead));
  if (!head) {
    defect(place.provenance, 0, "unreadable", head.error().message);
    return {};
  }
  const Dialect dialect = judge_dialect(*head);
  head->clear();
  head->shrink_to_fit();
  FileStream stream(file, resume_at_);
  return mbox(stream, resume_at_, static_cast<int>(dialect), place);
}

// `dialect` as a Dialect, or -1 where the stream itself must say.
Expected<void> Reading::mbox(Stream& stream, std::uint64_t start, int dialect, const Place& place) {
  MboxReader reader(stream, start, options_.limits.message_size,
                    dialect < 0 ? std::optional<Dialect>() : static_cast<Dialect>(dialect));
  while (const MboxMessage* message = reader.next()) {
    if (stop_requested()) return interrupted();
    Provenance from = place.provenance;
    for (std::uint64_t offset : message->unseparated) {
      defect(from, offset, "unseparated_from_line",
             "a From line without a blank line before it; read as text of the message");
    }
    if (message->too_big) {
      defect(from, message->offset, "message_too_big", fmt::format("{} octets", message->length));
      continue;
    }
    from.offset = message->offset;
    from.length = message->length;
    from.quoting = message->quoting;
    if (message->date) from.internal_date = message->date;
    from.labels = labels_of(message->glimpse);
    from.flags = merged_flags(from.flags, flags_of(message->glimpse, from.labels));
    if (!counting_) advance(message->next);
    auto handed = counting_ ? deliver(message->octets, from)
                            : put(message->octets, from, {item_, message->next});
    if (!handed) return handed;
  }
  if (!reader.trouble().empty()) {
    defect(place.provenance, reader.read_to(), "truncated", reader.trouble());
  }
  return {};
}

// A file that is one message.
Expected<void> Reading::whole(std::string_view octets, SourceFormat format, Place place) {
  if (format == SourceFormat::msg) return outlook_item(octets, std::move(place));
  place.provenance.length = octets.size();
  if (format != SourceFormat::emlx) return one(octets, std::move(place), true);
  const auto emlx = parse_emlx(octets);
  if (!emlx) return one(octets, std::move(place), true);
  Provenance& from = place.provenance;
  from.offset = emlx->offset;
  from.length = emlx->message.size();
  from.flags = merged_flags(from.flags, emlx->flags);
  if (emlx->date) from.internal_date = emlx->date;
  if (emlx->truncated) {
    defect(from, octets.size(), "truncated", "the length line promises more octets");
  }
  if (emlx->missing_parts) {
    defect(from, 0, "missing_parts", "Apple Mail keeps attachments of this message elsewhere");
  }
  return one(emlx->message, std::move(place), false);
}

// A .msg file: the message is rebuilt from its properties.
Expected<void> Reading::outlook_item(std::string_view octets, Place place) {
  Provenance& from = place.provenance;
  auto item = read_msg(octets, options_.limits.message_size);
  if (!item) {
    defect(from, 0, "not_mail", item.error().message);
    return {};
  }
  const std::string_view kind = item->properties.text(Mapi::message_class);
  if (!is_mail_class(kind)) {
    defect(from, 0, "not_mail", fmt::format("an Outlook item of class \"{}\"", printable(kind)));
    return {};
  }
  for (const MapiAttachment& attached : item->attachments) {
    if (!attached.trouble.empty()) defect(from, 0, "damaged_item", attached.trouble);
  }
  from.reconstructed = true;
  from.flags = merged_flags(from.flags, mapi_flags(item->properties));
  from.internal_date = mapi_date(item->properties);
  return one(rebuild_message(*item), std::move(place), false);
}

Expected<void> Reading::one(std::string_view message, Place place, bool labelled) {
  if (labelled) {
    const Glimpse seen = glimpse(message);
    const std::vector<std::string> labels = labels_of(seen);
    place.provenance.labels.insert(place.provenance.labels.end(), labels.begin(), labels.end());
    if (!seen.x_gmail_labels.empty()) {
      place.provenance.flags = merged_flags(place.provenance.flags, flags_of(seen, labels));
    }
  }
  if (counting_) return deliver(message, place.provenance);
  return put(message, place.provenance, {item_ + 1, 0});
}

Expected<void> Reading::deliver(std::string_view octets, const Provenance& provenance) {
  ++delivered_;
  if (delivered_ <= resume_at_) return {};
  return put(octets, provenance, {item_, delivered_});
}

Expected<void> Reading::put(std::string_view octets, const Provenance& provenance, Position after) {
  return sink_.message(octets, provenance, after);
}

void Reading::defect(const Provenance& where, std::uint64_t offset, std::string_view name,
                     std::string detail) {
  if (counting_ && delivered_ < resume_at_) return;  // said in an earlier run
  sink_.defect({where.container, where.inner, offset, std::string(name), std::move(detail)});
}

void Reading::advance(std::uint64_t read) { sink_.advance(bytes_before_ + read); }

Expected<void> read(const Unit& unit, Position from, const ReadOptions& options, Sink& sink) {
  return Reading(unit, from, options, sink).run();
}

}  // namespace letterlock::sources
