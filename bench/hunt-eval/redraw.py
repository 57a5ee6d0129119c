"""New values for what is unique in a header: times move, identifiers are drawn again in their own shape.

A token that the same person's other messages carry too is a constant and stays, and so does the part
in front that they share (the CA of Gmail's Message-IDs, a tenant's name, a server's prefix). The rest
is drawn anew, letter class by letter class.
"""
import calendar
import re
import string
import time

DAYS = "Mon Tue Wed Thu Fri Sat Sun".split()
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
DATE = re.compile(r"(?:(Mon|Tue|Wed|Thu|Fri|Sat|Sun),([ \t\n]+))?(\b\d{1,2})([ \t\n]+)"
                  r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)([ \t\n]+)(\d{4})([ \t\n]+)"
                  r"(\d\d):(\d\d)(?::(\d\d))?")
EPOCH = re.compile(r"(?<![0-9A-Za-z])(1[0-9]{9})([0-9]{3}|[0-9]{6})?(?![0-9A-Za-z])")
STAMP = re.compile(r"(?<![0-9])(20\d\d)(\d\d)(\d\d)(\d{2,6})?(?![0-9])")
GUID = re.compile(r"\b[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}\b")
TOKEN = re.compile(r"[A-Za-z0-9+/=_]{8,}")
RECEIVED_ID = re.compile(r"(\bid[ \t\n]+)([^\s;()]+)")


def moved_date(found, delta):
    """One RFC 5322 date, moved by `delta` seconds in its own zone and its own folding."""
    day, month, year, hour, minute = (int(found.group(3)), MONTHS.index(found.group(5)) + 1,
                                      int(found.group(7)), int(found.group(9)), int(found.group(10)))
    second = int(found.group(11) or 0)
    new = time.gmtime(calendar.timegm((year, month, day, hour, minute, second)) + delta)
    number = f"{new.tm_mday:02}" if found.group(3).startswith("0") else str(new.tm_mday)
    gap = found.group(2) or ""
    # Writers that pad with a space keep the column.
    if gap.endswith("  ") and len(found.group(3)) == 1:
        gap = gap[:-2] + ("  " if len(number) == 1 else " ")
    elif gap == " " and len(found.group(3)) == 2 and len(number) == 1 and found.group(3) < "10":
        number = "0" + number
    head = f"{DAYS[new.tm_wday]},{gap}" if found.group(1) else ""
    clock = f"{new.tm_hour:02}:{new.tm_min:02}" + (f":{new.tm_sec:02}" if found.group(11) else "")
    return (f"{head}{number}{found.group(4)}{MONTHS[new.tm_mon - 1]}{found.group(6)}{new.tm_year}"
            f"{found.group(8)}{clock}")


def moved(value, delta, around):
    """All points in time near `around` that a value holds, moved by `delta` seconds."""
    delta = int(delta)

    def epoch(found):
        if abs(int(found.group(1)) - around) > 40 * 86400:
            return found.group(0)
        return str(int(found.group(1)) + delta) + (found.group(2) or "")

    def stamp(found):
        try:
            day = calendar.timegm((int(found.group(1)), int(found.group(2)), int(found.group(3)), 0, 0, 0))
        except ValueError:
            return found.group(0)
        if abs(day - around) > 3 * 86400 or not 1 <= int(found.group(2)) <= 12:
            return found.group(0)
        tail = found.group(4) or ""
        clock = [int(tail[i:i + 2]) for i in range(0, len(tail) - 1, 2)] + [0, 0, 0]
        new = time.gmtime(day + clock[0] * 3600 + clock[1] * 60 + clock[2] + delta)
        return time.strftime("%Y%m%d", new) + time.strftime("%H%M%S", new)[:len(tail)]

    value = DATE.sub(lambda m: moved_date(m, delta), value)
    value = EPOCH.sub(epoch, value)
    return STAMP.sub(stamp, value)


def drawn(rng, token, keep=0):
    """A token of the same shape: its first `keep` characters, then every letter of its class."""
    rest = token[keep:]
    letters = set(rest)
    if letters <= set("0123456789abcdef-"):
        lower = upper = digit = "0123456789abcdef"
        if not letters & set("abcdef"):
            digit = string.digits
    elif letters <= set("0123456789ABCDEF-"):
        lower = upper = digit = "0123456789ABCDEF"
    elif not any(c.isdigit() for c in rest):
        lower, upper, digit = string.ascii_lowercase, string.ascii_uppercase, ""
    elif any(c.islower() for c in rest) and any(c.isupper() for c in rest) and len(rest) > 11:
        lower = upper = digit = string.ascii_letters + string.digits
    else:
        lower, upper, digit = string.ascii_lowercase, string.ascii_uppercase, string.digits
    out = []
    for i, c in enumerate(rest):
        pool = lower if c.islower() else upper if c.isupper() else digit if c.isdigit() else c
        if i == 0 and keep == 0 and c in "123456789" and pool == string.digits:
            pool = "123456789"
        out.append(rng.choice(pool))
    return token[:keep] + "".join(out)


def guid(rng, token):
    """A new GUID; version and variant as in the old one, for both are constants of its maker."""
    new = drawn(rng, token)
    if token[14] == "4":
        new = new[:14] + "4" + new[15:19] + rng.choice("89ab" if token.islower() else "89AB") + new[20:]
    return new


def shared_prefix(token, others, least=2):
    """How much of the front at least three of `others` have in common with `token`."""
    lengths = sorted((common(token, o) for o in others if o != token), reverse=True)
    return min(lengths[2], len(token) - 4) if len(lengths) > 2 and lengths[2] >= least else 0


def common(a, b):
    n = 0
    for x, y in zip(a, b):
        if x != y:
            break
        n += 1
    return n


