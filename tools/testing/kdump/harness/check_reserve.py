#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Checks what a guest reported about its reservation.

The kernel's words, sysfs, /proc/iomem and kexec(8) must tell the same story,
and it must be the wanted one. --want takes a word for each line of the log:

    ignored:17          a parameter was refused, for what is in column 17
    128M:low            128 MiB were reserved below 4 GiB, or :high above;
    128M@1G             or exactly there;
    128M:high+64M       each with so much low memory beside it;
    128M:low|128M@1G    one or the other, by where the kernel says it is
    nothing             nothing could be reserved
    lonely              there is only a size,low

Then each step that the guest took is compared with what a model of the
reservation makes of it. Exit status 0 if all is right.
"""
import argparse
import re
import sys
from typing import NamedTuple

from reservation import (HOLE, MIB, Range, Report, ReportError, parse_sentence,
                         parse_size)

PAGE = 4096
FOUR_GIB = 1 << 32
ALIGN = 16 * MIB
# The test kernel loads into this much, and not into a quarter of it.
LOADABLE = 64 * MIB
# What a step needs itself.
NOISE = 4 * MIB

PLACES = {"low": "below 4 GiB", "high": "above 4 GiB", None: "at the offset"}
WANTED = re.compile(r"(?P<size>\w+)(?::(?P<place>low|high)|@(?P<at>\w+))"
                    r"(?:\+(?P<low>\w+))?")
IGNORED = re.compile(r"(?P<asked>.*): ignored: column (?P<column>\d+): "
                     r"expected \S.*")
UNWELL = re.compile(r"WARNING:|BUG:|kernel BUG|Oops|Call Trace|Bad page")


class Checks:
    """Counts what was looked at, and tells what was wrong."""

    def __init__(self):
        self.count = 0
        self.failed = 0

    def that(self, good, *words):
        self.count += 1
        if not good:
            self.failed += 1
            print("wrong:", *words)

    def same(self, found, wanted, what):
        self.that(found == wanted, f"{what}: {found!r}, not {wanted!r}")


def check_ignored(checks, line, column, words):
    match = IGNORED.fullmatch(line)
    checks.that(match, f"column {column} should be refused, but: {line!r}")
    if match:
        checks.same(int(match["column"]), column, f"the column in {line!r}")
        checks.that(match["asked"] in words, f"not asked for: {line!r}")


def choose(sentence, wants):
    """The one of the wanted reservations that is in the right place."""
    matches = [WANTED.fullmatch(want) for want in wants.split("|")]
    for match in matches:
        if sentence.place == PLACES[match["place"]]:
            return match
    return matches[0]


def check_place(checks, sentence, wanted):
    """Where the kernel says it is, where it is, and where it should be."""
    start = sentence.main.start
    checks.same(sentence.place, PLACES[wanted["place"]], "the place")
    if wanted["at"]:
        checks.same(start, parse_size(wanted["at"]), "the start")
    else:
        checks.that((start >= FOUR_GIB) == (wanted["place"] == "high"),
                    f"{start:#x} is not {sentence.place}")
    checks.same(start % ALIGN, 0, f"alignment of {start:#x}")


def check_reserved(checks, line, want, words):
    sentence = parse_sentence(line)
    checks.that(sentence, f"{want} should be reserved, but: {line!r}")
    if not sentence:
        return
    wanted = choose(sentence, want)
    low_size = parse_size(wanted["low"] or "0")
    checks.that(sentence.asked in words, f"not asked for: {line!r}")
    checks.same(sentence.size, parse_size(wanted["size"]), "the size")
    checks.same(sentence.main.size, sentence.size, "the range's size")
    checks.same(sentence.low_size, low_size, "low memory")
    check_place(checks, sentence, wanted)
    if sentence.low:
        checks.same(sentence.low.size, low_size, "the low range's size")
        checks.that(sentence.low.last < FOUR_GIB,
                    f"{sentence.low} is not below 4 GiB")


def check_holes(checks, line, state):
    """A hole that the kernel names is RAM."""
    ram = [one.range for one in state.named("System RAM") if not one.parents]
    for size, start in HOLE.findall(line):
        start = int(start, 16)
        hole = Range(start, start + parse_size(size) - 1)
        checks.that(any(one.holds(hole) for one in ram),
                    f"the hole {hole} is no RAM")


def check_log(checks, report, options):
    """The lines of the log, one for each wanted word; the last in sysfs."""
    lines, wants = report.kdump_lines("log"), options.want.split()
    checks.same(len(lines), len(wants), f"number of kdump: lines in {lines}")
    for line, want in zip(lines, wants):
        kind, _, value = want.partition(":")
        if kind == "ignored":
            check_ignored(checks, line, int(value), options.words)
        elif kind == "nothing":
            checks.that("nothing reserved; " in line,
                        f"nothing should be reserved, but: {line!r}")
        elif kind == "lonely":
            checks.that("alone reserves nothing" in line,
                        f"',low' should be alone, but: {line!r}")
        else:
            check_reserved(checks, line, want, options.words)
        check_holes(checks, line, report.first)
    last = lines[-1] if lines else "nothing reserved: no crashkernel= given"
    checks.same(report.first.sentence, last, "sysfs")
    checks.that(re.search(options.says, last),
                f"no words {options.says!r} in {last!r}")
    return parse_sentence(last)


def check_first_state(checks, report, sentence):
    """/proc/iomem and the sizes against the kernel's words."""
    main = sentence.main if sentence else None
    low = sentence.low if sentence else None
    ranges = [one for one in (low, main) if one]
    state = report.first
    checks.same(state.crash_ranges(), ranges, "Crash kernel in /proc/iomem")
    for one in state.named("Crash kernel"):
        checks.same(one.parents, ("System RAM",), f"what is around {one}")
    checks.same(state.size, sum(one.size for one in ranges),
                "kexec_crash_size")
    checks.same(report.section("ckr-size").text,
                str(main.size if main else 0), "kexec --print-ckr-size")
    return Model(main, low, 0)


