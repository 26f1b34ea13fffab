# SPDX-License-Identifier: GPL-2.0-only
"""Checks a dump on the host: one line for each fact, then a summary.

What is checked is what a dump is for: the file opens, every CPU and the pages
that were there before the crash are in it, and it shows who crashed and why.
"""
import os
import re
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from .case import all_pass, require
from .console_log import ConsoleLog
from .dump_tools import (check_gdb_stack, check_readelf, check_vmcore_dmesg,
                         gdb_at_offset, said_by)
from .report import STAGES
from .vmcore_file import MARKED, PT_NOTE, DumpError, VmcoreFile, marker_page

# Seconds of the guest from the trigger to the slowest watchdog's crash.
CRASH_WITHIN = 120

# What a capture kernel that is well never says, but of the kernel before it.
TROUBLE = re.compile(r"BUG:|WARNING:|Oops|Call Trace|general protection|stall")
# Nor does it matter that arm warns of CPUs in the device tree that nr_cpus= is less
# than, if it does not run on the first of them.
BEFORE = re.compile(r"kdump: the kernel before this one|guest: record |"
                    r"arm_dt_init_cpu_maps")
# What KASAN and lockdep say: they find mistakes beside the crash, too.
MISTAKE = re.compile(r"BUG: KASAN|possible (?:recursive|circular|irq|deadlock)|"
                     r"suspicious RCU|inconsistent lock|bad unlock balance|"
                     r"held lock freed|lock held when|sleeping function called|"
                     r"scheduling while atomic|using \S+ in preemptible")

