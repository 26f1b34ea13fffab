# SPDX-License-Identifier: GPL-2.0-only
"""What clients are known to do wrong, or not to know, with the evidence.

An entry counts only while its evidence is there: a client that learned what
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
    text: str
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
    Known("kexec-real-mode", "kexec .*--real-mode", True,
          "kexec itself refuses: \"Can't use bzImage for crash dump purposes "
          "with real mode entry\".",
          said=r"for crash dump purposes with real mode entry"),
    Known("makedumpfile-version", "makedumpfile", False,
          "makedumpfile says \"The kernel version is not supported. The "
          "makedumpfile operation may be incomplete.\" That is 1.7.2 about "
          "every kernel that is newer than itself.",
          said=r"kernel version is not supported"),
    # kdump-tools' own choice is -d 31.
    Known("makedumpfile-slab", r"makedumpfile .*-d 31|saved dump", False,
          "Use -d 23 instead of -d 31. Since Linux 6.10 a slab page is known "
          "by its type, not by a flag. The dump says which, in "
          "NUMBER(PAGE_SLAB_MAPCOUNT_VALUE); makedumpfile 1.7.2 does not ask "
          "(the word is not in the program) and takes some slab pages for "
          "user memory, which level 8 leaves out: tasks and stacks may be missing. In "
          "kdump-tools' configuration: MAKEDUMP_ARGS=\"-c -d 23\". See "
          "https://github.com/makedumpfile/makedumpfile/issues/16.",
          program="/usr/bin/makedumpfile", lacks="PAGE_SLAB_MAPCOUNT_VALUE",
          info="NUMBER(PAGE_SLAB_MAPCOUNT_VALUE)", kernels=(6, 10)),
    Known("gdb-idle", r"gdb: registers", False,
          "gdb 13.1 tells threads apart by their pid. All idle CPUs run pid 0: "
          "they are one thread, \"process 1\", which has the registers of the "
          "first CPU, idle or not.", said=r"a CPU was idle"),
    Known("makedumpfile-threads", r"makedumpfile --num-threads", True,
          "Once in a while it ends with \"libgcc_s.so.1 must be installed for "
          "pthread_exit to work\", which is installed; the next time it works.",
          said=r"libgcc_s.so.1 must be installed"),
    Known("crash-kaslr", r"crash: (?!told|--minimal)", True,
          "crash 8.0.2 takes a kernel for one with KASLR if it has a variable "
          "module_load_offset, which Linux 6.10 removed; it does not know "
          "kaslr_regions (the word is not in the program), looks where the "
          "kernel would be without KASLR, and says that vmlinux and the dump "
          "do not match, or ends without a word (with -d1: it cannot read "
          "page_offset_base).",
          said=r"do not match!|read error: kernel virtual address|"
               r'related to "word"\.\.\.\s*$',
          program="/usr/bin/crash", lacks="kaslr_regions",
          kernels=(6, 10)),
    Known("crash-pids", r"crash: (?!told|--minimal)", True,
          "crash 8.0.2 finds only the tasks that are on a CPU: it reads as many "
          "bytes of a pid as struct pid has (96) and looks for the namespace "
          "after them, as numbers[] has no element of its own in kernels since "
          "2023. Its own \"tree -t xarray\" lists all pids of the dump, and "
          "drgn all tasks.",
          said=r"not found in PID hash|no 'kthreadd'|no 'COMMAND: ..kthreadd|"
               r"invalid (task|pid)", trait="pid ends with numbers[]"),
    Known("crash-modules", r"crash: told of KASLR", True,
          "Told of KASLR (--kaslr=auto), crash 8.0.2 ends with \"invalid "
          "structure member offset: module_core_size\": since Linux 6.4 a "
          "module's memory is in struct module_memory, which it does not know "
          "(the word is not in the program).",
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
    if "makedumpfile-slab" in caveats and re.search(MISSING, said):
        return "fault", ["makedumpfile-slab"]
    return "fails", []


MISSING = r"Excluded page|could not (find|read) memory|memory segment"
