# SPDX-License-Identifier: GPL-2.0-only
"""Crashes of a kernel that finds its own mistakes: the flavour debug.

What the keys mean is said in crash.py.
"""
from .case import Table
from .crash import CrashCase
from .crash_cases import PACKED, PLUG

CASES = Table(CrashCase, kernels=("debug",))
case = CASES.case

# KASAN, lockdep, allocations that fail, lockdown and signatures. The region is
# large because KASAN's shadow takes an eighth of what the reader has mapped.
# With KASAN it takes longer than a guest may be silent to unpack such a kernel.
LARGE = {"memory": 1280, "reserve": "320M",
         "trigger": "sysrq", "limit": 900, "words": PACKED}
LOCKED = {"memory": 1024, "reserve": "320M",
          "words": "lockdown=integrity", "trigger": "none",
          "end": "the loader failed with status 1",
          "says": "Lockdown: .*kexec of unsigned images is restricted"}
case("debug-sysrq", LARGE, compare=True)
case("debug-oops", LARGE, trigger="lkdtm:BUG", sysctl="panic_on_oops=1")
case("debug-load", LARGE, loader="kexec", mode="load")
case("debug-refused-loads", LARGE, before="check-loads")
case("debug-refused-access", LARGE, before="check-access")
case("debug-cycles", LARGE, before="check-cycles")
case("debug-no-memory", LARGE, before="check-memory")
case("debug-read-only", LARGE, before="inspect",
     says="kdump_damage: 0 pages of the region and 0 of the low one")
# Memory above 4 GiB makes the kernel keep 64 MiB for bounce buffers.
case("debug-hotplug", LARGE, PLUG, reserve="448M",
     before="start-loading,offline-1,online-1,plug,stop-loading",
     append="acpi_no_memhotplug")
case("debug-lockdown-file", LOCKED)
case("debug-lockdown-load", LOCKED, loader="kexec", mode="load",
     end="the loader failed with status [1-9][0-9]*")
