/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-spelling.h"

#include <libspelling.h>
#include <string.h>

#define ADAPTER_KEY "desk-spelling-adapter"
#define WORDS_KEY "desk-spelling-words"
/* The adapter knows it by its name, and only when it is made after the adapter. */
#define EXEMPT_TAG "gtksourceview:context-classes:no-spell-check"

/* "en-GB" and "en" as dictionaries name them: "en_GB", or any of that language. (transfer full) (nullable) */
static char *
find_dictionary (SpellingProvider *provider, const char *language)
{
  g_autoptr (GListModel) languages = spelling_provider_list_languages (provider);
  g_autofree char *wanted = g_strdelimit (g_strdup (language), "-", '_');
  gsize length = strcspn (wanted, "_");
  char *found = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (languages); i++)
    {
      g_autoptr (SpellingLanguage) candidate = g_list_model_get_item (languages, i);
      const char *code = spelling_language_get_code (candidate);

      if (g_ascii_strcasecmp (code, wanted) == 0)
        {
          g_free (found);
          return g_strdup (code);
        }
      if (!found && length > 0 && strcspn (code, "_") == length && g_ascii_strncasecmp (code, wanted, length) == 0)
        found = g_strdup (code);
    }
  return found;
}

GMenuModel *
desk_spelling_attach (GtkTextView *view, const char *language)
{
  SpellingProvider *provider = spelling_provider_get_default ();
  g_autofree char *dictionary = NULL;
  SpellingTextBufferAdapter *adapter;
  GtkTextBuffer *buffer;

  g_return_val_if_fail (GTK_IS_TEXT_VIEW (view), NULL);
  g_return_val_if_fail (language != NULL, NULL);

  buffer = gtk_text_view_get_buffer (view);
  dictionary = find_dictionary (provider, language);
  adapter = g_object_get_data (G_OBJECT (buffer), ADAPTER_KEY);
  if (!adapter && dictionary)
    {
      g_autoptr (SpellingChecker) checker = spelling_checker_new (provider, dictionary);

      adapter = spelling_text_buffer_adapter_new (GTK_SOURCE_BUFFER (buffer), checker);
      g_object_set_data_full (G_OBJECT (buffer), ADAPTER_KEY, adapter, g_object_unref);
      gtk_text_buffer_create_tag (buffer, EXEMPT_TAG, NULL);
    }
  if (!adapter)
    return NULL;

  if (dictionary && g_strcmp0 (spelling_text_buffer_adapter_get_language (adapter), dictionary) != 0)
    spelling_text_buffer_adapter_set_language (adapter, dictionary);
  spelling_text_buffer_adapter_set_enabled (adapter, dictionary != NULL);
  gtk_widget_insert_action_group (GTK_WIDGET (view), "spelling", dictionary ? G_ACTION_GROUP (adapter) : NULL);
  return dictionary ? spelling_text_buffer_adapter_get_menu_model (adapter) : NULL;
}

GtkTextTag *
desk_spelling_get_exempt_tag (GtkTextBuffer *buffer)
{
  g_return_val_if_fail (GTK_IS_TEXT_BUFFER (buffer), NULL);

  return gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (buffer), EXEMPT_TAG);
}

GtkTextTag *
desk_spelling_get_tag (GtkTextBuffer *buffer)
{
  SpellingTextBufferAdapter *adapter;

  g_return_val_if_fail (GTK_IS_TEXT_BUFFER (buffer), NULL);

  adapter = g_object_get_data (G_OBJECT (buffer), ADAPTER_KEY);
  return adapter && spelling_text_buffer_adapter_get_enabled (adapter) ? spelling_text_buffer_adapter_get_tag (adapter) : NULL;
}

char **
desk_spelling_list_corrections (GtkTextBuffer *buffer, const char *word)
{
  SpellingTextBufferAdapter *adapter;
  char **corrections = NULL;

  g_return_val_if_fail (GTK_IS_TEXT_BUFFER (buffer), NULL);
  g_return_val_if_fail (word != NULL, NULL);

  adapter = g_object_get_data (G_OBJECT (buffer), ADAPTER_KEY);
  if (adapter)
    corrections = spelling_checker_list_corrections (spelling_text_buffer_adapter_get_checker (adapter), word);
  return corrections ? corrections : g_new0 (char *, 1);
}

void
desk_spelling_set_words (GtkTextBuffer *buffer, const char *const *words)
{
  SpellingTextBufferAdapter *adapter;
  SpellingChecker *checker;
  const char *const *before;
  gboolean changed = FALSE;

  g_return_if_fail (GTK_IS_TEXT_BUFFER (buffer));
  g_return_if_fail (words != NULL);

  adapter = g_object_get_data (G_OBJECT (buffer), ADAPTER_KEY);
  checker = adapter ? spelling_text_buffer_adapter_get_checker (adapter) : NULL;
  if (!checker)
    return;

  before = g_object_get_data (G_OBJECT (checker), WORDS_KEY);
  for (guint i = 0; words[i]; i++)
    if (!before || !g_strv_contains (before, words[i]))
      {
        spelling_checker_ignore_word (checker, words[i]);
        changed = TRUE;
      }
  g_object_set_data_full (G_OBJECT (checker), WORDS_KEY, g_strdupv ((char **) words), (GDestroyNotify) g_strfreev);
  if (changed)
    spelling_text_buffer_adapter_invalidate_all (adapter);
}
