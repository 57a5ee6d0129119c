#include "content/quote_words.h"

#include <algorithm>
#include <array>
#include <bit>
#include <iterator>

#include "base/ascii.h"
#include "base/utf8.h"

namespace letterlock::content {
namespace {

using Label = HeaderLabel;
struct LabelWord {
  std::string_view word;
  Label label;
};
// en de fr es it nl pt pl sv da nb fi cs hu ro el ru uk tr ja zh ko
constexpr LabelWord kLabels[] = {
    {"from", Label::from},
    {"von", Label::from},
    {"de", Label::from},
    {"da", Label::from},
    {"van", Label::from},
    {"od", Label::from},
    {"från", Label::from},
    {"fra", Label::from},
    {"lähettäjä", Label::from},
    {"feladó", Label::from},
    {"de la", Label::from},
    {"από", Label::from},
    {"от", Label::from},
    {"от кого", Label::from},
    {"від", Label::from},
    {"від кого", Label::from},
    {"kimden", Label::from},
    {"gönderen", Label::from},
    {"差出人", Label::from},
    {"发件人", Label::from},
    {"寄件者", Label::from},
    {"寄件人", Label::from},
    {"보낸 사람", Label::from},
    {"보낸사람", Label::from},
    {"expéditeur", Label::from},
    {"отправитель", Label::from},
    {"送信者", Label::from},
    {"remitente", Label::from},
    {"mittente", Label::from},
    {"absender", Label::from},
    {"to", Label::to},
    {"an", Label::to},
    {"à", Label::to},
    {"para", Label::to},
    {"a", Label::to},
    {"aan", Label::to},
    {"do", Label::to},
    {"till", Label::to},
    {"til", Label::to},
    {"vastaanottaja", Label::to},
    {"komu", Label::to},
    {"címzett", Label::to},
    {"către", Label::to},
    {"προς", Label::to},
    {"кому", Label::to},
    {"kime", Label::to},
    {"alıcı", Label::to},
    {"宛先", Label::to},
    {"收件人", Label::to},
    {"收件者", Label::to},
    {"받는 사람", Label::to},
    {"받는사람", Label::to},
    {"destinataire", Label::to},
    {"получатель", Label::to},
    {"cc", Label::cc},
    {"kopie", Label::cc},
    {"kopia", Label::cc},
    {"kopi", Label::cc},
    {"kopio", Label::cc},
    {"copie", Label::cc},
    {"másolat", Label::cc},
    {"копия", Label::cc},
    {"копія", Label::cc},
    {"bilgi", Label::cc},
    {"抄送", Label::cc},
    {"副本", Label::cc},
    {"참조", Label::cc},
    {"kopie an", Label::cc},
    {"dw", Label::cc},
    {"sent", Label::date},
    {"date", Label::date},
    {"gesendet", Label::date},
    {"datum", Label::date},
    {"envoyé", Label::date},
    {"envoyé le", Label::date},
    {"enviado", Label::date},
    {"enviado el", Label::date},
    {"enviado em", Label::date},
    {"fecha", Label::date},
    {"inviato", Label::date},
    {"data", Label::date},
    {"verzonden", Label::date},
    {"enviada", Label::date},
    {"enviada em", Label::date},
    {"wysłano", Label::date},
    {"wysłane", Label::date},
    {"skickat", Label::date},
    {"sendt", Label::date},
    {"dato", Label::date},
    {"lähetetty", Label::date},
    {"päivämäärä", Label::date},
    {"pvm", Label::date},
    {"odesláno", Label::date},
    {"elküldve", Label::date},
    {"dátum", Label::date},
    {"trimis", Label::date},
    {"dată", Label::date},
    {"ημερομηνία", Label::date},
    {"στάλθηκε", Label::date},
    {"отправлено", Label::date},
    {"дата", Label::date},
    {"надіслано", Label::date},
    {"gönderildi", Label::date},
    {"gönderme tarihi", Label::date},
    {"tarih", Label::date},
    {"送信日時", Label::date},
    {"日付", Label::date},
    {"日時", Label::date},
    {"发送时间", Label::date},
    {"日期", Label::date},
    {"寄件日期", Label::date},
    {"傳送日期", Label::date},
    {"发送日期", Label::date},
    {"보낸 날짜", Label::date},
    {"날짜", Label::date},
    {"보낸날짜", Label::date},
    {"дата отправки", Label::date},
    {"subject", Label::subject},
    {"betreff", Label::subject},
    {"objet", Label::subject},
    {"asunto", Label::subject},
    {"oggetto", Label::subject},
    {"onderwerp", Label::subject},
    {"assunto", Label::subject},
    {"temat", Label::subject},
    {"ämne", Label::subject},
    {"emne", Label::subject},
    {"aihe", Label::subject},
    {"předmět", Label::subject},
    {"tárgy", Label::subject},
    {"subiect", Label::subject},
    {"θέμα", Label::subject},
    {"тема", Label::subject},
    {"konu", Label::subject},
    {"件名", Label::subject},
    {"主题", Label::subject},
    {"主旨", Label::subject},
    {"主題", Label::subject},
    {"제목", Label::subject},
    {"predmet", Label::subject},
    {"sujet", Label::subject},
};
constexpr std::size_t kLongestLabel = 31;

// The lengths of the labels that begin with an octet, as bits: most words are none.
constexpr auto kLabelLengths = [] {
  std::array<std::uint32_t, 256> lengths{};
  for (const LabelWord& label : kLabels) {
    lengths[static_cast<unsigned char>(label.word[0])] |= std::uint32_t{1} << label.word.size();
  }
  return lengths;
}();

constexpr std::string_view kForwardPhrases[] = {"forwarded message",
                                                "mensaje reenviado",
                                                "message transféré",
                                                "weitergeleitete nachricht",
                                                "messaggio inoltrato",
                                                "doorgestuurd bericht",
                                                "mensagem encaminhada",
                                                "mensagem reencaminhada",
                                                "przekazana wiadomość",
                                                "wiadomość przekazana",
                                                "vidarebefordrat meddelande",
                                                "videresendt besked",
                                                "videresendt melding",
                                                "videresendt meddelelse",
                                                "välitetty viesti",
                                                "přeposlaná zpráva",
                                                "továbbított üzenet",
                                                "továbbított levél",
                                                "mesaj redirecționat",
                                                "προωθημένο μήνυμα",
                                                "пересылаемое сообщение",
                                                "пересланное сообщение",
                                                "переслане повідомлення",
                                                "yönlendirilmiş ileti",
                                                "iletilen mesaj",
                                                "転送されたメッセージ",
                                                "転送メッセージ",
                                                "转发的邮件",
                                                "已转发邮件",
                                                "转发邮件",
                                                "轉寄郵件",
                                                "轉寄的郵件",
                                                "전달된 메시지",
                                                "전달된 메일"};
constexpr std::string_view kOriginalPhrases[] = {"original message",
                                                 "original appointment",
                                                 "mensaje original",
                                                 "message d'origine",
                                                 "message d’origine",
                                                 "message original",
                                                 "ursprüngliche nachricht",
                                                 "originalnachricht",
                                                 "original-nachricht",
                                                 "messaggio originale",
                                                 "oorspronkelijk bericht",
                                                 "mensagem original",
                                                 "oryginalna wiadomość",
                                                 "wiadomość oryginalna",
                                                 "wiadomość pierwotna",
                                                 "ursprungligt meddelande",
                                                 "originalmeddelande",
                                                 "oprindelig meddelelse",
                                                 "opprinnelig melding",
                                                 "alkuperäinen viesti",
                                                 "původní zpráva",
                                                 "eredeti üzenet",
                                                 "mesaj original",
                                                 "αρχικό μήνυμα",
                                                 "исходное сообщение",
                                                 "оригинальное сообщение",
                                                 "початкове повідомлення",
                                                 "orijinal mesaj",
                                                 "özgün ileti",
                                                 "元のメッセージ",
                                                 "原始邮件",
                                                 "原始郵件",
                                                 "邮件原件",
                                                 "원본 메시지",
                                                 "원본 메일"};
// Apple Mail's own line; ends with a colon.
constexpr std::string_view kApplePhrases[] = {"begin forwarded message",
                                              "anfang der weitergeleiteten nachricht",
                                              "anfang der weitergeleiteten e-mail",
                                              "début du message transféré",
                                              "début du message réexpédié",
                                              "inicio del mensaje reenviado",
                                              "inizio messaggio inoltrato",
                                              "begin doorgestuurd bericht",
                                              "início da mensagem encaminhada",
                                              "início da mensagem reencaminhada",
                                              "początek przekazywanej wiadomości",
                                              "vidarebefordrat mejl",
                                              "start på videresendt besked",
                                              "videresendt melding",
                                              "välitetty viesti alkaa",
                                              "začátek přeposílané zprávy",
                                              "начало переадресованного сообщения",
                                              "начало пересылаемого сообщения",
                                              "iletilen ileti başlangıcı",
                                              "転送されたメッセージ",
                                              "以下是转发的邮件",
                                              "下面是被转发的邮件",
                                              "以下為轉寄的郵件",
                                              "전달된 메시지 시작"};

constexpr std::string_view kVerbs[] = {
    "wrote",   "writes",   "schrieb",  "a écrit",    "escribió", "escribio", "ha scritto",
    "schreef", "escreveu", "napisał",  "pisze",      "napisała", "skrev",    "kirjoitti",
    "napsal",  "написал",  "пишет",    "пише",       "написав",  "yazdı",    "írta",
    "a scris", "έγραψε",   "のメール", "書きました", "写道",     "寫道",     "작성",
    "כתב",     "كتب",      "viết",     "menulis",    "เขียนว่า",   "scrisse",  "skrifaði"};
static_assert(std::size(kVerbs) <= 64);
// For each of the first three octets: bit i where kVerbs[i] has it there.
constexpr auto kVerbsWith = [] {
  std::array<std::array<std::uint64_t, 256>, 3> verbs_with{};
  for (std::size_t verb = 0; verb < std::size(kVerbs); ++verb) {
    for (std::size_t at = 0; at < verbs_with.size(); ++at) {
      verbs_with[at][static_cast<unsigned char>(kVerbs[verb][at])] |= std::uint64_t{1} << verb;
    }
  }
  return verbs_with;
}();
constexpr std::string_view kStarts[] = {
    "on ",  "am ",  "le ",     "el ",   "il ",  "il giorno ", "op ",         "em ",   "no dia ",
    "a ",   "den ", "w dniu ", "dnia ", "dne ", "pe ",        "în data de ", "στις ", "pada ",
    "vào ", "á ",   "ti. ",    "ma ",   "dňa ", "у ",         "на "};

struct MonthName {
  std::string_view prefix;
  unsigned month;
};
// Longest first where one is the beginning of another.
constexpr MonthName kMonths[] = {
    {"tammik", 1}, {"helmik", 2}, {"maalis", 3}, {"huhti", 4},    {"toukok", 5},   {"kesäk", 6},
    {"heinäk", 7}, {"elok", 8},   {"syysk", 9},  {"lokak", 10},   {"marras", 11},  {"jouluk", 12},
    {"jan", 1},    {"ene", 1},    {"gen", 1},    {"sty", 1},      {"led", 1},      {"ian", 1},
    {"янв", 1},    {"січ", 1},    {"oca", 1},    {"feb", 2},      {"fév", 2},      {"fev", 2},
    {"lut", 2},    {"úno", 2},    {"фев", 2},    {"лют", 2},      {"şub", 2},      {"mar", 3},
    {"mär", 3},    {"mrz", 3},    {"mrt", 3},    {"maart", 3},    {"bře", 3},      {"márc", 3},
    {"мар", 3},    {"бер", 3},    {"apr", 4},    {"avr", 4},      {"abr", 4},      {"kwi", 4},
    {"dub", 4},    {"ápr", 4},    {"апр", 4},    {"кві", 4},      {"nis", 4},      {"may", 5},
    {"mai", 5},    {"mag", 5},    {"mei", 5},    {"maj", 5},      {"kvě", 5},      {"máj", 5},
    {"май", 5},    {"мая", 5},    {"тра", 5},    {"července", 7}, {"červenec", 7}, {"červ", 6},
    {"juil", 7},   {"juin", 6},   {"jun", 6},    {"giu", 6},      {"cze", 6},      {"jún", 6},
    {"iun", 6},    {"июн", 6},    {"чер", 6},    {"haz", 6},      {"jul", 7},      {"lug", 7},
    {"lip", 7},    {"júl", 7},    {"iul", 7},    {"июл", 7},      {"лип", 7},      {"tem", 7},
    {"aug", 8},    {"aoû", 8},    {"aou", 8},    {"ago", 8},      {"sie", 8},      {"srp", 8},
    {"авг", 8},    {"сер", 8},    {"ağu", 8},    {"sep", 9},      {"set", 9},      {"wrz", 9},
    {"zář", 9},    {"szept", 9},  {"сен", 9},    {"вер", 9},      {"eyl", 9},      {"oct", 10},
    {"okt", 10},   {"ott", 10},   {"out", 10},   {"paź", 10},     {"říj", 10},     {"окт", 10},
    {"жов", 10},   {"eki", 10},   {"nov", 11},   {"noi", 11},     {"lis", 11},     {"ноя", 11},
    {"лис", 11},   {"kas", 11},   {"dec", 12},   {"déc", 12},     {"dez", 12},     {"dic", 12},
    {"gru", 12},   {"pros", 12},  {"дек", 12},   {"гру", 12},     {"ara", 12},
};

std::string_view strip_marks(std::string_view line) {
  constexpr std::string_view kMarks = "-_=* \t>";
  while (!line.empty() && kMarks.find(line.front()) != std::string_view::npos)
    line.remove_prefix(1);
  while (!line.empty() && kMarks.find(line.back()) != std::string_view::npos) line.remove_suffix(1);
  return line;
}

template <std::size_t N>
bool starts_with_one_of(std::string_view text, const std::string_view (&phrases)[N]) {
  return std::any_of(std::begin(phrases), std::end(phrases),
                     [text](std::string_view phrase) { return text.starts_with(phrase); });
}

}  // namespace

std::string lower_utf8(std::string_view text) {
  if (is_ascii_text(text)) return lower_ascii(text);
  std::string out(text);
  for (std::size_t at = 0; at < out.size(); ++at) {
    const auto c = static_cast<unsigned char>(out[at]);
    if (c < 0x80) {
      out[at] = to_lower(out[at]);
      continue;
    }
    if (c >= 0xE0) {  // three octets or more: no script here that has capitals
      at += c >= 0xF0 ? 3 : 2;
      continue;
    }
    if (at + 1 >= out.size()) break;
    const auto d = static_cast<unsigned char>(out[at + 1]);
    const auto put = [&out, at](unsigned first, unsigned second) {
      out[at] = static_cast<char>(first);
      out[at + 1] = static_cast<char>(second);
    };
    if (c == 0xC3 && d >= 0x80 && d <= 0x9E && d != 0x97) put(c, d + 0x20U);
    // Latin Extended-A: capitals are even up to U+0137 and from U+014A to U+0177, odd between.
    if (c == 0xC4 && d < 0xB8 && d % 2 == 0 && d != 0xB0) put(c, d + 1U);
    if (c == 0xC4 && d >= 0xB9 && d < 0xBF && d % 2 == 1) put(c, d + 1U);
    if (c == 0xC5 && d < 0x88 && d % 2 == 1) put(c, d + 1U);
    if (c == 0xC5 && d >= 0x8A && d <= 0xB6 && d % 2 == 0) put(c, d + 1U);
    if (c == 0xC5 && (d == 0xB9 || d == 0xBB || d == 0xBD)) put(c, d + 1U);
    if (c == 0xCE && d >= 0x91 && d <= 0x9F) put(c, d + 0x20U);
    if (c == 0xCE && d >= 0xA0 && d <= 0xA9) put(0xCF, d - 0x20U);
    if (c == 0xD0 && d >= 0x90 && d <= 0x9F) put(c, d + 0x20U);
    if (c == 0xD0 && d >= 0xA0 && d <= 0xAF) put(0xD1, d - 0x20U);
    if (c == 0xD0 && d >= 0x80 && d <= 0x8F) put(0xD1, d + 0x10U);
    ++at;
  }
  return out;
}

std::optional<HeaderLabel> header_label(std::string_view label) {
  if (label.empty() || label.size() > kLongestLabel) return std::nullopt;
  const std::uint32_t lengths = kLabelLengths[static_cast<unsigned char>(label[0])];
  if ((lengths >> label.size() & 1) == 0) return std::nullopt;
  for (const auto& known : kLabels) {
    if (known.word == label) return known.label;
  }
  return std::nullopt;
}

std::optional<Separator> separator_line(std::string_view line) {
  line = trim(line);
  // Only lines that look the part are compared: dashes around, or a colon at the end.
  const bool dashes = line.starts_with("--") || line.starts_with("__") || line.starts_with("==");
  const bool colon = line.ends_with(':') || line.ends_with("：");
  if ((!dashes && !colon) || line.size() > 200) return std::nullopt;
  const std::string lower = lower_utf8(strip_marks(line));
  if (colon && !dashes) {
    if (starts_with_one_of(lower, kApplePhrases)) return Separator{true, "apple"};
    return std::nullopt;
  }
  if (starts_with_one_of(lower, kForwardPhrases)) {
    return Separator{true, line.starts_with("---------- ") ? "gmail" : "thunderbird"};
  }
  if (starts_with_one_of(lower, kOriginalPhrases)) return Separator{false, "original_message"};
  return std::nullopt;
}

std::optional<Verb> attribution_verb(std::string_view lower_case) {
  // A bit for each verb whose first octets stand somewhere: mostly none, and never all.
  std::uint64_t candidates = 0;
  for (std::size_t at = 2; at < lower_case.size(); ++at) {
    std::uint64_t here = ~std::uint64_t{0};
    for (std::size_t i = 0; i < kVerbsWith.size(); ++i) {
      here &= kVerbsWith[i][static_cast<unsigned char>(lower_case[at - 2 + i])];
    }
    candidates |= here;
  }
  for (; candidates != 0; candidates &= candidates - 1) {
    const std::string_view verb = kVerbs[std::countr_zero(candidates)];
    const std::size_t at = lower_case.rfind(verb);
    if (at == std::string_view::npos) continue;
    if (at > 0 && is_alnum(lower_case[at - 1])) continue;
    return Verb{at, verb.size()};
  }
  return std::nullopt;
}

std::size_t attribution_start(std::string_view lower_case) {
  for (const auto start : kStarts) {
    if (lower_case.starts_with(start)) return start.size();
  }
  return 0;
}

unsigned month_by_name(std::string_view word) {
  if (word.empty()) return 0;
  for (const auto& month : kMonths) {
    if (month.prefix[0] == word[0] && word.starts_with(month.prefix)) return month.month;
  }
  return 0;
}

}  // namespace letterlock::content
