#include "leak/recover.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "leak/recover_pool.h"
#include "leak/recover_result.h"

namespace letterlock::leak {

namespace {

using KeyPointer = std::shared_ptr<const auth::PublicKey>;

// Groups worked on between two exchanges of found keys. Not the number of threads: the outcome
// must not depend on that.
constexpr std::size_t kRound = 16;

std::string octets_of(std::uint64_t value) {
  std::string out;
  for (; value != 0; value >>= 8) out.insert(out.begin(), static_cast<char>(value & 0xFF));
  return out;
}

// Every modulus there is so far, in the order it became known.
class KeyPool {
 public:
  struct Entry {
    KeyPointer key;
    std::string selector;
  };
  void add(KeyPointer key, std::string_view selector) {
    if (key == nullptr || key->type() != auth::KeyType::rsa) return;
    if (!fingerprints_.insert(key->fingerprint()).second) return;
    by_octets_[key->modulus().size()].push_back({std::move(key), std::string(selector)});
  }
  // Those of one length; only ever grows at its end.
  const std::vector<Entry>& of(std::size_t octets) { return by_octets_[octets]; }

 private:
  std::map<std::size_t, std::vector<Entry>> by_octets_;
  std::set<Sha256> fingerprints_;
};

// What a group is made of: the same mail gives the same.
Sha256 hash_of(const SampleGroup& group) {
  Sha256Stream stream;
  for (const SignatureSample& sample : group.samples) {
    stream.update(sample.signature);
    stream.update(sample.digest.view());
    stream.update(sample.digest_without_list.view());
  }
  stream.update(fmt::format("{} {} {}", group.name.domain, group.name.selector, group.name.octets));
  return stream.finish();
}

struct Task {
  GroupSearch search;
  Sha256 group;
  std::size_t pool_seen = 0;  // entries of the pool that were tried already
  std::size_t found = 0;      // keys that gcds gave
  bool over_memory = false, counted = false;
};

// The whole run: groups in order of size, in rounds.
class Run {
 public:
  Run(std::vector<SampleGroup> groups, const RecoverOptions& options, Progress& progress);
  Expected<void> all_rounds();
  Recovery result();

 private:
  struct Step {
    Task* task;
    GcdPlan plan;
    Sha256 input;
    const GcdRecord* kept = nullptr;
  };
  bool try_known(Task& task);
  bool try_kept_moduli(Task& task);
  std::vector<Step> next_steps();
  Expected<void> one_round(std::vector<Step> steps);
  Expected<void> keep(const Step& step, const GcdJob& job);
  GcdJob job_of(const Step& step) const;
  Sha256 input_of(const Task& task, const GcdPlan& plan) const;
  const GcdRecord* from_state(const Task& task, const GcdPlan& plan, const Sha256& input) const;
  void learn(const Step& step, const GcdRecord& record);
  void count(Task& task);
  GroupReport report(const Task& task) const;

