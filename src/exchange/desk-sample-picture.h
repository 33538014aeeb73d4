/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A harbour wall at night with an open gate, drawn for the sample: a PNG, (transfer full). */
GBytes *desk_sample_draw_picture (void);

G_END_DECLS
