// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every way to read /proc/vmcore, against what must be there.
 *
 * Random places are the same in each run, so that a failure repeats.
 */
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/vmcore.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check_vmcore.h"

/* As kdump_holes.c has it. */
#define DEVICE_DUMP_BYTES 5000
#define DEVICE_DUMP_BYTE 0x5a

#define ROUNDS 300
#define LARGE_PAGE (2u << 20)
/* What a pipe holds, wherever in a page it begins. */
#define PIPED 60000

static unsigned char buffer[8u << 20];

/* Any offset, half of the time close to where something begins or ends. */
static uint64_t random_offset(uint64_t *state)
{
	uint64_t random = next_random(state);
	const struct vmcore_segment *segment;
	uint64_t offset;

	if (random & 1)
		return (random >> 8) % dump.size;
	segment = &dump.segments[1 + (random >> 8) % nr_memory()];
	offset = segment->offset + (random & 2 ? segment->memsz : 0) +
		 (random >> 40) % 8192;
	return offset < 12288 ? 0 : (offset - 4096) % dump.size;
}

static size_t left_at(uint64_t offset, size_t size)
{
	return dump.size - offset < size ? dump.size - offset : size;
}

/* A way to read: returns how many bytes it got. */
typedef ssize_t (*way)(int fd, void *to, size_t size, off_t offset);

static ssize_t by_preadv(int fd, void *to, size_t size, off_t offset)
{
	size_t first = size / 40, third = size / 50;
	struct iovec parts[] = {
		{ to, first },
		{ to + first, size - first - third },
		{ to + size - third, third },
	};

	return preadv(fd, parts, 3, offset);
}

/* What comes out of a pipe after it went in. */
static ssize_t through_pipe(int fd, void *to, size_t size, off_t offset,
			    bool by_sendfile)
{
	static int ends[2];
	off_t at = offset;
	size_t done;
	ssize_t got;

	if (!ends[0] && pipe(ends))
		return -1;
	for (done = 0; done < size; done += (size_t)got) {
		got = by_sendfile ?
		      sendfile(ends[1], fd, &at, size - done) :
		      splice(fd, &at, ends[1], NULL, size - done, 0);
		if (got <= 0 || at != offset + (off_t)done + got ||
		    read(ends[0], to + done, (size_t)got) != got)
			return -1;
	}
	return (ssize_t)done;
}

static ssize_t by_splice(int fd, void *to, size_t size, off_t offset)
{
	return through_pipe(fd, to, size, offset, false);
}

static ssize_t by_sendfile(int fd, void *to, size_t size, off_t offset)
{
	return through_pipe(fd, to, size, offset, true);
}

static bool at_random(way read_at, int rounds, size_t most, int fd, void *to,
		      uint64_t seed)
{
	uint64_t state = seed, offset;
	size_t size;

	while (rounds--) {
		offset = random_offset(&state);
		size = left_at(offset, next_random(&state) % most);
		if (read_at(fd, to, size, (off_t)offset) != (ssize_t)size ||
		    !is_right(to, offset, size))
			return false;
	}
	return true;
}

/* As dd does it, with block sizes that fit nothing. */
static bool whole_file(size_t block)
{
	uint64_t offset = 0;
	ssize_t got;

	if (lseek(dump.fd, 0, SEEK_SET))
		return false;
	while ((got = read(dump.fd, buffer, block)) > 0) {
		if (got != (ssize_t)left_at(offset, block) ||
		    !is_right(buffer, offset, (size_t)got))
			return false;
		offset += (uint64_t)got;
	}
	return !got && offset == dump.size;
}

static bool mapping_is_right(void *wish, uint64_t offset, size_t size)
{
	unsigned char *map;
	bool good;

	map = mmap(wish, size, PROT_READ,
		   MAP_PRIVATE | (wish ? MAP_FIXED : 0), dump.fd,
		   (off_t)offset);
	if (map == MAP_FAILED) {
		printf("# mmap of %zu bytes at %#llx: %s\n", size,
		       (unsigned long long)offset, strerror(errno));
		return false;
	}
	good = is_right(map, offset, size);
	munmap(map, size);
	return good;
}

