"""Messages of an intruder inside a correspondent's account, by kind.

own-tool   own client on an own network, through the account's provider
webmail    the provider's webmail, from wherever the intruder is
other-net  the victim's kind of client on another network
same       the victim's client on the victim's network
hijack     the victim's client, inside a real thread with real quotes
dormant    a contact silent for half a year, with a forward of mail that never was
no-link    the victim's client, and nothing to click on
"""
import re

import bodies
import by_subject
import clone
import elsewhere
import mail
import thread_index
import writing

KINDS = ("own-tool", "webmail", "other-net", "same", "hijack", "dormant", "no-link")
NETWORKED = ("own-tool", "webmail", "other-net")  # they need headers that show a path
DAY = 86400


Impossible = elsewhere.Impossible


class Attacker(elsewhere.Elsewhere):
    def __init__(self, archive, lures, rng):
        self.archive, self.lures, self.rng = archive, lures, rng
        self.used_donors, self.victims, self.used_ids, self.tries = set(), {}, set(archive.by_id), 0
        self.hopeless = set()
        self.has_hops = any(e.message.get("Received") for e in archive.entries[:50])
        self.first, self.last = archive.clock[0], archive.clock[-1]
        # Nobody is judged before there is something to compare with: the first fifth stays quiet.
        self.quiet = archive.clock[len(archive.clock) // 5]
        self.people = sorted(archive.senders)
        self.writers = [e.sender for e in archive.entries if e.prose and e.sender in archive.senders]

    # When. An attack comes at a moment at which the archive sees mail, in hours the victim writes in.

    def moment(self, mine):
        """A time after one of the victim's own messages, as long after it as the victim's next ones come."""
        rng = self.rng
        known = [e for e in mine if e.time >= self.quiet]
        if len(mine) < 8 or not known:
            raise Impossible
        gaps = [b.date - a.date for a, b in zip(mine, mine[1:]) if b.date and a.date and b.date - a.date > 600]
        if not gaps:
            raise Impossible
        for _ in range(20):
            anchor = rng.choice(known)
            gap = rng.choice(gaps)
            at = anchor.date + gap
            hour = rng.choice(mine)
            at = at - at % DAY + hour.date % DAY + rng.randint(-900, 900)
            before = [e for e in mine if e.date < at]
            if anchor.date + 300 < at < self.last - 3600 and len(before) >= 6:
                return at, before
        raise Impossible

    def begins(self):
        """Whether the next attack of a plain kind begins a thread: two of three do."""
        self.starting = self.rng.random() > 0.34
        return self.starting

    def donor(self, candidates, at, within=150, other_person=False, start=None):
        """A message to take the header from: recent, of the same season, not used before.

        `start`: one that begins a thread, or does not; a start may come from an answer where the client
        writes both alike.
        """
        season = clone.seasons(at)
        if start is True:
            begun = [e for e in candidates if e.parent is None]
            try:
                return self.donor(begun, at, max(within, 400), other_person)
            except Impossible:
                pass
        elif start is False:
            candidates = [e for e in candidates if e.parent is not None]
        fit = [e for e in candidates if e.date < at and at - e.date < within * DAY and e.index not in self.used_donors
               and clone.seasons(e.date) == season and clone.usable(e, other_person) and not e.removed]
        if start is False:
            fit = [e for e in fit if writing.attribution_style(mail.text_of(e.message, 4000))]
        elif start:
            fit = [e for e in fit if e.parent is None or order_of(e.message, e) in self.start_orders().get(e.client, ())]
        self.rng.shuffle(fit)
        for entry in sorted(fit[:12], key=lambda e: at - e.date):
            if entry.boundary < 0 or clone.carrier_for(self.archive, entry, at, self.rng):
                return entry
        raise Impossible

    def victim(self):
        """Someone to be, the much-writing and the little-writing alike; few become it twice."""
        for _ in range(50):
            # The much-writing as often as their mail is met, and everybody alike, by turns.
            who = self.rng.choice(self.people) if self.rng.random() < 0.5 else self.rng.choice(self.writers)
            if self.victims.get(who, 0) < 1 + len(self.archive.by_sender[who]) // 60 + self.tries // 60:
                return who, [e for e in self.archive.by_sender[who] if e.date and not e.removed]
        raise Impossible

    # What is written.

    def topic(self, mine):
        subjects = [re.sub(r"^(?:\s*(?:re|fwd?|aw)\s*:|\s*\[[^\]]*\])+", "", e.subject, flags=re.I).strip()
                    for e in mine[-30:]]
        subjects = [s.rstrip(".?!: ") for s in subjects if 8 < len(s) < 68 and s.isascii()]
        return self.rng.choice(subjects) if subjects else "the last topic"

    def prose(self, lure, donor, owner=None):
        """The lure as the account's owner would be imitated: line width, closing, signature block."""
        said = mail.text_of(donor.message)
        text = lure.text.replace("{link}", lure.link or "")
        text = writing.wrapped(text, writing.width_of(said))
        owner = owner or donor
        first = owner.name.split(" ")[0].strip('"')
        close = self.rng.choice(("", "", f"\n\n{first}", f"\n\nThanks,\n{first}", f"\n\nBest,\n{first}",
                                 f"\n\nRegards,\n{first}"))
        if owner.sender != donor.sender:
            # A client not the owner's adds no signature block, unless one was copied over.
            said = mail.text_of(owner.message) if self.rng.random() < 0.4 else ""
        return text + close, writing.signature_of(said)

    # The kinds.

    def make(self, kind):
        """(octets, time of arrival, truth) of one attack; None where the archive has nobody left for it."""
        if kind in self.hopeless or kind in NETWORKED and not self.has_hops:
            return None
        for self.tries in range(500):
            try:
                return getattr(self, kind.replace("-", "_"))(kind)
            except Impossible:
                continue
        self.hopeless.add(kind)
        return None

    def finish(self, made, kind, who, lure, text, at, **more):
        self.used_donors.add(made.donor.index)
        self.victims[who] = self.victims.get(who, 0) + 1
        bodies.give(made, text, made.donor, self.rng)
        name = made.message.get("Message-ID")
        if name in self.used_ids or not made.complete():
            raise Impossible
        self.used_ids.add(name)
        truth = {"message_id": name, "label": "attack", "kind": kind, "sender": who,
                 "donor": made.donor.message_id, "lure": lure.source, "side": self.lures.side,
                 "link": lure.link, "subject": made.message.get("Subject"), **more}
        return made.message.octets(), made.arrival, truth

    def clone(self, donor, at, mine, domain=None):
        made = clone.Clone(self.archive, donor, at, self.rng)
        ids = [e.message_id for e in self.archive.by_sender[donor.sender]
               if e.client == donor.client and e is not donor][-40:]
        made.message.set("Message-ID", writing.message_id(made, ids, domain))
        return made

    def start(self, made, lure, mine):
        """Makes the clone begin a thread, to those whom its sender `mine` has written to before."""
        m, donor = made.message, made.donor
        if m.get("In-Reply-To"):
            m.drop("In-Reply-To", "References")
        recipients_of = self.addressees(mine)
        subject = mail.ascii_text(lure.subject)
        m.set("Subject", writing.subject_value(subject, donor.message.get("Subject")))
        self.thread_fields(made, subject, None)
        self.recipients(made, recipients_of, self.wanted)

    def start_orders(self):
        """client -> the orders of header fields in which it begins threads."""
        if not hasattr(self, "orders"):
            self.orders = {}
            for entry in self.archive.entries:
                if entry.prose and entry.parent is None:
                    self.orders.setdefault(entry.client, set()).add(order_of(entry.message, entry))
        return self.orders

    def addressees(self, mine):
        """One of the sender's messages, about as widely addressed as people's starts of threads here are."""
        if not hasattr(self, "widths"):
            self.widths = [width(e) for e in self.archive.entries
                           if e.prose and e.sender in self.archive.senders and e.parent is None] or [2]
        self.wanted = wanted = self.rng.choice(self.widths)
        known = [e for e in mine[-60:] if e.message.get("To")]
        if not known:
            raise Impossible
        return min(known, key=lambda e: (abs(width(e) - wanted), self.rng.random()))

    def recipients(self, made, source, most=None):
        """To and Cc as in the message `source`, folded as the donor's client folds; `most` mailboxes of them."""
        if source is made.donor and (most is None or width(source) <= most + 2):
            return
        m = made.message
        boxes = {n: split_boxes(source.message.get(n) or "") for n in ("To", "Cc")}
        if most is not None and width(source) > most + 2:
            boxes = self.fewer(boxes, most)
        for name in ("To", "Cc"):
            at = m.place(name)
            if not boxes[name]:
                m.drop(name)
                continue
            value = writing.folded_addresses(m.fields[at][1] if at >= 0 else "", boxes[name], name)
            if at >= 0:
                m.fields[at][1] = value
            else:
                m.fields.insert(m.place("To") + 1, [name, value])

    def fewer(self, boxes, most):
        """`most` of the mailboxes: the list's, which the copy at hand came through, and the first others."""
        if not hasattr(self, "list_address"):
            seen = {}
            for entry in self.archive.entries[::20]:
                for _, address in set(mail.addresses(entry.message, "To", "Cc")):
                    seen[address] = seen.get(address, 0) + 1
            self.list_address = max(sorted(seen), key=seen.get)
        every = boxes["To"] + boxes["Cc"]
        ours = [b for b in every if self.list_address in b.lower()] if self.archive.entries[0].boundary >= 0 else []
        rest = [b for b in every if b not in ours][:max(most - len(ours), 0 if ours else 1)]
        return {"To": rest, "Cc": ours} if rest else {"To": ours, "Cc": []}

    def thread_fields(self, made, subject, parent):
        m = made.message
        m.set("X-Gmail-Original-Message-ID", " " + m.get("Message-ID"))
        m.set("Thread-Topic", writing.subject_value(re.sub(r"^(?:(?:re|fwd?):\s*)+", "", subject, flags=re.I), None))
        if m.get("Thread-Index"):
            m.set("Thread-Index", " " + thread_index.made(self.rng, made.at, m.get("Thread-Index"), parent and
                                                          parent.message.get("Thread-Index"), parent is not None))

    def reply(self, made, parent, who):
        """Makes the clone answer `parent` as its client does; the chain of references is whole."""
        m, donor = made.message, made.donor
        chain = re.findall(r"<[^<>\s]+>", parent.message.get("References") or "") or \
            re.findall(r"<[^<>\s]+>", parent.message.get("In-Reply-To") or "")
        chain = [c for c in chain if c != parent.message_id] + [parent.message_id]
        theirs = {n: donor.message.fields[donor.message.place(n)][1] if donor.message.get(n) else None
                  for n in ("References", "In-Reply-To")}
        if theirs["In-Reply-To"] is None:
            raise Impossible
        m.set("In-Reply-To", " " + parent.message_id)
        if theirs["References"] is not None:
            m.set("References", writing.folded_references(theirs["References"], chain))
        subject = parent.subject if re.match(r"re:", parent.subject, re.I) else "Re: " + parent.subject
        m.set("Subject", writing.subject_value(subject, donor.message.get("Subject")))
        self.thread_fields(made, subject, parent)
        boxes = {"To": [b for b in split_boxes(parent.message.get("Reply-To") or parent.message.get("From"))],
                 "Cc": [b for n in ("To", "Cc") for b in split_boxes(parent.message.get(n) or "")
                        if who not in b.lower()]}
        for name, list_of in boxes.items():
            at = m.place(name)
            if not list_of:
                m.drop(name)
            elif at >= 0:
                m.fields[at][1] = writing.folded_addresses(m.fields[at][1], list_of, name)
            elif name == "Cc":
                m.fields.insert(m.place("To") + 1, ["Cc", writing.folded_addresses(m.fields[m.place("To")][1], list_of)])
        return subject

    def parent(self, who, mine, at):
        """A recent message of a thread in which the victim took part or was written to."""
        archive, rng = self.archive, self.rng
        end = archive.before(at)
        mine_ids = {e.message_id for e in mine[-60:]}
        near = []
        for entry in archive.entries[max(0, end - 250):end]:
            if entry.removed or entry.sender == who or not entry.prose or at - entry.time > 14 * DAY:
                continue
            said = (entry.message.get("To") or "") + (entry.message.get("Cc") or "")
            if entry.parent in mine_ids or who in said.lower():
                near.append(entry)
        if not near:
            raise Impossible
        # Threads that everybody is copied on would be in front otherwise.
        near.sort(key=width)
        return rng.choice(near[:1 + 2 * len(near) // 3])

    def answer_text(self, parent, donor, lure, owner):
        """Lure and quote in the order this person's client and habit have them."""
        said = mail.text_of(donor.message)
        style = writing.attribution_style(said)
        if not style:
            raise Impossible
        text, signature = self.prose(lure, donor, owner)
        line = writing.attribution(style, parent.name, parent.sender, parent.date, donor.zone)
        width = writing.width_of(said)
        if "\n" not in line and len(line) > 78 and "\u202f" not in line and width:
            line = writing.wrapped(line, 78)
        quote = writing.quoted(mail.text_of(parent.message), self.rng.choice((12, 20, 40, 80)), said)
        first_quote = re.search(r"^>", said, re.M).start()
        inline = len(said[:first_quote].strip().split("\n")) <= 3 and self.rng.random() < 0.75
        if inline:
            return f"{line}\n" + "\n".join(quote) + f"\n\n{text}\n" + (f"\n{signature}" if signature else "")
        return f"{text}\n\n{signature}\n{line}\n".replace("\n\n\n", "\n\n") + "\n".join(quote) + "\n"

    def plain_attack(self, kind, donor, who, mine, at, made, pot=0.5, linked=True):
        """A start of a thread (two in three) or an answer in one, in the clone's shape."""
        lure = self.lures.draw(linked, self.topic(mine), pot)
        if donor.message.get("In-Reply-To") and not self.starting:
            parent = self.parent(who, mine, at)
            self.reply(made, parent, who)
            text = self.answer_text(parent, donor, lure, mine[-1])
            return self.finish(made, kind, who, lure, text, at, thread="reply")
        self.start(made, lure, mine)
        text, signature = self.prose(lure, donor, mine[-1])
        return self.finish(made, kind, who, lure, f"{text}\n\n{signature}" if signature else text, at, thread="start")

    def same(self, kind, linked=True):
        who, mine = self.victim()
        at, mine = self.moment(mine)
        donor = self.donor(mine, at, start=self.begins())
        return self.plain_attack(kind, donor, who, mine, at, self.clone(donor, at, mine), linked=linked)

    def no_link(self, kind):
        return self.same(kind, linked=False)

    def hijack(self, kind):
        who, mine = self.victim()
        at, mine = self.moment(mine)
        if not self.archive.threaded:
            return self.hijack_by_subject(kind, who, mine, at)
        parent = self.parent(who, mine, at)
        donor = self.donor(mine, at, start=False)
        made = self.clone(donor, at, mine)
        lure = self.lures.draw(True, self.topic([parent]), 0.35)
        self.reply(made, parent, who)
        return self.finish(made, kind, who, lure, self.answer_text(parent, donor, lure, mine[-1]), at, thread="reply",
                           parent=parent.message_id)

    def hijack_by_subject(self, kind, who, mine, at):
        """An answer where no message says what it answers: subject and quoted block do."""
        parent = self.parent(who, mine, at)
        answers = [e for e in mine if re.match(r"re:", e.subject, re.I) and by_subject.style_of(mail.text_of(e.message))]
        donor = self.donor(answers, at, within=1000)
        made = self.clone(donor, at, mine)
        lure = self.lures.draw(True, self.topic([parent]), 0.35)
        style, _ = by_subject.style_of(mail.text_of(donor.message))
        text, signature = self.prose(lure, donor)
        bare = re.sub(r"^(?:\s*(?:re|fwd?)\s*:)+\s*", "", parent.subject, flags=re.I)
        made.message.set("Subject", writing.subject_value("Re: " + bare, donor.message.get("Subject")))
        self.recipients(made, parent, None)
        made.message.set("To", " " + (parent.message.get("From") or ""))
        made.message.set("X-To", " " + (parent.message.get("X-From") or ""))
        below = by_subject.block(style, parent, donor.zone)
        return self.finish(made, kind, who, lure, f"{text}\n\n{signature}\n\n{below}", at, thread="reply",
                           parent=parent.message_id)

    def dormant(self, kind):
        who, mine = self.victim()
        gaps = [(a, b) for a, b in zip(mine, mine[1:] + [None])
                if (b.date if b else self.last) - a.date > 210 * DAY and a.date > self.first + 90 * DAY]
        if not gaps:
            raise Impossible
        last, following = self.rng.choice(gaps)
        end = following.date - 5 * DAY if following else self.last - DAY
        before = [e for e in mine if e.date <= last.date]
        if len(before) < 6:
            raise Impossible
        at = self.rng.choice([e.date for e in self.archive.entries
                              if e.date and last.date + 185 * DAY < e.date < end] or [0])
        if at < self.quiet:
            raise Impossible
        at = at - at % DAY + self.rng.choice(before).date % DAY
        donor = self.donor(before, at, within=1000, start=True)
        made = self.clone(donor, at, before)
        lure = self.lures.draw(True, self.topic(before), 0.5)
        author = self.rng.choice([e for e in self.archive.entries[:self.archive.before(at)][-400:]
                                  if e.prose and e.sender != who] or before)
        subject = mail.ascii_text(lure.subject)
        told = self.lures.draw(True, self.topic(before), 0.0)
        block = writing.forwarded(donor.client, author.name or author.sender, author.sender,
                                  mail.decoded(donor.message.get("From")).strip(), subject,
                                  at - self.rng.randint(2, 60) * 3600, donor.zone,
                                  writing.wrapped(lure.text.replace("{link}", lure.link), 72))
        intro, signature = self.prose(type(lure)(subject, opening(told.text), None, ""), donor)
        lure.subject = "Fwd: " + subject
        self.start(made, lure, before)
        return self.finish(made, kind, who, lure, f"{intro}\n\n{signature}\n{block}", at, thread="start")


def opening(text):
    """The first sentences of a text, without those that carry a link."""
    lines = [l for l in text.split("\n") if "{link}" not in l and l]
    return "\n".join(lines[:3])


def width(entry):
    """How many mailboxes a message is addressed to, near enough."""
    if entry.boxes is None:
        entry.boxes = sum(v.count("@") for n in ("To", "Cc") for v in entry.message.all(n))
    return entry.boxes


def order_of(m, donor):
    """The order in which a client writes the fields that all clients write."""
    behind = [n.lower() for n, _ in m.fields][m.place("Received") + 1:]
    return tuple(n for n in behind if n in ("from", "to", "subject", "date", "message-id", "mime-version", "content-type",
                                            "user-agent", "x-mailer"))


def split_boxes(value):
    """The mailboxes of an address field as they are written."""
    return [b.strip() for b in re.findall(r'(?:"(?:\\.|[^"\\])*"|[^,"])+', value) if b.strip()]
