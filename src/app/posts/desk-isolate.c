/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk-isolate.h"

#define FIRST_STRONG_ISOLATE 0x2068
#define POP_DIRECTIONAL_ISOLATE 0x2069

static gboolean
is_direction (gunichar c)
{
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

char *
desk_isolate (const char *text)
{
  GString *isolated;

  g_return_val_if_fail (text != NULL, NULL);

  isolated = g_string_sized_new (strlen (text) + 6);
  g_string_append_unichar (isolated, FIRST_STRONG_ISOLATE);
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\n' || c == '\r' || c == '\t' || c == 0x2028 || c == 0x2029)
        g_string_append_c (isolated, ' ');
      else if (!is_direction (c))
        g_string_append_unichar (isolated, c);
    }
  g_string_append_unichar (isolated, POP_DIRECTIONAL_ISOLATE);

  return g_string_free_and_steal (isolated);
}

const char *
desk_isolate_get_mark (gboolean right_to_left)
{
  return right_to_left ? "\u200f" : "\u200e";
}

void
desk_isolate_label (GtkLabel *label)
{
  PangoLayoutLine *line;
  GtkTextDirection direction;

  g_return_if_fail (GTK_IS_LABEL (label));

  /* Words of no direction, such as a number, have that of the interface. */
  gtk_widget_set_direction (GTK_WIDGET (label), GTK_TEXT_DIR_NONE);
  line = pango_layout_get_line_readonly (gtk_label_get_layout (label), 0);
  direction = pango_layout_line_get_resolved_direction (line) == PANGO_DIRECTION_RTL ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR;
  gtk_widget_set_direction (GTK_WIDGET (label), direction);
}