def tokens_of(message):
    """Field name -> the tokens in the message's fields of that name; kept with the message."""
    kept = getattr(message, "tokens", None)
    if kept is None:
        kept = message.tokens = {}
        for name, value in message.fields:
            name = name.lower()
            if name in ("received", "x-received") or name.startswith("x-"):
                mine = kept.setdefault(name, set())
                mine.update(TOKEN.findall(value))
                mine.update(m.group(2) for m in RECEIVED_ID.finditer(value))
                mine.update(GUID.findall(value))
    return kept


class Redraw:
    """Draws the identifiers of one header; the same old token always becomes the same new one."""

    def __init__(self, rng, peers):
        self.rng, self.memo = rng, {}
        self.known = {}  # field name -> the tokens that the peers' fields of that name hold
        for peer in peers:
            for name, tokens in tokens_of(peer).items():
                self.known.setdefault(name, set()).update(tokens)

    def token(self, name, token):
        known = self.known.get(name, ())
        if token in known or token in self.memo:
            return self.memo.get(token, token)
        if GUID.fullmatch(token):
            new = guid(self.rng, token)
        else:
            new = drawn(self.rng, token, shared_prefix(token, known))
        self.memo[token] = new
        return new

    def field(self, name, value):
        """The value of a field with what is unique in it drawn anew."""
        name = name.lower()
        if name == "received":
            return RECEIVED_ID.sub(lambda m: m.group(1) + self.hop_id(m.group(2)), value)
        if name in ("dkim-signature", "arc-seal", "arc-message-signature", "x-google-dkim-signature",
                    "domainkey-signature", "x-sonic-dkim-sign"):
            return re.sub(r"(\bbh?[ \t\n]*=)([^;]*)", lambda m: m.group(1) + self.blob(m.group(2)), value)
        if name in ("authentication-results", "arc-authentication-results"):
            return re.sub(r'(header\.b="?)([A-Za-z0-9+/=]+)', lambda m: m.group(1) + self.short(m.group(2)),
                          value)
        if not (name.startswith("x-") or name in ("ironport-sdr", "ui-outboundreport", "feedback-id")):
            return value
        value = GUID.sub(lambda m: self.token(name, m.group(0)), value)
        if name in ("x-mc-unique", "x-mimecast-mfc-proc-id", "x-mimecast-mfc-agg-id"):
            return re.sub(r"[A-Za-z0-9_-]{20,24}(?=[-_])", lambda m: self.token(name, m.group(0)), value)
        if name == "x-forwarded-encrypted":
            return TOKEN.sub(lambda m: self.token(name, m.group(0)), value)
        return TOKEN.sub(lambda m: self.token(name, m.group(0)) if random_like(m, value) else m.group(0),
                         value)

    def hop_id(self, token):
        zmailer = re.fullmatch(r"(S)(\d+)([A-Z][A-Za-z0-9]{4})(\w{3})", token)
        if zmailer:
            # The letters tell the time, and their last three the second.
            if token not in self.memo:
                self.memo[token] = "S" + drawn(self.rng, zmailer.group(2), 3) + zmailer.group(3) + \
                    "".join(self.rng.choice(string.ascii_letters + string.digits) for _ in range(2)) + \
                    token[-1]
            return self.memo[token]
        parts = re.split(r"([-.])", token)
        if len(parts) == 1 or EXCHANGE_ID.match(token):
            return token if EXCHANGE_ID.match(token) else self.token("received", token)
        return "".join(p if len(p) < 4 else self.token("received", p) for p in parts)

    def blob(self, text):
        """A signature's base64 over several lines; remembered by its first eight characters too."""
        plain = re.sub(r"\s", "", text)
        if plain not in self.memo:
            self.memo[plain] = base64_like(self.rng, plain)
        new = iter(self.memo[plain])
        self.memo.setdefault("short " + plain[:8], self.memo[plain][:8])
        return "".join(c if c.isspace() else next(new) for c in text)

    def short(self, text):
        key = "short " + text[:8]
        if key not in self.memo:
            self.memo[key] = drawn(self.rng, text)
        return self.memo[key]


def base64_like(rng, plain):
    """Other base64 of the same length, its last letter one that may stand before the padding."""
    body = plain.rstrip("=")
    pads = len(plain) - len(body)
    last = {0: BASE64, 1: "AEIMQUYcgkosw048", 2: "AQgw"}.get(pads, BASE64)
    return "".join(rng.choices(BASE64, k=max(0, len(body) - 1))) + (rng.choice(last) if body else "") + "=" * pads


BASE64 = string.ascii_letters + string.digits + "+/"
EXCHANGE_ID = re.compile(r"\d+\.\d+\.\d+\.\d+")


def random_like(found, value):
    """Whether a token is an identifier: neither a word, nor part of a host name or an address."""
    token = found.group(0)
    before, behind = value[found.start() - 1:found.start()], value[found.end():found.end() + 1]
    if before == "@" or (behind == "." and before not in " :<=") or behind == "@":
        return False
    digits = sum(c.isdigit() for c in token)
    if digits == len(token) and len(token) in (10, 13, 16) and token[0] == "1":
        return False  # a point in time
    if len(token) >= 20:
        return True
    return 0 < digits < len(token) or (digits == len(token) and len(token) >= 9)


def order_of_headers(rng, fields, delta, around, peers):
    """`fields` with their times moved and their identifiers drawn anew: (fields, the Redraw used)."""
    draw = Redraw(rng, peers)
    # Signatures first, for Authentication-Results quotes the beginning of them.
    for name, value in fields:
        if name.lower().endswith("signature"):
            draw.field(name, value)
    return [[n, draw.field(n, moved(v, delta, around))] for n, v in fields], draw
