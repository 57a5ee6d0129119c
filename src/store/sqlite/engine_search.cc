// Search: every condition becomes a set of messages, the sets are combined, the newest are shown.
#include <algorithm>
#include <set>

#include "base/ascii.h"
#include "store/sqlite/copy_finder.h"
#include "store/sqlite/engine.h"
#include "store/sqlite/search_match.h"

namespace letterlock::store::sqlite {
namespace {

constexpr std::int64_t kFromRoles =
    1 << static_cast<int>(AddressRole::from) | 1 << static_cast<int>(AddressRole::sender);
constexpr std::int64_t kCcRole = 1 << static_cast<int>(AddressRole::cc);
constexpr std::int64_t kToRoles =
    1 << static_cast<int>(AddressRole::to) | kCcRole | 1 << static_cast<int>(AddressRole::bcc);

}  // namespace

class SearchPlan {
 public:
  explicit SearchPlan(Engine& engine) : engine_(engine), database_(*engine.database_) {}

  Bitmap matches(const Query& query) {
    Bitmap found(engine_.last_message_);
    if (database_.failed()) return found;
    switch (query.op) {
      case Query::Op::all:
        found.fill(engine_.last_message_);
        break;
      case Query::Op::both:
        found = matches(query.children.front());
        for (std::size_t i = 1; i < query.children.size(); ++i) {
          found.intersect(matches(query.children[i]));
        }
        break;
      case Query::Op::either:
        for (const Query& child : query.children) found.unite(matches(child));
        break;
      case Query::Op::negated:
        found.fill(engine_.last_message_);
        found.subtract(matches(query.children.front()));
        break;
      default:
        leaf(query, found);
    }
    return found;
  }

 private:
  void leaf(const Query& query, Bitmap& found) {
    using Op = Query::Op;
    switch (query.op) {
      case Op::words:
      case Op::subject:
        return words(query, found);
      case Op::from:
        return correspondents(query.text, kFromRoles, found);
      case Op::to:
        return correspondents(query.text, kToRoles, found);
      case Op::cc:
        return correspondents(query.text, kCcRole, found);
      case Op::link:
        return links(lower_ascii(query.text), found);
      case Op::attachment:
        return attachments(lower_ascii(query.text), found);
      case Op::thread:
        return threads(query.text, found);
      case Op::in:
        return placements(lower_ascii(query.text), found);
      case Op::id:
        return named(query.text, found);
      case Op::date:
        return dates(query, found);
      case Op::has_attachment:
        return flagged(kHasAttachment, found);
      case Op::has_link:
        return flagged(kHasLink, found);
      case Op::has_quote:
        return flagged(kHasQuote, found);
      case Op::reconstructed:
        return flagged(kReconstructed, found);
      case Op::has_defect:
        return query.text.empty() ? flagged(kHasDefect, found) : defects(query.text, found);
      default:
        return;
    }
  }

  // Bodies -> messages: each body's own message, and the copies. Of few bodies they are looked up,
  // of many all copies are read.
  void add_copies(Bitmap& found) {
    constexpr std::uint64_t kFew = 100;
    if (found.count() <= kFew) {
      std::vector<std::int64_t> bodies;
      found.each([&](std::int64_t body) { bodies.push_back(body); });
      Statement& copy = database_.kept("SELECT message FROM copy WHERE body = ?1");
      for (const std::int64_t body : bodies) {
        copy.bind(1, body);
        while (copy.step()) found.set(copy.integer(0));
        copy.reset();
      }
      return;
    }
    Statement& copy = database_.kept("SELECT message, body FROM copy");
    while (copy.step()) {
      if (found.has(copy.integer(1))) found.set(copy.integer(0));
    }
    copy.reset();
  }

  // The phrase as the full-text engine takes it: our tokens, which hold no quotes, in quotes.
  void words(const Query& query, Bitmap& found) {
    std::string phrase;
    for (const std::string& token : engine_.tokens_of(query.text)) {
      phrase += (phrase.empty() ? "" : " ") + token;
    }
    if (phrase.empty()) return;
    std::string match = query.op == Query::Op::subject ? "subject : \"" : "\"";
    match += phrase + (query.prefix ? "\" *" : "\"");
    Statement& row = database_.kept("SELECT rowid FROM body_text WHERE body_text MATCH ?1");
    row.bind_text(1, match);
    while (row.step()) found.set(row.integer(0));
    row.reset();
    add_copies(found);
  }

