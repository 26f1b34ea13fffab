#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Boots a guest, follows its console, and says how it ended.

Each console line goes into the log with the seconds since the start in front:
both kernels and the host then share one clock. The guest is ended when it is
silent for too long; it never outlives this program.

With --icount the guest's clocks count instructions: a nanosecond each.

Exit status: 0  the guest said that the dump, or the report, is complete
             1  QEMU could not be started, or failed
             2  wrong usage
             3  the guest ended by itself with another last word, see the log
             4  the guest was silent for too long
             5  the guest took too long in all
"""
import argparse
import json
import os
import re
import select
import shlex
import signal
import socket
import subprocess
import sys
import tempfile
import time

COMPLETE = re.compile("guest: (dump|report) complete")
WANTS_NMI = "guest: please inject an NMI"
# What else QEMU's monitor can do: plug memory, press keys, break the line.
WANTS = re.compile(r"guest: please ask the monitor: (.+)")
WANTS_TYPED = re.compile(r"guest: please type: (.+)")
PROGRESS = re.compile(r"guest: saving \[")
# Escape sequences that firmware and consoles send, and carriage returns.
NOISE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1bc|\r")


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
        if WANTS_NMI in line:
            self.execute("inject-nmi")
        elif match := WANTS.search(line):
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


# One thread runs all CPUs in turns, and time that a guest sleeps is skipped.
COUNTING = ["-accel", "tcg,thread=single", "-icount", "shift=0,sleep=off"]
FREE_RUNNING = ["-accel", "tcg,thread=multi"]


def qemu_command(options, monitor_path):
    command = [
        "qemu-system-x86_64",
        *(COUNTING if options.icount else FREE_RUNNING),
        "-cpu", options.cpu, "-smp", str(options.cpus),
        "-m", str(options.memory), "-nodefaults", "-no-user-config",
        "-display", "none", "-serial", "stdio",
        "-qmp", f"unix:{monitor_path},server=on,wait=off",
        # A jump into the capture kernel is no reset; a reset is the end.
        "-no-reboot",
        "-kernel", options.kernel, "-initrd", options.initrd,
        "-append", options.append,
    ]
    for number, size in enumerate(options.node):
        command += [
            "-object", f"memory-backend-ram,id=node{number},size={size}",
            "-numa", f"node,nodeid={number},memdev=node{number}"]
    for words in options.qemu:
        command += shlex.split(words)
    if options.disk:
        command += ["-drive", f"file={options.disk},if=virtio,format=raw,"
                              "cache=unsafe"]
    return command


def follow(qemu, console, monitor, options):
    """Returns the exit status of this program.

    With --icount, a CPU that waits and neither pauses nor sleeps has all turns;
    so Linux 6.1 waits for the next CPU while it boots. What is measured comes
    after the guest's first words.
    """
    complete = False
    starving = options.icount and options.cpus > 1
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
                    console.put(f"run_guest: the monitor says {answer}")
        elif starving:
            monitor.nudge()
        if now - last > options.silence:
            console.put(f"run_guest: silent for {options.silence} s, ended")
            return 4
        if now - console.start > options.limit:
            console.put(f"run_guest: not done in {options.limit} s, ended")
            return 5
    if qemu.wait(10) != 0:
        return 1
    return 0 if complete else 3


def run(options):
    with tempfile.TemporaryDirectory() as folder, \
            open(options.console, "w", encoding="utf-8") as log:
        monitor_path = os.path.join(folder, "monitor")
        console = Console(log, options.show)
        console.put(f"run_guest: started at {time.time():.3f}")
        try:
            # pylint: disable-next=consider-using-with
            qemu = subprocess.Popen(qemu_command(options, monitor_path),
                                    stdin=subprocess.PIPE,
                                    stdout=subprocess.PIPE,
                                    stderr=subprocess.STDOUT)
        except OSError as error:
            print(f"run_guest: cannot start QEMU: {error}", file=sys.stderr)
            return 1
        try:
            monitor = Monitor(monitor_path)
            monitor.keyboard = qemu.stdin
            return follow(qemu, console, monitor, options)
        finally:
            qemu.kill()
            qemu.wait()
            console.close()


def main():
    parser = argparse.ArgumentParser(
        description="Boots a guest and follows its console.")
    parser.add_argument("--kernel", required=True)
    parser.add_argument("--initrd", required=True)
    parser.add_argument("--append", default="")
    parser.add_argument("--memory", default="512M",
                        help="QEMU's -m; for hotplug with ,slots=,maxmem=")
    parser.add_argument("--node", action="append", default=[], metavar="SIZE",
                        help="a NUMA node with this part of the memory")
    parser.add_argument("--cpus", type=int, default=2)
    parser.add_argument("--cpu", default="max", help="QEMU's CPU model")
    parser.add_argument("--icount", action="store_true",
                        help="make a nanosecond an instruction")
    parser.add_argument("--qemu", action="append", default=[],
                        metavar="WORDS", help="more options for QEMU")
    parser.add_argument("--disk", help="raw file to be /dev/vda")
    parser.add_argument("--console", required=True, help="the log to write")
    parser.add_argument("--silence", type=float, default=60)
    parser.add_argument("--limit", type=float, default=300)
    parser.add_argument("--show", help="pattern of the lines to print, too")
    # Python dies of these without a word to "finally", and QEMU would stay.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    return run(parser.parse_args())


if __name__ == "__main__":
    sys.exit(main())
