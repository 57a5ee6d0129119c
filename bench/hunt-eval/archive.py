"""A base archive, read once: who wrote what, when, through which servers, with which client.

Nothing here judges a message. It sorts messages into those that can be imitated (prose of a person,
plain text) and those that cannot, and finds where a list's own header fields end.
"""
import bisect
import collections
import json
import os
import re
import subprocess
import tarfile
import tempfile
import time as clock

import mail

PATCH_TOOL = re.compile(r"git-send-email|^b4 |^StGit|^quilt|^aerc-send|^git-series|^patman", re.I)
PATCH_SUBJECT = re.compile(r"^\s*\[[^\]]*(?:PATCH|GIT PULL|RFC|RESEND|tip:)[^\]]*\]", re.I)
ROBOT = re.compile(r"\bbot\b|robot|\brobot|syzbot|noreply|no-reply|lkp@|mailer-daemon|daemon@|notif|bounces|"
                   r"bugzilla|tip-bot|patchwork|autobuild|jenkins|newsletter|announce|do-not-reply", re.I)
ATTRIBUTION = re.compile(r"(?:wrote|writes|said|schrieb)\s*:\s*$", re.I)


class Entry:
    """One message of the base with what is known of it."""
    __slots__ = ("index", "line", "message", "time", "date", "sender", "name", "message_id", "parent",
                 "subject", "prose", "zone", "client", "provider", "boundary", "removed", "route", "boxes", "copyable")

    def __init__(self, index, line, octets, previous):
        self.index, self.line, self.removed, self.route, self.boxes = index, line, False, None, None
        self.copyable = None
        m = self.message = mail.Message(octets)
        people = mail.addresses(m, "From")
        self.name, self.sender = people[0] if people else ("", "")
        self.message_id = (m.get("Message-ID") or "").strip()
        reply = re.findall(r"<[^<>\s]+>", m.get("In-Reply-To") or "") or \
            re.findall(r"<[^<>\s]+>", m.get("References") or "")[-1:]
        self.parent = reply[0] if reply else None
        self.subject = mail.decoded(m.get("Subject"))
        self.date = mail.seconds(m.get("Date"))
        self.zone = mail.zone(m.get("Date"))
        hops = m.all("Received")
        arrived = mail.seconds(hops[0].rsplit(";", 1)[-1]) if hops else None
        self.time = arrived or self.date or previous
        self.client = client_of(m)
        self.boundary = boundary_of(m)
        self.provider = provider_of(m, self.boundary)
        self.prose = self.is_prose()

    def is_prose(self):
        m = self.message
        if not self.sender or not self.message_id or self.date is None or not self.subject:
            return False
        if PATCH_TOOL.search(m.get("X-Mailer") or "") or PATCH_TOOL.search(m.get("User-Agent") or ""):
            return False
        if PATCH_SUBJECT.match(self.subject) or ROBOT.search(self.sender) or ROBOT.search(self.name):
            return False
        if mail.media(m)[0] not in ("text/plain", "multipart/alternative") or m.get("Auto-Submitted"):
            return False
        if "git-send-email" in self.client or m.get("X-Patchwork-Bot") or m.get("Resent-From"):
            return False
        return not re.search(rb"^diff --git |^--- a/|^-----BEGIN PGP|^begin \d{3} ", m.body, re.M)


def client_of(m):
    """A client by name without its version, else by the shape of its Message-ID."""
    named = m.get("User-Agent") or m.get("X-Mailer") or ""
    if named:
        word = re.match(r"[A-Za-z][A-Za-z. -]*", named)
        return (word.group(0) if word else named[:12]).strip().lower()
    left, _, right = (m.get("Message-ID") or "").strip("<> \t").partition("@")
    if right == "mail.gmail.com":
        return "gmail-web"
    if right.endswith("outlook.com") and len(left) > 30:
        return "exchange"
    if re.fullmatch(r"\d{14}\.\d+(-\d+)?-\d+-\S+|\d{14}\.\d+-\d+", left):
        return "git-send-email?"
    if re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", left):
        return "uuid"
    return "id:" + re.sub(r"[a-z]+", "a", re.sub(r"[A-Z]+", "A", re.sub(r"\d+", "9", left)))[:24]


LIST_HOSTS = re.compile(r"(?:^|\.)(?:lfdr\.de|vger\.kernel\.org|mirrors\.kernel\.org|edge\.kernel\.org|"
                        r"lore\.kernel\.org|subspace\.kernel\.org|lindbergh\.monkeyblade\.net|vger\.email|list\.example)$|"
                        r"^(?:localhost(?:\.localdomain)?|lfdr)$", re.I)


def host_by(value):
    found = re.search(r"\bby\s+(\S+)", mail.unfold(value))
    return found.group(1).rstrip(";").lower() if found else ""


def host_from(value):
    found = re.match(r"\s*from\s+(\S+)", mail.unfold(value))
    return found.group(1).lower() if found else ""


def boundary_of(m):
    """Index of the hop where a server of the list took the mail from the sender's side; -1 if none."""
    for i, (name, value) in enumerate(m.fields):
        if name.lower() != "received":
            continue
        if not LIST_HOSTS.search(host_by(value)):
            return -1
        origin = host_from(value)
        if origin and not LIST_HOSTS.search(origin) and not origin.startswith("(majordomo"):
            return i
    return -1


