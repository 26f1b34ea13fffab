// SPDX-License-Identifier: GPL-2.0-only
/*
 * What tools must know about this kernel to read its memory: "KEY=VALUE"
 * lines in an ELF note, grouped here by who needs them.
 *
 * The text is collected once at boot. A load puts a copy of it into the
 * protected region; the crash path makes the note from that copy and adds
 * CRASHTIME, so that what a stray write did to the original does not matter.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/buildid.h>
#include <linux/gfp.h>
#include <linux/kdump_arch.h>
#include <linux/kexec.h>
#include <linux/mm.h>
#include <linux/pgtable.h>
#include <linux/printk.h>
#include <linux/timekeeping.h>
#include <linux/utsname.h>
#include <linux/vmalloc.h>

#include <asm/sections.h>

#include "base/base.h"
#include "describe/describe.h"
#include "describe/vmcoreinfo_config.h"
#include "record/record.h"

/* crash and drgn look these up by name in the symbol table. */
unsigned char *vmcoreinfo_data;
size_t vmcoreinfo_size;
u32 *vmcoreinfo_note;

/* Tools read a line at a time into small buffers; abi: 79 bytes at most. */
#define LINE_SIZE 80

/**
 * vmcoreinfo_append_str - append a line to vmcoreinfo
 * @fmt: format of the line, with its newline
 *
 * For the macros of <linux/vmcore_info.h>, in initcalls. What does not fit is
 * left out as a whole, with a warning: half a line would be a wrong value.
 */
void vmcoreinfo_append_str(const char *fmt, ...)
{
	char line[LINE_SIZE];
	va_list args;
	int length;

	va_start(args, fmt);
	length = vsnprintf(line, sizeof(line), fmt, args);
	va_end(args);

	if (!vmcoreinfo_data || length >= sizeof(line) ||
	    length > VMCOREINFO_BYTES - vmcoreinfo_size) {
		pr_warn_once("vmcoreinfo is full: \"%s\" is missing\n", line);
		return;
	}
	memcpy(vmcoreinfo_data + vmcoreinfo_size, line, length);
	vmcoreinfo_size += length;
}

/**
 * paddr_vmcoreinfo_note - where the note is
 *
 * Weak because a Xen PV domain has its own notion of a physical address and
 * overrides this in its mmu_pv.c.
 *
 * Return: physical address of VMCOREINFO_NOTE_SIZE bytes.
 */
phys_addr_t __weak paddr_vmcoreinfo_note(void)
{
	return __pa(vmcoreinfo_note);
}
EXPORT_SYMBOL(paddr_vmcoreinfo_note);

/**
 * kdump_vmcoreinfo_text - the text as it is now
 * @size: set to its bytes
 *
 * Return: the text; it does not change any more once init has run.
 */
const char *kdump_vmcoreinfo_text(size_t *size)
{
	*size = vmcoreinfo_size;
	return vmcoreinfo_data;
}

/* Every tool: which kernel this is, and how to start. */
static void append_identity(void)
{
	VMCOREINFO_OSRELEASE(init_uts_ns.name.release);
	VMCOREINFO_PAGESIZE(PAGE_SIZE);
	VMCOREINFO_BUILD_ID();
	VMCOREINFO_OFFSET(uts_namespace, name);
	VMCOREINFO_SYMBOL(init_uts_ns);
	VMCOREINFO_SYMBOL(_stext);
	VMCOREINFO_SYMBOL_ARRAY(swapper_pg_dir);
}

/* Readers of the stage record: <linux/kdump_record.h>. */
static void append_record(void)
{
	phys_addr_t record = kdump_record_address();

	if (record)
		vmcoreinfo_append_str(KDUMP_RECORD_KEY "=%llx\n",
				      (u64)record);
}

/* makedumpfile, drgn: from an address to its struct page. */
static void append_memory_model(void)
{
	append_sparsemem();
	append_vmemmap();
	append_flatmem();
	append_nodes();
}

/* makedumpfile -d: is this page cache, anonymous, free, poisoned? */
static void append_page(void)
{
	append_page_link();
	VMCOREINFO_OFFSET(page, flags);
	VMCOREINFO_OFFSET(page, lru);
	VMCOREINFO_OFFSET(page, mapping);
	VMCOREINFO_OFFSET(page, private);
	VMCOREINFO_OFFSET(page, _mapcount);
	VMCOREINFO_OFFSET(page, _refcount);
	VMCOREINFO_STRUCT_SIZE(page);

	VMCOREINFO_NUMBER(PG_head_mask);
	VMCOREINFO_NUMBER(PG_lru);
	VMCOREINFO_NUMBER(PG_private);
	VMCOREINFO_NUMBER(PG_swapbacked);
	VMCOREINFO_NUMBER(PG_swapcache);
	append_hwpoison();
}

