# SPDX-License-Identifier: GPL-2.0-only
"""Tells what a dump says: who crashed, why, where, and how long it took.

It is plain text, 80 columns.
"""
import os
import re
import time

from .console_log import ConsoleLog
from .dump_tools import GDB_SCRIPT, gdb_frames
from .vmcore_file import VmcoreFile

WIDTH = 80
# The first that matches is what a person would quote.
MESSAGES = (r"Kernel panic - not syncing: .*", r"kernel BUG at .*",
            r"BUG: .*", r"Oops: .*", r"general protection fault.*",
            r"Unable to handle kernel .*", r"Internal error: .*")
# Of the stage record, in the order of a crash.
STAGES = (
    ("trigger", "the crash path is entered"),
    ("registers", "the crashing CPU's registers are saved"),
    ("stopped", "the other CPUs are stopped"),
    ("verified", "the capture image is verified"),
    ("jump", "devices are quiet, the jump"),
    ("started", "the capture kernel's clock starts"),
    ("opened", "/proc/vmcore is opened"),
    ("first-byte", "its first byte is read"),
    ("last-byte", "its last byte is read"),
    ("closed", "it is closed"),
)

def size_text(size):
    for unit, scale in (("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)):
        if size >= scale:
            return f"{size / scale:.1f} {unit}"
    return f"{size} bytes"


def heading(text):
    return ["", text, "-" * len(text)]


def message(kernel):
    log = kernel.log()
    found = (re.search(pattern, line) for pattern in MESSAGES for line in log)
    return next((one[0] for one in found if one), "none in the kernel log")


def crash_time(dump):
    seconds = int(dump.vmcoreinfo().get("CRASHTIME", "0"))
    return time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(seconds))


def summary(kernel, dump, vmcore):
    status = vmcore.stat()
    cpu = kernel.cpu()
    rows = (
        ("kernel", dump.vmcoreinfo()["OSRELEASE"]),
        ("crashed at", crash_time(dump)),
        ("task", f"{kernel.comm()}, pid {kernel.pid()}, on CPU {cpu}"),
        ("message", message(kernel)),
        ("dump", f"{vmcore.name}, "
                 f"{size_text(status.st_size)} "
                 f"({size_text(status.st_blocks * 512)} on this disk)"),
    )
    return [f"{name:<12}{value}"[:WIDTH] for name, value in rows]


def timeline(record):
    """By the CPU's own clock, which runs through the crash."""
    if not record:
        return ["This kernel keeps no record of it."]
    lines, last = [], 0
    for stage, name in STAGES:
        value = record.get(stage, "-")
        if not value.isdigit():
            lines.append(f"{value:>12}     {name}")
            continue
        lines.append(f"{int(value) / 1000:12.3f} ms "
                     f"{(int(value) - last) / 1000:+13.3f}  {name}")
        last = int(value)
    return lines


def memory(record):
    """What the next crashkernel= can be chosen by."""
    total, least = record.get("memory", "-"), record.get("memory-least", "-")
    if not total.isdigit():
        return ["This kernel does not tell."]
    return [f"Of {size_text(int(total) << 10)} at least "
            f"{size_text(int(least) << 10)} were always to spare: kdump_size",
            f"takes \"-l {least}K\" for that."]


def left_out(console):
    """By what the filter of the capture kernel has counted."""
    stats, seconds = console.filter_stats(), console.saving_seconds()
    total = sum(stats.values())
    if not total:
        return ["Nothing."]
    lines = [f"{name:<14}{size_text(size):>12}{size / total:>8.1%}"
             f"   {'kept' if name == 'kernel' else 'left out'}"
             for name, size in stats.items() if size]
    if seconds:
        minutes = seconds * (1 << 40) / total / 60
        lines += ["", f"This emulated machine saved it in {seconds:.1f} s; 1 "
                  f"TiB as idle would take it {minutes:.0f} minutes."]
    return lines


def frames(kernel, dump, folder):
    """Of the crashed task, by who can tell them of this machine."""
    if dump.arch.stacks_by == "gdb":
        return gdb_frames(dump, folder / "vmcore", folder / "vmlinux")[0]
    return kernel.stack()


def stack(rows, tree):
    """Places inside the kernel tree, without the way to it."""
    rows = ((name, source.removeprefix(f"{tree}/").removeprefix("./"))
            for name, source in rows)
    return [f"#{number:<3} {name:<30} {source}"[:WIDTH]
            for number, (name, source) in enumerate(rows)]


def registers(kernel, dump):
    """The n-th note is of the n-th CPU that left one."""
    lines, arch = [], dump.arch
    shown = [name for name in arch.registers
             if name not in (arch.instruction_pointer, *arch.minor_registers)]
    for cpu, status in zip(kernel.noted_cpus(), dump.prstatus()):
        address = status.registers[arch.instruction_pointer]
        lines.append(f"CPU {cpu}, pid {status.pid}, at {address:016x} "
                     f"{kernel.symbol(address)}")
        for start in range(0, len(shown), 3):
            lines.append("  " + "  ".join(
                f"{name:>7} {status.registers[name]:016x}"
                for name in shown[start:start + 3]))
    return lines


def look_closer(folder, arch):
    """gdb has to be told of KASLR and of stacks: its script does."""
    script = os.path.relpath(GDB_SCRIPT, folder)
    return ["drgn -c vmcore -s vmlinux",
            f"{arch.gdb} -x {script} vmlinux vmcore"]


def build(folder, tree):
    """Of the dump in a folder; paths inside the kernel tree are shortened."""
    # drgn may have been installed a moment ago.
    from .vmcore_drgn import CrashedKernel
    vmcore = folder / "vmcore"
    dump = VmcoreFile(vmcore)
    kernel = CrashedKernel(vmcore, folder / "vmlinux")
    console = ConsoleLog(folder / "console.log")
    lines = ["A kernel crashed, and this is what it left", "=" * WIDTH, ""]
    lines += summary(kernel, dump, vmcore)
    lines += heading("From the trigger to the saved dump")
    lines += timeline(console.record())
    lines += heading("Memory of the capture kernel") + memory(console.record())
    lines += heading("What was left out of the dump") + left_out(console)
    lines += heading("Stack of the crashed task")
    lines += stack(frames(kernel, dump, folder), tree)
    lines += heading("Registers") + registers(kernel, dump)
    lines += heading("To look closer, in this folder")
    lines += look_closer(folder, dump.arch)
    return "\n".join(lines) + "\n"
