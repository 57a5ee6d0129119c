#include "hunt/hunt.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "hunt/ask.h"
#include "hunt/authentication.h"
#include "hunt/client.h"
#include "hunt/contacts.h"
#include "hunt/evidence.h"
#include "hunt/finding_of.h"
#include "hunt/guard.h"
#include "hunt/held.h"
#include "hunt/hidden_text.h"
#include "hunt/kind.h"
#include "hunt/known_as.h"
#include "hunt/link.h"
#include "hunt/link_ages.h"
#include "hunt/relationship.h"
#include "hunt/scan.h"
#include "hunt/sign_detector.h"
#include "hunt/writing.h"
#include "relations/copies.h"

namespace letterlock::hunt {
namespace {

// Reasons are worked out for the highest of the latest scores, far more than any budget shows.
constexpr double kExplained = 0.03;
constexpr double kLeastExplained = 1;
// Below this many earlier messages of a sender there is no verdict, and the score is damped.
constexpr std::uint64_t kFewestHistory = 5;
// No link proves nothing and gets no part of the link family: this makes up for it.
constexpr double kNoLink = 1.8;

double of_family(const Score& score, std::string_view family) {
  double sum = 0;
  for (const Term& term : score.terms) sum += term.family == family ? term.value : 0;
  return sum;
}

class Driver {
 public:
  Driver(store::FactStore& facts, const Ground& ground, const EvidenceSource& evidence,
         const HuntOptions& options, Progress& progress, std::set<std::size_t> only = {})
      : facts_(facts),
        ground_(ground),
        evidence_(evidence),
        options_(options),
        progress_(progress),
        lookups_(facts, Lookups::budget_for(ground.messages())),
        held_(options, ground, std::move(only)),
        link_history_(facts) {
    if (options_.roster != nullptr) baseline_.know(*options_.roster);
    auto truth = std::make_unique<ThreadTruth>();
    truth_ = truth.get();
    detectors_.push_back(std::make_unique<LinkDetector>());
    detectors_.push_back(std::make_unique<Client>());
    detectors_.push_back(std::make_unique<Relationship>());
    detectors_.push_back(std::move(truth));
    detectors_.push_back(std::make_unique<Kind>());
    detectors_.push_back(std::make_unique<Writing>());
    auto ask = std::make_unique<Ask>();
    ask_ = ask.get();
    detectors_.push_back(std::move(ask));
    detectors_.push_back(std::make_unique<Authentication>());
    detectors_.push_back(std::make_unique<SignDetector>());
  }

  Expected<HuntResult> run() {
    if (auto done = look_at_all(); !done) return fail(std::move(done));
    return finish();
  }

  Expected<void> look_at_all() {
    progress_.stage("looking at messages", "messages", ground_.messages());
    store::ScanOptions all;
    all.links = all.quotes = all.traits = true;
    Expected<void> trouble;
    auto scanned = facts_.scan(all, [&](const store::MessageRecord& message) {
      trouble = look_at(message);
      progress_.advance(result_.messages + result_.copies);
      if (trouble && progress_.stop_requested()) {
        trouble = fail(ErrorCode::interrupted, "stopped while looking at messages");
      }
      return trouble.has_value();
    });
    if (!scanned) return fail(std::move(scanned));
    return trouble;
  }

  // After run(): a message that is not in the case, against all that is.
  Expected<Finding> examine(const store::MessageRecord& message) {
    const relations::Look look = baseline_.look(message, ground_.parent_id(message.id));
    const Context context{facts_, ground_, baseline_, evidence_, lookups_, options_.roster};
    auto score = weigh(context, message, look);
    if (!score) return fail(std::move(score));
    Finding finding = finding_of(message, explain(context, message, look), *score);
    if (auto settled = settle_all(finding); !settled) return fail(std::move(settled));
    return finding;
  }

