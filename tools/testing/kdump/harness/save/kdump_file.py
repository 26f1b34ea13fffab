# SPDX-License-Identifier: GPL-2.0-only
"""A kdump-compressed file: its header as it is, its pages by libkdumpfile."""
import struct

from ..case import require
from .dumps import CPUS, CRASH_TIME, PAGE, RELEASE

ZLIB, LZO, INCOMPLETE, ZSTD = 1, 2, 8, 0x20
STATUS = {"-z": ZSTD, "-l": LZO, "-c": ZLIB}
HEADER = struct.Struct("<8si65s65s65s65s65s65s6xqqIiiIIIIIIi")
SUB_HEADER = struct.Struct("<QiiQQqQqQqQQQQ")


class KdumpFile:
    """The header's fields that matter, and pages."""

    def __init__(self, path):
        self.path = path
        with open(path, "rb") as file:
            head = file.read(2 * PAGE)
        fields = HEADER.unpack_from(head)
        (self.signature, self.version, _, _, self.release, _, self.machine, _,
         self.seconds, _, self.status, self.block, self.sub_blocks,
         self.bitmap_blocks, self.max_pfn) = fields[:15]
        self.cpus = fields[-1]
        sub = SUB_HEADER.unpack_from(head, PAGE)
        self.phys_base, self.level = sub[:2]
        self.info_offset, self.info_size = sub[5:7]
        self.notes_offset, self.notes_size = sub[7:9]

    def slice(self, offset, size):
        with open(self.path, "rb") as file:
            file.seek(offset)
            return file.read(size)

    def bitmap(self, number):
        size = self.bitmap_blocks // 2 * self.block
        data = self.slice((1 + self.sub_blocks) * self.block + number * size,
                          size)
        return {8 * at + bit for at, byte in enumerate(data) if byte
                for bit in range(8) if byte >> bit & 1}

    def check_header(self, dump, option, incomplete=False):
        wanted = STATUS[option] | (INCOMPLETE if incomplete else 0)
        for name, found, right in (
                ("signature", self.signature, b"KDUMP   "),
                ("version", self.version, 6), ("status", self.status, wanted),
                ("release", self.release.rstrip(b"\0").decode(), RELEASE),
                ("machine", self.machine.rstrip(b"\0"), b"x86_64"),
                ("time", self.seconds, CRASH_TIME),
                ("CPUs", self.cpus, CPUS), ("level", self.level, 1),
                ("phys_base", self.phys_base, 16777216),
                ("notes", self.slice(self.notes_offset, self.notes_size),
                 dump.notes()),
                ("VMCOREINFO", self.slice(self.info_offset, self.info_size),
                 dump.info.encode())):
            require(found == right, f"{name} is {found!r}, not {right!r}")

    def check_bitmaps(self, pfns):
        require(self.bitmap(1) == set(pfns),
                "the second bitmap is not the pages of the file")
        require(self.bitmap(0) >= set(pfns),
                "the first bitmap lacks pages that the second one has")

    def wrong_pages(self, dump, pfns):
        """(pages with other bytes, pages that cannot be read)"""
        # Imported late: it may not be installed yet.
        import kdumpfile
        file, wrong, missing = kdumpfile.kdumpfile(str(self.path)), 0, 0
        for pfn in pfns:
            try:
                got = file.read(kdumpfile.KDUMP_MACHPHYSADDR, pfn * PAGE, PAGE)
            except kdumpfile.exceptions.KDumpBaseException:
                missing += 1
            else:
                wrong += bytes(got) != dump.page(pfn)
        return wrong, missing


def check_file(path, dump, option):
    """All of it is there and right; returns the number of pages."""
    file, pfns = KdumpFile(path), dump.pfns()
    file.check_header(dump, option)
    file.check_bitmaps(pfns)
    bad = file.wrong_pages(dump, pfns)
    require(bad == (0, 0), f"{bad[0]} pages are wrong, {bad[1]} are missing")
    return len(pfns)
