"""The channel "PST round trip": signed mail as Exchange keeps it, in a PST, for our reader.

Beside the messages that the other channels take, which are text: list mail with attachments or
signed entities, and mail of the honey pot in HTML or with alternatives, signed anew by a key of
ours.
"""
import base64
import email
import hashlib
import io
import random
import re
import subprocess
import tarfile

import exchange_item
import pst_writer

DOMAIN, SELECTOR = "meridian.example", "s"
SIGNED = ("from", "to", "subject", "date", "message-id", "mime-version", "content-type",
          "content-transfer-encoding")


def is_prime(number, draw):
    odd, twos = number - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    for _ in range(20):
        x = pow(draw.randrange(2, number - 1), odd, number)
        if x in (1, number - 1):
            continue
        for _ in range(twos - 1):
            x = x * x % number
            if x == number - 1:
                break
        else:
            return False
    return True


def der(tag, content):
    size = len(content)
    if size < 128:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def integer(number):
    return der(2, number.to_bytes(number.bit_length() // 8 + 1, "big"))


class Signer:
    """DKIM, rsa-sha256, relaxed/relaxed, with a key that is always the same and guards nothing."""

    def __init__(self):
        draw = random.Random(1)
        primes = []
        while len(primes) < 2:
            number = draw.getrandbits(512) | 1 << 511 | 1 << 510 | 1
            if number % 65537 != 1 and is_prime(number, draw):
                primes.append(number)
        self.modulus = primes[0] * primes[1]
        self.exponent = pow(65537, -1, (primes[0] - 1) * (primes[1] - 1))

    def record(self):
        """p= of the key record."""
        key = der(0x30, integer(self.modulus) + integer(65537))
        rsa = der(0x30, der(6, bytes.fromhex("2a864886f70d010101")) + b"\x05\x00")
        return base64.b64encode(der(0x30, rsa + der(3, b"\0" + key))).decode()

    def signed(self, raw):
        """`raw`, with LF, and a signature on top."""
        header, _, body = raw.partition(b"\n\n")
        lines = [re.sub(rb"[ \t]+", b" ", line).rstrip(b" ") for line in body.split(b"\n")]
        flat = b"\r\n".join(lines).rstrip(b"\r\n")
        digest = hashlib.sha256(flat + b"\r\n" if flat else b"").digest()
        found = {}
        for name, value in re.findall(rb"^([!-9;-~]+):((?:.*\n)(?:[ \t].*\n)*)", header + b"\n",
                                      re.M):
            found[name.lower().decode()] = b" ".join(value.split())  # the last of several
        names = [name for name in SIGNED if name in found]
        field = (f"v=1; a=rsa-sha256; c=relaxed/relaxed; d={DOMAIN}; s={SELECTOR}; "
                 f"h={':'.join(names)}; bh={base64.b64encode(digest).decode()}; b=").encode()
        text = b"".join(name.encode() + b":" + found[name] + b"\r\n" for name in names)
        digest = hashlib.sha256(text + b"dkim-signature:" + field).digest()
        padded = b"\x00\x01" + b"\xff" * 74 + b"\x00" + bytes.fromhex(
            "3031300d060960864801650304020105000420") + digest
        value = pow(int.from_bytes(padded, "big"), self.exponent, self.modulus)
        return b"DKIM-Signature: " + field + base64.b64encode(value.to_bytes(128, "big")) + \
            b"\n" + raw


def kind_of(raw):
    """The row that a message belongs to, or None."""
    message = email.message_from_bytes(raw)
    if not message.is_multipart():
        return {"text/html": "HTML only", "text/plain": "text only"}.get(
            message.get_content_type())
    inside = [part.get_content_type() for part in message.get_payload()]
    if message.get_content_type() == "multipart/alternative":
        return "alternative" if inside == ["text/plain", "text/html"] else None
    return {"multipart/mixed": "attachments", "multipart/signed": "signed entity"}.get(
        message.get_content_type())


def honey_pot(corpora):
    """Messages of the phishing collection, with LF."""
    plain = subprocess.run(
        ["zstd", "-dc", "--long=27", str(corpora / "phishing-pot/phishing_pot-dev.tar.zst")],
        check=True, stdout=subprocess.PIPE).stdout
    with tarfile.open(fileobj=io.BytesIO(plain)) as archive:
        for entry in archive:
            if entry.isfile() and entry.size < 200_000:
                yield archive.extractfile(entry).read().replace(b"\r\n", b"\n")


def of_kinds(source, kinds, most):
    """Up to `most` of each kind, always the same ones."""
    found = {kind: [] for kind in kinds}
    for digest, raw in sorted((hashlib.sha256(raw).digest(), raw) for raw in source):
        kind = kind_of(raw) if min(map(len, found.values())) < most else None
        if kind in found and len(found[kind]) < most:
            found[kind].append(raw)
    return found


def rows(originals, of_lists, corpora, most, rewritten):
    """(channel, messages, what is done to them before), each signed."""
    yield "PST round trip", originals, lambda raw: raw
    yield "PST round trip: header rewritten", originals, rewritten
    parted = (raw for _, raw in of_lists if b"multipart/" in raw.partition(b"\n\n")[0].lower())
    for kind, raws in of_kinds(parted, ("attachments", "signed entity"), most).items():
        yield f"PST round trip: {kind}", raws, lambda raw: raw
    if (corpora / "phishing-pot").is_dir():
        signer = Signer()
        for kind, raws in of_kinds(honey_pot(corpora), ("HTML only", "alternative"),
                                   most).items():
            yield f"PST round trip: {kind}", [signer.signed(raw) for raw in raws], lambda raw: raw


def write(directory, originals, of_lists, corpora, most, rewritten):
    """original/PNNNN, in/CHANNEL/mail.pst with the originals' names in in/CHANNEL/names, keys.tsv."""
    (directory / "keys.tsv").write_text(
        f"domain\tselector\tbits\tp\n{DOMAIN}\t{SELECTOR}\t1024\t{Signer().record()}\n")
    number = 0
    for channel, raws, change in rows(originals, of_lists, corpora, most, rewritten):
        names = []
        for raw in raws:
            names.append(f"P{number:04}")
            (directory / "original" / names[-1]).write_bytes(raw)
            number += 1
        to = directory / "in" / channel
        to.mkdir()
        items = [exchange_item.item_of(change(raw)) for raw in raws]
        (to / "mail.pst").write_bytes(pst_writer.write_pst([("Inbox", items)], "Ada Byron"))
        (to / "names").write_text("".join(name + "\n" for name in names))
