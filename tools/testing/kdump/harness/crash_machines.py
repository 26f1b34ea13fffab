# SPDX-License-Identifier: GPL-2.0-only
"""The same crash on other machines than QEMU's pc: boards, firmware, disks,
IOMMUs, many CPUs, memory in several places, and kernels that check themselves.

What the keys mean is said in crash.py. case() is for the kernel of the flavour
machines; usual() for that of the other crash tests, with make test-full.
"""
from .case import Table
from .crash import CrashCase
from .crash_cases import PLUG, REBOOTS, SECOND, SYSRQ, UNKNOWN_NMI

CASES = Table(CrashCase, kernels=("machines",), needs="other-boards")
case = CASES.case


def usual(name, *common, **keys):
    CASES.full(name, {"needs": ""}, *common, keys, kernels=("kdump",))


BY_KEXEC = {"loader": "kexec", "mode": "load"}
# A guest of many CPUs has two real ones, and firmware takes its time.
SLOW = {"limit": 900}
Q35 = {"qemu": "-machine q35"}

# EFI: what firmware left is handed on to each kernel.
EFI = SLOW | {"qemu": "-machine q35 -bios /usr/share/ovmf/OVMF.fd",
              "says": "efi: EFI v2", "memory": 1024}
case("ovmf-sysrq", SYSRQ, EFI, compare=True)
case("ovmf-load", SYSRQ, EFI, BY_KEXEC)
case("ovmf-nmi", UNKNOWN_NMI, EFI, trigger="nmi")
CHAIN = SECOND | {"words": "guest.kexecs=6", "memory": 1024, "limit": 1800,
                  "says": "guest: kexecs to come: 0$"}
case("ovmf-six-kexecs", SYSRQ, EFI, CHAIN, trigger="kexec-e-file")
case("ovmf-two-kexecs-load", SYSRQ, EFI, CHAIN, trigger="kexec-e-load",
     mode="load", words="guest.kexecs=2")
# The same without firmware that has to be called.
usual("six-kexecs", SYSRQ, CHAIN, trigger="kexec-e-file")
usual("six-kexecs-load", SYSRQ, CHAIN, trigger="kexec-e-load", mode="load")

# No firmware: the kernel's own entry for hypervisors, which passes by the program
# that unpacks a bzImage and puts it somewhere; and a board without PCI, and without
# an interrupt that ticks: if its kernels do not find out by themselves how fast
# their clock is, because the host is busy, they wait for a tick for ever.
PVH = {"image": "vmlinux"}
STAYS = PVH | {"vmcoreinfo": "KERNELOFFSET=0"}
RATE = "tsc_early_khz=2000000"
MICROVM = {"qemu": "-machine microvm", "disk": "virtio-blk-device",
           "words": RATE, "append": RATE}
case("pvh", SYSRQ, STAYS, compare=True)
case("pvh-load", SYSRQ, STAYS, BY_KEXEC)
case("pvh-kexec-e", SYSRQ, PVH, SECOND, trigger="kexec-e-file")
case("microvm", SYSRQ, MICROVM)
case("microvm-load", SYSRQ, MICROVM, BY_KEXEC)

# Disks that were in use when the machine crashed.
BUSY = SYSRQ | Q35 | {"before": "disk-busy"}
NVME = {"disk": "nvme,serial=kdump", "disk_name": "nvme0n1"}
SATA = {"disk": "ide-hd", "disk_name": "sda"}
case("nvme", BUSY, NVME)
case("sata", BUSY, SATA, BY_KEXEC)

# IOMMUs that translate what devices still do when the capture kernel begins.
DMA = {"disk": "virtio-blk-pci,iommu_platform=on,disable-legacy=on"}
INTEL = DMA | {"words": "intel_iommu=on", "append": "intel_iommu=on",
               "qemu": "-machine q35 -device intel-iommu,intremap=on",
               "says": "Adding to iommu group",
               "capture_says": "Copied translation tables from previous kernel"}
