"""A new message in the shape of a real one: its whole header, through the list's servers of that day.

The part of the header that the sender's side wrote comes from a donor; the part that the list's
servers wrote comes from a message that reached the list just before, so no hop is stale.
"""
import re

import archive as base
import bodies
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
    """Whether a message can be imitated; by somebody else, whether nothing in it is its writer's alone."""
    if entry.copyable is None:
        names = {n.lower() for n, _ in entry.message.fields}
        fit = entry.prose and not names.intersection(DISTURBING) and (
            mail.media(entry.message)[0] == "text/plain" or bodies.alternative_parts(entry.message) is not None)
        entry.copyable = (fit, fit and not names.intersection(PERSONAL))
    return entry.copyable[bool(other_person)]


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
    results_of(fields, donor)
    return fields


def results_of(fields, donor):
    """Puts the list's own results on the donor's mail where the carrier's stood.

    Route and so number of these fields are the same. What they say of the list's own servers stays.
    """
    theirs = [v for n, v in donor.message.fields[:donor.boundary] if n.lower() == "authentication-results"]
    for field in fields:
        if field[0].lower() == "authentication-results" and theirs:
            own = re.search(r"spf=\w+ \([^)]*bounces[^)]*\)\s+smtp\.mailfrom=\S+", field[1])
            field[1] = theirs.pop(0)
            if own:
                field[1] = re.sub(r"spf=\w+ \([^)]*bounces[^)]*\)\s+smtp\.mailfrom=[^\s;]+",
                                  lambda m: own.group(0).rstrip(";"), field[1])


def settle_signature_quotes(message):
    """Authentication-Results quotes the beginning of the signature it is about."""
    signed = {}
    for value in message.all("DKIM-Signature"):
        tags = dict(re.findall(r"(?:^|;)\s*(\w+)\s*=\s*([^;]*)", value))
        if "b" in tags and "d" in tags:
            signed.setdefault(tags["d"].strip().lower(), []).append(re.sub(r"\s", "", tags["b"]))
    if not signed:
        return
    for field in message.fields:
        if not field[0].lower().endswith("authentication-results"):
            continue
        def quote(found):
            known = signed.get(found.group(2).strip('"').lower().lstrip("@")) or next(iter(signed.values()))
            return found.group(1) + found.group(2) + found.group(3) + known[0][:len(found.group(4))]
        field[1] = re.sub(r'(header\.d=)([^\s;]+)([^;]*?header\.b="?)([A-Za-z0-9+/]+)', quote, field[1])


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
        settle_signature_quotes(self.message)
        self.arrival = donor.time + self.delta

    def complete(self):
        return self.donor.boundary < 0 or self.carrier is not None
