# SPDX-License-Identifier: GPL-2.0-only
"""Kernels to test with, built by scripts/kernel.sh."""
from pathlib import Path

from .settings import say


class Kernel:
    """One configuration of the laid tree: see kernel.sh for the flavours.

    What was built is not looked at again: a run tests one state of the tree.
    """
    built = set()

    def __init__(self, settings, flavour=""):
        self.settings = settings.with_tree()
        self.flavour = flavour or settings.flavour
        self.directory = Path(settings.script("kernel.sh", "dir",
                                              self.flavour))
        self.image = self.directory / settings.arch.image
        self.vmlinux = self.directory / "vmlinux"

    def _make(self, what):
        return self.settings.script("kernel.sh", what, self.flavour,
                                    self.settings.tree)

    def configure(self):
        self._make("config")
        return self

    def build(self):
        if self.directory in self.built:
            return self
        say(f"the {self.flavour} kernel of Linux {self.settings.base}, "
            f"{self.settings.arch.name}")
        self._make("build")
        self.built.add(self.directory)
        return self

    def modules(self):
        """Builds the test modules; returns the folder they are in."""
        return Path(self._make("modules"))

    @property
    def release(self):
        path = self.directory / "include/config/kernel.release"
        return path.read_text(encoding="ascii").strip()
