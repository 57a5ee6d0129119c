"""How a client writes: Message-IDs, recipients, attribution lines, quotes, forwarded blocks, line width."""
import calendar
import re
import textwrap
import time

import mail
import redraw

DAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
# Attribution lines by what they look like, and how each client writes one: %-codes of strftime, then
# {name}, {address}, {ampm}, {hour12}, {offset}, {day}. Narrow no-break space as Gmail has had it since 2022.
STYLES = (
    (rf"On {DAY}, {MONTH} \d\d?, \d{{4}} at \d\d?:\d\d\u202f[AP]M .+ <\S+@\S+> wrote:",
     "On %a, %b {day}, %Y at {hour12}:%M\u202f{ampm} {name} <{address}> wrote:"),
    (rf"On {DAY}, {MONTH} \d\d?, \d{{4}} at \d\d?:\d\d [AP]M .+ <\S+@\S+> wrote:",
     "On %a, %b {day}, %Y at {hour12}:%M {ampm} {name} <{address}> wrote:"),
    (rf"On {DAY}, \d\d? {MONTH} \d{{4}} at \d\d:\d\d, .+ <\S+@\S+> wrote:",
     "On %a, {day} %b %Y at %H:%M, {name} <{address}> wrote:"),
    (rf"On {DAY}, {MONTH} \d\d, \d{{4}} at \d\d:\d\d:\d\d[AP]M [+-]\d{{4}}, .+ wrote:",
     "On %a, %b %d, %Y at %I:%M:%S{ampm} {offset}, {name} wrote:"),
    (rf"On {DAY}, {MONTH} \d\d, \d{{4}} at \d\d:\d\d:\d\d[AP]M [+-]\d{{4}}, .+ <\S+@\S+> wrote:",
     "On %a, %b %d, %Y at %I:%M:%S{ampm} {offset}, {name} <{address}> wrote:"),
    (rf"On {DAY}, {MONTH} \d\d, \d{{4}} at \d\d:\d\d:\d\d [+-]\d{{4}}, .+ wrote:",
     "On %a, %b %d, %Y at %H:%M:%S {offset}, {name} wrote:"),
    (rf"On {DAY}, \d\d {MONTH} \d{{4}} \d\d:\d\d:\d\d [+-]\d{{4}}",
     "On %a, %d %b %Y %H:%M:%S {offset}\n{name} <{address}> wrote:"),
    (rf"On {DAY}, \d{{4}}-\d\d-\d\d at \d\d:\d\d [+-]\d{{4}}, .+ wrote:", "On %a, %Y-%m-%d at %H:%M {offset}, {name} wrote:"),
    (r"On \d\d?/\d\d?/\d{4} \d\d?:\d\d [AP]M, .+ wrote:", "On {month}/{day}/%Y {hour12}:%M {ampm}, {name} wrote:"),
    (r"On \d\d?/\d\d?/\d\d \d\d?:\d\d [AP]M, .+ wrote:", "On {month}/{day}/%y {hour12}:%M {ampm}, {name} wrote:"),
    (r"On \d\d/\d\d/\d{4} \d\d:\d\d, .+ wrote:", "On %d/%m/%Y %H:%M, {name} wrote:"),
    (r"On \d\d\.\d\d\.\d\d \d\d:\d\d, .+ wrote:", "On %d.%m.%y %H:%M, {name} wrote:"),
    (r"On \d{4}-\d\d-\d\d \d\d:\d\d, .+ wrote:", "On %Y-%m-%d %H:%M, {name} wrote:"),
    (rf"On {MONTH} \d\d, .+ wrote:", "On %b %d, {name} wrote:"),
    (rf"On \d\d? {MONTH} \d{{4}}, at \d\d:\d\d, .+ <\S+@\S+> wrote:", "On {day} %b %Y, at %H:%M, {name} <{address}> wrote:"),
    (rf"On {MONTH} \d\d?, \d{{4}}, at \d\d?:\d\d [AP]M, .+ <\S+@\S+> wrote:",
     "On %b {day}, %Y, at {hour12}:%M {ampm}, {name} <{address}> wrote:"),
    (rf"^\* .+ <\S+@\S+>", "* {name} <{address}> [%Y%m%d %H:%M]:"),
    (r"^[^<>\n]{2,60} <\S+@\S+> writes:", "{name} <{address}> writes:"),
    (r"^[^<>\n]{2,60} <\S+@\S+> wrote:", "{name} <{address}> wrote:"),
)
STYLES = tuple((re.compile(p), f) for p, f in STYLES)


def local(at, offset):
    return time.gmtime(at + (offset or 0) * 60)


