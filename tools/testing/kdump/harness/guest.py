# SPDX-License-Identifier: GPL-2.0-only
"""Boots a guest, follows its console, and says how it ended.

Each console line goes into the log with the seconds since the start in front:
both kernels and the host then share one clock. The guest is ended when it is
silent for too long; it never outlives this program.
"""
import enum
import json
import os
import re
import select
import shlex
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from .arch import Arch

COMPLETE = re.compile("guest: (dump|report) complete")
# What else QEMU's monitor can do: plug memory, press keys, break the line.
WANTS = re.compile(r"guest: please ask the monitor: (.+)")
WANTS_TYPED = re.compile(r"guest: please type: (.+)")
PROGRESS = re.compile(r"guest: saving \[")
# Escape sequences that firmware and consoles send, and carriage returns.
NOISE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1bc|\r")

# One thread runs all CPUs in turns, and time that a guest sleeps is skipped.
COUNTING = ["-accel", "tcg,thread=single", "-icount", "shift=0,sleep=off"]
FREE_RUNNING = ["-accel", "tcg,thread=multi"]


class End(enum.IntEnum):
    """How a guest ended."""
    COMPLETE = 0    # it said that the dump, or the report, is complete
    FAILED = 1      # QEMU could not be started, or failed
    OTHERWISE = 3   # by itself with another last word, see the log
    SILENT = 4      # it was silent for too long
    LATE = 5        # it took too long in all


