# SPDX-License-Identifier: GPL-2.0-only
"""Runs cases beside each other, and prints their results in order."""
import multiprocessing
import multiprocessing.connection
import os
import re
import shutil
import signal
import sys
import time
import traceback
from dataclasses import dataclass
from pathlib import Path

from .case import Case, CaseError
from .settings import HarnessError, tail

# A case gets a process of its own: what it runs may crash, or be ended.
FORK = multiprocessing.get_context("fork")


@dataclass
class Run:
    """A case that has been started, or is skipped."""
    case: Case
    folder: Path
    process: multiprocessing.Process | None = None
    skipped: str = ""

    @property
    def running(self):
        return self.process is not None and self.process.is_alive()

    @property
    def log(self):
        return self.folder / "check.log"


class Suite:
    """One table of cases, and what is done with each of them.

    A subclass has a name, all_cases(), prepare() and run_case(), which raises
    CaseError or prints what is wrong and returns False. What a case leaves is
    in its folder: console.log and check.log, its words.
    """
    name = ""

    def __init__(self, settings, tap):
        self.settings = settings
        self.tap = tap
        self.runs = []

    def all_cases(self):
        """All rows of the table."""
        raise NotImplementedError

    def prepare(self):
        """Builds what the guests need, if they share anything."""

    def run_case(self, case, folder):
        """In a process of its own."""
        raise NotImplementedError

    def folder(self, case):
        """A name that is a whole command line, or long, is none for it."""
        out = self.settings.out / "test"
        return (out / self.name / f"{case.number:03}" if case.number else
                out / case.name)

    def passed(self, run):
        """The words about a case that passed."""
        return (run.case.name if run.case.number else
                f"{run.case.name}, {tail(run.log, 1).strip()}")

    def selected(self, pattern="", full=False):
        """Those that this kernel has, and that are asked for."""
        cases = (case.for_arch(self.settings.arch) for case in self.all_cases())
        return [case for case in cases
                if self.settings.flavour in case.kernels
                and (full or pattern or not case.full)
                and re.search(pattern, case.name)]

    def run(self, pattern="", full=False):
        cases = self.selected(pattern, full)
        if not cases:
            raise HarnessError(f"no case of {self.name} matches '{pattern}'")
        if any(not case.why_not(self.settings) for case in cases):
            self.prepare()
        try:
            for case in cases:
                self._start(case)
            self._print_rest()
        finally:
            self._end_all()

    def _start(self, case):
        folder = self.folder(case)
        if why := case.why_not(self.settings):
            self.runs.append(Run(case, folder, skipped=why))
            return
        # One list for both: of none that runs, the wait would not end.
        while not self._has_room(case, running := self._running()):
            multiprocessing.connection.wait(
                [run.process.sentinel for run in running])
            self._print_ended()
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        process = FORK.Process(target=self._child, args=(case, folder))
        process.start()
        self.runs.append(Run(case, folder, process))

    def _has_room(self, case, running):
        return not running or (len(running) < self.settings.boots and not any(
            one.alone for one in (case, *(run.case for run in running))))

    def _running(self):
        return [run for run in self.runs if run.running]

    def _print_ended(self):
        """Results are in the order of the table."""
        while self.runs and not self.runs[0].running:
            self._print(self.runs.pop(0))

    def _print_rest(self):
        while self.runs:
            if self.runs[0].running:
                self.runs[0].process.join()
            self._print_ended()

    def _print(self, run):
        if run.skipped:
            self.tap.skip(f"{self.name}: {run.case.name}", run.skipped)
        elif run.process.exitcode == 0:
            self.tap.ok(f"{self.name}: {self.passed(run)}")
        else:
            self.tap.not_ok(f"{self.name}: {run.case.name}, see {run.folder}",
                            tail(run.log, 1000))

    def _end_all(self):
        """A guest must not survive an interrupted run."""
        for run in self._running():
            run.process.terminate()
            run.process.join()

    def _child(self, case, folder):
        signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        with open(folder / "check.log", "w", encoding="utf-8") as log:
            os.dup2(log.fileno(), 1)
            os.dup2(log.fileno(), 2)
        sys.stdout = sys.stderr = open(1, "w", encoding="utf-8", buffering=1,
                                       closefd=False)
        start = time.monotonic()
        good = False
        try:
            good = self.run_case(case, folder) is not False
        except CaseError as error:
            print(error)
        except Exception:  # any surprise is a failed case, not an end
            traceback.print_exc()
        if good:
            print(f"took {time.monotonic() - start:.0f} s")
        sys.stdout.flush()
        sys.exit(0 if good else 1)


class LinesSuite(Suite):
    """A suite of which a case has several results.

    run_case() prints a line for each, which is shown as it is; CaseError is for
    a guest that told none.
    """

    def _print(self, run):
        if not run.skipped:
            self.tap.copy(run.log.read_text(encoding="utf-8").splitlines())
        if run.skipped or run.process.exitcode:
            super()._print(run)
