# SPDX-License-Identifier: GPL-2.0-only
"""The console of a guest as guest.py wrote it: lines with host times."""
import re
from typing import NamedTuple

STAMPED = re.compile(r"\[ *(\d+\.\d+)\] (.*)")
MARKER = re.compile(r"guest: marker page (\d+) at 0x([0-9a-f]+)")
SAVED = re.compile(r"guest: saved (\d+) bytes")
CLOCK = re.compile(r"guest: clock (\d+)")
MEMORY = re.compile(r"guest: memory ([0-9a-f]+)-([0-9a-f]+) : (.+)")
RECORD = re.compile(r"guest: record (\S+) ?(.*)")
STATS = re.compile(r"guest: filter_stats (\w+) (\d+) (\d+)")
CAPTURE_MEMORY = re.compile(r"guest: capture kernel has (\d+) kB")
TOOK = re.compile(r"guest: saving took from (\S+) to (\S+)")
VERSION = re.compile(r"Linux version (\S+)")


class Line(NamedTuple):
    time: float
    text: str


class ConsoleLog:
    """The lines of both boots; times are seconds since QEMU's start."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            matches = [STAMPED.fullmatch(line.rstrip("\n")) for line in file]
        self.lines = [Line(float(match[1]), match[2])
                      for match in matches if match]

    def matches(self, pattern):
        """Of all lines."""
        found = (re.search(pattern, line.text) for line in self.lines)
        return [match for match in found if match]

    def find(self, pattern):
        """The first match, or None."""
        return next(iter(self.matches(pattern)), None)

    def of_last_kernel(self):
        """The lines of the kernel that started last."""
        started = [number for number, line in enumerate(self.lines)
                   if VERSION.search(line.text)]
        return self.lines[started[-1]:] if started else []

    def markers(self):
        """Page index -> physical address."""
        return {int(match[1]): int(match[2], 16)
                for match in self.matches(MARKER)}

    def clock_at_trigger(self):
        """The guest's wall clock just before it was crashed: what the last one
        of several kernels said."""
        clocks = [int(match[1]) for match in self.matches(CLOCK)]
        return clocks[-1] if clocks else None

    def memory(self, name):
        """(start, end) of each range that had this name in /proc/iomem, by
        which driver it may have come."""
        return [(int(match[1], 16), int(match[2], 16) + 1)
                for match in self.matches(MEMORY)
                if re.fullmatch(rf"{name}( \(.*\))?", match[3])]

    def capture_memory(self):
        """Bytes that the capture kernel had; None if it was not told."""
        match = self.find(CAPTURE_MEMORY)
        return int(match[1]) << 10 if match else None

    def saved_size(self):
        match = self.find(SAVED)
        return int(match[1]) if match else None

    def filter_stats(self):
        """Bytes of each class, by name."""
        return {match[1]: int(match[3]) for match in self.matches(STATS)}

    def saving_seconds(self):
        """By the guest's clock; None if it was not told."""
        match = self.find(TOOK)
        return float(match[2]) - float(match[1]) if match else None

    def record(self):
        """The stage record as the capture kernel showed it: word -> value."""
        return {match[1]: match[2] for match in self.matches(RECORD)}

    def release(self):
        match = self.find(VERSION)
        return match[1] if match else None
