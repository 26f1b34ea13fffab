# SPDX-License-Identifier: GPL-2.0-only
"""A dump as the crashed kernel's data, through drgn."""
from functools import cached_property

import drgn
from drgn.helpers.linux.cpumask import for_each_online_cpu
from drgn.helpers.linux.printk import get_printk_records


class CrashedKernel:
    """What a person asks first: who crashed, where, and what was said."""

    def __init__(self, vmcore, vmlinux):
        self.program = drgn.Program()
        self.program.set_core_dump(vmcore)
        self.program.load_debug_info([vmlinux])

    @cached_property
    def thread(self):
        """drgn does not find it in each dump: looked for when it is needed."""
        return self.program.crashed_thread()

    def comm(self):
        return self.thread.object.comm.string_().decode(errors="replace")

    def pid(self):
        return self.thread.tid

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
        for frame in self.thread.stack_trace():
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

    def online_cpus(self):
        return list(for_each_online_cpu(self.program))

    def symbol(self, address):
        """name+offset, or "" for what is not in the kernel."""
        try:
            symbol = self.program.symbol(address)
        except LookupError:
            return ""
        return f"{symbol.name}+{address - symbol.address:#x}"
