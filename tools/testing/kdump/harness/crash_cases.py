# SPDX-License-Identifier: GPL-2.0-only
"""The ways into the crash path, and the crashes inside of it.

case() is of make test and make test-full, full() of the latter only. What the
keys mean is said in crash.py.
"""
from .arch import Arch
from .case import Table
from .crash import CrashCase

# drgn of Debian 12 knows no modules of Linux 6.12: a function is the kernel's.

CASES = Table(CrashCase, kernels=("kdump", "classic"))
case, full = CASES.case, CASES.full

# What is in many rows. These are for our implementation alone:
OURS = {"kernels": ("kdump",)}
SYSRQ = {"trigger": "sysrq", "text": "sysrq triggered crash",
         "function": "sysrq_handle_crash"}
SURVIVES = {"words": "guest.wait=3",
            "end": "alive after trigger .* kexec_crash_loaded is 1"}
# What panic() says last is lost if a stopped CPU was printing: then all is
# shown that came up to the panic notifiers, and no more.
REBOOTS = {"last": "Rebooting in 1 seconds|Kernel Offset: "}
# Above 4 GiB, with low memory; a large guest takes its time.
HIGH = {"memory": 4096, "reserve": "128M,high crashkernel=64M,low"}
NULL = Arch.current().null


def on_arm64(riscv64=None, **keys):
    return {"on": {"arm64": keys, "riscv64": riscv64 or {}}}


# Harts that have switched interrupts off do not stop on riscv64, nor leave registers.
def deaf_harts(count, **keys):
    return {"prstatus": 1, "stragglers": count} | keys


# drgn of Debian 12 does not get from the stack of interrupts to the task's there,
# nor past a function of a module.
NO_STACK = {"function": ""}
# Where there is no keyboard, the serial line has breaks.
KEY = SYSRQ | {"trigger": "key"} | on_arm64(
    {"trigger": "break"}, trigger="break", **NO_STACK)
# A CPU that has switched interrupts off hears of nothing else.
PSEUDO_NMI = "irqchip.gicv3_pseudo_nmi=1"
# A page in each MiB from 200M on, as memmap= wants it.
RESERVED_PAGES = ",".join(f"4K${mib}M" for mib in range(200, 331))

# T1 to T3
case("sysrq", SYSRQ, comm="sh", gdb="sysrq_handle_crash", compare=True,
     vmcoreinfo="NUMBER(pgtable_l5_enabled)=1",
     on={"arm64": {"vmcoreinfo": "NUMBER(VA_BITS)=48"},
         "riscv64": {"vmcoreinfo": "NUMBER(VA_BITS)=57"},
         "i386": {"vmcoreinfo": "CONFIG_X86_PAE=y"},
         "arm": {"vmcoreinfo": "CONFIG_ARM_LPAE=y"}})
case("sysrq-key", KEY, sysctl="sysrq=1")
full("sysrq-key-8", KEY, sysctl="sysrq=8")
full("sysrq-break", SYSRQ, trigger="break", sysctl="sysrq=1",
     **on_arm64(**NO_STACK))
full("sysrq-off", KEY, SURVIVES, sysctl="sysrq=0")
full("sysrq-disabled", KEY, SURVIVES, sysctl="sysrq=16",
     says="This sysrq operation is disabled")

# T4, T5, T14 to T21
full("panic", trigger="lkdtm:PANIC", text="dumptest", function="lkdtm_PANIC",
     comm="sh")
case("panic-irqoff", trigger="lkdtm:PANIC_STOP_IRQOFF", cpus=4,
     text="panic stop irqoff test", not_in={"6.1": "lkdtm cannot do this"},
     **on_arm64(deaf_harts(3), words=PSEUDO_NMI))
full("panic-stop-machine", trigger="module", cpus=4,
     module="where=stop-machine", text="in stop_machine()",
     function="multi_cpu_stop", on={"riscv64": deaf_harts(3)})
case("panic-on-warn", trigger="lkdtm:WARNING", sysctl="panic_on_warn=1",
     text="panic_on_warn set")
full("panic-on-warn-boot", trigger="lkdtm:REFCOUNT_ADD_OVERFLOW",
     words="panic_on_warn=1", text="panic_on_warn set")
full("panic-on-taint", trigger="lkdtm:WARNING", words="panic_on_taint=0x200",
     text="panic_on_taint set", function="add_taint")
full("panic-on-user-taint", trigger="taint", words="panic_on_taint=0x40",
     text="panic_on_taint set", function="add_taint")
full("taint-refused", SURVIVES, trigger="taint",
     words="panic_on_taint=0x40,nousertaint guest.wait=3",
     says="^refused")
full("taint-zero", SURVIVES, trigger="lkdtm:WARNING",
     words="panic_on_taint=0 guest.wait=3")
