# SPDX-License-Identifier: GPL-2.0-only
"""What clients do with a dump on the host: one function for each row."""
import re

import kdumpfile
from drgn.helpers.linux.list import list_for_each_entry

from .. import dump_tools
from ..case import CaseError, require
from ..dump_tools import (check_gdb_stack, check_readelf, check_vmcore_dmesg,
                          said_by)
from .dump import (CPUS, COMM, FUNCTION, MESSAGE, MODULE, QUIET,
                  check_content, check_log, check_markers, check_stack,
                  check_tasks, rearrange)


def makedumpfile(*words):
    return said_by("makedumpfile", *QUIET, *words)


def says_and_wrote(said, crash, path, level):
    """Checks the content; if that fails, what the client said counts, too."""
    try:
        check_content(crash, path, level)
    except Exception as error:
        raise CaseError(f"{said} {type(error).__name__}: {error}") from error
    return said


def filter_by(form, level):
    """-E, -c or -l at a level."""
    def row(crash, work):
        out = work / "filtered"
        said = makedumpfile(form, "-d", level, crash.vmcore, out)
        return says_and_wrote(said, crash, out, level)
    return row


def flatten(form, level):
    """Through a pipe, as kdump-tools does it, and back."""
    def row(crash, work):
        flat, out = work / "flat", work / "rearranged"
        said = said_by("sh", "-c", '"$@" | cat >"$0"', flat, "makedumpfile",
                       *QUIET, "-F", form, "-d", level, crash.vmcore)
        said += rearrange(flat, out)
        return says_and_wrote(said, crash, out, level)
    return row


def split(crash, work):
    parts = [work / "part1", work / "part2"]
    said = makedumpfile("-l", "-d", 1, "--split", crash.vmcore, *parts)
    said += makedumpfile("--reassemble", *parts, work / "whole")
    return says_and_wrote(said, crash, work / "whole", 1)


def threads(crash, work):
    said = makedumpfile("-l", "-d", 1, "--num-threads", 2, crash.vmcore,
                        work / "out")
    return says_and_wrote(said, crash, work / "out", 1)


def filter_again(crash, work):
    makedumpfile("-l", "-d", 1, crash.vmcore, work / "first")
    said = makedumpfile("-l", "-d", 17, work / "first", work / "second")
    return says_and_wrote(said, crash, work / "second", 17)


def dump_dmesg(crash, work):
    said = makedumpfile("--dump-dmesg", crash.vmcore, work / "log")
    log = (work / "log").read_text(errors="replace")
    require(MESSAGE in log, f"it wrote {log[-200:]}")
    return said


def libkdumpfile(crash, _):
    dump = kdumpfile.kdumpfile(str(crash.vmcore))
    dump.attr["addrxlat.ostype"] = "linux"
    release = crash.vmcoreinfo["OSRELEASE"]
    address = int(crash.vmcoreinfo["SYMBOL(init_uts_ns)"], 16)
    found = dump.read(kdumpfile.KDUMP_KVADDR, address, 256)
    require(release.encode() in found, f"no {release} in init_uts_ns")
    for address, wanted in crash.markers:
        found = dump.read(kdumpfile.KDUMP_KPHYSADDR, address, len(wanted))
        require(found == wanted, f"other bytes at {address:#x}")


def by_drgn(check):
    """A row of drgn's, on the dump as cp wrote it."""
    return lambda crash, _: check(crash.kernel())


def drgn_modules(crash, _):
    program = crash.kernel().program
    modules = list_for_each_entry("struct module",
                                  program["modules"].address_of_(), "list")
    names = [module.name.string_().decode() for module in modules]
    require(names == [MODULE], f"the modules are {names}")


def gdb_at_offset(crash, *commands):
    return dump_tools.gdb_at_offset(crash.file, crash.vmcore, crash.vmlinux,
                                    *commands)


def gdb_registers(crash, _):
    """The same in gdb as in the notes; what it makes of pid 0 is known."""
    arch = crash.file.arch
    names = arch.instruction_pointer, arch.stack_pointer
    said = gdb_at_offset(crash, "thread apply all -q info registers "
                         + " ".join(names))
    found = {tuple(int(value, 16) for value in pair) for pair in re.findall(
        r"{} +(0x\w+).*\n{} +(0x\w+)".format(*names), said)}
    cpus = [(one.pid, tuple(one.registers[name] for name in names))
            for one in crash.file.prstatus()]
    require(len(cpus) == CPUS, f"{len(cpus)} CPUs have registers")
    wanted = {registers for pid, registers in cpus if pid}
    require(wanted <= found <= {registers for _, registers in cpus},
            f"gdb: {found}, the notes: {cpus}; {said}")
    return "" if all(pid for pid, _ in cpus) else "a CPU was idle"


