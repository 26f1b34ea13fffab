# SPDX-License-Identifier: GPL-2.0-only
"""Lets gdb see all of a dump, not only what its program headers map.

    gdb -x gdb_vmcore.py vmlinux vmcore

gdb knows an address if a program header of the core file names it: those of a
dump name the kernel's image and the direct mapping of RAM. Stacks, modules and
per-CPU areas lie elsewhere (CONFIG_VMAP_STACK), and with KASLR the image is not
where vmlinux says. Both can be told from the dump: this script applies the
offset that VMCOREINFO names, walks the kernel's page tables, copies what they
map in small pages to a temporary file, has gdb read from that, too, and switches
to the thread that panicked. The dump is not changed.

The temporary file is as large as what is mapped: a few MiB on a small machine,
some hundred on a busy one. TMPDIR says where it is; it is gone when gdb is.

It knows the page tables of x86_64, of arm64 without physical addresses of 52
bits, and of riscv64. For the dump of another machine than this one: gdb-multiarch.
"""
import mmap
import re
import struct
import tempfile

import gdb  # pylint: disable=import-error

PT_LOAD, PT_NOTE = 1, 4
# Of an NT_PRSTATUS: its header, "CORE", and what is before the pid, by the bytes
# of a word.
PID_IN_NOTE = {8: 12 + 8 + 32, 4: 12 + 8 + 24}
# How a file begins; then where its program headers are, their size and count, and
# what is in each.
HEADERS = {
    b"\x7fELF\x01\x01": ("<I", 28, 42, "<IIIIIIII", (0, 1, 2, 3, 4)),
    b"\x7fELF\x02\x01": ("<Q", 32, 54, "<IIQQQQQQ", (0, 2, 3, 4, 5)),
}
ADDRESS = 0x000ffffffffff000
# What is mapped has this bit, on each machine here.
PRESENT = 1 << 0
# A table that is used over and over maps a shadow, not data.
MOST_USES = 16


class Dump:
    """The file that gdb has open: program headers, notes, physical memory."""

    def __init__(self, path):
        with open(path, "rb") as file:
            self.bytes = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        if self.bytes[:6] not in HEADERS:
            raise gdb.GdbError(f"{path} is no little-endian ELF file")
        word, table, sizes, fields, order = HEADERS[self.bytes[:6]]
        self.machine, = struct.unpack_from("<H", self.bytes, 18)
        offset, = struct.unpack_from(word, self.bytes, table)
        size, count = struct.unpack_from("<HH", self.bytes, sizes)
        self.loads, notes = [], []
        for entry in range(offset, offset + size * count, size):
            values = struct.unpack_from(fields, self.bytes, entry)
            kind, start, virtual, physical, stored = (values[one]
                                                      for one in order)
            if kind == PT_LOAD:
                self.loads.append((virtual, physical, start, stored))
            elif kind == PT_NOTE:
                notes += self._notes(start, start + stored)
        self.info = {}
        for name, data in notes:
            if name == b"VMCOREINFO\0":
                lines = data.decode("ascii", "replace").splitlines()
                self.info = dict(line.split("=", 1) for line in lines
                                 if "=" in line)
        self.page_size = self.number("PAGESIZE")

    def _notes(self, offset, end):
        while offset + 12 <= end:
            name, size = struct.unpack_from("<II", self.bytes, offset)
            start = offset + 12
            data = start + (name + 3) // 4 * 4
            offset = data + (size + 3) // 4 * 4
            if not name or offset > end:
                return
            yield self.bytes[start:start + name], self.bytes[data:data + size]

    def number(self, key, base=10):
        if key not in self.info:
            raise gdb.GdbError(f"the dump's VMCOREINFO has no {key}")
        return int(self.info[key], base)

    def page(self, physical):
        """A page of memory, None if the dump does not have it."""
        for _, start, offset, size in self.loads:
            inside = physical - start
            if 0 <= inside and inside + self.page_size <= size:
                at = offset + inside
                return self.bytes[at:at + self.page_size]
        return None

    def knows(self, virtual):
        """Whether gdb finds this address without help."""
        return any(start <= virtual < start + size
                   for start, _, _, size in self.loads)


