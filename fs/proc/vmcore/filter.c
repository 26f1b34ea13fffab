// SPDX-License-Identifier: GPL-2.0-only
/*
 * The filter of a reader: which pages are kept, and how far that goes.
 *
 * Pages are looked at in pieces of VMCORE_PAGES, and of the last piece the
 * answer is remembered: readers go forward. Nothing is kept for each page of
 * memory, and nothing is shared with other readers.
 *
 * Context: process context, may sleep. The mmap lock may be held.
 */
#define pr_fmt(fmt) "kdump: " fmt

#include <linux/align.h>
#include <linux/bitops.h>
#include <linux/build_bug.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/pfn.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/kdump_arch.h>

#include "classify.h"
#include "filter.h"
#include "lib/text.h"
#include "memmap_runs.h"
#include "vmcore.h"

/* A bit for each page of a piece. */
static_assert(VMCORE_PAGES == BITS_PER_LONG_LONG);

/* So many structs are copied at a time: several pieces. */
#define COPIED_PAGES (4 * VMCORE_PAGES)

/**
 * struct vmcore_scan - the pages that were looked at last
 * @memmap: finds page structs, in order
 * @heads: finds those of pages out of order
 * @classifier: says what pages are
 * @next: the pfn that @classifier expects
 * @pfn: of the first page
 * @starts: a bit for each page whose class differs from that of the page before
 * @kept: a bit for each page that is not left out
 * @class: of each page; if all are alike, of the first one
 * @copied: pfn of the first struct in @page; U64_MAX if there is none
 * @copied_at: where it was in the crashed kernel's address space
 * @page: copies of page structs, those of these pages among them
 */
struct vmcore_scan {
	struct vmcore_memmap memmap;
	struct vmcore_memmap heads;
	struct vmcore_classifier classifier;
	u64 next;
	u64 pfn;
	u64 starts;
	u64 kept;
	u8 class[VMCORE_PAGES];
	u64 copied;
	u64 copied_at;
	struct page page[COPIED_PAGES];
};

/**
 * struct vmcore_filter - what a reader leaves out
 * @lock: guards what follows @left_out; threads may share a reader
 * @windows: the reader's, to see page structs
 * @list: in filters
 * @left_out: bits of classes
 * @scan: the pages at hand
 * @described: those whose structs are in pages of @scan; NULL if these are kept
 * @runs: which pages hold page structs
 * @counted: offset in the file to which pages were counted
 * @count: how many pages of each class the reader came past, going forward
 */
struct vmcore_filter {
	struct mutex lock; /* one thread at a time */
	struct vmcore_window_cache *windows;
	struct list_head list;
	u32 left_out;
	struct vmcore_scan scan;
	struct vmcore_scan *described;
	const struct vmcore_memmap_runs *runs;
	u64 counted;
	u64 count[VMCORE_CLASSES];
};

/* All filters, and what those that are gone have counted. */
static DEFINE_MUTEX(filters_lock);
static LIST_HEAD(filters);
static u64 counted_before[VMCORE_CLASSES];

/* Copies what one window shows, and stores how much that was in @size. */
static int window_read(struct vmcore_window_cache *windows, void *to,
		       u64 address, size_t *size)
{
	struct vmcore_window *window;
	int error;

	window = vmcore_window_cache_get(windows, address);
	if (IS_ERR(window))
		return PTR_ERR(window);
	*size = min_t(u64, *size, vmcore_window_left(window, address));
	error = kdump_arch_oldmem_copy(to, vmcore_window_bytes(window, address),
				       *size);
	vmcore_window_cache_put(windows, window);
	return error;
}

/* The same; drivers may know that memory is no RAM any more. */
static int ram_read(struct vmcore_window_cache *windows, void *to, u64 address,
		    size_t *size)
{
	bool is_ram;
	int cookie, error = -EFAULT;

	if (!vmcore_ram_filtered())
		return window_read(windows, to, address, size);
	cookie = vmcore_ram_lock();
	*size = vmcore_ram_range(address, *size, &is_ram);
	if (is_ram)
		error = window_read(windows, to, address, size);
	vmcore_ram_unlock(cookie);
	return error;
}

