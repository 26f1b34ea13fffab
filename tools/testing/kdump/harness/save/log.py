# SPDX-License-Identifier: GPL-2.0-only
"""Kernel logs made by hand, whole and damaged, in a dump."""
import struct

from ..case import require
from . import dumps
from .dumps import LINEAR, Dump, Piece
from .program import FAILED

AT = 0x200000
RING, DESCS, INFOS, DATA = (LINEAR + AT + place for place in
                            (0x100, 0x200, 0x600, 0x1200))
DESC, INFO = 24, 88
COUNT_BITS, SIZE_BITS = 5, 12
COMMITTED, FINALIZED, RESERVED, REUSABLE = 1, 2, 0, 3
KEYS = {
    "SYMBOL(prb)": f"{LINEAR + AT:x}",
    "OFFSET(printk_ringbuffer.desc_ring)": 0,
    "OFFSET(printk_ringbuffer.text_data_ring)": 48,
    "OFFSET(prb_desc_ring.count_bits)": 0, "OFFSET(prb_desc_ring.descs)": 8,
    "OFFSET(prb_desc_ring.infos)": 16, "OFFSET(prb_desc_ring.head_id)": 24,
    "OFFSET(prb_desc_ring.tail_id)": 32, "SIZE(prb_desc)": DESC,
    "OFFSET(prb_desc.state_var)": 0, "OFFSET(prb_desc.text_blk_lpos)": 8,
    "OFFSET(prb_data_blk_lpos.begin)": 0, "OFFSET(prb_data_blk_lpos.next)": 8,
    "SIZE(printk_info)": INFO, "OFFSET(printk_info.ts_nsec)": 8,
    "OFFSET(printk_info.text_len)": 16, "OFFSET(prb_data_ring.size_bits)": 0,
    "OFFSET(prb_data_ring.data)": 8, "OFFSET(atomic_long_t.counter)": 0,
}


