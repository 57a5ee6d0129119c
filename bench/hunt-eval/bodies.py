"""Bodies as a client builds them: plain text, or plain text beside HTML between boundaries of its shape."""
import html
import re

import mail
import redraw


def boundary_of(message):
    found = re.search(r'boundary="?([^";\n]+)', message.get("Content-Type") or "", re.I)
    return found.group(1).strip() if found else None


def alternative_parts(message):
    """The text/plain and the text/html part of a multipart/alternative of just these two; None otherwise."""
    mark = boundary_of(message)
    if mail.media(message)[0] != "multipart/alternative" or not mark:
        return None
    pieces = message.body.split(b"--" + mark.encode("latin-1"))
    parts = [mail.Message(p[1:] if p[:1] == b"\n" else p) for p in pieces[1:-1]]
    kinds = [mail.media(p)[0] for p in parts]
    return parts if kinds == ["text/plain", "text/html"] else None


def drawn_boundary(rng, mark, at):
    """A boundary of the same maker; those that tell the time tell that of the message."""
    ticks = int((at + 11644473600) * 10_000_000)
    if re.fullmatch(r"0{12}[0-9a-f]{16}", mark):
        micro = f"{int(at * 1_000_000) + rng.randint(1, 9_000_000):014x}"
        return "0" * 12 + micro[8:] + micro[:8] + f"{rng.randrange(256):02x}"
    stamped = re.fullmatch(r"(----=_NextPart_\w{3}_)(\w{4})_([0-9A-F]{8})\.([0-9A-F]{8})", mark)
    if stamped:
        return f"{stamped.group(1)}{rng.randrange(65536):04X}_{ticks >> 32:08X}.{ticks & 0xFFFFFFFF:08X}"
    found = redraw.GUID.search(mark)
    if found:
        return mark.replace(found.group(0), redraw.guid(rng, found.group(0)))
    return re.sub(r"[A-Za-z0-9]{6,}", lambda m: redraw.drawn(rng, m.group(0)) if re.search(r"\d", m.group(0))
                  else m.group(0), mark)


def as_html(text, like):
    """`text` as the HTML part of the client that wrote `like`: its frame, its paragraphs, its quotes."""
    frame = re.match(r"(?is)(.*?<body[^>]*>\s*|\s*)(.*?)(\s*</body>.*|\s*)\Z", like)
    inner = frame.group(2)
    para = re.search(r"<(p|div)\b[^>]*>", inner)
    opening, name = (para.group(0), para.group(1)) if para else ("<div>", "div")
    quote = re.search(r"<blockquote\b[^>]*>", inner)
    begin = quote.group(0) if quote else '<blockquote type="cite">'
    blocks, out = re.split(r"\n\n+", text.strip("\n")), []
    for block in blocks:
        lines = block.split("\n")
        if any(l.startswith(">") for l in lines):
            said = "<br>".join(shown(re.sub(r"^> ?", "", l)) for l in lines if l.startswith(">"))
            lead = "<br>".join(shown(l) for l in lines if not l.startswith(">"))
            out.append(f"{opening}{lead}</{name}>{begin}{said}</blockquote>")
        else:
            out.append(f"{opening}{'<br>'.join(map(shown, lines))}</{name}>")
    return frame.group(1) + "\n".join(out) + frame.group(3)


def shown(line):
    said = html.escape(line, quote=False)
    return re.sub(r"https?://[^\s<]+", lambda m: f'<a href="{m.group(0)}">{m.group(0)}</a>', said)


def give(made, text, donor, rng):
    """Gives the message `made` the text `text` in the form of the donor's body."""
    parts = alternative_parts(donor.message)
    if not parts:
        octets = encoded(text, donor.message)
        ends = donor.message.body
        octets += b"\n" * (len(ends) - len(ends.rstrip(b"\n")) - 1)
    else:
        old = boundary_of(donor.message)
        new = drawn_boundary(rng, old, made.at)
        made.message.set("Content-Type", made.message.fields[made.message.place("Content-Type")][1].replace(old, new))
        page = as_html(text, mail.decode_body(parts[1].body, *mail.media(parts[1])[1:]))
        before = donor.message.body.split(b"--" + old.encode("latin-1"))
        octets = before[0]
        for part, said in zip(parts, (text, page)):
            whole = mail.Message.of(part.fields, encoded(said.rstrip("\n") + "\n", part) + b"\n")
            octets += b"--" + new.encode("latin-1") + b"\n" + whole.octets()
        octets += b"--" + new.encode("latin-1") + before[-1]
    made.message.body = octets
    made.message.set("Content-Length", f" {len(octets)}")
    made.message.set("Lines", f" {octets.count(10)}")


def encoded(text, like):
    """The octets of a text in the charset and transfer encoding of the entity `like`."""
    _, charset, encoding = mail.media(like)
    octets = mail.encode_body(text.rstrip("\n") + "\n", charset, encoding)
    if encoding == "7bit" and not octets.isascii():
        octets = mail.ascii_text(text).encode("ascii", "replace") + b"\n"
    return octets
