# SPDX-License-Identifier: GPL-2.0-only
"""Result lines and their sums.

    ok - NAME
    not ok - NAME           and what is known of it in lines with "# "
    ok - NAME # SKIP WHY    counted on its own
    N passed, N failed[, N skipped]     the last line
"""
import subprocess
import sys
import threading

from .settings import started


class Tap:
    """Prints and counts results; any thread may tell one.

    What is printed goes to each of the streams.
    """

    def __init__(self, *streams):
        self.streams = streams or (sys.stdout,)
        self.counts = [0, 0, 0]
        self.lock = threading.Lock()

    def _write(self, text, counts=(0, 0, 0)):
        with self.lock:
            self.counts = [a + b for a, b in zip(self.counts, counts)]
            for stream in self.streams if text else ():
                stream.write(text + "\n")
                stream.flush()

    def ok(self, name):
        self.several(name, (1, 0, 0))

    def not_ok(self, name, details=""):
        self.several(name, (0, 1, 0), details)

    def skip(self, name, why):
        self._write(f"ok - {name} # SKIP {why}", (0, 0, 1))

    def result(self, good, name, details=""):
        self.several(name, *(((1, 0, 0),) if good else ((0, 1, 0), details)))

    def several(self, name, counts, details=""):
        """One line for many tests: passed, failed and skipped ones."""
        lines = [f"# {line}" for line in details.splitlines()]
        word = "not ok" if counts[1] else "ok"
        self._write("\n".join([f"{word} - {name}", *lines]), counts)

    def note(self, text):
        self._write(f"# {text}")

    def copy(self, lines):
        """Result lines of another's, and what they know; nothing else."""
        for line in lines:
            if line.startswith(("ok - ", "not ok - ", "# ")):
                bad, skipped = line.startswith("not"), " # SKIP " in line
                good = line.startswith("ok") and not skipped
                self._write(line.rstrip("\n"), (good, bad, skipped))

    def add(self, passed, failed, skipped=0):
        """The counts of another run, whose lines were shown already."""
        self._write("", (passed, failed, skipped))

    def run(self, command, **options):
        """Shows and counts a program's results as they come."""
        with started(command, stdout=subprocess.PIPE, **options) as program:
            self.copy(program.stdout)
        if program.returncode:
            self.not_ok(f"status {program.returncode} of {command[0]}")

    def summary_line(self):
        passed, failed, skipped = self.counts
        more = f", {skipped} skipped" if skipped else ""
        return f"{passed} passed, {failed} failed{more}"

    def summary(self):
        """The last line; returns the exit status."""
        self._write(self.summary_line())
        return 1 if self.counts[1] else 0
