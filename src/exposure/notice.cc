#include "exposure/notice.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "content/content.h"
#include "exposure/names_in_text.h"
#include "mime/message.h"

namespace letterlock::exposure {
namespace {

constexpr UnixTime kAuthorityHours = UnixTime{72} * 3600;  // GDPR Article 33(1)
constexpr std::size_t kMostIds = 5;
constexpr std::uint64_t kMostPeople = 200'000;  // of the case, busiest first

struct Person {
  std::string address, name;
};

// What one message carries.
struct Carried {
  std::map<DataCategory, std::set<std::string_view>> data;  // -> patterns
  std::vector<std::uint32_t> names;                         // of NamesInText
};

class Gatherer {
 public:
  Gatherer(store::FactStore& facts, const ReadMessage& read, const NoticeOptions& options)
      : facts_(facts), read_(read), options_(options) {}

  // Whom texts may name.
  Expected<void> learn_names() {
    auto people = facts_.people(kMostPeople);
    if (!people) return fail(std::move(people));
    for (const store::PersonCounts& one : *people) known_.add(one.display_name, one.address);
    for (const auto& [name, address] : options_.persons) known_.add(name, address);
    return {};
  }

  Expected<void> add(const ExposureResult& result, const ExposedMessage& message) {
    ++made_.messages;
    std::optional<store::MessageSummary> held = message.held;
    if (!held) {
      const store::MessageId elsewhere = result.not_held[message.exposure->named].elsewhere;
      if (elsewhere != store::kNoMessage) {
        auto summaries = facts_.summaries(std::span(&elsewhere, 1));
        if (!summaries) return fail(std::move(summaries));
        if (!summaries->empty()) held = summaries->front();
      }
    }
    if (!held) {
      ++made_.unread;
      return {};
    }
    auto carried = carried_by(held->id);
    if (!carried) return fail(std::move(carried));
    for (const auto& [category, patterns] : carried->data) ++made_.with_data[category];
    add_person({held->from_address, held->from_name}, message, *carried);
    for (const std::string& to : held->to) add_person({to, ""}, message, *carried);
    add_named(*held, message, *carried);
    return {};
  }

  Notice take() {
    for (auto& [key, row] : rows_) {
      if (!row.in_text) row.name = names_[row.address];
      if (row.in_text && !names_.contains(row.address)) in_text_.insert(row.name);
      made_.rows.push_back(std::move(row));
    }
    const auto order = [](const NoticeRow& row) {
      return std::tuple(row.in_text, -static_cast<int>(row.exposure), row.address, row.name,
                        row.category ? static_cast<int>(*row.category) : 99);
    };
    std::sort(made_.rows.begin(), made_.rows.end(),
              [&](const auto& a, const auto& b) { return order(a) < order(b); });
    made_.persons = names_.size();
    made_.persons_in_text = in_text_.size();
    made_.aware = options_.aware;
    if (options_.aware) made_.authority_by = *options_.aware + kAuthorityHours;
    return std::move(made_);
  }

 private:
  Expected<Carried> carried_by(store::MessageId id) {
    if (const auto known = carried_.find(id); known != carried_.end()) return known->second;
    Carried carried;
    if (carried_.size() >= options_.most_texts) {
      ++made_.unread;
      return carried;
    }
    auto octets = read_(id);
    if (!octets) return fail(std::move(octets));
    if (auto parsed = mime::Message::parse_view(*octets)) {
      const std::string text = content::extract(*parsed).text;
      for (const DataHit& hit : find_data(text)) carried.data[hit.category].insert(hit.pattern);
      carried.names = known_.find(text);
    }
    carried_.emplace(id, carried);
    return carried;
  }

  void add_person(const Person& person, const ExposedMessage& message, const Carried& carried) {
    if (person.address.empty()) return;
    std::string& name = names_[person.address];
    if (name.empty()) name = person.name;
    add_rows(person, false, message.exposure->certainty, message, carried);
  }

  // Whom the text names and the header does not.
  void add_named(const store::MessageSummary& held, const ExposedMessage& message,
                 const Carried& carried) {
    const auto on_it = [&](const std::string& address) {
      return address == held.from_address ||
             std::find(held.to.begin(), held.to.end(), address) != held.to.end();
    };
    for (const std::uint32_t index : carried.names) {
      const NamesInText::Name& name = known_.names()[index];
      if (std::any_of(name.addresses.begin(), name.addresses.end(), on_it)) continue;
      const bool one = name.addresses.size() == 1;
      const Certainty certainty =
          std::max(message.exposure->certainty, one ? Certainty::likely : Certainty::possible);
      add_rows({one ? name.addresses.front() : "", name.text}, true, certainty, message, carried);
    }
  }

