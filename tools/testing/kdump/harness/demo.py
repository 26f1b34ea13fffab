# SPDX-License-Identifier: GPL-2.0-only
"""One crash from end to end: builds the kernel, boots it, crashes it, saves
/proc/vmcore out of the capture kernel, checks the dump and reports on it.

Leaves vmcore, vmlinux, console.log and report.txt in build/demo, of another
machine than this one in build/demo-ARCH.
"""
import contextlib
import io
import os
import secrets
import textwrap
import time

from . import initramfs, report
from .check_dump import Wanted, check_dump
from .console_log import ConsoleLog
from .guest import End, Guest
from .kernel import Kernel
from .packages import install
from .save.build import tools_for_guest
from .settings import HarnessError, run, say

MEMORY = 2048
RESERVATION = "crashkernel=512M-2G:64M,2G-:128M"
# What most people leave out.
LEVEL = 31
# What of the console a person wants to follow.
SHOWN = ("^guest: (crash|loading|capture|trigger|vmcore|saving \\[|saved|dump|"
         "alive)|^kdump_(load|save): |Kernel panic - not syncing")


def step(start, text):
    say(f"[{time.monotonic() - start:4.0f} s] {text}")


def crash(settings, kernel, out, words):
    """The disk becomes the dump. It is a little larger than what the guest may
    use; zeros that are never written take no place."""
    dump, log = out / "vmcore", out / "console.log"
    for path in (dump, out / "report.txt"):
        path.unlink(missing_ok=True)
    initramfs.make_disk(dump, (MEMORY + 64) << 20)
    end = Guest(settings.arch, kernel.image, out / "guest/first.cpio.gz",
                settings.arch.command_line(RESERVATION, *words),
                f"{MEMORY}M", disk=dump, show=SHOWN).boot(log)
    size = ConsoleLog(log).saved_size()
    if end != End.COMPLETE or not size:
        raise HarnessError(f"the guest left no dump, {end!r}.\n  Its last "
                           f"words are at the end of {log}")
    os.truncate(dump, size)


def check(out, token, level):
    wanted = Wanted(console=out / "console.log", token=token, cpus=2,
                    level=level,
                    text="sysrq triggered crash",
                    function="sysrq_handle_crash")
    with contextlib.redirect_stdout(io.StringIO()) as said:
        good = check_dump(out / "vmcore", out / "vmlinux", wanted)
    print(textwrap.indent(said.getvalue(), "  "), end="", flush=True)
    if not good:
        raise HarnessError("the dump did not pass every check.\n  It is "
                           f"{out}/vmcore, the console is {out}/console.log")


def show_report(out, tree):
    text = report.build(out, tree)
    (out / "report.txt").write_text(text, encoding="utf-8")
    print(f"\n{text}", flush=True)


def run_demo(settings):
    """Returns the exit status; a dump with a fault raises HarnessError."""
    start, arch, token = time.monotonic(), settings.arch, secrets.token_hex(8)
    other = f"-{arch.name}" if arch.is_foreign else ""
    out = settings.out / f"demo{other}"
    out.mkdir(parents=True, exist_ok=True)
    step(start, "looking for what is needed, and for a kernel tree")
    if not settings.tree:
        install(settings)
        settings = settings.with_tree()
    step(start, f"building the {settings.flavour} kernel of Linux "
         f"{settings.base} from {settings.tree}")
    kernel = Kernel(settings).build()
    run("cp", "--reflink=auto", kernel.vmlinux, out / "vmlinux")
    step(start, "packing the guest's user space")
    # kdump_save is built for this machine only, and the filter is ours.
    tools = (tools_for_guest(settings, out / "guest/kdump_save")
             if settings.flavour != "classic" else ())
    initramfs.build(out / "guest", arch, kernel.image, tools)
    step(start, f"booting a guest of {MEMORY} MiB, to crash it")
    crash(settings, kernel, out, (
        f"guest.token={token}", f"guest.save={'filtered' if tools else 'raw'}"))
    step(start, "checking the dump")
    check(out, token, LEVEL if tools else 0)
    step(start, "the report")
    show_report(out, settings.tree)
    step(start, f"done; all of it is in {out}")
    return 0
