# SPDX-License-Identifier: GPL-2.0-only
"""Checks that all copies of a dump say the same: one line each, a summary.

The file that cp made is what the others are compared with; check_dump.py has
looked at it. The guest did so with all that it copied. Of what
makedumpfile wrote, and of what the debuggers show, the bytes are compared, all
or those at random addresses. The page of the stage record is left out: reading
the dump changes it.
"""
import os
import random
import re
import tempfile

from .case import all_pass, require
from .console_log import ConsoleLog
from .dump_tools import gdb
from .vmcore_file import DumpError, VmcoreFile

# What guest_copies.sh compares.
WAYS = ("tar-sparse", "cat", "busybox-cat", "dd-4097", "dd-65537",
        "dd-1000003", "busybox-dd", "dd-skip", "cp", "cp-sparse", "cp-dense",
        "busybox-cp", "rsync-sparse", "scp", "ssh-first-part")
# What makedumpfile wrote with -d 0, and how each kind of file begins.
COMPRESSED, ELF = b"KDUMP   ", b"\x7fELF"
FILES = {"elf": ELF, "zlib": COMPRESSED, "lzo": COMPRESSED,
         "threads": COMPRESSED, "flat": COMPRESSED}
COPY = re.compile(r"guest: copy (\S+):(.*)")
STEP = 1 << 20
RANDOM_READS, RANDOM_SIZE = 400, 3 * 4096


class Copies:
    """The raw copy, and where the others are."""

    def __init__(self, vmcore, files, console, token):
        self.vmcore = str(vmcore)
        self.files = files
        self.raw = VmcoreFile(vmcore)
        self.differing = {match[1]: match[2].split()
                          for match in ConsoleLog(console).matches(COPY)}
        self.random = random.Random(token)
        record = self.raw.vmcoreinfo().get("KDUMP_RECORD")
        self.record = int(record, 16) if record else None

    def path(self, name):
        return os.path.join(self.files, name)

    def all_pieces(self):
        """(address, size) of all memory, in steps."""
        for one in self.raw.loads():
            for start in range(0, one.file_size, STEP):
                yield (one.physical + start,
                       min(STEP, one.file_size - start))

    def random_pieces(self):
        """Few bytes of many places, each segment as likely as it is large."""
        loads = self.raw.loads()
        sizes = [one.file_size for one in loads]
        for one in self.random.choices(loads, sizes, k=RANDOM_READS):
            size = min(self.random.randrange(1, RANDOM_SIZE), one.file_size)
            start = self.random.randrange(one.file_size - size + 1)
            yield one.physical + start, size

    def masked(self, address, data):
        """The data with zeros where the stage record is."""
        if self.record is None:
            return data
        start = min(max(self.record - address, 0), len(data))
        end = min(max(self.record + self.raw.page - address, start), len(data))
        return data[:start] + bytes(end - start) + data[end:]

    def compare(self, address, data):
        wanted = self.masked(address,
                             self.raw.read_physical(address, len(data)))
        found = self.masked(address, data)
        if wanted != found:
            where = next(index for index, pair in enumerate(zip(wanted, found))
                         if pair[0] != pair[1])
            raise DumpError(f"the byte at {address + where:#x} is "
                            f"{found[where]:#x}, not {wanted[where]:#x}")


def copy_is_right(copies, name):
    require(name in copies.differing, "the guest did not compare it")
    found, allowed = copies.differing[name], []
    if copies.record is not None:
        allowed = [str(copies.raw.offset_of(copies.record, 4096) // 4096)]
    require(found in ([], allowed),
            f"what differs is {found}, and may be {allowed}")


def kind_is_right(copies, name):
    with open(copies.path(name), "rb") as file:
        start = file.read(len(FILES[name]))
    require(start == FILES[name], f"it begins with {start}")
    if FILES[name] == COMPRESSED:
        small, large = (os.path.getsize(path) for path in
                        (copies.path(name), copies.vmcore))
        require(small < large, f"{small} bytes, the dump has {large}")


def drgn_reads_all(copies, name):
    """Page by page it unpacks each page that makedumpfile packed."""
    kind_is_right(copies, name)
    drgn_reads(copies, copies.path(name), copies.all_pieces())


def elf_has_all(copies, name):
    """By its program headers, with no tool's reader."""
    kind_is_right(copies, name)
    elf = VmcoreFile(copies.path(name))
    for address, size in copies.all_pieces():
        copies.compare(address, elf.read_physical(address, size))


def drgn_reads(copies, path, pieces):
    # Imported late: a machine without drgn fails these checks only.
    import drgn
    program = drgn.Program()
    program.set_core_dump(path)
    for address, size in pieces:
        copies.compare(address, program.read(address, size, True))


def gdb_reads(copies, path):
    """gdb knows memory only by the virtual addresses of the segments."""
    dump = VmcoreFile(path)
    pieces = list(copies.random_pieces())
    with tempfile.TemporaryDirectory() as folder:
        script = os.path.join(folder, "script")
        with open(script, "w", encoding="utf-8") as file:
            for index, (address, size) in enumerate(pieces):
                segment, start = dump.segment_of(address)
                start += segment.virtual
                file.write(f"dump binary memory {folder}/{index} "
                           f"{start:#x} {start + size:#x}\n")
        said = gdb(dump, "-ex", f"core-file {path}", "-x", script)
        for index, (address, size) in enumerate(pieces):
            piece = os.path.join(folder, str(index))
            require(os.path.exists(piece), said[-300:])
            with open(piece, "rb") as file:
                data = file.read()
            require(len(data) == size, f"{len(data)} bytes, not {size}")
            copies.compare(address, data)


def checks(copies):
    """(what, function, its arguments)"""
    for name in WAYS:
        yield f"copy by {name}", copy_is_right, copies, name
    yield "makedumpfile's elf, by its headers", elf_has_all, copies, "elf"
    for name in FILES:
        yield f"makedumpfile's {name}, by drgn", drgn_reads_all, copies, name
    yield ("drgn on the file itself", drgn_reads, copies, copies.vmcore,
           copies.random_pieces())
    yield "gdb on the file itself", gdb_reads, copies, copies.vmcore
    yield "gdb on makedumpfile's elf", gdb_reads, copies, copies.path("elf")


def check_copies(vmcore, files, console, token):
    """Prints a line for each copy; returns whether all are right.

    vmcore is the copy that cp made, files the folder with what makedumpfile
    wrote; the random addresses are made of the token.
    """
    return all_pass(checks(Copies(vmcore, files, console, token)))
