#include "audit/export_checks.h"

#include <fmt/format.h>

#include <algorithm>

namespace letterlock::audit {
namespace {

// The portal hands out at most 50,000 rows; Search-UnifiedAuditLog 5,000 a call and 50,000 a
// session.
constexpr std::uint64_t kPortalCap = 50'000;
constexpr std::uint64_t kCallCap = 5'000;
constexpr std::size_t kMostGaps = 200;  // named one by one
constexpr std::size_t kMostResultSets = 512;
constexpr std::size_t kMostOperations = 10'000;  // told apart where they are unknown
constexpr std::size_t kOperationsNamed = 6;
constexpr UnixTime kEndOfTime = 253'402'300'799;  // 9999-12-31

void widen(std::optional<store::TimeSpan>& all, const store::TimeSpan& time) {
  if (!all) {
    all = time;
    return;
  }
  all->from = std::min(all->from, time.from);
  all->until = std::max(all->until, time.until);
}

template <class Map>
auto most_frequent(const Map& counts) {
  return std::max_element(counts.begin(), counts.end(),
                          [](const auto& a, const auto& b) { return a.second < b.second; });
}

}  // namespace

void DefectList::add(std::string_view name, std::string detail, std::uint64_t row,
                     std::uint64_t offset) {
  auto at = by_name_.find(name);
  if (at == by_name_.end())
    at = by_name_.emplace(std::string(name), std::vector<std::size_t>()).first;
  if (at->second.size() >= named_) {
    ++defects_[at->second.back()].times;
    return;
  }
  at->second.push_back(defects_.size());
  store::LogDefect defect;
  defect.name = name;
  defect.detail = std::move(detail);
  defect.row = row;
  defect.offset = offset;
  defects_.push_back(std::move(defect));
}

void ExportChecks::see(const Mapped& mapped) {
  const store::Event& event = mapped.events.front();
  const auto shape = shapes_.find(mapped.shape);
  if (shape == shapes_.end()) {
    shapes_.emplace(std::string(mapped.shape), 1);
  } else {
    ++shape->second;
  }
  ++providers_[event.provider];
  slashed_ = slashed_ || mapped.slashed_date;
  for (const store::Event& one : mapped.events) {
    if (one.time) widen(time_, *one.time);
    if (one.act == store::Act::other) see_operation(one);
  }
  if (event.time) {
    if (last_ && event.time->until > *last_) ++rising_;
    if (last_ && event.time->until < *last_) ++falling_;
    last_ = event.time->until;
  }
  if (!mapped.result_index || !mapped.result_count || *mapped.result_count < 1 ||
      *mapped.result_count > static_cast<std::int64_t>(kPortalCap)) {
    return;
  }
  if (results_.size() >= kMostResultSets && results_.find(*mapped.result_count) == results_.end()) {
    return;
  }
  Results& results = results_[*mapped.result_count];
  results.times.resize(static_cast<std::size_t>(*mapped.result_count) + 1);
  const auto index = static_cast<std::size_t>(std::max<std::int64_t>(*mapped.result_index, 0));
  if (index > 0 && index < results.times.size()) {
    results.times[index] = event.time ? event.time->until : 0;
  }
  ++results.rows;
  if (event.time) widen(results.time, *event.time);
}

void ExportChecks::see_operation(const store::Event& event) {
  ++unknown_events_;
  const auto known = unknown_.find(event.operation);
  if (known != unknown_.end()) {
    ++known->second;
  } else if (unknown_.size() < kMostOperations) {
    unknown_.emplace(event.operation, 1);
  }
}

// No defect of the file, but whoever reads it has to know what stayed without a meaning.
void ExportChecks::tell_unknown(DefectList& defects) const {
  if (unknown_events_ == 0) return;
  std::vector<std::pair<std::uint64_t, std::string>> most;
  most.reserve(unknown_.size());
  for (const auto& [operation, events] : unknown_) most.emplace_back(events, operation);
  std::sort(most.begin(), most.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  std::string names;
  for (std::size_t i = 0; i < std::min(most.size(), kOperationsNamed); ++i) {
    names += fmt::format("{}{} ({})", i > 0 ? ", " : "",
                         most[i].second.empty() ? "without a name" : most[i].second, most[i].first);
  }
  if (most.size() > kOperationsNamed) {
    names += fmt::format(" and {} more", most.size() - kOperationsNamed);
  }
  store::LogDefect defect;
  defect.name = "operations_unknown";
  defect.detail =
      "no act is known for these operations, their events are kept as \"other\": " + names;
  defect.times = unknown_events_;
  defects.add(std::move(defect));
}

store::Provider ExportChecks::provider() const {
  const auto most = most_frequent(providers_);
  return most == providers_.end() ? store::Provider::unknown : most->first;
}

std::string ExportChecks::shape() const {
  const auto most = most_frequent(shapes_);
  return most == shapes_.end() ? std::string() : most->first;
}

store::TimeSpan ExportChecks::beyond_end() const {
  if (!time_) return {0, kEndOfTime};
  if (falling_ > rising_) return {0, time_->from};
  return {time_->until, kEndOfTime};
}

void ExportChecks::check_caps(std::uint64_t rows, DefectList& defects) const {
  const bool capped = rows > 0 && rows % kCallCap == 0 && rows <= kPortalCap;
  if (!capped) return;
  store::LogDefect defect;
  defect.name = "row_cap_reached";
  defect.detail = fmt::format(
      "{} rows, where exports are cut ({}): records beyond the {} one may be missing", rows,
      rows == kPortalCap ? "50,000 for the portal and for a search session"
                         : "5,000 for each call of Search-UnifiedAuditLog",
      falling_ > rising_ ? "oldest" : "newest");
  defect.affects = beyond_end();
  defects.add(std::move(defect));
}

// Each run of results that are not there. A search's results come in order of time, so a run lies
// between the times of its neighbours; where several searches promised the same number, nothing is
// known but the time of all.
std::vector<store::LogDefect> ExportChecks::missing_in(std::int64_t count, const Results& results) {
  std::vector<store::LogDefect> found;
  const auto& times = results.times;
  const auto there = static_cast<std::uint64_t>(
      std::count_if(times.begin(), times.end(), [](const auto& time) { return time.has_value(); }));
  for (std::size_t at = 1; at < times.size(); ++at) {
    if (times[at]) continue;
    const std::size_t first = at;
    while (at + 1 < times.size() && !times[at + 1]) ++at;
    store::LogDefect defect;
    defect.name = "results_missing";
    defect.times = at - first + 1;
    defect.detail =
        first == at ? fmt::format("result {} of {} is not in the file", first, count)
                    : fmt::format("results {} to {} of {} are not in the file", first, at, count);
    defect.affects = results.time;
    if (there == results.rows && results.time) {
      const UnixTime before = first > 1 ? times[first - 1].value_or(0) : 0;
      const UnixTime behind = at + 1 < times.size() ? times[at + 1].value_or(0) : 0;
      if (before > 0 && behind > 0) {
        defect.affects = store::TimeSpan{std::min(before, behind), std::max(before, behind)};
      }
    }
    found.push_back(std::move(defect));
  }
  return found;
}

void ExportChecks::check_results(DefectList& defects) const {
  std::size_t named = 0;
  for (const auto& [count, results] : results_) {
    for (store::LogDefect& defect : missing_in(count, results)) {
      if (named++ < kMostGaps) defects.add(std::move(defect));
    }
  }
  if (named > kMostGaps) {
    defects.add("results_missing", fmt::format("{} further runs of results", named - kMostGaps), 0,
                0);
  }
  const auto capped = results_.find(static_cast<std::int64_t>(kPortalCap));
  if (capped != results_.end()) {
    store::LogDefect defect;
    defect.name = "row_cap_reached";
    defect.detail = "a search session promised 50,000 results, the most there are";
    defect.affects = beyond_end();
    defects.add(std::move(defect));
  }
}

void ExportChecks::finish(std::uint64_t rows, bool page_follows, const DateVotes& votes,
                          bool slashed, DefectList& defects) const {
  check_caps(rows, defects);
  check_results(defects);
  tell_unknown(defects);
  if (page_follows) {
    store::LogDefect defect;
    defect.name = "page_missing";
    defect.detail = "the last page names a page that follows it and is not in the file";
    defect.affects = beyond_end();
    defects.add(std::move(defect));
  }
  const auto verdict = votes.verdict();
  if (slashed && verdict.ambiguous) {
    defects.add(
        "date_order_ambiguous",
        fmt::format("nothing in the file tells whether 3/4 is in March or April; read as {}",
                    verdict.order == DateOrder::us ? "month/day (US)" : "day/month"),
        0, 0);
  }
  if (slashed && verdict.contradictory) {
    defects.add("date_order_contradictory",
                "some dates can only be month/day, others only day/month", 0, 0);
  }
}

}  // namespace letterlock::audit
