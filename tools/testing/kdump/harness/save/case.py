# SPDX-License-Identifier: GPL-2.0-only
"""A row: a function that runs the program and looks at what came of it."""
from collections.abc import Callable
from dataclasses import dataclass

from ..case import Case


@dataclass(frozen=True, kw_only=True)
class SaveCase(Case):
    """check is called with a Program, and raises CaseError."""
    check: Callable
