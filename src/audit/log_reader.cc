#include "audit/log_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "audit/csv_reader.h"
#include "audit/export_checks.h"
#include "audit/json_splitter.h"
#include "audit/record_mapper.h"
#include "audit/text_input.h"
#include "base/ascii.h"

namespace letterlock::audit {
namespace {

// Of a file's beginning, to tell what it is.
constexpr std::size_t kLooked = std::size_t{256} << 10;
// Rows of a date column that are looked at before it is taken for one without 3/4/2024.
constexpr std::uint64_t kDatesLooked = 100;
// Octets between two words about progress.
constexpr std::uint64_t kStep = std::uint64_t{4} << 20;

enum class Form : std::uint8_t { json, csv, none };

// Says what a stream is by its beginning; takes nothing.
Form form_of(std::string_view head, RecordMapper& mapper) {
  std::size_t at = 0;
  while (at < head.size() && (is_space(head[at]) || head[at] == '\0')) ++at;
  if (at == head.size()) return Form::none;
  if (head[at] == '{' || head[at] == '[') return Form::json;
  MemoryStream stream(head);
  TextInput input(stream);
  CsvReader csv(input, kLooked, [](const BrokenPlace&, std::uint64_t) {});
  auto header = csv.header();
  if (header && mapper.set_columns(*header)) return Form::csv;
  // Text before the first record, or a beginning that is damaged.
  for (; at != head.npos && at < head.size(); at = head.find('\n', at + 1)) {
    const std::string_view line = trim(head.substr(at, 64));
    if (line.starts_with('{') || line.starts_with('[')) return Form::json;
  }
  return Form::none;
}

class Reading {
 public:
  Reading(LogSource& source, RecordSink& sink, const LogLimits& limits)
      : source_(source), sink_(sink), limits_(limits), defects_(limits.named_places) {}

  Expected<store::LogFile> run() {
    auto stream = source_.open();
    if (!stream) return fail(std::move(stream));
    TextInput input(**stream);
    while (input.size() < kLooked && !input.at_end()) {
      auto more = input.more();
      if (!more) return fail(std::move(more));
    }
    const Form form = form_of(input.at_hand().substr(0, kLooked), mapper_);
    if (form == Form::none) {
      return fail(ErrorCode::not_found, "not a log of a provider we know: {}",
                  input.size() == 0 ? "it is empty"
                                    : "neither JSON records nor a header with the "
                                      "columns of a log");
    }
    auto done = form == Form::json ? read_json(input) : read_csv(input);
    if (!done) return fail(std::move(done));
    finish(input);
    return std::move(file_);
  }

 private:
  // False at the end, and where the file can be read no further.
  template <class Reader, class Record>
  bool take_next(Reader& reader, Record& record, const TextInput& input) {
    auto next = reader.next(record);
    if (!next) {
      cut_short(next.error(), input);
      return false;
    }
    file_.finished = !*next;
    return *next;
  }

  Expected<void> read_json(TextInput& input) {
    JsonSplitter splitter(input, limits_.record_octets,
                          [&](const BrokenPlace& place) { broken(place, file_.records + 1); });
    JsonRecord record;
    Mapped mapped;
    std::string why;
    while (go_on(input)) {
      if (!take_next(splitter, record, input)) break;
      const std::uint64_t number = file_.records + file_.broken + 1;
      if (!mapper_.map_json(record.octets, mapped, why)) {
        broken({record.offset, "record_broken", why}, number);
        continue;
      }
      if (auto put = hand_over(record.octets, record.offset, number, mapped); !put) return put;
    }
    page_follows_ = splitter.page_follows();
    return {};
  }