VIRTIO = DMA | {"qemu": "-machine q35 -device virtio-iommu-pci",
                "says": "Adding to iommu group",
                "capture_says": "virtio_iommu .*: input address"}
case("intel-iommu", BUSY, INTEL)
case("intel-iommu-nvme", BUSY, INTEL, NVME, BY_KEXEC)
case("virtio-iommu", BUSY, VIRTIO)

# CPUs, of which the last one crashes. Each would find out for seconds how often
# it can count in a tick.
MANY = SLOW | {"words": "lpj=10000000"}
case("cpus-16", SYSRQ, MANY, cpus=16, cpu="15", capture=4)
case("cpus-64", SYSRQ, MANY, cpus=64, cpu="63")
case("cpus-64-panic", MANY, trigger="module", module="where=all-panic", cpus=64,
     text="all CPUs at once")

# Memory in two nodes, of which one is plugged into; and memory of the
# hypervisor's, of which the capture kernel has to ask which parts are there: some
# came before the load, and some after it.
NODES = {"qemu": "".join(
    f" -object memory-backend-ram,id=node{node},size=256M"
    f" -numa node,nodeid={node},memdev=node{node},cpus={node}"
    for node in (0, 1)), "says": "Fallback order for Node 1", "needs": "NUMA"}
VIRTIO_MEM = {"qemu": "-object memory-backend-ram,id=given,size=512M -device "
                      "virtio-mem-pci,id=giver,memdev=given,requested-size=128M",
              "plug": True, "words": "memhp_default_state=online_movable",
              "before": "give-384", "says": "guest: given before: 134217728 bytes",
              "capture_says": r"memory hot\(un\)plug disabled in kdump kernel"}
usual("numa", SYSRQ, NODES, cpu="1")
usual("numa-plugged", SYSRQ, NODES, PLUG, cpu="1", before="plug",
      append="acpi_no_memhotplug", needs="NUMA memory-plug")
case("virtio-mem", SYSRQ, VIRTIO_MEM, compare=True)

# A crash leaves a word elsewhere, too: with the hypervisor, and in memory.
PVPANIC = "-device pvpanic-pci -d guest_errors"
RAMOOPS = ("ramoops.mem_address=0x1e000000 ramoops.mem_size=0x100000 "
           "ramoops.record_size=0x20000")
case("notified", SYSRQ, qemu=PVPANIC, says="Guest crash loaded",
     words=f"crash_kexec_post_notifiers memmap=1M$0x1e000000 {RAMOOPS}",
     append=RAMOOPS.replace(" ", "+"),
     capture_says="guest: pstore has dmesg-ramoops-0: .*sysrq triggered crash")
case("notified-nothing-loaded", REBOOTS, trigger="sysrq", loader="none",
     qemu=f"{PVPANIC} -action panic=none", says="Guest crashed")

# Kernels that look after themselves: free pages are not mapped, or are wiped.
CHECKED = SYSRQ | {"compare": True, "limit": 900}
LENT = {"reserve": "96M crashkernel=128M,cma", "lent": True}
case("kfence", CHECKED, words="kfence.sample_interval=1",
     says="kfence: initialized")
# Where each allocation changes page tables, reading twice takes minutes.
case("debug-pagealloc", CHECKED, words="debug_pagealloc=on page_poison=1",
     append="debug_pagealloc=on", compare=False)
case("debug-pagealloc-lent", CHECKED, LENT, words="debug_pagealloc=on")
usual("init-on-free", CHECKED, words="init_on_free=1 init_on_alloc=1",
      append="init_on_free=1")
usual("init-on-free-lent", CHECKED, LENT, words="init_on_free=1")

# Who locks the kernel down may still want the memory of a capture kernel back.
usual("locked-unload", needs="lockdown", trigger="none",
      before="lock-down,unload",
      end="alive after trigger none, kexec_crash_loaded is 0")
