#include "demo/roster.h"

namespace letterlock::demo {
namespace {

using enum Team;
using enum Client;
using enum Language;
using F = MailboxFormat;

constexpr Organisation kOrganisations[] = {
    {"Meridian", "meridian.example", MailSystem::hosted, "mx.hostedmail.example", "192.0.2.26",
     english, "utf-8", "quarantine"},
    {"Flussbund e.V.", "flussbund.example", MailSystem::postfix, "mail.flussbund.example",
     "198.51.100.14", german, "iso-8859-1", "none"},
    {"Rivières Vives", "rivieres-vives.example", MailSystem::postfix, "smtp.rivieres-vives.example",
     "198.51.100.37", french, "windows-1252", ""},
    {"Tidewater Courier", "tidewater-courier.example", MailSystem::exchange,
     "mx1.tidewater-courier.example", "198.51.100.61", english, "us-ascii", "quarantine"},
    {"Lumen Polling", "lumenpolling.example", MailSystem::exchange, "edge.lumenpolling.example",
     "198.51.100.80", english, "us-ascii", "reject"},
    {"Kestrel Creative", "kestrelcreative.example", MailSystem::postfix,
     "mail.kestrelcreative.example", "198.51.100.93", english, "utf-8", "none"},
    {"Aguas Claras", "aguasclaras.example", MailSystem::postfix, "correo.aguasclaras.example",
     "198.51.100.112", spanish, "iso-8859-1", ""},
    {"Kawa no Kai", "kawanokai.example", MailSystem::postfix, "mail.kawanokai.example",
     "198.51.100.140", japanese, "iso-2022-jp", ""},
    {"Volga Rivers", "volgarivers.example", MailSystem::postfix, "mx.volgarivers.example",
     "198.51.100.155", russian, "koi8-r", ""},
    {"Harrowgate & Lyle LLP", "harrowgate-law.example", MailSystem::exchange,
     "exch01.harrowgate-law.example", "198.51.100.170", english, "us-ascii", ""},
    {"Clerk of Alder County", "countyclerk.example", MailSystem::exchange,
     "mail1.countyclerk.example", "198.51.100.188", english, "us-ascii", ""},
    {"Whitlock Advisory", "whitlock-advisory.example", MailSystem::postfix,
     "mail7.hostwell.example", "198.51.100.207", english, "utf-8", "none"},
    {"Brightwater Fund", "brightwater-fund.example", MailSystem::exchange,
     "out.brightwater-fund.example", "198.51.100.222", english, "us-ascii", "none"},
    {"Sendwell", "sendwell.example", MailSystem::bulk, "b14.sendwell.example", "198.51.100.240",
     english, "utf-8", ""},
    {"Hosted Mail", "hostedmail.example", MailSystem::hosted, "mx.hostedmail.example", "192.0.2.26",
     english, "utf-8", ""},
};

constexpr const char* kStart = "2025-01-06";
constexpr const char* kHq = "203.0.113.10";

// clang-format off
constexpr PersonRow kRoster[] = {
    {"Helena Brandt", "helena.brandt", "executive director", leadership, kMeridian, &kEastern, apple_mail, iphone, english, kStart, "", true, 30, F::takeout, kHq},
    {"Daniel Okafor", "daniel.okafor", "chief strategist", strategy, kMeridian, &kEastern, apple_mail, iphone, english, kStart, "", true, 36, F::takeout, kHq},
    {"Priya Nair", "priya.nair", "general counsel", finance, kMeridian, &kEastern, outlook, iphone, english, kStart, "", true, 22, F::takeout, kHq},
    {"Marcus Lindqvist", "marcus.lindqvist", "campaign manager", leadership, kMeridian, &kEastern, gmail_web, gmail_android, english, kStart, "", true, 38, F::takeout, kHq},
    {"Sofia Marchetti", "sofia.marchetti", "communications director", comms, kMeridian, &kEastern, gmail_web, iphone, english, kStart, "", true, 34, F::takeout, kHq},
    {"Wei-Lin Tran", "weilin.tran", "polling director", strategy, kMeridian, &kEastern, gmail_web, none, english, kStart, "", false, 28, F::takeout, kHq},
    {"Owen Gallagher", "owen.gallagher", "finance director", finance, kMeridian, &kEastern, outlook, none, english, kStart, "", true, 24, F::mboxrd, kHq},
    {"Leila Haddad", "leila.haddad", "field director", field, kMeridian, &kCentral, gmail_web, gmail_android, english, kStart, "", false, 34, F::takeout, "203.0.113.42"},
    {"Tobias Kern", "tobias.kern", "head of the Berlin office", berlin, kMeridian, &kBerlin, thunderbird, k9, german, kStart, "", false, 26, F::mboxrd, "203.0.113.77"},
    {"Grace Mbeki", "grace.mbeki", "press secretary", comms, kMeridian, &kEastern, gmail_web, iphone, english, kStart, "", false, 30, F::takeout, kHq},
    {"Aaron Feld", "aaron.feld", "speechwriter", comms, kMeridian, &kEastern, apple_mail, none, english, kStart, "", false, 18, F::takeout, kHq},
    {"Nadia Petrova", "nadia.petrova", "international liaison", policy, kMeridian, &kBerlin, thunderbird, iphone, russian, kStart, "", false, 22, F::maildir, "203.0.113.77"},
    {"Jonas Weber", "jonas.weber", "campaigner, Berlin", berlin, kMeridian, &kBerlin, thunderbird, none, german, kStart, "", false, 18, F::takeout, "203.0.113.77"},
    {"Katrin Vogel", "katrin.vogel", "office manager, Berlin", berlin, kMeridian, &kBerlin, gmail_web, none, german, kStart, "", false, 16, F::takeout, "203.0.113.77"},
    {"Camille Laurent", "camille.laurent", "policy adviser, Europe", policy, kMeridian, &kBerlin, apple_mail, iphone, french, kStart, "", false, 20, F::takeout, "203.0.113.81"},
    {"Diego Santoro", "diego.santoro", "policy analyst", policy, kMeridian, &kEastern, gmail_web, gmail_android, spanish, kStart, "", false, 22, F::takeout, kHq},
    {"Hana Ishikawa", "hana.ishikawa", "research fellow", policy, kMeridian, &kEastern, gmail_web, iphone, japanese, kStart, "", false, 16, F::takeout, kHq},
    {"Ruth Abelson", "ruth.abelson", "policy director", policy, kMeridian, &kEastern, outlook, iphone, english, kStart, "", false, 24, F::takeout, kHq},
    {"Sam Whitaker", "sam.whitaker", "systems administrator", digital, kMeridian, &kEastern, mutt, k9, english, kStart, "", false, 20, F::maildir, kHq},
    {"Ingrid Solberg", "ingrid.solberg", "digital director", digital, kMeridian, &kEastern, gmail_web, iphone, english, kStart, "", false, 24, F::takeout, kHq},
    {"Kofi Asante", "kofi.asante", "web developer", digital, kMeridian, &kEastern, thunderbird, gmail_android, english, kStart, "", false, 14, F::maildir_tar_gz, kHq},
    {"Yara Nunes", "yara.nunes", "email programme manager", digital, kMeridian, &kEastern, gmail_web, none, english, "2025-07-14", "", false, 18, F::takeout, kHq},
    {"Patrick O'Rourke", "patrick.orourke", "major gifts", fundraising, kMeridian, &kEastern, outlook, iphone, english, kStart, "", false, 24, F::takeout, kHq},
    {"Mei Castellanos", "mei.castellanos", "fundraising director", fundraising, kMeridian, &kEastern, gmail_web, iphone, english, kStart, "", false, 26, F::takeout, kHq},
    {"Bettina Graf", "bettina.graf", "grants officer", fundraising, kMeridian, &kBerlin, outlook, none, german, kStart, "", false, 14, F::mboxrd, "203.0.113.77"},
    {"Lucas Moreau", "lucas.moreau", "events manager", fundraising, kMeridian, &kEastern, apple_mail, iphone, french, kStart, "", false, 18, F::takeout, kHq},
    {"Tamsin Clarke", "tamsin.clarke", "volunteer coordinator, north", volunteers, kMeridian, &kEastern, gmail_web, gmail_android, english, kStart, "", false, 24, F::takeout, "203.0.113.45"},
    {"Joel Ramirez", "joel.ramirez", "volunteer coordinator, south", volunteers, kMeridian, &kCentral, gmail_android, none, english, kStart, "", false, 22, F::takeout, "203.0.113.48"},
    {"Alice Novak", "alice.novak", "training lead", volunteers, kMeridian, &kEastern, apple_mail, none, english, kStart, "2026-02-27", false, 16, F::takeout, kHq},
    {"Ben Adeyemi", "ben.adeyemi", "regional organiser, Alder County", field, kMeridian, &kEastern, gmail_web, gmail_android, english, kStart, "", false, 22, F::takeout, "203.0.113.51"},
    {"Cora Jensen", "cora.jensen", "regional organiser, Lakeside", field, kMeridian, &kCentral, gmail_web, iphone, english, kStart, "", false, 22, F::takeout, "203.0.113.54"},
    {"Dmitri Kovac", "dmitri.kovac", "regional organiser, West", field, kMeridian, &kPacific, gmail_web, gmail_android, english, "2025-08-04", "", false, 20, F::takeout, "203.0.113.57"},
    {"Esther Boateng", "esther.boateng", "data manager", field, kMeridian, &kEastern, gmail_web, none, english, kStart, "", false, 18, F::takeout, kHq},
    {"Felix Amsel", "felix.amsel", "video producer", comms, kMeridian, &kEastern, apple_mail, iphone, english, "2025-09-01", "", false, 14, F::takeout, kHq},
    {"Gwen Harper", "gwen.harper", "executive assistant", leadership, kMeridian, &kEastern, gmail_web, iphone, english, kStart, "", false, 32, F::takeout, kHq},
    {"Hugo Almeida", "hugo.almeida", "accountant", finance, kMeridian, &kEastern, outlook, none, english, kStart, "", false, 18, F::eml_directory, kHq},
    {"Isla Morrison", "isla.morrison", "compliance officer", finance, kMeridian, &kLondon, outlook, none, english, kStart, "", false, 16, F::takeout, "203.0.113.90"},
    {"Jack Tremblay", "jack.tremblay", "debate coach", strategy, kMeridian, &kEastern, gmail_web, iphone, english, "2025-10-06", "", false, 18, F::takeout, kHq},
    {"Karim Bensaid", "karim.bensaid", "opposition research", strategy, kMeridian, &kEastern, thunderbird, none, english, kStart, "", false, 18, F::takeout, kHq},
    {"Joanna Pike", "joanna.pike", "deputy campaign manager", leadership, kMeridian, &kEastern, gmail_web, iphone, english, kStart, "2025-10-17", false, 26, F::takeout, kHq},
    {"Liam Foster", "liam.foster", "intern", policy, kMeridian, &kEastern, gmail_web, gmail_android, english, "2025-06-09", "2025-12-19", false, 10, F::takeout, kHq},
    // The former adviser: a consultant with her own domain; the contract ended in September 2025.
    {"Margaret Whitlock", "margaret", "senior adviser", outside, kWhitlock, &kEastern, apple_mail, iphone, english, kStart, "2025-09-30", false, 24, F::none, "203.0.113.130"},
    // Partners.
    {"Annegret Sommer", "a.sommer", "chair, Flussbund", outside, kFlussbund, &kBerlin, thunderbird, none, german, kStart, "", false, 12, F::none, "203.0.113.141"},
    {"Jörg Müller", "j.mueller", "campaigns, Flussbund", outside, kFlussbund, &kBerlin, thunderbird, k9, german, kStart, "", false, 10, F::none, "203.0.113.142"},
    {"Hélène Girard", "h.girard", "director, Rivières Vives", outside, kRivieres, &kBerlin, roundcube, none, french, kStart, "", false, 10, F::none, "203.0.113.151"},
    {"Nicholas Vane", "nicholas.vane", "political editor", outside, kTidewater, &kEastern, exchange, none, english, kStart, "", false, 12, F::none, "198.51.100.61"},
    {"Rebecca Stone", "rebecca.stone", "reporter", outside, kTidewater, &kEastern, exchange, iphone, english, kStart, "", false, 10, F::none, "198.51.100.61"},
    {"Anton Reiss", "areiss", "lead pollster", outside, kLumen, &kEastern, exchange, none, english, kStart, "", false, 14, F::none, "198.51.100.80"},
    {"Dana Pruitt", "dpruitt", "field interviews manager", outside, kLumen, &kEastern, exchange, none, english, kStart, "", false, 8, F::none, "198.51.100.80"},
    {"Imogen Frost", "imogen", "account director", outside, kKestrel, &kLondon, apple_mail, iphone, english, kStart, "", false, 14, F::none, "203.0.113.161"},
    {"Raj Malhotra", "raj", "art director", outside, kKestrel, &kLondon, apple_mail, none, english, kStart, "", false, 10, F::none, "203.0.113.162"},
    {"Lucía Ortega", "lucia.ortega", "coordinadora, Aguas Claras", outside, kAguas, &kBerlin, thunderbird, none, spanish, kStart, "", false, 10, F::none, "203.0.113.171"},
    {"田中 健一", "k.tanaka", "secretary, Kawa no Kai", outside, kKawa, &kTokyo, thunderbird, none, japanese, kStart, "", false, 8, F::none, "203.0.113.181"},
    {"Ирина Соколова", "i.sokolova", "researcher, Volga Rivers", outside, kVolga, &kMoscow, thunderbird, none, russian, kStart, "", false, 8, F::none, "203.0.113.191"},
    {"Edmund Lyle", "elyle", "partner", outside, kHarrow, &kEastern, exchange, none, english, kStart, "", false, 10, F::none, "198.51.100.170"},
    {"Martha Quinn", "mquinn", "deputy clerk", outside, kCounty, &kEastern, exchange, none, english, kStart, "", false, 8, F::none, "198.51.100.188"},
    {"Joanna Pike", "joanna.pike.bw", "programme officer, Brightwater Fund", outside, kBrightwater, &kEastern, exchange, iphone, english, "2025-11-03", "", false, 0, F::none, "198.51.100.222"},
    // Robots.
    {"Meridian Staff", "all", "mailing list", outside, kMeridian, &kEastern, robot, none, english, kStart, "", false, 0, F::none, ""},
    {"Meridian Calendar", "calendar-notification", "robot", outside, kMeridian, &kUtc, robot, none, english, kStart, "", false, 0, F::none, ""},
    {"Meridian Scanner 2F", "scanner-2f", "robot", outside, kMeridian, &kEastern, robot, none, english, kStart, "", false, 0, F::none, "203.0.113.12"},
    {"Mail Delivery Subsystem", "mailer-daemon", "robot", outside, kHostedMail, &kUtc, robot, none, english, kStart, "", false, 0, F::none, ""},
    {"River Policy Weekly", "weekly", "newsletter", outside, kSendwell, &kUtc, robot, none, english, kStart, "", false, 0, F::none, ""},
    {"Campaign Craft", "hello", "newsletter", outside, kSendwell, &kUtc, robot, none, english, kStart, "", false, 0, F::none, ""},
    {"Tidewater Morning Brief", "brief", "newsletter", outside, kSendwell, &kUtc, robot, none, english, kStart, "", false, 0, F::none, ""},
};
// clang-format on

}  // namespace

std::span<const PersonRow> roster() { return kRoster; }
std::span<const Organisation> organisations() { return kOrganisations; }

}  // namespace letterlock::demo
