# SPDX-License-Identifier: GPL-2.0-only
"""kdump_save with dumps made by hand: nothing is booted."""
from ..suite import Suite
from .build import build
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
        build(self.settings, out)
        self.program = build(self.settings, out / "checked", "SANITIZE=1")

    def run_case(self, case, folder):
        case.check(Program(self.program, folder))
