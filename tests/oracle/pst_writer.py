"""Writes Unicode PST files (MS-PST) with the standard library only.

    write_pst([("Inbox", [item, ...]), ...], "Ada Byron")    -> the file's octets

An item is Item(properties, recipients, attachments): properties map a tag (identifier << 16 | type)
to its value: str, bytes, int, bool. An attachment is Attachment(properties, item=None). Messages
get the node identifiers message_node(0), message_node(1), ... in the order in which they come.

No encryption, B-trees and tables as small as they can be; the allocation maps are true, so that a
reader that trusts them writes nowhere it should not. Files above 32 MB are refused: they would need
map pages that are not written.
"""
import dataclasses
import struct
import zlib

INT16, INT32, BOOLEAN, OBJECT, TEXT, TIME, BINARY = 0x02, 0x03, 0x0B, 0x0D, 0x1F, 0x40, 0x102
SHORT = {INT16: 2, INT32: 4, BOOLEAN: 1}  # kept in the record itself

PAGE, SLOT = 512, 64
FIRST_MAP = 0x4400
MAPPED = 496 * 8 * SLOT  # octets that one allocation map speaks of
BLOCK = 8192 - 16
HEAP_ITEM = 3580

STORE, NAMES, ROOT, SUBTREE, WASTE, FINDER = 0x21, 0x61, 0x122, 0x8022, 0x8042, 0x8062
HIERARCHY, CONTENTS, ASSOCIATED = 0x0D, 0x0E, 0x0F
RECIPIENTS, ATTACHMENTS = 0x692, 0x671
FIRST_FOLDER, FIRST_MESSAGE = 0x500, 0x10000


@dataclasses.dataclass
class Item:
    properties: dict
    recipients: list = dataclasses.field(default_factory=list)
    attachments: list = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Attachment:
    properties: dict
    item: Item = None


def message_node(number):
    return FIRST_MESSAGE + number << 5 | 0x04


def checksum(octets):
    """MS-PST section 5.3: the usual CRC-32 without its two inversions."""
    return zlib.crc32(octets, 0xFFFFFFFF) ^ 0xFFFFFFFF


def signature(at, block):
    mixed = (at ^ block) & 0xFFFFFFFF
    return (mixed >> 16 ^ mixed) & 0xFFFF


def stored(value, kind):
    if kind == TEXT:
        return value.encode("utf-16-le", "surrogatepass")
    if kind in (TIME,):
        return struct.pack("<q", value)
    return bytes(value)


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


class Heap:
    """A heap-on-node, and the subnodes that hold what is too large for it."""

    def __init__(self, disk, kind):
        self.disk, self.kind = disk, kind
        self.blocks = [[]]
        self.subnodes = []
        self.next_node = 0x8000
        self.root = 0

    def room(self, block):
        number = len(self.blocks) - 1
        header = 12 if number == 0 else 66 if number % 128 == 8 else 2
        return BLOCK - header - sum(map(len, block)) - 2 * (len(block) + 2) - 6

    def add(self, octets):
        assert len(octets) <= HEAP_ITEM
        if not octets:
            return 0
        if self.room(self.blocks[-1]) < len(octets):
            self.blocks.append([])
        self.blocks[-1].append(octets)
        return len(self.blocks[-1]) << 5 | len(self.blocks) - 1 << 16

    def put(self, octets):
        """In the heap, or in a subnode where it is too large."""
        return self.add(octets) if len(octets) <= HEAP_ITEM else self.put_node([
            octets[i:i + BLOCK] for i in range(0, len(octets), BLOCK)])

    def put_node(self, pieces):
        nid = self.next_node << 5 | 0x1F
        self.next_node += 1
        self.subnodes.append((nid, self.disk.pieces(pieces), 0))
        return nid

    def tree(self, key, entry, records):
        """A BTH of one or two levels over sorted (key, value) octets."""
        flat = [k + v for k, v in records]
        most = HEAP_ITEM // (key + entry)
        leaves = [(flat[i][:key], self.add(b"".join(flat[i:i + most])))
                  for i in range(0, len(flat), most)]
        levels, root = 0, leaves[0][1] if leaves else 0
        if len(leaves) > 1:
            levels = 1
            root = self.add(b"".join(k + struct.pack("<I", hid) for k, hid in leaves))
        return self.add(struct.pack("<BBBBI", 0xB5, key, entry, levels, root))

    def finish(self):
        """The data's and the subnodes' block identifiers."""
        pieces = []
        for number, block in enumerate(self.blocks):
            if number == 0:
                head = 12
            else:
                head = 66 if number % 128 == 8 else 2
            at = head + sum(map(len, block))
            at += at % 2
            offsets, place = [], head
            for octets in block:
                offsets.append(place)
                place += len(octets)
            offsets.append(place)
            if number == 0:
                start = struct.pack("<HBBII", at, 0xEC, self.kind, self.root, 0)
            else:
                start = struct.pack("<H", at) + bytes(head - 2)
            page = (start + b"".join(block)).ljust(at, b"\0")
            page += struct.pack(f"<HH{len(offsets)}H", len(block), 0, *offsets)
            last = number == len(self.blocks) - 1
            pieces.append(page if last else page.ljust(BLOCK, b"\0"))
        return self.disk.pieces(pieces), self.disk.subnodes(self.subnodes)