class Monitor:
    """QEMU's control socket, opened for each command."""

    def __init__(self, path):
        self.path = path
        self.keyboard = None

    def execute(self, command, **arguments):
        """Returns what the command returned."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(10)
            connection.connect(self.path)
            stream = connection.makefile("rw")
            stream.readline()
            self.ask(stream, "qmp_capabilities", {})
            return self.ask(stream, command, arguments)

    @staticmethod
    def ask(stream, command, arguments):
        stream.write(json.dumps({"execute": command,
                                 "arguments": arguments}) + "\n")
        stream.flush()
        while "return" not in (answer := json.loads(stream.readline())):
            if "error" in answer:
                raise RuntimeError(f"{command}: {answer['error']['desc']}")
        return answer["return"]

    def serve(self, line):
        """Does what the guest asks for on its console; returns the answer."""
        if match := WANTS.search(line):
            return self.execute("human-monitor-command",
                                **{"command-line": match[1]}).strip()
        elif match := WANTS_TYPED.search(line):
            self.keyboard.write(match[1].encode())
            self.keyboard.flush()
        return ""

    def nudge(self):
        """Makes QEMU give the next CPU its turn."""
        self.execute("stop")
        self.execute("cont")


class Console:
    """Complete lines with their times, into the log and onto the screen."""

    def __init__(self, log, show):
        self.log = log
        self.show = re.compile(show) if show else None
        self.start = time.monotonic()
        self.partial = ""
        self.in_place = False

    def feed(self, data):
        """Returns the lines that data completed."""
        text = self.partial + NOISE.sub("", data.decode(errors="replace"))
        *lines, self.partial = text.split("\n")
        for line in lines:
            self.put(line)
        return lines

    def put(self, line):
        stamp = time.monotonic() - self.start
        self.log.write(f"[{stamp:9.3f}] {line}\n")
        self.log.flush()
        if self.show and self.show.search(line):
            self.display(stamp, line)

    def display(self, stamp, line):
        """A progress bar moves in place on a terminal."""
        moving = bool(PROGRESS.match(line)) and sys.stdout.isatty()
        if self.in_place:
            print("\r\x1b[K" if moving else "", end="" if moving else "\n")
        print(f"  {stamp:6.1f} s  {line.removeprefix('guest: ')}",
              end="" if moving else "\n", flush=True)
        self.in_place = moving

    def close(self):
        if self.partial:
            self.put(self.partial)
        if self.in_place:
            print()


@dataclass
class Guest:
    """A machine that is not switched on yet.

    append    the kernel's command line, see Arch.command_line()
    memory    QEMU's -m; for hotplug with ,slots=,maxmem=
    nodes     NUMA nodes: the part of the memory that each has
    icount    its clocks count instructions: a nanosecond each
    qemu      more options for QEMU, in words of a shell
    disk      raw file to be the machine's disk, and
    disk_device   QEMU's words for that, if they are not the machine's
    silence   seconds without a word that end it, and limit the seconds in all
    show      pattern of the console lines to print, too
    """
    arch: Arch
    kernel: Path
    initrd: Path
    append: str
    memory: str = "512M"
    nodes: tuple = ()
    cpus: int = 2
    cpu: str = ""
    machine: str = ""
    icount: bool = False
    qemu: tuple = ()
    disk: Path | None = None
    disk_device: str = ""
    silence: float = 60
    limit: float = 300
    show: str = ""

    def command(self, monitor_path):
        command = [
            self.arch.qemu, "-machine", self.machine or self.arch.machine,
            *(COUNTING if self.icount else FREE_RUNNING),
            "-cpu", self.cpu or self.arch.cpu, "-smp", str(self.cpus),
            "-m", self.memory, "-nodefaults", "-no-user-config",
            "-display", "none", "-serial", "stdio",
            "-qmp", f"unix:{monitor_path},server=on,wait=off",
            # A jump into the capture kernel is no reset; a reset is the end.
            "-no-reboot",
            "-kernel", str(self.kernel), "-initrd", str(self.initrd),
            "-append", self.append,
        ]
        for number, size in enumerate(self.nodes):
            command += [
                "-object", f"memory-backend-ram,id=node{number},size={size}",
                "-numa", f"node,nodeid={number},memdev=node{number}"]
        for words in self.qemu:
            command += shlex.split(words)
        if self.disk:
            command += ["-drive", f"file={self.disk},if=none,id=disk,"
                                  "format=raw,cache=unsafe",
                        "-device", f"{self.disk_device or self.arch.disk},drive=disk"]
        return command

    def boot(self, console_path):
        """Runs it to its end, with the console in a file; returns End."""
        with tempfile.TemporaryDirectory() as folder, \
                open(console_path, "w", encoding="utf-8") as log:
            monitor = Monitor(os.path.join(folder, "monitor"))
            console = Console(log, self.show)
            console.put(f"guest started at {time.time():.3f}")
            try:
                qemu = subprocess.Popen(self.command(monitor.path),
                                        stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT)
            except OSError as error:
                print(f"cannot start QEMU: {error}", file=sys.stderr)
                return End.FAILED
            try:
                monitor.keyboard = qemu.stdin
                return self._follow(qemu, console, monitor)
            finally:
                qemu.kill()
                qemu.wait()
                console.close()

    def _follow(self, qemu, console, monitor):
        """Until the guest ends, or has to be ended.

        With icount, a CPU that waits and neither pauses nor sleeps has all
        turns; so Linux 6.1 waits for the next CPU while it boots. What is
        measured comes after the guest's first words.
        """
        complete = False
        starving = self.icount and self.cpus > 1
        last = time.monotonic()
        while True:
            ready, _, _ = select.select([qemu.stdout], [], [], 0.5)
            now = time.monotonic()
            if ready:
                data = os.read(qemu.stdout.fileno(), 65536)
                if not data:
                    break
                last = now
                for line in console.feed(data):
                    starving = starving and "guest: " not in line
                    complete = complete or bool(COMPLETE.search(line))
                    if answer := monitor.serve(line):
                        console.put(f"the monitor says {answer}")
            elif starving:
                monitor.nudge()
            if now - last > self.silence:
                console.put(f"silent for {self.silence} s, ended")
                return End.SILENT
            if now - console.start > self.limit:
                console.put(f"not done in {self.limit} s, ended")
                return End.LATE
        if qemu.wait(10) != 0:
            return End.FAILED
        return End.COMPLETE if complete else End.OTHERWISE
