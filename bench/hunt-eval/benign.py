"""Honest change, so that novelty alone does not win: real messages, changed in place, marked in the truth.

new-client   a phone or another mailer, kept for a while
new-network  another provider's line at home or at work, kept for a while
travel       another network and another zone for some messages
new-job      another signature block and another network
silence      half a year without mail (what there was is taken out), then a real message
first-prose  a real first message of prose after many patches (nothing is changed)
new-link     a link to a domain that the archive meets only later, in a real message
"""
import re

import attacks
import bodies
import clone
import elsewhere
import mail
import writing

KINDS = ("new-client", "new-network", "travel", "new-job", "silence", "first-prose", "new-link")
DAY = 86400
URL = re.compile(r"https?://[^\s<>\"')\]}]+")
POINTERS = ("There is more at {url}", "See {url} for the details.", "I found {url} useful for that.", "(cf. {url})",
            "The full log is at {url}", "Background: {url}", "Also relevant: {url}", "I wrote it up here: {url}",
            "For reference: {url}", "This is the discussion I meant: {url}")
FIRMS = ("Staff Engineer, {name} Labs", "{name} Consulting", "Open Source Team, {name}", "{name} Research", "{name} GmbH")
NAMES = ("Aldergate", "Brightwater", "Corvane", "Dunmore", "Eastwick", "Fairholm", "Greyfriar", "Holmfirth", "Inverary",
         "Kingsmead", "Larkhill", "Mossdale")


