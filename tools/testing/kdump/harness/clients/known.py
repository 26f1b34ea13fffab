# SPDX-License-Identifier: GPL-2.0-only
"""What clients are known to do wrong, or not to know, with the evidence.

What each is, a footnote of its name says in Documentation/kdump/clients.rst. An
entry counts only while its evidence is there: a client that learned what
it lacked has to work, and an entry that is not needed any more is not used.
"""
import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Optional


class Known(NamedTuple):
    """rows: whose it is; said: what the client then says.

    fault: the cell does not work; else it does, and this is to be known.
    program, lacks: the evidence, a word that the program does not have.
    info: a key of the dump's VMCOREINFO that is there for the client.
    trait: what is so in this kernel, one of Crash.traits.
    kernels: from this release on.
    """
    name: str
    rows: str
    fault: bool
    said: Optional[str] = None
    program: Optional[str] = None
    lacks: Optional[str] = None
    info: Optional[str] = None
    kernels: tuple = (0, 0)
    trait: Optional[str] = None

    def holds(self, row, said, vmcoreinfo, traits):
        release = vmcoreinfo.get("OSRELEASE", "0.0")
        version = tuple(int(part) for part in
                        re.match(r"(\d+)\.(\d+)", release).groups())
        return bool(re.search(self.rows, row) and
                    version >= self.kernels and
                    (self.said is None or re.search(self.said, said)) and
                    (self.info is None or self.info in vmcoreinfo) and
                    (self.trait is None or self.trait in traits) and
                    (self.lacks is None or
                     self.lacks.encode() not in content(self.program)))


@lru_cache
def content(path):
    return Path(path).read_bytes()


KNOWN = (
    Known("real-mode", "kexec .*--real-mode", True,
          said=r"for crash dump purposes with real mode entry"),
    Known("version", "makedumpfile", False,
          said=r"kernel version is not supported"),
    # kdump-tools' own choice is -d 31.
    Known("slab", r"makedumpfile .*-d 31|saved dump", False,
          program="/usr/bin/makedumpfile", lacks="PAGE_SLAB_MAPCOUNT_VALUE",
          info="NUMBER(PAGE_SLAB_MAPCOUNT_VALUE)", kernels=(6, 10)),
    Known("idle", r"gdb: registers", False, said=r"a CPU was idle"),
    Known("threads", r"makedumpfile --num-threads", True,
          said=r"libgcc_s.so.1 must be installed"),
    Known("kaslr", r"crash: (?!told|--minimal)", True,
          said=r"do not match!|read error: kernel virtual address|"
               r'related to "word"\.\.\.\s*$',
          program="/usr/bin/crash", lacks="kaslr_regions", kernels=(6, 10)),
    Known("pids", r"crash: (?!told|--minimal)", True,
          said=r"not found in PID hash|no 'kthreadd'|no 'COMMAND: ..kthreadd|"
               r"invalid (task|pid)", trait="pid ends with numbers[]"),
    Known("modules", r"crash: told of KASLR", True,
          said=r"invalid structure member offset: module_core_size",
          program="/usr/bin/crash", lacks="module_memory", kernels=(6, 4)),
)


def judge(row, works, said, vmcoreinfo, traits):
    """(verdict, names of what is known) of a cell."""
    held = [one for one in KNOWN if one.holds(row, said, vmcoreinfo, traits)]
    faults = [one.name for one in held if one.fault]
    caveats = [one.name for one in held if not one.fault]
    if works:
        return ("caveat" if caveats else "works"), caveats
    if faults:
        return "fault", faults
    # What a filter left out by mistake is missing: its caveat says so.
    if "slab" in caveats and re.search(MISSING, said):
        return "fault", ["slab"]
    return "fails", []


MISSING = r"Excluded page|could not (find|read) memory|memory segment"
