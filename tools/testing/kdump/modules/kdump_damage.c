// SPDX-License-Identifier: GPL-2.0-only
/*
 * Lays hands on the capture image that is loaded, and on what goes with it.
 *
 *	insmod kdump_damage.ko			tell what pieces there are, and
 *						try to write to each page
 *	insmod kdump_damage.ko piece=N		flip a bit in the middle of the
 *						N-th piece's bytes
 *	insmod kdump_damage.ko piece=-1		the same in the image's own page
 *	insmod kdump_damage.ko copied=1		the same in what kexec -e would copy
 *	insmod kdump_damage.ko enforce=1	demand signatures, as a policy of
 *						secure boot does
 *	insmod kdump_damage.ko other_build=1	tell what is loaded next that this
 *						kernel is of another build
 *
 * The region is read-only in the direct map. A bit is flipped through another
 * mapping of the page, as by a device that writes astray. For tests only.
 */
#define pr_fmt(fmt) "kdump_damage: " fmt

#include <linux/init.h>
#include <linux/io.h>
#include <linux/ioport.h>
#include <linux/kprobes.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/printk.h>
#include <linux/string.h>
#include <linux/vmalloc.h>

#include "image/image.h"

#define NO_PIECE (-2)
#define OWN_PAGE (-1)

static int piece = NO_PIECE;
module_param(piece, int, 0);
MODULE_PARM_DESC(piece, "number of the piece to damage; -1: the own page");

static bool copied;
module_param(copied, bool, 0);
MODULE_PARM_DESC(copied, "damage the kernel that waits for kexec -e");

static bool enforce;
module_param(enforce, bool, 0);
MODULE_PARM_DESC(enforce, "from now on, unsigned kernels are refused");

static bool other_build;
module_param(other_build, bool, 0);
MODULE_PARM_DESC(other_build, "from now on, vmcoreinfo has another build id");

static unsigned long (*look_up)(const char *name);

/* Symbols of the kernel's own; nothing here is exported to modules. */
static int find_look_up(void)
{
	struct kprobe finder = { .symbol_name = "kallsyms_lookup_name" };
	int error = register_kprobe(&finder);

	if (error)
		return error;
	look_up = (void *)finder.addr;
	unregister_kprobe(&finder);
	return 0;
}

static const struct kdump_image *loaded_image(void)
{
	struct kimage **installed = (void *)look_up("kexec_crash_image");

	return installed ? (const struct kdump_image *)*installed : NULL;
}

static int flip_bit(phys_addr_t address)
{
	struct page *page = pfn_to_page(PHYS_PFN(address));
	u8 *mapping = vmap(&page, 1, VM_MAP, PAGE_KERNEL);

	if (!mapping)
		return -ENOMEM;
	mapping[offset_in_page(address)] ^= 1;
	vunmap(mapping);
	return 0;
}

static int damage(const struct kdump_image *image)
{
	const struct kdump_sealed_segment *segment;
	phys_addr_t address;

	if (piece == OWN_PAGE) {
		address = virt_to_phys((void *)&image->jump.entry);
	} else if (piece >= 0 && piece < image->count) {
		segment = &image->segment[piece];
		address = segment->memory.start + segment->size / 2;
	} else {
		pr_err("there is no piece %d\n", piece);
		return -EINVAL;
	}
	pr_info("flipping a bit at 0x%llx\n", (u64)address);
	return flip_bit(address);
}

static void list_pieces(const struct kdump_image *image)
{
	unsigned int i;

	for (i = 0; i < image->count; i++)
		pr_info("piece %u is %s at 0x%llx-0x%llx\n", i,
			image->segment[i].name,
			image->segment[i].memory.start,
			image->segment[i].memory.end - 1);
}

/* The first page that has bytes to copy; what is cleared has none. */
static const struct kdump_copy *first_copy(const struct kdump_jump *jump)
{
	const struct kdump_copy_page *page;
	unsigned int i;
	u64 at;

	for (at = jump->copies; at; at = page->next) {
		page = phys_to_virt(at);
		for (i = 0; i < page->count; i++)
			if (page->copy[i].source)
				return &page->copy[i];
	}
	return NULL;
}

/* The jump is what the loaded image begins with, see struct kdump_kexec_image. */
static int damage_copied(void)
{
	struct kimage **installed = (void *)look_up("kexec_image");
	const struct kdump_copy *copy;

	if (!installed || !*installed) {
		pr_err("no kernel is loaded for kexec -e\n");
		return -ENOENT;
	}
	copy = first_copy((const struct kdump_jump *)*installed);
	if (!copy)
		return -ENOENT;
	pr_info("flipping a bit at 0x%llx\n", copy->source);
	return flip_bit(copy->source);
}

typedef long (*write_function)(void *to, const void *from, size_t size);

/* Writes what is there already: nothing changes if it can be written. */
static unsigned long writable_pages(const struct resource *memory)
{
	write_function write = (void *)look_up("copy_to_kernel_nofault");
	unsigned long count = 0;
	phys_addr_t address;
	u8 *byte, copy;

	if (!memory->end)
		return 0;
	for (address = memory->start; address < memory->end;
	     address += PAGE_SIZE) {
		byte = phys_to_virt(address);
		copy = READ_ONCE(*byte);
		if (!write(byte, &copy, 1))
			count++;
		cond_resched();
	}
	return count;
}

static int try_writing(void)
{
	const struct resource *region = (void *)look_up("crashk_res");
	const struct resource *low = (void *)look_up("crashk_low_res");

	if (!region || !low || !look_up("copy_to_kernel_nofault")) {
		pr_err("this kernel has other names\n");
		return -ENOENT;
	}
	pr_info("%lu pages of the region and %lu of the low one can be written\n",
		writable_pages(region), writable_pages(low));
	return 0;
}

typedef void (*plain_function)(void);

static int enforce_signatures(void)
{
	plain_function enforce_now = (void *)look_up("set_kexec_sig_enforced");

	if (!enforce_now)
		return -ENOENT;
	enforce_now();
	return 0;
}

static int change_build_id(void)
{
	static const char key[] = "BUILD-ID=";
	char **text = (void *)look_up("vmcoreinfo_data"), *digit;

	digit = text && *text ? strstr(*text, key) : NULL;
	if (!digit)
		return -ENOENT;
	digit += strlen(key);
	*digit = *digit == '0' ? '1' : '0';
	return 0;
}

static int __init kdump_damage_init(void)
{
	const struct kdump_image *image;
	int error = find_look_up();

	if (error)
		return error;
	if (enforce)
		return enforce_signatures();
	if (other_build)
		return change_build_id();
	if (copied)
		return damage_copied();
	image = loaded_image();
	if (!image) {
		pr_err("no capture kernel is loaded\n");
		return -ENOENT;
	}
	if (piece != NO_PIECE)
		return damage(image);
	list_pieces(image);
	return try_writing();
}
module_init(kdump_damage_init);

MODULE_DESCRIPTION("Damage for the tests of kdump");
MODULE_LICENSE("GPL");