  void correspondents(std::string_view text, std::int64_t roles, Bitmap& found) {
    const std::string asked = lower_ascii(text);
    std::vector<std::int64_t> addresses;
    engine_.words_.addresses.each([&](std::int64_t id, std::string_view address) {
      if (address_matches(address, asked)) addresses.push_back(id);
    });
    if (asked.find('@') == std::string::npos) add_named(text, addresses);
    std::sort(addresses.begin(), addresses.end());
    Statement& row = database_.kept(
        "SELECT message, roles FROM main.correspondence WHERE address = ?1 "
        "UNION ALL SELECT message, roles FROM temp.correspondence WHERE address = ?1");
    for (const std::int64_t address : addresses) {
      row.bind(1, address);
      while (row.step()) {
        if (row.integer(1) & roles) found.set(row.integer(0));
      }
      row.reset();
    }
  }

  // Addresses whose display names hold all words of `text`, next to each other.
  void add_named(std::string_view text, std::vector<std::int64_t>& addresses) {
    const std::vector<std::string> asked = engine_.tokens_of(text);
    if (asked.empty()) return;
    Statement& row = database_.kept(
        "SELECT address, text FROM main.person_name UNION ALL "
        "SELECT address, text FROM temp.person_name");
    while (row.step()) {
      const std::vector<std::string> name = engine_.tokens_of(row.octets(1));
      if (std::search(name.begin(), name.end(), asked.begin(), asked.end()) != name.end()) {
        addresses.push_back(row.integer(0));
      }
    }
    row.reset();
  }

  void links(const std::string& asked, Bitmap& found) {
    if (asked.find('/') != std::string::npos) {
      Statement& row = database_.kept("SELECT id, links FROM body WHERE links IS NOT NULL");
      while (row.step()) {
        bool hit = false;
        each_link(row.octets(1), [&](const PackedLink& link) {
          hit = hit || contains_ignoring_case(link.url, asked);
          for (const auto url : link.carried_urls) hit = hit || contains_ignoring_case(url, asked);
        });
        if (hit) found.set(row.integer(0));
      }
      row.reset();
      return add_copies(found);
    }
    std::vector<std::int64_t> hosts;
    engine_.words_.hosts.each([&](std::int64_t id, std::string_view host) {
      if (is_at_or_below(host, asked)) hosts.push_back(id);
    });
    Statement& row = database_.kept(
        "SELECT body FROM main.by_host WHERE host = ?1 "
        "UNION ALL SELECT body FROM temp.by_host WHERE host = ?1");
    for (const std::int64_t host : hosts) {
      row.bind(1, host);
      while (row.step()) found.set(row.integer(0));
      row.reset();
    }
    add_copies(found);
  }

  void attachments(const std::string& asked, Bitmap& found) {
    if (asked.find('/') != std::string::npos) media_types(asked, found);
    constexpr std::size_t kShortestHash = 8;
    const bool hash =
        asked.size() >= kShortestHash && asked.size() <= 64 &&
        std::all_of(asked.begin(), asked.end(), [](char c) { return hex_value(c) >= 0; });
    Statement& row = database_.kept("SELECT id >> 16, hash, filename FROM attachment");
    while (row.step()) {
      if (contains_ignoring_case(row.octets(2), asked) ||
          (hash && row.octets(1).size() == 32 && to_hex(row.octets(1)).starts_with(asked))) {
        found.set(row.integer(0));
      }
    }
    row.reset();
  }

  // "application/pdf", "image/": as declared, or as the content shows.
  void media_types(const std::string& asked, Bitmap& found) {
    const auto fits = [&](const std::string& type) {
      return asked.ends_with('/') ? type.starts_with(asked) : type == asked;
    };
    Statement& row = database_.kept("SELECT id, flags, parts FROM message WHERE parts IS NOT NULL");
    while (row.step()) {
      if ((row.integer(1) & kHasAttachment) == 0) continue;
      std::vector<PartFact> parts;
      if (!unpack(row.octets(2), engine_.words_, parts)) continue;
      for (const PartFact& part : parts) {
        if (part.attachment && (fits(lower_ascii(part.media_type)) || fits(part.sniffed_type))) {
          found.set(row.integer(0));
        }
      }
    }
    row.reset();
  }

