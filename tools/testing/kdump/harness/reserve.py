# SPDX-License-Identifier: GPL-2.0-only
"""Boots guests with every crashkernel= of reserve_cases.py.

What the kernel says about it in the log and in sysfs, /proc/iomem and kexec(8)
must tell the same story, and it must be the one of the row.
"""
import re
from dataclasses import dataclass

from . import initramfs
from .case import Case, require
from .guest import End, Guest
from .kernel import Kernel
from .reserve_report import (HOLE, MIB, Range, Report, known_memory,
                             lent_ranges, named_ranges, parse_size)
from .settings import tail
from .suite import Suite

# The test kernel loads into this much, and not into that; of some machines into
# what is between them.
LOADABLE = 64 * MIB
NOT_LOADABLE = 4 * MIB
# What a step needs itself, and what the kernel takes meanwhile without a line
# in /proc/meminfo.
NOISE = 8 * MIB

WANTED = re.compile(r"(?P<size>\w+)(?::(?P<place>low|high)|@(?P<at>\w+))"
                    r"(?:\+(?P<low>\w+))?(?P<lent>(?:~\w+)*)")
IGNORED = re.compile(r"(?P<asked>.*): ignored: column (?P<column>\d+): "
                     r"expected \S.*")
UNWELL = re.compile(r"WARNING:|BUG:|kernel BUG|Oops|Call Trace|Bad page")
# What kexec(8), the log or a write say.
TOO_SMALL = r"no room|free area|Cannot assign|Could not find|Cannot load"
NOTHING = "not reserved|nothing reserved"
# What is said where a reservation was not even tried.
NOT_WANTED = {
    "zero": ": nothing reserved: its size for this machine is 0",
    "uncovered": ": nothing reserved: none of its ranges covers",
    "lonely": "alone reserves nothing",
}
ERRORS = {"EINVAL": "Invalid argument", "ENOENT": "No such file or directory"}


@dataclass(frozen=True, kw_only=True)
class ReserveCase(Case):
    """A guest that does not crash.

    words   for its command line
    want    a word for each line of the log:
                ignored:17         a parameter was refused, for column 17
                128M:low           128 MiB were reserved as 32-bit devices
                                   want it, or :high above;
                128M@1G            or exactly there;
                128M:high+64M      each with so much low memory beside it;
                128M:low~1G        and so much is lent to user space;
                128M:low~64M~32M   in such pieces
                128M:low|128M@1G   one or the other
                nothing            nothing could be reserved
                zero               nothing was to be reserved: the size is 0
                uncovered          or all ranges are for other machines
                lonely             there is only a size,low
    says    a pattern that the last line must show
    nodes   NUMA nodes and their memory in MiB, ',' between them
    steps   what the guest does then, see guest_report.sh. A load must work if
            there is room for it. What is written to kexec_crash_size is
            followed by what must come of it: >EINVAL, >ENOENT, or the sizes
            that are left, the main one and the low one: >172M+128M
    """
    words: str
    want: str
    says: str = ""
    nodes: str = ""
    steps: str = "load-c unload load-s unload"
    cpus: int = 1

    def node_sizes(self):
        return [f"{size}M" for size in self.nodes.split(",") if size]


