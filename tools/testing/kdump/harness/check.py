# SPDX-License-Identifier: GPL-2.0-only
"""make check: what can be said about the code without running it.

    size, function, spdx   files <= 600 lines, functions <= 60, a licence line
    if, weak, version      no #if in a .c body, no __weak, no version test
    arch, words            the core names no architecture; plain English
    checkpatch             the base tree's own, --strict
    compile, sparse        our objects with W=1 -Werror, and with endian checks
    selftests              build in the laid tree, by the kernel's own rules
    scripts                shellcheck, python compiles, and passes its own tests

scripts/check-exceptions.txt holds what may pass, each with its reason.
"""
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from .kernel import Kernel
from .settings import ROOT, HarnessError, run, run_logged, say, tail

MAX_FILE, MAX_FUNCTION = 600, 60
# What a kernel with CONFIG_KDUMP cannot have, in bases that know it, with what it
# depends on.
LEFT_OUT = {"KEXEC_JUMP": "SWAP HIBERNATION", "KEXEC_HANDOVER": "",
            "LIVEUPDATE": "KEXEC_HANDOVER",
            "CRASH_DM_CRYPT": "MD BLK_DEV_DM CRYPTO DM_CRYPT KEYS"}
LICENCE = "SPDX-License-Identifier: GPL-2.0-only"
KERNEL = r"(kernel|arch|fs|include|module)/.*\.[chS]$"
# What is generic knows no architecture. Seams and base/ tell whom they serve,
# tests play machines. A plain word says more: past, after; a CPU, a loader;
# again; finally.
RULES = (
    # name, kind of exception, files, what must not be in a line of them
    ("no #if in a .c body", "if", KERNEL.replace("[chS]", "c"),
     r"^\s*#\s*(if|ifdef|ifndef|elif)\b"),
    ("no __weak", "weak", KERNEL, r"\b__weak\b"),
    ("no version test", "version", KERNEL,
     r"\b(LINUX_VERSION_CODE|KERNEL_VERSION)\b"),
    ("kernel/ and fs/ name no architecture", "arch",
     r"(?!kernel/kdump/(seam|base)/|.*/tests/)(kernel|fs)/",
     "x86|X86|bzImage|e820|4 GiB|SZ_4G|arm64|aarch64|riscv|s390|powerpc|ppc64"
     "|i386|(32|64)-bit (mode|kernel|DMA)"),
    ("words are plain ones", "words",
     r"(kernel|arch|fs|include|module|tools|scripts|Documentation)/|README"
     r"|CONTRIBUTING|Kbuild|Makefile",
     r"\b([Bb]ehind|[Nn]obody|[Ss]omebody|[Ww]hoever|[Aa]new|for good)\b"),
)
WARNING = re.compile("(warning|error):")
I386 = ("ARCH=i386", "CROSS_COMPILE=")


def our_files():
    """Those that git keeps or would; without git, all that was not built."""
    if (ROOT / ".git").exists() and shutil.which("git"):
        names = run("git", "-C", ROOT, "ls-files", "-co",
                    "--exclude-standard").splitlines()
    else:
        names = [str(path.relative_to(ROOT)) for path in ROOT.rglob("*")
                 if path.suffix != ".o" and ROOT / "build" not in path.parents]
    return sorted(name for name in names
                  if (ROOT / name).is_file() and not (ROOT / name).is_symlink())


def text_of(name):
    return (ROOT / name).read_text(encoding="utf-8", errors="replace")


def long_functions(name):
    """In kernel style, and in that of our scripts, a function is what lies
    between a { and a } that stand alone at the start of a line."""
    text = text_of(name)
    for body in re.finditer(r"(?ms)^\{\n(.*?)^\}", text):
        if (lines := body[1].count("\n")) > MAX_FUNCTION:
            before = text[:body.start()]
            title = re.findall(r"(?m)^\w.*?(\w+)\(", before)[-1]
            yield (f"{name}:{before.count(chr(10)) + 1}: {title}() has {lines} "
                   f"lines, {MAX_FUNCTION} are allowed")


def broken_python(name):
    try:
        compile(text_of(name), name, "exec")
    except SyntaxError as error:
        return [f"{name}: {error}"]
    return []


def is_shell_script(name):
    """What one sources is checked with it."""
    with open(ROOT / name, "rb") as file:
        return re.match(rb"#!.*/(env )?(ba|da)?sh", file.readline(80))


