#include "demo/ground_truth.h"

#include <algorithm>

#include "base/json_writer.h"
#include "base/sha256.h"
#include "demo/demo_keys.h"

namespace letterlock::demo {
namespace {

struct Truth {
  const Story& story;
  const Produced& produced;
  const Bundle& bundle;
  JsonWriter json;

  const Written& written(std::size_t plan) const { return produced.written[plan]; }
  const Person& person(int id) const { return story.cast.people[static_cast<std::size_t>(id)]; }

  void time(std::string_view name, UnixTime when) {
    if (when == 0) {
      json.key(name).null();
    } else {
      json.member(name, format_utc(when));
    }
  }

  void people() {
    json.key("people").array();
    for (const Person& p : story.cast.people) {
      if (p.client == Client::robot) continue;
      json.object().member("name", p.name).member("address", p.email);
      if (p.moved != 0) json.member("later_address", p.later_email);
      json.member("organisation", story.cast.organisation(p).name).member("role", p.role);
      json.member("team", team_name(p.team)).member("vip", p.vip);
      time("from", p.from);
      time("until", p.until);
      json.member("client", client_name(p.client)).member("phone", client_name(p.phone));
      json.member("zone", p.zone->name);
      if (p.format != MailboxFormat::none) json.member("mailbox", p.local);
      json.end();
    }
    json.end();
  }

  void message(std::size_t index) {
    const Plan& plan = story.plans[index];
    json.object().member("message_id", written(index).message_id);
    if (plan.scene >= 0)
      json.member("what", story.scenes[static_cast<std::size_t>(plan.scene)].key);
    json.member("from", person(plan.sender).email_at(plan.time)).key("to").array();
    for (int id : plan.to) json.value(person(id).email_at(plan.time));
    json.end().member("subject", written(index).subject);
    time("date", plan.time);
    json.key("mailboxes").array();
    for (const std::string& name : written(index).mailboxes) json.value(name);
    json.end().end();
  }

  template <class Wanted>
  void scenes(const char* name, Wanted wanted) {
    json.key(name).array();
    for (std::size_t i = 0; i < story.plans.size(); ++i) {
      const int scene = story.plans[i].scene;
      if (scene >= 0 && wanted(story.scenes[static_cast<std::size_t>(scene)])) message(i);
    }
    json.end();
  }

  std::string id_of(std::string_view key) const {
    for (std::size_t i = 0; i < story.plans.size(); ++i) {
      const int scene = story.plans[i].scene;
      if (scene >= 0 && story.scenes[static_cast<std::size_t>(scene)].key == key)
        return written(i).message_id;
    }
    return "";
  }

  void adviser() {
    const Incident t = incident_times();
    const Person& margaret = story.cast.by_local("margaret");
    json.key("hijacked_account")
        .object()
        .member("address", margaret.email)
        .member("owner", margaret.name);
    time("from", t.adviser_taken);
    time("until", t.adviser_until);
    time("role_lapsed", margaret.until);
    json.member("last_genuine", id_of("adviser's last before the silence"));
    json.member("usual_client", client_name(margaret.client))
        .member("intruder_client", "Roundcube");
    json.member("intruder_network", "192.0.2.143")
        .member("dkim", "passes for the adviser's domain")
        .end();
  }

  void lure() {
    const Quoted q = invented_original(story.cast);
    json.key("lure").object().member("message_id", id_of("lure"));
    json.key("claimed_original").object().member("existed", false).member("from", q.from.address);
    json.key("to").array().value(q.to.front().address).end();
    json.member("subject", q.subject);
    time("date", q.time);
    json.key("mailboxes_that_would_hold_it")
        .array()
        .value("helena.brandt")
        .value("priya.nair")
        .end()
        .end();
    json.member("hop_domain", "mailer-delivery.example");
    json.member("link",
                "https://mailer-delivery.example/t/9f2c/"
                "?u=https%3A%2F%2Fwww.lumenpolling.example%2Freports%2Fwave-9&id=ZC5va2Fmb3I");
    json.member("final_page", "https://www.lumenpolling.example/reports/wave-9").end();
  }

  void strategist() {
    const Incident t = incident_times();
    const Person& daniel = story.cast.by_local("daniel.okafor");
    json.key("strategist").object().member("address", daniel.email).member("mailbox", daniel.local);
    time("from", t.strategist_taken);
    time("until", t.strategist_until);
    json.member("usual_client", client_name(daniel.client)).member("intruder_client", "Gmail web");
    json.member("intruder_network", "192.0.2.77").member("second_hop_domain", "short-ln.example");
    scenes("sent_by_intruder", [](const Scene& s) { return s.sender_copy_removed; });
    scenes("received_and_deleted_by_intruder",
           [](const Scene& s) { return s.receiver_copy_removed; });
    json.end();
  }