full("taint-text", SURVIVES, trigger="lkdtm:WARNING",
     words="panic_on_taint=xyz guest.wait=3")

# T6 to T11, T13
case("oops", trigger="lkdtm:EXCEPTION", sysctl="panic_on_oops=1", text=NULL,
     function="lkdtm_EXCEPTION", symbol="lkdtm_EXCEPTION", comm="sh")
full("oops-bug", trigger="lkdtm:BUG", sysctl="panic_on_oops=1",
     text="kernel BUG at drivers/misc/lkdtm", symbol="lkdtm_BUG", comm="sh")
case("oops-pid1", trigger="pid1:BUG", sysctl="panic_on_oops=0",
     text="kernel BUG at drivers/misc/lkdtm", function="lkdtm_BUG",
     symbol="lkdtm_BUG", pid=1)
case("oops-survived", SURVIVES, trigger="lkdtm:BUG", sysctl="panic_on_oops=0",
     says="kernel BUG at drivers/misc/lkdtm")
full("irq-bug", trigger="point:INT_HW_IRQ_EN:BUG",
     text="kernel BUG at drivers/misc/lkdtm", symbol="lkdtm_BUG")
full("irq-exception", trigger="point:INT_HW_IRQ_EN:EXCEPTION", text=NULL,
     symbol="lkdtm_EXCEPTION")
full("irq-panic", trigger="point:INT_HW_IRQ_EN:PANIC", text="dumptest",
     function="lkdtm_PANIC")
case("softirq-oops", trigger="module", module="where=softirq", text=NULL,
     function="call_timer_fn", **on_arm64(**NO_STACK))
full("hardirq-oops", trigger="module", module="where=hardirq", text=NULL,
     function="irq_work_single", **on_arm64(**NO_STACK))
case("idle-oops", trigger="module", module="where=idle", words="idle=poll",
     text=NULL, function="do_idle", pid=0,
     **on_arm64({"words": "nohlt"}, words="nohlt", **NO_STACK))
full("nmi-oops", trigger="nmi", module="where=nmi", text=NULL,
     function="nmi_handle", needs="NMI")

# T16, T17
full("warn-limit", trigger="lkdtm:WARNING", sysctl="warn_limit=1",
     text="system warned too often (kernel.warn_limit is 1)")
full("oops-limit", trigger="lkdtm:BUG", sysctl="oops_limit=1",
     text="Oopsed too often (kernel.oops_limit is 1)",
     function="make_task_dead")

# T22 to T27
# Three seconds are short: an emulated CPU may take as long to unpack a kernel.
PACKED = "kdump.unpack=0"
SOFT = {"sysctl": "softlockup_panic=1,watchdog_thresh=3", "words": PACKED,
        "text": "softlockup: hung tasks"}
HARD = {"trigger": "lkdtm:HARDLOCKUP", "cpu": "1", "text": "Hard LOCKUP",
        "symbol": "lkdtm_HARDLOCKUP", "words": PACKED,
        **on_arm64(deaf_harts(1, symbol=""), words=PSEUDO_NMI),
        "not_in": {"6.1": "its detector needs a PMU, which QEMU has not"}}
full("softlockup", SOFT, trigger="lkdtm:SOFTLOCKUP",
     function="watchdog_timer_fn")
full("softlockup-loop", SOFT, trigger="lkdtm:LOOP")
full("softlockup-spin", SOFT, trigger="twice:SPINLOCKUP")
full("softlockup-smp-call", SOFT, trigger="lkdtm:SMP_CALL_LOCKUP",
     not_in={"6.1": "lkdtm cannot do this"})
case("hardlockup", HARD, sysctl="hardlockup_panic=1,watchdog_thresh=3")
full("hardlockup-boot", HARD, words=f"nmi_watchdog=panic {PACKED}",
     sysctl="watchdog_thresh=3",
     **on_arm64(deaf_harts(1, symbol=""),
                words=f"nmi_watchdog=panic {PSEUDO_NMI}"))
case("panic-kthread", trigger="lkdtm:HUNG_TASK",
     sysctl="hung_task_panic=1,hung_task_timeout_secs=1",
     text="hung_task: blocked tasks",
     function="check_hung_uninterruptible_tasks", comm="khungtaskd")
full("rcu-stall", trigger="lkdtm:SOFTLOCKUP",
     sysctl="softlockup_panic=0,panic_on_rcu_stall=1",
     words=f"rcupdate.rcu_cpu_stall_timeout=3 {PACKED}", text="RCU Stall")
full("rcu-stall-second", trigger="lkdtm:SOFTLOCKUP",
     sysctl="softlockup_panic=0,panic_on_rcu_stall=1,max_rcu_stall_to_panic=2",
     words=f"rcupdate.rcu_cpu_stall_timeout=3 guest.wait=90 {PACKED}",
     text="RCU Stall")

