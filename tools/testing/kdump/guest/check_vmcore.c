// SPDX-License-Identifier: GPL-2.0-only
/*
 * PID 1 of a capture kernel whose dump was made by hand: tells what
 * /proc/vmcore is, and checks every way to read it against what must be there.
 *
 *	check_vmcore [WORD...]
 *
 *	content        memory holds the pattern of pattern_page()
 *	hole=START-END physical addresses, hexadecimal, that a driver says are no
 *	               RAM; /vmcore.ko is loaded to be that driver
 *	speed          how fast it is, in nanoseconds, which are instructions
 *
 * Lines that begin with "guest: " are for the host.
 */
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check_vmcore.h"

struct dump dump;

void tell(const char *format, ...)
{
	va_list arguments;

	fputs("guest: ", stdout);
	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	putchar('\n');
	fflush(stdout);
}

void verdict(const char *name, bool good)
{
	tell("%s - %s", good ? "ok" : "not ok", name);
}

/* Each 8 bytes say where they are, in a way that shifts and swaps show. */
static void pattern_page(uint64_t address, uint64_t *words)
{
	unsigned int i;

	for (i = 0; i < PAGE_BYTES / sizeof(*words); i++)
		words[i] = (address + i * sizeof(*words)) *
			   0x9e3779b97f4a7c15ULL;
}

static bool in_hole(uint64_t address)
{
	return address >= dump.hole_start && address < dump.hole_end;
}

static const struct piece *piece_at(uint64_t offset)
{
	const struct piece *piece = dump.pieces;

	for (; piece < dump.pieces + dump.nr_pieces; piece++)
		if (offset >= piece->offset &&
		    offset - piece->offset < piece->size)
			return piece;
	return NULL;
}

bool is_data(uint64_t offset)
{
	const struct piece *piece = piece_at(offset);

	if (offset < dump.kept_size)
		return true;
	return piece && !in_hole(piece->memory + (offset - piece->offset));
}

/* What the page at @offset has to show; everything in a dump is whole pages. */
static void expected_page(uint64_t offset, uint64_t *words)
{
	const struct piece *piece = piece_at(offset);

	if (offset < dump.kept_size)
		memcpy(words, dump.kept + offset, PAGE_BYTES);
	else if (is_data(offset))
		pattern_page(piece->memory + (offset - piece->offset), words);
	else
		memset(words, 0, PAGE_BYTES);
}

static void tell_difference(const unsigned char *bytes, uint64_t offset,
			    const unsigned char *expected, size_t size)
{
	size_t i;

	for (i = 0; i < size && bytes[i] == expected[i]; i++)
		;
	printf("# at offset %#llx: %#x instead of %#x\n",
	       (unsigned long long)offset + i, bytes[i], expected[i]);
}

/* Whether @size bytes that were read at @offset are what is there. */
bool is_right(const unsigned char *bytes, uint64_t offset, size_t size)
{
	uint64_t words[PAGE_BYTES / sizeof(uint64_t)];
	const unsigned char *expected;
	size_t inside, piece;

	for (; size; bytes += piece, offset += piece, size -= piece) {
		inside = offset % PAGE_BYTES;
		piece = PAGE_BYTES - inside < size ? PAGE_BYTES - inside : size;
		expected_page(offset - inside, words);
		expected = (const unsigned char *)words + inside;
		if (!memcmp(bytes, expected, piece))
			continue;
		tell_difference(bytes, offset, expected, piece);
		return false;
	}
	return true;
}

static void add_piece(uint64_t offset, uint64_t memory, uint64_t size)
{
	uint64_t before = offset % PAGE_BYTES;
	struct piece *piece = &dump.pieces[dump.nr_pieces++];

	/* All of a page is there, whatever part of it the segment has. */
	*piece = (struct piece){
		.offset = offset - before,
		.memory = memory - before,
		.size = (before + size + PAGE_BYTES - 1) & ~(PAGE_BYTES - 1),
	};
}

static uint32_t read_entries_64(const unsigned char *bytes)
{
	const Elf64_Ehdr *file = (const Elf64_Ehdr *)bytes;
	const Elf64_Phdr *entry = (const Elf64_Phdr *)(bytes + file->e_phoff);
	uint32_t i, count = file->e_phnum;

	if (count == PN_XNUM)
		count = ((const Elf64_Shdr *)(bytes + file->e_shoff))->sh_info;
	dump.pieces = calloc(count, sizeof(*dump.pieces));
	for (i = 0; i < count; i++, entry++)
		if (entry->p_type == PT_LOAD)
			add_piece(entry->p_offset, entry->p_paddr,
				  entry->p_memsz);
	return count;
}

static uint32_t read_entries_32(const unsigned char *bytes)
{
	const Elf32_Ehdr *file = (const Elf32_Ehdr *)bytes;
	const Elf32_Phdr *entry = (const Elf32_Phdr *)(bytes + file->e_phoff);
	uint32_t i, count = file->e_phnum;

	if (count == PN_XNUM)
		count = ((const Elf32_Shdr *)(bytes + file->e_shoff))->sh_info;
	dump.pieces = calloc(count, sizeof(*dump.pieces));
	for (i = 0; i < count; i++, entry++)
		if (entry->p_type == PT_LOAD)
			add_piece(entry->p_offset, entry->p_paddr,
				  entry->p_memsz);
	return count;
}

