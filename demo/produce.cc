#include "demo/produce.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/ascii.h"
#include "demo/clients.h"
#include "demo/container.h"
#include "demo/encode.h"
#include "demo/robots_write.h"
#include "demo/roster.h"

namespace letterlock::demo {
namespace {

std::string answer_subject(const std::string& subject, const Person& person, Client client) {
  const bool german = person.language == Language::german && client == Client::outlook;
  if (starts_with_ignore_case(subject, "re:") || starts_with_ignore_case(subject, "aw:"))
    return subject;
  return (german ? "AW: " : "Re: ") + subject;
}

std::string forward_subject(std::string subject, const Person& person, Client client) {
  const bool keeps_re = client == Client::thunderbird || client == Client::mutt;
  if (!keeps_re && starts_with_ignore_case(subject, "re: ")) subject.erase(0, 4);
  if (starts_with_ignore_case(subject, "fw")) return subject;
  if (client != Client::outlook && client != Client::exchange) return "Fwd: " + subject;
  return (person.language == Language::german ? "WG: " : "FW: ") + subject;
}

std::string ordinary_link(const Story& story, Random& random) {
  switch (random.below(6)) {
    case 0:
    case 1:
    case 2:
      return "https://drive.meridian.example/d/" +
             random.text(22, "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789");
    case 3:
      return fmt::format("https://www.tidewater-courier.example/politics/{}",
                         random.between(10000, 99999));
    case 4:
      return "https://www.alder-county.example/permits/" + random.fill("2025-1%%");
    default:
      break;
  }
  if (random.chance(250)) {  // pasted from a newsletter, tracking and all
    const std::string reader = random.fill("############/1%");
    return fmt::format(
        "https://click.sendwell.example/c/{}?u=https%3A%2F%2Fwww.riverdesk.example%2Fnotes%2F{}",
        reader, random.between(100, 999));
  }
  // Places on the web that nobody has mentioned before and nobody will again.
  const std::string river = lower_ascii(replace_all(draw_word("river", random), " ", ""));
  return fmt::format("https://www.{}-{}.example/", river, (story.seed + random.below(900)) % 997);
}

struct Producer {
  const Story& story;
  const PostOffice& post;
  Mailboxes& mailboxes;
  Produced out;
  std::map<int, Sent> remembered;  // plans that will be answered
  std::map<int, unsigned> answers_left;
  std::map<int, Sent> last_of;  // by sender: for bounces
  std::map<std::string, int> scene_plan;
  std::vector<Talk> talks;                // of each thread, as they grow
  std::vector<std::uint64_t> thread_ids;  // by plan

  Producer(const Story& s, const PostOffice& p, Mailboxes& m) : story(s), post(p), mailboxes(m) {
    for (const Thread& thread : s.threads) talks.push_back({thread.words, {}});
    thread_ids.resize(s.plans.size());
  }

  const Person& person(int id) const { return story.cast.people[static_cast<std::size_t>(id)]; }

  std::vector<Mailbox> mailboxes_of(const std::vector<int>& ids, UnixTime time) const {
    std::vector<Mailbox> list;
    for (int id : ids) list.push_back({person(id).name, person(id).email_at(time)});
    return list;
  }

  std::string to_name(const Plan& plan) const {
    if (plan.to.size() > 2 || person(plan.to.front()).client == Client::robot) return "";
    std::string name = person(plan.to.front()).first_name();
    if (plan.to.size() == 2) name += ", " + person(plan.to.back()).first_name();
    return name;
  }