  const RecoverOptions& options_;
  Progress& progress_;
  std::vector<Task> tasks_;
  KeyPool pool_;
  std::set<Sha256> known_;  // fingerprints of options.known
  std::map<std::size_t, std::vector<KeyPointer>> state_keys_;
  std::map<Sha256, GcdRecord> new_records_;
  Recovery recovery_;
  std::uint64_t counted_ = 0;
};

KeyPointer key_of(const GcdRecord& record) {
  if (record.modulus.empty()) return nullptr;
  return auth::PublicKey::from_rsa(record.modulus, octets_of(record.e));
}

Run::Run(std::vector<SampleGroup> groups, const RecoverOptions& options, Progress& progress)
    : options_(options), progress_(progress) {
  std::sort(groups.begin(), groups.end(), [](const SampleGroup& one, const SampleGroup& other) {
    return std::tuple(other.samples.size() > 1, other.signatures, one.name) <
           std::tuple(one.samples.size() > 1, one.signatures, other.name);
  });
  tasks_.reserve(groups.size());
  std::set<Sha256> same;
  for (SampleGroup& group : groups) {
    const Sha256 hash = *same.insert(hash_of(group)).first;
    tasks_.push_back({GroupSearch(std::move(group), options.gcds_per_group), hash});
  }
  for (const KnownKey& known : options.known) {
    if (known.key == nullptr) continue;
    known_.insert(known.key->fingerprint());
    pool_.add(known.key, known.selector);
  }
  if (options.state == nullptr) return;
  for (const auto& [input, record] : options.state->records()) {
    // What came of the same group comes again by itself, at its own place in the order.
    if (same.count(record.group) != 0) continue;
    if (const KeyPointer key = key_of(record)) state_keys_[record.octets].push_back(key);
  }
}

// Keys that became known since the last time. Those of the same selector may be one of several
// under this name and are tried on every signature.
bool Run::try_known(Task& task) {
  const std::size_t before = task.search.unexplained().size();
  const auto& entries = pool_.of(task.search.group().name.octets);
  for (; task.pool_seen < entries.size() && !task.search.unexplained().empty(); ++task.pool_seen) {
    const KeyPool::Entry& entry = entries[task.pool_seen];
    task.search.try_key(entry.key, entry.selector == task.search.group().name.selector);
  }
  return task.search.unexplained().size() != before;
}

// Moduli of an earlier run, which may have been over other mail: tried before a gcd is computed.
bool Run::try_kept_moduli(Task& task) {
  const auto at = state_keys_.find(task.search.group().name.octets);
  if (at == state_keys_.end()) return false;
  bool any = false;
  for (const KeyPointer& key : at->second) {
    if (!task.search.try_key(key, false)) continue;
    any = true;
    if (known_.count(key->fingerprint()) == 0) ++task.found;
    pool_.add(key, task.search.group().name.selector);
  }
  return any;
}

Sha256 Run::input_of(const Task& task, const GcdPlan& plan) const {
  std::string octets;
  for (const std::uint32_t e : options_.exponents) octets += fmt::format("{} ", e);
  for (const std::size_t sample : plan.samples) {
    const SignedDigest term = task.search.term(sample, plan.without_list);
    octets += fmt::format("\n{} {} ", term.signature.size(), term.digest.size());
    octets += term.signature;
    octets += term.digest.view();
  }
  return sha256(octets);
}

const GcdRecord* Run::from_state(const Task& task, const GcdPlan& plan, const Sha256& input) const {
  const GcdRecord* kept = options_.state == nullptr ? nullptr : options_.state->find(input);
  if (kept == nullptr || kept->modulus.empty()) return kept;
  // A folded gcd may rest on any of its partners.
  const bool first =
      opens(kept->modulus, kept->e, task.search.term(plan.samples.front(), plan.without_list));
  const bool other =
      std::any_of(plan.samples.begin() + 1, plan.samples.end(), [&](std::size_t sample) {
        return opens(kept->modulus, kept->e, task.search.term(sample, plan.without_list));
      });
  return first && other ? kept : nullptr;
}

GcdJob Run::job_of(const Step& step) const {
  GcdJob job;
  for (const std::size_t sample : step.plan.samples) {
    job.terms.push_back(step.task->search.term(sample, step.plan.without_list));
  }
  job.spares = step.task->search.spares(step.plan);
  const std::uint32_t most =
      options_.exponents.empty()
          ? 0
          : *std::max_element(options_.exponents.begin(), options_.exponents.end());
  job.memory = peak_memory(step.task->search.group().name.octets, most, job.terms.size() - 1);
  return job;
}

// The next gcd of the first groups that need one. Of two groups with one selector the second
// waits: the first's key may be its own.
std::vector<Run::Step> Run::next_steps() {
  std::vector<Step> steps;
  std::set<std::pair<std::string_view, std::size_t>> selectors;
  for (Task& task : tasks_) {
    if (steps.size() == kRound) break;
    const GroupName& name = task.search.group().name;
    try_known(task);
    while (!task.over_memory) {
      const auto plan = task.search.next_plan();
      if (!plan || selectors.count({name.selector, name.octets}) != 0) break;
      Step step{&task, *plan, input_of(task, *plan), nullptr};
      step.kept = from_state(task, *plan, step.input);
      if (step.kept == nullptr && try_kept_moduli(task)) continue;
      if (step.kept == nullptr && job_of(step).memory > options_.memory) {
        task.over_memory = true;
        break;
      }
      selectors.insert({name.selector, name.octets});
      steps.push_back(std::move(step));
      break;
    }
    if (!task.search.next_plan() || task.over_memory) count(task);
  }
  return steps;
}

void Run::count(Task& task) {
  if (task.counted || task.search.group().samples.size() < 2) return;
  task.counted = true;
  progress_.advance(++counted_);
}

Expected<void> Run::keep(const Step& step, const GcdJob& job) {
  const GroupName& name = step.task->search.group().name;
  GcdRecord record{step.input,  step.task->group, name.octets, job.e,
                   job.modulus, job.cpu_ms,       name.domain, name.selector};
  if (options_.keep) {
    if (auto kept = options_.keep(record); !kept) return kept;
  }
  new_records_.insert_or_assign(step.input, std::move(record));
  count(*step.task);
  return {};
}

void Run::learn(const Step& step, const GcdRecord& record) {
  recovery_.cpu_ms += record.cpu_ms;
  ++recovery_.gcds;
  if (step.kept != nullptr) ++recovery_.gcds_from_state;
  const KeyPointer key = key_of(record);
  if (!step.task->search.learned(step.plan, key)) return;
  ++step.task->found;
  pool_.add(key, step.task->search.group().name.selector);
}

Expected<void> Run::one_round(std::vector<Step> steps) {
  std::vector<GcdJob> jobs;
  std::vector<std::size_t> step_of;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (steps[i].kept != nullptr) continue;
    jobs.push_back(job_of(steps[i]));
    step_of.push_back(i);
  }
  const PoolOptions pool{options_.threads, options_.memory, options_.exponents};
  auto ran = run_jobs(jobs, pool, progress_,
                      [&](std::size_t job) { return keep(steps[step_of[job]], jobs[job]); });
  if (!ran) return ran;
  for (const Step& step : steps) {
    const auto computed = new_records_.find(step.input);
    if (step.kept == nullptr && computed == new_records_.end()) {
      recovery_.stopped = true;
      continue;
    }
    learn(step, step.kept != nullptr ? *step.kept : computed->second);
  }
  new_records_.clear();
  return {};
}

Expected<void> Run::all_rounds() {
  std::uint64_t several = 0;
  for (const Task& task : tasks_) several += task.search.group().samples.size() > 1;
  progress_.stage("recovering keys", "selectors", several);
  while (!recovery_.stopped) {
    std::vector<Step> steps = next_steps();
    if (steps.empty()) break;
    if (auto done = one_round(std::move(steps)); !done) return done;
    recovery_.stopped |= progress_.stop_requested();
  }
  // Keys found late may sign under names that were given up, or that have one signature: what is
  // left is tried with every key.
  for (Task& task : tasks_) {
    for (const KeyPool::Entry& entry : pool_.of(task.search.group().name.octets)) {
      if (task.search.unexplained().empty()) break;
      task.search.try_key(entry.key, true);
    }
  }
  return {};
}

GroupReport Run::report(const Task& task) const {
  const GroupSearch& search = task.search;
  const SampleGroup& group = search.group();
  GroupReport report;
  report.name = group.name;
  report.signatures = group.signatures;
  report.samples = group.samples.size();
  report.unexplained = search.unexplained().size();
  report.gcds = search.gcds();
  report.first = group.first;
  report.last = group.last;
  for (const GroupKey& key : search.keys())
    report.keys_known += known_.count(key.key->fingerprint());
  if (report.unexplained == 0) {
    report.outcome = report.keys_known == search.keys().size() ? GroupOutcome::known_key
                                                               : GroupOutcome::recovered;
  } else if (recovery_.stopped && search.next_plan()) {
    report.outcome = GroupOutcome::stopped;
  } else if (!search.keys().empty()) {
    report.outcome = GroupOutcome::partly_recovered;
  } else if (task.over_memory) {
    report.outcome = GroupOutcome::over_memory_bound;
  } else if (group.samples.size() == 1) {
    report.outcome = GroupOutcome::single_signature;
  } else if (search.gcds() == 0) {
    report.outcome = GroupOutcome::same_message;
  }
  return report;
}

Recovery Run::result() {
  std::map<Sha256, RecoveredKey> found;
  for (const Task& task : tasks_) {
    for (const GroupKey& key : task.search.keys()) {
      if (known_.count(key.key->fingerprint()) != 0) {
        recovery_.known_used.push_back({use_of(task.search.group(), key), key.key});
      } else {
        note_key(task.search, key, found[key.key->fingerprint()]);
      }
    }
  }
  const auto by_name = [](const auto& one, const auto& other) {
    return std::tie(one.domain, one.selector, one.first) <
           std::tie(other.domain, other.selector, other.first);
  };
  for (auto& [fingerprint, key] : found) {
    key.confirming -= std::min<std::uint64_t>(key.confirming, key.found_in.size());
    std::sort(key.names.begin(), key.names.end(), by_name);
    recovery_.keys.push_back(std::move(key));
  }
  std::stable_sort(recovery_.keys.begin(), recovery_.keys.end(), by_name);
  std::stable_sort(recovery_.known_used.begin(), recovery_.known_used.end(), by_name);

  std::map<Sha256, std::size_t> place;
  for (std::size_t i = 0; i < recovery_.keys.size(); ++i) {
    place[recovery_.keys[i].key->fingerprint()] = i;
  }
  for (const Task& task : tasks_) {
    recovery_.groups.push_back(report(task));
    for (const GroupKey& key : task.search.keys()) {
      const auto at = place.find(key.key->fingerprint());
      if (at != place.end()) recovery_.groups.back().keys.push_back(at->second);
    }
  }
  std::sort(recovery_.groups.begin(), recovery_.groups.end(),
            [](const GroupReport& one, const GroupReport& other) { return one.name < other.name; });
  return std::move(recovery_);
}

}  // namespace

Expected<Recovery> recover_keys(std::vector<SampleGroup> groups, const RecoverOptions& options,
                                Progress& progress) {
  Run run(std::move(groups), options, progress);
  if (auto done = run.all_rounds(); !done) return fail(std::move(done));
  return run.result();
}

}  // namespace letterlock::leak
