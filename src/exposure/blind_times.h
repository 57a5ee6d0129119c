// Finds when each mailbox's log is blind (coverage.h), from the events in their order.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "exposure/coverage.h"
#include "store/event_store.h"

namespace letterlock::exposure {

// The hours at which something was recorded.
struct ActiveHours {
  std::vector<std::int64_t> hours;  // since 1970, ascending, each once
  void add(UnixTime at);
};

// A name by which a record can be found again.
std::string record_name(const store::Event& event);

class BlindTimes {
 public:
  // REQUIRES: `event` has a time, and comes in EventStore's order.
  void add(const store::Event& event);
  // What the files themselves tell. Before finish().
  void add(const store::LogFile& file);

  // Of one mailbox, by its address; also of one that no record names. After all events.
  Coverage coverage(std::string_view mailbox) const;

 private:
  struct Mailbox {
    ActiveHours active;
    std::uint64_t records = 0, reads = 0;
    std::optional<UnixTime> first, last, first_read;
    bool microsoft = false, google = false;
    std::string organization;
    std::deque<UnixTime> recent_reads;
    std::vector<BlindSpan> spans;
  };
  // One organization's log as a whole.
  struct Organization {
    ActiveHours active;
    std::optional<UnixTime> first, last;
    std::set<store::LogFileId> files;  // that have records of it
  };
  // A setting that silences the log, of one account or ("") of all.
  struct Silenced {
    std::string account;
    BlindSpan span;
  };

  void note(std::string_view mailbox, const store::Event& event);
  void note_read(Mailbox& mailbox, const store::Event& event);
  void note_setting(const store::Event& event);
  void silence(const store::Event& event, Blind reason, bool off, std::string detail);
  void shorten(const store::Event& event, std::string_view limit);
  void add_common(std::string_view mailbox, const Organization& organization,
                  std::vector<BlindSpan>& spans) const;
  void add_settings(std::string_view mailbox, UnixTime log_end,
                    std::vector<BlindSpan>& spans) const;
  void add_own(const Mailbox& mailbox, std::vector<BlindSpan>& spans) const;

  std::unordered_map<std::string, Mailbox> mailboxes_;
  std::string last_name_;
  Mailbox* last_ = nullptr;
  std::map<std::string, Organization, std::less<>> organizations_;
  std::vector<Silenced> silenced_;
  struct OfFile {
    store::LogFileId file = store::kNoLogFile;  // kNoLogFile: of any organization
    std::string account;                        // "": of any
    BlindSpan span;
  };
  std::vector<OfFile> of_files_;
};

}  // namespace letterlock::exposure