class Checks:
    """Counts what was looked at, and tells what was wrong."""

    def __init__(self, case, report, arch):
        self.case = case
        self.report = report
        self.arch = arch
        # Control characters are kept out of the log.
        self.words = re.sub(r"[\x00-\x1f]", "?", case.words)
        self.count = 0
        self.failed = 0

    def that(self, good, *words):
        self.count += 1
        if not good:
            self.failed += 1
            print("wrong:", *words)

    def same(self, found, wanted, what):
        self.that(found == wanted, f"{what}: {found!r}, not {wanted!r}")

    def log(self):
        """One line for each wanted word; the last is in sysfs, too."""
        lines, wants = self.report.kdump_lines("log"), self.case.want.split()
        self.same(len(lines), len(wants), f"number of kdump: lines in {lines}")
        for line, want in zip(lines, wants):
            kind, _, value = want.partition(":")
            if kind == "ignored":
                self.ignored(line, int(value))
            elif kind == "nothing":
                self.that("nothing reserved; " in line,
                          f"nothing should be reserved, but: {line!r}")
            elif kind in NOT_WANTED:
                self.that(NOT_WANTED[kind] in line,
                          f"should be told as {kind}, but: {line!r}")
            else:
                self.asked_for(line, line.partition(": reserved ")[0])
            self.holes(line)
        last = lines[-1] if lines else "nothing reserved: no crashkernel= given"
        self.same(self.report.first.sentence, last, "sysfs")
        self.that(re.search(self.case.says, last),
                  f"no words {self.case.says!r} in {last!r}")

    def ignored(self, line, column):
        match = IGNORED.fullmatch(line)
        self.that(match, f"column {column} should be refused, but: {line!r}")
        if match:
            self.same(int(match["column"]), column, f"the column in {line!r}")
            self.asked_for(line, match["asked"])

    def asked_for(self, line, asked):
        self.that(asked in self.words, f"not asked for: {line!r}")

    def holes(self, line):
        """A hole that the kernel names is RAM."""
        ram = [one.range for one in self.report.first.named("System RAM")
               if not one.parents]
        for size, start in HOLE.findall(line):
            start = int(start, 16)
            hole = Range(start, start + parse_size(size) - 1)
            self.that(any(one.holds(hole) for one in ram),
                      f"the hole {hole} is no RAM")

    def first_state(self):
        state = self.report.first
        ranges = state.crash_ranges()
        self.agreement(state, "boot")
        for one in state.named("Crash kernel"):
            self.same(one.parents, ("System RAM",), f"what is around {one}")
        self.same(self.report.section("ckr-size").text,
                  str(ranges[-1].size if ranges else 0),
                  "kexec --print-ckr-size")
        wants = [WANTED.fullmatch(one) for one in
                 (self.case.want.split() or [""])[-1].split("|")]
        if all(wants):
            self.that(any(self.is_reserved(ranges, want) for want in wants),
                      f"{self.case.want} should be reserved, but there is "
                      f"{[str(one) for one in ranges]}")
        else:
            self.same(ranges, [], "Crash kernel in /proc/iomem")
        sizes = [want["lent"] for want in wants if want] or [""]
        self.same([one.size for one in state.lent],
                  [parse_size(size) for size in sizes[0].split("~")[1:]],
                  "sizes of what is lent")
        self.lent_is_ram(state)

    def lent_is_ram(self, state):
        """Nothing else is there, and no name is on it, but where all is named
        that was taken while the kernel booted."""
        ram = [one.range for one in state.named("System RAM")]
        others = [one for one in state.iomem if one.parents
                  and one.name not in ("System RAM", "reserved")]
        for lent in state.lent:
            self.that(any(one.holds(lent) for one in ram),
                      f"lent {lent} is no RAM")
            self.that(not any(one.range.start <= lent.last and
                              lent.start <= one.range.last for one in others),
                      f"/proc/iomem has a name for what is in {lent}")

    def is_reserved(self, ranges, want):
        """Sizes, place and alignment of one of the wanted reservations."""
        sizes = [parse_size(want[name]) for name in ("low", "size")
                 if want[name]]
        if [one.size for one in ranges] != sizes:
            return False
        start, low_end = ranges[-1].start, self.arch.low_end
        if want["at"]:
            placed = start == parse_size(want["at"])
        else:
            placed = (start >= low_end) == (want["place"] == "high")
        return (placed and start % self.arch.align == 0 and
                all(one.last < low_end for one in ranges[:-1]))

    def agreement(self, state, when):
        """The kernel's words, /proc/iomem and kexec_crash_size."""
        ranges = state.crash_ranges()
        self.same(named_ranges(state.sentence),
                  [(one.size, one) for one in ranges], f"sysfs after {when}")
        self.same(state.size, sum(one.size for one in ranges),
                  f"kexec_crash_size after {when}")
        self.same(state.folder, [str(state.loaded), str(state.size),
                                 *(f"{one.start:08x}-{one.last:08x}"
                                   for one in state.lent)],
                  f"/sys/kernel/kexec after {when}")
        self.same(lent_ranges(state.sentence),
                  (sum(one.size for one in state.lent), state.lent),
                  f"lent memory in sysfs after {when}")

    def steps(self):
        before = self.report.first
        for word, (section, state) in zip(self.case.steps.split(),
                                          self.report.steps, strict=True):
            step, _, outcome = word.partition(">")
            self.same(section.name, f"step:{step}", "the step")
            if outcome:
                self.write(step, outcome, section, before, state)
            else:
                self.other(step, section, before, state)
            self.agreement(state, step)
            self.memory(step, before, state)
            before = state

    def step_says(self, section, error):
        self.that((section.status != 0) == bool(error),
                  f"{section.name}: status {section.status}: "
                  f"{section.text!r}")
        self.that(re.search(error, section.text), f"{section.name}: not the "
                  f"words {error!r}: {section.text!r}")

    def write(self, step, outcome, section, before, state):
        """What is left begins where it began."""
        self.step_says(section, ERRORS.get(outcome, ""))
        self.same(state.loaded, before.loaded, f"loaded after {step}")
        ranges = state.crash_ranges()
        if outcome in ERRORS:
            self.same(ranges, before.crash_ranges(), f"ranges after {step}")
            return
        sizes = [parse_size(size) for size in reversed(outcome.split("+"))
                 if size != "0"]
        self.same([one.size for one in ranges], sizes, f"sizes after {step}")
        starts = [one.start for one in before.crash_ranges()]
        self.same([one.start for one in ranges], starts[:len(ranges)],
                  f"starts after {step}")

    def other(self, step, section, before, state):
        ranges = before.crash_ranges()
        loaded, error = before.loaded, ""
        if step == "unload":
            loaded = 0
        elif step.startswith("load-") and not ranges:
            error = NOTHING
        elif step.startswith("load-") and ranges[-1].size < LOADABLE and not (
                state.loaded and ranges[-1].size > NOT_LOADABLE):
            error = TOO_SMALL
        elif step.startswith("load-"):
            loaded = 1
        self.step_says(section, error)
        self.same(state.loaded, loaded, f"kexec_crash_loaded after {step}")
        self.same(state.crash_ranges(), ranges, f"ranges after {step}")

    def memory(self, step, before, state):
        """All else stays where it was, and what is given back can be used."""
        first = self.report.first
        changed = set(first.other_resources()) ^ set(state.other_resources())
        self.that(not changed, f"/proc/iomem after {step}: changed: "
                  f"{[f'{one.range} {one.name}' for one in changed]}")
        self.same(state.memory["MemTotal"] - first.memory["MemTotal"],
                  first.size - state.size, f"MemTotal's growth until {step}")
        freed = before.size - state.size
        grown = known_memory(state.memory) - known_memory(before.memory)
        if freed:
            changed = dict(state.memory.items() - before.memory.items())
            self.that(abs(grown - freed) < NOISE, f"{step}: {freed} bytes "
                      f"given back, known memory grew by {grown}: now {changed}, "
                      f"before {before.memory}")
            print(f"{step}: {freed} bytes given back, known memory + {grown}")

    def all(self):
        self.log()
        self.first_state()
        self.steps()
        last = len(self.case.node_sizes()) - 1
        self.same(self.report.section("nodes").text,
                  f"0-{last}" if last > 0 else "0", "NUMA nodes")
        for name in ("log", "later-log"):
            for line in self.report.kernel_lines(name):
                self.that(not UNWELL.search(line), f"the log has {line!r}")
        print(self.report.first.sentence)
        print(f"{self.count} checks, {self.failed} failed")
        return not self.failed


class ReserveSuite(Suite):
    """What a case leaves is in reserve/NUMBER."""
    name = "reserve"

    def all_cases(self):
        # The table needs the class of its rows.
        from .reserve_cases import TABLE
        return TABLE.cases

    def prepare(self):
        self.kernel = Kernel(self.settings).build()
        self.first = initramfs.build(
            self.settings.out / "test/reserve/guest", self.settings.arch,
            self.kernel.image, ("kexec", "makedumpfile"))

    def run_case(self, case, folder):
        arch, log = self.settings.arch, folder / "console.log"
        steps = ",".join(step.partition(">")[0] for step in
                         case.steps.split())
        # What ends the command line, or the line, comes last.
        words = arch.command_line("guest.trigger=report",
                                  f"guest.steps={steps}", case.words)
        end = Guest(arch, self.kernel.image, self.first, words,
                    f"{case.memory}M", tuple(case.node_sizes()), case.cpus,
                    qemu=(arch.nokaslr,) if "nokaslr" in case.words else (),
                    limit=120).boot(log)
        require(end == End.COMPLETE,
                f"no report, {end!r}; the console:\n{tail(log)}")
        return Checks(case, Report(log), arch).all()
