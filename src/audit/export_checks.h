// What a log file tells of its own completeness: caps that were hit, results that are missing,
// dates that can be read two ways. And the list of its defects.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/record_mapper.h"
#include "store/event_store.h"

namespace letterlock::audit {

// Each name's first `named` places one by one; the others are counted with the last of them.
class DefectList {
 public:
  explicit DefectList(std::size_t named) : named_(named) {}
  void add(std::string_view name, std::string detail, std::uint64_t row, std::uint64_t offset);
  void add(store::LogDefect defect) { defects_.push_back(std::move(defect)); }
  std::vector<store::LogDefect> take() { return std::move(defects_); }

 private:
  std::size_t named_;
  std::vector<store::LogDefect> defects_;
  std::map<std::string, std::vector<std::size_t>, std::less<>> by_name_;
};

class ExportChecks {
 public:
  void see(const Mapped& mapped);
  // Says what was found. `rows`: of a CSV; 0 for JSON.
  void finish(std::uint64_t rows, bool page_follows, const DateVotes& votes, bool slashed,
              DefectList& defects) const;

  const std::optional<store::TimeSpan>& time() const { return time_; }
  bool slashed_dates() const { return slashed_; }
  store::Provider provider() const;
  std::string shape() const;

 private:
  // One call of Search-UnifiedAuditLog, known by how many results it promised.
  struct Results {
    std::vector<std::optional<UnixTime>> times;  // by index, from 1; 0: there, but undated
    std::uint64_t rows = 0;
    std::optional<store::TimeSpan> time;
  };
  void see_operation(const store::Event& event);
  void tell_unknown(DefectList& defects) const;
  static std::vector<store::LogDefect> missing_in(std::int64_t count, const Results& results);
  void check_caps(std::uint64_t rows, DefectList& defects) const;
  void check_results(DefectList& defects) const;
  // The time before the first or behind the last record, depending on which way the file runs.
  store::TimeSpan beyond_end() const;

  std::map<std::int64_t, Results> results_;
  std::optional<store::TimeSpan> time_;
  std::optional<UnixTime> last_;
  std::uint64_t rising_ = 0, falling_ = 0;
  bool slashed_ = false;
  std::map<std::string, std::uint64_t, std::less<>> shapes_;
  std::map<store::Provider, std::uint64_t> providers_;
  // Operations that the vocabulary has no act for, with how many events name them.
  std::map<std::string, std::uint64_t, std::less<>> unknown_;
  std::uint64_t unknown_events_ = 0;
};

}  // namespace letterlock::audit
