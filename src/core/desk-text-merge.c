/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk-text-merge.h"

struct _DeskTextMerge
{
  gatomicrefcount ref_count;
  DeskText *ours;
  DeskText *alone; /* (nullable): what it comes to when one side alone changed anything */
  GPtrArray *parts;
  guint n_conflicts;
};

G_DEFINE_BOXED_TYPE (DeskTextMerge, desk_text_merge, desk_text_merge_ref, desk_text_merge_unref)

/* What two values of a field make together. */
typedef enum
{
  BY_WORDS,
  BY_ITEMS,
  WHOLE,
} Manner;

static Manner
get_manner (const char *field)
{
  static const struct
  {
    const char *field;
    Manner manner;
  } manners[] = {
    { DESK_FIELD_HEADLINE, BY_WORDS },
    { DESK_FIELD_STANDFIRST, BY_WORDS },
    { DESK_FIELD_BYLINE, BY_WORDS },
    { DESK_FIELD_DATELINE, BY_WORDS },
    { DESK_FIELD_KEYWORDS, BY_ITEMS },
    { DESK_FIELD_RELATED, BY_ITEMS },
    { DESK_FIELD_WARNING, BY_ITEMS },
  };

  for (guint i = 0; i < G_N_ELEMENTS (manners); i++)
    if (g_ascii_strcasecmp (field, manners[i].field) == 0)
      return manners[i].manner;

  return WHOLE;
}

static void
part_free (DeskTextMergePart *part)
{
  g_free (part->field);
  desk_merge_unref (part->merge);
  g_free (part);
}

/* The values of a field, one a line; each keyword is one. */
static char *
dup_values (DeskText *text, const char *field)
{
  g_autofree const char **values = desk_text_get_fields (text, field);
  g_autofree char *joined = g_strjoinv ("\n", (char **) values);
  g_autoptr (GString) keywords = NULL;

  if (g_ascii_strcasecmp (field, DESK_FIELD_KEYWORDS) != 0)
    return g_steal_pointer (&joined);

  keywords = g_string_new (joined);
  g_string_replace (keywords, ", ", "\n", 0);
  return g_string_free_and_steal (g_steal_pointer (&keywords));
}

/* @field: (nullable): the body */
static void
add_part (DeskTextMerge *self, const char *field, DeskMerge *merge)
{
  DeskTextMergePart *part = g_new0 (DeskTextMergePart, 1);

  part->field = g_strdup (field);
  part->merge = merge;
  self->n_conflicts += desk_merge_get_n_conflicts (merge);
  g_ptr_array_add (self->parts, part);
}

static void
add_fields (DeskTextMerge *self, GHashTable *seen, DeskText *of, DeskText *const texts[3], const char *language)
{
  g_autofree const char **names = desk_text_get_field_names (of);

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *base = dup_values (texts[0], names[i]);
      g_autofree char *ours = dup_values (texts[1], names[i]);
      g_autofree char *theirs = dup_values (texts[2], names[i]);
      Manner manner = get_manner (names[i]);

      if (g_hash_table_add (seen, g_ascii_strdown (names[i], -1)))
        add_part (self, names[i],
                  manner == BY_WORDS   ? desk_merge_new (base, ours, theirs, language)
                  : manner == BY_ITEMS ? desk_merge_new_items (base, ours, theirs)
                                       : desk_merge_new_whole (base, ours, theirs));
    }
}

static int
compare_parts (const DeskTextMergePart *a, const DeskTextMergePart *b)
{
  return desk_text_compare_fields (a->field, b->field);
}

DeskTextMerge *
desk_text_merge_new (DeskText *base, DeskText *ours, DeskText *theirs, const char *language)
{
  DeskTextMerge *self;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  DeskText *const texts[] = { base, ours, theirs };

  g_return_val_if_fail (base != NULL && ours != NULL && theirs != NULL, NULL);

  self = g_new0 (DeskTextMerge, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->ours = desk_text_ref (ours);
  self->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) part_free);

  if (desk_text_equal (base, ours))
    self->alone = desk_text_ref (theirs);
  else if (desk_text_equal (base, theirs) || desk_text_equal (ours, theirs))
    self->alone = desk_text_ref (ours);

  add_fields (self, seen, ours, texts, language);
  add_fields (self, seen, theirs, texts, language);
  add_fields (self, seen, base, texts, language);
  g_ptr_array_sort_values (self->parts, (GCompareFunc) compare_parts);
  add_part (self, NULL, desk_merge_new (desk_text_get_body (base), desk_text_get_body (ours), desk_text_get_body (theirs), language));

  return self;
}

DeskTextMerge *
desk_text_merge_ref (DeskTextMerge *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
desk_text_merge_unref (DeskTextMerge *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  desk_text_unref (self->ours);
  g_clear_pointer (&self->alone, desk_text_unref);
  g_ptr_array_unref (self->parts);
  g_free (self);
}

GPtrArray *
desk_text_merge_get_parts (DeskTextMerge *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->parts;
}

guint
desk_text_merge_get_n_conflicts (DeskTextMerge *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_conflicts;
}

/* Sets a field to values that stand one a line. */
static DeskText *
text_with_values (DeskText *text, const char *field, const char *values)
{
  g_auto (GStrv) lines = g_strsplit (values, "\n", -1);
  g_autofree char *joined = NULL;
  g_autoptr (GStrvBuilder) builder = NULL;

  if (g_ascii_strcasecmp (field, DESK_FIELD_KEYWORDS) != 0)
    return desk_text_with_fields (text, field, (const char *const *) lines);

  builder = g_strv_builder_new ();
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0')
      g_strv_builder_add (builder, lines[i]);
  g_strfreev (lines);
  lines = g_strv_builder_end (builder);
  joined = g_strjoinv (", ", lines);
  return desk_text_with_field (text, field, joined);
}

DeskText *
desk_text_merge_dup_text (DeskTextMerge *self, const DeskMergeAnswer *answers)
{
  g_autoptr (DeskText) text = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (answers != NULL || self->n_conflicts == 0, NULL);

  /* To the byte, in its own order of fields. */
  if (self->alone != NULL)
    return desk_text_ref (self->alone);

  text = desk_text_ref (self->ours);
  for (guint i = 0; i < self->parts->len; i++)
    {
      DeskTextMergePart *part = g_ptr_array_index (self->parts, i);
      g_autofree char *words = desk_merge_dup_text (part->merge, answers);
      DeskText *next = part->field != NULL ? text_with_values (text, part->field, words) : desk_text_with_body (text, words);

      desk_text_unref (text);
      text = next;
      if (answers != NULL)
        answers += desk_merge_get_n_conflicts (part->merge);
    }

  return g_steal_pointer (&text);
}