# T28 to T30, T32
NMI = {"trigger": "nmi", "needs": "NMI"}
UNKNOWN_NMI = NMI | {"cpus": 4, "sysctl": "unknown_nmi_panic=1",
                     "text": "NMI: Not continuing"}
case("nmi", UNKNOWN_NMI, function="unknown_nmi_error")
full("nmi-unrecovered", UNKNOWN_NMI, sysctl="panic_on_unrecovered_nmi=1")
case("nmi-ignored", NMI, SURVIVES,
     says="Dazed and confused, but trying to continue")
full("mce", text="Machine check", also="Fatal", needs="MCE")

# T33 to T36
full("oom", trigger="hog", sysctl="vm.panic_on_oom=1", memory=256,
     reserve="64M", text="Out of memory: system-wide panic_on_oom is enabled")
full("oom-group", trigger="hog-group", sysctl="vm.panic_on_oom=2",
     text="compulsory panic_on_oom is enabled", comm="use_memory")
full("oom-sysrq", SURVIVES, trigger="sysrq-f", sysctl="vm.panic_on_oom=2")
full("oom-deadlock", trigger="hog-spared", memory=256, reserve="64M",
     text="System is deadlocked on memory")

# T38 to T41
NO_GUARD = {"not_in": {name: "no guard page is below its stacks"
                       for name in ("i386", "arm")}}
case("stack-overflow", NO_GUARD, trigger="lkdtm:EXHAUST_STACK",
     text="stack guard page was hit", function="recursive_loop",
     **on_arm64({"text": "Kernel stack overflow", "function": "handle_bad_stack"},
                text="kernel stack overflow", function="panic_bad_stack"))
# A guard page that no stack pointer is in is like any other there.
PAGING = "Unable to handle kernel paging request"
full("stack-guard", NO_GUARD, SURVIVES, trigger="lkdtm:STACK_GUARD_PAGE_LEADING",
     sysctl="panic_on_oops=0", says="stack guard page was hit",
     **on_arm64({"says": PAGING}, says=PAGING))
full("stack-guard-oops", NO_GUARD, trigger="lkdtm:STACK_GUARD_PAGE_LEADING",
     sysctl="panic_on_oops=1", text="stack guard page was hit",
     symbol="lkdtm_STACK_GUARD_PAGE_LEADING",
     **on_arm64({"text": PAGING}, text=PAGING))
full("stack-corrupt", trigger="lkdtm:CORRUPT_STACK",
     text="Kernel stack is corrupted in")
full("double-fault", SURVIVES, trigger="lkdtm:DOUBLE_FAULT",
     says="XFAIL: this test is ia32-only")

# T37
full("init-exit", text="Attempted to kill init! exitcode=0x00000100", pid=1)
full("init-fault", text="Attempted to kill init! exitcode=0x0000000b", pid=1)

# T42
for kind, text in (("WRITE_RO", "Oops"), ("ACCESS_NULL", "Oops"),
                   ("USERCOPY_KERNEL", "Oops"), ("ARRAY_BOUNDS", "UBSAN")):
    full(f"oops-{kind}", trigger=f"lkdtm:{kind}", sysctl="panic_on_oops=1",
         text="Oops", function=f"lkdtm_{kind}",
         **on_arm64({"text": text.replace("UBSAN", "Kernel BUG")}, text=text))
# Not an oops without CONFIG_BUG_ON_DATA_CORRUPTION.
full("list-corruption", trigger="lkdtm:CORRUPT_LIST_ADD",
     sysctl="panic_on_warn=1", text="list_add corruption")
full("oops-EXEC_NULL", trigger="lkdtm:EXEC_NULL", sysctl="panic_on_oops=1",
     text="Oops")

# T43, T44
for cpu in "0123":
    full(f"on-cpu-{cpu}", SYSRQ, cpus=4, cpu=cpu)
case("on-cpu-1-of-2", SYSRQ, cpu="1", capture=2)
full("on-cpu-0-of-2", SYSRQ, cpu="0", capture=2)
full("on-cpu-2-of-4", SYSRQ, cpus=4, cpu="2", capture=4)
case("all-panic", trigger="module", cpus=4, module="where=all-panic",
     text="all CPUs at once")
# Of oopses, the first holds a lock that the others wait for, with interrupts
# off.
full("all-oops", trigger="module", cpus=4, module="where=all-oops",
     sysctl="panic_on_oops=1", text=NULL,
     **on_arm64(deaf_harts(3), words=PSEUDO_NMI))
case("one-cpu", SYSRQ, cpus=1)
# The CPU that panics goes off line, and its registers are in the log alone.
case("panic-force-cpu", trigger="sysrq", cpu="1", words="panic_force_cpu=0",
     prstatus=1, text="sysrq triggered crash", also="Redirected from CPU 1",
     not_in={name: "panic() stays where it is" for name in ("6.1", "6.12")})

