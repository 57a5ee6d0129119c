#include "store/sqlite/fts_tokenizer.h"

namespace letterlock::store::sqlite {
namespace {

using TakeToken = int (*)(void*, int, const char*, int, int, int);

int create(void* context, const char**, int, Fts5Tokenizer** made) {
  *made = static_cast<Fts5Tokenizer*>(context);
  return SQLITE_OK;
}

void destroy(Fts5Tokenizer*) {}

int take_asked(void* context, std::string_view text, TakeToken take) {
  std::size_t position = 0;
  while (position < text.size()) {
    const std::size_t end = std::min(text.find(' ', position), text.size());
    if (end > position) {
      const int code = take(context, 0, text.data() + position, static_cast<int>(end - position),
                            static_cast<int>(position), static_cast<int>(end));
      if (code != SQLITE_OK) return code;
    }
    position = end + 1;
  }
  return SQLITE_OK;
}

int tokenize(Fts5Tokenizer* self, void* context, int flags, const char* octets, int length,
             TakeToken take) {
  if (octets == nullptr || length <= 0) return SQLITE_OK;
  const std::string_view text(octets, static_cast<std::size_t>(length));
  if (flags & FTS5_TOKENIZE_QUERY) return take_asked(context, text, take);
  auto& tokenizer = *reinterpret_cast<Tokenizer*>(self);
  tokenizer.start(text);
  Tokenizer::Token token;
  while (tokenizer.next(token)) {
    const int code = take(context, 0, token.text.data(), static_cast<int>(token.text.size()),
                          static_cast<int>(token.begin), static_cast<int>(token.end));
    if (code != SQLITE_OK) return code;
  }
  return SQLITE_OK;
}

}  // namespace

void register_tokenizer(Database& database, Tokenizer& tokenizer) {
  fts5_api* api = nullptr;
  Statement statement = database.prepare("SELECT fts5(?1)");
  statement.bind_pointer(1, &api, "fts5_api_ptr");
  statement.step();
  statement.reset();
  if (database.failed()) return;
  if (api == nullptr || api->iVersion < 2) {
    database.note({ErrorCode::internal, "this SQLite has no full-text engine (FTS5)"});
    return;
  }
  fts5_tokenizer functions{create, destroy, tokenize};
  const int code = api->xCreateTokenizer(api, "letterlock", &tokenizer, &functions, nullptr);
  if (code != SQLITE_OK) database.note(code);
}

}  // namespace letterlock::store::sqlite
