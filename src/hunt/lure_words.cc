#include "hunt/lure_words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <vector>

#include "content/traits.h"

namespace letterlock::hunt {
namespace {

// How often a lure has any one of these words.
constexpr double kInLures = 0.04;
constexpr double kMostOfAWord = 2.5;
constexpr double kOfLength = 0.8;

constexpr std::string_view kWords[] = {
    // documents and sharing
    "attached", "attachment", "document", "documents", "shared", "share", "sharing", "folder",
    "download", "view", "viewed", "preview", "scan", "scanned", "pdf", "invoice", "invoices",
    "receipt", "quotation", "proposal", "contract", "agreement", "memo", "report", "spreadsheet",
    "statement", "draft", "confidential", "secure", "secured", "encrypted", "onedrive",
    "sharepoint", "dropbox", "docusign", "drive", "wetransfer", "fax", "voicemail", "review",
    "sign", "signature", "approve", "approval", "open",
    // accounts
    "account", "accounts", "login", "log", "password", "passwords", "passcode", "verify",
    "verification", "confirm", "confirmation", "validate", "authenticate", "credentials",
    "username", "identity", "mailbox", "quota", "storage", "suspended", "suspension", "locked",
    "unlock", "expire", "expires", "expired", "deactivated", "disabled", "restore", "reactivate",
    "upgrade", "unusual", "activity", "signin", "security", "alert", "notice", "notification",
    "administrator", "helpdesk", "portal", "webmail", "access", "click", "link", "below", "button",
    // money
    "payment", "payments", "pay", "paid", "wire", "transfer", "bank", "banking", "account",
    "beneficiary", "iban", "swift", "remittance", "refund", "overdue", "outstanding", "balance",
    "fund", "funds", "money", "usd", "euro", "dollars", "card", "cards", "gift", "voucher",
    "vouchers", "itunes", "bitcoin", "crypto", "wallet", "payroll", "salary", "deposit", "tax",
    "loan", "inheritance", "donation", "lottery", "winner", "prize", "purchase", "order",
    "delivery", "parcel", "package", "shipment", "customs",
    // pressure and bait
    "urgent", "urgently", "immediately", "immediate", "asap", "today", "quickly", "quick",
    "deadline", "hours", "kindly", "favor", "favour", "task", "available", "busy", "meeting",
    "discreet", "discreetly", "private", "personal", "privately", "secret", "between", "trust",
    "whatsapp", "telegram", "signal", "cell", "mobile", "text", "reach", "respond", "reply",
    "assistance", "assist", "help", "important", "attention", "dear", "sorry", "surprise",
    "opportunity", "offer", "interested", "partner", "business", "embassy", "passport", "visa",
    "interview", "invitation", "invite", "registration", "register", "form", "survey", "feedback",
    "moment", "minute", "minutes", "spare", "handle", "handled", "discuss", "call", "phone",
    "number", "contact", "arrange", "arranged", "process", "processed", "vendor", "supplier",
    "details", "detail", "copy", "colleague", "colleagues", "appreciate", "appreciated", "soonest",
    "earliest", "convenience", "request", "requested", "require", "required", "needed", "stuck",
    "conference", "travel", "travelling", "traveling", "abroad", "hospital", "stranded", "office",
    "boss", "manager", "director", "ceo", "client", "clients", "customer", "budget", "amount",
    "due", "settle", "settled", "cash", "cost", "fee", "price", "quote", "buy", "sell", "discount",
    "free", "limited", "exclusive", "congratulations", "selected", "claim", "reward", "bonus",
    "recipient", "recipients", "sender", "email", "emails", "inbox", "message", "messages", "chat",
    "video", "photo", "photos", "pictures", "picture", "meet", "lunch", "coffee", "hello", "hope",
    "doing", "week", "weekend", "tomorrow", "tonight", "later", "soon", "glance", "opinion",
    "thoughts", "article", "paper", "news", "story", "website", "page", "online", "sensitive",
    "internal", "strictly", "disclose", "anyone", "anybody", "nobody", "else", "mention", "quiet",
    "quietly", "answer", "waiting", "wait", "await", "awaiting", "hurry", "rush", "close",
    "temporary", "temporarily", "backup", "code", "codes", "token", "enter", "submit", "fill",
    "complete", "completed", "procedure", "compliance", "policy", "legal", "lawyer", "attorney",
    "court", "police", "audit", "auditor",
    // other languages
    "rechnung", "konto", "passwort", "anmelden", "bestätigen", "dringend", "überweisung", "zahlung",
    "dokument", "anhang", "freigegeben", "vertraulich", "facture", "compte", "mot", "passe",
    "confirmer", "virement", "paiement", "document", "urgent", "cliquez", "pièce", "factura",
    "cuenta", "contraseña", "confirmar", "pago", "transferencia", "adjunto", "urgente", "fattura",
    "conto", "bonifico", "pagamento", "conferma", "allegato", "счет", "оплата", "пароль",
    "подтвердите", "срочно", "документ", "вложении"};

const std::vector<std::uint32_t>& lure_hashes() {
  static const std::vector<std::uint32_t> hashes = [] {
    std::vector<std::uint32_t> all;
    for (const std::string_view word : kWords) all.push_back(content::word_hash(word));
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
  }();
  return hashes;
}

}  // namespace

double lure_words(const relations::Baseline& baseline, const relations::Look& look,
                  const store::WritingFact& writing) {
  const auto& lures = lure_hashes();
  double sum = 0;
  for (const std::uint32_t word : writing.words) {
    if (!std::binary_search(lures.begin(), lures.end(), word)) continue;
    if (look.conversation && look.conversation->has_word(word)) continue;
    const double sender_n = look.state ? look.state->sent.messages : 0;
    const double usual = baseline.words().messages_with(word);
    const double own = look.state ? look.state->words.of(word) : 0;
    const double share = (own + 8 * usual + 0.02) / (sender_n + 8);
    sum += std::clamp(std::log(kInLures / share), 0.0, kMostOfAWord);
  }
  // Long texts have more of all words.
  return sum / std::pow(1 + static_cast<double>(writing.words.size()) / 24, kOfLength);
}

}  // namespace letterlock::hunt