  // What a user may write for a message: its number, its hash, its Message-ID.
  std::vector<std::int64_t> messages_called(std::string_view text) {
    constexpr std::uint64_t kEvery = std::numeric_limits<std::int64_t>::max();
    std::vector<std::int64_t> ids;
    if (const auto number = as_number(text); number && *number <= engine_.last_message_) {
      return {*number};
    }
    if (auto by_hash = engine_.find_hash_prefix(text); by_hash) {
      ids.assign(by_hash->begin(), by_hash->end());
    } else {
      database_.note(by_hash.error());
    }
    if (text.starts_with('<') && text.ends_with('>')) text = text.substr(1, text.size() - 2);
    if (auto by_name = engine_.find_message_id(text, kEvery); by_name) {
      ids.insert(ids.end(), by_name->begin(), by_name->end());
    } else {
      database_.note(by_name.error());
    }
    return ids;
  }

  void named(std::string_view text, Bitmap& found) {
    for (const std::int64_t id : messages_called(text)) found.set(id);
  }

  void threads(std::string_view text, Bitmap& found) {
    Statement& row = database_.kept("SELECT child, parent FROM edge WHERE thread = ?1");
    std::set<std::int64_t> read;
    for (const std::int64_t id : messages_called(text)) {
      found.set(id);
      const std::int64_t thread = engine_.thread_of(id);
      if (!read.insert(thread).second) continue;
      row.bind(1, thread);
      while (row.step()) {
        found.set(row.integer(0));
        found.set(row.integer(1));
      }
      row.reset();
    }
  }

  // A mailbox, a folder or a label, in a mailbox or in any.
  void placements(const std::string& asked, Bitmap& found) {
    std::vector<std::pair<std::int64_t, std::int64_t>> wanted;
    Statement& folder = database_.kept("SELECT mailbox, folder FROM mailbox_folder");
    while (folder.step()) {
      const std::string mailbox = lower_ascii(engine_.words_.names.text(folder.integer(0)));
      const std::string inside = lower_ascii(engine_.words_.names.text(folder.integer(1)));
      std::string path = mailbox;
      path.append("/").append(inside);
      if (is_path_at_or_below(path, asked) || mailbox == asked ||
          is_path_at_or_below(inside, asked)) {
        wanted.emplace_back(folder.integer(0), folder.integer(1));
      }
    }
    folder.reset();
    std::sort(wanted.begin(), wanted.end());
    Statement& row = database_.kept("SELECT message, mailbox, folder, labels FROM placement");
    while (row.step()) {
      const std::pair here(row.integer(1), row.integer(2));
      if (std::binary_search(wanted.begin(), wanted.end(), here) ||
          is_labelled(row.octets(3), here.first, asked)) {
        found.set(row.integer(0));
      }
    }
    row.reset();
  }

  bool is_labelled(std::string_view packed, std::int64_t mailbox, const std::string& asked) {
    std::vector<std::string> labels;
    if (packed.empty() || !unpack(packed, engine_.words_, labels)) return false;
    return std::any_of(labels.begin(), labels.end(), [&](const std::string& written) {
      const std::string label = lower_ascii(written);
      return is_path_at_or_below(label, asked) ||
             is_path_at_or_below(lower_ascii(engine_.words_.names.text(mailbox)) + '/' + label,
                                 asked);
    });
  }

  void dates(const Query& query, Bitmap& found) {
    Statement& row = database_.kept(
        "SELECT message FROM main.by_date WHERE date >= ?1 AND date < ?2 "
        "UNION ALL SELECT message FROM temp.by_date WHERE date >= ?1 AND date < ?2");
    row.bind(1, query.from_time.value_or(std::numeric_limits<std::int64_t>::min()));
    row.bind(2, query.until_time.value_or(kUndated));
    while (row.step()) found.set(row.integer(0));
    row.reset();
  }

  void flagged(std::int64_t flag, Bitmap& found) {
    Statement& row = database_.kept(
        "SELECT message, flags FROM main.by_date UNION ALL SELECT message, flags FROM "
        "temp.by_date");
    while (row.step()) {
      if (row.integer(1) & flag) found.set(row.integer(0));
    }
    row.reset();
  }

  void defects(std::string_view name, Bitmap& found) {
    Statement& row = database_.kept(
        "SELECT message FROM main.by_defect WHERE name = ?1 "
        "UNION ALL SELECT message FROM temp.by_defect WHERE name = ?1");
    row.bind(1, engine_.words_.names.find(name));
    while (row.step()) found.set(row.integer(0));
    row.reset();
  }