class Check:
    """The tests of one tree, which is laid."""

    def __init__(self, tap, settings):
        self.tap = tap
        self.settings = settings.with_tree()
        self.tree = Path(self.settings.tree)
        self.work = settings.out / "test/check"
        self.work.mkdir(parents=True, exist_ok=True)
        self.files = our_files()
        self.arch_dir = f"arch/{settings.arch.source}/kdump"
        self.folders = ["kernel/kdump", self.arch_dir, "fs/proc/vmcore"]

    def report(self, name, findings, kind=""):
        """Nothing found is good. A finding begins with its file."""
        allowed = self.allowed(kind)
        bad = [one for one in findings if one.split(":")[0] not in allowed]
        self.tap.result(not bad, name, "\n".join(bad))

    @staticmethod
    def allowed(kind):
        """The names that may pass."""
        return re.findall(f"(?m)^{kind} ([^:]*):",
                          text_of("scripts/check-exceptions.txt"))

    def matching(self, pattern):
        return [name for name in self.files if re.match(pattern, name)]

    def log(self, name):
        return self.work / f"{name}.log"

    def make(self, log, build, *words):
        """In the laid tree, for our machine unless words name another."""
        arch = self.settings.arch
        run_logged(self.log(log), "make", "-C", self.tree, f"O={build}",
                   f"ARCH={arch.make_arch}",
                   f"CROSS_COMPILE={arch.cross_compile}", "-j",
                   self.settings.jobs, *words)

    def budgets(self):
        lines = {name: text_of(name).count("\n") for name in self.files}
        self.report(f"files have at most {MAX_FILE} lines", (
            f"{name}: {count} lines, {MAX_FILE} are allowed"
            for name, count in lines.items() if count > MAX_FILE), "size")
        self.report(f"functions have at most {MAX_FUNCTION} lines", (
            line for name in self.matching(r".*\.(c|sh)$")
            for line in long_functions(name)), "function")
        self.report("every file names its licence", (
            f"{name}: no {LICENCE} in the first two lines"
            for name in self.files
            if LICENCE not in "".join(text_of(name).splitlines()[:2])), "spdx")

    def rules(self):
        for name, kind, files, pattern in RULES:
            self.report(name, (
                f"{path}:{number}:{line}" for path in self.matching(files)
                for number, line in enumerate(text_of(path).splitlines(), 1)
                if re.search(pattern, line)), kind)

    def shell(self):
        if not shutil.which("shellcheck"):
            self.tap.skip("shellcheck", "shellcheck is missing")
            return
        scripts = [name for name in self.files if is_shell_script(name)]
        said = subprocess.run(["shellcheck", "-x", "-a", "-f", "gcc", *scripts],
                              cwd=ROOT, stdout=subprocess.PIPE, text=True,
                              check=False).stdout
        self.report(f"shellcheck, {len(scripts)} scripts", said.splitlines())

    def python(self):
        """And tests of programs that only run when something is measured."""
        self.report("python compiles", (
            line for name in self.matching(r".*\.py$")
            for line in broken_python(name)))
        findings = []
        for name in self.matching(r".*_test\.py$"):
            try:
                run_logged(self.log("python"), sys.executable, ROOT / name)
            except HarnessError as error:
                findings.append(str(error))
        self.report("python's own tests", findings)

    def checkpatch(self):
        if not shutil.which("perl"):
            self.tap.skip("checkpatch --strict", "perl is missing")
            return
        self.report("checkpatch --strict, kernel code",
                    self.checkpatch_says("checkpatch", KERNEL))
        self.report("checkpatch --strict, programs",
                    self.checkpatch_says("checkpatch-tools",
                                         r"tools/.*\.[chS]$"))

    def checkpatch_says(self, kind, pattern):
        """kind lists the types that are ignored, besides those of all."""
        ignored = {*self.allowed("checkpatch"), *self.allowed(kind)}
        said = subprocess.run(
            ["perl", self.tree / "scripts/checkpatch.pl", "--no-tree",
             "--strict", "--file", "--terse", "--show-types", "--ignore",
             ",".join(ignored), *self.matching(pattern)], cwd=ROOT, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            check=False).stdout
        for path in ROOT.glob(".checkpatch-camelcase.*"):
            path.unlink()
        # Each file ends with its total; without one it did not run.
        if not re.search("(?m)^total: ", said):
            return said.splitlines()
        return re.findall(r"(?m)^[^ \n]+:\d+: .*", said)

    def selftests(self):
        """Where they can run, crash tests run them."""
        result = subprocess.run(
            ["make", "-s", "-C", self.tree / "tools/testing/selftests",
             f"O={self.work / 'selftests'}", "TARGETS=kdump",
             "FORCE_TARGETS=1"], text=True, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, check=False)
        self.report("the selftests build in the laid tree",
                    result.stderr.splitlines()
                    + ["make failed"] * bool(result.returncode))

    def left_out(self, config):
        """What is not carried over to the next kernel must not look as if it
        was: there is no configuration that has it beside kdump."""
        known = set(run("grep", "-rhoP", "--include=Kconfig*",
                        rf"^config \K({'|'.join(LEFT_OUT)})$", self.tree,
                        ).splitlines())
        for name, needs in LEFT_OUT.items():
            if name in known:
                self.report(f"CONFIG_{name} cannot be selected",
                            self.selected(config, name, needs.split()))

    def selected(self, config, name, needs):
        """What is wrong if all of it is asked for."""
        build = self.work / "left_out"
        shutil.rmtree(build, ignore_errors=True)
        build.mkdir()
        (build / ".config").write_text(config.read_text() + "".join(
            f"CONFIG_{one}=y\n" for one in (*needs, name)))
        self.make("left_out", build, "olddefconfig")
        found = {one for one in (*needs, name, "KDUMP")
                 if f"CONFIG_{one}=y" in
                 (build / ".config").read_text().splitlines()}
        if not found.issuperset(needs) or not found & {name, "KDUMP"}:
            return [f"this tells nothing, there is only {sorted(found)}"]
        return ["there are both"] if found >= {name, "KDUMP"} else []

    def objects(self, config):
        """In a build directory of its own: W=1 changes every command line, and
        the test kernels shall not be rebuilt because of a check."""
        arch = self.settings.arch.name
        other = "" if arch == os.uname().machine else f"-{arch}"
        build = self.settings.cache / f"check-{self.settings.base}{other}"
        say(f"preparing {build}")
        build.mkdir(parents=True, exist_ok=True)
        run_logged(self.log("merge"),
                   self.tree / "scripts/kconfig/merge_config.sh", "-m", "-O",
                   build, config, *(path for folder in self.folders
                                    for path in (ROOT / folder).rglob(
                                        ".kunitconfig")), cwd=self.tree)
        self.make("config", build, "olddefconfig")
        self.make("prepare", build, "prepare")
        self.report("compiles with W=1 -Werror",
                    self.compile("compile", build, "W=1"))
        if not shutil.which("sparse"):
            self.tap.skip("sparse with endian checks", "sparse is missing")
            return
        # The compiler's and objtool's were reported already, as was failing.
        said = self.compile("sparse", build, "W=1", "C=2",
                            "CF=-D__CHECK_ENDIAN__")
        if not re.search("(?m)^ *CHECK ", self.log("sparse").read_text()):
            said = ["sparse was never run:", tail(self.log("sparse"), 40)]
        self.report("sparse with endian checks", (
            line for line in said
            if " objtool: " not in line and "[-W" not in line))

    def compile(self, log, build, *words):
        """Errors about ours, and objtool's warnings, in which -Werror has no
        say; a failure without either shows how the log ends. Our objects must
        be made again, or make has nothing to say."""
        folders = [one for one in self.folders
                   if (self.tree / one / "Makefile").exists()]
        for folder in folders:
            for path in (build / folder).rglob("*.o"):
                path.unlink()
        return self.make_says(log, build, "-k", "KCFLAGS=-Werror", *words,
                              *(f"{folder}/" for folder in folders))

    def make_says(self, log, build, *words):
        """Warnings about a header of the base kernel are not ours to mend."""
        ours = re.compile(f"(^|/)({'|'.join(self.folders)})/|"
                          r"/kdump(_arch)?\.h:")
        end = []
        try:
            self.make(log, build, *words)
        except HarnessError as error:
            end = [str(error)]
        return [line for line in self.log(log).read_text().splitlines()
                if WARNING.search(line) and ours.search(line)] or end

    def core_for_32_bits(self):
        """32 bits without sections of memory find what 64 bits hide. Not every
        base has the port to i386, so CONFIG_KDUMP is set for these objects alone,
        and nothing is linked. libgcc divides 64-bit numbers, and no kernel has it.
        """
        folders = ["kernel/kdump", "fs/proc/vmcore"]
        if self.settings.base == "6.12":
            folders.append("arch/x86/kdump")
        build = self.settings.cache / f"check-{self.settings.base}-i386"
        build.mkdir(parents=True, exist_ok=True)
        self.make("prepare", build, *I386, "defconfig")
        run_logged(self.log("config"), self.tree / "scripts/config", "--file",
                   build / ".config", "-e", "KEXEC", "-e", "CRASH_DUMP", "-e",
                   "PROC_VMCORE", "-e", "KEXEC_FILE")
        for target in ("olddefconfig", "prepare"):
            self.make("prepare", build, *I386, target)
        self.report("the core compiles for i386", self.make_says(
            "compile-32", build, *I386, "-k", "CONFIG_KDUMP=y",
            "CONFIG_KDUMP_LIB=y", "KCFLAGS=-Werror -DCONFIG_KDUMP=1",
            *(f"{folder}/" for folder in folders)))
        objects = [path for folder in folders
                   for path in (build / folder).rglob("*.o")]
        self.report("no 64-bit division by hand", re.findall(
            "(?m)^.*__u?(?:div|mod|divmod)di[34].*", run("nm", "-A", "-u", *objects)))

    def all(self):
        for part in (self.budgets, self.rules, self.shell, self.python,
                     self.checkpatch, self.selftests):
            part()
        kernel = Kernel(self.settings, "kdump").configure()
        config = kernel.directory / ".config"
        for part in ((self.left_out, config), (self.objects, config),
                     (self.core_for_32_bits,)):
            try:
                part[0](*part[1:])
            except HarnessError as error:
                self.tap.not_ok(f"check: {part[0].__name__}", str(error))


def run_check(tap, settings):
    Check(tap, settings).all()
