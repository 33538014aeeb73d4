/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk-shown-text.h"

#define KEY_SHOWN "desk-shown-text"
#define KEY_TAKEN "desk-taken-text"

static void
set_string (GtkEditable *editable, const char *key, const char *text)
{
  g_object_set_data_full (G_OBJECT (editable), key, g_strdup (text), g_free);
}

static const char *
get_shown (GtkEditable *editable)
{
  const char *shown = g_object_get_data (G_OBJECT (editable), KEY_SHOWN);

  return shown != NULL ? shown : "";
}

/* What stands in the field when nobody typed since: what was taken last, or what was shown. */
static const char *
get_base (GtkEditable *editable)
{
  const char *taken = g_object_get_data (G_OBJECT (editable), KEY_TAKEN);

  return taken != NULL ? taken : get_shown (editable);
}

void
desk_shown_text_show (GtkEditable *editable, const char *text)
{
  gboolean is_typed, is_news;

  g_return_if_fail (GTK_IS_EDITABLE (editable));
  g_return_if_fail (text != NULL);

  is_typed = desk_shown_text_is_typed (editable);
  is_news = !g_str_equal (text, get_shown (editable));

  /* The story may still say what it said before something was taken. */
  if (!is_news && g_object_get_data (G_OBJECT (editable), KEY_TAKEN) != NULL)
    return;

  set_string (editable, KEY_SHOWN, text);
  set_string (editable, KEY_TAKEN, NULL);
  if (!is_typed && !g_str_equal (text, gtk_editable_get_text (editable)))
    gtk_editable_set_text (editable, text);
}

gboolean
desk_shown_text_is_typed (GtkEditable *editable)
{
  g_return_val_if_fail (GTK_IS_EDITABLE (editable), FALSE);

  return !g_str_equal (get_base (editable), gtk_editable_get_text (editable));
}

gboolean
desk_shown_text_take (GtkEditable *editable)
{
  g_return_val_if_fail (GTK_IS_EDITABLE (editable), FALSE);

  if (!desk_shown_text_is_typed (editable))
    return FALSE;

  set_string (editable, KEY_TAKEN, gtk_editable_get_text (editable));

  return TRUE;
}

void
desk_shown_text_drop (GtkEditable *editable)
{
  g_return_if_fail (GTK_IS_EDITABLE (editable));

  set_string (editable, KEY_TAKEN, NULL);
  gtk_editable_set_text (editable, get_shown (editable));
}