  void timeline() {
    const Incident t = incident_times();
    struct Event {
      UnixTime when;
      std::string what;
    };
    std::vector<Event> events = {
        {story.cast.by_local("margaret").until, "adviser's contract ends"},
        {t.adviser_taken, "adviser's account taken over"},
        {t.strategist_taken, "strategist's account entered with what the lure's page collected"},
        {t.strategist_until, "strategist's password and sessions reset"},
        {t.adviser_until, "adviser's account recovered"},
        {t.leaked, "bundle sent to newsrooms by 'Callum'"},
    };
    for (const Plan& plan : story.plans) {
      if (plan.scene < 0) continue;
      const std::string& key = story.scenes[static_cast<std::size_t>(plan.scene)].key;
      if (!key.starts_with("benign") && !key.starts_with("ordinary"))
        events.push_back({plan.time, "mail: " + key});
    }
    std::stable_sort(events.begin(), events.end(),
                     [](const Event& a, const Event& b) { return a.when < b.when; });
    json.key("timeline").array();
    for (const Event& event : events) {
      json.object().member("time", format_utc(event.when)).member("what", event.what).end();
    }
    json.end();
  }

  void leak() {
    json.key("leak").object().member("source_mailbox", "daniel.okafor").key("messages").array();
    for (const LeakItem& item : bundle.items) {
      json.object().member("file", "leak/" + item.file).member("message_id", item.message_id);
      json.member("state", leak_state_name(item.state)).member("how", item.how);
      json.member("folder", item.from_sent_folder ? "sent" : "received").end();
    }
    json.end().key("documents").array();
    for (const LeakedDocument& d : bundle.documents) {
      json.object()
          .member("file", "leak/" + d.file)
          .member("title", d.title)
          .member("version", d.version);
      json.member("state", leak_state_name(d.state))
          .member("how", d.how)
          .member("message_id", d.message_id)
          .end();
    }
    json.end().end();
  }

  void documents() {
    json.key("documents").array();
    for (std::size_t d = 0; d < story.documents.size(); ++d) {
      const Document& document = story.documents[d];
      if (document.versions == 0) continue;
      json.object().member("title", document.title).key("versions").array();
      for (std::size_t i = 0; i < story.plans.size(); ++i) {
        const Plan& plan = story.plans[i];
        if (plan.document != static_cast<int>(d)) continue;
        const Attachment file = document_file(story, document, plan.version);
        json.object()
            .member("version", plan.version)
            .member("file", file.name)
            .member("sha256", sha256(file.content).hex());
        json.member("message_id", written(i).message_id).end();
      }
      json.end().end();
    }
    json.end();
  }

  void benign() {
    scenes("benign_lookalikes", [](const Scene& s) { return s.key.starts_with("benign"); });
    json.key("benign_oddities").array();
    for (const Oddity& oddity : story.cast.oddities) {
      json.object().member("who", oddity.who).member("kind", oddity.kind);
      time("from", oddity.from);
      time("until", oddity.until);
      json.member("note", oddity.note).end();
    }
    json.end();
  }

  void keys() {
    json.key("keys").array();
    for (const DemoKey& key : demo_keys()) {
      json.object()
          .member("domain", key.domain)
          .member("selector", key.selector)
          .member("first", key.first_day);
      json.key("last");
      *key.last_day == '\0' ? json.null() : json.value(key.last_day);
      json.end();
    }
    json.end();
  }
};

}  // namespace

std::string ground_truth(const Story& story, const Produced& produced, const Bundle& bundle,
                         const LogTruth& logs) {
  Truth truth{story, produced, bundle, {}};
  truth.json.object().member("seed", story.seed).member("messages", story.plans.size());
  truth.json.member("placements", produced.placements);
  truth.time("first", story.plans.front().time);
  truth.time("last", story.plans.back().time);
  truth.adviser();
  truth.lure();
  truth.scenes("sent_from_hijacked_account",
               [](const Scene& s) { return s.intruder && !s.sender_copy_removed; });
  truth.strategist();
  truth.timeline();
  truth.leak();
  truth.benign();
  truth.documents();
  truth.keys();
  truth.people();
  write_exposure_truth(truth.json, logs, produced);
  truth.json.end();
  return truth.json.take() + "\n";
}

}  // namespace letterlock::demo
