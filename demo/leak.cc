#include "demo/leak.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ascii.h"
#include "demo/encode.h"
#include "demo/mailboxes.h"

namespace letterlock::demo {
namespace {

constexpr std::size_t kItems = 34;

struct Alteration {
  const char* how;
  // Changes `octets` and says whether it could.
  bool (*apply)(std::string& octets);
};

// The value of a header field that is one line long, as offsets into `octets`.
bool find_field(const std::string& octets, std::string_view name, std::size_t& from,
                std::size_t& size) {
  const std::size_t end = octets.find("\r\n\r\n");
  for (std::size_t at = 0; at < end; at = octets.find("\r\n", at) + 2) {
    const std::string_view line = std::string_view(octets).substr(at, octets.find("\r\n", at) - at);
    if (line.size() > name.size() && line[name.size()] == ':' &&
        starts_with_ignore_case(line, name)) {
      from = at + name.size() + 2;
      std::size_t stop = octets.find("\r\n", at);
      while (octets.compare(stop, 3, "\r\n ") == 0 || octets.compare(stop, 3, "\r\n\t") == 0) {
        stop = octets.find("\r\n", stop + 2);
      }
      size = stop - from;
      return true;
    }
  }
  return false;
}

bool set_field(std::string& octets, std::string_view name, std::string_view value) {
  std::size_t from = 0;
  std::size_t size = 0;
  if (!find_field(octets, name, from, size)) return false;
  octets.replace(from, size, value);
  return true;
}

bool drop_field(std::string& octets, std::string_view name) {
  std::size_t from = 0;
  std::size_t size = 0;
  if (!find_field(octets, name, from, size)) return false;
  const std::size_t line = from - name.size() - 2;
  octets.erase(line, from + size + 2 - line);
  return true;
}

// Every sum gets another nought before it, in text and HTML alike.
bool raise_sums(std::string& octets) {
  const std::size_t body = octets.find("\r\n\r\n") + 4;
  bool any = false;
  for (std::size_t at = body; (at = octets.find('$', at)) != std::string::npos; at += 2) {
    if (at + 1 < octets.size() && is_digit(octets[at + 1])) {
      octets.insert(at + 1, "9");
      any = true;
    }
  }
  return any;
}

bool insert_sentence(std::string& octets) {
  std::size_t at = octets.find("\r\n\r\n");
  const std::size_t part = octets.find("Content-Type: text/plain", at);
  if (part != std::string::npos) at = octets.find("\r\n\r\n", part);
  if (at == std::string::npos) return false;
  octets.insert(at + 4, "The Vandermeer money stays out of the report, as agreed.\r\n\r\n");
  return true;
}

bool move_date(std::string& octets) {
  std::size_t from = 0;
  std::size_t size = 0;
  if (!find_field(octets, "Date", from, size)) return false;
  // Back by a month in the Date field only; the day of the week no longer fits.
  const std::string value = octets.substr(from, size);
  const std::size_t month = value.find(' ', value.find(' ') + 1) + 1;
  for (int m = 2; m <= 12; ++m) {
    if (value.compare(month, 3, month_name(m)) == 0) {
      octets.replace(from + month, 3, month_name(m - 1));
      return true;
    }
  }
  return false;
}

bool change_recipient(std::string& octets) {
  return drop_field(octets, "Cc") || drop_field(octets, "CC");
}

bool change_subject(std::string& octets) {
  return set_field(octets, "Subject", "Side letter, please delete after reading");
}

bool change_sender(std::string& octets) {
  return set_field(octets, "From", "Priya Nair <priya.nair@meridian.example>");
}

constexpr Alteration kAlterations[] = {
    {"every sum in the body raised by a leading 9", raise_sums},
    {"a sentence about undisclosed money inserted at the top of the text part", insert_sentence},
    {"the month in the Date field moved back by one", move_date},
    {"the Cc field removed", change_recipient},
    {"the Subject field replaced", change_subject},
    {"the From field replaced by another member of staff", change_sender},
};

bool save_with_line_feeds(std::string& octets) {
  octets = with_lf(octets);
  return true;
}
bool drop_transport(std::string& octets) {
  for (const char* name :
       {"Delivered-To", "X-Received", "Return-Path", "Received-SPF", "Authentication-Results"}) {
    drop_field(octets, name);
  }
  while (drop_field(octets, "Received")) {
  }
  return true;
}
bool add_footer(std::string& octets) {
  octets += "\r\n-- \r\nPrinted for C. / page 1\r\n";
  return true;
}

bool tag_subject(std::string& octets) {
  std::size_t from = 0;
  std::size_t size = 0;
  if (!find_field(octets, "Subject", from, size)) return false;
  octets.insert(from, "[EXTERN] ");
  return true;
}
// As some programs write a name back that stood there without quotes.
bool quote_recipient(std::string& octets) {
  std::size_t from = 0;
  std::size_t size = 0;
  if (!find_field(octets, "To", from, size)) return false;
  const std::string value = octets.substr(from, size);
  const std::size_t angle = value.find(" <");
  if (angle == std::string::npos || value.find_first_of("\",=\r") != std::string::npos)
    return false;
  octets.replace(from, size, '"' + value.substr(0, angle) + '"' + value.substr(angle));
  return true;
}

constexpr Alteration kReformattings[] = {
    {"saved with LF line ends", save_with_line_feeds},
    {"transport fields removed, the rest as it was", drop_transport},
    {"a printing footer added below the end", add_footer},
    {"a gateway's mark put before the Subject", tag_subject},
    {"the recipient's name put in quotation marks by an export", quote_recipient},
};

std::string forge(std::string octets) {
  set_field(octets, "Message-Id", "<7C1E0B5A-3D42-4E0F-8B7A-5F1D2C9E6A30@meridian.example>");
  set_field(octets, "Subject", "Harbour Trust");
  set_field(octets, "Date", "Fri, 29 May 2026 21:14:50 -0500");
  set_field(octets, "X-Mailer", "Apple Mail (2.3445.104.11)");
  set_field(octets, "Mime-Version", "1.0 (Mac OS X Mail 11.5 \\(3445.9.1\\))");
  set_field(octets, "Content-Type", "text/plain;\r\n\tcharset=us-ascii");
  if (!set_field(octets, "Content-Transfer-Encoding", "7bit")) {
    octets.insert(octets.find("\r\n\r\n") + 2, "Content-Transfer-Encoding: 7bit\r\n");
  }
  octets.resize(octets.find("\r\n\r\n") + 4);
  return octets +
         "Daniel,\r\n\r\nthe Harbour Trust money comes in through the side door, as we said. Keep "
         "it off "
         "the books until September and do not write to Owen about it.\r\n\r\nHelena\r\n";
}

struct Maker {
  const std::filesystem::path& directory;
  const Story& story;
  const Produced& produced;
  Bundle bundle;