/* For memmap.c: only what is memory of the dump is touched. */
static int filter_read(void *context, void *to, u64 address, size_t size)
{
	size_t piece;
	int error;

	for (; size; size -= piece, to += piece, address += piece) {
		piece = size;
		error = ram_read(context, to, address, &piece);
		if (error)
			return error;
	}
	cond_resched();
	return 0;
}

/* For classify.c: a page out of order, and the next one. */
static bool scan_pair(void *context, u64 pfn, struct page *to)
{
	struct vmcore_scan *scan = context;
	u64 at;

	return !vmcore_memmap_copy(&scan->heads, pfn, 2, to, &at);
}

/* The same: what an address of the crashed kernel links to. */
static bool scan_link(void *context, u64 at, struct list_head *to)
{
	struct vmcore_scan *scan = context;

	return !vmcore_memmap_read(&scan->heads, to, at, sizeof(*to));
}

static void memmap_init(struct vmcore_memmap *memmap,
			const struct vmcore_page_structs *structs,
			struct vmcore_window_cache *windows)
{
	vmcore_memmap_init(memmap, &structs->shape, &structs->tables);
	memmap->read = filter_read;
	memmap->context = windows;
}

static void scan_init(struct vmcore_scan *scan,
		      const struct vmcore_page_structs *structs,
		      struct vmcore_window_cache *windows)
{
	memmap_init(&scan->memmap, structs, windows);
	memmap_init(&scan->heads, structs, windows);
	scan->classifier.pair = scan_pair;
	scan->classifier.link = scan_link;
	scan->classifier.context = scan;
	scan->pfn = U64_MAX;
	scan->next = U64_MAX;
	scan->copied = U64_MAX;
}

/* Copies all that are copied at a time; one that is damaged spoils that. */
static bool scan_copy_all(struct vmcore_scan *scan, u64 pfn)
{
	struct vmcore_memmap *memmap = &scan->memmap;

	if (vmcore_memmap_find(memmap, pfn, &scan->copied_at) ||
	    memmap->map.end - pfn < COPIED_PAGES ||
	    vmcore_memmap_read(memmap, scan->page, scan->copied_at,
			       sizeof(scan->page)))
		return false;
	scan->copied = pfn;
	return true;
}

/* Finds copies of the structs of a piece, or makes them. */
static int scan_copy(struct vmcore_scan *scan, struct vmcore_pages *pages)
{
	u64 first = pages->pfn - scan->copied;
	int error;

	if (pages->pfn < scan->copied || first >= COPIED_PAGES) {
		first = pages->pfn % COPIED_PAGES;
		scan->copied = U64_MAX;
		if (!scan_copy_all(scan, pages->pfn - first)) {
			error = vmcore_memmap_copy(&scan->memmap, pages->pfn,
						   VMCORE_PAGES, scan->page,
						   &pages->at);
			pages->page = scan->page;
			return error;
		}
	}
	pages->page = &scan->page[first];
	pages->at = scan->copied_at + first * sizeof(struct page);
	return 0;
}

/* Pages whose structs cannot be copied are kept. */
static void scan_piece(struct vmcore_scan *scan, u64 pfn)
{
	struct vmcore_pages pages = { .pfn = pfn };

	scan->pfn = pfn;
	scan->next = pfn + VMCORE_PAGES;
	if (!scan_copy(scan, &pages)) {
		scan->starts = vmcore_classify(&scan->classifier, &pages,
					       scan->class);
		return;
	}
	vmcore_classify_from(&scan->classifier);
	scan->class[0] = KDUMP_CLASS_KERNEL;
	scan->starts = 1;
}

static bool scan_is_uniform(const struct vmcore_scan *scan)
{
	return scan->starts == 1;
}

static u8 scan_class(const struct vmcore_scan *scan, u64 pfn)
{
	return scan->class[scan_is_uniform(scan) ? 0 : pfn % VMCORE_PAGES];
}

