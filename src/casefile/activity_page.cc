#include "casefile/activity_page.h"

#include "audit/export_checks.h"
#include "audit/record_mapper.h"
#include "audit/text_input.h"
#include "audit/times.h"
#include "base/ascii.h"
#include "base/json_writer.h"
#include "content/html_reference.h"
#include "content/html_tokenizer.h"

namespace letterlock::casefile {
namespace {

using content::HtmlAttribute;
using content::HtmlTag;
using content::HtmlToken;

// What each activity of a page begins with.
constexpr std::string_view kCell = "<div class=\"outer-cell";
constexpr std::uint64_t kStep = std::uint64_t{4} << 20;  // octets between words about progress

// The parts of a cell, by the classes of its inner elements.
enum class Part : std::uint8_t { none, header, body, caption, count_ };

class Cell {
 public:
  explicit Cell(std::string_view html) {
    content::HtmlTokenizer tokens(html);
    while (tokens.next()) take(tokens);
  }

  // As MyActivity.json has it.
  std::string json() const {
    std::vector<std::string> lines = lines_of(Part::body);
    std::string title, time, details;
    for (const std::string& line : lines) {
      if (title.empty()) {
        title = line;
      } else if (time.empty() && audit::read_time(line, audit::DateOrder::unknown)) {
        time = line;
      } else {
        details += (details.empty() ? "" : "\n") + line;
      }
    }
    // In a language whose months are not read the last line is the time all the same.
    if (time.empty() && lines.size() > 1) time = lines.back();
    const std::vector<std::string> headers = lines_of(Part::header);
    JsonWriter json;
    json.object().member("header", headers.empty() ? std::string() : headers.front());
    json.member("title", title).member("titleUrl", url_).member("time", time);
    json.member("details", details).strings_member("caption", lines_of(Part::caption)).end();
    return json.take();
  }

 private:
  void take(const content::HtmlTokenizer& tokens) {
    const HtmlToken& token = tokens.token();
    switch (token.kind) {
      case HtmlToken::Kind::start_tag:
        return start(tokens);
      case HtmlToken::Kind::end_tag:
        if (token.tag == HtmlTag::div || token.tag == HtmlTag::p) text(Part::none, "\n");
        return;
      case HtmlToken::Kind::text:
        return text(part_, content::decode_references(tokens.octets(token.where), false));
      default:
        return;
    }
  }

  void start(const content::HtmlTokenizer& tokens) {
    if (tokens.token().tag == HtmlTag::br) return text(part_, "\n");
    if (tokens.token().tag == HtmlTag::a && part_ == Part::body && url_.empty()) {
      if (const auto* href = tokens.find(HtmlAttribute::href)) {
        url_ = content::decode_references(tokens.octets(href->value), true);
      }
    }
    const auto* classes = tokens.find(HtmlAttribute::class_);
    if (tokens.token().tag != HtmlTag::div || classes == nullptr) return;
    const std::string_view names = tokens.octets(classes->value);
    const auto has = [&](std::string_view name) { return names.find(name) != names.npos; };
    if (has("header-cell")) part_ = Part::header;
    if (has("content-cell")) part_ = has("caption") ? Part::caption : Part::body;
    if (has("text-right")) part_ = Part::none;
  }

  void text(Part part, std::string_view text) {
    texts_[static_cast<std::size_t>(part == Part::none ? part_ : part)] += text;
  }

  // Without the blanks around, which the page has as U+00A0 and U+2003 too.
  std::vector<std::string> lines_of(Part part) const {
    std::vector<std::string> lines;
    std::string line;
    for (const char c : texts_[static_cast<std::size_t>(part)] + "\n") {
      if (c != '\n') {
        line += c;
        continue;
      }
      std::string plain;
      for (std::size_t i = 0; i < line.size();) {
        const std::string_view rest = std::string_view(line).substr(i);
        const std::size_t blank =
            rest.starts_with("\xC2\xA0")                                           ? 2
            : rest.starts_with("\xE2\x80\x83") || rest.starts_with("\xE2\x80\xAF") ? 3
                                                                                   : 0;
        plain += blank > 0 ? ' ' : line[i];
        i += blank > 0 ? blank : 1;
      }
      if (const std::string_view kept = trim(plain); !kept.empty()) lines.emplace_back(kept);
      line.clear();
    }
    return lines;
  }

