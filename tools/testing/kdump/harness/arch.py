# SPDX-License-Identifier: GPL-2.0-only
"""What the tests have to know of an architecture: arch/NAME/arch.conf.

    packages            of Debian: the emulator, a cross compiler
    source              its folder in the kernel's arch/
    make_arch           the kernel's ARCH=
    cross_compile       its CROSS_COMPILE=
    target              what make builds beside vmlinux and modules
    image               what boots, in the build directory
    qemu                the emulator, and
    machine, cpu, disk  its machine, CPU model and virtio disk
    debug_machine       the machine for a kernel that is slow
    counting_cpu        the CPU model where instructions are counted
    console             the kernel's name of the serial line
    words               on every kernel's command line
    hide                keeps {kib} KiB at {start} KiB out of use
    low_end             where memory for 32-bit devices ends
    align               of reserved regions
    stock               Debian's kernels, linux-image-NAME without a version
    load_options        more of kexec's options, for one of the clients' guests
    left_out            System RAM that no dump has: FIRST-LAST, or nothing
    elf_class, elf_data, elf_machine    numbers in a dump's ELF header
    registers           in the order of NT_PRSTATUS
    instruction_pointer, stack_pointer  two of them
    minor_registers     those that a person does not want to see

Nothing outside arch/ says these in other words.
"""
import functools
import os
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "arch"


class Arch:
    """One machine; its values are attributes, all but the last few text."""
    NUMBERS = ("low_end", "align", "elf_class", "elf_data", "elf_machine")

    def __init__(self, name):
        self.name = name
        self.folder = FOLDER / name
        path = self.folder / "arch.conf"
        if not path.is_file():
            there = ", ".join(sorted(one.parent.name for one in
                                     FOLDER.glob("*/arch.conf")))
            raise SystemExit(f"kdump: no tests for ARCH={name}.\n"
                             f"  There are some for: {there}")
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                key, _, value = line.partition("=")
                setattr(self, key, int(value, 0) if key in self.NUMBERS
                        else value)
        self.registers = self.registers.split()
        self.minor_registers = self.minor_registers.split()

    @classmethod
    @functools.cache
    def named(cls, name):
        return cls(name)

    @classmethod
    def current(cls):
        return cls.named(os.environ.get("ARCH") or os.uname().machine)

    def command_line(self, *words):
        """What a kernel is booted with."""
        return " ".join(word for word in (self.own_words(), *words) if word)

    def own_words(self):
        return f"console={self.console} panic=1 {self.words}".strip()

    def hiding(self, start, size):
        """Words that keep a kernel out of this memory, given in bytes."""
        return self.hide.format(start=start >> 10, kib=size >> 10)

    def left_out_ranges(self):
        """(start, end) of System RAM that need not be in a dump."""
        return [tuple(int(part, 16) + last for last, part in
                      enumerate(one.split("-")))
                for one in self.left_out.split()]