  Expected<void> save(const OwnCopy& copy, std::string_view octets, LeakState state,
                      const char* how, std::string_view id = "") {
    LeakItem item;
    item.file = fmt::format("{:02}.eml", bundle.items.size() + 1);
    item.message_id = id.empty() ? produced.written[static_cast<std::size_t>(copy.plan)].message_id
                                 : std::string(id);
    item.state = state;
    item.how = how;
    item.from_sent_folder = copy.sent;
    auto done = write_whole_file(directory / item.file, octets);
    bundle.items.push_back(std::move(item));
    return done;
  }

  // The copies to draw from, the later half of the story, spread evenly.
  std::vector<const OwnCopy*> choose() const {
    const std::size_t size = produced.strategist.size();
    const std::size_t first = size > 2 * kItems ? size / 2 : 0;
    const std::size_t count = std::min(kItems, size - first);
    std::vector<const OwnCopy*> chosen;
    chosen.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
      chosen.push_back(&produced.strategist[first + i * (size - first) / count]);
    }
    return chosen;
  }

  Expected<void> save_messages() {
    bool applied[std::size(kAlterations)] = {};
    std::size_t next_format = 0;
    std::size_t number = 0;
    for (const OwnCopy* copy : choose()) {
      std::string octets = copy->octets;
      LeakState state = LeakState::unaltered;
      const char* how = "";
      ++number;
      if (number % 3 == 0 && !copy->sent) {
        // Each alteration once, as soon as a message allows it.
        for (std::size_t k = 0; k < std::size(kAlterations); ++k) {
          if (applied[k] || !kAlterations[k].apply(octets)) continue;
          applied[k] = true;
          state = LeakState::altered;
          how = kAlterations[k].how;
          break;
        }
      } else if (number % 2 == 0 && !copy->sent && next_format < std::size(kReformattings)) {
        const Alteration& a = kReformattings[next_format];
        if (a.apply(octets)) {
          ++next_format;
          state = LeakState::reformatted;
          how = a.how;
        }
      }
      if (auto done = save(*copy, octets, state, how); !done) return done;
    }
    return {};
  }

