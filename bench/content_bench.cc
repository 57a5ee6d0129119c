// Reading HTML mail and extracting whole messages:
//
//   content_bench DIRECTORY|MBOX [ROUNDS]
//
// First the HTML parts of the messages, decoded to UTF-8 beforehand, by our reader and by libxml2
// and gumbo where their libraries are there: text and links from the same octets in the same run.
// Then content::extract() of whole messages beside parsing them. CPU time, the least of all rounds.
#include <fmt/format.h>

#include <cstdlib>

#include "content/content.h"
#include "content/html.h"
#include "content/html_tokenizer.h"
#include "measure.h"
#include "mime/message.h"
#include "peer_html.h"

namespace letterlock::bench {
namespace {

using mime::Message;

Corpus html_parts(const Corpus& messages) {
  Corpus parts;
  for (const std::string& octets : messages.messages) {
    const auto message = Message::parse_view(octets);
    if (!message) continue;
    for (const auto& entity : message->entities()) {
      if (entity.media != mime::MediaClass::text_html) continue;
      parts.messages.emplace_back(message->text(entity));
      parts.octets += parts.messages.back().size();
    }
  }
  return parts;
}

std::uint64_t tokens_only(const Corpus& parts) {
  std::uint64_t outcome = 0;
  for (const std::string& html : parts.messages) {
    content::HtmlTokenizer tokens(html);
    while (tokens.next()) outcome += 1 + tokens.attributes().size();
  }
  return outcome;
}

std::uint64_t text_and_links(const Corpus& parts) {
  std::uint64_t outcome = 0;
  for (const std::string& html : parts.messages) {
    const auto document = content::read_html(html);
    outcome += document.text.size() + document.links.size();
  }
  return outcome;
}

std::uint64_t parse_only(const Corpus& messages) {
  std::uint64_t outcome = 0;
  for (const std::string& octets : messages.messages) {
    const auto message = Message::parse_view(octets);
    if (!message) continue;
    for (const auto& entity : message->entities()) outcome += message->text(entity).size();
  }
  return outcome;
}

std::uint64_t parse_and_extract(const Corpus& messages) {
  std::uint64_t outcome = 0;
  for (const std::string& octets : messages.messages) {
    const auto message = Message::parse_view(octets);
    if (!message) continue;
    const auto content = content::extract(*message);
    outcome += content.text.size() + content.links.size() + content.quotes.size();
  }
  return outcome;
}

void print(const Corpus& corpus, const std::vector<Measured>& rows, std::string_view unit) {
  const double count = static_cast<double>(corpus.messages.size());
  for (const Measured& row : rows) {
    fmt::print("{:<28} {:>9.1f} MB/s {:>9.4f} ms/{} {:>9.1f} allocations/{} {:>8.2f} x first\n",
               row.name, static_cast<double>(corpus.octets) / row.seconds / 1e6,
               row.seconds * 1e3 / count, unit, row.allocations_per_message, unit,
               row.seconds / rows.front().seconds);
  }
}

}  // namespace
}  // namespace letterlock::bench

int main(int argc, char** argv) {
  using namespace letterlock::bench;
  if (argc < 2) {
    fmt::print(stderr, "usage: content_bench DIRECTORY|MBOX [ROUNDS]\n");
    return 64;
  }
  const int rounds = argc > 2 ? std::atoi(argv[2]) : 5;
  const Corpus messages = load_corpus(argv[1]);
  const Corpus parts = html_parts(messages);
  fmt::print("{} HTML parts, {} octets\n", parts.messages.size(), parts.octets);
  std::vector<Contestant> readers = {{"letterlock text+links", text_and_links},
                                     {"letterlock tokens only", tokens_only}};
#ifdef LETTERLOCK_WITH_LIBXML2
  readers.push_back({"libxml2 text+links", libxml2_text_and_links});
#endif
#ifdef LETTERLOCK_WITH_GUMBO
  readers.push_back({"gumbo text+links", gumbo_text_and_links});
#endif
  if (!parts.messages.empty()) print(parts, measure(parts, readers, rounds), "part");
  fmt::print("{} messages, {} octets\n", messages.messages.size(), messages.octets);
  print(messages,
        measure(messages, {{"parse + text", parse_only}, {"parse + extract", parse_and_extract}},
                rounds),
        "message");
  return 0;
}