class Changer(elsewhere.Elsewhere):
    def __init__(self, archive, rng):
        self.archive, self.rng = archive, rng
        self.quiet = archive.clock[len(archive.clock) // 5]
        self.people = sorted(s for s in archive.senders if len(archive.by_sender[s]) >= 12)
        self.touched, self.changed, self.used_donors = set(), set(), set()
        self.mentions = {}
        for entry in archive.entries:
            said = (entry.message.get("References") or "") + (entry.message.get("In-Reply-To") or "")
            for one in set(re.findall(r"<[^<>\s]+>", said)):
                self.mentions.setdefault(one, []).append(entry)

    # What Elsewhere asks of its user; the same as of an Attacker.
    donor = attacks.Attacker.donor
    clone = attacks.Attacker.clone
    recipients = attacks.Attacker.recipients

    def run(self, each):
        """`each` changes of every kind that the archive allows; the truth of all messages concerned."""
        truth = []
        for kind in KINDS:
            done = 0
            for _ in range(each * 12):
                if done >= each or not self.people:
                    break
                try:
                    changed = getattr(self, kind.replace("-", "_"))()
                except elsewhere.Impossible:
                    continue
                if not changed:
                    continue
                done += 1
                for order, entry in enumerate(changed):
                    self.touched.add(entry.index)
                    truth.append({"message_id": entry.message.get("Message-ID"), "label": "benign", "kind": kind,
                                  "sender": entry.sender, "order": order, "subject": entry.message.get("Subject")})
        return truth

    def run_of(self, least=1, most=8, days=60):
        """Someone's messages in a row from some moment on, none of them changed before."""
        who = self.rng.choice(self.people)
        mine = [e for e in self.archive.by_sender[who] if e.date and not e.removed]
        starts = [i for i, e in enumerate(mine) if e.time > self.quiet and i >= 8 and e.prose and clone.usable(e)]
        if not starts:
            raise elsewhere.Impossible
        at = self.rng.choice(starts)
        run = [e for e in mine[at:at + most] if e.prose and e.date - mine[at].date < days * DAY]
        if len(run) < least or any(e.index in self.touched for e in run):
            raise elsewhere.Impossible
        return who, mine[:at], run

    def new_client(self):
        who, before, run = self.run_of()
        clients = {e.client for e in before[-200:]}
        first = run[0]
        others = [e for e in self.customers(first.provider, first.date) if e.sender != who and e.client not in clients]
        if not others:
            raise elsewhere.Impossible
        kind = self.rng.choice(sorted({e.client for e in others}))
        others, changed = [e for e in others if e.client == kind], []
        for entry in run:
            try:
                donor = self.donor(others, entry.date, within=400, other_person=True)
                self.rewrite(entry, self.as_person(donor, who, before, entry.date), donor)
            except elsewhere.Impossible:
                if changed:
                    continue
                raise
            changed.append(entry)
        return changed

    def rewrite(self, entry, made, donor, text=None):
        """`entry` in the made header: own text (or `text`), subject, recipients, thread; all that named it follows."""
        old, m = entry.message, made.message
        if old.get("In-Reply-To") and donor.message.get("In-Reply-To"):
            chain = re.findall(r"<[^<>\s]+>", old.get("References") or old.get("In-Reply-To"))
            m.set("In-Reply-To", " " + old.get("In-Reply-To"))
            m.set("References", writing.folded_references(dict(map(tuple, donor.message.fields)).get("References"), chain))
        elif old.get("In-Reply-To"):
            raise elsewhere.Impossible
        else:
            m.drop("In-Reply-To", "References")
        m.set("Subject", writing.subject_value(entry.subject, None))
        m.drop("Thread-Topic", "Thread-Index")
        m.set("X-Gmail-Original-Message-ID", " " + m.get("Message-ID"))
        self.recipients(made, entry)
        bodies.give(made, mail.text_of(old) if text is None else text, donor, self.rng)
        if not made.complete():
            raise elsewhere.Impossible
        self.used_donors.add(donor.index)
        was, now = entry.message_id, m.get("Message-ID")
        entry.message, entry.message_id, entry.client = m, now, donor.client
        entry.boundary = len(made.top) if donor.boundary >= 0 else -1
        self.archive.by_id[now] = entry
        for other in self.mentions.get(was, ()):
            for field in other.message.fields:
                if field[0].lower() in ("in-reply-to", "references"):
                    field[1] = field[1].replace(was, now)
            if other.parent == was:
                other.parent = now

    def hop_of(self, run, zone=None):
        """The same other host in the lowest hop of all of `run`; those that show none are left out."""
        changed, clause = [], None
        for entry in run:
            made = clone.Clone.__new__(clone.Clone)
            made.message = mail.Message.of(entry.message.fields, entry.message.body)
            made.donor, made.at, made.top = entry, entry.date, entry.message.fields[:entry.boundary]
            hops = [f for f in made.message.fields if f[0].lower() == "received"]
            if clause is None:
                if not self.other_hop(made) and not self.other_address(made):
                    raise elsewhere.Impossible
                found = elsewhere.FROM_CLAUSE.search(hops[-1][1]) if hops else None
                clause = found and found.group(0)
            elif clause and hops and elsewhere.PUBLIC.search(hops[-1][1]):
                hops[-1][1] = elsewhere.FROM_CLAUSE.sub(lambda m: clause, hops[-1][1], count=1)
            if zone is not None:
                at = made.message.place("Date")
                made.message.fields[at][1] = elsewhere.in_zone(made.message.fields[at][1], entry.date, zone)
                entry.zone = zone
            entry.message = made.message
            changed.append(entry)
        return changed

    def new_network(self):
        return self.hop_of(self.run_of(most=12, days=120)[2])

    def travel(self):
        who, before, run = self.run_of(most=5, days=10)
        zones = [e.zone for e in self.archive.entries[max(0, run[0].index - 300):run[0].index]
                 if e.zone is not None and e.zone != run[0].zone]
        if not zones:
            raise elsewhere.Impossible
        zone = self.rng.choice(zones)
        try:
            return self.hop_of(run, zone)
        except elsewhere.Impossible:
            # No host is shown; the clock alone tells.
            for entry in run:
                at = entry.message.place("Date")
                entry.message.fields[at][1] = elsewhere.in_zone(entry.message.fields[at][1], entry.date, zone)
                entry.zone = zone
            return run

    def new_job(self):
        who, before, run = self.run_of(most=8, days=90)
        name = self.rng.choice(NAMES)
        line = self.rng.choice(FIRMS).format(name=name)
        for entry in run:
            text = mail.text_of(entry.message)
            block = writing.signature_of(text)
            text = text[:len(text) - len(block)].rstrip("\n") if block else text.rstrip("\n")
            self.retext(entry, f"{text}\n\n-- \n{entry.name}\n{line}\nhttps://www.{name.lower()}.{self.rng.choice(('com', 'io'))}\n"
                        if not block else f"{text}\n\n-- \n{entry.name}\n{line}\n")
        try:
            self.hop_of(run)
        except elsewhere.Impossible:
            pass
        return run

    def retext(self, entry, text):
        kind, charset, encoding = mail.media(entry.message)
        if kind != "text/plain" or "base64" in encoding or (not text.isascii() and charset in ("us-ascii", "ascii")):
            raise elsewhere.Impossible
        entry.message.body = mail.encode_body(text, charset, encoding)

    def silence(self):
        who, before, run = self.run_of(most=1)
        since = run[0].date - self.rng.randint(190, 420) * DAY
        gone = [e for e in before if e.date > since]
        if len(gone) > 30 or len(before) - len(gone) < 8 or any(e.index in self.touched for e in gone):
            raise elsewhere.Impossible
        for entry in gone:
            entry.removed = True
        return run

    def first_prose(self):
        if not hasattr(self, "turns"):
            self.turns = []
            for who in self.people:
                mine = self.archive.by_sender[who]
                for i in range(15, len(mine)):
                    if mine[i].prose and mine[i].time > self.quiet and not any(e.prose for e in mine[i - 15:i]):
                        self.turns.append(mine[i])
            self.rng.shuffle(self.turns)
        while self.turns:
            entry = self.turns.pop()
            if entry.index not in self.touched and not entry.removed:
                return [entry]
        raise elsewhere.Impossible

    def new_link(self):
        if not hasattr(self, "firsts"):
            self.firsts = first_links(self.archive)
        who, before, run = self.run_of(most=1)
        later = [u for when, u in self.firsts if when > run[0].time + 30 * DAY]
        if not later:
            raise elsewhere.Impossible
        url = self.rng.choice(later)
        said = self.rng.choice(POINTERS).format(url=url)
        text = mail.text_of(run[0].message)
        # Behind a paragraph of the sender's own, before quotes that follow it or the signature.
        ends = [m.end() for m in re.finditer(r"^(?![>\s-]|On |.*wrote:).+[.!?]\n(?=\n)", text, re.M)]
        if not ends:
            raise elsewhere.Impossible
        at = self.rng.choice(ends)
        self.retext(run[0], f"{text[:at]}\n{said}\n{text[at:]}")
        return run


def first_links(archive):
    """(time, URL) of the first link to every host that people's own words name, in time order."""
    seen, firsts = set(), []
    for entry in archive.entries:
        if not entry.prose:
            continue
        own = "\n".join(l for l in mail.text_of(entry.message).split("\n") if not l.startswith(">"))
        for url in URL.findall(own):
            host = ".".join(url.split("/")[2].lower().split(":")[0].split(".")[-2:])
            if host not in seen:
                seen.add(host)
                if len(url) < 120 and url.isascii():
                    firsts.append((entry.time, url.rstrip(".,;:")))
    return firsts
