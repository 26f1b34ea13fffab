# SPDX-License-Identifier: GPL-2.0-only
"""Dumps made by hand: ELF core headers, good and hostile, and the memory they
describe, to be put into a guest's memory by QEMU. No crash is needed.

Memory that is not the capture kernel's own is at OLD; a header is at its start
and may be followed by notes, the pattern of check_vmcore_dump.c is at MEMORY.
"""
import array
import struct
from dataclasses import dataclass, field, replace

from .arch import Arch
from .case import Case

RAM = Arch.current().ram
OLD = RAM + (256 << 20)
OLD_SIZE = 160 << 20
NOTES = OLD + (12 << 20)
MEMORY = OLD + (16 << 20)
MEMORY_SIZE = 128 << 20
OWN = RAM + (32 << 20)      # RAM of the capture kernel, also with KASLR
BEYOND = 1 << 56            # no machine has memory there

PT_NULL, PT_LOAD, PT_NOTE = 0, 1, 4
PAGE = 4096


class Header:
    """An ELF core header; what is given by name replaces what is right."""

    def __init__(self, entries, bits=64, count_by_section=None, **fields):
        self.entries = entries
        self.bits = bits
        self.section = count_by_section
        self.fields = fields

    def entry(self, kind, offset, size, filesz=None, vaddr=None):
        filesz = size if filesz is None else filesz
        vaddr = offset if vaddr is None else vaddr
        if self.bits == 64:
            return struct.pack("<IIQQQQQQ", kind, 7, offset, vaddr, offset,
                               filesz, size, 0)
        return struct.pack("<IIIIIIII", kind, offset, vaddr & 0xffffffff,
                           offset, filesz, size, 7, 0)

    def file(self):
        address = "Q" if self.bits == 64 else "I"
        size, entry, section = (64, 56, 64) if self.bits == 64 else (52, 32, 40)
        extended = self.section is not None
        fields = {
            "magic": b"\x7fELF", "ei_class": self.bits // 32, "ei_data": 1,
            "ei_version": 1, "e_type": 4,
            "e_machine": Arch.current().elf_machine, "e_version": 1,
            "e_entry": 0, "e_phoff": size + section * extended,
            "e_shoff": size * extended, "e_flags": 0, "e_ehsize": size,
            "e_phentsize": entry, "e_phnum": min(len(self.entries), 0xffff),
            "e_shentsize": section * extended, "e_shnum": extended,
            "e_shstrndx": 0, **self.fields}
        return struct.pack(f"<4sBBB9xHHI{address * 3}IHHHHHH",
                           *fields.values())

    def pack(self):
        data = self.file()
        if self.section is not None:
            words = "QQQQIIQQ" if self.bits == 64 else "IIIIIIII"
            data += struct.pack("<II" + words, 0, 0, 0, 0, 0, 0, 0,
                                self.section, 0, 0)
        return data + b"".join(self.entry(*entry) for entry in self.entries)


def note(name=b"CORE\0", kind=1, desc=bytes(336), namesz=None, descsz=None):
    def padded(data):
        return data + bytes(-len(data) % 4)

    return struct.pack("<III", len(name) if namesz is None else namesz,
                       len(desc) if descsz is None else descsz,
                       kind) + padded(name) + padded(desc)


GOOD_NOTES = note() + note(b"VMCOREINFO\0", 0, b"OSRELEASE=by-hand\n")
NOTE = (PT_NOTE, NOTES, len(GOOD_NOTES))
ALL = (PT_LOAD, MEMORY, MEMORY_SIZE)


@dataclass(frozen=True)
class Dump(Case):
    """A boot: header, notes, words for both command lines, what must come.

    header      bytes, or a Header that is packed if used
    file        what check_vmcore says of the file
    refused     what the kernel says of the header
    says        one more line that must be there
    """
    header: object
    file: str = ""
    refused: str = ""
    says: str = ""
    notes: bytes = GOOD_NOTES
    elfcorehdr: str = hex(OLD)
    words: str = ""
    name: str = field(default="", kw_only=True)
    cpus: int = field(default=1, kw_only=True)


def wrong(name, value, **fields):
    """The good header with one field changed, and named in the refusal."""
    return Dump(Header([NOTE, ALL], **fields),
                refused=f"{name} is {value:#x}, must be ")


def load(name, value, *entry):
    return Dump(Header([NOTE, (PT_LOAD, *entry), ALL]),
                refused=f"{name} of program header 1 is {value:#x}, must be ")


def noted(refused="", says="", file="2 program headers", **parts):
    """The good header with other notes."""
    notes = parts.get("notes", GOOD_NOTES)
    offset = parts.get("offset", NOTES)
    size = parts.get("size", len(notes))
    return Dump(Header([(PT_NOTE, offset, size), ALL]), refused=refused,
                says=says, notes=notes, file="" if refused else file)


