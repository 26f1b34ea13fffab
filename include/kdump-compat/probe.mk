# SPDX-License-Identifier: GPL-2.0-only
#
# kdump-compat is this folder. Its headers are searched before the kernel's, and
# add to them what they lack: a macro is defined if it is not, what the
# preprocessor cannot see is looked for here and named KDUMP_LACKS_<NAME>. There
# are no version numbers, for they lie on kernels with backports.

# lacks-word NAME,word,header and lacks-file NAME,header
lacks-word = $(if $(shell grep -sw $(2) $(srctree)/$(3)),,-DKDUMP_LACKS_$(1))
lacks-file = $(if $(wildcard $(srctree)/$(2)),,-DKDUMP_LACKS_$(1))

kdump-lacks := \
	$(call lacks-word,VM_FLAGS_MOD,vm_flags_mod,include/linux/mm.h) \
	$(call lacks-word,ACCEPT_MEMORY,accept_memory,include/linux/mm.h) \
	$(call lacks-word,PAGE_TYPE_VALUE,PGTY_buddy,include/linux/page-flags.h) \
	$(call lacks-word,MEMDESC_FLAGS,memdesc_flags_t,include/linux/mm_types.h) \
	$(call lacks-word,COMPOUND_INFO,compound_info,include/linux/mm_types.h) \
	$(call lacks-word,MY_ZERO_PFN,my_zero_pfn,include/linux/pgtable.h) \
	$(call lacks-word,SYSCTL_SIZE,register_sysctl_sz,include/linux/sysctl.h) \
	$(call lacks-word,IMA_POST_LOAD,ima_kexec_post_load,include/linux/ima.h) \
	$(call lacks-word,SEV_CALLBACK,kdump_sev_callback,arch/x86/include/asm/sev.h) \
	$(call lacks-word,EMERGENCY_VIRT,cpu_emergency_disable_virtualization,arch/x86/include/asm/reboot.h) \
	$(call lacks-word,E820_KERN,E820_TYPE_RESERVED_KERN,arch/x86/include/asm/e820/types.h) \
	$(call lacks-word,END_OF_STACK,UNWIND_HINT_END_OF_STACK,arch/x86/include/asm/unwind_hints.h) \
	$(call lacks-word,KALLSYMS_BASE,kallsyms_relative_base,kernel/kallsyms_internal.h) \
	$(call lacks-word,BOOT_PARAMS_PA,initial_boot_params_pa,include/linux/of_fdt.h) \
	$(call lacks-file,COCO_H,arch/$(SRCARCH)/include/asm/coco.h) \
	$(call lacks-file,ARRAY_SIZE_H,include/linux/array_size.h) \
	$(call lacks-file,HEX_H,include/linux/hex.h) \
	$(call lacks-file,PFN_T_H,include/linux/pfn_t.h) \
	$(call lacks-file,UNALIGNED_H,include/linux/unaligned.h) \
	$(call lacks-file,VMCORE_INFO_H,include/linux/vmcore_info.h)

# Makefiles of folders below inherit the variable with what was added here.
NOSTDINC_FLAGS := -I$(kdump-compat) $(kdump-lacks) \
	$(filter-out -I$(kdump-compat) -DKDUMP_LACKS_%,$(NOSTDINC_FLAGS))
