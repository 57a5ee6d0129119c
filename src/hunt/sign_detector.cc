#include "hunt/sign_detector.h"

#include <algorithm>

#include "content/traits.h"
#include "hunt/attachment_signs.h"
#include "hunt/link_ages.h"
#include "relations/habits.h"

namespace letterlock::hunt {
namespace {

// LinkShape has these already; what they add stands there.
bool is_weighed_by_shape(SignCode code) {
  switch (code) {
    case SignCode::link_shows_other_host:
    case SignCode::link_shortener:
    case SignCode::link_userinfo:
    case SignCode::link_ip_host:
    case SignCode::link_international_name:
    case SignCode::link_random_label:
    case SignCode::link_free_hosting:
      return true;
    default:
      return false;
  }
}

}  // namespace

bool stands_alone(SignCode code) {
  return sign_kind(code).weight > 0 && !is_weighed_by_shape(code);
}

namespace {

// So many such files of a sender, decayed, are a habit.
constexpr double kUsual = 2.5;

double sent_before(const Sign& sign, const relations::Look& look) {
  if (look.state == nullptr) return 0;
  const auto kind = static_cast<std::uint8_t>(content::TraitKind::attachment_sign);
  return look.state->habits.count(relations::habit_key(kind, attachment_trait(sign.code))).of_value;
}

// A place that the sender, or everybody, links to is no sign of another hand, whatever it looks
// like; what a link asks to be granted is one each time.
bool counts(const Sign& sign, const relations::Look& look) {
  if (!stands_alone(sign.code)) return false;
  if (is_attachment_sign(sign.code)) return sent_before(sign, look) < kUsual;
  if (sign.code >= SignCode::link_oauth_consent && sign.code <= SignCode::link_device_code) {
    return true;
  }
  return std::none_of(look.links.begin(), look.links.end(), [&](const relations::SeenLink& seen) {
    const bool known = seen.standing == relations::Standing::own ||
                       seen.standing == relations::Standing::own_mail ||
                       seen.standing == relations::Standing::commonplace || seen.in_thread;
    return known && seen.link->domain == sign.cause;
  });
}

}  // namespace

Expected<double> SignDetector::weigh(const Context& context, const store::MessageRecord& message,
                                     const relations::Look& look) {
  auto found = signs_.of(context, message);
  if (!found) return fail(std::move(found));
  found_ = std::move(*found);
  std::erase_if(found_, [&](const Sign& sign) { return !counts(sign, look); });
  const double part = weight_of(found_);
  return relations::is_mass_mail(message) ? part / 2 : part;
}

void SignDetector::parts(std::vector<Term>& into) const {
  for (const Sign& sign : found_) {
    into.push_back({sign_kind(sign.code).name, sign_kind(sign.code).weight});
  }
}

void SignDetector::describe(const Context& context, const store::MessageRecord& message) {
  const bool files = std::any_of(found_.begin(), found_.end(),
                                 [](const Sign& sign) { return is_attachment_sign(sign.code); });
  if (!files) return;
  // What cannot be read again is told without the file's name.
  if (const auto octets = context.evidence(message.id)) describe_attachment_signs(*octets, found_);
}

void SignDetector::explain(const Context& context, const store::MessageRecord& message,
                           const relations::Look& look, Assessment& assessment) {
  describe(context, message);
  double all = 0;
  for (const Sign& sign : found_) all += sign_kind(sign.code).weight;
  if (all <= 0) return;
  double part = std::min(all, kMostOfSigns);
  if (relations::is_mass_mail(message)) part /= 2;
  for (const Sign& sign : found_) {
    Reason reason = reason_of(sign, look.history());
    reason.weight *= part / all;
    if (is_attachment_sign(sign.code)) {
      reason.text += sent_before(sign, look) > 0 ? " This sender has sent such files before."
                                                 : " This sender never sent such a file before.";
    } else if (sign_kind(sign.code).name.starts_with("link")) {
      reason.ages = ages_of(context, message, look, sign.cause);
    }
    assessment.reasons.push_back(std::move(reason));
  }
}

}  // namespace letterlock::hunt
