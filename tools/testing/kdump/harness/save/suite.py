# SPDX-License-Identifier: GPL-2.0-only
"""kdump_save with dumps made by hand: nothing is booted."""
from ..settings import ROOT, run_logged
from ..suite import Suite
from .cases import CASES
from .program import Program


class SaveSuite(Suite):
    """The program of the rows is built with the sanitizers."""
    name = "save"

    def all_cases(self):
        return CASES.cases

    def folder(self, case):
        return self.settings.out / "test/save" / case.name.replace(" ", "-")

    def prepare(self):
        out = self.settings.out / "test/save-build"
        out.mkdir(parents=True, exist_ok=True)
        self.program = out / "checked/kdump_save"
        for folder, words in ((out, ()), (out / "checked", ("SANITIZE=1",))):
            run_logged(out / "build.log", "make", "-C",
                       ROOT / "tools/kdump/save", "-j", self.settings.jobs,
                       f"OUTPUT={folder}", *words)

    def run_case(self, case, folder):
        case.check(Program(self.program, folder))
