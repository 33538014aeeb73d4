/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-text-size.h"

#define STEP 10 /* percent */
#define LEAST 50
#define MOST 300

/* Pixels at 100 percent, by the nicks' values in the schema. */
static const int widths[] = { 540, 660, 840 };

static GSettings *
get_settings (void)
{
  static GSettings *settings;

  if (!settings)
    settings = g_settings_new (APP_ID);
  return settings;
}

static void
zoom_changed_cb (GSettings *settings, const char *key, GtkCssProvider *provider)
{
  int zoom = g_settings_get_int (settings, DESK_TEXT_ZOOM);
  g_autofree char *css = NULL;

  /* What is said of a document's text is said in points, and does not follow from what is around it. */
  css = g_strdup_printf ("editor column { font-size: %d%%; }"
                         "editor column textview.document { font-size: calc(var(--document-font-size) * %d / 100); }",
                         zoom, zoom);
  gtk_css_provider_load_from_string (provider, zoom == 100 ? "" : css);
}

static void
ensure_provider (void)
{
  static GtkCssProvider *provider;

  if (provider)
    return;
  provider = gtk_css_provider_new ();
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider), GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  g_signal_connect (get_settings (), "changed::" DESK_TEXT_ZOOM, G_CALLBACK (zoom_changed_cb), provider);
  zoom_changed_cb (get_settings (), DESK_TEXT_ZOOM, provider);
}

static void
update_width (AdwClampScrollable *clamp)
{
  int zoom = g_settings_get_int (get_settings (), DESK_TEXT_ZOOM);
  int width = g_settings_get_enum (get_settings (), DESK_TEXT_WIDTH);

  adw_clamp_scrollable_set_maximum_size (clamp, widths[CLAMP (width, 0, (int) G_N_ELEMENTS (widths) - 1)] * zoom / 100);
}

void
desk_text_size_follow (AdwClampScrollable *clamp)
{
  g_return_if_fail (ADW_IS_CLAMP_SCROLLABLE (clamp));

  ensure_provider ();
  g_signal_connect_object (get_settings (), "changed::" DESK_TEXT_ZOOM, G_CALLBACK (update_width), clamp, G_CONNECT_SWAPPED);
  g_signal_connect_object (get_settings (), "changed::" DESK_TEXT_WIDTH, G_CALLBACK (update_width), clamp, G_CONNECT_SWAPPED);
  update_width (clamp);
}

void
desk_text_size_change (int steps)
{
  int zoom = g_settings_get_int (get_settings (), DESK_TEXT_ZOOM);

  g_settings_set_int (get_settings (), DESK_TEXT_ZOOM, steps == 0 ? 100 : CLAMP (zoom + steps * STEP, LEAST, MOST));
}