# T47
FIRST = {"words": "crash_kexec_post_notifiers",
         "module": "where=notifier-note", "also": "panic notifier called"}
case("notifiers-sysrq", SYSRQ, FIRST)
full("notifiers-oops", FIRST, trigger="lkdtm:EXCEPTION",
     sysctl="panic_on_oops=1", text="Fatal exception")
full("notifiers-irq", FIRST, trigger="point:INT_HW_IRQ_EN:BUG",
     text="Fatal exception in interrupt")
full("notifiers-nmi", FIRST, UNKNOWN_NMI)

# T46, T48
case("nothing-loaded", REBOOTS, trigger="sysrq", loader="none")
full("nothing-loaded-oops", REBOOTS, trigger="lkdtm:BUG",
     sysctl="panic_on_oops=1", loader="none")
full("nothing-reserved", trigger="none", reserve="0",
     end="the loader failed with status 1")
case("capture-crashes", REBOOTS, trigger="sysrq", save="crash",
     says="capture kernel in user space")

# A crash of the crash path itself, and of what runs around it. T45.
full("load-forever", SYSRQ, trigger="load-forever",
     otherwise="being swapped in")

# A load has begun to write, and not yet come to its end.
case("swapping-in", OURS, REBOOTS, trigger="load-again",
     module="probe=kdump_shadow_write", says="no dump: .* being swapped in")
# Before, while and after the others are stopped.
full("nostop-oops", OURS, REBOOTS, trigger="sysrq", module="where=nostop-oops",
     says="no dump: an earlier attempt")
case("stop-oops", OURS, REBOOTS, trigger="sysrq", module="where=stop-oops",
     says="no dump: an earlier attempt")
full("stop-oops-in-irq", OURS, REBOOTS, sysctl="panic_on_oops=1",
     trigger="point:INT_HW_IRQ_EN:EXCEPTION", module="where=stop-oops",
     says="no dump: an earlier attempt")
SHUTDOWN = OURS | REBOOTS | {
    "module": "probe=lapic_shutdown", "says": "no dump: an earlier attempt",
    **on_arm64({"module": "probe=kdump_quiet_irqs"},
               module="probe=kdump_quiet_irqs")}
case("shutdown-panic", SHUTDOWN, trigger="sysrq")
full("shutdown-panic-oops", SHUTDOWN, trigger="lkdtm:BUG",
     sysctl="panic_on_oops=1")
# A CPU that does not answer is named, and waited for a second.
# CPU 1 is stuck, and CPU 2 is stopped in the driver of a console, which then
# waits for ever for its own lock: nothing may be printed any more.
case("console-in-use", OURS, trigger="module",
     module="where=stuck-cpu-console", cpu="0", cpus=3, prstatus=2,
     stragglers=1, text="a CPU is stuck", also="did not stop",
     **on_arm64(deaf_harts(2), words=PSEUDO_NMI))
STUCK = {"trigger": "module", "module": "where=stuck-cpu", "cpu": "0",
         "prstatus": 1, "stragglers": 1, "text": "a CPU is stuck",
         "also": "did not stop"}
case("stuck-cpu", OURS, STUCK)
# And a driver that waits for its host, with its lock held, for each piece of
# text. The last console= is where user space writes.
HVC = "-chardev null,id=hvc -device {} -device virtconsole,chardev=hvc"
HVC_MMIO = {"qemu": HVC.format("virtio-serial-device")}
full("console-hvc0", OURS, STUCK, words="console=hvc0 console=ttyS0",
     qemu=HVC.format("virtio-serial-pci"), says=r"console \[hvc0\] enabled",
     on={"arm64": HVC_MMIO | {"words": "console=hvc0 console=ttyAMA0"},
         "riscv64": HVC_MMIO})
# A notifier that crashes before the dump does not prevent it.
case("notifier-oops", OURS, trigger="sysrq",
     words="crash_kexec_post_notifiers", module="where=notifier-oops",
     text=NULL, function="notifier_call_chain", **on_arm64(**NO_STACK))
# It panics until the stack is full, and so is the log.
full("notifier-panic", OURS, trigger="sysrq",
     words="crash_kexec_post_notifiers", module="where=notifier-panic",
     text="in a panic notifier",
     function="notifier_call_chain", message="the log does not say why")
full("notifier-oops-unloaded", OURS, trigger="sysrq", loader="none",
     module="where=notifier-oops",
     last="crashed again while handling a crash, no dump")
RESTARTS = {"module": "probe=do_kernel_restart",
            "text": "do_kernel_restart() reached"}
full("restart-panic", OURS, trigger="sysrq-b",
     module="probe=mach_reboot_fixups", text="mach_reboot_fixups() reached",
     **on_arm64(RESTARTS, **RESTARTS))

