// SPDX-License-Identifier: GPL-2.0-only
/*
 * What only x86_64 has to refuse: bzImages with a bad header, and what comes by
 * the 32-bit kexec_load(2).
 */
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "refusals.h"

/* Documentation/arch/x86/boot.rst, "The Real-Mode Kernel Header" */
#define SETUP_SECTS 0x1f1
#define JUMP_OFFSET 0x201
#define HEADER_MAGIC 0x202
#define XLOADFLAGS 0x236
#define KERNEL_ALIGNMENT 0x230
#define PAYLOAD_OFFSET 0x248
#define PAYLOAD_LENGTH 0x24c
#define INIT_SIZE 0x260

#define SECTOR_BYTES 512

/* The 32-bit call's number and its segment. */
#define NR_KEXEC_LOAD_32 283

struct narrow_segment {
	uint32_t buffer, size, memory, memory_size;
};

/* The good kernel, to be changed. */
static char *kernel;
static size_t kernel_size;

static void read_kernel(void)
{
	int fd = open_file(kernel_path);
	struct stat info;

	if (fstat(fd, &info))
		fail(kernel_path);
	kernel_size = info.st_size;
	kernel = mmap(NULL, kernel_size, PROT_READ | PROT_WRITE, MAP_PRIVATE,
		      fd, 0);
	if (kernel == MAP_FAILED)
		fail(kernel_path);
	close(fd);
}

/* It with size bytes at offset replaced. */
static void refuse_changed(const char *name, size_t offset, const void *bytes,
			   size_t size, int expected)
{
	char right[16];

	memcpy(right, kernel + offset, size);
	memcpy(kernel + offset, bytes, size);
	refuse_kernel(name, file_of(kernel, kernel_size, kernel_size), expected);
	memcpy(kernel + offset, right, size);
}

static uint32_t header_number(size_t offset)
{
	uint32_t value;

	memcpy(&value, kernel + offset, sizeof(value));
	return value;
}

/* The compressed kernel is between the two. */
static size_t payload_start(void)
{
	uint32_t sectors = header_number(SETUP_SECTS) & 0xff;

	return (sectors + 1) * SECTOR_BYTES + header_number(PAYLOAD_OFFSET);
}

static size_t payload_end(void)
{
	return payload_start() + header_number(PAYLOAD_LENGTH);
}

/* The classic code does not, and ours need not. */
static bool loads_unpack(void)
{
	static const char path[] = "/sys/module/kdump/parameters/unpack";
	char line[4];

	return !access(path, F_OK) && find_line(path, "Y", line, sizeof(line));
}

static void refuse_payload(const char *name, size_t offset, const void *bytes,
			   size_t size)
{
	if (loads_unpack())
		refuse_changed(name, offset, bytes, size, ENOEXEC);
	else
		skip(name, "bzImages are loaded as they are");
}

/* What an image that is to unpack itself would find after the crash. */
static void refuse_payloads(void)
{
	uint32_t length = header_number(PAYLOAD_LENGTH), cut = length - 100;
	/* More than the file has, and less than what is in it. */
	uint32_t small = length * 2;

	refuse_payload("bzImage: payload cut", PAYLOAD_LENGTH, &cut, 4);
	cut = 10;
	refuse_payload("bzImage: payload of 10 bytes", PAYLOAD_LENGTH, &cut, 4);
	refuse_payload("bzImage: payload damaged", payload_start() + length / 2,
		       "kdump was here", 14);
	refuse_payload("bzImage: payload of nothing", payload_end() - 4,
		       "\0\0\0\0", 4);
	refuse_payload("bzImage: payload of 4 GiB", payload_end() - 4,
		       "\377\377\377\377", 4);
	refuse_payload("bzImage: needs less than it has", INIT_SIZE, &small, 4);
}

static void refuse_headers(void)
{
	refuse_changed("bzImage: no magic", HEADER_MAGIC, "XXXX", 4,
		       ENOEXEC);
	refuse_changed("bzImage: header of 128 bytes and more", JUMP_OFFSET,
		       "\200", 1, ENOEXEC);
	refuse_changed("bzImage: header of 255 bytes", JUMP_OFFSET, "\377", 1,
		       ENOEXEC);
	refuse_changed("bzImage: not for 64 bits", XLOADFLAGS, "\0\0", 2,
		       ENOEXEC);
	refuse_changed("bzImage: needs no memory", INIT_SIZE, "\0\0\0\0", 4,
		       ENOEXEC);
	refuse_changed("bzImage: needs 2^32 - 1 bytes", INIT_SIZE,
		       "\377\377\377\377", 4, EADDRNOTAVAIL);
	refuse_changed("bzImage: aligned to 3", KERNEL_ALIGNMENT, "\3\0\0\0",
		       4, ENOEXEC);
	refuse_kernel("bzImage: cut in the setup code",
		      file_of(kernel, 2048, 2048), ENOEXEC);
}

static long load_32(uint32_t entry, uint32_t count, uint32_t segments,
		    uint32_t flags)
{
	long result;

	asm volatile("int $0x80"
		     : "=a"(result)
		     : "a"(NR_KEXEC_LOAD_32), "b"(entry), "c"(count),
		       "d"(segments), "S"(flags)
		     : "memory", "r8", "r9", "r10", "r11");
	result = (int32_t)result;
	if (result >= 0)
		return result;
	errno = -result;
	return -1;
}

static void refuse_32_bit(void)
{
	struct narrow_segment *list = mmap(NULL, page_bytes(),
					   PROT_READ | PROT_WRITE,
					   MAP_PRIVATE | MAP_ANONYMOUS |
					   MAP_32BIT, -1, 0);
	uint32_t address = (uint32_t)(uintptr_t)list, region;
	unsigned long end;

	if (list == MAP_FAILED)
		fail("mmap");
	region = (uint32_t)find_region(&end);
	list[0] = (struct narrow_segment){ address, 1, region, 100 };
	refused("32-bit kexec_load: no architecture",
		load_32(region, 1, address, KEXEC_ON_CRASH), EINVAL);
	refused("32-bit kexec_load: 17 segments",
		load_32(region, 17, address, FLAGS), EINVAL);
	refused("32-bit kexec_load: list at NULL", load_32(region, 1, 0, FLAGS),
		EFAULT);
	refused("32-bit kexec_load: not whole pages",
		load_32(region, 1, address, FLAGS), EADDRNOTAVAIL);
	refused("32-bit kexec_load: entry at 0", load_32(0, 1, address, FLAGS),
		EADDRNOTAVAIL);
	munmap(list, page_bytes());
}

void refuse_arch(void)
{
	read_kernel();
	refuse_headers();
	refuse_payloads();
	munmap(kernel, kernel_size);
	refuse_32_bit();
}
