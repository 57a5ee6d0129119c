"""Writes Unicode PST files (MS-PST) with the standard library only.

    write_pst([("Inbox", [item, ...]), ...], "Ada Byron")    -> the file's octets

An item is Item(properties, recipients, attachments): properties map a tag (identifier << 16 | type)
to its value: str, bytes, int, bool. An attachment is Attachment(properties, item=None). Messages
get the node identifiers message_node(0), message_node(1), ... in the order in which they come.
"""
import dataclasses
import struct

from pst_disk import BLOCK, Disk

INT16, INT32, BOOLEAN, OBJECT, TEXT, TIME, BINARY = 0x02, 0x03, 0x0B, 0x0D, 0x1F, 0x40, 0x102
SHORT = {INT16: 2, INT32: 4, BOOLEAN: 1}  # kept in the record itself

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


def stored(value, kind):
    if kind == TEXT:
        return value.encode("utf-16-le", "surrogatepass")
    if kind == TIME:
        return struct.pack("<q", value)
    return bytes(value)


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