class Ring:
    """A log with the members of its structs where KEYS say."""

    def __init__(self, first_id=1000, position=0, count_bits=COUNT_BITS,
                 size_bits=SIZE_BITS):
        self.count_bits, self.size_bits = count_bits, size_bits
        self.tail = self.id = first_id
        self.position = position
        self.bytes = bytearray(0x2400)
        self.head = None

    def put(self, address, data):
        place = address - LINEAR - AT
        self.bytes[place:place + len(data)] = data

    def space(self, size):
        """As the kernel does: what would not fit before the end is put at the
        start. Returns where it begins, and where its bytes are."""
        ring = 1 << SIZE_BITS
        begin, place = self.position, self.position % ring
        if place + size >= ring:
            self.position += ring - place
            place = 0
        self.position += size
        return begin, place

    def add(self, text, seconds=1, state=FINALIZED, length=None, lpos=None):
        index = self.id % (1 << COUNT_BITS)
        data = text if isinstance(text, bytes) else text.encode()
        size = -(-(8 + len(data)) // 8) * 8
        begin, place = self.space(size)
        self.put(DATA + place, struct.pack("<Q", self.id) + data)
        begin, end = lpos or (begin, self.position)
        self.put(DESCS + index * DESC,
                 struct.pack("<QQQ", self.id | state << 62, begin, end))
        self.put(INFOS + index * INFO, struct.pack(
            "<QQH", 0, seconds * 10**9 + 1234567,
            len(data) if length is None else length))
        self.head = self.id
        self.id = (self.id + 1) & (1 << 62) - 1
        return self

    def dump(self, keys=None):
        self.put(LINEAR + AT, struct.pack("<Q", RING))
        self.put(RING, struct.pack("<I4xQQQQ8xI4xQ", self.count_bits, DESCS,
                                   INFOS, self.head, self.tail,
                                   self.size_bits, DATA))
        lines = "".join(f"{key}={value}\n" for key, value in
                        (KEYS | (keys or {})).items() if value is not None)
        return Dump([Piece(AT, bytes(self.bytes)), dumps.piece(0x1000, 3)],
                    info=dumps.INFO + lines)


def line(text, seconds=1):
    return f"[{seconds:5d}.001234] {text}\n"


def plain():
    ring = Ring().add("Linux version 6.12").add("two\nlines", 2)
    ring.add("with an end\n").add("", 12345)
    return ring, (line("Linux version 6.12") + line("two", 2)
                  + line("lines", 2) + line("with an end") + line("", 12345))


def hostile_text():
    ring = Ring().add(b"\x1b[2J\x07\xc2\x9b\0\x7f\ttab")
    return ring, line(r"\x1b[2J\x07\xc2\x9b\x00\x7f" + "\ttab")


def wrapped(**first):
    """More than once around the texts; the ids may wrap as well."""
    ring, texts = Ring(**first), [f"{i} " + "x" * (i * 37 % 120)
                                  for i in range(30)]
    for text in texts:
        ring.add(text)
    return ring, "".join(line(text) for text in texts)


def unfinished():
    """What was being written when it crashed is no record."""
    ring = Ring().add("first").add("in work", state=RESERVED)
    ring.add("reused", state=REUSABLE).add("last", state=COMMITTED)
    ring.add("no room", lpos=(1, 1))
    return ring, line("first") + line("last") + line("")


def long_texts():
    """A text cannot be longer than its place."""
    ring = Ring().add("abcdefgh", length=60000).add("next")
    return ring, line("abcdefgh") + line("next")


def nonsense():
    ring = Ring().add("good").add("far", lpos=(0, 1 << 40))
    ring.add("back", lpos=(4000, 100)).add("small", lpos=(16, 18))
    return ring, line("good") + 3 * line("")


WHOLE = (plain, hostile_text, wrapped, lambda: wrapped(position=1 << 20),
         lambda: wrapped(first_id=(1 << 62) - 9), unfinished, long_texts,
         nonsense)


def endless():
    """The last id is before the first one: the ring bounds the walk."""
    ring = wrapped()[0]
    ring.head = ring.tail - 1
    return ring.dump()


BROKEN = (
    (lambda: plain()[0].dump({"SYMBOL(prb)": None}), "has no SYMBOL(prb)"),
    (lambda: plain()[0].dump({"SYMBOL(prb)": "1234"}), "virtual address 0x1234"),
    (lambda: plain()[0].dump({"SIZE(printk_info)": 1 << 20}),
     "SIZE(printk_info) in VMCOREINFO is 1048576"),
    (lambda: plain()[0].dump({"OFFSET(prb_desc_ring.descs)": "x"}),
     "no OFFSET(prb_desc_ring.descs)"),
    (lambda: Ring(count_bits=23).add("x").dump(), "count_bits of the log is 23"),
    (lambda: Ring(size_bits=0).add("x").dump(), "size_bits of the log is 0"),
    (lambda: Ring(size_bits=40).add("x").dump(), "size_bits of the log is 40"),
)
# The log is no more than its start, or nothing, but it ends.
DAMAGED = (
    endless,
    lambda: plain()[0].dump({"SIZE(prb_desc)": 0}),
    lambda: plain()[0].dump({"SIZE(printk_info)": 4}),
    lambda: plain()[0].dump({"OFFSET(prb_desc.state_var)": 65000}),
    lambda: plain()[0].dump({"OFFSET(printk_info.text_len)": INFO - 1}),
    lambda: Ring(count_bits=22, first_id=0).add("x").dump(),
    lambda: Ring(size_bits=31, position=1 << 20).add("x").dump(),
)


def check(program):
    for make in WHOLE:
        ring, wanted = make()
        program.write("source", ring.dump().file())
        program.run("--dmesg", "log", "source")
        found = program.read("log").decode()
        require(found == wanted, f"the log is {found!r}, not {wanted!r}")
        require(program.run("--dmesg", "-", "source") == wanted.encode(),
                "another log on the standard output")
    for make, says in BROKEN:
        program.write("source", make().file())
        program.run("--dmesg", "log", "source", want=FAILED)
        program.said(says)
        program.run("--dmesg", "log", "-o", "copy", "source")
        (program.folder / "copy").unlink()
    for make in DAMAGED:
        program.write("source", make().file())
        program.run("--dmesg", "log", "source")
    print(f"{len(WHOLE)} logs are right, {len(BROKEN)} are refused, "
          f"{len(DAMAGED)} damaged ones end")