/* The notes' place tells where the headers end; both are small. */
static uint64_t kept_end(const unsigned char *bytes)
{
	const Elf64_Ehdr *wide = (const Elf64_Ehdr *)bytes;
	const Elf32_Ehdr *narrow = (const Elf32_Ehdr *)bytes;
	uint64_t end;

	if (bytes[EI_CLASS] == ELFCLASS64) {
		const Elf64_Phdr *notes =
			(const Elf64_Phdr *)(bytes + wide->e_phoff);

		end = notes->p_offset + notes->p_filesz;
	} else {
		const Elf32_Phdr *notes =
			(const Elf32_Phdr *)(bytes + narrow->e_phoff);

		end = (uint64_t)notes->p_offset + notes->p_filesz;
	}
	return (end + PAGE_BYTES - 1) & ~(uint64_t)(PAGE_BYTES - 1);
}

/* Reads the headers and the notes; what they say is the reference. */
static bool read_kept(void)
{
	unsigned char first[PAGE_BYTES];
	uint32_t count;

	if (pread(dump.fd, first, sizeof(first), 0) != sizeof(first))
		return false;
	dump.kept_size = kept_end(first);
	dump.kept = malloc(dump.kept_size);
	if (!dump.kept || pread(dump.fd, dump.kept, dump.kept_size, 0) !=
			  (ssize_t)dump.kept_size)
		return false;
	count = dump.kept[EI_CLASS] == ELFCLASS64 ? read_entries_64(dump.kept) :
						    read_entries_32(dump.kept);
	tell("ELF%d, %u program headers, %u segments, %llu bytes",
	     dump.kept[EI_CLASS] * 32, count, dump.nr_pieces,
	     (unsigned long long)dump.size);
	return true;
}

/* All of it once by read and once by mmap, whatever it is. */
static void touch_all(void)
{
	unsigned long long good = 0, bad = 0, mapped = 0, unmapped = 0;
	static unsigned char buffer[1 << 20];
	unsigned int sum = 0;
	uint64_t offset;
	size_t size, i;
	ssize_t got;

	for (offset = 0; offset < dump.size && good < MOST_BYTES;
	     offset += got) {
		got = pread(dump.fd, buffer, sizeof(buffer), (off_t)offset);
		if (got > 0) {
			good += (unsigned long long)got;
			continue;
		}
		got = (ssize_t)(PAGE_BYTES - offset % PAGE_BYTES);
		bad += (unsigned long long)got;
		if (bad > MOST_BYTES / 16)
			break;
	}
	for (offset = 0; offset < dump.size && offset < MOST_BYTES;
	     offset += WINDOW) {
		size = dump.size - offset < WINDOW ? dump.size - offset : WINDOW;
		unsigned char *map = mmap(NULL, size, PROT_READ, MAP_PRIVATE,
					  dump.fd, (off_t)offset);

		if (map == MAP_FAILED) {
			unmapped++;
			continue;
		}
		for (i = 0; i < size; i += PAGE_BYTES)
			sum += map[i];
		mapped++;
		munmap(map, size);
	}
	tell("read %llu bytes, not %llu; mapped %llu windows, not %llu (%u)",
	     good, bad, mapped, unmapped, sum % 2);
}

static void load_driver(void)
{
	char parameters[100];
	int fd = open("/vmcore.ko", O_RDONLY | O_CLOEXEC);

	snprintf(parameters, sizeof(parameters), "start=%#llx end=%#llx",
		 (unsigned long long)dump.hole_start,
		 (unsigned long long)dump.hole_end);
	if (fd < 0 || syscall(SYS_finit_module, fd, parameters, 0))
		tell("not ok - load /vmcore.ko: %s", strerror(errno));
}

static void check_dump(bool content, bool speed)
{
	struct stat status;

	dump.fd = open("/proc/vmcore", O_RDONLY);
	if (dump.fd < 0 || fstat(dump.fd, &status)) {
		tell("no /proc/vmcore: %s", strerror(errno));
		return;
	}
	dump.size = (uint64_t)status.st_size;
	if (!read_kept()) {
		tell("not ok - the headers can be read");
		return;
	}
	if (content)
		check_content();
	if (speed)
		measure();
	if (!content && !speed)
		touch_all();
	close(dump.fd);
}

int main(int argc, char **argv)
{
	bool content = false, speed = false;
	unsigned long long start, end;
	int i;

	if (mount("proc", "/proc", "proc", 0, NULL))
		tell("not ok - mount /proc: %s", strerror(errno));
	for (i = 1; i < argc; i++) {
		content = content || !strcmp(argv[i], "content");
		speed = speed || !strcmp(argv[i], "speed");
		if (sscanf(argv[i], "hole=%llx-%llx", &start, &end) == 2) {
			dump.hole_start = start;
			dump.hole_end = end;
			load_driver();
		}
	}
	check_dump(content, speed);
	tell("report complete");
	reboot(RB_POWER_OFF);
	return 0;
}
