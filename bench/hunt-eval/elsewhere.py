"""Another client or another network inside the same account: the parts that two real messages share.

An intruder in an account uses the provider's servers. So the header comes from another customer of the
same provider who writes with another client, with the account's own address, domain and selector put
in; or it is the victim's own with the submitting hop of somebody else.
"""
import re

import clone
import mail
import redraw

WEBMAIL = re.compile(r"gmail-web|exchange|roundcube|zimbra|webmail|squirrelmail|horde|yahoo|rainloop|open-xchange")
PUBLIC = re.compile(r"(?<![\d.])(?!10\.|127\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|0\.|169\.254\.)"
                    r"(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")
FROM_CLAUSE = re.compile(r"^(\s*)from\s.*?(?=\s+by\s)", re.S)
DAY = 86400


class Impossible(Exception):
    """This person cannot be the victim of this kind; another is tried."""


class Elsewhere:
    """Of the Attacker: the kinds in which the path or the client is not the victim's."""

    def own_tool(self, kind):
        who, mine = self.victim()
        at, mine = self.moment(mine)
        mine_clients = {e.client for e in mine[-200:]}
        provider = mine[-1].provider
        others = [e for e in self.customers(provider, at) if e.sender != who and e.client not in mine_clients]
        donor = self.donor(others, at, within=400, other_person=True, start=self.begins())
        made = self.as_person(donor, who, mine, at)
        return self.plain_attack(kind, donor, who, mine, at, made)

    def webmail(self, kind):
        who, mine = self.victim()
        at, mine = self.moment(mine)
        own = [e for e in mine if WEBMAIL.search(e.client)]
        if own and self.rng.random() < 0.6:
            donor = self.donor(own, at, within=300, start=self.begins())
            made = self.clone(donor, at, mine)
            self.other_address(made)
            if self.rng.random() < 0.5:
                self.other_zone(made, at)
            return self.plain_attack(kind, donor, who, mine, at, made)
        others = [e for e in self.customers(mine[-1].provider, at) if e.sender != who and WEBMAIL.search(e.client)]
        donor = self.donor(others, at, within=400, other_person=True, start=self.begins())
        return self.plain_attack(kind, donor, who, mine, at, self.as_person(donor, who, mine, at))

    def other_net(self, kind):
        who, mine = self.victim()
        at, mine = self.moment(mine)
        donor = self.donor([e for e in mine if self.shows(e)], at, start=self.begins())
        made = self.clone(donor, at, mine)
        if not self.other_hop(made) and not self.other_address(made):
            raise Impossible
        if self.rng.random() < 0.4:
            self.other_zone(made, at)
        return self.plain_attack(kind, donor, who, mine, at, made)

    def shows(self, entry):
        if not hasattr(self, "shown"):
            self.shown = {}
        if entry.index not in self.shown:
            self.shown[entry.index] = shows_network(entry)
        return self.shown[entry.index]

    def customers(self, provider, at):
        """Prose that came through a provider in the year before `at`."""
        if not hasattr(self, "through"):
            self.through = {}
            for entry in self.archive.entries:
                if entry.prose and entry.sender in self.archive.by_sender:
                    self.through.setdefault(entry.provider, []).append(entry)
        return [e for e in self.through.get(provider, ()) if at - 400 * DAY < e.date < at]

    def as_person(self, donor, who, mine, at):
        """A clone of another customer's header with the account's identity in it."""
        like = next((e for e in reversed(mine) if e.provider == donor.provider), None)
        if like is None:
            raise Impossible
        signed, wants = (re.findall(r"\b([ds])=\s*([^;\s]+)", e.message.get("DKIM-Signature") or "")
                         for e in (donor, like))
        if bool(signed) != bool(wants):
            raise Impossible
        theirs, ours = donor.sender.partition("@")[2], who.partition("@")[2]
        right = (donor.message.get("Message-ID") or "").strip("<> ").partition("@")[2]
        made = self.clone(donor, at, mine, ours if right.lower() == theirs else None)
        self.own_message_id(made, donor, who)
        for field in made.message.fields:
            name = field[0].lower()
            field[1] = re.sub(re.escape(donor.sender), who, field[1], flags=re.I)
            if name.endswith(("dkim-signature", "authentication-results", "received-spf")) and "1e100.net" not in field[1]:
                field[1] = as_domain(field[1], theirs, ours, dict(signed), dict(wants))
        clone.settle_signature_quotes(made.message)
        made.message.set("From", " " + (like.message.get("From") or who))
        return made

    def own_message_id(self, made, donor, who):
        """Gmail's ids begin with a mark of the account: the victim's where it is known, else a new one."""
        value = made.message.get("Message-ID")
        if not value.startswith("<CA"):
            return
        known = next((e.message_id for e in reversed(self.archive.by_sender[who]) if e.client == "gmail-web"), None)
        if known:
            made.message.set("Message-ID", " " + known[:9] + value[9:])
        else:
            made.message.set("Message-ID", " " + value[:3] + redraw.drawn(self.rng, value[3:9]) + value[9:])

    def other_hop(self, made):
        """Puts somebody else's submitting host into the lowest hop; False where the hop shows none."""
        low = [f for f in made.message.fields if f[0].lower() == "received"
               and made.message.fields.index(f) > len(made.top)]
        if not low or not PUBLIC.search(low[-1][1]) or not FROM_CLAUSE.search(low[-1][1]):
            return False
        server = software(low[-1][1])
        address = PUBLIC.search(low[-1][1]).group(0)
        if not hasattr(self, "hops"):
            self.hops = {}
            for entry in self.archive.entries:
                received = [v for n, v in entry.message.fields if n.lower() == "received"]
                clause = FROM_CLAUSE.search(received[-1]) if entry.prose and len(received) > 1 and \
                    entry.boundary >= 0 else None
                if clause and PUBLIC.search(clause.group(0)) and entry.boundary != entry.message.place("Received"):
                    self.hops.setdefault(software(received[-1]), []).append(
                        (entry.sender, entry.date, clause.group(0)))
        near = [c for s, d, c in self.hops.get(server, ()) if s != made.donor.sender and address not in c
                and abs(d - made.at) < 500 * DAY and network(address) != network(PUBLIC.search(c).group(0))]
        if not near:
            return False
        clause = self.rng.choice(near)
        low[-1][1] = FROM_CLAUSE.sub(lambda m: clause, low[-1][1], count=1)
        other = PUBLIC.search(clause).group(0)
        for field in made.message.fields[len(made.top):]:
            if field[0].lower() in ("x-originating-ip", "x-sa-exim-connect-ip", "x-auth-ip"):
                field[1] = field[1].replace(address, other)
        return True

    def other_address(self, made):
        """Another X-Originating-IP, out of those the archive has; False where the client shows none."""
        value = made.message.get("X-Originating-IP")
        old = PUBLIC.search(value or "")
        if not old:
            return False
        if not hasattr(self, "origins"):
            self.origins = sorted({PUBLIC.search(v).group(0) for e in self.archive.entries
                                   for v in e.message.all("X-Originating-IP") if PUBLIC.search(v)})
        far = [a for a in self.origins if network(a) != network(old.group(0))]
        if not far:
            return False
        new = self.rng.choice(far)
        for field in made.message.fields:
            field[1] = field[1].replace(old.group(0), new)
        return True

    def other_zone(self, made, at):
        """The Date in the zone of somebody else in the archive."""
        end = self.archive.before(at)
        zones = [e.zone for e in self.archive.entries[max(0, end - 200):end] if e.zone is not None and e.prose]
        new = self.rng.choice(zones or [0])
        made.message.set("Date", in_zone(made.message.fields[made.message.place("Date")][1], made.at, new))