class Model(NamedTuple):
    """The reservation as it should be."""
    main: Range
    low: Range
    loaded: int

    def ranges(self):
        return [one for one in (self.low, self.main) if one]

    def size(self):
        return sum(one.size for one in self.ranges())

    def shrunk(self, size):
        """Main memory is given back first; the low part then takes over."""
        keep = (size + PAGE - 1) // PAGE * PAGE
        low_size = self.low.size if self.low else 0
        if keep > low_size:
            return self._replace(main=cut(self.main, keep - low_size))
        return Model(cut(self.low, keep), None, 0)

    def after_write(self, text):
        """The next model, and the error that is due."""
        try:
            size = int(text, 0)
        except ValueError:
            return self, "Invalid argument"
        if not 0 <= size < 1 << 64:
            return self, "Invalid argument"
        if self.loaded:
            return self, "No such file or directory"
        if size > self.size():
            return self, "Invalid argument"
        return self.shrunk(size) if self.size() else self, ""

    def after(self, step):
        """The same for every step; words that an error must show."""
        if step == "unload":
            return self._replace(loaded=0), ""
        if step.startswith("fill-"):
            return self, ""
        if not step.startswith("load-"):
            return self.after_write(step)
        if self.main and self.main.size >= LOADABLE:
            return self._replace(loaded=1), ""
        if self.main:
            return self, r"no room|free area|Cannot assign|Could not find"
        return self, "not reserved|nothing reserved"


def cut(whole, size):
    return Range(whole.start, whole.start + size - 1) if size else None


def other_resources(state):
    return [one for one in state.iomem if one.name != "Crash kernel"]


def check_sentence(checks, state, model, first):
    """Words in sysfs: as at boot, until memory was given back."""
    if state.size == first.size:
        checks.same(state.sentence, first.sentence, "sysfs")
        return
    if not model.main:
        checks.same(state.sentence,
                    "nothing reserved: all of it was given back", "sysfs")
        return
    sentence = parse_sentence(state.sentence)
    checks.that(sentence, f"sysfs is not understood: {state.sentence!r}")
    if sentence:
        checks.same(sentence.size, model.main.size, "the size in sysfs")
        checks.same((sentence.main, sentence.low), (model.main, model.low),
                    "the ranges in sysfs")


def check_state(checks, state, model, first, what):
    check_sentence(checks, state, model, first)
    checks.same(state.crash_ranges(), model.ranges(),
                f"Crash kernel in /proc/iomem after {what}")
    changed = set(other_resources(state)) ^ set(other_resources(first))
    checks.that(not changed, f"/proc/iomem after {what}: changed: "
                f"{[f'{one.range} {one.name}' for one in changed]}")
    checks.same(state.size, model.size(), f"kexec_crash_size after {what}")
    checks.same(state.loaded, model.loaded, f"kexec_crash_loaded after {what}")
    given_back = first.size - state.size
    checks.same(state.memory_total - first.memory_total, given_back,
                f"what MemTotal grew by until {what}")


def check_steps(checks, report, model):
    before = report.first
    for section, state in report.steps:
        step = section.name.removeprefix("step:")
        model, error = model.after(step)
        checks.that((section.status != 0) == bool(error),
                    f"{step}: status {section.status}: {section.text!r}")
        checks.that(re.search(error, section.text),
                    f"{step}: not the words {error!r}: {section.text!r}")
        check_state(checks, state, model, report.first, step)
        if state.size != before.size:
            freed = before.size - state.size
            grown = state.memory_free - before.memory_free
            checks.that(abs(grown - freed) < NOISE, f"{step}: {freed} bytes "
                        f"given back, MemFree grew by {grown}")
            print(f"{step}: {freed} bytes given back, MemFree + {grown}")
        before = state


def check_all(options):
    checks = Checks()
    # Control characters are kept out of the log.
    options.words = re.sub(r"[\x00-\x1f]", "?", options.words)
    report = Report(options.console)
    sentence = check_log(checks, report, options)
    model = check_first_state(checks, report, sentence)
    check_steps(checks, report, model)
    checks.same(report.section("nodes").text, options.nodes, "NUMA nodes")
    for name in ("log", "later-log"):
        for line in report.kernel_lines(name):
            checks.that(not UNWELL.search(line), f"the log has {line!r}")
    print(report.first.sentence)
    print(f"{checks.count} checks, {checks.failed} failed")
    return 1 if checks.failed else 0


def main():
    parser = argparse.ArgumentParser(
        description="Checks a guest's report about its reservation.")
    parser.add_argument("console", help="the log that run_guest.py wrote")
    parser.add_argument("--words", required=True,
                        help="what was on the kernel's command line")
    parser.add_argument("--want", required=True)
    parser.add_argument("--says", default="",
                        help="pattern that the last line must show")
    parser.add_argument("--nodes", default="0")
    try:
        return check_all(parser.parse_args())
    except ReportError as error:
        print(f"check_reserve: {error}")
        return 1


if __name__ == "__main__":
    sys.exit(main())
