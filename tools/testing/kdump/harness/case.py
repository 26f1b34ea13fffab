# SPDX-License-Identifier: GPL-2.0-only
"""A case: one guest, and what must come of it, as data."""
from dataclasses import dataclass, field, replace


class CaseError(Exception):
    """Says in words what is wrong."""


def require(condition, otherwise):
    if not condition:
        raise CaseError(otherwise)


def all_pass(checks):
    """Calls each (name, function, argument...), and prints a line for it; the
    last line is their sum. Returns whether none raised."""
    failed = count = 0
    for name, function, *arguments in checks:
        count += 1
        try:
            function(*arguments)
        except Exception as error:  # any surprise is a failed check, not an end
            failed += 1
            print(f"not ok - {name}\n# {type(error).__name__}: {error}")
        else:
            print(f"ok - {name}")
    print(f"{count - failed} passed, {failed} failed")
    return not failed


@dataclass(frozen=True, kw_only=True)
class Case:
    """What each suite wants to know of a row of its table.

    full        only with --full, or if a pattern asks for it
    kernels     the flavours of a kernel that it is for; it does not exist for
                others
    needs       words for what a machine must have, see arch.conf; and
    not_in      a base or an architecture that it makes no sense for: and why;
                it is skipped then
    on          an architecture: keys that have other values there
    number      in its table, if what it leaves is to be found by that
    alone       no other guest may run meanwhile
    memory      of the guest, in MiB
    """
    name: str
    full: bool = False
    kernels: tuple = ("kdump",)
    needs: str = ""
    not_in: dict = field(default_factory=dict)
    on: dict = field(default_factory=dict)
    number: int = 0
    alone: bool = False
    memory: int = 512
    cpus: int = 2

    def why_not(self, settings):
        """Why it is skipped, or ""."""
        for key, name in ((settings.base, f"Linux {settings.base}"),
                          (settings.arch.name, settings.arch.name)):
            if key in self.not_in:
                return f"{name}: {self.not_in[key]}"
        missing = [word for word in self.needs.split()
                   if word not in settings.arch.has]
        if missing:
            return f"{settings.arch.name} has no {missing[0]}"
        return ""

    def for_arch(self, arch):
        """The case as it is on this architecture."""
        changes = self.on.get(arch.name)
        return replace(self, **changes) if changes else self


class Table:
    """Cases in the order of their rows.

    What several rows have in common is a dictionary, named after the name; of
    two that say the same key, the last one counts.
    """

    def __init__(self, kind, **defaults):
        self.kind = kind
        self.defaults = defaults
        self.cases = []

    def case(self, name, *common, **keys):
        row = dict(self.defaults)
        for one in (*common, keys):
            row |= one
        self.cases.append(self.kind(name=name, **row))

    def full(self, name, *common, **keys):
        self.case(name, *common, {"full": True}, keys)
