// SPDX-License-Identifier: GPL-2.0-only
/*
 * Looks at a source through a window: mapped, or read into a buffer.
 */
#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "view.h"

/* Large pages are mapped when they are touched, so a large window is cheap. */
#define WINDOW (64 * MIB)

static void drop_window(struct view *view)
{
	if (view->mapped && view->end > view->start)
		munmap(view->window, view->end - view->start);
	view->start = 0;
	view->end = 0;
}

static bool make_buffer(struct view *view)
{
	view->mapped = false;
	view->window = malloc(VIEW_BATCH);
	return view->window;
}

/**
 * view_init - begin to look at a source
 * @view: set
 * @source: what to look at
 *
 * Return: false if memory is missing.
 */
bool view_init(struct view *view, struct source *source)
{
	*view = (struct view) { .source = source, .mapped = source->mapped };
	return view->mapped || make_buffer(view);
}

void view_destroy(struct view *view)
{
	drop_window(view);
	if (!view->mapped)
		free(view->window);
}

static int map_window(struct view *view, uint64_t offset, size_t size)
{
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
	uint64_t start = round_down(offset, WINDOW), end = start + WINDOW;
	void *window;

	/* At its end a window has to hold all that is asked for. */
	if (offset + size > end)
		start = round_down(offset, page);
	end = MIN(MAX(end, offset + size), view->source->size);
	drop_window(view);
	window = mmap(NULL, end - start, PROT_READ, MAP_PRIVATE,
		      view->source->fd, (off_t)start);
	if (window == MAP_FAILED)
		return errno;
	view->window = window;
	view->start = start;
	view->end = end;
	return 0;
}

static int read_window(struct view *view, uint64_t offset, size_t size)
{
	int error;

	view->end = view->start;
	error = view->source->ops->read(view->source, view->window, offset,
					size);
	if (error)
		return error;
	view->start = offset;
	view->end = offset + size;
	return 0;
}

static int show(struct view *view, uint64_t offset, size_t size)
{
	if (view->mapped && !map_window(view, offset, size))
		return 0;
	/* A piece that cannot be mapped may still be read, page by page. */
	if (view->mapped && !make_buffer(view))
		return ENOMEM;
	return read_window(view, offset, size);
}

/**
 * view_get - look at a piece
 * @view: the view, of this thread alone
 * @offset: where it is in the source
 * @size: at most %VIEW_BATCH, and within the source
 * @error: set to an errno on failure
 *
 * Return: its bytes, until the next call; NULL on failure.
 */
const unsigned char *view_get(struct view *view, uint64_t offset, size_t size,
			      int *error)
{
	if (offset < view->start || offset + size > view->end) {
		*error = show(view, offset, size);
		if (*error)
			return NULL;
	}
	return view->window + (offset - view->start);
}
