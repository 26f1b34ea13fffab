# SPDX-License-Identifier: GPL-2.0-only
"""A dump as the crashed kernel's data, through drgn."""
from functools import cached_property

import drgn
from drgn.helpers.linux.cpumask import for_each_possible_cpu
from drgn.helpers.linux.percpu import per_cpu, per_cpu_ptr
from drgn.helpers.linux.printk import get_printk_records


# Debian 12's takes what CPU 0 ran for what crashed.
MISTAKEN_ON = (drgn.Architecture.AARCH64, drgn.Architecture.ARM,
               drgn.Architecture.RISCV64)


class CrashedKernel:
    """What a person asks first: who crashed, where, and what was said."""

    def __init__(self, vmcore, vmlinux):
        self.program = drgn.Program()
        self.program.set_core_dump(vmcore)
        self.program.load_debug_info([vmlinux])

    @cached_property
    def task(self):
        """drgn does not find it in each dump: looked for when it is needed."""
        if self.program.platform.arch in MISTAKEN_ON:
            return per_cpu(self.program["runqueues"], self.cpu()).curr
        return self.program.crashed_thread().object

    def comm(self):
        return self.task.comm.string_().decode(errors="replace")

    def pid(self):
        return int(self.task.pid)

    def cpu(self):
        """The one that won the race into panic() or crashed first."""
        for name in ("panic_cpu", "crashing_cpu"):
            try:
                value = self.program[name]
            except KeyError:
                continue
            number = int(value.counter if name == "panic_cpu" else value)
            if number >= 0:
                return number
        return None

    def stack(self):
        """(function, place in the source) of each frame."""
        frames = []
        for frame in self.program.stack_trace(self.task):
            try:
                symbol = frame.symbol()
                name = f"{frame.name or symbol.name}"
            except LookupError:
                name = frame.name or f"{frame.pc:#x}"
            frames.append((name, self.source(frame)))
        return frames

    @staticmethod
    def source(frame):
        try:
            file, line, _ = frame.source()
        except LookupError:
            return ""
        return f"{file}:{line}"

    def log(self):
        """The lines of the kernel log."""
        return [record.text.decode(errors="replace")
                for record in get_printk_records(self.program)]

    def noted_cpus(self):
        """Those whose registers are in the dump, in the order of the notes."""
        notes = self.program["crash_notes"]
        return [cpu for cpu in for_each_possible_cpu(self.program)
                if per_cpu_ptr(notes, cpu)[0][0]]

    def symbol(self, address):
        """name+offset, or "" for what is not in the kernel."""
        try:
            symbol = self.program.symbol(address)
        except LookupError:
            return ""
        return f"{symbol.name}+{address - symbol.address:#x}"
