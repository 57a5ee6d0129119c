"""The space, blocks, pages and nodes of a Unicode PST file: its node database (MS-PST section 2.2).

No encryption, B-trees as small as they can be; the allocation maps are true, so that a reader that
trusts them writes nowhere it should not. Files above 32 MB are refused: they would need map pages
that are not written.
"""
import struct
import zlib

PAGE, SLOT = 512, 64
FIRST_MAP = 0x4400
MAPPED = 496 * 8 * SLOT  # octets that one allocation map speaks of
BLOCK = 8192 - 16


def checksum(octets):
    """MS-PST section 5.3: the usual CRC-32 without its two inversions."""
    return zlib.crc32(octets, 0xFFFFFFFF) ^ 0xFFFFFFFF


def signature(at, block):
    mixed = (at ^ block) & 0xFFFFFFFF
    return (mixed >> 16 ^ mixed) & 0xFFFF


class Disk:
    """The file's space, blocks and nodes (the node database)."""

    def __init__(self):
        self.octets = bytearray(FIRST_MAP)
        self.blocks = []  # (bid, offset, size)
        self.nodes = []  # (nid, data bid, subnodes bid, parent nid)
        self.next_block, self.next_page = 4, 4

    def allocate(self, size, align=SLOT):
        """Where `size` octets have room that crosses no map page."""
        at = len(self.octets) + -len(self.octets) % align
        while True:
            start = FIRST_MAP + (at - FIRST_MAP) // MAPPED * MAPPED
            first = start + PAGE * self.maps_at(start)
            at = max(at, first)
            if at + size <= start + MAPPED:
                break
            at = start + MAPPED
        self.octets.extend(bytes(at + size - len(self.octets)))
        return at

    @staticmethod
    def maps_at(start):
        """Allocation map, and with every eighth one a page map."""
        return 2 if (start - FIRST_MAP) // MAPPED % 8 == 0 else 1

    def block(self, data, internal=False):
        bid = self.next_block | (2 if internal else 0)
        self.next_block += 4
        size = len(data) + 16
        size += -size % SLOT
        at = self.allocate(size)
        trailer = struct.pack("<HHIQ", len(data), signature(at, bid), checksum(data), bid)
        self.octets[at:at + len(data)] = data
        self.octets[at + size - 16:at + size] = trailer
        self.blocks.append((bid, at, len(data)))
        return bid

    def pieces(self, pieces):
        """A data tree over blocks that are given cut up."""
        total = sum(map(len, pieces))
        bids = [self.block(piece) for piece in pieces]
        if not bids:
            return 0
        if len(bids) == 1:
            return bids[0]
        level = 1
        while len(bids) > 1 or level == 1:
            most = (BLOCK - 8) // 8
            groups = [bids[i:i + most] for i in range(0, len(bids), most)]
            assert level == 1 or len(groups) == 1, "more data than an XXBLOCK holds"
            sizes = [total] if len(groups) == 1 else [
                sum(map(len, pieces[i:i + most])) for i in range(0, len(pieces), most)]
            bids = [self.block(struct.pack("<BBHI", 1, level, len(group), size) +
                               struct.pack(f"<{len(group)}Q", *group), internal=True)
                    for group, size in zip(groups, sizes)]
            level += 1
        return bids[0]

    def data(self, octets):
        return self.pieces([octets[i:i + BLOCK] for i in range(0, len(octets), BLOCK)])

    def subnodes(self, entries):
        """entries: (nid, data bid, subnodes bid)."""
        if not entries:
            return 0
        entries = sorted(entries)
        most = (BLOCK - 8) // 24
        leaves = []
        for i in range(0, len(entries), most):
            group = entries[i:i + most]
            leaves.append((group[0][0], self.block(
                struct.pack("<BBHI", 2, 0, len(group), 0) +
                b"".join(struct.pack("<QQQ", *entry) for entry in group), internal=True)))
        if len(leaves) == 1:
            return leaves[0][1]
        return self.block(struct.pack("<BBHI", 2, 1, len(leaves), 0) +
                          b"".join(struct.pack("<QQ", *leaf) for leaf in leaves), internal=True)

    def node(self, nid, data, subnodes=0, parent=0):
        self.nodes.append((nid, data, subnodes, parent))

    def page(self, kind, content, at=None):
        """Writes a page; its block identifier and offset."""
        if at is None:
            at = self.allocate(PAGE, PAGE)
        maps = kind in (0x83, 0x84)
        bid = at if maps else self.next_page
        self.next_page += 0 if maps else 4
        self.octets[at:at + PAGE] = content + struct.pack(
            "<BBHIQ", kind, kind, 0 if maps else signature(at, bid), checksum(content), bid)
        return bid, at

    def tree(self, kind, records):
        """A B-tree of (key, record); where its root page lies."""
        level = 0
        while True:
            size = len(records[0][1])
            most = 488 // size
            above = []
            for i in range(0, len(records), most):
                group = records[i:i + most]
                content = b"".join(record for _, record in group).ljust(488, b"\0")
                where = self.page(kind, content + struct.pack("<BBBBI", len(group), most, size,
                                                              level, 0))
                above.append((group[0][0], struct.pack("<QQQ", group[0][0], *where)))
            if len(above) == 1:
                return where
            records, level = above, level + 1

    def finish(self):
        nodes = self.tree(0x81, [(nid, struct.pack("<QQQII", nid, data, sub, parent, 0))
                                 for nid, data, sub, parent in sorted(self.nodes)])
        blocks = self.tree(0x80, [(bid, struct.pack("<QQHHI", bid, at, size, 2, 0))
                                  for bid, at, size in sorted(self.blocks)])
        used = len(self.octets)
        count = max(1, -(-(used - FIRST_MAP) // MAPPED))
        assert count <= 128, "a PST of more than 32 MB"
        end = FIRST_MAP + count * MAPPED
        self.octets.extend(bytes(end - used))
        for i in range(count):
            start = FIRST_MAP + i * MAPPED
            # Taken from the beginning to `used`: gaps that allocate() left count as taken.
            bits = min(max(used - start, PAGE * self.maps_at(start)), MAPPED) // SLOT
            taken = (1 << bits) - 1
            taken = bytes(int(f"{byte:08b}"[::-1], 2) for byte in taken.to_bytes(496, "little"))
            self.page(0x84, taken, start)
            if i % 8 == 0:
                self.page(0x83, b"\xff" * 496, start + PAGE)
        self.header(nodes, blocks, end, FIRST_MAP + (count - 1) * MAPPED, end - used)
        return bytes(self.octets)

    def header(self, nodes, blocks, end, last_map, free):
        root = struct.pack("<IQQQQQQQQBBH", 0, end, last_map, free, 0, *nodes, *blocks, 2, 0, 0)
        content = struct.pack("<HHHBBIIQQI", 0x4D53, 23, 19, 1, 1, 0, 0, 0, self.next_page, 1)
        content += struct.pack("<32I", *[0x10000] * 32) + bytes(8) + root + bytes(4)
        content += b"\xff" * 256 + struct.pack("<BBHQ", 0x80, 0, 0, self.next_block)
        self.octets[0:564] = (struct.pack("<4sI", b"!BDN", checksum(content[:471])) + content +
                              struct.pack("<I", checksum(content[:516])) + bytes(36))
