#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/printable.h"
#include "report/page.h"
#include "report/people.h"
#include "report/wording.h"

namespace letterlock::report {
namespace {

using content::TraitKind;
using relations::HabitSeen;
using relations::Profile;
using relations::Seen;

constexpr std::size_t kValuesShown = 4;
constexpr std::size_t kPartnersShown = 12;
constexpr std::size_t kCirclesShown = 6;
constexpr std::size_t kDomainsShown = 10;
constexpr std::size_t kMonthsShown = 36;
constexpr std::size_t kBar = 24;

// Kinds of which people ask, in the order of the page, and how they are called there. The others
// are in the JSON.
struct Row {
  TraitKind kind;
  std::string_view label;
};
constexpr Row kPath[] = {
    {TraitKind::network, "network"},    {TraitKind::origin_domain, "handed in at"},
    {TraitKind::origin_host, "server"}, {TraitKind::protocol, "protocol"},
    {TraitKind::tenant, "tenant"},      {TraitKind::signer, "DKIM d="},
    {TraitKind::selector, "DKIM s="},   {TraitKind::return_path, "return path"},
    {TraitKind::spf, "SPF result"},     {TraitKind::dkim, "DKIM result"},
    {TraitKind::dmarc, "DMARC result"},
};
constexpr Row kClient[] = {
    {TraitKind::mailer_family, "program"},
    {TraitKind::mailer, "version"},
    {TraitKind::message_id_host, "Message-ID"},
    {TraitKind::structure, "structure"},
    {TraitKind::charset, "charset"},
    {TraitKind::encoding, "encoding"},
    {TraitKind::html_generator, "HTML made by"},
    {TraitKind::line_width, "lines"},
};
constexpr Row kClock[] = {{TraitKind::zone, "zone"}, {TraitKind::delay, "to first server"}};
constexpr Row kWriting[] = {
    {TraitKind::language, "language"},  {TraitKind::greeting, "greeting"},
    {TraitKind::closing, "closing"},    {TraitKind::signature, "signature block"},
    {TraitKind::message_kind, "sort"},  {TraitKind::quoting, "answers"},
    {TraitKind::text_length, "length"}, {TraitKind::letter_case, "capitals"},
    {TraitKind::emoji, "smileys"},      {TraitKind::punctuation, "punctuation"},
};

// A bar of eighths of a column.
std::string bar(std::uint64_t count, std::uint64_t most, std::size_t width) {
  constexpr std::array<const char*, 8> kEighths = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  if (most == 0 || count == 0) return "";
  const std::uint64_t eighths = std::max<std::uint64_t>(1, count * width * 8 / most);
  std::string text;
  for (std::uint64_t i = 0; i < eighths / 8; ++i) text += "█";
  return text + kEighths[eighths % 8];
}

template <std::size_t kSize>
std::string strip(const std::array<std::uint32_t, kSize>& counts, std::size_t each) {
  constexpr std::array<const char*, 9> kHeights = {"·", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  const std::uint64_t most = *std::max_element(counts.begin(), counts.end());
  std::string text;
  for (const std::uint64_t count : counts) {
    const char* mark = kHeights[count == 0 ? 0 : std::max<std::uint64_t>(1, count * 8 / most)];
    for (std::size_t i = 0; i < each; ++i) text += mark;
  }
  return text;
}

std::string days(UnixTime length) {
  return counted(static_cast<std::uint64_t>(length / relations::kDay), "day", "days");
}

std::string padded(std::string_view text, std::size_t width) {
  std::string cut = ellipsize(printable(text), width);
  return cut + std::string(width - std::min(width, columns(cut)), ' ');
}

class ProfilePage {
 public:
  ProfilePage(const Profile& profile, UnixTime end, bool color, unsigned width)
      : profile_(profile), person_(*profile.person), end_(end), page_(color, width) {}

  std::string write() {
    head();
    amounts();
    rhythm();
    partners();
    circles();
    rows("Path", kPath);
    rows("Client", kClient);
    rows("Clock", kClock);
    rows("Writing", kWriting);
    links();
    asks();
    if (profile_.beyond > 0) {
      page_.paragraph(fmt::format("{} counted and not named.",
                                  counted(profile_.beyond, "rare value is", "rare values are")),
                      2);
    }
    return page_.take();
  }

 private:
  void head() {
    const std::string& address = person_.addresses.front().address;
    page_.raw(page_.styled("1", printable(person_.name.empty() ? address : person_.name)) + "\n");
    for (const relations::UsedAddress& used : person_.addresses) {
      page_.paragraph(
          fmt::format("{} ({} sent, {} received){}", printable(used.address), grouped(used.sent),
                      grouped(used.received),
                      used.because.empty() ? "" : "; the same person: " + printable(used.because)),
          4);
    }
    const std::string role = role_words(person_, end_);
    if (!role.empty()) page_.paragraph("The roster says: " + role + ".", 2);
    if (person_.roster && person_.roster->from) {
      page_.paragraph("In this role from " + day(person_.roster->from) + ".", 2);
    }
  }

  void amounts() {
    page_.heading("How much");
    page_.paragraph(
        fmt::format("{} written, {} received, {} of the written answer something, {} forward, {} "
                    "went to mailing lists.",
                    counted(profile_.messages, "message", "messages"), grouped(profile_.received),
                    grouped(profile_.replies), grouped(profile_.forwards),
                    grouped(profile_.to_lists)),
        2);
    std::map<std::string, std::pair<std::uint32_t, std::uint32_t>> months;
    for (const auto& [month, count] : profile_.sent_months) months[month].first = count;
    for (const auto& [month, count] : profile_.received_months) months[month].second = count;
    std::uint64_t most = 0;
    for (const auto& [month, both] : months) {
      most = std::max<std::uint64_t>({most, both.first, both.second});
    }
    std::size_t skip = months.size() > kMonthsShown ? months.size() - kMonthsShown : 0;
    if (!months.empty()) page_.raw(fmt::format("  {:<9}{:<32}{}\n", "", "written", "received"));
    for (const auto& [month, both] : months) {
      if (skip > 0) {
        --skip;
        continue;
      }
      const std::string left = fmt::format("{:>5} {}", both.first, bar(both.first, most, kBar));
      page_.raw(fmt::format("  {}  {}{:>5} {}\n", month, padded(left, 31), both.second,
                            bar(both.second, most, kBar)));
    }
  }

  void rhythm() {
    const relations::Rhythm& rhythm = person_.rhythm;
    if (rhythm.messages == 0) return;
    page_.heading("Rhythm");
    const UnixTime typical = rhythm.typical_pause();
    page_.paragraph(
        fmt::format(
            "First wrote {}, last {}. {} between times of writing: a usual pause is {}, "
            "the longest {}{}.",
            day(rhythm.first), day(rhythm.last), counted(rhythm.pause_count(), "pause", "pauses"),
            typical <= relations::kDay ? "up to a day" : "up to " + days(typical),
            days(rhythm.longest_pause),
            profile_.pause_from
                ? fmt::format(" ({} to {})", day(profile_.pause_from), day(profile_.pause_until))
                : ""),
        2);
    if (person_.went_silent(end_)) {
      page_.paragraph(page_.styled("1;33", "Silent") +
                          fmt::format(" for {} now, by the last mail in the case ({}).",
                                      days(end_ - rhythm.last), day(end_)),
                      2);
    }
    if (profile_.with_clock == 0) return;
    page_.raw(fmt::format("  hours of their own clock, n={}\n", grouped(profile_.with_clock)));
    page_.raw("  " + strip(profile_.hours, 2) + "\n");
    page_.raw("  0     3     6     9     12    15    18    21\n");
    page_.raw("  " + strip(profile_.weekdays, 4) + "\n");
    page_.raw("  Mon Tue Wed Thu Fri Sat Sun\n");
  }

  void partners() {
    if (profile_.partners.empty()) return;
    page_.heading("With whom");
    page_.raw(fmt::format("  {:>6} {:>6}  {:<10}  {:<10}\n", "to", "from", "first", "last"));
    for (std::size_t i = 0; i < std::min(kPartnersShown, profile_.partners.size()); ++i) {
      const relations::Partner& one = profile_.partners[i];
      page_.raw(fmt::format(
          "  {:>6} {:>6}  {:<10}  {:<10}  {}{}\n", one.there, one.back,
          one.first ? day(one.first) : "", one.last ? day(one.last) : "", printable(one.address),
          one.name.empty() ? "" : " (" + ellipsize(printable(one.name), 30) + ")"));
    }
    more(profile_.partners.size(), kPartnersShown);
    std::uint64_t never_answered = 0, both = 0;
    for (const auto& one : profile_.partners) {
      if (one.there > 0 && one.back == 0) ++never_answered;
      if (one.there > 0 && one.back > 0) ++both;
    }
    page_.paragraph(fmt::format("{} write back and forth; {} were written to and never wrote.",
                                grouped(both), grouped(never_answered)),
                    2);
  }

  void circles() {
    if (profile_.circles.empty()) return;
    page_.heading("Circles: who is written to together");
    for (std::size_t i = 0; i < std::min(kCirclesShown, profile_.circles.size()); ++i) {
      const relations::Circle& circle = profile_.circles[i];
      std::string members;
      for (std::size_t j = 0; j < std::min<std::size_t>(circle.members.size(), 6); ++j) {
        members += (j > 0 ? ", " : "") + printable(circle.members[j]);
      }
      if (circle.members.size() > 6)
        members += fmt::format(" and {} more", circle.members.size() - 6);
      page_.paragraph(members, 9, fmt::format("  {:>5}", circle.count));
    }
    more(profile_.circles.size(), kCirclesShown);
  }

  template <std::size_t kSize>
  void rows(std::string_view title, const Row (&wanted)[kSize]) {
    bool begun = false;
    for (const Row& row : wanted) {
      const auto habit = std::find_if(profile_.habits.begin(), profile_.habits.end(),
                                      [&](const HabitSeen& one) { return one.kind == row.kind; });
      if (habit == profile_.habits.end()) continue;
      if (!begun) page_.heading(title);
      begun = true;
      values(row.label, habit->values, habit->n, kValuesShown);
    }
  }

  // Shares of the messages that show the kind.
  void values(std::string_view label, const std::vector<Seen>& values, std::uint64_t n,
              std::size_t most) {
    for (std::size_t i = 0; i < std::min(most, values.size()); ++i) {
      const double share = 100.0 * static_cast<double>(values[i].count) / static_cast<double>(n);
      page_.raw(fmt::format("  {} {} {:>5.1f} % {:>7}  {}\n", left_of(label, n, i),
                            padded(bar(values[i].count, n, 10), 10), share,
                            grouped(values[i].count), printable(values[i].value)));
    }
    if (values.size() > most) {
      std::uint64_t rest = 0;
      for (std::size_t i = most; i < values.size(); ++i) rest += values[i].count;
      page_.raw(fmt::format("  {} {:<10} {:>7} {:>7}  {} more\n", left_of(label, n, most), "", "",
                            grouped(rest), grouped(values.size() - most)));
    }
  }

  // The name of a kind and how many messages show it, before the first of its values.
  static std::string left_of(std::string_view label, std::uint64_t n, std::size_t line) {
    return fmt::format("{:<15} {:<9}", line == 0 ? label : "",
                       line == 0 ? "n=" + grouped(n) : std::string());
  }

  void links() {
    if (profile_.messages == 0) return;
    page_.heading("Links");
    page_.paragraph(
        fmt::format("{} of {} show a link that is not quoted.", grouped(profile_.with_links),
                    counted(profile_.messages, "message", "messages")),
        2);
    for (std::size_t i = 0; i < std::min(kDomainsShown, profile_.link_domains.size()); ++i) {
      const Seen& domain = profile_.link_domains[i];
      page_.raw(fmt::format("  {:>6}  {:<10}  {}\n", grouped(domain.count),
                            domain.first ? day(domain.first) : "",
                            defanged(printable(domain.value))));
    }
    more(profile_.link_domains.size(), kDomainsShown);
  }

  void asks() {
    if (profile_.messages == 0) return;
    page_.heading("What they ask for");
    std::vector<Seen> asks;
    for (std::size_t i = 0; i < content::kAskKinds; ++i) {
      if (profile_.asks[i] == 0) continue;
      const auto kind = static_cast<content::AskKind>(i);
      asks.push_back({std::string(content::ask_name(kind)), profile_.asks[i], {}, {}});
    }
    std::stable_sort(asks.begin(), asks.end(),
                     [](const Seen& a, const Seen& b) { return a.count > b.count; });
    if (asks.empty()) page_.raw("  nothing that the vocabulary of asks knows\n");
    values("in messages", asks, profile_.messages, content::kAskKinds);
  }

  void more(std::size_t all, std::size_t shown) {
    if (all > shown)
      page_.raw(fmt::format("  and {} more (--json has them)\n", grouped(all - shown)));
  }

  const Profile& profile_;
  const relations::Person& person_;
  UnixTime end_;
  Page page_;
};

}  // namespace

std::string profile_text(const Profile& profile, UnixTime end, bool color, unsigned width) {
  return ProfilePage(profile, end, color, width).write();
}

}  // namespace letterlock::report