  Draft start_draft(const Plan& plan, int index) const {
    const Person& from = person(plan.sender);
    const Organisation& org = story.cast.organisation(from);
    Draft d;
    d.index = index;
    d.from = &from;
    d.organisation = org.name;
    d.client = from.client_at(plan.time, plan.on_the_phone);
    d.charset = org.charset;
    d.time = plan.time;
    d.zone = &from.zone_at(plan.time);
    d.to = mailboxes_of(plan.to, plan.time);
    d.cc = mailboxes_of(plan.cc, plan.time);
    d.relation = plan.relation;
    if (plan.parent >= 0) {
      const Sent& parent = remembered.at(plan.parent);
      d.parent = &parent;
      d.quoted = &parent.content;
      d.subject = plan.relation == Relation::reply
                      ? answer_subject(parent.content.subject, from, d.client)
                      : forward_subject(parent.content.subject, from, d.client);
    }
    return d;
  }

  void attach(Draft& d, int document, unsigned version) const {
    d.attachments.push_back(
        document_file(story, story.documents[static_cast<std::size_t>(document)], version));
  }

  Draft ordinary(const Plan& plan, int index, Random& random) {
    Draft d = start_draft(plan, index);
    const Thread& thread = story.threads[static_cast<std::size_t>(plan.thread)];
    const Matter& matter = matters()[thread.matter];
    Talk& talk = talks[static_cast<std::size_t>(plan.thread)];
    if (plan.parent < 0) {
      d.subject = thread.subject;
      d.body = compose_opening(*d.from, matter, talk, to_name(plan), random, plan.on_the_phone);
    } else if (plan.relation == Relation::forward) {
      constexpr const char* kNotes[] = {
          "[FYI|For your information], see below.",
          "See below. [Can you take this?|Yours, I think.]",
          "[Forwarding|Passing on] what I got from this thread, you should know.",
          "[Please see below.|Below.]"};
      d.body = compose_fixed(*d.from, {expand(random.pick(kNotes), *d.from, talk.words, random)},
                             to_name(plan), plan.on_the_phone);
    } else {
      d.body =
          compose_reply(*d.from, matter, talk, to_name(plan), random, plan.on_the_phone, plan.last);
    }
    d.body.signature = signature_of(*d.from, d.organisation);
    if (plan.document >= 0) attach(d, plan.document, plan.version);
    if (matter.language == Language::english && random.chance(70))
      d.body.link = ordinary_link(story, random);
    if (d.client == Client::outlook && plan.relation == Relation::fresh &&
        hash_text(d.from->email) % 2 == 0) {
      d.attachments.push_back({"image001.png", "image/png", png_logo(96, 32, 0x2A6F97), true});
    }
    return d;
  }

  Quoted shortened(const Sent& original, const Scene& scene) const {
    Quoted q = original.content;
    q.html.clear();
    // The original's paragraphs that the sender keeps; its first line is the greeting.
    std::vector<std::string> paragraphs;
    std::string text = q.text;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find("\n\n", at), text.size());
      paragraphs.push_back(text.substr(at, end - at));
      at = end + 2;
    }
    q.text.clear();
    for (std::size_t i : scene.keeps) {
      if (i + 1 < paragraphs.size()) q.text += paragraphs[i + 1] + "\n\n";
    }
    return q;
  }

  Draft scene(const Plan& plan, int index, Quoted& invented) {
    const Scene& s = story.scenes[static_cast<std::size_t>(plan.scene)];
    Draft d = start_draft(plan, index);
    if (s.client != Client::none) d.client = s.client;
    if (s.zone != nullptr) d.zone = s.zone;
    if (!s.subject.empty()) d.subject = s.subject;
    if (s.own_words) {
      d.body = compose_fixed(*d.from, s.paragraphs, s.to_name, plan.on_the_phone);
      d.body.signature = signature_of(*d.from, d.organisation);
    } else {
      d.body.paragraphs = s.paragraphs;
    }
    d.body.link = s.link;
    d.body.link_text = s.link_text;
    if (s.has_invented_original || s.outside_original) {
      invented = s.outside_original ? outside_original(story.cast) : invented_original(story.cast);
      d.quoted = &invented;
    } else if (!s.keeps.empty()) {
      invented = shortened(*d.parent, s);
      d.quoted = &invented;
    }
    for (const std::string& title : s.attach) {
      for (std::size_t i = 0; i < story.documents.size(); ++i) {
        const Document& document = story.documents[i];
        if (document.title != title) continue;
        unsigned version = 1;  // the newest that anybody has sent so far
        for (const Plan& earlier : story.plans) {
          if (earlier.time < plan.time && earlier.document == static_cast<int>(i))
            version = std::max(version, earlier.version);
        }
        attach(d, static_cast<int>(i), version);
      }
    }
    return d;
  }