def property_context(disk, properties, subnodes=()):
    heap = Heap(disk, 0xBC)
    heap.subnodes.extend(subnodes)
    records = []
    for tag, value in sorted(properties.items()):
        kind = tag & 0xFFFF
        if kind in SHORT:
            field = struct.pack("<I", int(value) & 0xFFFFFFFF)
        elif kind == OBJECT:
            field = struct.pack("<I", heap.add(struct.pack("<II", *value)))
        else:
            field = struct.pack("<I", heap.put(stored(value, kind)))
        records.append((struct.pack("<H", tag >> 16), struct.pack("<H", kind) + field))
    heap.root = heap.tree(2, 6, records)
    return heap.finish()


def table(disk, columns, rows):
    """A table context. rows: (row identifier, {tag: value}); columns: tags."""
    heap = Heap(disk, 0x7C)
    ordered = [0x67F20003, 0x67F30003]
    ordered += sorted((tag for tag in columns if tag not in ordered),
                      key=lambda tag: (-width(tag), tag))
    places, at, ends = {}, 0, []
    for size in (8, 4, 2, 1):  # the widest first; identifiers and versions of rows lead
        for tag in ordered:
            if width(tag) == size or (size == 8 and tag in ordered[:2]):
                if tag not in places:
                    places[tag] = at
                    at += width(tag)
        if size != 8:
            ends.append(at)
    bits = -(-len(ordered) // 8)
    ends.append(at + bits)
    size = ends[-1]
    matrix = []
    for identifier, values in rows:
        values = {**values, 0x67F20003: identifier, 0x67F30003: 1}
        row = bytearray(size)
        for bit, tag in enumerate(ordered):
            if tag not in values:
                continue
            row[ends[2] + bit // 8] |= 0x80 >> bit % 8
            row[places[tag]:places[tag] + width(tag)] = cell(heap, tag, values[tag])
        matrix.append(bytes(row))
    index = heap.tree(4, 4, [(struct.pack("<I", identifier), struct.pack("<I", number))
                             for number, identifier in sorted(
                                 (n, i) for n, (i, _) in enumerate(rows))])
    if size * len(matrix) <= HEAP_ITEM:
        place = heap.add(b"".join(matrix))
    else:
        most = BLOCK // size
        groups = [b"".join(matrix[i:i + most]) for i in range(0, len(matrix), most)]
        place = heap.put_node([group.ljust(BLOCK, b"\0") for group in groups[:-1]] + groups[-1:])
    head = struct.pack("<BB4HIII", 0x7C, len(ordered), *ends, index, place, 0)
    heap.root = heap.add(head + b"".join(
        struct.pack("<IHBB", tag, places[tag], width(tag), bit)
        for tag, bit in sorted((tag, bit) for bit, tag in enumerate(ordered))))
    return heap.finish()


def width(tag):
    return {INT16: 2, BOOLEAN: 1, TIME: 8}.get(tag & 0xFFFF, 4)


def cell(heap, tag, value):
    kind = tag & 0xFFFF
    if kind == TIME:
        return struct.pack("<q", value)
    if kind in SHORT:
        return (int(value) & 0xFFFFFFFF).to_bytes(4, "little")[:width(tag)]
    return struct.pack("<I", heap.put(stored(value, kind)))


RECIPIENT_COLUMNS = [0x0C150003, 0x0E0F000B, 0x0FFE0003, 0x3001001F, 0x3002001F, 0x3003001F,
                     0x39FE001F, 0x39000003]
ATTACHMENT_COLUMNS = [0x0E200003, 0x3704001F, 0x37050003, 0x370B0003]
CONTENTS_COLUMNS = [0x00170003, 0x001A001F, 0x0037001F, 0x0042001F, 0x00390040, 0x0E03001F,
                    0x0E04001F, 0x0E060040, 0x0E070003, 0x0E080003]
HIERARCHY_COLUMNS = [0x3001001F, 0x36020003, 0x36030003, 0x360A000B]


def message(disk, item):
    """Writes an item; its data and subnodes."""
    subnodes = []
    if item.recipients:
        rows = [(number, one) for number, one in enumerate(item.recipients)]
        subnodes.append((RECIPIENTS, *table(disk, RECIPIENT_COLUMNS, rows)))
    rows = []
    for number, one in enumerate(item.attachments):
        nid = 0x400 + number << 5 | 0x05
        properties, inside = dict(one.properties), []
        properties[0x0E210003] = number
        if one.item is not None:
            inner = 0x10 << 5 | 0x04
            data, sub = message(disk, one.item)
            properties[0x3701000D] = (inner, 1000)
            inside.append((inner, data, sub))
        subnodes.append((nid, *property_context(disk, properties, inside)))
        rows.append((nid, {tag: properties[tag] for tag in ATTACHMENT_COLUMNS
                           if tag in properties}))
    if rows:
        subnodes.append((ATTACHMENTS, *table(disk, ATTACHMENT_COLUMNS, rows)))
    return property_context(disk, item.properties, subnodes)


def folder(disk, nid, name, parent, below=(), messages=()):
    """below: (nid, name) of its folders; messages: (nid, properties)."""
    disk.node(nid, *property_context(disk, {
        0x3001001F: name, 0x36020003: len(messages), 0x36030003: 0,
        0x360A000B: bool(below)}), parent)
    base = nid & ~0x1F
    rows = [(sub, {0x3001001F: label, 0x36020003: 0, 0x36030003: 0, 0x360A000B: False})
            for sub, label in below]
    disk.node(base | HIERARCHY, *table(disk, HIERARCHY_COLUMNS, rows))
    disk.node(base | CONTENTS, *table(disk, CONTENTS_COLUMNS, [
        (sub, {tag: values[tag] for tag in CONTENTS_COLUMNS if tag in values})
        for sub, values in messages]))
    disk.node(base | ASSOCIATED, *table(disk, [0x001A001F], []))


def named_properties():
    """The map of named properties may not be empty: one that every mailbox has (Content-Class)."""
    internet_headers = bytes.fromhex("8603020000000000c000000000000046")
    name = "content-class".encode("utf-16-le")
    return {0x00010003: 251, 0x00020102: internet_headers,
            0x00030102: struct.pack("<IHH", 0, 3 << 1 | 1, 0),
            0x00040102: struct.pack("<I", len(name)) + name + bytes(-len(name) % 4)}


def write_pst(folders, owner):
    disk = Disk()
    key = bytes(range(16))

    def entry(nid):
        return bytes(4) + key + struct.pack("<I", nid)

    disk.node(STORE, *property_context(disk, {
        0x0FF90102: key, 0x3001001F: owner, 0x35DF0003: 0x89, 0x35E00102: entry(SUBTREE),
        0x35E30102: entry(WASTE), 0x35E70102: entry(FINDER), 0x67FF0003: 0}))
    disk.node(NAMES, *property_context(disk, named_properties()))
    numbered = [(FIRST_FOLDER + i << 5 | 0x02, name) for i, (name, _) in enumerate(folders)]
    folder(disk, ROOT, "", ROOT, [(SUBTREE, "Top"), (FINDER, "Search Root")])
    folder(disk, SUBTREE, "Top", ROOT, [(WASTE, "Deleted Items")] + numbered)
    folder(disk, WASTE, "Deleted Items", SUBTREE)
    folder(disk, FINDER, "Search Root", ROOT)
    number = 0
    for (nid, name), (_, items) in zip(numbered, folders):
        kept = []
        for item in items:
            disk.node(message_node(number), *message(disk, item), nid)
            kept.append((message_node(number), item.properties))
            number += 1
        folder(disk, nid, name, SUBTREE, (), kept)
    for nid, columns in ((0x60D, HIERARCHY_COLUMNS), (0x60E, CONTENTS_COLUMNS),
                         (0x60F, [0x001A001F]), (ATTACHMENTS, ATTACHMENT_COLUMNS),
                         (RECIPIENTS, RECIPIENT_COLUMNS)):
        disk.node(nid, *table(disk, columns, []))
    return disk.finish()
