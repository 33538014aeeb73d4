/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-house-words.h"

#include "editor/desk-spelling.h"

struct _DeskHouseWords
{
  GObject parent_instance;

  DeskDocument *document;
  GSignalGroup *store_signals;
  GPtrArray *words; /* (element-type DeskWord) */
};

G_DEFINE_FINAL_TYPE (DeskHouseWords, desk_house_words, G_TYPE_OBJECT)

/* A word without a language is one of all; "en" is one of "en-GB" too. */
static gboolean
is_of_language (DeskWord *word, const char *language)
{
  gsize n = strcspn (word->language, "-_");

  return n == 0 || (strcspn (language, "-_") == n && g_ascii_strncasecmp (word->language, language, n) == 0);
}

void
desk_house_words_apply (DeskHouseWords *self)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  g_return_if_fail (DESK_IS_HOUSE_WORDS (self));

  if (!self->document)
    return;

  for (guint i = 0; i < self->words->len; i++)
    {
      DeskWord *word = g_ptr_array_index (self->words, i);

      if (is_of_language (word, desk_document_get_language (self->document)))
        g_ptr_array_add (words, word->word);
    }
  g_ptr_array_add (words, NULL);
  desk_spelling_set_words (GTK_TEXT_BUFFER (desk_document_get_body (self->document)), (const char *const *) words->pdata);
}

static void
words_listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GWeakRef *weak = data;
  g_autoptr (DeskHouseWords) self = g_weak_ref_get (weak);
  g_autoptr (GPtrArray) words = desk_store_list_words_finish (DESK_STORE (source), result, NULL);

  g_weak_ref_clear (weak);
  g_free (weak);
  if (!self || !words || !self->document || desk_document_get_store (self->document) != DESK_STORE (source))
    return;

  g_ptr_array_unref (self->words);
  self->words = g_steal_pointer (&words);
  desk_house_words_apply (self);
}

static void
read_words (DeskHouseWords *self)
{
  GWeakRef *weak = g_new0 (GWeakRef, 1);

  g_weak_ref_init (weak, self);
  desk_store_list_words_async (desk_document_get_store (self->document), NULL, words_listed_cb, weak);
}

static void
store_changed_cb (DeskHouseWords *self, const char *story)
{
  if (*story == '\0' && self->document)
    read_words (self);
}

static void
added_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskDocument) document = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) ids = desk_store_commit_finish (DESK_STORE (source), result, &error);

  if (!ids)
    g_signal_emit_by_name (document, "failed", error->message);
}

static void
desk_house_words_dispose (GObject *object)
{
  DeskHouseWords *self = DESK_HOUSE_WORDS (object);

  g_clear_object (&self->store_signals);
  g_clear_object (&self->document);

  G_OBJECT_CLASS (desk_house_words_parent_class)->dispose (object);
}

static void
desk_house_words_finalize (GObject *object)
{
  g_ptr_array_unref (DESK_HOUSE_WORDS (object)->words);

  G_OBJECT_CLASS (desk_house_words_parent_class)->finalize (object);
}

static void
desk_house_words_class_init (DeskHouseWordsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = desk_house_words_dispose;
  object_class->finalize = desk_house_words_finalize;
}

static void
desk_house_words_init (DeskHouseWords *self)
{
  self->words = g_ptr_array_new_with_free_func (g_object_unref);
  self->store_signals = g_signal_group_new (DESK_TYPE_STORE);
  g_signal_group_connect_swapped (self->store_signals, "changed", G_CALLBACK (store_changed_cb), self);
}

DeskHouseWords *
desk_house_words_new (void)
{
  return g_object_new (DESK_TYPE_HOUSE_WORDS, NULL);
}

void
desk_house_words_set_document (DeskHouseWords *self, DeskDocument *document)
{
  g_return_if_fail (DESK_IS_HOUSE_WORDS (self));
  g_return_if_fail (document == NULL || DESK_IS_DOCUMENT (document));

  if (!g_set_object (&self->document, document))
    return;

  g_ptr_array_set_size (self->words, 0);
  g_signal_group_set_target (self->store_signals, document ? desk_document_get_store (document) : NULL);
  if (document)
    read_words (self);
}

void
desk_house_words_add (DeskHouseWords *self, const char *word)
{
  g_autoptr (GPtrArray) changes = NULL;
  g_autofree char *language = NULL;

  g_return_if_fail (DESK_IS_HOUSE_WORDS (self));
  g_return_if_fail (word != NULL && *word != '\0');

  if (!self->document)
    return;

  language = g_strdup (desk_document_get_language (self->document));
  language[strcspn (language, "-_")] = '\0';
  changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  g_ptr_array_add (changes, desk_change_new_word (word, language, FALSE));
  desk_store_commit_async (desk_document_get_store (self->document), NULL, changes, NULL, added_cb, g_object_ref (self->document));
}