def informed(text, *more, **keys):
    """The good header, with this vmcoreinfo."""
    notes = note() + note(b"VMCOREINFO\0", 0, text)
    return Dump(Header([(PT_NOTE, NOTES, len(notes)), ALL, *more]), notes=notes,
                file=f"{2 + len(more)} program headers", **keys)


def recorded(address, says, *more):
    return informed(b"OSRELEASE=by-hand\nKDUMP_RECORD=%x\n" % address, *more,
                    says=says.format(address))


def filtered(level, says, text=b"OSRELEASE=by-hand\n"):
    """A level that cannot be had leaves the file as it is."""
    return informed(text, says=says, elfcorehdr=f"{OLD:#x} kdump.filter={level}")


def listed(*entries, **keys):
    """A header that is taken, of the notes and these."""
    return Dump(Header([NOTE, *entries]), **{
        "file": f"{1 + len(entries)} program headers", **keys})


def not_read(size, *entries):
    """Of such a one, bytes that are not there."""
    return listed(*entries, says=f"guest: read .* bytes, not {size};")


def many(count, **fields):
    """Segments of a page, every other page, in descending order."""
    step = MEMORY_SIZE // (count - 1) // PAGE * PAGE if count < 16384 else 0
    entries = [NOTE] + [(PT_LOAD, MEMORY + i * step, PAGE)
                        for i in range(count - 2, -1, -1)]
    return Dump(Header(entries, **fields), file=f"{count} program headers")


def content(header, words="", file="", cpus=1):
    return Dump(header, file=file or "ELF", words="content " + words, cpus=cpus)


NO_RECORD = "KDUMP_RECORD={:x} is no page of the dump"
BAD_NOTES = "note ranges are damaged, first p_offset"
HOLE = f"hole={MEMORY + (5 << 20):#x}-{MEMORY + (23 << 20) + 3 * PAGE:#x}"
# Crooked borders, a piece twice, a page shared by two, one above the other.
PIECES = [NOTE, (PT_LOAD, MEMORY + 0x123, 0x4567),
          (PT_LOAD, MEMORY + (8 << 20) + 0x3000, 72 << 20),
          (PT_LOAD, MEMORY + 0x10800, 0x800), (PT_LOAD, MEMORY + 0x10000, 0x800),
          (PT_LOAD, MEMORY + (100 << 20), (3 << 20) - 1),
          (PT_LOAD, MEMORY + (101 << 20), 1 << 20)]
# 200 pieces with gaps between them, jumping to and fro.
SCATTERED = [NOTE] + [(PT_LOAD, MEMORY + i * 77 % 200 * (160 * PAGE), 70 * PAGE)
                      for i in range(200)]
# Runs of 1 to 17 pages, which are shown page by page or just no more, among
# them such as begin and end inside a page.
SHORT = [NOTE] + [(PT_LOAD, MEMORY + i * 211 % 400 * (64 * PAGE) + i % 3 * 0x77,
                   (1 + i % 17) * PAGE - i % 5 * 0x33) for i in range(400)]
# 100 pieces that are one in memory, in an order of their own.
NEIGHBOURS = [NOTE] + [(PT_LOAD, MEMORY + i * 37 % 100 * (150 * PAGE), 150 * PAGE)
                       for i in range(99, -1, -1)]