  Part part_ = Part::none;
  std::string texts_[static_cast<std::size_t>(Part::count_)];
  std::string url_;
};

class PageReading {
 public:
  PageReading(audit::RecordSink& sink, const audit::LogLimits& limits)
      : sink_(sink), limits_(limits), defects_(limits.named_places) {}

  Expected<store::LogFile> run(audit::TextInput& input) {
    // Up to the first cell; then each ends where the next begins.
    bool more = true, in_cell = false;
    std::size_t searched = 0;
    while (more && !sink_.stop_requested()) {
      const std::string_view hand = input.at_hand();
      const std::size_t from = std::max(searched, in_cell ? std::size_t{1} : 0);
      const std::size_t next = hand.find(kCell, from);
      if (next != hand.npos) {
        if (in_cell) {
          if (auto put = hand_over(input, next); !put) return fail(std::move(put));
        }
        input.take(next);
        in_cell = true;
        searched = 0;
        continue;
      }
      searched = hand.size() < kCell.size() ? 0 : hand.size() - kCell.size() + 1;
      if (hand.size() > limits_.record_octets) {
        if (in_cell) broken(input, "record_too_big", "an activity over the limit");
        in_cell = false;
      }
      if (!in_cell) {
        input.take(searched);
        searched = 0;
      }
      auto got = input.more();
      if (!got) {
        defects_.add("truncated", got.error().message, 0, input.position());
        file_.finished = false;
        return finish(input);
      }
      more = *got;
    }
    file_.finished = !more;
    if (in_cell && !more) {
      if (auto put = hand_over(input, input.size()); !put) return fail(std::move(put));
    }
    return finish(input);
  }

 private:
  Expected<void> hand_over(audit::TextInput& input, std::size_t size) {
    const std::string_view octets = input.at_hand().substr(0, size);
    std::string json = Cell(octets).json();
    json.reserve(json.size() + audit::TextInput::kPadding);
    audit::Mapped mapped;
    std::string why;
    if (!mapper_.map_json(json, mapped, why)) {
      broken(input, "record_broken", why);
      return {};
    }
    ++file_.records;
    file_.events += mapped.events.size();
    checks_.see(mapped);
    for (auto& [name, detail] : mapped.defects) {
      defects_.add(name, std::move(detail), file_.records, input.position());
    }
    store::LoggedRecord record;
    record.octets = octets;
    record.hash = sha256(octets);
    record.events = std::move(mapped.events);
    for (store::Event& event : record.events) {
      event.place.record = record.hash;
      event.place.row = file_.records;
      event.place.offset = input.position();
    }
    if (input.octets_read() - told_ >= kStep) {
      told_ = input.octets_read();
      sink_.advance(told_);
    }
    return sink_.record(std::move(record));
  }

  void broken(const audit::TextInput& input, std::string_view name, std::string detail) {
    ++file_.broken;
    defects_.add(name, std::move(detail), file_.records + file_.broken, input.position());
  }

  store::LogFile finish(audit::TextInput& input) {
    checks_.finish(0, false, mapper_.votes(), false, defects_);
    file_.defects = defects_.take();
    file_.provider = store::Provider::google_account;
    file_.shape = "my-activity-page";
    file_.time = checks_.time();
    file_.dates = "iso";
    file_.size = input.octets_read();
    file_.hash = input.hash();
    sink_.advance(file_.size);
    return std::move(file_);
  }

  audit::RecordSink& sink_;
  const audit::LogLimits& limits_;
  audit::RecordMapper mapper_;
  audit::DefectList defects_;
  audit::ExportChecks checks_;
  store::LogFile file_;
  std::uint64_t told_ = 0;
};

}  // namespace

bool is_activity_page(std::string_view beginning) {
  while (!beginning.empty() && !is_ascii(beginning.front())) beginning.remove_prefix(1);  // a mark
  return trim(beginning).starts_with('<') &&
         (beginning.find(kCell) != beginning.npos ||
          (lower_ascii(beginning.substr(0, 2048)).find("<html") != std::string::npos &&
           beginning.find("mdl-grid") != beginning.npos));
}

Expected<store::LogFile> read_activity_page(audit::LogSource& source, audit::RecordSink& sink,
                                            const audit::LogLimits& limits) {
  auto stream = source.open();
  if (!stream) return fail(std::move(stream));
  audit::TextInput input(**stream);
  return PageReading(sink, limits).run(input);
}

}  // namespace letterlock::casefile
