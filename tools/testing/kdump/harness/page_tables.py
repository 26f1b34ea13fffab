# SPDX-License-Identifier: GPL-2.0-only
"""Walks page tables of a crashed kernel, as the machine of its dump reads them.

Levels are counted from the last one, 1. Physical addresses of more than 48 bits
are not known.
"""
import struct

PRESENT = 1


class Tables:
    """What machines have in common; info is VMCOREINFO, and read(address, size)
    returns physical memory."""
    page_bits = bits = 0
    # Of the topmost table, what is user space's.
    user_part = 1

    def __init__(self, info, read):
        self.info, self.read = info, read
        self.page_bits = int(info["PAGESIZE"]).bit_length() - 1

    @property
    def levels(self):
        return -(-(self.bits - self.page_bits) // (self.page_bits - 3))

    def shift(self, level):
        return self.page_bits + (self.page_bits - 3) * (level - 1)

    def entries(self, level):
        """How many a table has; the topmost may be a smaller one."""
        return 1 << min(self.page_bits - 3, self.bits - self.shift(level))

    def address(self, entry):
        return entry & (1 << 48) - (1 << self.page_bits)

    def root(self):
        """The kernel's."""
        raise NotImplementedError

    def is_leaf(self, entry, level):
        raise NotImplementedError

    def is_user(self, entry, level):
        """Whether user space may touch what is there, and it is a page."""
        raise NotImplementedError

    def translate(self, virtual):
        """A kernel address; None if it is unmapped."""
        return self.find(virtual)[0]

    def find(self, virtual):
        """The same, and the level of the entry that maps it, or would."""
        table = self.root()
        for level in range(self.levels, 0, -1):
            index = virtual >> self.shift(level) & self.entries(level) - 1
            entry, = struct.unpack("<Q", self.read(table + index * 8, 8))
            if not entry & PRESENT:
                break
            if self.is_leaf(entry, level):
                size = 1 << self.shift(level)
                return (self.address(entry) & -size) + virtual % size, level
            table = self.address(entry)
        return None, level

    def user_entries(self, table, level):
        """What user space may touch, of one table."""
        count = self.entries(level)
        if level == self.levels:
            count //= self.user_part
        for entry in struct.unpack(f"<{count}Q", self.read(table, count * 8)):
            if entry & PRESENT and self.is_user(entry, level):
                yield entry

    def user_leaves(self, table, level=None):
        """(pfn, pages, level) of all that user space may touch, from a table
        on."""
        level = level or self.levels
        for entry in self.user_entries(table, level):
            if self.is_leaf(entry, level):
                pages = 1 << self.shift(level) - self.page_bits
                first = (self.address(entry) >> self.page_bits) & -pages
                yield first, pages, level
            else:
                yield from self.user_leaves(self.address(entry), level - 1)

    def user_tables(self, table, level=None):
        """The addresses of a table and of all that user space is mapped by
        further down."""
        level = level or self.levels
        yield table
        for entry in self.user_entries(table, level):
            if not self.is_leaf(entry, level):
                yield from self.user_tables(self.address(entry), level - 1)


class X86(Tables):
    """Intel SDM volume 3, 4.5."""
    USER, LARGE, SPECIAL = 1 << 2, 1 << 7, 1 << 9
    user_part = 2

    @property
    def bits(self):
        return 57 if self.info["NUMBER(pgtable_l5_enabled)"] == "1" else 48

    def root(self):
        return (int(self.info["SYMBOL(swapper_pg_dir)"], 16) -
                0xffffffff80000000 + int(self.info["NUMBER(phys_base)"]))

    def address(self, entry):
        return entry & 0x000ffffffffff000

    def is_leaf(self, entry, level):
        return level == 1 or bool(entry & self.LARGE)

    def is_user(self, entry, level):
        return bool(entry & self.USER) and not (level == 1 and
                                                entry & self.SPECIAL)


class Arm64(Tables):
    """Arm ARM, D8.3. A table says nothing of user space."""
    TABLE, USER, SPECIAL = 1 << 1, 1 << 6, 1 << 56

    @property
    def bits(self):
        # With such pages the topmost table is as large as the kernel was built
        # for, and the CPU uses its end.
        if self.page_bits == 16:
            return int(self.info["NUMBER(VA_BITS)"])
        return 64 - int(self.info["NUMBER(TCR_EL1_T1SZ)"], 16)

    def root(self):
        return (int(self.info["SYMBOL(swapper_pg_dir)"], 16) -
                int(self.info["NUMBER(kimage_voffset)"], 16)) % 2**64

    def is_leaf(self, entry, level):
        return level == 1 or not entry & self.TABLE

    def is_user(self, entry, level):
        return (not self.is_leaf(entry, level) or
                bool(entry & self.USER) and not entry & self.SPECIAL)


class Riscv64(Tables):
    """RISC-V Privileged Architecture, Sv39 to Sv57. A table says nothing of user
    space."""
    LEAF, USER, SPECIAL = 0b1110, 1 << 4, 1 << 8
    user_part = 2

    @property
    def bits(self):
        return int(self.info["NUMBER(VA_BITS)"])

    def root(self):
        return (int(self.info["SYMBOL(swapper_pg_dir)"], 16) -
                int(self.info["NUMBER(va_kernel_pa_offset)"], 16))

    def address(self, entry):
        return (entry >> 10 & (1 << 44) - 1) << 12

    def is_leaf(self, entry, level):
        return bool(entry & self.LEAF)

    def is_user(self, entry, level):
        return (not self.is_leaf(entry, level) or
                bool(entry & self.USER) and not entry & self.SPECIAL)


# By e_machine of the dump.
MACHINES = {62: X86, 183: Arm64, 243: Riscv64}
