"""What Exchange keeps of a received Internet message (MS-OXCMAIL), as a pst_writer.Item.

The header as it came; of the body the text that a reader would show, decoded; the other parts as
attachments. Gone are: the parts' own fields, preambles, which alternative there was besides HTML,
how a text was encoded for the way. A multipart/signed entity is kept whole (MS-OXOSMIME).
"""
import codecs
import email
import email.header
import email.utils
import html.parser

import pst_writer

CODEPAGES = {
    "us-ascii": 20127, "ascii": 20127, "utf-8": 65001, "iso8859-1": 28591, "iso8859-2": 28592,
    "iso8859-5": 28595, "iso8859-8": 28598, "iso8859-9": 28599, "iso8859-15": 28605, "cp1250": 1250,
    "cp1251": 1251, "cp1252": 1252, "cp1253": 1253, "cp1254": 1254, "cp1255": 1255, "cp1256": 1256,
    "cp1257": 1257, "koi8-r": 20866, "gb2312": 936, "gbk": 936, "gb18030": 54936, "big5": 950,
    "euc_kr": 949, "shift_jis": 932, "iso2022_jp": 50220, "euc_jp": 51932,
}
RESERVED = ("x-ms-exchange-organization-", "x-ms-exchange-forest-")


def decoded(octets, label):
    """The text and its code page; a charset that says nothing is guessed, as Exchange does."""
    try:
        name = codecs.lookup(label or "").name
        if name != "ascii" and name in CODEPAGES:
            return octets.decode(name, "replace"), CODEPAGES[name]
    except LookupError:
        pass
    try:
        text = octets.decode("utf-8")
        return text, 20127 if text.isascii() else 65001
    except UnicodeError:
        return octets.decode("cp1252", "replace"), 1252


def unfolded(message, name):
    """A field's text; "" where it is absent."""
    value = message.get(name)
    if value is None:
        return ""
    pieces = []
    try:
        for text, charset in email.header.decode_header(str(value)):
            pieces.append(decoded(text, charset)[0] if isinstance(text, bytes) else text)
    except (ValueError, LookupError):
        pieces = [str(value)]
    return " ".join("".join(pieces).split())


def filetime(value):
    try:
        moment = email.utils.parsedate_to_datetime(value)
        return int(moment.timestamp() + 11_644_473_600) * 10_000_000
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


class PlainText(html.parser.HTMLParser):
    """What the store makes of HTML: its text, links in angle brackets."""

    def __init__(self):
        super().__init__()
        self.out, self.hidden, self.link = [], 0, None

    def handle_starttag(self, tag, attrs):
        if tag in ("style", "script", "title"):
            self.hidden += 1
        elif tag in ("br", "p", "div", "tr", "li", "table", "h1", "h2", "h3"):
            self.out.append("\r\n")
        elif tag == "td":
            self.out.append("\t")
        elif tag == "a":
            self.link = dict(attrs).get("href")

    def handle_endtag(self, tag):
        if tag in ("style", "script", "title"):
            self.hidden = max(0, self.hidden - 1)
        elif tag == "a" and self.link:
            self.out.append(f" <{self.link}> ")
            self.link = None

    def handle_data(self, data):
        if not self.hidden:
            self.out.append(" ".join(data.split("\n")))


def text_of_html(octets, label):
    parser = PlainText()
    parser.feed(decoded(octets, label)[0])
    parser.close()
    return "".join(parser.out).strip() + "\r\n"


def is_attachment(part):
    return (part.get_content_disposition() or "") == "attachment"


def body_part(part):
    """MS-OXCMAIL section 2.2.3.3.2: the entity whose text becomes the body, or None."""
    kind = part.get_content_type()
    if is_attachment(part):
        return None
    if kind in ("text/plain", "text/html"):
        return part
    if not kind.startswith("multipart/") or not part.is_multipart():
        return None
    inside = part.get_payload()
    if kind == "multipart/alternative":
        found = [one for one in map(body_part, inside) if one is not None]
        html_ones = [one for one in found if one.get_content_type() == "text/html"]
        return (html_ones or found or [None])[-1]
    return body_part(inside[0]) if inside else None


def other_parts(part, body, under_alternative=False):
    """Everything that becomes an attachment; alternatives to the body are dropped."""
    if part is body:
        return
    kind = part.get_content_type()
    if part.is_multipart() and kind.startswith("multipart/"):
        for one in part.get_payload():
            yield from other_parts(one, body, kind == "multipart/alternative")
    elif not (under_alternative and kind in ("text/plain", "text/html")):
        yield part