def in_zone(value, at, offset):
    """A Date value of the time `at` with another offset, written as before."""
    old = mail.zone(value) or 0
    sign = f"{'-' if offset < 0 else '+'}{abs(offset) // 60:02}{abs(offset) % 60:02}"
    value = redraw.DATE.sub(lambda m: redraw.moved_date(m, (offset - old) * 60), value, count=1)
    value = re.sub(r"(:\d\d )[+-]\d{4}(?:\s+\([^)]*\))?", lambda m: m.group(1) + sign, value, count=1)
    return value


def shows_network(entry):
    """Whether the submitting host can be seen: in the lowest hop, or as X-Originating-IP."""
    hops = [v for n, v in entry.message.fields[entry.boundary + 1:] if n.lower() == "received"]
    return bool(hops and PUBLIC.search(hops[-1]) and FROM_CLAUSE.search(hops[-1])) or \
        bool(PUBLIC.search(entry.message.get("X-Originating-IP") or ""))


def network(address):
    return address.split(".")[:2]


def software(value):
    """The kind of server that wrote a hop: its product and protocol, without what varies."""
    flat = mail.unfold(value)
    product = re.search(r"\((Postfix|Exim|Dovecot|Sendmail|sendmail|Haraka|qmail|8\.\d+|Authenticated)", flat)
    by = re.search(r"\bby\s+(\S+)", flat)
    known = ".".join(by.group(1).split(".")[-2:]) if by else ""
    protocol = re.search(r"\bwith\s+(\S+)", flat)
    return (product.group(1) if product else known, protocol.group(1) if protocol else "")


def as_domain(value, theirs, ours, signed, wants):
    """A statement about the domain `theirs` with `ours` in place of it, selector and all."""
    for label in ("header.d=", "header.i=@", "header.from=", "header.i="):
        value = value.replace(label + theirs, label + ours)
    value = re.sub(r"(smtp\.(?:mailfrom|helo)=(?:\S*@)?)" + re.escape(theirs), lambda m: m.group(1) + ours, value)
    for tag in ("d", "s"):
        if tag in signed and tag in wants:
            value = re.sub(rf"(\b{tag}=[ \t]*){re.escape(signed[tag])}(?=[;\s])", lambda m: m.group(1) + wants[tag], value)
            value = value.replace(f"header.{tag}={signed[tag]}", f"header.{tag}={wants[tag]}")
    return value