def attribution_style(text):
    """The style of the attribution line before the first quote of `text`; None where none is known."""
    quote = re.search(r"^>", text, re.M)
    if not quote:
        return None
    head = text[:quote.start()].rstrip().split("\n\n")[-1]
    flat = " ".join(head.split("\n"))
    for pattern, style in STYLES:
        if pattern.search(flat) and len(flat) < 220:
            return style
    return None


def attribution(style, name, address, at, offset):
    # A client shows the time in its own user's zone.
    t = local(at, offset)
    offset = offset or 0
    names = {"name": name or address, "address": address, "day": t.tm_mday, "month": t.tm_mon,
             "hour12": (t.tm_hour + 11) % 12 + 1, "ampm": "AM" if t.tm_hour < 12 else "PM",
             "offset": f"{'-' if offset < 0 else '+'}{abs(offset) // 60:02}{abs(offset) % 60:02}"}
    return time.strftime(style.replace("\u202f", "\x01"), t).replace("\x01", "\u202f").format(**names)


def quoted(text, most=40, like=""):
    """`text` as a quote: one more level as in `like`, its signature left out, cut after `most` lines."""
    deep = ">" if re.search(r"^>>", like, re.M) and not re.search(r"^> >", like, re.M) else "> "
    lines = text.rstrip("\n").split("\n")
    for i, line in enumerate(lines):
        if line.rstrip() == "--" or line == "-- ":
            lines = lines[:i]
            break
    return [(deep if l.startswith(">") else "> " if l else ">") + l for l in lines][:most]


FORWARDS = {
    "gmail": "---------- Forwarded message ---------\nFrom: {name} <{address}>\nDate: {gmail}\nSubject: {subject}\n"
             "To: {to}\n\n\n",
    "mozilla": "-------- Forwarded Message --------\nSubject: {subject}\nDate: {full}\nFrom: {name} <{address}>\n"
               "To: {to}\n\n",
    "mutt": "----- Forwarded message from {name} <{address}> -----\n\nDate: {full}\nFrom: {name} <{address}>\n"
            "To: {to}\nSubject: {subject}\n\n",
    "apple": "Begin forwarded message:\n\nFrom: {name} <{address}>\nSubject: {subject}\nDate: {apple}\nTo: {to}\n\n",
    "outlook": "-----Original Message-----\nFrom: {name} <{address}>\nSent: {outlook}\nTo: {to}\nSubject: {subject}\n\n",
    "evolution": "-------- Forwarded Message --------\nFrom: {name} <{address}>\nTo: {to}\nSubject: {subject}\n"
                 "Date: {full}\n\n",
    "claws": "\n\nBegin forwarded message:\n\nDate: {full}\nFrom: {name} <{address}>\nTo: {to}\nSubject: {subject}\n\n\n",
}


def forward_style(client):
    for word, style in (("gmail", "gmail"), ("mozilla", "mozilla"), ("mutt", "mutt"), ("apple", "apple"),
                        ("exchange", "outlook"), ("microsoft", "outlook"), ("evolution", "evolution"),
                        ("claws", "claws"), ("k-", "mozilla"), ("aerc", "mutt")):
        if word in client:
            return style
    return "outlook" if "evans" in client else "mutt"


def forwarded(client, name, address, to, subject, at, offset, text):
    """A forwarded message as that client writes it."""
    t = local(at, offset)
    sign = f"{'-' if (offset or 0) < 0 else '+'}{abs(offset or 0) // 60:02}{abs(offset or 0) % 60:02}"
    hour = f"{(t.tm_hour + 11) % 12 + 1}:{t.tm_min:02} {'AM' if t.tm_hour < 12 else 'PM'}"
    style = forward_style(client)
    block = FORWARDS[style].format(
        name=name, address=address, to=to, subject=subject,
        gmail=time.strftime(f"%a, %b {t.tm_mday}, %Y at ", t) + hour,
        full=time.strftime("%a, %d %b %Y %H:%M:%S ", t) + sign,
        apple=time.strftime(f"%B {t.tm_mday}, %Y at ", t) + hour,
        outlook=time.strftime(f"%A, %B {t.tm_mday}, %Y ", t) + hour)
    tail = "\n\n----- End forwarded message -----\n" if style == "mutt" else "\n"
    return block + text.rstrip("\n") + tail


