# SPDX-License-Identifier: GPL-2.0-only
"""The parsers of foreign bytes, fed with whatever libFuzzer comes up with.

The targets are fuzz/fuzz_TARGET.c, compiled for 64 bits and, for a quarter of
the time, for 32. What led to new code is kept in KDUMP_CACHE/fuzz/TARGET and is
where the next run starts; what failed is kept in build/fuzz/.
"""
import errno
import os
import re
import subprocess

from . import fuzz_seeds
from .settings import (TESTING, HarnessError, logged_status, run_logged, say,
                       tail)

SOURCES = TESTING / "fuzz"
# A longer input is not a better one, and slower.
MAX_LENGTH = {"crashkernel": 1024, "ranges": 256, "segment": 512, "dump": 32768,
              "size": 16384}
# Without llvm-symbolizer, addr2line can name the lines.
SANITIZERS = {"ASAN_OPTIONS": "allow_addr2line=1",
              "UBSAN_OPTIONS": "print_stacktrace=1"}


def figure(pattern, text):
    match = re.search(pattern, text)
    return match[1] if match else "?"


class Fuzz:
    """A build of the targets, and where they work."""

    def __init__(self, settings, targets):
        self.settings = settings
        self.targets = targets
        self.out = settings.out / "fuzz"

    def build(self):
        self.out.mkdir(parents=True, exist_ok=True)
        say(f"building the fuzz targets (logs: {self.out}/*.log)")
        for folder, words in (("bin64", ()), ("bin32", ("BITS=32",)),
                              ("plain", ("SANITIZE=", "CFLAGS=-O0"))):
            run_logged(self.out / f"{folder}.log", "make", "-C", SOURCES, "-j",
                       self.settings.jobs, f"TREE={self.settings.tree}",
                       f"OUTPUT={self.out / folder}",
                       f"TARGETS={' '.join(self.targets)}", *words)

    def run(self, tap, name, seconds):
        """What one width finds is where the other starts."""
        less = (seconds + 3) // 4
        inputs = [self.settings.cache / "fuzz" / name,
                  self.out / "seeds" / name]
        inputs[0].mkdir(parents=True, exist_ok=True)
        fuzz_seeds.write(name, inputs[1])
        self._run(tap, name, 64, max(seconds - less, 1), inputs)
        self._run(tap, name, 32, less, inputs)

    def _run(self, tap, name, bits, seconds, inputs):
        log = self.out / f"{name}-{bits}.log"
        command = [self.out / f"bin{bits}/fuzz_{name}", "-timeout=10",
                   f"-max_total_time={seconds}", "-print_final_stats=1",
                   f"-max_len={MAX_LENGTH.get(name, 4096)}",
                   f"-artifact_prefix={self.out}/{name}-{bits}-"]
        if name in fuzz_seeds.WORDS:
            command.append(f"-dict={inputs[1].with_suffix('.dict')}")
        try:
            status = logged_status(log, *command, *inputs,
                                   env=os.environ | SANITIZERS)
        except OSError as error:
            # Some hypervisors let no 32-bit program run.
            if bits != 32 or error.errno != errno.ENOEXEC:
                raise
            tap.skip(f"fuzz {name}, 32 bits", "this machine runs none")
            return
        text = log.read_text(encoding="utf-8", errors="replace")
        reached = self._reached(name, inputs) if bits == 64 else ""
        tap.note(f"{name}, {bits} bits: {seconds} s, "
                 f"{figure('number_of_executed_units: +(.*)', text)} runs, "
                 f"{figure('average_exec_per_sec: +(.*)', text)}/s{reached}, "
                 f"{len(os.listdir(inputs[0]))} inputs kept")
        tap.result(not status,
                   f"fuzz {name}" + ", 32 bits" * (bits == 32),
                   self._failure(command[0], log, text))

    def _reached(self, name, inputs):
        """What of the pure files the inputs reach: counted by a build that is
        neither optimized nor checked, in which each edge is one that stands in
        the source."""
        said = subprocess.run(
            [self.out / f"plain/fuzz_{name}", "-runs=0",
             f"-artifact_prefix={self.out}/", *inputs], text=True,
            capture_output=True, errors="replace", check=False).stderr
        return (f", edges {figure('INITED cov: ([0-9]+) ', said)} of "
                + figure(r"Loaded 1 modules +\(([0-9]+) ", said))

    def _failure(self, program, log, text):
        """What went wrong, and how to see it again."""
        lines = re.findall(r"(?m)^.*(?:does not hold|runtime error).*$|"
                           r"^SUMMARY.*$|^==\d+==.*$", text)[:8]
        lines += re.findall(rf"(?m)^ *#\d+ .*(?:{self.settings.tree}|"
                            rf"{SOURCES}).*$", text)[:10]
        found = figure("Test unit written to (.*)", text)
        lines.append(tail(log) if found == "?" else
                     f"to see it again: {program} {found}")
        return "\n".join([*lines, f"the whole log: {log}"])


def seconds_and_targets(words):
    """What a person asks for: a minute of all, if nothing."""
    seconds = int(words[0]) if words and words[0].isdigit() else 0
    return seconds or 60, words[bool(seconds):] or list(fuzz_seeds.SEEDS)


def run(tap, settings, seconds, targets):
    """So many seconds in all; prints a line for each target and width."""
    unknown = set(targets) - set(fuzz_seeds.SEEDS)
    if unknown:
        raise HarnessError(f"unknown target '{unknown.pop()}'\n  The targets "
                           "are: " + " ".join(fuzz_seeds.SEEDS))
    fuzz = Fuzz(settings.with_tree(), targets)
    fuzz.build()
    for name in targets:
        fuzz.run(tap, name, -(-seconds // len(targets)))