  Expected<void> save_forgery() {
    const int helena = story.cast.by_local("helena.brandt").id;
    for (auto copy = produced.strategist.rbegin(); copy != produced.strategist.rend(); ++copy) {
      const Plan& plan = story.plans[static_cast<std::size_t>(copy->plan)];
      if (plan.sender != helena || copy->sent || plan.scene < 0) continue;
      return save(*copy, forge(copy->octets), LeakState::forged,
                  "header and signature of a genuine mail of the director's, with another subject, "
                  "date, Message-ID and text; no such mail was ever written",
                  "<7C1E0B5A-3D42-4E0F-8B7A-5F1D2C9E6A30@meridian.example>");
    }
    return {};
  }

  // Attachments of the strategist's mail, taken out of it: two as they were, one with a figure
  // changed.
  Expected<void> save_documents() {
    std::vector<int> seen;
    for (auto copy = produced.strategist.rbegin();
         copy != produced.strategist.rend() && bundle.documents.size() < 3; ++copy) {
      const Plan& plan = story.plans[static_cast<std::size_t>(copy->plan)];
      if (plan.document < 0 || std::find(seen.begin(), seen.end(), plan.document) != seen.end())
        continue;
      const Document& document = story.documents[static_cast<std::size_t>(plan.document)];
      Attachment file = document_file(story, document, plan.version);
      LeakedDocument leaked{"documents/" + file.name,
                            document.title,
                            plan.version,
                            LeakState::unaltered,
                            "",
                            produced.written[static_cast<std::size_t>(copy->plan)].message_id};
      const bool has_altered =
          std::any_of(bundle.documents.begin(), bundle.documents.end(),
                      [](const LeakedDocument& d) { return d.state == LeakState::altered; });
      if (!has_altered && document.extension != "docx" && alter_figure(file.content)) {
        leaked.state = LeakState::altered;
        leaked.how = "the first figure in the text changed";
      }
      seen.push_back(plan.document);
      if (auto done = write_whole_file(directory / leaked.file, file.content); !done) return done;
      bundle.documents.push_back(std::move(leaked));
    }
    return {};
  }

  static bool alter_figure(std::string& content) {
    // Behind the title, so that neither names nor a PDF's structure are touched.
    const std::size_t text =
        content.starts_with("%PDF") ? content.find("/F1 11 Tf") + 9 : content.find("\r\n");
    for (std::size_t at = text; at + 4 < content.size(); ++at) {
      if (content[at] == ' ' && is_digit(content[at + 1]) && is_digit(content[at + 2]) &&
          content[at + 3] == ' ') {
        content[at + 1] = content[at + 1] == '9' ? '1' : static_cast<char>(content[at + 1] + 1);
        return true;
      }
      if (content.compare(at, 9, "endstream") == 0) break;
    }
    return false;
  }
};

}  // namespace

const char* leak_state_name(LeakState state) {
  switch (state) {
    case LeakState::unaltered:
      return "unaltered";
    case LeakState::reformatted:
      return "reformatted";
    case LeakState::altered:
      return "altered";
    case LeakState::forged:
      return "forged";
  }
  return "";
}

Expected<Bundle> write_leak(const std::filesystem::path& directory, const Story& story,
                            const Produced& produced) {
  Maker maker{directory, story, produced, {}};
  if (auto done = maker.save_messages(); !done) return fail(std::move(done));
  if (auto done = maker.save_forgery(); !done) return fail(std::move(done));
  if (auto done = maker.save_documents(); !done) return fail(std::move(done));
  return std::move(maker.bundle);
}

}  // namespace letterlock::demo