  Expected<void> read_csv(TextInput& input) {
    if (auto looked = look_at_dates(); !looked) return looked;
    CsvReader csv(input, limits_.record_octets,
                  [&](const BrokenPlace& place, std::uint64_t row) { broken(place, row); });
    auto header = csv.header();
    if (!header) return fail(std::move(header));
    mapper_.set_columns(*header);
    CsvRow row;
    Mapped mapped;
    while (go_on(input)) {
      if (!take_next(csv, row, input)) break;
      mapper_.map_row(row.cells, mapped);
      if (auto put = hand_over(row.octets, row.offset, row.number, mapped); !put) return put;
    }
    rows_ = csv.rows();
    return {};
  }

  // Where times come from a column of 3/4/2024 alone, all of them decide how they are read.
  Expected<void> look_at_dates() {
    if (!mapper_.date_column()) return {};
    auto stream = source_.open();
    if (!stream) return fail(std::move(stream));
    TextInput input(**stream);
    CsvReader csv(input, limits_.record_octets, [](const BrokenPlace&, std::uint64_t) {});
    auto header = csv.header();
    if (!header) return fail(std::move(header));
    CsvRow row;
    while (!sink_.stop_requested() && (votes_.any() || csv.rows() < kDatesLooked)) {
      auto next = csv.next(row);
      if (!next || !*next) break;
      votes_.see(row.cells[*mapper_.date_column()]);
    }
    mapper_.set_date_order(votes_.verdict().order);
    return {};
  }

  Expected<void> hand_over(std::string_view octets, std::uint64_t offset, std::uint64_t row,
                           Mapped& mapped) {
    ++file_.records;
    file_.events += mapped.events.size();
    checks_.see(mapped);
    for (auto& [name, detail] : mapped.defects) defects_.add(name, std::move(detail), row, offset);
    store::LoggedRecord record;
    record.octets = octets;
    record.hash = sha256(octets);
    record.record_id = std::move(mapped.record_id);
    record.events = std::move(mapped.events);
    std::uint32_t part = 0;
    for (store::Event& event : record.events) {
      event.place.record = record.hash;
      event.place.row = row;
      event.place.offset = offset;
      event.place.part = part++;
    }
    return sink_.record(std::move(record));
  }

  void broken(const BrokenPlace& place, std::uint64_t row) {
    ++file_.broken;
    defects_.add(place.name, place.detail, row, place.offset);
  }

  void cut_short(const Error& error, const TextInput& input) {
    defects_.add("truncated", error.message, 0, input.position());
  }

  bool go_on(const TextInput& input) {
    if (input.octets_read() - told_ >= kStep) {
      told_ = input.octets_read();
      sink_.advance(told_);
    }
    return !sink_.stop_requested();
  }

  void finish(TextInput& input) {
    const bool prepared = votes_.any();
    checks_.finish(rows_, page_follows_, prepared ? votes_ : mapper_.votes(),
                   checks_.slashed_dates(), defects_);
    if (input.encoding() == Encoding::utf16_be || input.encoding() == Encoding::utf16_le) {
      defects_.add("utf16", std::string(encoding_name(input.encoding())), 0, 0);
    }
    file_.defects = defects_.take();
    file_.provider = checks_.provider();
    file_.shape = checks_.shape();
    file_.time = checks_.time();
    file_.dates = "iso";
    if (checks_.slashed_dates()) {
      const auto order = (prepared ? votes_ : mapper_.votes()).verdict().order;
      file_.dates = order == DateOrder::european ? "european" : "us";
    }
    file_.size = input.octets_read();
    file_.hash = input.hash();
    sink_.advance(file_.size);
  }

  LogSource& source_;
  RecordSink& sink_;
  const LogLimits& limits_;
  RecordMapper mapper_;
  DefectList defects_;
  ExportChecks checks_;
  DateVotes votes_;  // of look_at_dates()
  store::LogFile file_;
  std::uint64_t rows_ = 0, told_ = 0;
  bool page_follows_ = false;
};

}  // namespace

Expected<store::LogFile> read_log(LogSource& source, RecordSink& sink, const LogLimits& limits) {
  return Reading(source, sink, limits).run();
}

}  // namespace letterlock::audit