  const Sent* subject_of_notice(const Plan& plan) const {
    if (plan.kind == Kind::bounce || plan.kind == Kind::receipt) {
      const auto found = last_of.find(plan.to.front());
      return found == last_of.end() ? nullptr : &found->second;
    }
    return nullptr;
  }

  Expected<void> place(int index, const Sent& sent, const Wire& wire, Random& random) {
    const Plan& plan = story.plans[static_cast<std::size_t>(index)];
    const Scene* s =
        plan.scene >= 0 ? &story.scenes[static_cast<std::size_t>(plan.scene)] : nullptr;
    const Person& from = person(plan.sender);
    std::vector<int> readers = plan.to;
    readers.insert(readers.end(), plan.cc.begin(), plan.cc.end());
    const bool list = person(readers.front()).local == "all";
    if (list) {
      readers.erase(readers.begin());
      for (const Person& p : story.cast.people) {
        const bool there = std::find(readers.begin(), readers.end(), p.id) != readers.end();
        if (p.format != MailboxFormat::none && p.works_at(plan.time) && p.id != from.id && !there)
          readers.push_back(p.id);
      }
    }
    Placement placement;
    placement.bulk =
        plan.kind == Kind::newsletter || plan.kind == Kind::calendar || plan.kind == Kind::scanner;
    placement.time = plan.time;
    placement.envelope_from = wire.mail_from;
    placement.thread = thread_ids[static_cast<std::size_t>(index)];
    placement.replied = plan.answers > 0;
    Written written{sent.content.message_id, sent.content.subject, {}};
    const bool keeps_own =
        from.format != MailboxFormat::none && (s == nullptr || !s->sender_copy_removed);
    if (keeps_own) {
      placement.sent = true;
      if (auto done = keep(index, from, PostOffice::sent_copy(sent), placement); !done) return done;
      written.mailboxes.push_back(from.local);
      placement.sent = false;
    }
    for (int id : readers) {
      const Person& reader = person(id);
      if (reader.format == MailboxFormat::none || !reader.works_at(plan.time)) continue;
      if (s != nullptr && s->receiver_copy_removed) continue;
      // Some people tidy up; somebody else still has the message then.
      if (plan.scene < 0 && !written.mailboxes.empty() && random.chance(15)) continue;
      if (auto done = keep(index, reader, post.deliver(wire, reader, list, random), placement);
          !done)
        return done;
      written.mailboxes.push_back(reader.local);
    }
    out.placements += written.mailboxes.size();
    out.written.push_back(std::move(written));
    return {};
  }

  Expected<void> keep(int index, const Person& owner, std::string octets,
                      const Placement& placement) {
    if (auto done = mailboxes.store(owner, octets, placement); !done) return done;
    const Plan& plan = story.plans[static_cast<std::size_t>(index)];
    const bool plain =
        plan.kind == Kind::ordinary ||
        (plan.scene >= 0 &&
         story.scenes[static_cast<std::size_t>(plan.scene)].key.starts_with("ordinary"));
    if (owner.local == "daniel.okafor" && plain && plan.time < incident_times().strategist_until) {
      out.strategist.push_back({index, placement.sent, std::move(octets)});
    }
    return {};
  }

