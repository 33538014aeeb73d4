/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-paste.h"

#include <string.h>

#include "exchange/desk-capture.h"
#include "core/desk-networks.h"

static gboolean
is_one_word (const char *text)
{
  for (const char *p = text; *p; p = g_utf8_next_char (p))
    if (g_unichar_isspace (g_utf8_get_char (p)))
      return FALSE;
  return *text != '\0';
}

DeskPaste *
desk_paste_read (const char *data)
{
  DeskPaste *self;
  g_autofree char *trimmed = NULL;
  g_autofree char *bare = NULL;

  g_return_val_if_fail (data != NULL, NULL);

  self = g_new0 (DeskPaste, 1);
  trimmed = g_strstrip (g_strdup (data));

  /* An autolink is an address too. */
  if (g_str_has_prefix (trimmed, "<") && g_str_has_suffix (trimmed, ">"))
    bare = g_strndup (trimmed + 1, strlen (trimmed) - 2);
  else
    bare = g_strdup (trimmed);

  if (is_one_word (bare) && desk_network_for_address (bare, &self->address, NULL, NULL))
    {
      self->kind = DESK_PASTE_ADDRESS;
    }
  else if (g_str_has_prefix (trimmed, "<") || g_str_has_prefix (trimmed, "{"))
    {
      g_autoptr (DeskPost) post = desk_capture_read (trimmed, -1, NULL, NULL);

      if (post)
        {
          self->kind = DESK_PASTE_POST;
          self->address = g_strdup (post->address);
        }
    }

  if (self->kind == DESK_PASTE_TEXT)
    self->text = g_strdup (data);
  else
    self->text = g_steal_pointer (&trimmed);
  if (!self->address)
    self->address = g_strdup ("");
  return self;
}

void
desk_paste_free (DeskPaste *self)
{
  g_free (self->text);
  g_free (self->address);
  g_free (self);
}