# One bit of the loaded image is wrong. The pieces are those of
# kexec_file_load(2), in the order of kdump_damage.ko; -1 is the own page.
PIECES = Arch.current().pieces.split(", ")
# With PAT, /dev/mem may not map as uncached what the kernel maps as cached; with
# virtio-mem it maps no RAM at all.
DAMAGED = OURS | REBOOTS | {
    "before": "damage", "words": "nopat",
    **on_arm64({"words": ""}, words="",
               before=f"damage-{PIECES.index('kernel')}")}
# Near the entry, which newer kernels do not begin with.
case("damaged", DAMAGED, trigger="sysrq",
     says="segment .*kernel(?: part 2)?, .* is damaged")
full("damaged-oops", DAMAGED, trigger="pid1:BUG",
     says="kdump: no dump, and the other CPUs are stopped")
for number, piece in enumerate(PIECES):
    full("damaged-" + piece.replace(" ", "-"), OURS, REBOOTS, trigger="sysrq",
         before=f"damage-{number}", says=r"segment .*\("
         + piece.removeprefix("spare ") + ", .*is damaged")
case("damaged-own-page", OURS, REBOOTS, trigger="sysrq", before="damage--1",
     says="own page at .* is damaged")

# T49, T50
# drgn of Debian 12 takes the n-th registers for the n-th CPU's, and finds
# no crashed thread if that comes after the one that is offline.
case("cpu-offline", trigger="sysrq", cpus=4, cpu="0", before="offline-1",
     prstatus=3, text="sysrq triggered crash", symbol="__crash_kexec",
     on={"riscv64": {"symbol": "riscv_crash_save_regs"}})
case("after-cpu-offline", trigger="sysrq", cpus=4, cpu="3",
     before="offline-1", prstatus=3, text="sysrq triggered crash",
     gdb="sysrq_handle_crash")
full("cpu-hotplug", SYSRQ, before="offline-1,online-1")
full("cpu-hotplug-load", SYSRQ, before="offline-1,online-1",
     loader="kexec", mode="load")
PLUG = {"plug": True, "needs": "memory-plug"}
# The capture kernel must not plug in what it is to dump.
case("memory-plugged", OURS, SYSRQ, PLUG, compare=True, before="plug",
     append="acpi_no_memhotplug")
full("memory-unplugged", OURS, SYSRQ, PLUG, before="plug,unplug")
# A load that runs at that moment has to take it in. Many short ones meet more of
# such moments than a long one.
case("hotplug-while-loading", OURS, SYSRQ, PLUG, words=PACKED,
     before="start-loading,offline-1,online-1,plug,stop-loading",
     append="acpi_no_memhotplug")
full("memory-plugged-load-again", OURS, SYSRQ, PLUG, before="plug,reload",
     append="acpi_no_memhotplug")

# Ways to load, ways to save.
case("ours-load", SYSRQ, loader="kexec", mode="load")
case("kexec-file", SYSRQ, loader="kexec")
LESS = {"says": "starts with less: pty"}
case("profile", OURS, SYSRQ, append="kdump.profile=-kfence,-nothing",
     says="starts with less: pty, .*image-holes, .*section-table",
     on={"arm64": LESS, "riscv64": LESS})
case("kexec-load", SYSRQ, loader="kexec", mode="load", compare=True)
NEWER = SYSRQ | {"loader": "newer", "needs": "newer-kexec",
                 "says": r"the newer one is kexec-tools 2\.0\.3"}
full("newer-kexec-file", NEWER)
full("newer-kexec-load", NEWER, mode="load")
# A bzImage is unpacked by the load, or unpacks itself.
BZIMAGE = OURS | SYSRQ | {"not_in": {"arm64": "its Image cannot unpack itself",
                                     "riscv64": "its Image cannot unpack itself",
                                     "i386": "its bzImage always does"}}
case("unpacked", BZIMAGE,
     says="kdump: the kernel is unpacked: [0-9]+ KiB of [a-z0-9]+ became [0-9]+ KiB")
case("packed", BZIMAGE, words=PACKED,
     says="kdump: the kernel stays packed: kdump.unpack=0")
full("compressed", OURS, SYSRQ, words="guest.kernel=compressed",
     says=r"guest: loading /kernel\.gz of [0-9]+ bytes",
     not_in={"x86_64": "a bzImage is compressed as it comes"})
full("zboot", OURS, SYSRQ, words="guest.kernel=zboot",
     says=r"guest: loading /kernel\.efi of [0-9]+ bytes",
     not_in={"x86_64": "no zboot file is made there"})
case("makedumpfile", SYSRQ, save="makedumpfile", gdb="sysrq_handle_crash")
case("kdump_save", SYSRQ, save="kdump_save", capture=2,
     not_in={name: "its libzstd and liblzo2 are not there to link with"
             for name in ("arm64", "riscv64")})