# A filter's bit: memory of processes is left out.
USER_PAGES = 8


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What a dump must show, besides what each one must.

    stragglers      how many CPUs did not stop, besides those with registers
    text, also      in the kernel log
    message         in the stage record, instead of a line of the log
    symbol          where the registers of a CPU are
    function, gdb   on the crashed stack, as drgn and as gdb see it
    comm, pid       of the crashed task
    vmcoreinfo      KEY=VALUE in VMCOREINFO
    compare         whether the guest compared read() and mmap()
    lent            whether the capture kernel got what was lent to user space
    """
    stragglers: int = 0
    text: str = ""
    also: str = ""
    message: str = ""
    symbol: str = ""
    function: str = ""
    gdb: str = ""
    comm: str = ""
    pid: int | None = None
    vmcoreinfo: str = ""
    compare: bool = False
    lent: bool = False


@dataclass(frozen=True, kw_only=True)
class Wanted(Shown):
    """The same of one dump.

    console         the log of the guest that left it
    token           what its marker pages are made of
    cpus            how many have registers in it
    symbols         whether vmlinux has debug information
    filtered        whether makedumpfile wrote it, with a layout of its own
    level           of the filter, which left pages out
    unlisted        what /proc/iomem calls memory that the loader left out
    """
    console: Path
    token: str
    cpus: int
    symbols: bool = True
    filtered: bool = False
    level: int = 0
    unlisted: str = ""


class Facts:
    """What the checks look at; the parts that take time are made once."""

    def __init__(self, vmcore, vmlinux, wanted):
        self.vmcore = str(vmcore)
        self.vmlinux = str(vmlinux)
        self.wanted = wanted
        self.console = ConsoleLog(wanted.console)
        self.dump = VmcoreFile(vmcore)

    @cached_property
    def kernel(self):
        # Imported late: a machine without drgn fails these checks only.
        from .vmcore_drgn import CrashedKernel
        return CrashedKernel(self.vmcore, self.vmlinux)


def guest_finished(facts):
    require(facts.console.find("guest: dump complete"),
            "the guest did not say that the dump is complete")


def kernels_are_well(facts):
    started = [line.time for line in facts.console.lines
               if "Linux version" in line.text]
    for line in facts.console.lines:
        found = MISTAKE.search(line.text)
        if line.time >= started[-1] and not BEFORE.search(line.text):
            found = found or TROUBLE.search(line.text)
        require(not found, f"the console says '{line.text}'")


def file_has_its_size(facts):
    end = max(one.offset + one.file_size for one in facts.dump.segments)
    # Each segment is widened to whole pages.
    end += -end % facts.dump.page
    size = len(facts.dump.bytes)
    require(size == end, f"the segments end at {end}, the file at {size}")


def notes_are_merged(facts):
    kinds = [one.kind for one in facts.dump.segments]
    require(kinds.count(PT_NOTE) == 1 and kinds[0] == PT_NOTE,
            f"the kinds of the segments are {kinds}")


def memory_is_in_order(facts):
    """File ranges must not overlap, and keep the place inside a page."""
    end, page = 0, facts.dump.page
    for one in sorted(facts.dump.loads(), key=lambda one: one.offset):
        require(one.offset >= end, f"the segment at {one.offset:#x} begins "
                                   f"before the last one ends ({end:#x})")
        require(one.offset % page == one.physical % page,
                f"{one.physical:#x} is at {one.offset:#x} in the file")
        end = one.offset + one.file_size


def every_cpu_has_registers(facts):
    found = facts.dump.prstatus()
    require(len(found) == facts.wanted.cpus,
            f"{len(found)} NT_PRSTATUS, {facts.wanted.cpus} CPUs")
    for one in found:
        # The instruction pointer may be 0: that is how some crash.
        require(one.registers[facts.dump.arch.stack_pointer],
                "an NT_PRSTATUS without a stack pointer")


def release_is_right(facts):
    release = facts.dump.vmcoreinfo().get("OSRELEASE")
    booted = facts.console.release()
    require(release == booted, f"OSRELEASE is {release}, booted was {booted}")


def vmcoreinfo_says(facts):
    key, _, wanted = facts.wanted.vmcoreinfo.partition("=")
    found = facts.dump.vmcoreinfo().get(key)
    require(found == wanted, f"{key} is {found}, not {wanted}")


def crash_time_is_right(facts):
    time = int(facts.dump.vmcoreinfo().get("CRASHTIME", "0"))
    # The guest's own clock: on a busy host it may run away from the host's.
    start = facts.console.clock_at_trigger()
    end = start + CRASH_WITHIN
    require(start - 1 <= time <= end,
            f"CRASHTIME is {time}, the trigger was at {start}")


def markers_are_there(facts):
    token = int(facts.wanted.token, 16)
    pages = facts.console.markers()
    require(len(pages) >= 4, f"only {len(pages)} marker pages on the console")
    # They are a process's, so they may be where memory is lent to it.
    absent = facts.console.memory("lent") if facts.wanted.lent else []
    absent = absent + unlisted_memory(facts)
    for index, address in pages.items():
        if any(start <= address < end for start, end in absent):
            continue
        wanted = marker_page(token, index)
        if facts.wanted.level & USER_PAGES:
            wanted = bytes(MARKED)
        require(facts.dump.read_physical(address, MARKED) == wanted,
                f"marker page {index} at {address:#x} has other content")


def read_equals_mmap(facts):
    lines = [line.text for line in facts.console.lines
             if re.match(r"guest: (not )?ok - ", line.text)]
    bad = [line for line in lines if "not ok" in line]
    require(len(lines) == 3 and not bad, f"the guest said {bad or lines}")


def log_has_the_message(facts):
    for wanted in (facts.wanted.text, facts.wanted.also):
        require(not wanted or any(wanted in line
                                  for line in facts.kernel.log()),
                f"'{wanted}' is not in the kernel log of the dump")


def makedumpfile_filters_it(facts):
    """All pages, and only those that a person needs."""
    with tempfile.TemporaryDirectory() as folder:
        for level in ("0", "31"):
            small = os.path.join(folder, level)
            said_by("makedumpfile", "-l", "-d", level, facts.vmcore, small)
            require(os.path.getsize(small) > 0, f"-d {level} wrote nothing")


def unlisted_memory(facts):
    name = facts.wanted.unlisted
    return facts.console.memory(name) if name else []


def widened(start, end, page):
    return start - start % page, end + -end % page


def all_memory_is_there(facts):
    """System RAM, without what the capture kernel ran in."""
    # Such a header ends a byte before the memory does, inside of a page.
    page = facts.dump.page if facts.wanted.unlisted else 1
    covered = sorted(widened(one.physical, one.physical + one.memory_size, page)
                     for one in facts.dump.loads())
    own = facts.console.memory("Crash kernel")
    if facts.wanted.lent:
        own = own + facts.console.memory("lent")
    left_out = facts.dump.arch.left_out_ranges() + unlisted_memory(facts)
    for start, end in facts.console.memory("System RAM"):
        for left in without((start, end), left_out + own):
            for first, last in without(left, covered):
                raise DumpError(f"{first:#x} up to {last:#x} is missing")


def lent_memory_is_not(facts):
    """It is the capture kernel's, which has no more but the region."""
    lent = facts.console.memory("lent")
    require(lent, "nothing was lent")
    loads = [(one.physical, one.physical + one.memory_size)
             for one in facts.dump.loads()]
    for start, end in lent:
        left = without((start, end), loads)
        require(left == [(start, end)], f"of {start:#x}-{end:#x} the dump "
                                        f"has all but {left}")
    size = sum(end - start for start, end in lent)
    total = facts.console.capture_memory()
    require(total and total > 0.9 * size,
            f"{size} bytes were lent, the capture kernel has {total}")
    pages = int(facts.console.record()["lent"])
    require(pages * facts.dump.page == size,
            f"the stage record tells of {pages} lent pages")


