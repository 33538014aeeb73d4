/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * The lines that agencies and sites print around a story's words. Each function looks at lines of text, takes what is
 * clearly so, and leaves everything else alone.
 */

/**
 * desk_agency_read_dateline:
 * @paragraph: a paragraph's first line
 * @rest: (out): where its words begin, within @paragraph
 *
 * Reads a place in capitals ("PORT ALDER, Marrow Coast - "), or any place with an agency in brackets behind it
 * ("Port Alder (Coast Wire) - "), up to the first dash.
 *
 * Returns: (transfer full) (nullable): the dateline without its dash
 */
char *desk_agency_read_dateline (const char *paragraph, const char **rest);

/**
 * desk_agency_read_byline:
 *
 * Returns: (transfer full) (nullable): @line without marks of emphasis when it names an author: "By M. Aral"
 */
char *desk_agency_read_byline (const char *line);

/**
 * desk_agency_read_related:
 * @lines: (element-type utf8): the text's lines
 * @first: the line to look at
 * @links: (element-type utf8): "[title](address)" of each link found is put behind what it has
 *
 * Reads "RELATED: Title https://…", with the address on the line itself or on the one behind, CommonMark links, or a
 * list of them below "RELATED:". A title without an address is taken as it is.
 *
 * Returns: the number of lines that are no part of the body, 0 when this is no such line
 */
guint desk_agency_read_related (GPtrArray *lines, guint first, GPtrArray *links);

G_END_DECLS
