# SPDX-License-Identifier: GPL-2.0-only
"""For kunit.py --qemu_config: a little-endian powerpc machine.

The kernel's own list has the big-endian one only.
"""
from ..qemu_config import QemuArchParams

QEMU_ARCH = QemuArchParams(
    linux_arch="powerpc",
    kconfig="""
CONFIG_PPC64=y
CONFIG_CPU_LITTLE_ENDIAN=y
CONFIG_HVC_CONSOLE=y""",
    qemu_arch="ppc64",
    kernel_path="vmlinux",
    kernel_command_line="console=hvc0",
    extra_qemu_params=["-machine", "pseries", "-cpu", "power9"])