def without(piece, taken):
    """The parts of (start, end) that no range of taken covers."""
    left = [piece]
    for start, end in taken:
        left = [part for low, high in left
                for part in ((low, min(high, start)), (max(low, end), high))
                if part[0] < part[1]]
    return left


def a_cpu_was_there(facts):
    wanted = facts.wanted.symbol
    pointer = facts.dump.arch.instruction_pointer
    found = [facts.kernel.symbol(one.registers[pointer])
             for one in facts.dump.prstatus()]
    require(any(name.startswith(wanted + "+") for name in found),
            f"the CPUs were in {found}")


def crashed_task_is_right(facts):
    for wanted, found in ((facts.wanted.comm, facts.kernel.comm()),
                          (facts.wanted.pid, facts.kernel.pid())):
        require(wanted in (None, "", found), f"it is {found}, not {wanted}")


def stack_shows_the_function(facts):
    names = [name for name, _ in facts.kernel.stack()]
    require(facts.wanted.function in names,
            f"the stack is {' < '.join(names[:12])}")


def record_is_in_the_dump(facts):
    """Its page belongs to the crashed kernel; only the guest knows the end."""
    address = int(facts.dump.vmcoreinfo()["KDUMP_RECORD"], 16)
    require(facts.dump.read_physical(address, 8) == b"KDUMPREC",
            f"there is no stage record at {address:#x}")


def record_tells_all_stages(facts):
    record = facts.console.record()
    # A filter may skip the last byte.
    reached = [(stage, record.get(stage, "-")) for stage, _ in STAGES
               if stage != "last-byte"]
    missing = [stage for stage, value in reached if not value.isdigit()]
    require(not missing, f"without a time: {', '.join(missing) or record}")
    times = [int(value) for _, value in reached]
    require(times == sorted(times), f"not in order: {reached}")
    stragglers = record["stragglers"].split()
    others = facts.wanted.cpus - 1 + facts.wanted.stragglers
    require(record["image"] == "good" and
            len(stragglers) == facts.wanted.stragglers and
            int(record["others"]) == others and
            record["release"] == facts.dump.vmcoreinfo()["OSRELEASE"],
            f"it says {record}")
    # What was said last before the crash, which is not always the text.
    message = record["message"]
    if facts.wanted.message:
        require(facts.wanted.message in message, f"it says '{message}'")
        return
    require(message and (not facts.wanted.symbols or
                         any(message in line for line in facts.kernel.log())),
            f"its message is '{message}', which is not in the log")


