#include "demo/mailboxes.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "base/ascii.h"
#include "demo/container.h"
#include "demo/encode.h"

namespace letterlock::demo {
namespace {

namespace fs = std::filesystem;

// Puts '>' before each line that is "From " behind any number of '>' (mboxrd).
std::string quote_from_lines(std::string_view octets) {
  std::string out;
  out.reserve(octets.size() + 16);
  while (!octets.empty()) {
    const std::size_t end = std::min(octets.find('\n'), octets.size() - 1);
    const std::string_view line = octets.substr(0, end + 1);
    const std::size_t marks = line.find_first_not_of('>');
    if (marks != std::string_view::npos && line.substr(marks).starts_with("From ")) out += '>';
    out += line;
    octets.remove_prefix(end + 1);
  }
  return out;
}

std::string takeout_entry(const std::string& octets, const Placement& placement, Random& random) {
  const LocalTime t = local_time(placement.time, kUtc);
  std::string labels = placement.sent ? "Sent" : placement.bulk ? "Category Updates" : "Inbox";
  if (!placement.sent && !placement.bulk && random.chance(400)) labels = "Archived";
  if (!placement.sent && !placement.bulk && random.chance(500)) labels += ",Important";
  if (placement.bulk && random.chance(600)) labels += ",Promotions";
  if (!placement.sent && random.chance(30)) labels += ",Starred";
  labels += placement.bulk && random.chance(600) ? ",Unread" : ",Opened";
  std::string out = fmt::format(
      "From {}@xxx {} {} {:02} {:02}:{:02}:{:02} +0000 {}\r\n",
      (static_cast<std::uint64_t>(placement.time) * 1000 << 20) + random.below(1 << 20),
      weekday_name(t.weekday), month_name(t.month), t.day, t.hour, t.minute, t.second, t.year);
  out += fmt::format("X-GM-THRID: {}\r\nX-Gmail-Labels: {}\r\n", placement.thread, labels);
  out += quote_from_lines(octets);
  if (!out.ends_with("\r\n")) out += "\r\n";
  return out + "\r\n";
}

std::string mboxrd_entry(const std::string& octets, const Placement& placement) {
  const std::string& from = placement.envelope_from;
  std::string out =
      "From " + (from.empty() ? "MAILER-DAEMON" : from) + ' ' + asctime_utc(placement.time) + '\n';
  out += quote_from_lines(with_lf(octets));
  if (!out.ends_with('\n')) out += '\n';
  return out + '\n';
}

}  // namespace

Expected<void> write_whole_file(const fs::path& path, std::string_view octets) {
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  if (error) return fail(ErrorCode::io, "{}: {}", path.parent_path().string(), error.message());
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) return fail(ErrorCode::io, "{}: {}", path.string(), std::strerror(errno));
  const bool whole = std::fwrite(octets.data(), 1, octets.size(), file) == octets.size();
  if (std::fclose(file) != 0 || !whole) {
    return fail(ErrorCode::io, "{}: cannot write {} octets: {}", path.string(), octets.size(),
                std::strerror(errno));
  }
  return {};
}

Mailboxes::Mailboxes(fs::path directory, std::uint64_t seed)
    : directory_(std::move(directory)), random_(seed, "mailboxes") {}
Mailboxes::~Mailboxes() = default;

Expected<void> Mailboxes::append(const fs::path& path, std::string_view octets) {
  File& file = open_[path];
  if (!file) {
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    file.reset(std::fopen(path.c_str(), "wb"));
    if (!file) return fail(ErrorCode::io, "{}: {}", path.string(), std::strerror(errno));
    std::setvbuf(file.get(), nullptr, _IOFBF, 1 << 16);
  }
  if (std::fwrite(octets.data(), 1, octets.size(), file.get()) != octets.size()) {
    return fail(ErrorCode::io, "{}: cannot write: {}", path.string(), std::strerror(errno));
  }
  octets_ += octets.size();
  return {};
}

Expected<void> Mailboxes::write_file(const fs::path& path, std::string_view octets) {
  octets_ += octets.size();
  return write_whole_file(path, octets);
}

Expected<void> Mailboxes::store(const Person& owner, const std::string& octets,
                                const Placement& placement) {
  const fs::path home = directory_ / owner.local;
  const unsigned number = counts_[owner.local]++;
  switch (owner.format) {
    case MailboxFormat::none:
      return {};
    case MailboxFormat::takeout:
      return append(home / "All mail Including Spam and Trash.mbox",
                    takeout_entry(octets, placement, random_));
    case MailboxFormat::mboxrd:
      return append(home / (placement.sent ? "Sent" : "Inbox"), mboxrd_entry(octets, placement));
    case MailboxFormat::eml_directory:
      return write_file(
          home / (placement.sent ? "Sent Items" : "Inbox") / fmt::format("{:05}.eml", number),
          octets);
    case MailboxFormat::maildir:
    case MailboxFormat::maildir_tar_gz:
      break;
  }
  const std::string text = with_lf(octets);
  std::string flags = placement.bulk && random_.chance(500) ? "" : "S";
  if (placement.replied) flags = "R" + flags;
  if (random_.chance(25)) flags = "F" + flags;
  const std::string name = fmt::format("{}.M{}P{}.tern,S={}:2,{}", placement.time,
                                       random_.below(1000000), 1000 + number, text.size(), flags);
  const std::string inside = placement.sent ? ".Sent/cur/" + name : "cur/" + name;
  if (owner.format == MailboxFormat::maildir) return write_file(home / inside, text);
  tars_[owner.local] += tar_member("Maildir/" + inside, text, placement.time);
  return {};
}

Expected<void> Mailboxes::finish() {
  for (auto& [path, file] : open_) {
    if (std::fclose(file.release()) != 0)
      return fail(ErrorCode::io, "{}: cannot write: {}", path.string(), std::strerror(errno));
  }
  open_.clear();
  for (const auto& [owner, tar] : tars_) {
    const fs::path path = directory_ / (owner + ".tar.gz");
    if (auto done = write_file(path, gzip_stored(tar + kTarEnd, story_ends())); !done) return done;
  }
  for (const char* folder : {"new", "tmp"}) {  // what makes a folder a Maildir
    for (const char* local : {"nadia.petrova", "sam.whitaker"}) {
      std::error_code error;
      fs::create_directories(directory_ / local / folder, error);
      fs::create_directories(directory_ / local / ".Sent" / folder, error);
    }
  }
  return {};
}

}  // namespace letterlock::demo