full("copies", SYSRQ, save="copies", capture=2, memory=320, limit=900,
     needs="network")
case("loader", end="loader ok - all [0-9]+ checks")
case("refused-load", OURS, SYSRQ, before="refuse")
# The classic code drops what the first 128 leave over.
case("many-ranges", OURS, SYSRQ, needs="memory-map-words",
     words="guest.ranges=129 memmap=" + RESERVED_PAGES)

# kexec -d: what goes where.
case("debug-layout", OURS, SYSRQ, before="layout",
     says="kdump: layout: segment 0: elfcorehdr, 0x[0-9a-f]+-0x[0-9a-f]+, ")
# An unsigned kernel is loaded unless the kernel is locked down.
case("lockdown", OURS, trigger="none", words="lockdown=integrity",
     needs="lockdown",
     end="the loader failed with status 1",
     says="Lockdown: .*kexec of unsigned images is restricted")
# Nor where signatures are enforced; what was loaded before stays armed.
case("signature-enforced", OURS, SYSRQ, before="enforce",
     says="kdump: load refused: the kernel's signature is not good")
# Where memory cannot be made writable, it must be so when it is given back.
case("protect-fails", OURS, trigger="none", loader="none",
     before="protect-fails-set_memory_rw,fill",
     end="alive after trigger none, kexec_crash_loaded is 0",
     **on_arm64(before="protect-fails-kdump_arch_protect,fill"))

# What depends on the loader, with each loader and each system call. ours-load
# is from when kdump_load had kexec_load(2), too: there is kexec's for it.
def with_each_loader(name, *common, **keys):
    for loader, mode in (("ours", "file"), ("kexec", "load")):
        full(f"{name}-ours-{mode}", *common, keys, loader=loader, mode=mode)
    for mode in ("file", "load"):
        full(f"{name}-kexec-{mode}", *common, keys, loader="kexec", mode=mode)


# Where the kernels are, and how they see memory.
LEVEL = "NUMBER(pgtable_l5_enabled)="
LEVELS = SYSRQ | {"needs": "5-level-tables"}
SV48, SV57 = ({"riscv64": {"vmcoreinfo": f"NUMBER(VA_BITS)={bits}"}}
              for bits in (48, 57))
FOUR = LEVELS | {"words": "no5lvl", "append": "no5lvl",
                 "vmcoreinfo": LEVEL + "0", "on": SV48}

# A kernel without KASLR leaves firmware's seed in the device tree, and kexec
# refuses such a tree.
with_each_loader("nokaslr", SYSRQ, words="nokaslr", append="nokaslr",
                 vmcoreinfo="KERNELOFFSET=0",
                 **on_arm64(qemu="-machine dtb-randomness=off"))
with_each_loader("4-level", FOUR)
with_each_loader("high", SYSRQ, HIGH)
with_each_loader("nmi-4-cpus", UNKNOWN_NMI)
with_each_loader("idle-1-cpu", SYSRQ, cpus=1)
case("4-level", FOUR)
full("5-to-4-level", LEVELS, append="no5lvl", vmcoreinfo=LEVEL + "1", on=SV57)
full("4-to-5-level", LEVELS, words="no5lvl", vmcoreinfo=LEVEL + "0", on=SV48)
# And one less, as most such machines have today.
THREE = SYSRQ | {"needs": "3-level-tables", "words": "no4lvl",
                 "vmcoreinfo": "NUMBER(VA_BITS)=39"}
case("3-level", THREE, append="no4lvl", compare=True)
full("3-level-load", THREE, append="no4lvl", loader="kexec", mode="load")
full("3-to-5-level", THREE)
case("high", SYSRQ, HIGH)

# With memory of each kind; of QEMU's monitor a balloon, that takes 16 MiB.
FILTER = OURS | SYSRQ | {
    "save": "filter", "levels": "31,63", "before": "balloon-496,use",
    "limit": 900, "qemu": "-device virtio-balloon-pci",
    "not_in": {"i386": "its KSM merges other pages than use_memory expects",
               "riscv64": "its kernel poisons no page, as use_memory asks"},
    **on_arm64(qemu="-device virtio-balloon-device")}
case("filter", FILTER, words="hugetlb_free_vmemmap=on",
     levels="0,1,2,4,8,16,31,32,63")
# A memory block that has its own page structs, and fewer levels of page tables.
case("filter-plugged-4-level", FILTER, PLUG, before="plug,balloon-624,use",
     words="no5lvl memory_hotplug.memmap_on_memory=1",
     append="no5lvl+acpi_no_memhotplug", vmcoreinfo=LEVEL + "0",
     needs="5-level-tables memory-plug")
