# SPDX-License-Identifier: GPL-2.0-only
"""Small dumps made by hand, and what is in them.

Memory is a mixture of zeros, noise and text, the same in each run.
"""
import random
import struct
from dataclasses import dataclass, field
from functools import cached_property

from ..handmade import PT_LOAD, PT_NOTE, Header, note

PAGE = 4096
EM_X86_64 = 62
RELEASE = "6.12.0-by-hand"
CRASH_TIME = 1700000000
CPUS = 3
LINEAR = 0xffff888000000000
INFO = (f"OSRELEASE={RELEASE}\nPAGESIZE={PAGE}\n"
        f"CRASHTIME={CRASH_TIME}\nNUMBER(phys_base)=16777216\n")


class Elf(Header):
    """An ELF core header whose segments say each field by itself: type, offset,
    virtual and physical address, bytes in the file and in memory. Nothing boots,
    so the machine is one and the same."""

    def __init__(self, entries, **keys):
        super().__init__(entries, **({"e_machine": EM_X86_64} | keys))

    def entry(self, kind, offset, vaddr, paddr, filesz, memsz=None):
        memsz = filesz if memsz is None else memsz
        if self.bits == 64:
            return struct.pack("<IIQQQQQQ", kind, 7, offset, vaddr, paddr,
                               filesz, memsz, 0)
        return struct.pack("<IIIIIIII", kind, offset, vaddr & 0xffffffff,
                           paddr, filesz, memsz, 7, 0)


@dataclass(frozen=True)
class Piece:
    """Memory that is in the file in one piece.

    extra   bytes that follow it in memory, and are not in the file
    shift   bytes by which its place in the file is off that in a page
    """
    start: int
    data: bytes
    extra: int = 0
    shift: int = 0


@dataclass
class Dump:
    """What is in a file that was made by hand."""
    pieces: list
    info: str = INFO
    bits: int = 64
    fields: dict = field(default_factory=dict)
    section_count: int | None = None

    def notes(self):
        return note() * CPUS + note(b"VMCOREINFO\0", 0, self.info.encode())

    def file(self):
        notes, count = self.notes(), 1 + len(self.pieces)
        table = 64 + 64 + count * (56 if self.bits == 64 else 32)
        at = round_up(table)
        entries = [(PT_NOTE, at, 0, 0, len(notes))]
        body = [bytes(at - table), notes]
        at += len(notes)
        for piece in self.pieces:
            gap = round_up(at) + piece.shift - at
            body += [bytes(gap), piece.data]
            entries.append((PT_LOAD, at + gap, LINEAR + piece.start,
                            piece.start, len(piece.data),
                            len(piece.data) + piece.extra))
            at += gap + len(piece.data)
        header = Elf(entries, bits=self.bits, **self.fields,
                     count_by_section=self.section_count).pack()
        return header + bytes(table - len(header)) + b"".join(body)

    @cached_property
    def last_first(self):
        return sorted(self.pieces, reverse=True,
                      key=lambda one: (one.start, -len(one.data)))

    def page(self, pfn):
        """None if no byte of it is in the file. The first piece wins."""
        start, found = pfn * PAGE, False
        page = bytearray(PAGE)
        for piece in self.last_first:
            low = max(start, piece.start)
            high = min(start + PAGE, piece.start + len(piece.data))
            if low < high:
                found = True
                page[low - start:high - start] = \
                    piece.data[low - piece.start:high - piece.start]
        return bytes(page) if found else None

    def pfns(self):
        """Those of which the file has something, in order."""
        found = set()
        for piece in self.pieces:
            end = piece.start + len(piece.data)
            found.update(range(piece.start // PAGE, -(-end // PAGE)))
        return sorted(found)


def round_up(value):
    return -(-value // PAGE) * PAGE


def memory(size, seed):
    rnd = random.Random(seed)
    kinds = (lambda: bytes(PAGE), lambda: rnd.randbytes(PAGE),
             lambda: b"%016x" % rnd.getrandbits(64) * (PAGE // 16))
    pages = (rnd.choice(kinds)() for _ in range(round_up(size) // PAGE))
    return b"".join(pages)[:size]


def piece(start, pages, **more):
    return Piece(start, memory(pages * PAGE, start), **more)


def simple():
    return Dump([piece(0x1000, 40), piece(0x100000, 700),
                 piece(0x80000000, 300), piece(0x100000000, 5)])


def text_twice():
    """The kernel's text is a segment of its own, as in each real dump."""
    all_of_it = piece(0x100000, 400)
    text = Piece(0x140000, all_of_it.data[0x40000:0x90000])
    return Dump([text, all_of_it, piece(0x3000000, 20)])


def crooked():
    """Pieces begin and end inside of pages, and share some."""
    return Dump([Piece(0x10123, memory(0x4567, 1), shift=0x123),
                 Piece(0x20000, memory(0x800, 2)),
                 Piece(0x20800, memory(0x1900, 3), shift=0x800),
                 Piece(0x30001, memory(1, 4)), Piece(0x40fff, memory(2, 5)),
                 Piece(0x50000, memory(0x5000, 6), shift=0x10)])


def cut_short():
    """Not all of the memory is in the file, as after a filter."""
    return Dump([piece(0x100000, 20, extra=30 * PAGE), piece(0x110000, 10),
                 piece(0x200000, 5, extra=0x123)])


def scattered():
    """More segments than an ELF header can count."""
    return Dump([Piece(0x10000 + i * 2 * PAGE, b"%d" % i)
                 for i in range(66000)], section_count=66001)


def narrow():
    return Dump([piece(0x1000, 40), piece(0x100000, 200)], bits=32)


def large():
    return Dump([piece(0x100000, 8192)])


def quiet():
    """Hardly any zeros, and hard to compress."""
    return Dump([Piece(0x100000, random.Random(1).randbytes(16 << 20))])


GOOD = {"simple": simple, "text twice": text_twice, "crooked": crooked,
        "cut short": cut_short}
