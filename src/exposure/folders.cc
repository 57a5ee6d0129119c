#include "exposure/folders.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include "base/ascii.h"

namespace letterlock::exposure {
namespace {

// Lower case of ASCII, Latin-1, Greek and Cyrillic capitals: what folder names are written in.
std::string lower(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0;
    if (c == 0xC3 && next >= 0x80 && next <= 0x9E && next != 0x97) {
      out += static_cast<char>(c);
      out += static_cast<char>(next + 0x20);
      ++i;
    } else if (c == 0xD0 && next >= 0x90 && next <= 0x9F) {
      out += static_cast<char>(c);
      out += static_cast<char>(next + 0x20);
      ++i;
    } else if (c == 0xD0 && next >= 0xA0 && next <= 0xAF) {
      out += static_cast<char>(0xD1);
      out += static_cast<char>(next - 0x20);
      ++i;
    } else {
      out += to_lower(text[i]);
    }
  }
  return out;
}

struct KnownFolder {
  std::string_view key;
  std::initializer_list<std::string_view> names;
};

// As Outlook, Exchange, Gmail and IMAP servers name them in the languages they are sold in.
const KnownFolder kKnown[] = {
    {"inbox",
     {"inbox",
      "posteingang",
      "boîte de réception",
      "boite de reception",
      "bandeja de entrada",
      "posta in arrivo",
      "caixa de entrada",
      "a receber",
      "postvak in",
      "indbakke",
      "innboks",
      "inkorgen",
      "inkorg",
      "saapuneet",
      "skrzynka odbiorcza",
      "doručená pošta",
      "doručené",
      "beérkezett üzenetek",
      "mesaje primite",
      "входящие",
      "вхідні",
      "входяща поща",
      "gelen kutusu",
      "εισερχόμενα",
      "受信トレイ",
      "收件箱",
      "收件匣",
      "받은 편지함",
      "البريد الوارد",
      "דואר נכנס"}},
    {"sent", {"sent items",         "sent",
              "sent messages",      "sent mail",
              "gesendete elemente", "gesendet",
              "gesendete objekte",  "éléments envoyés",
              "messages envoyés",   "envoyés",
              "elementos enviados", "enviados",
              "posta inviata",      "inviati",
              "itens enviados",     "verzonden items",
              "verzonden",          "sendt post",
              "sendte elementer",   "skickat",
              "skickade objekt",    "lähetetyt",
              "elementy wysłane",   "wysłane",
              "odeslaná pošta",     "elküldött elemek",
              "отправленные",       "надіслані",
              "gönderilmiş öğeler", "送信済みアイテム",
              "已发送邮件",         "寄件備份",
              "보낸 편지함"}},
    {"drafts", {"drafts",     "draft",         "entwürfe",       "brouillons", "borradores",
                "bozze",      "rascunhos",     "concepten",      "kladder",    "utkast",
                "luonnokset", "kopie robocze", "wersje robocze", "koncepty",   "piszkozatok",
                "черновики",  "чернетки",      "taslaklar",      "下書き",     "草稿"}},
    {"deleted",
     {"deleted items",
      "deleted",
      "deleted messages",
      "trash",
      "bin",
      "papierkorb",
      "gelöschte elemente",
      "gelöschte objekte",
      "éléments supprimés",
      "corbeille",
      "elementos eliminados",
      "papelera",
      "posta eliminata",
      "cestino",
      "itens excluídos",
      "itens eliminados",
      "lixeira",
      "verwijderde items",
      "prullenbak",
      "slettet post",
      "slettede elementer",
      "borttagna objekt",
      "papperskorgen",
      "poistetut",
      "elementy usunięte",
      "kosz",
      "odstraněná pošta",
      "koš",
      "törölt elemek",
      "удаленные",
      "удалённые",
      "корзина",
      "видалені",
      "silinmiş öğeler",
      "削除済みアイテム",
      "已删除邮件",
      "刪除的郵件",
      "지운 편지함"}},
    {"junk",
     {"junk email",
      "junk e-mail",
      "junk",
      "spam",
      "bulk mail",
      "junk-e-mail",
      "spamverdacht",
      "courrier indésirable",
      "correo no deseado",
      "posta indesiderata",
      "lixo eletrônico",
      "lixo eletrónico",
      "ongewenste e-mail",
      "uønsket e-mail",
      "søppelpost",
      "skräppost",
      "roskaposti",
      "wiadomości-śmieci",
      "nevyžádaná pošta",
      "levélszemét",
      "нежелательная почта",
      "спам",
      "önemsiz e-posta",
      "迷惑メール",
      "垃圾邮件",
      "垃圾郵件",
      "정크 메일"}},
    {"archive",
     {"archive",
      "archives",
      "archiv",
      "archivo",
      "archivio",
      "arquivo",
      "arquivo morto",
      "archief",
      "arkiv",
      "arkisto",
      "archiwum",
      "архив",
      "архів",
      "arşiv",
      "アーカイブ",
      "存档",
      "封存",
      "보관",
      "all mail",
      "alle nachrichten",
      "tous les messages"}},
    {"outbox",
     {"outbox", "postausgang", "boîte d'envoi", "bandeja de salida", "posta in uscita",
      "caixa de saída", "postvak uit", "udbakke", "utboks", "utkorgen", "lähtevät",
      "skrzynka nadawcza", "исходящие", "发件箱"}},
    {"rss",
     {"rss feeds", "rss subscriptions", "rss", "rss-feeds", "rss-abonnements", "flux rss",
      "fuentes rss", "suscripciones de rss", "feed rss", "feeds rss", "rss-kilder", "rss-flöden",
      "rss-syötteet", "źródła danych rss", "rss-канали", "rss-каналы", "rss フィード", "rss 源",
      "rss 摘要"}},
    {"conversation history",
     {"conversation history", "aufgezeichnete unterhaltungen", "unterhaltungsverlauf",
      "historique des conversations", "historial de conversaciones", "cronologia conversazioni",
      "histórico de conversa", "histórico de conversação", "gespreksgeschiedenis",
      "samtalehistorik", "samtalelogg", "konversationshistorik", "keskusteluhistoria",
      "historia konwersacji", "журнал бесед", "会話の履歴", "对话历史记录"}},
    {"notes", {"notes", "notizen", "notas", "note", "notities", "noter", "anteckningar"}},
    {"recoverable", {"recoverable items", "deletions", "purges", "versions"}},
};

// Folders that hold the whole mailbox.
constexpr std::string_view kRoots[] = {"top of information store",
                                       "top of personal folders",
                                       "root - mailbox",
                                       "ipm_subtree",
                                       "oberste ebene des informationsspeichers",
                                       "oberste ebene der persönlichen ordner",
                                       "racine de la banque d'informations",
                                       "principio del almacén de información",
                                       "[gmail]",
                                       "[google mail]",
                                       "personal folders",
                                       "root - public",
                                       "haut de la banque d'informations"};

std::vector<std::string> segments_of(std::string_view path) {
  std::vector<std::string> segments;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= path.size(); ++i) {
    if (i < path.size() && path[i] != '/' && path[i] != '\\') continue;
    const std::string_view segment = trim(path.substr(begin, i - begin));
    if (!segment.empty()) segments.push_back(lower(segment));
    begin = i + 1;
  }
  return segments;
}

std::string_view known_name(std::string_view segment) {
  for (const KnownFolder& known : kKnown) {
    if (std::find(known.names.begin(), known.names.end(), segment) != known.names.end()) {
      return known.key;
    }
  }
  return segment;
}

}  // namespace

std::string folder_key(std::string_view path) {
  std::vector<std::string> segments = segments_of(path);
  std::size_t first = 0;
  while (first + 1 < segments.size() &&
         std::find(std::begin(kRoots), std::end(kRoots), segments[first]) != std::end(kRoots)) {
    ++first;
  }
  std::string key;
  for (std::size_t i = first; i < segments.size(); ++i) {
    if (i > first) key += '/';
    key += i == first ? known_name(segments[i]) : std::string_view(segments[i]);
  }
  return key;
}

bool hides_mail(std::string_view folder) {
  const std::string key = folder_key(folder);
  for (const std::string_view hidden :
       {"rss", "conversation history", "archive", "junk", "deleted", "notes"}) {
    if (key == hidden) return true;
  }
  return false;
}

}  // namespace letterlock::exposure