 private:
  Expected<void> look_at(const store::MessageRecord& message) {
    if (is_copy(message)) return {};
    const bool wanted = !options_.since || (message.date && *message.date >= *options_.since);
    if (wanted) count(message);
    relations::Look look = baseline_.look(message, ground_.parent_id(message.id));
    const Context context{facts_, ground_, baseline_, evidence_, lookups_, options_.roster};
    auto score = weigh(context, message, look);
    if (!score) return fail(std::move(score));
    if (wanted) {
      if (options_.every) options_.every(*score);
      if (current_) current_->score = *score;
      keep(context, message, look, *score);
    }
    const Lesson lesson = guard_.judge(message, look, score->score, of_family(*score, "ask"));
    if (lesson.learn != relations::Learn::guarded) ask_->learn(look, lesson.trust);
    look.keys.push_back(truth_->habit());
    baseline_.observe(message, look, lesson.learn, lesson.trust);
    return {};
  }

  void count(const store::MessageRecord& message) {
    ++result_.messages;
    if (!relations::is_plausible(message.date)) return;
    if (!first_) first_ = message.date;
    last_ = message.date;
  }

  Expected<Score> weigh(const Context& context, const store::MessageRecord& message,
                        const relations::Look& look) {
    Score score;
    score.message = message.id;
    score.message_id = message.message_id;
    score.date = message.date;
    score.has_link =
        std::any_of(message.links.begin(), message.links.end(), relations::is_shown_link);
    score.history = look.history_of_person();
    // What little is known of a newcomer makes everything look strange.
    const double damped =
        std::min(1.0, (static_cast<double>(score.history) + 1) / (kFewestHistory + 1));
    for (const auto& detector : detectors_) {
      auto part = detector->weigh(context, message, look);
      if (!part) return fail(std::move(part));
      // A contradiction needs no history.
      const bool whole = *part < 0 || (detector.get() == truth_ && truth_->contradicts());
      score.terms.push_back({detector->family(), *part * (whole ? 1 : damped)});
    }
    if (options_.every) {
      for (const auto& detector : detectors_) detector->parts(score.parts);
    }
    score.terms.push_back({"no_link", score.has_link ? 0 : kNoLink * damped});
    for (const Term& term : score.terms) score.score += term.value;
    if (truth_->contradicts()) {
      score.verdict = Verdict::contradicted;
    } else if (score.history >= kFewestHistory) {
      score.verdict =
          score.score >= options_.fewest_points ? Verdict::deviates : Verdict::consistent;
    }
    return score;
  }

  // Deliveries of one message carry one Date, so they follow each other in the scan. What differs
  // in sender, subject, length or links is no copy, whatever its Message-ID says.
  bool is_copy(const store::MessageRecord& message) {
    if (message.date != date_ || of_date_.size() >= relations::kMostOfOneDate) {
      date_ = message.date;
      of_date_.clear();
    }
    current_ = nullptr;
    if (message.message_id.empty()) return false;
    std::string looks = fmt::format("{}\n{}\n{}\n{}", message.message_id, message.subject,
                                    relations::sender_of(message), message.new_text_length);
    for (const auto& link : message.links) looks += '\n' + link.url;
    const auto [known, added] = of_date_.try_emplace(std::move(looks), Seen{});
    const bool results = !known->second.results && relations::shows_results(message.traits);
    known->second.results |= results;
    if (added) {
      current_ = &known->second;
      return false;
    }
    if (results) baseline_.observe_results(message);
    ++result_.copies;
    if (known->second.kept != kNotKept) held_.add_copy(known->second.kept, message.id);
    if (options_.every && known->second.score) {
      Score score = *known->second.score;
      score.copy_of = score.message;
      score.message = message.id;
      score.message_id = message.message_id;
      options_.every(score);
    }
    return true;
  }