class X86:
    """Page table entries of x86-64 (Intel SDM volume 3, 4.5)."""
    KERNEL_MAP = 0xffffffff80000000
    LARGE = 1 << 7
    # The half of the topmost table that is the kernel's.
    FIRST = 256

    def __init__(self, dump):
        self.mask = ADDRESS & ~int(dump.info.get("NUMBER(sme_mask)", "0"))
        self.levels = 4 + int(dump.info.get("NUMBER(pgtable_l5_enabled)", "0"))
        self.bits = 12 + 9 * self.levels
        self.top = (dump.number("SYMBOL(init_top_pgt)", 16) -
                    self.KERNEL_MAP + dump.number("NUMBER(phys_base)"))

    def is_table(self, entry, level):
        return level > 3 or not entry & self.LARGE

    def address(self, entry, _):
        return entry & self.mask


class Arm64:
    """Descriptors of TTBR1's tables (Arm ARM, VMSAv8-64)."""
    TABLE = 1 << 1
    FIRST = 0

    def __init__(self, dump):
        page_bits = dump.page_size.bit_length() - 1
        self.mask = (1 << 48) - dump.page_size
        # With pages of 64 KiB the topmost table is as large as the kernel was
        # built for, and the CPU uses its end.
        self.bits = (dump.number("NUMBER(VA_BITS)") if page_bits == 16 else
                     64 - dump.number("NUMBER(TCR_EL1_T1SZ)", 0))
        self.levels = -(-(self.bits - page_bits) // (page_bits - 3))
        self.top = (dump.number("SYMBOL(swapper_pg_dir)", 16) -
                    dump.number("NUMBER(kimage_voffset)", 0)) & (1 << 64) - 1

    def is_table(self, entry, _):
        return entry & self.TABLE

    def address(self, entry, _):
        return entry & self.mask


class Riscv64:
    """Entries of Sv39, Sv48 and Sv57 (RISC-V Privileged Architecture)."""
    LEAF = 0b1110
    # Maps one of 16 pages that are mapped together (Svnapot).
    GROUP = 1 << 63
    FIRST = 256

    def __init__(self, dump):
        self.bits = dump.number("NUMBER(VA_BITS)")
        self.levels = (self.bits - 12) // 9
        self.top = (dump.number("SYMBOL(swapper_pg_dir)", 16) -
                    dump.number("NUMBER(va_kernel_pa_offset)", 0))

    def is_table(self, entry, _):
        return not entry & self.LEAF

    def address(self, entry, virtual):
        page = entry >> 10 & (1 << 44) - 1
        if entry & self.GROUP:
            page = page & ~15 | virtual >> 12 & 15
        return page << 12


# By e_machine of the dump.
MACHINES = {62: X86, 183: Arm64, 243: Riscv64}
# Machines of 32 bits, whose page tables are not known: i386, where all stacks are
# in the direct map, and arm, where they are without CONFIG_VMAP_STACK.
DIRECT = (3, 40)


class PageTables:
    """The kernel's half of the address space, page by page."""

    def __init__(self, dump):
        if dump.machine not in MACHINES:
            raise gdb.GdbError(f"the page tables of machine {dump.machine} "
                               "are not known")
        self.dump = dump
        self.kind = MACHINES[dump.machine](dump)
        self.entries = dump.page_size // 8
        self.uses = {}

    def pages(self):
        """(virtual, physical) of each small page, ascending."""
        kind = self.kind
        # Bits above the topmost table's copy its highest one: the sign.
        base = -1 << kind.bits & (1 << 64) - 1
        yield from self._walk(kind.top, kind.levels, base, kind.FIRST)

    def _walk(self, table, level, base, first=0):
        kind = self.kind
        self.uses[table] = self.uses.get(table, 0) + 1
        data = self.dump.page(table)
        if data is None or self.uses[table] > MOST_USES:
            return
        step = self.dump.page_size * self.entries ** (level - 1)
        for index, entry in enumerate(struct.unpack(f"<{self.entries}Q",
                                                    data)):
            if index < first or not entry & PRESENT:
                continue
            virtual = base + index * step
            if level == 1:
                yield virtual, kind.address(entry, virtual)
            elif kind.is_table(entry, level):
                yield from self._walk(kind.address(entry, virtual), level - 1,
                                      virtual)


class Sidecar:
    """An ELF file of sections, one for each run of pages."""

    def __init__(self, file, dump):
        self.file = file
        self.machine, self.page_size = dump.machine, dump.page_size
        self.runs = []
        file.write(bytes(self.page_size))

    def add(self, virtual, data):
        if self.runs and sum(self.runs[-1][:2]) == virtual:
            self.runs[-1][1] += self.page_size
        else:
            self.runs.append([virtual, self.page_size, self.file.tell()])
        self.file.write(data)

    def finish(self):
        """Writes what says where everything is (ELF-64, System V ABI)."""
        names = b"\0.names\0.mapped\0"
        names_at = self.file.tell()
        self.file.write(names.ljust(self.page_size, b"\0"))
        table_at = self.file.tell()
        count = len(self.runs) + 2
        section = struct.Struct("<IIQQQQIIQQ")
        # Where the count does not fit the file header, the first one has it.
        self.file.write(section.pack(0, 0, 0, 0, 0, count, 0, 0, 0, 0))
        self.file.write(section.pack(1, 3, 0, 0, names_at, len(names),
                                     0, 0, 1, 0))
        for virtual, size, offset in self.runs:
            self.file.write(section.pack(8, 1, 2, virtual, offset, size,
                                         0, 0, self.page_size, 0))
        self.file.seek(0)
        self.file.write(struct.pack(
            "<16sHHIQQQIHHHHHH", b"\x7fELF\x02\x01\x01", 2, self.machine, 1,
            0, 0, table_at, 0, 64, 0, 0, section.size,
            count if count < 0xff00 else 0, 1))
        self.file.flush()


def core_path():
    found = re.search(r"Local core dump file:\s*`(.*)', file type",
                      gdb.execute("info files", to_string=True))
    if not found:
        raise gdb.GdbError("there is no dump: gdb -x gdb_vmcore.py "
                           "vmlinux vmcore")
    return found[1]


def move_symbols(dump):
    # A kernel that never moves does not say so.
    offset = int(dump.info.get("KERNELOFFSET", "0"), 16)
    kernel = gdb.current_progspace().filename
    if not kernel:
        raise gdb.GdbError("there are no symbols: gdb -x gdb_vmcore.py "
                           "vmlinux vmcore")
    if offset:
        gdb.execute(f"symbol-file -o {offset:#x} {kernel}", to_string=True)
    print(f"kdump: {dump.info.get('OSRELEASE', 'kernel')}, moved by "
          f"{offset:#x} (KASLR)")


def show_mapped(dump):
    if dump.machine in DIRECT:
        print("kdump: stacks in the direct map are where gdb finds them; modules "
              "are not shown")
        return None
    file = tempfile.NamedTemporaryFile(prefix="gdb-vmcore-")
    sidecar = Sidecar(file, dump)
    for virtual, physical in PageTables(dump).pages():
        data = None if dump.knows(virtual) else dump.page(physical)
        if data is not None:
            sidecar.add(virtual, data)
    sidecar.finish()
    gdb.execute(f"add-symbol-file {file.name}", to_string=True)
    size = sum(run[1] for run in sidecar.runs)
    print(f"kdump: {size // 1024} KiB of stacks, modules and the like in "
          f"{len(sidecar.runs)} runs")
    return file


def choose_thread():
    """gdb names threads by their pid, and all idle ones have pid 0."""
    cpu = int(gdb.parse_and_eval("panic_cpu.counter"))
    if not 0 <= cpu < int(gdb.parse_and_eval("nr_cpu_ids")):
        print("kdump: which CPU panicked is not to be told from the dump")
        return
    before = PID_IN_NOTE[gdb.lookup_type("long").sizeof]
    pid = int(gdb.parse_and_eval(
        "*(int *)((unsigned long)crash_notes + "
        f"__per_cpu_offset[{cpu}] + {before})"))
    if not pid and cpu:
        print(f"kdump: CPU {cpu} panicked in its idle task, whose registers "
              f"gdb mixes up with those of the first CPU")
        return
    for thread in gdb.selected_inferior().threads():
        if thread.ptid[1] == pid:
            thread.switch()
            gdb.execute("frame 0", to_string=True)
            print(f"kdump: CPU {cpu} panicked, in the task with pid {pid}")


def main():
    gdb.execute("set confirm off")
    dump = Dump(core_path())
    move_symbols(dump)
    kept = show_mapped(dump)
    choose_thread()
    return kept


# gdb reads from the temporary file as long as this name stands for it.
KDUMP_SIDECAR = main()
