#include "leak/examine.h"

#include <algorithm>
#include <atomic>
#include <thread>

#include "leak/cautions.h"
#include "leak/key_window.h"
#include "leak/observations.h"
#include "mime/date.h"
#include "mime/unstructured.h"

namespace letterlock::leak {
namespace {

// Examined in one go: bounds the memory for octets and answers.
constexpr std::size_t kMostSpecimens = 512;
constexpr std::size_t kMostOctets = 64u << 20;

void describe(const mime::Message& message, Examined& told) {
  if (const auto* field = message.find(mime::FieldName::message_id); field != nullptr) {
    const auto ids = mime::parse_message_ids(message, *field);
    if (!ids.empty()) told.message_id = ids.front().id;
  }
  if (const auto* field = message.find(mime::FieldName::from); field != nullptr) {
    told.from = mime::decode_unstructured(message, *field);
  }
  if (const auto* field = message.find(mime::FieldName::subject); field != nullptr) {
    told.subject = mime::decode_unstructured(message, *field);
  }
  if (const auto date = mime::date_of(message)) told.date = date->utc;
}

// Octets that were put together from the properties of a mailbox item were never sent so: that a
// signature does not fit them contradicts nothing.
void excuse_rebuilt(MessageVerdict& verdict) {
  for (SignatureVerdict& signature : verdict.signatures) {
    if (signature.verdict != Verdict::contradicted) continue;
    signature.verdict = Verdict::cannot_tell;
    signature.why = "octets_rebuilt";
  }
  if (verdict.verdict == Verdict::contradicted) verdict.verdict = Verdict::cannot_tell;
}

}  // namespace

Examined examine(const Specimen& specimen, KeyRing& keys, const ExamineOptions& options) {
  Examined told;
  told.id = specimen.id;
  told.path = specimen.path;
  told.sha256 = sha256(specimen.octets);
  told.size = specimen.octets.size();
  told.reconstructed = specimen.reconstructed;
  for (const auto& [name, proof] : specimen.proofs) {
    told.timestamps.emplace_back(name,
                                 check_timestamps(specimen.octets, proof, options.timestamps));
  }
  const auto message = mime::Message::parse_view(specimen.octets);
  if (!message) {
    told.unreadable = true;
    told.verdict.verdict = Verdict::cannot_tell;
    return told;
  }
  describe(*message, told);
  told.verdict = judge(*message, keys, options.verdict);
  if (told.reconstructed) excuse_rebuilt(told.verdict);
  told.clocks = read_clocks(*message, {specimen.archive});
  told.arc = auth::verify_arc(*message, keys, options.verdict.dkim);
  std::vector<auth::SignatureCheck> checks;
  checks.reserve(told.verdict.signatures.size());
  for (const SignatureVerdict& signature : told.verdict.signatures) {
    checks.push_back(signature.check);
  }
  told.shape = compare_shape(*message, shape_of(*message), options.shape, options.shape != nullptr);
  told.observations = observe(*message, checks, told.clocks, {placement_of(specimen.folder)});
  for (Observation& one : cautions_of(*message, told.verdict)) {
    told.observations.push_back(std::move(one));
  }
  for (const SignatureVerdict& signature : told.verdict.signatures) {
    for (Observation& one : against_key_window(signature, told.date)) {
      told.observations.push_back(std::move(one));
    }
  }
  return told;
}

Examiner::Examiner(KeyRing& keys, const ExamineOptions& options, unsigned threads,
                   std::function<void(Examined&&)> take_answer)
    : keys_(keys),
      options_(options),
      threads_(threads != 0 ? threads : std::max(1U, std::thread::hardware_concurrency())),
      take_answer_(std::move(take_answer)) {}

void Examiner::take(Specimen&& specimen) {
  octets_ += specimen.octets.size();
  waiting_.push_back(std::move(specimen));
  if (waiting_.size() >= kMostSpecimens || octets_ >= kMostOctets) finish();
}

void Examiner::finish() {
  std::vector<Examined> answers(waiting_.size());
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    while (options_.stop == nullptr || !options_.stop->stop_requested()) {
      const std::size_t i = next++;
      if (i >= waiting_.size()) return;
      answers[i] = examine(waiting_[i], keys_, options_);
    }
  };
  {
    std::vector<std::jthread> others;
    for (unsigned t = 1; t < threads_ && t < waiting_.size(); ++t) others.emplace_back(work);
    work();
  }
  // What was begun is finished: these are the first ones, without a gap.
  answers.resize(std::min(next.load(), answers.size()));
  for (Examined& answer : answers) take_answer_(std::move(answer));
  waiting_.clear();
  octets_ = 0;
}

}  // namespace letterlock::leak
