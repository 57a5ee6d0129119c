"""Other rankings of the same messages: the score without a family, dominance counting, a new link domain.

Directed Anomaly Scoring (Ho and others, 2017): an event's score is how many others it is at least as
suspicious as in every dimension.
"""
import re

import mail

URL = re.compile(r"https?://([A-Za-z0-9.-]+\.[A-Za-z]{2,})(?=[/:?#\s>\"')\]]|$)", re.I)
SECOND_LEVEL = re.compile(r"^(?:co|com|org|net|ac|gov|edu|gob|or|ne)\.[a-z]{2}$")


def without(rows, family):
    """The scores with one family's part taken off."""
    return [r["score"] - r["families"].get(family, 0.0) if r.get("score") is not None else None for r in rows]


def dominance(rows, names):
    """For every row the number of rows that it is at least as suspicious as in all of `names`."""
    vectors = [tuple(r["families"].get(n, 0.0) for n in names) for r in rows]
    size = len(vectors)
    # One bit a row; per dimension a prefix of the rows in order of their value.
    at_most = [(1 << size) - 1] * size
    for d in range(len(names)):
        order = sorted(range(size), key=lambda i: vectors[i][d])
        mask, start = 0, 0
        while start < size:
            end = start
            while end < size and vectors[order[end]][d] == vectors[order[start]][d]:
                mask |= 1 << order[end]
                end += 1
            for i in order[start:end]:
                at_most[i] &= mask
            start = end
    return [bin(m).count("1") - 1 for m in at_most]


def domain(host):
    labels = host.lower().strip(".").split(".")
    take = 3 if len(labels) > 2 and SECOND_LEVEL.match(".".join(labels[-2:])) else 2
    return ".".join(labels[-take:])


def new_link_domain(messages):
    """Message-ID -> 1 where the newly written text links to a domain new to sender and archive, else 0."""
    seen, found = set(), {}
    for _, octets in messages:
        m = mail.Message(octets)
        own = "\n".join(l for l in mail.text_of(m).split("\n") if not l.startswith(">"))
        new = {domain(h) for h in URL.findall(own)} - seen
        found[(m.get("Message-ID") or "").strip()] = 1 if new else 0
        seen |= new
    return found
