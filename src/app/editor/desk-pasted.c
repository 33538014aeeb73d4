/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-pasted.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/desk-letters.h"
#include "core/desk-links.h"
#include "core/desk-markdown.h"
#include "editor/desk-hard-lines.h"
#include "editor/desk-soft-lines.h"
#include "exchange/desk-exchange-error.h"
#include "exchange/desk-html.h"

/* Longer than any embed code. */
#define MAX_POST (256 * 1024)
/* Desk's own mark in HTML that it copied, near its beginning. */
#define OWN_MARK "content=\"Desk\""

typedef struct
{
  char *text;   /* (nullable) */
  GBytes *html; /* (nullable) */
  DeskPastedManner manner;
  char *language;
} Read;

static void
read_free (gpointer data)
{
  Read *self = data;

  g_free (self->text);
  g_clear_pointer (&self->html, g_bytes_unref);
  g_free (self->language);
  g_free (self);
}

/* The address of a post, or its embed code. */
static gboolean
read_post (DeskPasted *pasted, const char *text)
{
  g_autoptr (DeskPaste) paste = NULL;

  if (strlen (text) > MAX_POST)
    return FALSE;
  paste = desk_paste_read (text);
  if (paste->kind == DESK_PASTE_TEXT)
    return FALSE;

  pasted->kind = paste->kind;
  pasted->text = g_steal_pointer (&paste->text);
  pasted->address = g_steal_pointer (&paste->address);
  return TRUE;
}

/* Text of Desk's own, copied in another window of it. */
static gboolean
is_own (GBytes *html)
{
  gsize length;
  const char *data = g_bytes_get_data (html, &length);
  g_autofree char *head = g_strndup (data, MIN (length, 200));

  return strstr (head, OWN_MARK) != NULL;
}

/* (transfer full) (nullable): CommonMark, when the HTML has more to say than @text */
static char *
read_html (Read *self, DeskPasted *pasted, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *markdown = NULL;
  gboolean structured = FALSE;
  gsize length;
  const char *data = g_bytes_get_data (self->html, &length);

  markdown = desk_html_to_markdown (data, length, self->language, &structured, cancellable, &error);
  if (!markdown)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        pasted->message = g_strdup (g_error_matches (error, DESK_EXCHANGE_ERROR, DESK_EXCHANGE_ERROR_TOO_LARGE)
                                        ? _ ("With its pictures and marks this is too long: its plain words were pasted")
                                        : _ ("Its marks could not be read: its plain words were pasted"));
      return NULL;
    }
  if (self->text && (!structured || *markdown == '\0'))
    return NULL;
  return g_steal_pointer (&markdown);
}

static char *
clean_text (Read *self)
{
  g_autofree char *letters = desk_letters_clean (self->text, -1, self->language);
  g_autofree char *links = desk_links_clean_text (letters);

  return self->manner == DESK_PASTED_PLAIN ? g_steal_pointer (&links) : desk_hard_lines_mend (links);
}

static void
take_text (DeskPasted *pasted, char *text)
{
  char *soft = desk_soft_lines (text, -1);

  pasted->text = soft ? soft : g_strdup (text);
  g_free (text);
}

static void
return_too_long (GTask *task)
{
  g_task_return_new_error (task, DESK_EXCHANGE_ERROR, DESK_EXCHANGE_ERROR_TOO_LARGE, "%s", _ ("This is too long for a story. Nothing was pasted"));
}

static void
read_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Read *self = data;
  g_autoptr (DeskPasted) pasted = g_new0 (DeskPasted, 1);
  g_autofree char *markdown = NULL;

  /* Before any work is done on it. */
  if (!self->html && self->text && strlen (self->text) > DESK_PASTED_MAX_LENGTH)
    {
      return_too_long (task);
      return;
    }

  if (self->html && is_own (self->html) && self->text)
    self->manner = self->manner == DESK_PASTED_PLAIN ? DESK_PASTED_PLAIN : DESK_PASTED_RAW;

  if (self->manner != DESK_PASTED_PLAIN && self->text && read_post (pasted, self->text))
    {
      g_task_return_pointer (task, g_steal_pointer (&pasted), (GDestroyNotify) desk_pasted_free);
      return;
    }

  pasted->address = g_strdup ("");
  if (self->html && (self->manner == DESK_PASTED_CLEAN || !self->text))
    markdown = read_html (self, pasted, cancellable);
  if (g_task_return_error_if_cancelled (task))
    return;

  if (markdown && self->manner == DESK_PASTED_PLAIN)
    take_text (pasted, desk_markdown_to_plain (markdown));
  else if (markdown)
    {
      pasted->is_markdown = TRUE;
      take_text (pasted, g_steal_pointer (&markdown));
    }
  else if (self->text && self->manner == DESK_PASTED_RAW)
    take_text (pasted, g_steal_pointer (&self->text));
  else if (self->text)
    take_text (pasted, clean_text (self));
  else
    pasted->text = g_strdup ("");

  if (strlen (pasted->text) > DESK_PASTED_MAX_LENGTH)
    return_too_long (task);
  else
    g_task_return_pointer (task, g_steal_pointer (&pasted), (GDestroyNotify) desk_pasted_free);
}

void
desk_pasted_free (DeskPasted *self)
{
  g_free (self->text);
  g_free (self->address);
  g_free (self->message);
  g_free (self);
}

void
desk_pasted_read_async (char *text,
                        GBytes *html,
                        DeskPastedManner manner,
                        const char *language,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Read *self = g_new0 (Read, 1);

  g_return_if_fail (language != NULL);

  self->text = text;
  self->html = html;
  self->manner = manner;
  self->language = g_strdup (language);
  g_task_set_source_tag (task, desk_pasted_read_async);
  g_task_set_task_data (task, self, read_free);
  g_task_run_in_thread (task, read_thread);
}

DeskPasted *
desk_pasted_read_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
desk_pasted_begins_block (const char *markdown)
{
  gsize digits, marks;

  g_return_val_if_fail (markdown != NULL, FALSE);

  digits = strspn (markdown, "0123456789");
  marks = strspn (markdown, "#");
  return *markdown == '>' || *markdown == ' ' || g_str_has_prefix (markdown, "```") || (marks > 0 && markdown[marks] == ' ') ||
         (*markdown != '\0' && strchr ("-*", *markdown) != NULL && markdown[1] == ' ') ||
         (digits > 0 && markdown[digits] != '\0' && strchr (".)", markdown[digits]) != NULL && markdown[digits + 1] == ' ');
}

gboolean
desk_pasted_ends_block (const char *markdown)
{
  const char *newline;

  g_return_val_if_fail (markdown != NULL, FALSE);

  newline = strrchr (markdown, '\n');
  return desk_pasted_begins_block (newline ? newline + 1 : markdown);
}
