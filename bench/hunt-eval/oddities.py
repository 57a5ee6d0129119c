"""Does a single oddity of a header give a made message away? A catalogue of them, and how well each separates.

Every entry is a number computed from one message and from what came before it in the archive. None is
about what the message says. separation() compares made messages with real prose of people, starts of
threads with starts and answers with answers, and gives the area under the curve (0.5: no difference).
"""
import bisect
import collections
import re

import archive as archives
import mail
import thread_index


class Context:
    """What came before: by sender, by client, of late, at all."""

    def __init__(self):
        self.senders = collections.defaultdict(lambda: collections.defaultdict(collections.Counter))
        self.clients = collections.defaultdict(collections.Counter)
        self.hosts = collections.deque(maxlen=200)
        self.tokens, self.ids, self.clock = {}, {}, 0
        self.chains = {}

    def learn(self, e, facts):
        for key, value in facts.items():
            self.senders[e.sender][key][value] += 1
            self.clients[(e.client, key)][value] += 1
        self.hosts.append(list_hosts(e))
        for token in long_tokens(e.message):
            self.tokens[token] = e.sender
        self.ids[e.message_id] = e
        self.chains[e.message_id] = len(references(e.message))
        self.clock = max(self.clock, e.time)


def references(m):
    return re.findall(r"<[^<>\s]+>", m.get("References") or "")


def raw(m, name):
    return next((v for n, v in m.fields if n.lower() == name.lower()), "")


def list_hosts(e):
    return tuple(archives.host_by(v) for n, v in e.message.fields[:max(e.boundary, 0) + 1] if n.lower() == "received")


def long_tokens(m):
    out = set()
    for name, value in m.fields:
        low = name.lower()
        if low in ("received", "x-received"):
            out.update(i for i in re.findall(r"\bid\s+([^\s;()]{8,})", value) if not re.match(r"\d+\.\d+\.\d+", i))
        elif low.startswith("x-") or low.endswith("signature") or low in ("message-id", "thread-index"):
            out.update(t for t in re.findall(r"[A-Za-z0-9+/=_-]{24,}", value) if re.search(r"\d", t))
    return out


def facts_of(e):
    """What a client does alike in all its messages."""
    m = e.message
    kind, charset, encoding = mail.media(m)
    own = [n for n, _ in m.fields[max(e.boundary, 0):]]
    left, _, right = e.message_id.strip("<>").partition("@")
    return {
        "order": tuple(n for n in own if n.lower() in ("from", "to", "cc", "subject", "date", "message-id", "mime-version",
                                                       "content-type", "user-agent", "x-mailer", "in-reply-to", "references")),
        "case": tuple(sorted(n for n in own if n.lower() in ("message-id", "mime-version", "cc", "list-id"))),
        "media": (kind, charset, encoding),
        "id": re.sub(r"[0-9a-fA-F]+", "h", left)[:6] if not left.startswith("CA") else "CA",
        "host": right,
        "from": m.get("From"),
        "zone": e.zone,
        "list": tuple(n.lower() for n, _ in m.fields if n.lower().startswith("list-")),
        "dkim": tuple(re.findall(r"\bd=\s*([^;\s]+)", " ".join(m.all("DKIM-Signature")))),
        "dateform": re.sub(r"\d+", "9", re.sub(r"[A-Z][a-z]{2}", "a", raw(m, "Date"))),
    }


def hops(m):
    return [mail.seconds(v.rsplit(";", 1)[-1]) for v in m.all("Received")]