def attachment(part):
    kind = part.get_content_type()
    name = part.get_filename()
    name = unfolded({"x": name}, "x") if name else None
    properties = {0x370B0003: -1, 0x370E001F: kind}
    if part.get("content-id"):
        properties[0x3712001F] = part["content-id"].strip().strip("<>")
    if kind == "message/rfc822" and part.is_multipart():
        inner = item_of(part.get_payload(0).as_bytes(), delivered=False)
        properties.update({0x37050003: 5, 0x3001001F: inner.properties.get(0x0037001F, "")[2:],
                           0x0E200003: 1000})
        return pst_writer.Attachment(properties, inner)
    octets = part.get_payload(decode=True)
    if octets is None:
        octets = part.as_bytes()
    name = name or "ATT00001"
    properties.update({0x37050003: 1, 0x3704001F: name, 0x3707001F: name, 0x3001001F: name,
                       0x37010102: octets, 0x0E200003: len(octets) + 200})
    return pst_writer.Attachment(properties)


def people(message, properties):
    recipients = []
    for kind, field, shown in ((1, "To", 0x0E04001F), (2, "Cc", 0x0E03001F)):
        values = [unfolded({field: value}, field) for value in message.get_all(field, [])]
        found = [(name or address, address) for name, address in email.utils.getaddresses(values)
                 if "@" in address]
        properties[shown] = "; ".join(name for name, _ in found)
        for name, address in found:
            recipients.append({0x0C150003: kind, 0x0E0F000B: True, 0x0FFE0003: 6, 0x3001001F: name,
                               0x3002001F: "SMTP", 0x3003001F: address, 0x39FE001F: address,
                               0x39000003: 0})
    author = email.utils.parseaddr(unfolded(message, "From"))
    sender = email.utils.parseaddr(unfolded(message, "Sender"))
    for (name, address), tags in ((author, (0x0042001F, 0x0064001F, 0x0065001F, 0x5D02001F)),
                                  (sender if sender[1] else author,
                                   (0x0C1A001F, 0x0C1E001F, 0x0C1F001F, 0x5D01001F))):
        properties.update(zip(tags, (name or address, "SMTP", address, address)))
    return recipients


def header_text(header):
    """The header as it came, but for the fields that stay inside an organisation."""
    kept, keeping = [], True
    for line in header.split(b"\r\n"):
        if line[:1] not in (b" ", b"\t"):
            keeping = not line.lower().startswith(tuple(name.encode() for name in RESERVED))
        if keeping:
            kept.append(line)
    return decoded(b"\r\n".join(kept), "utf-8")[0] + "\r\n\r\n"


def set_body(message, header, raw_body, properties):
    """The body's properties; the attachments."""
    if message.get_content_type() == "multipart/signed":
        properties[0x001A001F] = "IPM.Note.SMIME.MultipartSigned"
        entity = b"Content-Type: " + message["content-type"].encode("utf-8", "surrogateescape")
        entity = entity.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") + b"\r\n\r\n" + raw_body
        return [pst_writer.Attachment({
            0x370B0003: -1, 0x370E001F: "multipart/signed", 0x37050003: 1, 0x37010102: entity,
            0x3704001F: "smime.p7m", 0x3707001F: "smime.p7m", 0x0E200003: len(entity) + 200})]
    body = body_part(message)
    if body is not None:
        octets = body.get_payload(decode=True) or b""
        text, codepage = decoded(octets, body.get_content_charset())
        if body is message and not message.is_multipart() and \
                (message.get("content-transfer-encoding") or "7bit").strip().lower() in (
                    "7bit", "8bit", "binary"):
            octets = raw_body
            text, codepage = decoded(octets, body.get_content_charset())
        properties[0x3FDE0003] = codepage
        if body.get_content_type() == "text/html":
            properties[0x10130102] = octets
            properties[0x1000001F] = text_of_html(octets, body.get_content_charset())
        else:
            properties[0x1000001F] = text
    return [attachment(part) for part in other_parts(message, body)]


def item_of(raw, delivered=True):
    raw = raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    header, _, body = raw.partition(b"\r\n\r\n")
    message = email.message_from_bytes(raw)
    subject = unfolded(message, "Subject")
    prefix = subject.find(": ") + 2 if subject[:4].lower() in ("re: ", "fw: ") else 0
    properties = {0x00170003: 1, 0x001A001F: "IPM.Note", 0x0E070003: 1,
                  0x0037001F: "\x01" + chr(prefix + 1) + subject, 0x0070001F: subject[prefix:]}
    if delivered:
        properties[0x007D001F] = header_text(header)
    recipients = people(message, properties)
    trace = (message.get("Received") or "").rpartition(";")[2].strip()
    for tag, moment in ((0x00390040, filetime(message.get("Date"))),
                        (0x0E060040, filetime(trace) or filetime(message.get("Date")))):
        if moment is not None:
            properties[tag] = moment
    for tag, name in ((0x1035001F, "Message-ID"), (0x1039001F, "References"),
                      (0x1042001F, "In-Reply-To")):
        if message.get(name):
            properties[tag] = unfolded(message, name)
    attachments = set_body(message, header, body, properties)
    if attachments:
        properties[0x0E070003] = 0x11
    return pst_writer.Item(properties, recipients, attachments)
