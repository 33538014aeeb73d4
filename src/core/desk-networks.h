/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One table of networks: address patterns, canonical form, number to time. A new network is one entry and one test. */

typedef struct
{
  const char *id;   /* "x" */
  const char *name; /* "X", as the network writes itself */
} DeskNetwork;

/**
 * desk_network_for_address:
 * @address: any address
 * @canonical: (out) (optional) (transfer full): the one address of that post: https, no tracking parameters, "x.com" for "twitter.com" and mobile hosts
 * @handle: (out) (optional) (transfer full) (nullable): "@name" when the address says it
 * @posted_at: (out) (optional): microseconds when the number tells it (X's status number: (id >> 22) + 1288834974657 ms), else 0
 *
 * Returns: (transfer none) (nullable): the network of a post; %NULL when it is no post's address that Desk knows
 */
const DeskNetwork *desk_network_for_address (const char *address, char **canonical, char **handle, gint64 *posted_at);

/* (transfer none): the network's own name, or the id itself */
const char *desk_network_get_name (const char *id);

G_END_DECLS
