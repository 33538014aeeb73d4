/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <cairo.h>

#include "desk-sample-picture.h"

#define WIDTH 640
#define HEIGHT 360
#define SHORE 270

static void
draw_sky (cairo_t *cr)
{
  cairo_pattern_t *sky = cairo_pattern_create_linear (0, 0, 0, SHORE);

  cairo_pattern_add_color_stop_rgb (sky, 0, 0.06, 0.08, 0.17);
  cairo_pattern_add_color_stop_rgb (sky, 0.7, 0.22, 0.20, 0.34);
  cairo_pattern_add_color_stop_rgb (sky, 1, 0.78, 0.42, 0.24);
  cairo_set_source (cr, sky);
  cairo_paint (cr);
  cairo_pattern_destroy (sky);

  cairo_set_source_rgb (cr, 0.05, 0.09, 0.15);
  cairo_rectangle (cr, 0, SHORE, WIDTH, HEIGHT - SHORE);
  cairo_fill (cr);
}

static void
draw_wall (cairo_t *cr)
{
  cairo_set_source_rgb (cr, 0.10, 0.10, 0.14);
  cairo_rectangle (cr, 60, 170, 520, 100);
  cairo_rectangle (cr, 60, 130, 46, 140);
  cairo_rectangle (cr, 534, 130, 46, 140);
  cairo_fill (cr);
  for (int x = 112; x < 528; x += 26)
    {
      cairo_rectangle (cr, x, 160, 14, 12);
      cairo_fill (cr);
    }

  /* The gate, and its light on the water. */
  cairo_set_source_rgb (cr, 0.98, 0.76, 0.36);
  cairo_arc (cr, 320, 218, 34, G_PI, 0);
  cairo_line_to (cr, 354, 270);
  cairo_line_to (cr, 286, 270);
  cairo_close_path (cr);
  cairo_fill (cr);
  for (int i = 0; i < 6; i++)
    {
      cairo_set_source_rgba (cr, 0.98, 0.76, 0.36, 0.5 - 0.07 * i);
      cairo_rectangle (cr, 290 - 5 * i, 280 + 12 * i, 60 + 10 * i, 4);
      cairo_fill (cr);
    }
}

static cairo_status_t
write_cb (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);

  return CAIRO_STATUS_SUCCESS;
}

GBytes *
desk_sample_draw_picture (void)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  draw_sky (cr);
  draw_wall (cr);
  cairo_surface_write_to_png_stream (surface, write_cb, bytes);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);

  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}