def message_id(clone, others, domain=None):
    """A Message-ID value (with its leading space) in the donor's shape; `others`: the account's own."""
    value = clone.donor.message.get("Message-ID") or "<x@x>"
    left, _, right = value.strip().strip("<>").partition("@")
    rng, delta, around = clone.rng, clone.delta, clone.donor.date
    moved = redraw.moved(left, delta, around)
    if moved == left:
        moved = moved_compact(left, delta, around)
    lefts = [o.strip().strip("<>").partition("@")[0] for o in others]
    pieces = re.split(r"([.@\-_$])", moved)
    old = re.split(r"([.@\-_$])", left)
    out = []
    if re.fullmatch(redraw.GUID, moved):
        out = [redraw.guid(rng, moved)]
    elif moved.startswith("CA") and right == "mail.gmail.com":
        keep = max(2, redraw.shared_prefix(left, lefts))
        out = [redraw.drawn(rng, moved, min(keep, 9))]
    else:
        for i, piece in enumerate(pieces):
            column = [p[i] for p in (re.split(r"([.@\-_$])", o) for o in lefts) if len(p) > i]
            constant = piece in column or len(piece) < 4 or (i < len(old) and piece != old[i])
            if constant and len(piece) >= 4 and i < len(old) and piece != old[i]:
                # A point in time that has moved: what follows the seconds is drawn.
                out.append(piece)
            elif constant:
                out.append(piece if len(piece) != 1 or not piece.isdigit() else piece)
            elif piece.islower() and piece.isalpha():
                words = [c for c in column if c.isalpha() and c.islower() and len(c) > 2]
                out.append(rng.choice(words) if words else redraw.drawn(rng, piece))
            else:
                out.append(redraw.drawn(rng, piece, redraw.shared_prefix(piece, column, 1)))
    return f" <{''.join(out)}@{domain or right}>"


def moved_compact(left, delta, around):
    """A Message-ID whose digits begin with yymmddHHMM (Alpine), moved."""
    def move(found):
        digits = found.group(0)
        try:
            then = calendar.timegm(time.strptime(digits[:10], "%y%m%d%H%M"))
        except ValueError:
            return digits
        if abs(then - around) > 2 * 86400:
            return digits
        return time.strftime("%y%m%d%H%M", time.gmtime(then + delta)) + digits[10:]

    return re.sub(r"(?<!\d)\d{10,}", move, left)


def folded_addresses(donor_value, mailboxes, name="To"):
    """An address field's value folded as the donor's client folds; `mailboxes` as they are written."""
    lines = donor_value.split("\n")
    follow = re.match(r"[ \t]+", lines[1]).group(0) if len(lines) > 1 else " "
    apiece = len(lines) > 2 and all(l.count("@") <= 1 for l in lines)
    width = max([len(l) for l in lines[:-1]] + [60])
    out, line = [], ""
    for i, box in enumerate(mailboxes):
        more = box + ("," if i + 1 < len(mailboxes) else "")
        if line and (apiece or len(line) + 1 + len(more) > min(width, 300)):
            out.append(line)
            line = more
        else:
            line = f"{line} {more}" if line else more
    out.append(line)
    return " " + ("\n" + follow).join(out)


def folded_references(donor_value, chain, name="References"):
    follow = re.search(r"\n([ \t]+)", donor_value or "")
    follow = follow.group(1) if follow else " "
    if donor_value is not None and "\n" not in donor_value and donor_value.count("<") > 2 and len(donor_value) > 200:
        return " " + " ".join(chain)
    apiece = follow == "\t" or (donor_value or "").count("\n") >= (donor_value or "").count("<") - 1
    out, line = [], ""
    for one in chain:
        if line and (apiece or len(line) + len(one) > 76):
            out.append(line)
            line = one
        else:
            line = f"{line} {one}" if line else one
    return " " + ("\n" + follow).join(out + [line])


def subject_value(text, donor_value):
    """A Subject's value, folded at 76 as most clients do."""
    coded = mail.encoded(text)
    if len(coded) < 68 or "=?" in coded:
        return " " + coded
    return " " + "\n ".join(textwrap.wrap(coded, 68, break_long_words=False, break_on_hyphens=False))


def width_of(text):
    """The width at which someone's own lines break, or None where paragraphs are single lines."""
    own = [l for l in text.split("\n") if l and not l.startswith((">", " ", "\t", "diff", "+", "-"))]
    if not own:
        return 72
    longest = max(len(l) for l in own)
    return None if longest > 130 else max(60, min(78, longest))


def wrapped(text, width, flowed=False):
    """Paragraphs broken at `width`; URLs are never broken."""
    if width is None:
        return text
    out = []
    for line in text.split("\n"):
        parts = textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) or [""]
        out.extend([p + " " for p in parts[:-1]] + parts[-1:] if flowed else parts)
    return "\n".join(out)


def signature_of(text):
    """The signature block a client adds below, with its separator; empty where there is none."""
    # At most nine lines to the end; each line can be read in one way only, or this never ends on a long text.
    found = re.search(r"^-- ?\n(?=.|\n)(?:(?:[^>\n].*)?\n){0,8}(?:[^>\n].*)?\Z", text, re.M)
    return found.group(0) if found else ""
