# SPDX-License-Identifier: GPL-2.0-only
"""The console of a guest as guest.py wrote it: lines with host times."""
import re
from typing import NamedTuple

STAMPED = re.compile(r"\[ *(\d+\.\d+)\] (.*)")
STARTED = re.compile(r"guest started at (\d+\.\d+)")
KERNEL_CLOCK = re.compile(r"\[ *(\d+\.\d+)\] ")
MARKER = re.compile(r"guest: marker page (\d+) at 0x([0-9a-f]+)")
SAVED = re.compile(r"guest: saved (\d+) bytes")
CLOCK = re.compile(r"guest: clock (\d+)")
MEMORY = re.compile(r"guest: memory ([0-9a-f]+)-([0-9a-f]+) : (.+)")
RECORD = re.compile(r"guest: record (\S+) ?(.*)")
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

    def find(self, pattern, after=0.0):
        """The first match and its line, or (None, None)."""
        compiled = re.compile(pattern)
        for line in self.lines:
            match = compiled.search(line.text)
            if match and line.time >= after:
                return match, line
        return None, None

    def time_of(self, pattern, after=0.0):
        _, line = self.find(pattern, after)
        return line.time if line else None

    def started_at(self):
        """The host's wall clock when QEMU was started."""
        match, _ = self.find(STARTED)
        return float(match[1]) if match else None

    def ended_at(self):
        return self.started_at() + self.lines[-1].time

    def markers(self):
        """Page index -> physical address."""
        found = (MARKER.search(line.text) for line in self.lines)
        return {int(match[1]): int(match[2], 16) for match in found if match}

    def clock_at_trigger(self):
        """The guest's wall clock just before it was crashed."""
        match, _ = self.find(CLOCK)
        return int(match[1]) if match else None

    def memory(self, name):
        """(start, end) of each range that had this name in /proc/iomem."""
        found = (MEMORY.search(line.text) for line in self.lines)
        return [(int(match[1], 16), int(match[2], 16) + 1)
                for match in found if match and match[3] == name]

    def saved_size(self):
        match, _ = self.find(SAVED)
        return int(match[1]) if match else None

    def record(self):
        """The stage record as the capture kernel showed it: word -> value."""
        found = (RECORD.search(line.text) for line in self.lines)
        return {match[1]: match[2] for match in found if match}

    def release(self):
        match, _ = self.find(VERSION)
        return match[1] if match else None

    def capture_start(self):
        """When the capture kernel's clock was zero.

        Its first lines wait for the console driver and come late, all at
        once; the line that starts PID 1 is in time, and carries the clock.
        """
        lines = [line for line in self.lines
                 if "Run /init as init process" in line.text]
        if len(lines) < 2:
            return None
        clock = KERNEL_CLOCK.match(lines[1].text)
        return lines[1].time - float(clock[1]) if clock else None