static bool whole_mapping(size_t window)
{
	uint64_t offset;

	for (offset = 0; offset < dump.size; offset += window)
		if (!mapping_is_right(NULL, offset, left_at(offset, window)))
			return false;
	return true;
}

/* At an address where no large page fits. */
static bool crooked_mapping(void)
{
	size_t size = left_at(0, 16u << 20);
	unsigned char *room = mmap(NULL, size + 2 * LARGE_PAGE, PROT_NONE,
				   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	room += LARGE_PAGE - (uintptr_t)room % LARGE_PAGE + 5 * page_bytes;
	return mapping_is_right(room, 0, size);
}

/* Where in the file large pages begin to fit. */
static uint64_t large_offset(void)
{
	uint64_t offset = dump.segments[1].offset;
	unsigned int i;

	for (i = 1; i < dump.count; i++)
		if (dump.segments[i].memsz >= 64u << 20)
			offset = dump.segments[i].offset;
	return (offset + LARGE_PAGE - 1) & ~(uint64_t)(LARGE_PAGE - 1);
}

/*
 * A mapping that is cut, moved and shared with a child goes on to show what it
 * did: large pages are split, and come back as small ones.
 */
static bool cut_mapping(void)
{
	uint64_t offset = large_offset();
	size_t size = 8u << 20;
	unsigned char *map, *moved;
	int status = 1;

	map = mmap(NULL, size, PROT_READ, MAP_PRIVATE, dump.fd, (off_t)offset);
	if (map == MAP_FAILED || !is_right(map, offset, size))
		return false;
	munmap(map + 3 * page_bytes, 5 * page_bytes);
	if (!is_right(map, offset, 3 * page_bytes) ||
	    !is_right(map + 8 * page_bytes, offset + 8 * page_bytes,
		      size - 8 * page_bytes))
		return false;
	moved = mmap(NULL, 4u << 20, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS,
		     -1, 0);
	moved = mremap(map + (4u << 20), 4u << 20, 4u << 20,
		       MREMAP_MAYMOVE | MREMAP_FIXED, moved);
	if (moved == MAP_FAILED ||
	    !is_right(moved, offset + (4u << 20), 4u << 20))
		return false;
	if (!fork())
		_exit(!is_right(moved, offset + (4u << 20), 4u << 20));
	wait(&status);
	munmap(map, size);
	munmap(moved, 4u << 20);
	return !status;
}

static bool map_fails(size_t size, int protection, off_t offset, int error)
{
	void *map = mmap(NULL, size, protection, MAP_PRIVATE, dump.fd, offset);

	if (map == MAP_FAILED && errno == error)
		return true;
	printf("# mmap of %zu bytes at %lld with %d: %s instead of %s\n", size,
	       (long long)offset, protection,
	       map == MAP_FAILED ? strerror(errno) : "success",
	       strerror(error));
	return false;
}

static bool mapping_rules(void)
{
	bool good = map_fails(page_bytes, PROT_READ | PROT_WRITE, 0, EPERM) &
		    map_fails(page_bytes, PROT_READ | PROT_EXEC, 0, EPERM) &
		    map_fails(page_bytes, PROT_READ, 1, EINVAL) &
		    map_fails(page_bytes, PROT_READ, (off_t)dump.size, EINVAL) &
		    map_fails(2 * page_bytes, PROT_READ,
			      (off_t)dump.size - page_bytes, EINVAL) &
		    map_fails(page_bytes, PROT_READ, 1ll << 62, EINVAL);
	void *map = mmap(NULL, page_bytes, PROT_READ, MAP_PRIVATE, dump.fd, 0);

	if (map == MAP_FAILED)
		return false;
	good &= mprotect(map, page_bytes, PROT_READ | PROT_WRITE) &&
		errno == EACCES;
	good &= mprotect(map, page_bytes, PROT_READ | PROT_EXEC) &&
		errno == EACCES;
	munmap(map, page_bytes);
	return good;
}

static bool ends(void)
{
	off_t size = (off_t)dump.size;
	int writer = open("/proc/vmcore", O_RDWR);

	return pread(dump.fd, buffer, 10, size) == 0 &&
	       pread(dump.fd, buffer, 10, size + 1) == 0 &&
	       pread(dump.fd, buffer, 10, 1ll << 62) == 0 &&
	       pread(dump.fd, buffer, 10, size - 3) == 3 &&
	       is_right(buffer, dump.size - 3, 3) &&
	       pread(dump.fd, buffer, 0, 5) == 0 && writer >= 0 &&
	       write(writer, buffer, 1) == -1 && errno == EIO;
}

static bool seek_is(off_t offset, int whence, off_t result, int error)
{
	off_t got = lseek(dump.fd, offset, whence);

	if (got == result && (got >= 0 || errno == error))
		return true;
	printf("# lseek to %lld by %d: %lld (%s)\n", (long long)offset, whence,
	       (long long)got, strerror(errno));
	return false;
}

static bool seeks(void)
{
	off_t size = (off_t)dump.size;

	return seek_is(5, SEEK_SET, 5, 0) && seek_is(5, SEEK_CUR, 10, 0) &&
	       seek_is(0, SEEK_END, size, 0) &&
	       seek_is(-1, SEEK_SET, -1, EINVAL) &&
	       seek_is(0, SEEK_DATA, 0, 0) &&
	       seek_is(size - 1, SEEK_DATA, is_data(dump.size - 1) ? size - 1 :
		       -1, ENXIO) &&
	       seek_is(size - 1, SEEK_HOLE, is_data(dump.size - 1) ? size :
		       size - 1, 0) &&
	       seek_is(size, SEEK_DATA, -1, ENXIO) &&
	       seek_is(size, SEEK_HOLE, -1, ENXIO) &&
	       seek_is(-1, SEEK_DATA, -1, ENXIO);
}

/* From hole to data to hole: each page is what lseek() says it is. */
static bool seek_through(void)
{
	uint64_t offset = 0, at, hole_bytes = 0;
	bool data = true;
	off_t next;

	while (offset < dump.size) {
		next = lseek(dump.fd, (off_t)offset,
			     data ? SEEK_HOLE : SEEK_DATA);
		if (next < 0)
			next = errno == ENXIO ? (off_t)dump.size : 0;
		if ((uint64_t)next <= offset)
			return false;
		for (at = offset; at < (uint64_t)next; at += page_bytes) {
			if (is_data(at) == data)
				continue;
			printf("# %#llx is%s data\n", (unsigned long long)at,
			       data ? " not" : "");
			return false;
		}
		hole_bytes += data ? 0 : (uint64_t)next - offset;
		offset = (uint64_t)next;
		data = !data;
	}
	tell("%llu bytes are holes", (unsigned long long)hole_bytes);
	return hole_bytes || !hole_end;
}

/* A buffer that ends in the middle of a read costs the rest, nothing else. */
static bool bad_buffers(void)
{
	uint64_t offset = large_offset();
	unsigned char *map = mmap(NULL, 4 * page_bytes, PROT_READ | PROT_WRITE,
				  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ssize_t got;

	munmap(map + 2 * page_bytes, page_bytes);
	got = pread(dump.fd, map + 100, 3 * page_bytes, (off_t)offset);
	if (got <= 0 || got > (ssize_t)(2 * page_bytes - 100) ||
	    !is_right(map + 100, offset, (size_t)got))
		return false;
	got = pread(dump.fd, map + 2 * page_bytes, 100, (off_t)offset);
	return got == -1 && errno == EFAULT;
}

/* A thread that reads. */
struct worker {
	pthread_t thread;
	uint64_t seed;
	int fd;
	bool good;
};

static void *work(void *argument)
{
	struct worker *worker = argument;
	void *to = malloc(70000);

	worker->good = to && at_random(pread, ROUNDS, 70000, worker->fd, to,
				       worker->seed);
	free(to);
	return NULL;
}

/* Threads that share the windows of one file, or have a file each. */
static bool many_readers(bool own_files)
{
	struct worker workers[12];
	bool good = true;
	unsigned int i;

	for (i = 0; i < 12; i++) {
		workers[i] = (struct worker){
			.seed = 1000 + i,
			.fd = own_files ? open("/proc/vmcore", O_RDONLY) :
					  dump.fd,
		};
		if (pthread_create(&workers[i].thread, NULL, work, &workers[i]))
			return false;
	}
	for (i = 0; i < 12; i++) {
		pthread_join(workers[i].thread, NULL);
		good &= workers[i].good;
		if (own_files)
			close(workers[i].fd);
	}
	return good;
}

static bool killed_while_reading(void)
{
	int status = 0;
	pid_t child = fork();

	if (!child) {
		for (;;)
			if (pread(dump.fd, buffer, sizeof(buffer), 0) <= 0)
				_exit(1);
	}
	usleep(50000);
	kill(child, SIGKILL);
	return waitpid(child, &status, 0) == child && WIFSIGNALED(status);
}

/* What /vmcore.ko has added: the first note of all, whole pages of it. */
static bool device_dump(void)
{
	const struct vmcoredd_header *note = (const void *)
		(dump.kept + dump.segments[0].offset);
	const unsigned char *bytes = (const unsigned char *)(note + 1);
	size_t i, size = 2 * page_bytes - sizeof(*note);

	if (note->n_type != NT_VMCOREDD || note->n_namesz != sizeof(note->name) ||
	    note->n_descsz != size + sizeof(note->dump_name) ||
	    strcmp((const char *)note->name, VMCOREDD_NOTE_NAME) ||
	    strcmp((const char *)note->dump_name, "by-hand"))
		return false;
	for (i = 0; i < size; i++)
		if (bytes[i] != (i < DEVICE_DUMP_BYTES ? DEVICE_DUMP_BYTE : 0))
			return false;
	return true;
}

void check_content(void)
{
	if (hole_end)
		verdict("the device dump", device_dump());
	verdict("the whole file, 1 MiB at a time", whole_file(1 << 20));
	verdict("the whole file, 65537 bytes at a time", whole_file(65537));
	verdict("pread", at_random(pread, ROUNDS, 70000, dump.fd, buffer, 3));
	verdict("readv", at_random(by_preadv, ROUNDS, 209000, dump.fd,
				   buffer + 1, 5));
	verdict("splice", at_random(by_splice, ROUNDS, PIPED, dump.fd, buffer,
				    7));
	verdict("sendfile", at_random(by_sendfile, ROUNDS, PIPED, dump.fd,
				      buffer, 7));
	verdict("mmap in windows of 4 MiB", whole_mapping(WINDOW));
	verdict("mmap in windows of 64 MiB", whole_mapping(64u << 20));
	verdict("mmap at random", at_random(map_piece, ROUNDS / 10, 6u << 20,
					    dump.fd, buffer, 9));
	verdict("mmap at a crooked address", crooked_mapping());
	verdict("mmap, cut and moved and inherited", cut_mapping());
	verdict("what mmap refuses", mapping_rules());
	verdict("the end of the file", ends());
	verdict("lseek", seeks());
	verdict("SEEK_DATA and SEEK_HOLE", seek_through());
	verdict("buffers that cannot be written", bad_buffers());
	verdict("12 threads on one file", many_readers(false));
	verdict("12 threads on 12 files", many_readers(true));
	verdict("killed while reading", killed_while_reading());
}