/* How many pages from page @i of the piece on are of its class. */
static unsigned int scan_same(const struct vmcore_scan *scan, unsigned int i)
{
	u64 later = scan->starts & ~(U64_MAX >> (VMCORE_PAGES - 1 - i));

	return (later ? __ffs64(later) : VMCORE_PAGES) - i;
}

/* For what changes the class of a page. */
static void scan_set_class(struct vmcore_scan *scan, unsigned int i, u8 class)
{
	u64 next = i + 1 < VMCORE_PAGES ? BIT_ULL(i + 1) : 0;

	if (scan_is_uniform(scan))
		memset(scan->class, scan->class[0], VMCORE_PAGES);
	scan->class[i] = class;
	/* Two pieces of one class do no harm. */
	scan->starts |= BIT_ULL(i) | next;
}

static u64 scan_kept(const struct vmcore_scan *scan, u32 left_out)
{
	unsigned int i, nr;
	u64 out = 0;

	if (scan_is_uniform(scan))
		return left_out & BIT(scan->class[0]) ? 0 : U64_MAX;
	for (i = 0; i < VMCORE_PAGES; i += nr) {
		nr = scan_same(scan, i);
		if (left_out & BIT(scan->class[i]))
			out |= U64_MAX >> (VMCORE_PAGES - nr) << i;
	}
	return ~out;
}

/* Looks at the piece that holds @pfn; returns false if it is at hand. */
static bool scan_at(struct vmcore_scan *scan, u64 pfn, u32 left_out)
{
	u64 start;

	pfn = ALIGN_DOWN(pfn, VMCORE_PAGES);
	if (pfn == scan->pfn)
		return false;
	start = pfn;
	if (pfn != scan->next)
		start = vmcore_classify_start(&scan->classifier, pfn);
	for (; start <= pfn; start += VMCORE_PAGES)
		scan_piece(scan, start);
	scan->kept = scan_kept(scan, left_out);
	return true;
}

/* Whether none of @pfns is kept, for another reason than this. */
static bool pages_are_left_out(struct vmcore_filter *filter,
			       const struct vmcore_pfns *pfns)
{
	struct vmcore_scan *scan = filter->described;
	u64 pfn = pfns->start, kept;
	unsigned int nr;

	for (; pfn < pfns->end; pfn += nr) {
		scan_at(scan, pfn, filter->left_out);
		nr = min_t(u64, pfns->end - pfn,
			   VMCORE_PAGES - pfn % VMCORE_PAGES);
		kept = scan->kept >> (pfn % VMCORE_PAGES);
		if (kept & (U64_MAX >> (VMCORE_PAGES - nr)))
			return false;
	}
	return true;
}

/* Finds the pages at hand that hold page structs of no interest. */
static void filter_find_memmap(struct vmcore_filter *filter)
{
	struct vmcore_scan *scan = &filter->scan;
	const struct kdump_range memory = {
		PFN_PHYS(scan->pfn), PFN_PHYS(scan->pfn + VMCORE_PAGES),
	};
	struct vmcore_pfns pfns;
	unsigned int i;

	if (!vmcore_memmap_runs_overlap(filter->runs, &memory))
		return;
	for (i = 0; i < VMCORE_PAGES; i++) {
		if (scan_class(scan, i) != KDUMP_CLASS_KERNEL ||
		    !vmcore_memmap_runs_describe(filter->runs, memory.start +
						 PFN_PHYS(i), &pfns) ||
		    !pages_are_left_out(filter, &pfns))
			continue;
		scan_set_class(scan, i, KDUMP_CLASS_MEMMAP);
		scan->kept &= ~BIT_ULL(i);
	}
}

static void filter_scan(struct vmcore_filter *filter, u64 pfn)
{
	if (scan_at(&filter->scan, pfn, filter->left_out) && filter->described)
		filter_find_memmap(filter);
}