/* makedumpfile -d 16: the free lists of each zone of each node. */
static void append_free_lists(void)
{
	VMCOREINFO_SIZE(nodemask_t);
	VMCOREINFO_SYMBOL(node_online_map);

	VMCOREINFO_OFFSET(pglist_data, node_id);
	VMCOREINFO_OFFSET(pglist_data, node_spanned_pages);
	VMCOREINFO_OFFSET(pglist_data, node_start_pfn);
	VMCOREINFO_OFFSET(pglist_data, node_zones);
	VMCOREINFO_OFFSET(pglist_data, nr_zones);
	VMCOREINFO_STRUCT_SIZE(pglist_data);

	VMCOREINFO_OFFSET(zone, free_area);
	VMCOREINFO_OFFSET(zone, spanned_pages);
	VMCOREINFO_OFFSET(zone, vm_stat);
	VMCOREINFO_STRUCT_SIZE(zone);
	VMCOREINFO_LENGTH(zone.free_area, sizeof_field(struct zone, free_area) /
			  sizeof(struct free_area));
	VMCOREINFO_NUMBER(NR_FREE_PAGES);

	VMCOREINFO_OFFSET(free_area, free_list);
	VMCOREINFO_STRUCT_SIZE(free_area);
	VMCOREINFO_LENGTH(free_area.free_list, MIGRATE_TYPES);

	VMCOREINFO_OFFSET(list_head, prev);
	VMCOREINFO_OFFSET(list_head, next);
	VMCOREINFO_STRUCT_SIZE(list_head);
}

static void append_all(void)
{
	append_identity();
	append_record();
	kdump_arch_vmcoreinfo();
	append_memory_model();
	append_page();
	kdump_base_page_types();
	kdump_base_vmalloc();
	append_free_lists();
	/* vmcore-dmesg, makedumpfile --dump-dmesg: printk knows its own. */
	log_buf_vmcoreinfo_setup();
	/* Tools without debuginfo look symbols up here. */
	append_kallsyms();
}

static int info_note_write(const char *text, size_t size, const char *more,
			   size_t more_size)
{
	struct kdump_note_buffer out = {
		.data = vmcoreinfo_note,
		.capacity = VMCOREINFO_NOTE_SIZE,
	};
	char *payload;

	payload = kdump_note_reserve(&out, VMCOREINFO_NOTE_NAME, 0,
				     size + more_size);
	if (!payload)
		return -ENOSPC;
	memcpy(payload, text, size);
	memcpy(payload + size, more, more_size);
	return kdump_note_terminate(&out);
}

/**
 * kdump_vmcoreinfo_seal - write the note of a crash that happens now
 * @text: the protected copy of vmcoreinfo
 * @size: its bytes
 *
 * Crash path: the time is read as it stands, for who was about to set it may have
 * crashed. Without room for CRASHTIME the note goes without it.
 */
void kdump_vmcoreinfo_seal(const char *text, size_t size)
{
	char line[32];
	int length;

	if (!vmcoreinfo_note)
		return;
	length = scnprintf(line, sizeof(line), "CRASHTIME=%lld\n",
			   __ktime_get_real_seconds());
	if (info_note_write(text, size, line, length))
		info_note_write(text, size, line, 0);
}

static int __init vmcoreinfo_init(void)
{
	vmcoreinfo_data = (unsigned char *)get_zeroed_page(GFP_KERNEL);
	vmcoreinfo_note = alloc_pages_exact(VMCOREINFO_NOTE_SIZE,
					    GFP_KERNEL | __GFP_ZERO);
	if (!vmcoreinfo_data || !vmcoreinfo_note) {
		pr_warn("no memory for vmcoreinfo: tools will not understand a dump\n");
		free_page((unsigned long)vmcoreinfo_data);
		vmcoreinfo_data = NULL;
		return -ENOMEM;
	}
	append_all();
	return info_note_write(vmcoreinfo_data, vmcoreinfo_size, "", 0);
}
subsys_initcall(vmcoreinfo_init);
