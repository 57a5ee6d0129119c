"""The order in which mail filters with their stock rules put the same messages."""
import os
import sys

import mail
import product

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

import mail_filters  # noqa: E402


def rankings(rows, box, measure):
    """{filter: what measure() says of its scores, one a row}; a message it does not score comes last."""
    made = {}
    for kind in mail_filters.ALL:
        if not mail_filters.installed(kind.program):
            print(f"hunt-eval: {kind.name} is not installed and left out", file=sys.stderr)
            continue
        found = {}
        with kind() as rival:
            for _, octets in mail.read_mbox(box):
                name = (mail.Message(octets).get("Message-ID") or "").strip()
                found.setdefault(f"<{name.strip('<>')}>", rival.score(octets))
        made[f"{kind.name}, stock rules"] = measure([found.get(product.identity(r)) for r in rows])
    return made