  Engine& engine_;
  Database& database_;
};

namespace {

std::vector<std::int64_t> newest_of_few(Database& database, const Bitmap& found) {
  std::vector<std::pair<std::int64_t, std::int64_t>> dated;
  Statement row = database.prepare("SELECT date FROM message WHERE id = ?1");
  found.each([&](std::int64_t id) {
    // Undated ones go last in the reversed order.
    constexpr std::int64_t kLast = std::numeric_limits<std::int64_t>::min();
    const auto date = row.bind(1, id).step() ? row.maybe_integer(0) : std::nullopt;
    dated.emplace_back(date.value_or(kLast), id);
    row.reset();
  });
  std::sort(dated.rbegin(), dated.rend());
  std::vector<std::int64_t> ids;
  ids.reserve(dated.size());
  for (const auto& [date, id] : dated) ids.push_back(id);
  return ids;
}

std::vector<std::int64_t> newest_of_many(Database& database, const Bitmap& found,
                                         std::uint64_t wanted) {
  std::vector<std::int64_t> ids;
  const auto walk = [&](const char* sql) {
    Statement row = database.prepare(sql);
    row.bind(1, kUndated);
    while (ids.size() < wanted && row.step()) {
      if (found.has(row.integer(0))) ids.push_back(row.integer(0));
    }
  };
  walk(
      "SELECT message FROM (SELECT date, message FROM main.by_date WHERE date < ?1 "
      "UNION ALL SELECT date, message FROM temp.by_date WHERE date < ?1) "
      "ORDER BY date DESC, message DESC");
  walk(
      "SELECT message FROM (SELECT message FROM main.by_date WHERE date = ?1 "
      "UNION ALL SELECT message FROM temp.by_date WHERE date = ?1) ORDER BY message DESC");
  return ids;
}

// The hits from `skip` on, newest first, undated ones last.
std::vector<std::int64_t> newest(Database& database, const Bitmap& found, std::uint64_t most,
                                 std::uint64_t skip) {
  const std::uint64_t hits = found.count();
  if (most == 0 || skip >= hits) return {};
  const std::uint64_t wanted = skip + std::min(most, hits - skip);
  std::vector<std::int64_t> ids =
      hits <= kFewHits ? newest_of_few(database, found) : newest_of_many(database, found, wanted);
  ids.resize(std::min<std::uint64_t>(ids.size(), wanted));
  ids.erase(ids.begin(),
            ids.begin() + static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(skip, ids.size())));
  return ids;
}

}  // namespace

std::vector<std::string> Engine::tokens_of(std::string_view text) {
  std::vector<std::string> tokens;
  Tokenizer::Token token;
  tokenizer_->start(text);
  while (tokenizer_->next(token)) tokens.emplace_back(token.text);
  return tokens;
}

std::uint64_t Engine::texts_with(const std::string& token) {
  constexpr std::size_t kMostKept = 100'000;
  if (counted_for_ != last_message_ || texts_with_.size() == kMostKept) texts_with_.clear();
  counted_for_ = last_message_;
  const auto [known, fresh] = texts_with_.try_emplace(token);
  if (!fresh) return known->second;
  Statement& row = database_->kept("SELECT doc FROM temp.token WHERE term = ?1");
  row.bind_text(1, token);
  if (row.step()) known->second = static_cast<std::uint64_t>(row.integer(0));
  row.reset();
  return known->second;
}

Expected<std::uint64_t> Engine::texts_with_rarest(std::string_view phrase) {
  const Reading reading(*this);
  settle();
  std::optional<std::uint64_t> fewest;
  for (const std::string& token : tokens_of(phrase)) {
    const std::uint64_t texts = texts_with(token);
    if (!fewest || texts < *fewest) fewest = texts;
  }
  return answer(fewest.value_or(0));
}

Expected<Hits> Engine::hits(const Query& query, const HitOptions& options) {
  const Reading reading(*this);
  settle();
  Bitmap found = SearchPlan(*this).matches(query);
  Hits hits;
  if (options.fold) hits.copies = CopyFinder(*this).fold(found);
  hits.total = found.count();
  const auto ids = newest(*database_, found, options.most, options.skip);
  hits.ids.assign(ids.begin(), ids.end());
  return answer(std::move(hits));
}

}  // namespace letterlock::store::sqlite