/* How many pages from @pfn on are kept, or left out, as the first one is. */
static unsigned int scan_alike(const struct vmcore_scan *scan, u64 pfn,
			       bool kept)
{
	u64 unlike = kept ? ~scan->kept : scan->kept;
	unsigned int first = pfn % VMCORE_PAGES;

	unlike >>= first;
	return unlike ? __ffs64(unlike) : VMCORE_PAGES - first;
}

/* The same for a class. */
static unsigned int scan_of_class(const struct vmcore_scan *scan, u64 pfn,
				  u8 class)
{
	unsigned int first = pfn % VMCORE_PAGES, i = first;

	while (i < VMCORE_PAGES && scan_class(scan, i) == class)
		i += scan_same(scan, i);
	return i - first;
}

/* Pages are counted when the reader comes past them for the first time. */
static void filter_count(struct vmcore_filter *filter, u64 offset, u64 pfn,
			 unsigned int nr)
{
	const struct vmcore_scan *scan = &filter->scan;
	unsigned int first = pfn % VMCORE_PAGES, i = first, same;
	u64 end = offset + PFN_PHYS(nr);

	if (end <= filter->counted)
		return;
	if (offset < filter->counted)
		i += PFN_DOWN(filter->counted - offset);
	filter->counted = end;
	if (scan_is_uniform(scan)) {
		filter->count[scan->class[0]] += first + nr - i;
		return;
	}
	for (; i < first + nr; i += same) {
		same = min(scan_same(scan, i), first + nr - i);
		filter->count[scan->class[i]] += same;
	}
}

/* Pages from @pfn to @end, at @offset of the file: how many are alike. */
static u64 filter_alike(struct vmcore_filter *filter, u64 offset,
			const struct vmcore_pfns *pfns, bool by_class,
			struct vmcore_run *ret)
{
	struct vmcore_scan *scan = &filter->scan;
	u64 at = pfns->start;
	unsigned int nr;

	filter_scan(filter, at);
	ret->class = scan_class(scan, at);
	ret->kept = scan->kept >> (at % VMCORE_PAGES) & 1;
	do {
		filter_scan(filter, at);
		nr = by_class ? scan_of_class(scan, at, ret->class) :
				scan_alike(scan, at, ret->kept);
		nr = min_t(u64, nr, pfns->end - at);
		filter_count(filter, offset + PFN_PHYS(at - pfns->start), at,
			     nr);
		at += nr;
	} while (nr && at < pfns->end && !(at % VMCORE_PAGES));
	return at;
}

/**
 * vmcore_filter_run - how far memory is kept, or left out
 * @filter: a reader's
 * @piece: how far to look
 * @by_class: stop where the class changes
 * @ret: the answer
 */
void vmcore_filter_run(struct vmcore_filter *filter,
		       const struct vmcore_piece *piece, bool by_class,
		       struct vmcore_run *ret)
{
	u64 address = piece->address, end = address + piece->size;
	const struct vmcore_pfns pfns = { PFN_DOWN(address), PFN_UP(end) };
	u64 pfn;

	might_sleep();
	mutex_lock(&filter->lock);
	pfn = filter_alike(filter, piece->offset - offset_in_page(address),
			   &pfns, by_class, ret);
	mutex_unlock(&filter->lock);
	ret->size = min_t(u64, end, PFN_PHYS(pfn)) - address;
}

/* A level that leaves out page structs looks at two places at once. */
static int filter_init(struct vmcore_filter *filter,
		       const struct vmcore_page_structs *structs)
{
	scan_init(&filter->scan, structs, filter->windows);
	if (!(filter->left_out & BIT(KDUMP_CLASS_MEMMAP)))
		return 0;
	filter->described = kvzalloc(sizeof(*filter->described), GFP_KERNEL);
	if (!filter->described)
		return -ENOMEM;
	scan_init(filter->described, structs, filter->windows);
	filter->runs = structs->runs;
	return 0;
}

/**
 * vmcore_filter_new - a filter for a reader
 * @windows: the reader's
 * @structs: how page structs are found; stays the caller's
 * @level: the sum of KDUMP_FILTER_*, more than KDUMP_FILTER_ZERO
 *
 * Return: the filter; NULL if memory ran out.
 */
