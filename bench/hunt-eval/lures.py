"""What an intruder wants: real lures from caught phishing, and templates put together anew each time.

The two halves, "tune" and "test", share no campaign of the pot, no phrase and no word of a made-up host.
"""
import hashlib
import html
import json
import random
import re
import subprocess
import tempfile
import urllib.parse
from pathlib import Path

import mail
import phrases_test
import phrases_tune

PHRASES = {"tune": phrases_tune, "test": phrases_test}
HREF = re.compile(r"""<a\b[^>]*?href\s*=\s*["']?(https?://[^"'\s>]+)[^>]*>(.*?)</a>""", re.I | re.S)
BARE = re.compile(r"https?://[^\s<>\"')\]]+")
# Hosts that are no lure: pictures, fonts, a brand's own pages linked in a footer.
HONEST = re.compile(r"(?:^|\.)(?:w3\.org|facebook\.com|twitter\.com|x\.com|instagram\.com|linkedin\.com|youtube\.com|"
                    r"wikimedia\.org|wikipedia\.org|microsoft\.com|apple\.com|google\.com|gstatic\.com|paypal\.com|"
                    r"amazon\.[a-z.]+|netflix\.com|office\.com|live\.com|outlook\.com|github\.com|kernel\.org|"
                    r"googleusercontent\.com|windows\.net|gravatar\.com|adobe\.com|dhl\.com|fedex\.com)$", re.I)
ENGLISH = re.compile(r"\b(?:the|your|you|to|is|of|and|for|please|this|we|have|in)\b", re.I)


class Lure:
    """`subject`, `text` with {link} where the link goes (absent in a lure without one), `link`."""

    def __init__(self, subject, text, link, source):
        self.subject, self.text, self.link, self.source = subject, text, link, source


def half(text):
    letters = re.sub(r"[^a-z]", "", text.lower())[:48]
    return "tune" if hashlib.sha256(letters.encode()).digest()[0] % 2 else "test"


def pot_of(corpora, side, work):
    """read_pot(), kept in the folder `work` for the next time."""
    kept = Path(work, f"pot-{side}.json")
    if not kept.exists():
        found = [(l.subject, l.text, l.link) for l in read_pot(corpora, side)]
        kept.write_text(json.dumps(found))
    return [Lure(*one, "pot") for one in json.loads(kept.read_text())]


def read_pot(corpora, side, most=100_000):
    """The English lures with a link of the pot's half `side`, each campaign a few times at most."""
    source = next(Path(corpora, "phishing-pot").glob("*.tar.zst"))
    lures, campaigns, hosts = [], {}, {}
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(f"zstd -dcq --long=27 {source} | tar x -C {folder}", shell=True, check=True)
        for path in sorted(Path(folder).rglob("*.eml")):
            octets = path.read_bytes()
            lure = from_message(octets) if len(octets) < most else None
            if lure is None:
                continue
            campaign = re.sub(r"[^a-z]", "", lure.text.lower())[:48]
            host = urllib.parse.urlsplit(lure.link).hostname
            # A host belongs to the half in which its first campaign is.
            side_of = hosts.setdefault(host, half(campaign))
            campaigns[campaign] = campaigns.get(campaign, 0) + 1
            if side_of == half(campaign) == side and campaigns[campaign] <= 2:
                lures.append(lure)
    return lures


def from_message(octets):
    m = mail.Message(octets)
    parts = list(texts(m))
    link, anchor = None, ""
    for kind, text in parts:
        if kind == "text/html":
            for url, inner in HREF.findall(text):
                shown = plain(inner)
                if fit(url) and len(shown) > 2 and not re.search(r"unsubscribe|privacy|preferences", shown, re.I):
                    link, anchor = html.unescape(url), shown
                    break
        if link:
            break
    text = next((plain(t) for k, t in parts if k == "text/plain" and len(t) > 80), None) or \
        next((plain(t) for k, t in parts if k == "text/html"), "")
    if not link:
        link = next((u for u in BARE.findall(text) if fit(u)), None)
    said = sentences(text, anchor) if link else None
    subject = re.sub(r"\s+", " ", mail.decoded(m.get("Subject"))).strip()
    subject = re.sub(r"\S*phishing@pot\S*|\bphishing\b", "", subject).strip(" ,:-")
    if not said or not 4 < len(subject) < 90:
        return None
    return Lure(subject, said, link.rstrip(".,;:"), "pot")


def texts(m, depth=0):
    kind, charset, encoding = mail.media(m)
    if kind.startswith("multipart/") and depth < 4:
        boundary = re.search(r'boundary="?([^";\n]+)', m.get("Content-Type") or "", re.I)
        if boundary:
            for part in m.body.split(b"--" + boundary.group(1).encode("latin-1"))[1:9]:
                if not part.startswith(b"--"):
                    yield from texts(mail.Message(part.lstrip(b"\r\n")), depth + 1)
    elif kind in ("text/plain", "text/html"):
        yield kind, mail.decode_body(m.body[:120_000], charset, encoding)


