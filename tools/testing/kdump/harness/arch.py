# SPDX-License-Identifier: GPL-2.0-only
"""What the tests have to know of an architecture: arch/NAME/arch.conf.

    packages            of Debian: the emulator, a cross compiler, a debugger
    kunit               the machine of kunit.py that is like it
    debian              its name for this architecture,
    guest_packages      what guests run of it, if it is not this machine's, and
    suite               of which suite of Debian, if not of this machine's
    nokaslr             QEMU's options for a kernel that is told this word
    newer_suite         of which suite a newer kexec comes, for a row of its own
    gdb                 the debugger that reads its dumps
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
    ram                 where memory begins
    hide                words that keep {kib} KiB at {start} KiB out of use; or
                        all after the first {below} KiB, which is for what lies
                        at the end of memory only
    low_end             where memory for 32-bit devices ends
    low_size            reserved there beside a region above
    align               of reserved regions
    stock               Debian's kernels, linux-image-NAME without a version
    load_options        more of kexec's options, for one of the clients' guests
    left_out            System RAM that no dump has: FIRST-LAST, or nothing
    plug, unplug        what QEMU's monitor does with memory, 512 MiB at most, '; '
                        between its commands; and
    plug_options        of QEMU, for that
    pieces              of an image that kexec_file_load(2) loads, in order
    stacks_by           gdb, where drgn unwinds no stack
    unlisted            what /proc/iomem calls the memory that kexec's own header
                        leaves out, by kexec_load(2)
    null                the kernel's words for a NULL pointer, if not the usual
    file_call           own, where only kdump and its loader have
                        kexec_file_load(2)
    has                 what some cases need, see Case.needs
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
    NUMBERS = ("ram", "low_end", "align", "elf_class", "elf_data",
               "elf_machine")
    LISTS = ("registers", "minor_registers", "has")
    # What a file need not say.
    suite = ""
    newer_suite = ""
    nokaslr = ""
    file_call = ""
    stacks_by = ""
    unlisted = ""
    null = "kernel NULL pointer dereference"

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
                self._set(*line.split("=", 1))

    def _set(self, key, value):
        if key in self.NUMBERS:
            value = int(value, 0)
        elif key in self.LISTS:
            value = value.split()
        setattr(self, key, value)

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

    @property
    def is_foreign(self):
        """Whether this machine cannot run its programs."""
        return self.name != os.uname().machine

    def hiding(self, start, size):
        """Words that keep a kernel out of this memory, given in bytes."""
        return self.hide.format(start=start >> 10, kib=size >> 10,
                                below=(start - self.ram) >> 10)

    def left_out_ranges(self):
        """(start, end) of System RAM that need not be in a dump."""
        return [tuple(int(part, 16) + last for last, part in
                      enumerate(one.split("-")))
                for one in self.left_out.split()]