full("filter-4-level", FILTER, words="no5lvl", append="no5lvl",
     levels="2,4,8,16,31,63", vmcoreinfo=LEVEL + "0", needs="5-level-tables")
full("filter-plugged", FILTER, PLUG, levels="2,4,8,16,31,63",
     before="plug,balloon-624,use", append="acpi_no_memhotplug")
# The last page table of the capture kernel has not the depth of the crashed one's.
full("filter-5-to-4-level", FILTER, append="no5lvl", needs="5-level-tables",
     vmcoreinfo=LEVEL + "1")
# A kernel of another build knows other page structs.
ID = "[0-9a-f]{40}"
case("filter-other-build", OURS, SYSRQ, save="refused",
     before="other-build,reload",
     says="guest: filter 31: .*Operation not supported",
     capture_says="filter=31 is refused: the crashed kernel's build id is "
                  f"{ID}, this one's is {ID},")

# A kernel that no crash starts finds the same words, and crashes as the first
# one would; or, if it matters only where it was put, says so.
SECOND = {"loader": "kexec", "memory": 640}
ARRIVES = SECOND | {"end": "alive after trigger none, kexec_crash_loaded is 1"}
case("kexec-e-file", SYSRQ, SECOND, trigger="kexec-e-file")
case("kexec-e-load", SYSRQ, SECOND, trigger="kexec-e-load", mode="load")
full("kexec-e-4-level", ARRIVES, trigger="kexec-e-file",
     needs="5-level-tables",
     words="guest.second=none nokaslr no5lvl")
# What IMA measured before goes on in front of what it measures then. On a root
# of type ramfs, for its policy leaves tmpfs out; the list is where KASLR of the
# new kernel does not look.
case("kexec-e-ima", OURS, SECOND, trigger="kexec-e-file", needs="IMA",
     words="guest.second=measurements ima_policy=tcb rootfstype=ramfs nokaslr",
     end="[0-9]+ measurements of the first kernel, then [0-9]+ more")
full("kexec-e-4-cpus", ARRIVES, trigger="kexec-e-file", cpus=4,
     words="guest.second=none", capture_says="Brought up 1 node, 4 CPUs")
case("kexec-e-high", ARRIVES, HIGH, memory=5120, trigger="kexec-e-file",
     words="guest.second=none")
# In memory of which firmware knows, but not the first kernel.
full("kexec-e-mem", ARRIVES, trigger="kexec-e-load", mode="load", memory=1024,
     reserve="96M", words="guest.second=none mem=640M")

# Lent to user space until the crash: the capture kernel's from then on, and in no
# dump. What is loaded has to fit into the rest, with a quarter to spare.
LENT = OURS | SYSRQ | {"reserve": "64M crashkernel=128M,cma", "lent": True,
                       "capture_says": "; waited 0.0 ms for DMA to 0 of [0-9]+ lent pages;"}
case("lent-small", LENT, reserve="28M crashkernel=128M,cma",
     **on_arm64({"reserve": "64M crashkernel=128M,cma"},
                reserve="64M crashkernel=128M,cma"))
case("lent-in-use", LENT, before="use-lent",
     capture_says=r"; waited 1[0-9]{4}\.[0-9] ms for DMA to 3 of [0-9]+ lent "
                  "pages, of which 3 are still in use;")
full("lent", LENT, compare=True, capture=2)
full("lent-makedumpfile", LENT, save="makedumpfile")
# Its capture kernel knows of the region alone, and its dump has all else.
full("lent-load", LENT, lent=False, loader="kexec", mode="load",
     reserve="96M crashkernel=128M,cma", compare=True,
     capture_says="image good after [0-9.]+ ms; this kernel")
full("lent-high", LENT, HIGH, reserve=HIGH["reserve"] + " crashkernel=512M,cma",
     not_in={name: "its capture kernel hears of two ranges of memory"
             for name in ("arm64", "riscv64")})

# A kernel of arm64 that was started at EL2 stays there or goes on at EL1, and in
# both cases starts the next one at EL2.
EL2 = {"needs": "EL2", "qemu": "-machine virtualization=on",
       "capture_says": r"CPU: All CPU\(s\) started at EL2"}
VHE = EL2 | {"qemu": "-machine virtualization=on -cpu max,pauth-impdef=on",
             "says": "detected: Virtualization Host Extensions"}
full("el2", SYSRQ, EL2, cpu="1", capture=2)
full("el2-load", SYSRQ, EL2, loader="kexec", mode="load")
full("el2-kexec-e", SYSRQ, SECOND, EL2, trigger="kexec-e-file")
full("el2-vhe", SYSRQ, VHE, cpu="1", capture=2)
full("el2-vhe-load", SYSRQ, VHE, loader="kexec", mode="load")
full("el2-vhe-kexec-e", SYSRQ, SECOND, VHE, trigger="kexec-e-file")

