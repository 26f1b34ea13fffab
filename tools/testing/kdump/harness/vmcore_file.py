# SPDX-License-Identifier: GPL-2.0-only
"""A dump as a file: its ELF headers, notes and physical memory.

Knows nothing of the kernel inside, so that a check made here stands even if
the debuggers' readers share a mistake with the writer.
"""
import mmap
import struct
from functools import cached_property
from typing import NamedTuple

from .arch import Arch
from .case import CaseError

# Where only kernels with such pages are looked at.
PAGE = 4096
# So much of each page is filled by marker.c.
MARKED = 4096
PT_LOAD, PT_NOTE = 1, 4
NT_PRSTATUS = 1
VMCOREINFO_NAME = b"VMCOREINFO\0"

# Of each ELF class: its headers, and what is where in an NT_PRSTATUS.
FILE_HEADER = {1: "16sHHIIIIIHHHHHH", 2: "16sHHIQQQIHHHHHH"}
PROGRAM_HEADER = {1: "IIIIIIII", 2: "IIQQQQQQ"}
PID_OFFSET = {1: 24, 2: 32}
REGISTERS_OFFSET = {1: 72, 2: 112}
REGISTER = {1: "I", 2: "Q"}


class DumpError(CaseError):
    """Says in words what is wrong with the file."""


class Segment(NamedTuple):
    """An ELF program header, in the order of the 64-bit format."""
    kind: int
    flags: int
    offset: int
    virtual: int
    physical: int
    file_size: int
    memory_size: int
    alignment: int


class Note(NamedTuple):
    name: bytes
    kind: int
    data: bytes


class Prstatus(NamedTuple):
    pid: int
    registers: dict


class VmcoreFile:
    """An ELF core file, mapped; every offset is checked before its use."""

    def __init__(self, path, arch=None):
        self.arch = arch or Arch.current()
        self.order = {1: "<", 2: ">"}[self.arch.elf_data]
        with open(path, "rb") as file:
            self.bytes = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        self.segments = self._read_segments()
        self.notes = self._read_notes()

    def _slice(self, offset, size, what):
        if offset + size > len(self.bytes):
            raise DumpError(f"{what}: {size} bytes at {offset:#x} reach "
                            f"past the end of the file")
        return self.bytes[offset:offset + size]

    def _read_segments(self):
        arch = self.arch
        self.elf_class = self._header_class()
        layout = struct.Struct(self.order + FILE_HEADER[self.elf_class])
        entry = struct.Struct(self.order + PROGRAM_HEADER[self.elf_class])
        (ident, kind, machine, version, _, offset, _, _, size, entry_size,
         count) = layout.unpack(
             self._slice(0, layout.size, "the ELF header"))[:11]
        for value, wanted, name in (
                (ident[:4], b"\x7fELF", "magic"),
                (ident[4], self.elf_class, "class"),
                (ident[5], arch.elf_data, "byte order"), (kind, 4, "type"),
                (machine, arch.elf_machine, "machine"),
                (version, 1, "version"), (size, layout.size, "header size"),
                (entry_size, entry.size, "entry size")):
            if value != wanted:
                raise DumpError(f"ELF {name} is {value!r}, not {wanted!r}")
        table = self._slice(offset, count * entry.size, "the program headers")
        return [self._segment(fields) for fields in entry.iter_unpack(table)]

    def _header_class(self):
        """The machine's, or 64 bits where its memory does not fit into 32."""
        is_64 = self._slice(4, 1, "the ELF header") == b"\2"
        return 2 if is_64 else self.arch.elf_class

    def _segment(self, fields):
        """In the 32-bit format p_flags is the last but one."""
        if self.elf_class == 1:
            fields = (fields[0], fields[6], *fields[1:6], fields[7])
        return Segment(*fields)

    def _read_notes(self):
        notes = []
        for segment in self.segments:
            if segment.kind == PT_NOTE:
                data = self._slice(segment.offset, segment.file_size,
                                   "a note segment")
                notes += split_notes(data, self.order)
        return notes

    @cached_property
    def page(self):
        """Bytes of a page of the kernel that crashed."""
        return int(self.vmcoreinfo()["PAGESIZE"])

    def loads(self):
        return [one for one in self.segments if one.kind == PT_LOAD]

    def vmcoreinfo(self):
        """The lines KEY=VALUE as a dictionary."""
        found = [note for note in self.notes if note.name == VMCOREINFO_NAME]
        if len(found) != 1:
            raise DumpError(f"{len(found)} VMCOREINFO notes, not one")
        text = found[0].data.decode("ascii")
        if not text.endswith("\n"):
            raise DumpError("VMCOREINFO does not end with a line end")
        return dict(line.split("=", 1) for line in text.splitlines())

    def prstatus(self):
        """The registers of each CPU, in the order of the notes."""
        kind, names = self.arch.elf_class, self.arch.registers
        register = REGISTER[kind]
        # What follows them is one int, and padding.
        layout = struct.Struct(f"{self.order}{REGISTERS_OFFSET[kind]}x"
                               f"{len(names)}{register}")
        size = layout.size + struct.calcsize(self.order + register)
        found = []
        for note in self.notes:
            if note.kind != NT_PRSTATUS or note.name != b"CORE\0":
                continue
            if len(note.data) != size:
                raise DumpError(f"an NT_PRSTATUS of {len(note.data)} bytes")
            pid, = struct.unpack_from(self.order + "i", note.data,
                                      PID_OFFSET[kind])
            found.append(Prstatus(pid, dict(zip(
                names, layout.unpack_from(note.data)))))
        return found

    def segment_of(self, address, size=1):
        """The one that has all of this memory, and how far into it."""
        for segment in self.loads():
            start = address - segment.physical
            if 0 <= start and start + size <= segment.memory_size:
                return segment, start
        raise DumpError(f"physical address {address:#x} is in no segment")

    def offset_of(self, address, size):
        segment, start = self.segment_of(address, size)
        return segment.offset + start

    def read_physical(self, address, size):
        """Memory that lies in one segment; what it left out reads as zeros."""
        segment, start = self.segment_of(address, size)
        stored = max(0, min(size, segment.file_size - start))
        data = self._slice(segment.offset + start, stored, "memory")
        return data + bytes(size - stored)


def split_notes(data, order):
    """The notes of one segment; padding is to 4 bytes."""
    notes, offset = [], 0
    while offset + 12 <= len(data):
        name_size, data_size, kind = struct.unpack_from(order + "III",
                                                        data, offset)
        name_start = offset + 12
        data_start = name_start + (name_size + 3) // 4 * 4
        offset = data_start + (data_size + 3) // 4 * 4
        if name_size == 0 or offset > len(data):
            raise DumpError(f"a note of {name_size} + {data_size} bytes does "
                            f"not fit into its segment")
        notes.append(Note(data[name_start:name_start + name_size], kind,
                          data[data_start:data_start + data_size]))
    return notes


def mix(value):
    """The same numbers as marker.c makes (splitmix64)."""
    mask = (1 << 64) - 1
    value = (value + 0x9e3779b97f4a7c15) & mask
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9 & mask
    value = (value ^ (value >> 27)) * 0x94d049bb133111eb & mask
    return value ^ (value >> 31)


def marker_page(token, index):
    words = MARKED // 8
    return struct.pack(f"<{words}Q", *(
        mix((token + index * words + word) & ((1 << 64) - 1))
        for word in range(words)))
