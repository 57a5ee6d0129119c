"""Thread-Index as Outlook makes it: 22 octets for a new thread, five more for every answer.

Two layouts are about (MS-OXOMSG 2.2.1.3): the top 48 bits of a FILETIME, or an octet 01 and the top 40
bits. Clients that write the second compute an answer's distance against the first reading of it.
"""
import base64

OFFSET = 3 << 54  # what the second layout's misreading is off by


def octets_of(value):
    try:
        return base64.b64decode("".join((value or "").split()), validate=True)
    except ValueError:
        return b""


def made(rng, at, like, parent, answer):
    """The value for a message of time `at`, in the layout of `like`; an answer goes on from `parent`'s."""
    ticks = int((at + 11644473600) * 10_000_000)
    second = octets_of(like)[1:2] == b"\x01"
    fresh = (b"\x01" + (ticks >> 24).to_bytes(5, "big") if second else (ticks >> 16).to_bytes(6, "big")) \
        + bytes(rng.randrange(256) for _ in range(16))
    if not answer:
        return base64.b64encode(fresh).decode()
    root = octets_of(parent)
    if len(root) < 22:
        # The thread began in another client: ours begins its own, some hours back.
        begun = ticks - rng.randint(600, 90_000) * 10_000_000
        root = (b"\x01" + (begun >> 24).to_bytes(5, "big") if second else (begun >> 16).to_bytes(6, "big")) + fresh[6:]
    distance = ticks - (int.from_bytes(root[:6], "big") << 16) - (OFFSET if root[1:2] == b"\x01" else 0)
    child = (distance >> 23 & 0x7FFFFFFF) | 1 << 31 if distance >> 18 > 0x7FFFFFFF or distance < 0 \
        else distance >> 18
    return base64.b64encode(root + child.to_bytes(4, "big") + bytes([rng.randrange(256)])).decode()