def fit(url):
    host = urllib.parse.urlsplit(html.unescape(url)).hostname if "[" not in url else None
    return bool(host) and "." in host and not HONEST.search(host) and 12 < len(url) < 220 and "pot" not in host \
        and not re.search(r"\.(?:png|gif|jpe?g|css|dtd)$", url, re.I) and url.isascii()


def plain(text):
    text = re.sub(r"(?is)<(style|script|title|head)\b.*?</\1>", " ", text)
    text = re.sub(r"(?i)<br\s*/?>|</(?:p|div|tr|li|h\d|td)>", "\n", text)
    return html.unescape(re.sub(r"<[^>]*>", " ", text))


def sentences(text, anchor):
    """Three to eight sentences in which a person is asked to follow the link; None if not English prose."""
    text = BARE.sub(" ", text)
    lines = [re.sub(r"\s+", " ", l).strip() for l in text.split("\n")]
    lines = [l for l in lines if 24 < len(l) < 400 and not re.search(
        r"phishing|@pot|unsubscribe|copyright|©|all rights|privacy|\bInc\b|view (?:it )?in (?:your )?browser", l, re.I)]
    kept, size = [], 0
    for line in lines[:14]:
        if size + len(line) > 750:
            break
        kept.append(line)
        size += len(line)
    words = re.findall(r"[A-Za-z']+", " ".join(kept))
    if size < 60 or len(words) < 12 or len(ENGLISH.findall(" ".join(kept))) < 0.12 * len(words):
        return None
    if sum(not c.isascii() for c in "".join(kept)) > 0.05 * size:
        return None
    call = anchor if 2 < len(anchor) < 40 else "Open"
    place = max(1, len(kept) - 1)
    kept.insert(place, re.sub(r"\s+", " ", call).strip() + ": {link}")
    return "\n".join(kept)


def link_of(rng, side, honest_target=None):
    """A link made up from the half's own words: private domain, hop, rented tenant, redirector, shortener."""
    words = PHRASES[side]
    a, b = rng.sample(words.HOST_WORDS, 2)
    domain = rng.choice([f"{a}-{b}", f"{a}{b}", f"{a}{rng.choice(words.HOST_TAILS)}", f"{b}.{a}-{rng.choice(words.HOST_TAILS)}"]) \
        + rng.choice(words.TLDS)
    tail = "".join(rng.choice("abcdefghijkmnpqrstuvwxyz23456789") for _ in range(rng.randint(5, 11)))
    word = rng.choice(words.PATHS)
    target = urllib.parse.quote(honest_target or rng.choice(words.TARGETS), safe="")
    tenant = f"{a}-{rng.choice(words.HOST_TAILS)}{rng.randint(2, 97)}"
    make = rng.choices(
        (lambda: f"https://{domain}/{word}/{tail}", lambda: f"https://{domain}/{word}?{rng.choice('idrk')}={tail}",
         lambda: f"https://{domain}/r?u={target}", lambda: f"https://{rng.choice(words.TENANTS).format(tenant=tenant, tail=tail)}",
         lambda: f"https://{rng.choice(words.REDIRECTORS).format(target=urllib.parse.quote('https://' + domain + '/' + tail, safe=''))}",
         lambda: f"https://{rng.choice(words.SHORTENERS)}/{tail[:7]}"), (34, 14, 14, 22, 6, 10))[0]
    return make()


def from_template(rng, side, topic, linked, target=None):
    """A lure put together from the half's phrases; `topic` is what the account's owner writes about."""
    words = PHRASES[side]
    story = rng.choice(words.LINKED if linked else words.LINKLESS)
    fill = {"topic": topic, "thing": rng.choice(words.THINGS), "when": rng.choice(words.WHENS)}
    pieces = [rng.choice(choices) for choices in story["say"]]
    text = pieces[0] + rng.choice(("\n\n", "\n")) + rng.choice((" ", " ", "\n\n")).join(pieces[1:])
    for key, value in fill.items():
        text = text.replace("{" + key + "}", value)
    subject = rng.choice(story["subject"])
    if "{topic}" not in subject and rng.random() < 0.6:
        subject = rng.choice(("{topic}: ", "{topic} - ", "[{topic}] ")) + subject if rng.random() < 0.6 else \
            subject + rng.choice((" ({topic})", ", {topic}", " on {topic}"))
    for key, value in fill.items():
        subject = subject.replace("{" + key + "}", value)
    subject = subject[:1].upper() + subject[1:]
    return Lure(subject, text, link_of(rng, side, target) if linked else None, "template")


class Lures:
    """Draws lures of one half, each of the pot once before any comes again."""

    def __init__(self, corpora, side, seed, work):
        self.side, self.rng = side, random.Random(f"lures {side} {seed}")
        self.pot = pot_of(corpora, side, work)
        self.rng.shuffle(self.pot)
        self.next = 0

    def draw(self, linked, topic, pot_share=0.5):
        if linked and self.pot and self.rng.random() < pot_share:
            self.next += 1
            return self.pot[self.next % len(self.pot)]
        return from_template(self.rng, self.side, topic, linked)