# Loads that are refused, twice 85, and the dump is still made.
case("refused-loads", OURS, SYSRQ, before="check-loads,check-loads")
case("refused-access", OURS, SYSRQ, before="check-access")
# All memory but 30 MiB is in use, and what is loaded has 60.
case("crowded", OURS, SYSRQ, before="check-crowded")
full("refused-loads-kexec", OURS, SYSRQ, before="check-loads", loader="kexec",
     mode="load")
# The small configuration maps arm64's memory by blocks, unless told not to.
READ_ONLY = OURS | SYSRQ | {
    "before": "inspect",
    "says": "kdump_damage: 0 pages of the region and 0 of the low one",
    **on_arm64(words="rodata=full")}
case("read-only", READ_ONLY)
full("read-only-high", READ_ONLY, HIGH)
full("cycles", OURS, SYSRQ, before="check-cycles", limit=900)

# arm64 with pages of 64 KiB, with a CPU whose addresses have 52 bits, and with
# EFI and ACPI's tables.
PAGES_64K = {"kernels": ("large",), "needs": "pages-64k"}
LONG = {"qemu": "-cpu max,pauth-impdef=on"}
case("large-sysrq", PAGES_64K, SYSRQ, compare=True, gdb="sysrq_handle_crash")
case("large-oops", PAGES_64K, trigger="lkdtm:BUG", sysctl="panic_on_oops=1",
     text="kernel BUG at drivers/misc/lkdtm", symbol="lkdtm_BUG")
case("large-load", PAGES_64K, SYSRQ, loader="kexec", mode="load")
case("large-kexec-e", PAGES_64K, SYSRQ, SECOND, trigger="kexec-e-file")
case("large-filter", FILTER, PAGES_64K, levels="2,4,8,16,31,63")
case("large-refused-loads", PAGES_64K, SYSRQ, before="check-loads")
case("large-read-only", PAGES_64K, SYSRQ, before="inspect",
     words="rodata=full",
     says="kdump_damage: 0 pages of the region and 0 of the low one")
case("large-memory-plugged", SYSRQ, PLUG, PAGES_64K, compare=True,
     before="plug")
case("large-memory-unplugged", SYSRQ, PLUG, PAGES_64K, before="plug,unplug")
# The second kernel must not lie in what it knows nothing of yet.
case("large-memory-plugged-kexec-e", SYSRQ, SECOND, PLUG, PAGES_64K,
     before="plug", trigger="kexec-e-file")
case("large-52-bits", PAGES_64K, SYSRQ, LONG, compare=True,
     vmcoreinfo="NUMBER(TCR_EL1_T1SZ)=0xc")
case("large-52-bits-filter", FILTER, PAGES_64K, on={},
     qemu=f"{LONG['qemu']} {FILTER['on']['arm64']['qemu']}")
EFI = {"qemu": "-bios /usr/share/qemu-efi-aarch64/QEMU_EFI.fd",
       "capture_says": "ACPI: Interpreter enabled"}
case("efi-sysrq", PAGES_64K, SYSRQ, EFI, compare=True)
case("efi-load", PAGES_64K, SYSRQ, EFI, loader="kexec", mode="load")
case("efi-kexec-e", PAGES_64K, SYSRQ, SECOND, EFI, trigger="kexec-e-file")
# More than a kernel has struct pages for before its other CPUs are there.
case("large-region", SYSRQ, kernels=("large",), memory=2048, reserve="512M",
     says="KiB of struct pages given back", compare=True,
     not_in={"arm64": "its large kernel makes all of them early"})
# The loaded image comes back with the rest of memory.
case("large-hibernated", PAGES_64K, SYSRQ, before="hibernate",
     says="guest: back from hibernation")

# i386: memory that its 32-bit addresses do not reach, by PAE, and 32-bit page tables.
# arm: memory that is not in the direct map, and page tables of two levels.
HIGHMEM = SYSRQ | {"needs": "highmem", "memory": 5120, "limit": 900,
                   "vmcoreinfo": "CONFIG_X86_PAE=y",
                   "on": {"arm": {"memory": 2048,
                                  "vmcoreinfo": "CONFIG_ARM_LPAE=y"}}}
NO_PAE = SYSRQ | {"kernels": ("nopae",), "needs": "highmem"}
full("highmem", HIGHMEM, compare=True)
full("highmem-load", HIGHMEM, loader="kexec", mode="load")
case("nopae-sysrq", NO_PAE, compare=True, memory=1280)
case("nopae-load", NO_PAE, loader="kexec", mode="load")
case("nopae-on-cpu-1-of-2", NO_PAE, cpu="1", capture=2)
case("nopae-kexec-e", NO_PAE, SECOND, trigger="kexec-e-load", mode="load")
case("nopae-refused-loads", NO_PAE, before="check-loads")