def gdb_opens_it(facts):
    said = gdb_at_offset(facts.dump, facts.vmcore, facts.vmlinux,
                         "print init_uts_ns.name.release", "info threads")
    release = facts.dump.vmcoreinfo()["OSRELEASE"]
    require(f'"{release}"' in said, said[-300:])
    threads = len(re.findall(r"(?m)^[* ] +\d+ ", said))
    # gdb tells threads apart by their pid, and every idle task has pid 0.
    pids = {one.pid for one in facts.dump.prstatus()}
    require(threads == len(pids),
            f"gdb shows {threads} threads, the CPUs ran {len(pids)} tasks")


def checks(facts):
    """(name, function) of each check that makes sense."""
    wanted = facts.wanted
    yield "the guest finished", guest_finished
    yield "no kernel made a mistake on the way", kernels_are_well
    if not wanted.filtered:
        yield "the file ends where its segments end", file_has_its_size
        yield "one PT_NOTE, and it is first", notes_are_merged
        yield "segments keep order and page offset", memory_is_in_order
        yield "all memory is in the dump", all_memory_is_there
        if wanted.lent:
            yield "lent memory is not in the dump", lent_memory_is_not
        yield ("readelf has nothing to say",
               lambda facts: check_readelf(facts.vmcore))
        # It is built for dumps of its own machine; guests have one, too.
        if not facts.dump.arch.is_foreign:
            yield "makedumpfile -d 0 and -d 31 work", makedumpfile_filters_it
    yield "one NT_PRSTATUS per CPU", every_cpu_has_registers
    yield "OSRELEASE is the kernel that was booted", release_is_right
    yield "CRASHTIME is when it crashed", crash_time_is_right
    if wanted.vmcoreinfo:
        yield f"vmcoreinfo says {wanted.vmcoreinfo}", vmcoreinfo_says
    there = "left out" if wanted.level & USER_PAGES else "in the dump"
    yield f"marker pages are {there}", markers_are_there
    if wanted.compare:
        yield "read() equals mmap()", read_equals_mmap
    if wanted.text:
        yield f"the log says '{wanted.text}'", log_has_the_message
        if not wanted.filtered:
            yield ("vmcore-dmesg says so, too",
                   lambda facts: check_vmcore_dmesg(facts.vmcore, wanted.text))
    if wanted.symbol:
        yield f"a CPU's registers are in {wanted.symbol}()", a_cpu_was_there
    if wanted.comm or wanted.pid is not None:
        yield "drgn names the crashed task", crashed_task_is_right
    by_gdb = facts.dump.arch.stacks_by == "gdb"
    if wanted.function and not by_gdb:
        yield (f"drgn's stack shows {wanted.function}",
               stack_shows_the_function)
    # The base kernel's own implementation keeps none.
    if "KDUMP_RECORD" in facts.dump.vmcoreinfo():
        yield "the stage record is in the dump", record_is_in_the_dump
        yield "the stage record tells all stages", record_tells_all_stages
    if wanted.symbols:
        yield "gdb opens it", gdb_opens_it
    function = wanted.gdb or (wanted.function if by_gdb else "")
    if function:
        yield (f"gdb_vmcore.py's stack shows {function}",
               lambda facts: check_gdb_stack(facts.dump, facts.vmcore,
                                             facts.vmlinux, function))


def check_dump(vmcore, vmlinux, wanted):
    """Prints a line for each fact; returns whether all are right."""
    try:
        facts = Facts(vmcore, vmlinux, wanted)
    except (OSError, ValueError, DumpError) as error:
        print(f"not ok - the dump opens\n# {error}\n0 passed, 1 failed")
        return False
    return all_pass((*check, facts) for check in checks(facts))
