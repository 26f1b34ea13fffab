# SPDX-License-Identifier: GPL-2.0-only
"""What a guest told about its reservation: the words, parsed.

guest_report.sh's report is a list of sections, one for each command: what it
said, and its status. Nothing here judges; reserve.py does.
"""
import re
from typing import NamedTuple

from .case import CaseError
from .console_log import ConsoleLog

MIB = 1 << 20
SUFFIXES = {"K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}

SECTION = re.compile(
    r"(?ms)^guest: begin ([^\n]*)\n(.*?)^guest: end \1 (\d+)$")
IOMEM = re.compile(r"( *)([0-9a-f]+)-([0-9a-f]+) : (.*)")
KERNEL_LINE = re.compile(r"\[ *\d+\.\d+\] (.*)")
# In the kernel's words: how large a range is, and what it is.
SIZED_RANGE = re.compile(r"(\d+ [KM]iB)[^:;,]*: 0x([0-9a-f]+)-0x([0-9a-f]+)")
# What the same words say of memory that is lent, up to the end of the line.
LENT = re.compile(r"; (?P<asked>crashkernel=\S+,cma: )?"
                  r"(?:(?P<size>\d+ [KM]iB)|nothing) lent to user space: "
                  r"(?P<ranges>0x[-0-9a-fx, ]+)?(?P<rest>.*)")
RANGE = re.compile(r"0x([0-9a-f]+)-0x([0-9a-f]+)")
HOLE = re.compile(r"the largest hole is (\d+ [KM]iB) at 0x([0-9a-f]+)")


class Range(NamedTuple):
    """The first address and the last, as it is printed."""
    start: int
    last: int

    @property
    def size(self):
        return self.last - self.start + 1

    def holds(self, other):
        return self.start <= other.start and other.last <= self.last

    def __str__(self):
        return f"{self.start:#x}-{self.last:#x}"


class Section(NamedTuple):
    name: str
    lines: list
    status: int

    @property
    def text(self):
        return "\n".join(self.lines)


class Resource(NamedTuple):
    """A line of /proc/iomem; parents are the names around it."""
    range: Range
    name: str
    parents: tuple


class State(NamedTuple):
    """What the guest looked like before any step, or after one."""
    iomem: list
    sentence: str
    size: int
    loaded: int
    memory: dict
    lent: list
    folder: list

    def named(self, name):
        return [one for one in self.iomem if one.name == name]

    def other_resources(self):
        return [one for one in self.iomem if one.name != "Crash kernel"]

    def crash_ranges(self):
        return [one.range for one in self.named("Crash kernel")]


def parse_size(text):
    """64M as users write it, "64 MiB" as the kernel does; 0x is hex."""
    text = text.replace(" ", "").removesuffix("iB")
    scale = SUFFIXES.get(text[-1:], 1)
    return int(text[:-1] if scale > 1 else text, 0) * scale


def named_ranges(text):
    """(size, range) of each that the kernel's words name, the main one last
    as in /proc/iomem: it is above the low one."""
    found = SIZED_RANGE.findall(LENT.sub("", text))
    return [(parse_size(size), Range(int(start, 16), int(last, 16)))
            for size, start, last in reversed(found)]


def lent_ranges(text):
    """(size, ranges) of what the kernel's words name as lent."""
    match = LENT.search(text)
    if not match or not match["size"]:
        return 0, []
    return parse_size(match["size"]), [
        Range(int(start, 16), int(last, 16))
        for start, last in RANGE.findall(match["ranges"])]


def parse_lent(lines):
    """Of kexec_crash_cma_ranges."""
    pairs = (line.split("-") for line in lines)
    return [Range(int(start, 16), int(last, 16)) for start, last in pairs]


def parse_iomem(lines):
    resources, names = [], []
    for line in lines:
        match = IOMEM.fullmatch(line)
        if not match:
            raise CaseError(f"no line of /proc/iomem: {line!r}")
        del names[len(match[1]) // 2:]
        resources.append(Resource(Range(int(match[2], 16), int(match[3], 16)),
                                  match[4], tuple(names)))
        names.append(match[4])
    return resources


# Lines of /proc/meminfo that say what is not free is used for.
USES = ("Buffers", "Cached", "SwapCached", "AnonPages", "Slab", "KernelStack",
        "PageTables", "SecPageTables", "Percpu")


def parse_memory(meminfo, kept):
    """Bytes in use and free by name; kept are free pages that zoneinfo counts
    apart, for they are at hand for one CPU."""
    memory = {name: int(kib) << 10
              for name, kib in re.findall(r"([\w()]+): +(\d+) kB", meminfo)}
    memory["kept"] = sum(
        int(pages) for pages in re.findall(r"count: (\d+)", kept)) << 12
    return memory


def known_memory(memory):
    """Bytes that are free, or of which the kernel says who has them."""
    return sum(memory.get(name, 0) for name in ("MemFree", "kept", *USES))


class Report:
    """The sections in the log that guest.py wrote, by what they are about.

    first is the state at boot; steps are (section, state after it).
    """

    def __init__(self, console):
        text = "\n".join(line.text for line in ConsoleLog(console).lines)
        self.sections = [Section(name, lines.splitlines(), int(status))
                         for name, lines, status in SECTION.findall(text)]
        states = self._read_states()
        self.first = states.pop(0)
        steps = [one for one in self.sections if one.name.startswith("step:")]
        self.steps = list(zip(steps, states, strict=True))

    def section(self, name):
        for one in self.sections:
            if one.name == name:
                return one
        raise CaseError(f"the guest's report has no {name!r}")

    def _read_states(self):
        names = ("iomem", "sentence", "size", "loaded", "memory", "kept",
                 "lent", "folder")
        parts = {name: [one for one in self.sections if one.name == name]
                 for name in names}
        if not parts["iomem"]:
            raise CaseError("the guest reported nothing")
        states = []
        for iomem, sentence, size, loaded, memory, kept, lent, folder in zip(
                *parts.values(), strict=True):
            states.append(State(
                parse_iomem(iomem.lines), sentence.text, int(size.text),
                int(loaded.text), parse_memory(memory.text, kept.text),
                parse_lent(lent.lines), folder.lines))
        return states

    def kernel_lines(self, name):
        """A section of kernel log, without the clock."""
        matches = (KERNEL_LINE.match(line)
                   for line in self.section(name).lines)
        return [match[1] for match in matches if match]

    def kdump_lines(self, name):
        return [line.removeprefix("kdump: ")
                for line in self.kernel_lines(name)
                if line.startswith("kdump: ")]