  void keep(const Context& context, const store::MessageRecord& message,
            const relations::Look& look, const Score& score) {
    const bool contradicted = score.verdict == Verdict::contradicted;
    if (contradicted) ++result_.contradictions;
    if (score.verdict == Verdict::cannot_say) ++result_.cannot_say;
    if (score.score >= options_.fewest_points) ++result_.with_reasons;
    if (score.verdict == Verdict::cannot_say) return;
    if (!contradicted && score.score < std::max(kLeastExplained, guard_.level(kExplained))) return;
    Assessment assessment = explain(context, message, look);
    if (assessment.reasons.empty()) return;
    const std::size_t place = held_.add(finding_of(message, std::move(assessment), score));
    if (current_) current_->kept = place;
  }

  Assessment explain(const Context& context, const store::MessageRecord& message,
                     const relations::Look& look) {
    Assessment assessment;
    for (const auto& detector : detectors_) {
      detector->explain(context, message, look, assessment);
    }
    // Beside something else; by itself it is no reason to look.
    if (!assessment.reasons.empty()) {
      if (auto hidden = hidden_text(context, message, look)) {
        assessment.reasons.push_back(std::move(*hidden));
      }
    }
    assessment.known_as = known_as(context, look);
    return assessment;
  }

  Expected<HuntResult> finish() {
    result_.truth = truth_->counts();
    const UnixTime days = first_ ? (*last_ - *first_) / relations::kDay + 1 : 0;
    result_.budget = budget_of(options_, result_.messages, days);
    const Notes& notes = held_.notes();
    result_.episodes = episodes_of(notes, options_.fewest_points, options_.episodes_at_most);
    result_.alike = alike_in(notes, options_.episodes_at_most);
    Shortlist list = shortlist(notes, options_, result_.budget);
    if (auto done = look_again(held_.missing(list)); !done) return fail(std::move(done));
    result_.findings = held_.take(list.findings);
    result_.besides = held_.take(list.besides);
    result_.beyond_budget = list.beyond;
    progress_.stage("cutting out evidence", "findings", result_.findings.size());
    std::uint64_t done = 0;
    for (auto* findings : {&result_.findings, &result_.besides}) {
      for (auto& finding : *findings) {
        if (auto settled = settle_all(finding); !settled) return fail(std::move(settled));
        if (auto added = add_contacts(facts_, finding); !added) return fail(std::move(added));
        progress_.advance(++done);
      }
    }
    return std::move(result_);
  }

  // A second pass, as blind to later messages as the first, for findings that were not held.
  Expected<void> look_again(std::set<std::size_t> missing) {
    if (missing.empty()) return {};
    baseline_ = {};  // so that there are never two
    HuntOptions quiet = options_;
    quiet.every = nullptr;
    Driver again(facts_, ground_, evidence_, quiet, progress_, std::move(missing));
    if (auto done = again.look_at_all(); !done) return done;
    held_.complete(again.held_);
    return {};
  }

  Expected<void> settle_all(Finding& finding) {
    if (auto completed = link_history_.complete(finding); !completed) return completed;
    std::map<store::MessageId, std::string> octets;
    std::map<store::MessageId, Settler> settlers;
    for (auto& reason : finding.reasons) {
      for (auto& evidence : reason.evidence) {
        if (octets.contains(evidence.message)) continue;
        auto read = evidence_(evidence.message);
        if (!read) return fail(std::move(read));
        const auto kept = octets.emplace(evidence.message, std::move(*read)).first;
        settlers.emplace(evidence.message, kept->second);
      }
      std::erase_if(reason.evidence, [&](Evidence& evidence) {
        return !settlers.at(evidence.message).settle(evidence);
      });
    }
    return {};
  }