TABLE = {
    # Good ones.
    "content": content(Header(PIECES)),
    "content, 32 bits": content(Header(PIECES, bits=32), file="ELF32"),
    "content, not all RAM": content(Header(PIECES), HOLE),
    "content, one piece": content(Header([NOTE, ALL])),
    "content, more pieces than windows": content(Header(SCATTERED)),
    "content, short pieces": content(Header(SHORT)),
    "content, short pieces, 4 CPUs": content(Header(SHORT), cpus=4),
    "content, short pieces, not all RAM": content(Header(SHORT), HOLE),
    "content, neighbours the other way round": content(Header(NEIGHBOURS)),

    # How fast, in instructions.
    "speed": Dump(Header([NOTE, ALL]), file="bench mmap", words="speed"),
    "speed of 65000 segments": Dump(
        Header([NOTE] + [(PT_LOAD, MEMORY + i * 2 * PAGE % MEMORY_SIZE, PAGE)
                         for i in range(65000)]), file="bench read", words="speed"),

    # elfcorehdr=
    "no address": Dump(b"", elfcorehdr="", says="elfcorehdr=: expected an address"),
    "no number": Dump(b"", elfcorehdr="foo", says="elfcorehdr=foo: expected an address"),
    "the last address": Dump(b"", elfcorehdr="0xffffffffffffffff"),
    "the last but one": Dump(b"", elfcorehdr="0xfffffffffffffffe"),
    "beyond memory": Dump(b"", elfcorehdr=hex(BEYOND), refused="header cannot be read, 0x40 bytes"),
    "wraps": Dump(b"", elfcorehdr="0xffffffffffffffc1",
                  refused="header cannot be read, 0x40 bytes"),
    "own RAM": Dump(b"", elfcorehdr=hex(OWN), refused="header cannot be read, 0x40 bytes: there is RAM"),
    "page 0": Dump(b"", elfcorehdr="0", refused="magic is "),
    "zeros": Dump(bytes(PAGE), refused="magic is 0x0, must be 0x7f454c46: no ELF header"),
    "one byte off": Dump(b"\0" + Header([NOTE, ALL]).pack(), refused="magic is 0x7f454c,"),
    "not aligned": Dump(b"\0\0\0" + Header([NOTE, ALL]).pack(), elfcorehdr=hex(OLD + 3),
                        file="2 program headers"),
    "size too small": Dump(Header([NOTE, ALL]), elfcorehdr=f"128@{OLD:#x}",
                           refused="e_phnum is 0x2, must be at most 0x1"),
    "size of 1": Dump(Header([NOTE, ALL]), elfcorehdr=f"1@{OLD:#x}",
                      refused="header size is 0x1, must be at least 0x10"),
    "a word after the address": listed(ALL, elfcorehdr=f"{OLD:#x},x",
                                       says='ignoring ",x" after the address'),
    "right size": listed(ALL, elfcorehdr=f"176@{OLD:#x}"),
    "all ones": Dump(b"\xff" * PAGE, refused="magic is 0xffffffff"),

    # The file header.
    "no class": wrong("EI_CLASS", 0, ei_class=0),
    "class 3": wrong("EI_CLASS", 3, ei_class=3),
    "32 bits in name only": wrong("e_ehsize", 0, ei_class=1),
    "big endian": wrong("EI_DATA", 2, ei_data=2),
    "ident version 0": wrong("EI_VERSION", 0, ei_version=0),
    "executable": wrong("e_type", 2, e_type=2),
    "another machine": wrong("e_machine", 21, e_machine=21),
    "386": wrong("e_machine", 3, e_machine=3),
    "version 2": wrong("e_version", 2, e_version=2),
    "e_ehsize 52": wrong("e_ehsize", 52, e_ehsize=52),
    "e_phentsize 0": wrong("e_phentsize", 0, e_phentsize=0),
    "e_phentsize 32": wrong("e_phentsize", 32, e_phentsize=32),
    "no entries": wrong("e_phnum", 0, e_phnum=0),
    "e_phoff 0": wrong("e_phoff", 0, e_phoff=0),
    "e_phoff 63": wrong("e_phoff", 63, e_phoff=63),
    "e_phoff 8 MiB": wrong("e_phoff", 8 << 20, e_phoff=8 << 20),
    "e_phoff wraps": wrong("e_phoff", 2**64 - 56, e_phoff=2**64 - 56),
    "zeros after": Dump(Header([NOTE, ALL], e_phnum=100), file="2 program headers",
                         says="98 program headers are empty"),
    "garbage after": Dump(Header([NOTE, ALL], e_phnum=4).pack() + b"\1\0\0\0" + b"\xff" * 108,
                           refused="p_offset of program header 2 is 0xffffffffffffffff"),

    # More program headers than e_phnum can count.
    "no section": wrong("e_shentsize", 0, e_phnum=0xffff),
    "section nowhere": wrong("e_shoff", 0, e_phnum=0xffff, e_shentsize=64),
    "section far away": wrong("e_shoff", 2**63, e_phnum=0xffff, e_shentsize=64, e_shoff=2**63),
    "section counts 2": Dump(Header([NOTE, ALL], e_phnum=0xffff, count_by_section=2),
                             refused="sh_info is 0x2, must be at least 0xffff"),
    "section counts 2^32-1": Dump(Header([NOTE, ALL], e_phnum=0xffff, count_by_section=2**32 - 1),
                                  refused="sh_info is 0xffffffff, must be at most"),

    # Notes.
    "note of size 0": noted(notes=b"", says="1 program headers are empty"),
    "note of size 1": noted(notes=GOOD_NOTES[:1], says="registers of 0 CPUs"),
    "note of size 11": noted(notes=GOOD_NOTES[:11], says="registers of 0 CPUs"),
    "note of size 12": noted(notes=note(b"", 0, b"")),
    "note cut by 1": noted(size=len(GOOD_NOTES) - 1, says=BAD_NOTES),
    "name of size 0": noted(notes=note(namesz=0)),
    "name of 4 GiB": noted(notes=note(namesz=2**32 - 1), says=BAD_NOTES),
    "payload of 4 GiB": noted(notes=note(descsz=2**32 - 1), says=BAD_NOTES),
    "note in own RAM": noted(offset=OWN, says=BAD_NOTES),
    "note ends in own RAM": replace(
        noted(offset=OLD + OLD_SIZE - 16, size=65536, says=BAD_NOTES),
        not_in={name: "what is hidden there ends where RAM does"
                for name in ("arm64", "riscv64")}),
    "note beyond memory": noted(offset=BEYOND, refused="p_offset of program header 0"),
    "notes of 16 MiB and 1": noted(size=(16 << 20) + 1, refused="p_memsz of program header 0"),
    "notes of 2^63": noted(size=2**63, refused="p_memsz of program header 0"),

    # The stage record, which vmcoreinfo points to.
    "record nowhere": recorded(0xfee00000, NO_RECORD),
    "record in own RAM": recorded(OWN, NO_RECORD),
    "record between pages": recorded(MEMORY + 8, NO_RECORD),
    "record beyond memory": recorded(BEYOND, NO_RECORD),
    "record at the last address": recorded(2**64 - PAGE, NO_RECORD),
    "record of another kind": recorded(MEMORY, "the stage record of the crash is not used: magic is 0x"),
    "record in RAM that the dump names": recorded(
        OWN, "record of the crash at {:#x} cannot be read (-14)", (PT_LOAD, OWN, PAGE)),

    # A filter, of a kernel that says nothing or another thing than this one.
    "filter of an unknown build": filtered(31, "filter=31 is refused: the crashed kernel's build id "
                                           "is unknown, this one's is "),
    "filter of another build": filtered(63, "filter=63 is refused: the crashed kernel's build id is "
                                        "0123456789", b"BUILD-ID=0123456789\n"),
    "filter without a level": filtered("x", "kdump.filter=x: a number up to 63 is expected"),
    "filter of no level": filtered(64, "kdump.filter=64: a number up to 63 is expected"),

    "no notes": Dump(Header([ALL]), file="2 program headers"),

    # Segments.
    "no segments": listed(file="1 program headers, 0 segments"),
    "segment of size 0": listed((PT_LOAD, MEMORY + 5, 0), ALL, file="2 program headers",
                                says="1 program headers are empty"),
    "unknown type": listed((0x6474e551, 0, 1), ALL, file="2 program headers",
                           says="1 program headers are empty"),
    "segment beyond memory": load("p_offset", BEYOND, BEYOND, PAGE),
    "segment wraps": load("p_memsz", 2**64 - PAGE, MEMORY, 2**64 - PAGE),
    "segment of 2^64-1": load("p_memsz", 2**64 - 1, MEMORY, 2**64 - 1),
    "segment at the end": load("p_offset", 2**64 - 1, 2**64 - 1, 1),
    "larger in the file": load("p_filesz", PAGE + 1, MEMORY, PAGE, PAGE + 1),
    "over the header": listed((PT_LOAD, OLD, PAGE), ALL),
    "over own RAM": not_read(4 << 20, (PT_LOAD, OWN, 4 << 20), ALL),
    "half over own RAM": not_read(1 << 20, (PT_LOAD, OLD - (1 << 20), 2 << 20)),
    "a page of own RAM": not_read(PAGE, (PT_LOAD, OWN, PAGE), ALL),
    "8 pages, 4 of own RAM": not_read(4 * PAGE, (PT_LOAD, OLD - 4 * PAGE, 8 * PAGE)),
    "four times the same": listed(ALL, ALL, ALL, ALL),
    "all physical memory": listed((PT_LOAD, 0, 1 << 40)),
    "10 segments": many(11),
    "10000 segments": many(10000),
    "65534 entries": many(65534),
    "65535 entries": many(65535, count_by_section=65535),
    "70000 entries": many(70000, count_by_section=70000),
    "70000 entries, 32 bits": many(70000, bits=32, count_by_section=70000),
    "149796 entries": Dump(Header([NOTE, ALL], count_by_section=149796, e_phnum=0xffff),
                           refused="sh_info is 0x24924, must be at most"),
    "32-bit file too large": Dump(Header([NOTE] + [ALL] * 33, bits=32),
                                  refused="size of memory is "),
}


CASES = [replace(case, name=name, number=number)
         for number, (name, case) in enumerate(TABLE.items(), 1)]


def blob(case):
    """From OLD on: the header, and the notes where they belong."""
    header = case.header
    if isinstance(header, Header):
        header = header.pack()
    assert len(header) <= NOTES - OLD
    return header + bytes(NOTES - OLD - len(header)) + case.notes


def memory():
    """The pattern of check_vmcore_dump.c."""
    words = array.array("Q", (
        (address * 0x9e3779b97f4a7c15) & (2**64 - 1)
        for address in range(MEMORY, MEMORY + MEMORY_SIZE, 8)))
    return words.tobytes()
