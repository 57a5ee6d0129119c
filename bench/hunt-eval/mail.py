"""Messages as octets: mbox in and out, header fields, dates, the text of a body.

Headers are handled as latin-1 text, which keeps every octet, and a field keeps its folding; so what
is not changed on purpose is written back as it was read.
"""
import base64
import calendar
import email.header
import email.utils
import quopri
import re
import subprocess

FROM_LINE = re.compile(rb"^From \S.*\d{4}")
QUOTED_FROM = re.compile(rb"^>+From ", re.M)
FIELD = re.compile(r"([!-9;-~]+)[ \t]*:(.*(?:\n[ \t].*)*)\n?")


def read_mbox(path):
    """Every message of an mbox (or its zstd) as (From line, octets), quoting undone as mboxrd."""
    command = ["zstd", "-dcq", "--long=27", path] if str(path).endswith(".zst") else ["cat", path]
    with subprocess.Popen(command, stdout=subprocess.PIPE, bufsize=1 << 20) as process:
        line, lines = None, []
        blank = True
        for octets in process.stdout:
            if blank and FROM_LINE.match(octets):
                if line is not None:
                    yield line, unquote(lines)
                line, lines = octets, []
            else:
                lines.append(octets)
            blank = octets in (b"\n", b"\r\n")
        if line is not None:
            yield line, unquote(lines)
    if process.returncode:
        raise SystemExit(f"hunt-eval: cannot read {path}")


def unquote(lines):
    if lines and lines[-1] in (b"\n", b"\r\n"):
        lines.pop()
    return QUOTED_FROM.sub(lambda m: m.group(0)[1:], b"".join(lines))


def write_message(file, from_line, octets):
    """One message in mboxrd form."""
    file.write(from_line)
    file.write(re.sub(rb"^(>*From )", rb">\1", octets, flags=re.M))
    file.write(b"\n" if octets.endswith(b"\n") else b"\n\n")


class Message:
    """A header as [name, value] pairs in order (value with its folding and leading space) and a body."""

    def __init__(self, octets):
        octets = octets.replace(b"\r\n", b"\n")
        end = octets.find(b"\n\n")
        head, self.body = (octets, b"") if end < 0 else (octets[:end + 1], octets[end + 2:])
        self.fields = [[m.group(1), m.group(2)] for m in FIELD.finditer(head.decode("latin-1"))]

    @classmethod
    def of(cls, fields, body):
        made = cls.__new__(cls)
        made.fields, made.body = [list(f) for f in fields], body
        return made

    def octets(self):
        head = "".join(f"{n}:{v}\n" for n, v in self.fields)
        return head.encode("latin-1") + b"\n" + self.body

    def get(self, name):
        """The first field of that name, unfolded; None where there is none."""
        name = name.lower()
        for n, v in self.fields:
            if n.lower() == name:
                return unfold(v)
        return None

    def all(self, name):
        return [unfold(v) for n, v in self.fields if n.lower() == name.lower()]

    def set(self, name, value):
        """Gives the first field of that name another value; False where there is none."""
        for field in self.fields:
            if field[0].lower() == name.lower():
                field[1] = value
                return True
        return False

    def drop(self, *names):
        names = {n.lower() for n in names}
        self.fields = [f for f in self.fields if f[0].lower() not in names]

    def place(self, name):
        for i, field in enumerate(self.fields):
            if field[0].lower() == name.lower():
                return i
        return -1


def unfold(value):
    return re.sub(r"\n[ \t]+", " ", value).strip()


def decoded(value):
    """A header field's encoded words as text; what is undecodable stays as it is."""
    if value is None:
        return ""
    try:
        value = value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        pass
    try:
        return str(email.header.make_header(email.header.decode_header(value)))
    except (UnicodeError, LookupError, ValueError):
        return value


def encoded(text, width=68):
    """`text` as a header would carry it: as it is if ASCII, in UTF-8 encoded words if not."""
    if text.isascii():
        return text
    return email.header.Header(text, "utf-8", maxlinelen=width).encode(linesep="\n")


def addresses(message, *names):
    """[(display name, address in lower case)] of all fields of these names."""
    values = [v for n in names for v in message.all(n)]
    return [(d, a.lower()) for d, a in email.utils.getaddresses(values) if "@" in a]


def seconds(text):
    """The point in time of an RFC 5322 date, or None."""
    try:
        parts = email.utils.parsedate_tz(text or "")
        return None if parts is None else calendar.timegm(parts[:6] + (0, 0, 0)) - (parts[9] or 0)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def zone(text):
    """The offset in minutes that a date carries, or None."""
    found = re.search(r"([+-])(\d\d)(\d\d)\b", re.sub(r"^.*\d:\d\d", "", text or ""))
    if not found:
        return None
    return (1 if found.group(1) == "+" else -1) * (int(found.group(2)) * 60 + int(found.group(3)))


def media(message):
    """(media type, charset, transfer encoding), lower case, of the whole message."""
    kind = message.get("Content-Type") or "text/plain"
    charset = re.search(r'charset="?([^\s";]+)', kind, re.I)
    return (kind.split(";")[0].strip().lower(), charset.group(1).lower() if charset else "us-ascii",
            (message.get("Content-Transfer-Encoding") or "7bit").lower())


def text_of(message, limit=200_000):
    """The decoded text of a message: its text, or that of its first text part."""
    kind, charset, encoding = media(message)
    body = message.body
    if kind.startswith("multipart/"):
        boundary = re.search(r'boundary="?([^";\n]+)', message.get("Content-Type") or "", re.I)
        if not boundary:
            return ""
        parts = body.split(b"--" + boundary.group(1).strip().encode("latin-1"))[1:]
        texts = [t for t in (text_of(Message(p.lstrip(b"\r\n")), limit) for p in parts[:6]
                             if not p.startswith(b"--")) if t]
        return texts[0] if texts else ""
    if not kind.startswith("text/"):
        return ""
    return decode_body(body[:limit], charset, encoding)


def decode_body(body, charset, encoding):
    if "quoted" in encoding:
        body = quopri.decodestring(body)
    elif "base64" in encoding:
        body = re.sub(rb"[^A-Za-z0-9+/]", b"", body)
        body = base64.b64decode(body[:len(body) // 4 * 4] + b"=" * 0)
    if charset in ("us-ascii", "ascii", "unknown-8bit", "y"):
        charset = "utf-8"
    try:
        text = body.decode(charset, "replace")
    except LookupError:
        text = body.decode("latin-1")
    return text.replace("\r\n", "\n").replace("\x00", "")


def encode_body(text, charset, encoding):
    """The octets of a text as a client with that charset and transfer encoding sends it."""
    if charset in ("us-ascii", "ascii"):
        octets = ascii_text(text).encode("ascii", "replace")
    else:
        try:
            octets = text.encode(charset, "replace")
        except LookupError:
            octets = text.encode("utf-8")
    if "quoted" in encoding:
        # Without a trailing space at a line's end, as RFC 2045 section 6.7 wants it.
        return re.sub(rb"[ \t]+(?=\n)", lambda m: m.group(0)[:-1] + b"=%02X" % m.group(0)[-1],
                      quopri.encodestring(octets))
    if "base64" in encoding:
        return base64.encodebytes(octets)
    return octets


PLAIN = {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " ",
         "•": "*", "\u202f": " ", "\u200b": "", "\u200c": "", "\ufeff": "", "→": "->", "©": "(c)"}


def ascii_text(text):
    return "".join(PLAIN.get(c, c) for c in text)