  Expected<void> write(int index) {
    const Plan& plan = story.plans[static_cast<std::size_t>(index)];
    Random random(story.seed, "message", static_cast<std::uint64_t>(index));
    const Person& from = person(plan.sender);
    const bool is_reply = plan.parent >= 0 && plan.relation == Relation::reply;
    thread_ids[static_cast<std::size_t>(index)] =
        is_reply ? thread_ids[static_cast<std::size_t>(plan.parent)]
                 : (static_cast<std::uint64_t>(plan.time) * 1000 << 20) + random.below(1 << 20);
    Submission how{&from, Client::robot, from.address_at(plan.time), plan.time,
                   from.email_at(plan.time)};
    Sent sent;
    Quoted invented;
    if (plan.kind == Kind::ordinary || plan.kind == Kind::scene) {
      const Draft d = plan.kind == Kind::ordinary ? ordinary(plan, index, random)
                                                  : scene(plan, index, invented);
      sent = send_with_client(d, random);
      how.client = d.client;
      if (plan.scene >= 0 && story.scenes[static_cast<std::size_t>(plan.scene)].address) {
        how.network = story.scenes[static_cast<std::size_t>(plan.scene)].address;
      }
    } else {
      if (plan.kind == Kind::malformed) how.sender_address = "webform@forms.meridian.example";
      sent = write_robot_mail(story, plan, index, subject_of_notice(plan), random);
    }
    Wire wire = post.send(sent, how, random);
    if (plan.kind == Kind::bounce) wire.mail_from.clear();
    if (auto done = place(index, sent, wire, random); !done) return done;
    if (plan.parent >= 0 && --answers_left[plan.parent] == 0) remembered.erase(plan.parent);
    if (plan.kind == Kind::ordinary) {
      Sent& last = last_of[plan.sender];
      last.content = sent.content;
      last.header = sent.header;
    }
    if (plan.answers > 0) {
      answers_left[index] = plan.answers;
      sent.body.clear();
      remembered.emplace(index, std::move(sent));
    }
    return {};
  }
};

}  // namespace

Expected<Produced> produce(const Story& story, const PostOffice& post, Mailboxes& mailboxes) {
  Producer producer(story, post, mailboxes);
  for (std::size_t i = 0; i < story.plans.size(); ++i) {
    if (auto done = producer.write(static_cast<int>(i)); !done) return fail(std::move(done));
  }
  return std::move(producer.out);
}

Attachment document_file(const Story& story, const Document& document, unsigned version) {
  std::vector<std::string_view> about;  // sentences
  for (const Matter& matter : matters()) {
    const std::string topic = document.topic == "abroad" ? "policy" : document.topic;
    if (matter.topic != topic || matter.language != Language::english) continue;
    about.insert(about.end(), matter.details.begin(), matter.details.end());
  }
  const Person& author = story.cast.people[static_cast<std::size_t>(document.author)];
  DocumentText text;
  text.title = document.title;
  text.author = is_ascii_text(author.name) ? author.name : author.email;
  text.created = document.created;
  text.modified = document.created + static_cast<UnixTime>(version - 1) * 100000 + 1800;
  text.revision = version;
  // Paragraphs come in over the versions, and every third version rewrites one.
  Words words;
  for (unsigned i = 0; i < 4 + std::min(version, 12U) / 2; ++i) {
    Random random(story.seed, document.title, i * 1000 + (version + i) / 3);
    std::string paragraph;
    for (int k = 0; k < 4; ++k)
      paragraph += (k ? " " : "") + expand(random.pick(about), author, words, random);
    text.paragraphs.push_back(std::move(paragraph));
  }
  Attachment file;
  const std::string stem = fmt::format("{} v{}", replace_all(document.title, "/", "-"), version);
  file.name = stem + '.' + document.extension;
  if (document.extension == "pdf") {
    file.type = "application/pdf";
    file.content = pdf_document(text);
  } else if (document.extension == "docx") {
    file.type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    file.content = docx_document(text);
  } else {
    file.type = "text/plain";
    file.content = text.title + "\r\n\r\n";
    for (const std::string& p : text.paragraphs)
      file.content += with_crlf(wrap(p, 76)) + "\r\n\r\n";
  }
  return file;
}

}  // namespace letterlock::demo
