# SPDX-License-Identifier: GPL-2.0-only
"""Boots capture kernels with the dumps of handmade.py, and checks what they
say about them and what can be read."""
import re

from . import handmade, initramfs
from .case import require
from .console_log import ConsoleLog
from .guest import End, Guest
from .kernel import Kernel
from .settings import tail
from .suite import Suite

TROUBLE = re.compile(r"BUG:|Oops|WARNING:|Call Trace|general protection|KASAN|"
                     r"Kernel panic|stall|hung|ioremap|not ok")
# The loader takes ELF files apart unless told not to.
LOADER = "-device loader,force-raw=on"


def wanted(case):
    """Patterns that the console must show, each at least once."""
    if case.refused:
        yield (r"kdump: no /proc/vmcore: elfcorehdr=0x[0-9a-f]+: "
               + re.escape(case.refused))
    elif case.file:
        yield r"kdump: /proc/vmcore: \d+ MiB in \d+ segments"
        yield "guest: .*" + re.escape(case.file)
    if not case.file:
        yield "guest: no /proc/vmcore"
    if case.says.startswith("guest"):
        yield case.says
    elif case.says:
        yield "kdump: .*" + re.escape(case.says)
    yield "guest: report complete"


def check_console(case, path):
    """Prints what is wrong; returns whether nothing is."""
    lines = [line.text for line in ConsoleLog(path).lines]
    bad = [f"trouble: {line}" for line in lines if TROUBLE.search(line)]
    bad += [f"missing: {pattern}" for pattern in wanted(case)
            if not any(re.search(pattern, line) for line in lines)]
    refusals = sum("no /proc/vmcore: elfcorehdr" in line for line in lines)
    if refusals > 1:
        bad.append(f"{refusals} lines about one refusal")
    if bad:
        bad += [line for line in lines if re.search("kdump:|guest:|# ", line)]
    print("\n".join(bad))
    return not bad


class VmcoreSuite(Suite):
    """What a case leaves is in vmcore/NUMBER; header only if it failed."""
    name = "vmcore"
    memory = None

    def all_cases(self):
        return handmade.CASES

    def prepare(self):
        self.kernel = Kernel(self.settings).build()
        out = self.settings.out / "test/vmcore"
        out.mkdir(parents=True, exist_ok=True)
        self.init = out / "init.cpio.gz"
        self.init.write_bytes(self.build_init(out))
        self.memory = out / "memory"
        self.memory.write_bytes(handmade.memory())

    def build_init(self, folder):
        """All of user space is two programs and one module."""
        with initramfs.new_root("proc", "dev") as root:
            for program, path in (("check_vmcore", "init"),
                                  ("bench", "bench")):
                root.install(initramfs.helper(self.settings.arch, folder,
                                              program), path)
            root.install(self.kernel.modules() / "kdump_holes.ko",
                         "vmcore.ko", 0o644)
            return root.pack()

    def run(self, pattern="", full=False):
        super().run(pattern, full)
        # Where all cases were skipped, there is none.
        if self.memory:
            self.memory.unlink()

    def run_case(self, case, folder):
        """Time is counted in instructions: a guest that has to wait for a busy
        host does not notice. Several CPUs run freely, at the same time."""
        arch, header = self.settings.arch, folder / "header"
        header.write_bytes(handmade.blob(case))
        words = arch.command_line(
            f"elfcorehdr={case.elfcorehdr}",
            arch.hiding(handmade.OLD, handmade.OLD_SIZE),
            f"nr_cpus={case.cpus} -- {case.words}")
        log = folder / "console.log"
        end = Guest(arch, self.kernel.image, self.init, words,
                    f"{case.memory}M", cpus=case.cpus, limit=240,
                    cpu=arch.counting_cpu, icount=case.cpus == 1, qemu=(
                        f"{LOADER},file={header},addr={handmade.OLD:#x}",
                        f"{LOADER},file={self.memory},"
                        f"addr={handmade.MEMORY:#x}")).boot(log)
        require(end == End.COMPLETE, f"{end!r}; the console:\n{tail(log)}")
        good = check_console(case, log)
        if good:
            header.unlink()
        return good
