"""A new message in the shape of a real one: its whole header, through the list's servers of that day.

The part of the header that the sender's side wrote comes from a donor; the part that the list's
servers wrote comes from a message that reached the list just before, so no hop is stale.
"""
import re

import archive as base
import mail
import redraw

DISTURBING = ("x-patchwork-id", "x-patchwork-delegate", "x-patchwork-state", "resent-date", "x-sa-exim-rcpt-to",
              "mail-followup-to", "mail-reply-to", "disposition-notification-to", "x-mailman-original-message-id",
              "x-loop", "sender", "list-post")
PERSONAL = ("autocrypt", "organization", "openpgp", "x-face", "face", "reply-to", "x-pgp-key", "x-url",
            "x-clacks-overhead", "return-receipt-to", "jabber-id", "x-key-id", "gpg-key", "x-pgp-fingerprint",
            "x-operating-system", "x-accept-language", "comments", "x-now-playing", "x-archive")
# What receivers say of the content; dropped from all messages alike.
VERDICTS = ("x-spamd-result", "x-spam-status", "x-spam-level", "x-spam-checker-version", "x-spam-report",
            "x-spam-score", "x-spam-flag", "x-spam_score", "x-spam_score_int", "x-spam_bar", "x-spam_report",
            "x-rspamd-server", "x-rspamd-action", "x-rspamd-queue-id", "x-rspamd-pre-result",
            "x-spamd-bar", "x-hashcash", "x-virus-scanned", "x-spam-action")


def seasons(time):
    """Whether daylight saving holds in America and in Europe, near enough for the choice of donors."""
    day = time / 86400 % 365.2425
    return (68 < day < 308, 86 < day < 301)


def usable(entry, other_person=False):
    names = {n.lower() for n, _ in entry.message.fields}
    return entry.prose and not names.intersection(DISTURBING) and \
        not (other_person and names.intersection(PERSONAL))


def hop_time(value):
    return mail.seconds(mail.unfold(value).rsplit(";", 1)[-1])


def carrier_for(archive, donor, at, rng):
    """A message that reached the list shortly before `at` through the server the donor came through."""
    if donor.boundary < 0:
        return None
    route = route_of(donor)
    end = archive.before(at)
    near = []
    for entry in reversed(archive.entries[max(0, end - 300):end]):
        if entry.removed or entry.boundary < 0 or entry is donor:
            continue
        if route_of(entry) != route:
            continue
        rank = 0 if entry.sender == donor.sender else 1 if entry.provider == donor.provider else 2
        near.append((rank, len(near), entry))
        if len(near) > 40:
            break
    return min(near)[2] if near else None


def route_of(entry):
    """Who took the mail for the list, whether it is signed, and which fields the list's servers added."""
    if entry.route is None:
        entry.route = (base.host_by(entry.message.fields[entry.boundary][1]),
                       entry.message.get("DKIM-Signature") is not None, shape(entry))
    return entry.route


def shape(entry):
    names = [n.lower() for n, _ in entry.message.fields]
    mark = entry.boundary
    return (tuple(n for n in ("authentication-results", "arc-seal") if n in names[:mark]),
            tuple(n for n in ("authentication-results", "arc-seal") if n in names[mark:mark + 6]))


def list_part(archive, carrier, donor, at, rng):
    """The fields above the boundary hop, as the list's servers write them at the time `at`."""
    fields = carrier.message.fields[:carrier.boundary]
    old = hop_time(carrier.message.fields[carrier.boundary][1]) or carrier.time
    index = carrier.index
    peers = [e.message for e in archive.entries[max(0, index - 4):index + 5] if e is not carrier]
    fields, _ = redraw.order_of_headers(rng, fields, at - old, old, peers)
    for field in fields:
        field[1] = re.sub(r"(\+bounces-)(\d+)(-)", lambda m: m.group(1) + free_number(archive, m.group(2), rng)
                          + m.group(3), field[1])
        if field[0].lower() == "authentication-results":
            field[1] = as_for(donor, carrier, field[1], rng)
    return fields


def as_for(donor, carrier, value, rng):
    """The list's own results with the donor's domains in place of the carrier's."""
    theirs, ours = (mail.unfold(e.message.get("DKIM-Signature") or "") for e in (carrier, donor))
    for tag, label in (("d", "header.d"), ("s", "header.s")):
        was, now = (re.search(rf"\b{tag}=\s*([^;\s]+)", t) for t in (theirs, ours))
        if was and now:
            value = value.replace(f"{label}={was.group(1)}", f"{label}={now.group(1)}")
    value = value.replace("header.from=" + carrier.sender.partition("@")[2],
                          "header.from=" + donor.sender.partition("@")[2])
    return re.sub(r"(header\.b=\"?)([A-Za-z0-9+/]+)", lambda m: m.group(1) + redraw.drawn(rng, m.group(2)), value)


def free_number(archive, number, rng):
    """A number of the list's own count that no message has, near the one given."""
    if not hasattr(archive, "numbers"):
        archive.numbers = set()
        for entry in archive.entries:
            found = re.search(r"\+bounces-(\d+)-", entry.message.get("Return-Path") or "")
            if found:
                archive.numbers.add(int(found.group(1)))
    for step in range(400):
        for near in (int(number) + step, int(number) - step):
            if near not in archive.numbers:
                archive.numbers.add(near)
                return str(near)
    return number


class Clone:
    """The header of a message to be: `fields` in order, `donor`, `delta` (seconds it moved)."""

    def __init__(self, archive, donor, at, rng, peers=None):
        """REQUIRES: carrier_for() found one, or the donor has no boundary. `at`: its Date."""
        self.archive, self.donor, self.rng, self.at = archive, donor, rng, at
        self.delta = at - donor.date
        m = donor.message
        if peers is None:
            mine = [e for e in archive.by_sender[donor.sender] if e.client == donor.client and e is not donor
                    and not e.removed]
            mine.sort(key=lambda e: abs(e.date - donor.date) if e.date else 1 << 40)
            peers = [e.message for e in mine[:8]]
        origin, self.draw = redraw.order_of_headers(rng, m.fields[max(donor.boundary, 0):], self.delta,
                                                    donor.date, peers)
        self.top = []
        self.carrier = carrier_for(archive, donor, at, rng)
        if self.carrier:
            took = (hop_time(m.fields[donor.boundary][1]) or donor.time) + self.delta
            self.top = list_part(archive, self.carrier, donor, took, rng)
        self.message = mail.Message.of(self.top + origin, b"")
        self.message.drop(*VERDICTS)
        self.arrival = donor.time + self.delta

    def complete(self):
        return self.donor.boundary < 0 or self.carrier is not None
