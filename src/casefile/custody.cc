#include "casefile/custody.h"

#include <system_error>

#include "base/json_writer.h"

namespace letterlock::casefile {
namespace {

constexpr std::string_view kHashMember = R"(,"hash":")";

std::string head_text(const CustodyHead& head) {
  return fmt::format("{} {}\n", head.sequence, head.line.hex());
}

std::filesystem::path torn_path(const std::filesystem::path& directory, std::uint64_t sequence) {
  return directory / fmt::format("custody.torn-{}", sequence);
}

}  // namespace

std::string custody_line(const CustodyHead& previous, UnixTime time, std::string_view act,
                         const Actor& actor, std::string_view details_json) {
  JsonWriter json;
  json.object();
  json.member("sequence", previous.sequence + 1);
  json.member("time", format_utc(time));
  json.member("act", act);
  json.member("who", actor.name);
  json.member("tool", actor.tool);
  json.key("arguments").array();
  for (const std::string& argument : actor.arguments) json.value(argument);
  json.end();
  json.key("details").raw(details_json);
  json.member("previous", previous.line.hex());
  std::string line = json.text();
  // The object is still open here: its hash covers everything before the member that holds it.
  const std::string hash = sha256(line).hex();
  line += kHashMember;
  line += hash;
  line += "\"}";
  return line;
}

CustodyLog::CustodyLog(std::filesystem::path directory, AppendFile file, CustodyHead head,
                       Actor actor, const Clock& clock, FileOps& ops)
    : directory_(std::move(directory)),
      file_(std::move(file)),
      head_(head),
      actor_(std::move(actor)),
      clock_(&clock),
      ops_(&ops) {}

Expected<CustodyLog> CustodyLog::open(const std::filesystem::path& directory,
                                      const CustodyChain& chain, const Actor& actor,
                                      const Clock& clock, FileOps& ops) {
  auto file = AppendFile::open(directory / "custody.log", ops);
  if (!file) return fail(std::move(file));
  CustodyLog log(directory, std::move(*file), chain.head, actor, clock, ops);
  if (auto done = log.set_torn_aside(chain); !done) return fail(std::move(done));
  return log;
}

// In three steps that each may be the last: the torn octets are saved, cut off, and accounted for.
// A saved file whose Entry is missing is accounted for at the next open.
Expected<void> CustodyLog::set_torn_aside(const CustodyChain& chain) {
  const auto aside = torn_path(directory_, head_.sequence + 1);
  if (!chain.torn.empty()) {
    if (auto saved = replace_file(aside, chain.torn, *ops_); !saved) return saved;
    if (auto cut = file_.cut(chain.torn_offset); !cut) return cut;
  }
  std::error_code error;
  if (!std::filesystem::exists(aside, error)) return {};
  auto torn = read_file(aside, std::uint64_t{64} << 20);
  if (!torn) return fail(std::move(torn));
  JsonWriter details;
  details.object().member("file", aside.filename().string()).member("octets", torn->size());
  details.member("sha256", sha256(*torn).hex()).end();
  return append("torn-entry-set-aside", details.text());
}

Expected<void> CustodyLog::append(std::string_view act, std::string_view details_json) {
  const std::string line = custody_line(head_, clock_->now(), act, actor_, details_json);
  const std::uint64_t before = file_.size();
  auto written = file_.append(line + "\n");
  if (written) written = file_.sync();
  if (!written) {
    // Best effort: what stays of the line is found as torn by the next open.
    if (auto cut = file_.cut(before); !cut) return fail(std::move(cut));
    return written;
  }
  head_ = {head_.sequence + 1, sha256(line)};
  return replace_file(directory_ / "custody.head", head_text(head_), *ops_);
}

}  // namespace letterlock::casefile
