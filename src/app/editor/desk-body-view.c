/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-body-view.h"

#include "editor/desk-paragraph-marks.h"

#define BAR_WIDTH 3
#define BAR_STRENGTH 0.25f

struct _DeskBodyView
{
  GtkSourceView parent_instance;

  PangoFontDescription *font; /* (nullable): as it was last */
};

G_DEFINE_FINAL_TYPE (DeskBodyView, desk_body_view, GTK_SOURCE_TYPE_VIEW)

static guint font_changed_signal;

/* Beside the lines that are to be seen and have the tag; buffer coordinates. */
static void
draw_bars (GtkTextView *view, GtkSnapshot *snapshot, const char *name, float x, const GdkRGBA *color)
{
  GtkTextTag *tag = gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (gtk_text_view_get_buffer (view)), name);
  GdkRectangle seen;
  GtkTextIter line;
  int y, height;

  if (!tag)
    return;

  gtk_text_view_get_visible_rect (view, &seen);
  gtk_text_view_get_line_at_y (view, &line, seen.y, NULL);
  do
    {
      gtk_text_view_get_line_yrange (view, &line, &y, &height);
      if (gtk_text_iter_has_tag (&line, tag))
        gtk_snapshot_append_color (snapshot, color, &GRAPHENE_RECT_INIT (x, y, BAR_WIDTH, height));
    }
  while (y + height < seen.y + seen.height && gtk_text_iter_forward_line (&line));
}

static void
desk_body_view_snapshot_layer (GtkTextView *view, GtkTextViewLayer layer, GtkSnapshot *snapshot)
{
  GdkRectangle seen;
  GdkRGBA color;

  GTK_TEXT_VIEW_CLASS (desk_body_view_parent_class)->snapshot_layer (view, layer, snapshot);

  if (layer != GTK_TEXT_VIEW_LAYER_BELOW_TEXT)
    return;
  gtk_text_view_get_visible_rect (view, &seen);
  gtk_widget_get_color (GTK_WIDGET (view), &color);
  color.alpha *= BAR_STRENGTH;
  draw_bars (view, snapshot, DESK_QUOTE_LEFT, gtk_text_view_get_left_margin (view) + 1, &color);
  draw_bars (view, snapshot, DESK_QUOTE_RIGHT, seen.x + seen.width - gtk_text_view_get_right_margin (view) - BAR_WIDTH - 1, &color);
}

/* A style changes with the focus and the pointer too. */
static void
desk_body_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  DeskBodyView *self = DESK_BODY_VIEW (widget);
  const PangoFontDescription *font;

  GTK_WIDGET_CLASS (desk_body_view_parent_class)->css_changed (widget, change);

  font = pango_context_get_font_description (gtk_widget_get_pango_context (widget));
  if (self->font && font && pango_font_description_equal (self->font, font))
    return;
  g_clear_pointer (&self->font, pango_font_description_free);
  self->font = font ? pango_font_description_copy (font) : NULL;
  g_signal_emit (self, font_changed_signal, 0);
}

static void
desk_body_view_finalize (GObject *object)
{
  g_clear_pointer (&DESK_BODY_VIEW (object)->font, pango_font_description_free);

  G_OBJECT_CLASS (desk_body_view_parent_class)->finalize (object);
}

static void
desk_body_view_class_init (DeskBodyViewClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = desk_body_view_finalize;
  GTK_WIDGET_CLASS (klass)->css_changed = desk_body_view_css_changed;
  GTK_TEXT_VIEW_CLASS (klass)->snapshot_layer = desk_body_view_snapshot_layer;

  font_changed_signal = g_signal_new ("font-changed", DESK_TYPE_BODY_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
desk_body_view_init (DeskBodyView *self)
{
}