def provider_of(m, boundary):
    """The domain of the server that handed the mail to the list; the sender's own without hops."""
    if boundary < 0:
        return "@" + ((mail.addresses(m, "From") or [("", "@")])[0][1]).partition("@")[2]
    host = host_from(m.fields[boundary][1]).strip("[]")
    return ".".join(host.split(".")[-2:])


class Archive:
    def __init__(self, name, messages):
        self.name, self.entries, previous = name, [], 0
        for line, octets in messages:
            entry = Entry(len(self.entries), line, octets, previous)
            previous = entry.time
            self.entries.append(entry)
        self.clock, high = [], 0
        for entry in self.entries:
            high = max(high, min(entry.time, high + 30 * 86400) if high else entry.time)
            self.clock.append(high)
        self.by_sender = collections.defaultdict(list)
        self.by_id = {}
        for entry in self.entries:
            self.by_sender[entry.sender].append(entry)
            self.by_id.setdefault(entry.message_id, entry)
        # An export may keep no thread fields at all; then subjects and quoted blocks are what there is.
        self.threaded = any(entry.parent for entry in self.entries)
        self.senders = {s for s, mine in self.by_sender.items()
                        if s and not ROBOT.search(s) and sum(e.prose for e in mine) >= 5}

    def before(self, time):
        """How many messages stand before that point in time."""
        return bisect.bisect_right(self.clock, time)


def entries_of(name, corpora, program=None):
    """The (From line, octets) of a base by name: a list, enron, the demo that `program` writes, an mbox."""
    for leaf in sorted(os.listdir(os.path.join(corpora, "mail-lists"))):
        if leaf.startswith(name + ".") and leaf.endswith(".zst"):
            return mail.read_mbox(os.path.join(corpora, "mail-lists", leaf))
    if name == "enron":
        return enron(os.path.join(corpora, "enron-categories", "enron_with_categories.tar.zst"))
    if name == "demo":
        return demo(program)
    if os.path.isfile(name):
        return mail.read_mbox(name)
    raise SystemExit(f"hunt-eval: no base {name}")


def demo(program):
    """The mail of the demo's organisation as its members received it, every message once, by date.

    What the demo's own intruders sent is left out; so are fields that only an export writes.
    """
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([program, "demo", os.path.join(folder, "out")], check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        with open(os.path.join(folder, "out", "ground-truth.json"), encoding="utf-8") as file:
            told = json.load(file)
        wrong = {m["message_id"] for m in told["sent_from_hijacked_account"] + told["strategist"]["sent_by_intruder"]
                 if isinstance(m, dict)} | {told["lure"]["message_id"]}
        found = {}
        for octets in stored(os.path.join(folder, "out", "mailboxes")):
            m = mail.Message(octets)
            m.drop("X-GM-THRID", "X-Gmail-Labels", "Status", "X-Status", "X-UID", "X-Keywords", "X-Mozilla-Status",
                   "X-Mozilla-Status2", "X-Mozilla-Keys")
            name, when, hops = m.get("Message-ID"), mail.seconds(m.get("Date")), len(m.all("Received"))
            if name and when and name not in wrong and hops >= found.get(name, (0, 0))[1]:
                found[name] = (when, hops, m.octets())
    for when, _, octets in sorted(found.values()):
        yield from_line(when), octets


def stored(folder):
    """The octets of every message below a folder: mbox, Maildir, .eml, and tar files of them."""
    for parent, _, leaves in sorted(os.walk(folder)):
        for leaf in sorted(leaves):
            path = os.path.join(parent, leaf)
            if leaf.endswith((".tar.gz", ".tgz", ".tar")):
                with tarfile.open(path) as packed, tempfile.TemporaryDirectory() as inner:
                    packed.extractall(inner, filter="data")
                    yield from stored(inner)
            elif leaf.endswith(".mbox") or mbox_like(path):
                yield from (octets for _, octets in mail.read_mbox(path))
            else:
                with open(path, "rb") as file:
                    yield file.read()


def mbox_like(path):
    with open(path, "rb") as file:
        return file.read(5) == b"From "


def enron(path):
    """The labelled Enron messages by date; copies of one Message-ID once."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(f"zstd -dcq --long=27 {path} | tar x -C {folder}", shell=True, check=True)
        found = {}
        for parent, _, leaves in sorted(os.walk(folder)):
            for leaf in sorted(leaves):
                if not leaf.endswith(".txt") or leaf == "categories.txt":
                    continue
                with open(os.path.join(parent, leaf), "rb") as file:
                    octets = file.read()
                m = mail.Message(octets)
                when = mail.seconds(m.get("Date"))
                if m.get("Message-ID") and when:
                    found.setdefault(m.get("Message-ID"), (when, octets))
    for when, octets in sorted(found.values()):
        yield from_line(when), octets


def from_line(time):
    return b"From mboxrd@z " + clock.strftime("%a %b %e %H:%M:%S %Y", clock.gmtime(time)).encode() + b"\n"