struct vmcore_filter *
vmcore_filter_new(struct vmcore_window_cache *windows,
		  const struct vmcore_page_structs *structs, u32 level)
{
	struct vmcore_filter *filter = kvzalloc(sizeof(*filter), GFP_KERNEL);

	if (!filter)
		return NULL;
	filter->windows = windows;
	filter->left_out = vmcore_classes_left_out(level);
	if (filter_init(filter, structs)) {
		kvfree(filter);
		return NULL;
	}
	mutex_init(&filter->lock);
	mutex_lock(&filters_lock);
	list_add(&filter->list, &filters);
	mutex_unlock(&filters_lock);
	return filter;
}

/**
 * vmcore_filter_find_runs - learn which memory holds page structs
 * @runs: filled in
 * @windows: a reader's
 * @structs: how page structs are found
 * @memory: all memory of the dump
 */
void vmcore_filter_find_runs(struct vmcore_memmap_runs *runs,
			     struct vmcore_window_cache *windows,
			     const struct vmcore_page_structs *structs,
			     const struct kdump_range_set *memory)
{
	struct vmcore_memmap memmap;

	memmap_init(&memmap, structs, windows);
	vmcore_memmap_runs_find(runs, &memmap, memory);
}

static void filter_report(const struct vmcore_filter *filter)
{
	u64 damaged = filter->scan.memmap.nr_damaged;

	if (damaged)
		pr_warn("filter: %llu pieces of the crashed kernel's page structs cannot be found or read: pages of theirs were kept\n",
			damaged);
}

/**
 * vmcore_filter_destroy - undo vmcore_filter_new()
 * @filter: the filter, not in use; may be NULL
 *
 * What it has counted stays counted.
 */
void vmcore_filter_destroy(struct vmcore_filter *filter)
{
	unsigned int i;

	if (!filter)
		return;
	filter_report(filter);
	mutex_lock(&filters_lock);
	list_del(&filter->list);
	for (i = 0; i < VMCORE_CLASSES; i++)
		counted_before[i] += filter->count[i];
	mutex_unlock(&filters_lock);
	mutex_destroy(&filter->lock);
	kvfree(filter->described);
	kvfree(filter);
}

static u64 pages_counted(enum kdump_filter_class class)
{
	const struct vmcore_filter *filter;
	u64 pages = counted_before[class];

	lockdep_assert_held(&filters_lock);
	list_for_each_entry(filter, &filters, list)
		pages += READ_ONCE(filter->count[class]);
	return pages;
}

/**
 * vmcore_filter_stats - what readers came past, in words
 * @to: where the words go, terminated
 * @size: bytes that fit there
 *
 * Return: bytes of them.
 */
size_t vmcore_filter_stats(char *to, size_t size)
{
	static const char *const names[VMCORE_CLASSES] = {
		[KDUMP_CLASS_KERNEL] = "kernel",
		[KDUMP_CLASS_FREE] = "free",
		[KDUMP_CLASS_CACHE] = "cache",
		[KDUMP_CLASS_CACHE_PRIVATE] = "cache_private",
		[KDUMP_CLASS_USER] = "user",
		[KDUMP_CLASS_HUGETLB] = "hugetlb",
		[KDUMP_CLASS_OFFLINE] = "offline",
		[KDUMP_CLASS_POISONED] = "poisoned",
		[KDUMP_CLASS_MEMMAP] = "memmap",
	};
	struct seq_buf out;
	unsigned int i;
	u64 pages;

	kdump_text_begin(&out, to, size);
	mutex_lock(&filters_lock);
	for (i = KDUMP_CLASS_KERNEL; i < VMCORE_CLASSES; i++) {
		pages = pages_counted(i);
		seq_buf_printf(&out, "%s %llu %llu\n", names[i], pages,
			       (u64)PFN_PHYS(pages));
	}
	mutex_unlock(&filters_lock);
	return kdump_text_end(&out);
}
