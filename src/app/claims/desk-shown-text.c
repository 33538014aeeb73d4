/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk-shown-text.h"

#define KEY "desk-shown-text"

static void
remember (GtkEditable *editable, const char *text)
{
  g_object_set_data_full (G_OBJECT (editable), KEY, g_strdup (text), g_free);
}

static const char *
get_shown (GtkEditable *editable)
{
  const char *shown = g_object_get_data (G_OBJECT (editable), KEY);

  return shown != NULL ? shown : "";
}

void
desk_shown_text_show (GtkEditable *editable, const char *text)
{
  g_return_if_fail (GTK_IS_EDITABLE (editable));
  g_return_if_fail (text != NULL);

  if (desk_shown_text_is_typed (editable))
    return;

  remember (editable, text);
  if (!g_str_equal (gtk_editable_get_text (editable), text))
    gtk_editable_set_text (editable, text);
}

gboolean
desk_shown_text_is_typed (GtkEditable *editable)
{
  g_return_val_if_fail (GTK_IS_EDITABLE (editable), FALSE);

  return !g_str_equal (get_shown (editable), gtk_editable_get_text (editable));
}

gboolean
desk_shown_text_take (GtkEditable *editable)
{
  g_return_val_if_fail (GTK_IS_EDITABLE (editable), FALSE);

  if (!desk_shown_text_is_typed (editable))
    return FALSE;

  remember (editable, gtk_editable_get_text (editable));

  return TRUE;
}

void
desk_shown_text_drop (GtkEditable *editable)
{
  g_return_if_fail (GTK_IS_EDITABLE (editable));

  gtk_editable_set_text (editable, get_shown (editable));
}