  void add_rows(const Person& person, bool in_text, Certainty certainty,
                const ExposedMessage& message, const Carried& carried) {
    if (carried.data.empty()) add_row(person, in_text, certainty, message, std::nullopt, {});
    for (const auto& [category, patterns] : carried.data) {
      add_row(person, in_text, certainty, message, category, patterns);
    }
  }

  void add_row(const Person& person, bool in_text, Certainty certainty,
               const ExposedMessage& message, std::optional<DataCategory> category,
               const std::set<std::string_view>& patterns) {
    const MessageExposure& exposed = *message.exposure;
    const int kind = category ? static_cast<int>(*category) : -1;
    NoticeRow& row = rows_[{in_text ? person.name : "", person.address,
                            static_cast<int>(exposed.exposure), kind}];
    if (row.messages == 0) {
      row.address = person.address;
      if (in_text) row.name = person.name;
      row.in_text = in_text;
      row.exposure = exposed.exposure;
      row.certainty = certainty;
      row.category = category;
    }
    row.certainty = std::min(row.certainty, certainty);
    ++row.messages;
    const auto put = [](std::vector<std::string>& list, std::string_view text, std::size_t most) {
      if (list.size() < most && std::find(list.begin(), list.end(), text) == list.end()) {
        list.emplace_back(text);
      }
    };
    for (const std::string_view pattern : patterns) put(row.patterns, pattern, 20);
    put(row.mailboxes, message.mailbox, 20);
    put(row.message_ids, message.message_id, kMostIds);
    const auto& ids = row.message_ids;
    if (std::find(ids.begin(), ids.end(), message.message_id) == ids.end()) ++row.not_listed;
  }

  store::FactStore& facts_;
  const ReadMessage& read_;
  const NoticeOptions& options_;
  Notice made_;
  std::map<store::MessageId, Carried> carried_;
  std::map<std::string, std::string> names_;
  // By name where only the text names it, address, class, category.
  std::map<std::tuple<std::string, std::string, int, int>, NoticeRow> rows_;
  NamesInText known_;
  std::set<std::string> in_text_;
};

// RFC 4180; a leading =, +, - or @ would be run by a spreadsheet.
std::string cell(std::string_view text) {
  std::string out = "\"";
  if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) {
    out += '\'';
  }
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

std::string joined(const std::vector<std::string>& list) {
  return fmt::format("{}", fmt::join(list, "; "));
}

std::string time_or_empty(const std::optional<UnixTime>& at) {
  return at ? format_utc(*at) : std::string();
}

}  // namespace

Expected<Notice> notice(const ExposureResult& result, store::FactStore& facts,
                        const ReadMessage& read, const NoticeOptions& options, Progress& progress) {
  Gatherer gatherer(facts, read, options);
  if (auto learned = gatherer.learn_names(); !learned) return fail(std::move(learned));
  Expected<void> trouble;
  std::uint64_t done = 0;
  progress.stage("persons and data", "messages", result.messages.size());
  auto visited = each_message(result, facts, [&](const ExposedMessage& message) {
    progress.advance(++done);
    // Worst first: from here on there are none any more.
    if (message.exposure->exposure < options.least) return false;
    trouble = gatherer.add(result, message);
    return trouble.has_value() && !progress.stop_requested();
  });
  if (!visited) return fail(std::move(visited));
  if (!trouble) return fail(std::move(trouble));
  if (progress.stop_requested()) return fail(ErrorCode::interrupted, "stopped");
  return gatherer.take();
}

std::string notice_csv(const Notice& notice) {
  std::string out =
      "person,name,class,words,certainty,data_category,patterns,messages,mailboxes,message_ids,"
      "aware,authority_by,found_in\r\n";
  for (const NoticeRow& row : notice.rows) {
    out += cell(row.address) + ',' + cell(row.name) + ',';
    out += cell(class_name(row.exposure)) + ',' + cell(class_words(row.exposure)) + ',';
    out += cell(certainty_name(row.certainty)) + ',';
    out += cell(row.category ? category_name(*row.category) : "none found") + ',';
    out += cell(joined(row.patterns)) + ',' + std::to_string(row.messages) + ',';
    std::string ids = joined(row.message_ids);
    if (row.not_listed > 0) ids += fmt::format("; and {} more", row.not_listed);
    out += cell(joined(row.mailboxes)) + ',' + cell(ids) + ',';
    out += time_or_empty(notice.aware) + ',' + time_or_empty(notice.authority_by);
    out += row.in_text ? ",text\r\n" : ",address\r\n";
  }
  return out;
}

}  // namespace letterlock::exposure