def gdb_symbols(crash, _):
    said = gdb_at_offset(crash, "print init_uts_ns.name.release",
                         "info symbol &sysrq_handle_crash")
    require(f'"{crash.vmcoreinfo["OSRELEASE"]}"' in said and
            f"{FUNCTION} in section .text" in said, said[-300:])


def crash_says(*patterns, command="sys", options=(), dump=None):
    """crash(8): each pattern must be there, and no complaint."""
    def row(crash, work):
        path = crash.vmcore
        if dump:
            path = work / "small"
            makedumpfile(*dump, crash.vmcore, path)
        (work / "input").write_text(f"set scroll off\n{command}\nquit\n")
        said = said_by("crash", *options, "-i", work / "input",
                       crash.vmlinux, path)
        after = said.partition(f"crash> {command}")[2]
        require(after, f"it did not come to '{command}': {said[-500:]}")
        for pattern in patterns:
            require(re.search(pattern, after),
                    f"no '{pattern}' in {after[:300]} ... {after[-300:]}")
        # What it says of the dump itself counts once, when it starts.
        heard = after if command != "sys" else said.partition("apropos")[2]
        bad = re.search(r"(?mi)^.*(warning|error|cannot|invalid|fail).*$",
                        heard)
        require(not bad or command == "log", bad and bad[0])
    return row


# Who called the function that crashed: crash(8) leaves out a frame whose last
# instruction was the call.
CALLER = "__handle_sysrq"

CRASH_ROWS = (
    ("starts, sys", crash_says(rf"PANIC: .*{MESSAGE}", r"CPUS: 2",
                               r"STATE: TASK_RUNNING \(PANIC\)|TASKS: ")),
    ("bt", crash_says(CALLER, command="bt")),
    ("bt -a", crash_says(CALLER, r"CPU: 0", r"CPU: 1", command="bt -a")),
    ("ps", crash_says(rf"(?m)^> +\d+ .* {COMM}\s*$", r"kthreadd", r"marker",
                      command="ps")),
    ("log", crash_says(MESSAGE, command="log")),
    ("kmem -i", crash_says(r"TOTAL MEM +\d+ +3\d\d\.?\d* MB", r"FREE ",
                           command="kmem -i")),
    ("mod", crash_says(MODULE, command="mod")),
    ("vm", crash_says(r"PGD +RSS", r"bin/busybox", command="vm 1")),
    ("foreach bt", crash_says(r"COMMAND: \"kthreadd\"", CALLER,
                              r"COMMAND: \"marker\"", command="foreach bt")),
    ("bt, of makedumpfile -l -d 1",
     crash_says(CALLER, command="bt", dump=("-l", "-d", 1))),
    ("told of KASLR, bt", crash_says(CALLER, command="bt",
                                    options=("--kaslr=auto",))),
    ("--minimal log",
     crash_says(MESSAGE, command="log",
                options=("--minimal", "--kaslr=auto"))),
)

ROWS = (
    *((f"makedumpfile {form} -d {level}", filter_by(form, level))
      for form in ("-E", "-c", "-l") for level in (0, 1, 16, 31)),
    ("makedumpfile -l -d 23", filter_by("-l", 23)),
    *((f"makedumpfile -F {form} -d 31, then -R", flatten(form, 31))
      for form in ("-E", "-c", "-l")),
    ("makedumpfile --split, --reassemble", split),
    ("makedumpfile --num-threads 2", threads),
    ("makedumpfile of its own -l -d 1", filter_again),
    ("makedumpfile --dump-dmesg", dump_dmesg),
    ("vmcore-dmesg",
     lambda crash, _: check_vmcore_dmesg(crash.vmcore, MESSAGE)),
    ("readelf", lambda crash, _: check_readelf(crash.vmcore)),
    ("libkdumpfile", libkdumpfile),
    ("drgn: the crashed thread's stack", by_drgn(check_stack)),
    ("drgn: tasks, their stacks", by_drgn(check_tasks)),
    ("drgn: dmesg", by_drgn(check_log)),
    ("drgn: physical memory",
     lambda crash, _: check_markers(crash, crash.kernel())),
    ("drgn: modules", drgn_modules),
    ("gdb: registers of every CPU", gdb_registers),
    ("gdb: symbols, told of KASLR", gdb_symbols),
    ("gdb: stack, by gdb_vmcore.py", lambda crash, _: check_gdb_stack(
        crash.file, crash.vmcore, crash.vmlinux, FUNCTION)),
    *((f"crash: {name}", row) for name, row in CRASH_ROWS),
)

# Those of make test: a dump in each form, and each debugger once.
CORE_ROWS = re.compile(
    r"makedumpfile (-[Ecl] -d 31|-F -l)|vmcore-dmesg|libkdumpfile|"
    r"drgn: (the crashed|tasks|kdump_save)|gdb: |"
    r"crash: (starts|bt$|kdump_save)")