def features(e, seen, facts):
    """name -> number of one message."""
    m, sender = e.message, seen.senders[e.sender]
    names = [n.lower() for n, _ in m.fields]
    to, cc = mail.addresses(m, "To"), mail.addresses(m, "Cc")
    raw_boxes = m.get("To") or ""
    times = [t for t in hops(m) if t]
    backwards = sum(a < b - 90 for a, b in zip(times, times[1:]))
    lines = m.body.split(b"\n")
    chain, parent = references(m), seen.ids.get(e.parent)
    out = {
        "fields": len(names), "received": names.count("received"), "x_fields": sum(n.startswith("x-") for n in names),
        "to": len(to), "cc": len(cc), "named_share": sum(bool(d) for d, _ in to + cc) / max(1, len(to + cc)),
        "one_to_one_cc_bare": len(to) == len(cc) == 1 and not any(d for d, _ in to + cc),
        "cc_after_to": "cc" in names and names.index("cc") == names.index("to") + 1 if "to" in names else 0,
        "quoted_names": raw_boxes.count('"'),
        "content_type_place": names.index("content-type") / len(names) if "content-type" in names else -1,
        "content_type_after_list_id": "content-type" in names and "list-id" in names
        and names.index("content-type") > names.index("list-id"),
        "from_place": names.index("from") / len(names), "subject_raw_8bit": not raw(m, "Subject").isascii(),
        "header_8bit": not "".join(v for _, v in m.fields).isascii(),
        "message_id_length": len(e.message_id), "message_id_again": e.message_id in seen.ids,
        "message_id_end": len(e.message_id.partition("@")[2]),
        "hops_backwards": backwards, "hop_seconds": (times[0] - times[-1]) if len(times) > 1 else 0,
        "date_to_last_hop": (times[-1] - e.date) if times and e.date else 0,
        "date_after_arrival": bool(times and e.date and e.date > times[0] + 60),
        "arrival_before_neighbours": max(0, seen.clock - e.time), "stale_list_hops": list_hosts(e) not in seen.hosts,
        "hop_zones": len(set(re.findall(r"[+-]\d{4}", " ".join(m.all("Received"))))),
        "repeated_tokens": sum(t in seen.tokens for t in long_tokens(m)),
        "tokens_of_others": sum(seen.tokens.get(t, e.sender) != e.sender for t in long_tokens(m)),
        "references": len(chain), "reply_to_not_last": bool(chain) and e.parent is not None and e.parent != chain[-1]
        and e.parent in chain, "parent_not_in_chain": bool(chain) and e.parent not in chain,
        "chain_too_short": parent is not None and bool(chain) and len(chain) <= min(seen.chains[e.parent], 8),
        "references_without_reply": bool(chain) and not m.get("In-Reply-To"),
        "subject_length": len(e.subject), "subject_not_parents": parent is not None and bare(parent.subject) != bare(e.subject),
        "longest_header_line": max(len(l) for _, v in m.fields for l in v.split("\n")),
        "header_spaces": sum(v.endswith((" ", "\t")) for _, v in m.fields),
        "line_over_200": any(len(l) > 200 for l in lines),
        "longest_line_under_78": max((len(l) for l in lines if len(l) < 79), default=0),
        "eight_bit_under_7bit": facts["media"][2] == "7bit" and not m.body.isascii(),
        "blank_end": len(m.body) - len(m.body.rstrip(b"\n")), "carriage_returns": b"\r" in m.body,
        "media_new_to_sender": bool(sender["media"]) and facts["media"] not in sender["media"],
        "reserved_address": bool(re.search(r"\b(?:192\.0\.2|198\.51\.100|203\.0\.113|0\.\d+\.\d+)\.\d+\b", " ".join(m.all("Received")))),
        "signature_prefix_wrong": signature_prefix_wrong(m), "result_not_from": result_not_from(m, e.sender),
        "body_hashes": len(set(re.findall(r"\bbh=\s*([A-Za-z0-9+/\s]+)", " ".join(m.all("DKIM-Signature"))))),
        "thread_topic_wrong": bool(m.get("Thread-Topic")) and bare(mail.decoded(m.get("Thread-Topic"))) != bare(e.subject),
        "thread_index_length": len(thread_index.octets_of(m.get("Thread-Index"))), "thread_index_off": index_off(m, e.date),
        "hour": (e.date // 3600 + (e.zone or 0) // 60) % 24, "weekday": e.date // 86400 % 7,
        "second": e.date % 60, "size_of_header": sum(len(v) for _, v in m.fields),
        "signed": "dkim-signature" in names, "arc": "arc-seal" in names, "results": names.count("authentication-results"),
        "length_field_wrong": bool(m.get("Content-Length")) and m.get("Content-Length") != str(len(m.body)),
    }
    for key in ("order", "case", "media", "id", "dateform"):
        known = seen.clients[(e.client, key)]
        out[f"{key}_new_to_client"] = bool(known) and facts[key] not in known
    for key in ("from", "zone", "list", "dkim", "host"):
        out[f"{key}_new_to_sender"] = bool(sender[key]) and facts[key] not in sender[key]
    return {k: float(v) for k, v in out.items()}


def bare(subject):
    return re.sub(r"\W+", "", re.sub(r"^(?:\s*(?:re|fwd?|aw|sv)\s*:)+", "", subject, flags=re.I)).lower()


def signature_prefix_wrong(m):
    told = set(re.findall(r'header\.b="?([A-Za-z0-9+/]{4,8})', " ".join(m.all("Authentication-Results"))))
    held = [re.sub(r"\s", "", b) for b in re.findall(r"\bb=([^;]+)", " ".join(m.all("DKIM-Signature")))]
    return bool(told) and bool(held) and not any(h.startswith(t) for h in held for t in told)


def result_not_from(m, sender):
    told = re.findall(r"header\.from=([^\s;]+)", " ".join(m.all("Authentication-Results")))
    return bool(told) and not any(sender.endswith(t.lower()) for t in told)


def index_off(m, date):
    held = thread_index.octets_of(m.get("Thread-Index"))
    if len(held) != 22:
        return False
    high = int.from_bytes(held[1:6], "big") << 24 if held[1] == 1 else int.from_bytes(held[:6], "big") << 16
    high += 1 << 56 if held[1] == 1 and high >> 56 == 0 else 0
    return abs(high / 1e7 - 11644473600 - date) > 3600


def area(ones, zeros):
    """The share of pairs in which the made message has the higher number; ties count half."""
    zeros = sorted(zeros)
    total = sum(bisect.bisect_left(zeros, x) + bisect.bisect_right(zeros, x) for x in ones) / 2
    return total / (len(ones) * len(zeros))


def table_of(messages, truth):
    """[(features, kind or None, starts a thread)] of made messages and of real prose of people after the
    first fifth of the archive, in order. `messages`: (From line, octets)."""
    attacks = {t["message_id"]: t["kind"] for t in truth if t["label"] == "attack"}
    changed = {t["message_id"] for t in truth if t["label"] == "benign"}
    base = archives.Archive("", messages)
    seen, out, quiet = Context(), [], len(base.entries) // 5
    for i, e in enumerate(base.entries):
        facts = facts_of(e) if e.date else {}
        kind = attacks.get(e.message_id)
        if kind or (i > quiet and e.prose and e.sender in base.senders and e.message_id not in changed):
            out.append((features(e, seen, facts), kind, not e.message.get("In-Reply-To")))
        seen.learn(e, facts)
    return out


def separation(table, kinds=None):
    """feature -> (area, made messages, mean of made, mean of real), over starts and answers apart."""
    found = {}
    for name in table[0][0]:
        areas, sizes, ones_all, zeros_all = [], [], [], []
        for start in (True, False):
            ones = [f[name] for f, k, s in table if k and s == start and (kinds is None or k in kinds)]
            zeros = [f[name] for f, k, s in table if not k and s == start]
            if len(ones) > 2 and len(zeros) > 9:
                areas.append(area(ones, zeros))
                sizes.append(len(ones))
                ones_all += ones
                zeros_all += zeros
        if sizes:
            mean = sum(a * n for a, n in zip(areas, sizes)) / sum(sizes)
            found[name] = (mean, sum(sizes), sum(ones_all) / len(ones_all), sum(zeros_all) / len(zeros_all))
    return found