  store::FactStore& facts_;
  const Ground& ground_;
  const EvidenceSource& evidence_;
  const HuntOptions& options_;
  Progress& progress_;
  relations::Baseline baseline_;
  std::vector<std::unique_ptr<Detector>> detectors_;
  const ThreadTruth* truth_ = nullptr;
  Ask* ask_ = nullptr;
  Guard guard_;
  Lookups lookups_;
  Held held_;
  LinkHistory link_history_;
  static constexpr std::size_t kNotKept = static_cast<std::size_t>(-1);
  struct Seen {
    std::size_t kept = kNotKept;  // its place in held_
    bool results = false;         // a copy that a receiver left results in was met
    std::optional<Score> score;
  };
  std::optional<UnixTime> first_, last_;  // plausible dates of what was scored
  std::optional<UnixTime> date_;
  std::map<std::string, Seen> of_date_;  // messages of `date_` by what they look like
  Seen* current_ = nullptr;              // of the message being looked at
  HuntResult result_;
};

}  // namespace

Expected<HuntResult> hunt(store::FactStore& facts, const Ground& ground,
                          const EvidenceSource& evidence, const HuntOptions& options,
                          Progress& progress) {
  return Driver(facts, ground, evidence, options, progress).run();
}

namespace {

HuntOptions learning_only(HuntOptions options) {
  options.budget = options.contradictions_at_most = 0;
  options.episodes_at_most = 0;
  options.held_at_most = 0;
  return options;
}

}  // namespace

struct Scanner::State {
  State(store::FactStore& the_facts, Ground the_ground, EvidenceSource in_case,
        const HuntOptions& the_options, Progress& progress)
      : facts(the_facts),
        ground(std::move(the_ground)),
        options(learning_only(the_options)),
        evidence([this, from = std::move(in_case)](store::MessageId id) -> Expected<std::string> {
          return id == kGuest ? octets : from(id);
        }),
        driver(facts, ground, evidence, options, progress) {
    options.every = [this](const Score& score) {
      if (score.copy_of == store::kNoMessage) scores.push_back(score.score);
    };
  }

  store::FactStore& facts;
  Ground ground;
  HuntOptions options;
  std::string octets;          // of the message at hand
  std::vector<double> scores;  // of the case, highest first
  EvidenceSource evidence;
  Driver driver;
  HuntResult learnt;
};

Scanner::Scanner(std::unique_ptr<State> state) : state_(std::move(state)) {}
Scanner::Scanner(Scanner&&) noexcept = default;
Scanner& Scanner::operator=(Scanner&&) noexcept = default;
Scanner::~Scanner() = default;

Expected<Scanner> Scanner::learn(store::FactStore& facts, Ground ground, EvidenceSource evidence,
                                 const HuntOptions& options, Progress& progress) {
  auto state =
      std::make_unique<State>(facts, std::move(ground), std::move(evidence), options, progress);
  auto learnt = state->driver.run();
  if (!learnt) return fail(std::move(learnt));
  state->learnt = std::move(*learnt);
  std::sort(state->scores.rbegin(), state->scores.rend());
  return Scanner(std::move(state));
}

const HuntResult& Scanner::learnt() const { return state_->learnt; }

Expected<Scanned> Scanner::examine(const store::MessageFacts& message, std::string octets) {
  State& state = *state_;
  state.octets = std::move(octets);
  const store::MessageRecord record = record_of(message, kGuest);
  auto known = introduce(message, relations::sender_of(record), state.facts, state.ground);
  if (!known) return fail(std::move(known));
  auto held = find_same_id(message, state.facts);
  if (!held) return fail(std::move(held));
  auto finding = state.driver.examine(record);
  if (!finding) return fail(std::move(finding));
  Scanned scanned{std::move(*finding), std::move(*held), 0, state.scores.size()};
  add_difference(scanned.held, state.octets, scanned.finding);
  if (state.scores.empty()) {
    keep_what_stands_alone(record, state.octets, scanned.finding);
    return scanned;
  }
  const auto above = std::lower_bound(state.scores.begin(), state.scores.end(),
                                      scanned.finding.score, std::greater<>());
  scanned.place = static_cast<std::uint64_t>(above - state.scores.begin()) + 1;
  return scanned;
}

}  // namespace letterlock::hunt
