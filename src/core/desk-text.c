/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "desk-text.h"

/* One field as it stands in the text: folding and spacing are kept until somebody sets another value. */
typedef struct
{
  char *name;
  char *value;
  char *raw; /* with its line end */
} Field;

struct _DeskText
{
  gatomicrefcount ref_count;
  GPtrArray *fields; /* (element-type Field) */
  char *canonical;
  gsize length;
  gsize body; /* where the body begins in the canonical bytes */
  char *hash; /* made when first asked for; set once, atomically */
};

G_DEFINE_BOXED_TYPE (DeskText, desk_text, desk_text_ref, desk_text_unref)

static const char *const field_order[] = {
  DESK_FIELD_HEADLINE,
  DESK_FIELD_STANDFIRST,
  DESK_FIELD_BYLINE,
  DESK_FIELD_DATELINE,
  DESK_FIELD_LANGUAGE,
  DESK_FIELD_ZONE,
  DESK_FIELD_KEYWORDS,
  DESK_FIELD_RELATED,
  DESK_FIELD_WARNING,
};

static void
field_free (gpointer data)
{
  Field *field = data;

  g_free (field->name);
  g_free (field->value);
  g_free (field->raw);
  g_free (field);
}

static Field *
field_copy (const Field *field)
{
  Field *copy = g_new (Field, 1);

  copy->name = g_strdup (field->name);
  copy->value = g_strdup (field->value);
  copy->raw = g_strdup (field->raw);

  return copy;
}

static Field *
field_new (const char *name, const char *value)
{
  Field *field = g_new (Field, 1);
  g_autofree char *line = g_strdelimit (g_strdup (value), "\r\n", ' ');

  field->name = g_strdup (name);
  field->value = g_strdup (g_strstrip (line));
  field->raw = g_strdup_printf ("%s: %s\n", name, field->value);

  return field;
}

/* Where a field belongs; unknown ones behind all others. */
static guint
field_rank (const char *name)
{
  guint rank = 0;

  while (rank < G_N_ELEMENTS (field_order) && g_ascii_strcasecmp (field_order[rank], name) != 0)
    rank++;

  return rank;
}

/* The length of a field's name when a line begins with one ("Name:" and then a space or the line's end), else 0. */
static gsize
field_name_length (const char *line)
{
  gsize n = 0;

  if (!g_ascii_isalpha (line[0]))
    return 0;

  while (g_ascii_isalnum (line[n]) || line[n] == '-' || line[n] == '_')
    n++;

  if (line[n] != ':' || !strchr (" \t\n", line[n + 1]))
    return 0;

  return n;
}

/* Past the end of the line, its LF included. */
static const char *
line_end (const char *line)
{
  const char *end = strchr (line, '\n');

  return end != NULL ? end + 1 : line + strlen (line);
}

/* Undoes folding (RFC 5322, section 2.2.3): a line break and the space behind it are one space. */
static char *
unfold (const char *start, const char *end)
{
  g_autoptr (GString) value = g_string_new (NULL);

  for (const char *line = start; line < end; line = line_end (line))
    {
      g_autofree char *part = g_strstrip (g_strndup (line, MIN (line_end (line), end) - line));

      if (*part != '\0' && value->len > 0)
        g_string_append_c (value, ' ');
      g_string_append (value, part);
    }

  return g_string_free (g_steal_pointer (&value), FALSE);
}

/* Drops a byte-order mark and turns CRLF and CR into LF. */
static char *
normalise_lines (const char *data, gsize length, gsize *normal_length)
{
  char *normal = g_malloc (length + 1);
  gsize n = 0;
  gsize i = length >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

  for (; i < length; i++)
    {
      if (data[i] != '\r')
        normal[n++] = data[i];
      else if (i + 1 == length || data[i + 1] != '\n')
        normal[n++] = '\n';
    }

  normal[n] = '\0';
  *normal_length = n;

  return normal;
}

static gboolean
check_encoding (const char *data, gsize length, GError **error)
{
  const char *bad = NULL;
  gsize line = 1, line_start = 0, at;

  if (g_utf8_validate_len (data, length, &bad))
    return TRUE;

  at = bad - data;
  for (gsize i = 0; i < at; i++)
    if (data[i] == '\n')
      {
        line++;
        line_start = i + 1;
      }

  /* Translators: a text file could not be read; line and byte are numbers, the value is the byte in hexadecimal */
  g_set_error (error, DESK_CORE_ERROR, DESK_CORE_ERROR_ENCODING,
               _ ("Line %zu, byte %zu: not UTF-8 text (0x%02x)"), line,
               at - line_start + 1, (guint8) data[at]);

  return FALSE;
}

/* Reads the header at the beginning of @text; returns where the body begins. */
static const char *
parse_header (const char *text, GPtrArray *fields, GError **error)
{
  const char *line = text;
  guint number = 1;

  if (*line == '\n')
    return line + 1;

  while (*line != '\0' && *line != '\n')
    {
      const char *end = line_end (line);
      gsize name = field_name_length (line);
      guint first = number;
      Field *field;

      if (name == 0)
        {
          /* Prose may begin with "Note: …"; only a header that began with a field of ours is a broken one. */
          if (fields->len == 0 ||
              field_rank (((Field *) g_ptr_array_index (fields, 0))->name) == G_N_ELEMENTS (field_order))
            {
              g_ptr_array_set_size (fields, 0);
              return text;
            }

          g_set_error (error, DESK_CORE_ERROR, DESK_CORE_ERROR_HEADER,
                       /* Translators: the header is the lines "Headline: …", "Byline: …" at the beginning of a text */
                       _ ("Line %u: neither a header field nor the blank line that ends the header"), first);
          return NULL;
        }

      number++;
      while (*end == ' ' || *end == '\t')
        {
          end = line_end (end);
          number++;
        }

      field = g_new (Field, 1);
      field->name = g_strndup (line, name);
      field->value = unfold (line + name + 1, end);
      field->raw = g_strndup (line, end - line);
      g_ptr_array_add (fields, field);
      line = end;
    }

  return *line == '\n' ? line + 1 : line;
}

static DeskText *
text_alloc (void)
{
  DeskText *self = g_new0 (DeskText, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->fields = g_ptr_array_new_with_free_func (field_free);

  return self;
}

/* Takes @fields. */
static DeskText *
text_compose (GPtrArray *fields, const char *body)
{
  DeskText *self = text_alloc ();
  GString *canonical = g_string_sized_new (strlen (body) + 64 * fields->len + 1);

  for (guint i = 0; i < fields->len; i++)
    {
      Field *field = g_ptr_array_index (fields, i);

      g_string_append (canonical, field->raw);
      if (canonical->str[canonical->len - 1] != '\n')
        g_string_append_c (canonical, '\n');
    }

  /* Without a header, the blank line is there only where the body could be taken for one. */
  if (fields->len > 0 || *body == '\n' || field_name_length (body) > 0)
    g_string_append_c (canonical, '\n');

  self->body = canonical->len;
  g_string_append (canonical, body);
  self->length = canonical->len;
  self->canonical = g_string_free (canonical, FALSE);

  g_ptr_array_unref (self->fields);
  self->fields = fields;

  return self;
}

DeskText *
desk_text_ref (DeskText *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
desk_text_unref (DeskText *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_ptr_array_unref (self->fields);
  g_free (self->canonical);
  g_free (self->hash);
  g_free (self);
}

DeskText *
desk_text_new (void)
{
  return text_compose (g_ptr_array_new_with_free_func (field_free), "");
}

DeskText *
desk_text_parse (const char *data, gssize length, GError **error)
{
  g_autoptr (DeskText) self = NULL;
  gsize n = length < 0 ? strlen (data) : (gsize) length;
  const char *body;

  g_return_val_if_fail (data != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (n > DESK_TEXT_MAX_BYTES)
    {
      g_autofree char *limit = g_format_size_full (DESK_TEXT_MAX_BYTES, G_FORMAT_SIZE_IEC_UNITS);

      /* Translators: %s is a size, such as 16 MiB */
      g_set_error (error, DESK_CORE_ERROR, DESK_CORE_ERROR_TOO_LARGE, _ ("A story may hold %s of text at most"), limit);
      return NULL;
    }

  if (!check_encoding (data, n, error))
    return NULL;

  self = text_alloc ();
  self->canonical = normalise_lines (data, n, &self->length);
  body = parse_header (self->canonical, self->fields, error);
  if (body == NULL)
    return NULL;

  self->body = body - self->canonical;

  return g_steal_pointer (&self);
}

const char *
desk_text_get_canonical (DeskText *self, gsize *length)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (length != NULL)
    *length = self->length;

  return self->canonical;
}

const char *
desk_text_get_hash (DeskText *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (g_atomic_pointer_get (&self->hash) == NULL)
    {
      char *hash =
          g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guint8 *) self->canonical, self->length);

      if (!g_atomic_pointer_compare_and_exchange (&self->hash, NULL, hash))
        g_free (hash);
    }

  return g_atomic_pointer_get (&self->hash);
}

gboolean
desk_text_equal (DeskText *a, DeskText *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  return a == b || (a->length == b->length && memcmp (a->canonical, b->canonical, a->length) == 0);
}

const char *
desk_text_get_body (DeskText *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->canonical + self->body;
}

const char *
desk_text_get_field (DeskText *self, const char *name)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i < self->fields->len; i++)
    {
      Field *field = g_ptr_array_index (self->fields, i);

      if (g_ascii_strcasecmp (field->name, name) == 0)
        return field->value;
    }

  return "";
}

const char **
desk_text_get_fields (DeskText *self, const char *name)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new ();

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i < self->fields->len; i++)
    {
      Field *field = g_ptr_array_index (self->fields, i);

      if (g_ascii_strcasecmp (field->name, name) == 0)
        g_ptr_array_add (values, field->value);
    }
  g_ptr_array_add (values, NULL);

  return (const char **) g_ptr_array_free (g_steal_pointer (&values), FALSE);
}

const char **
desk_text_get_field_names (DeskText *self)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->fields->len; i++)
    g_ptr_array_add (names, ((Field *) g_ptr_array_index (self->fields, i))->name);
  g_ptr_array_add (names, NULL);

  return (const char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

int
desk_text_compare_fields (const char *a, const char *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, 0);

  return (int) field_rank (a) - (int) field_rank (b);
}

DeskText *
desk_text_with_field (DeskText *self, const char *name, const char *value)
{
  const char *values[] = { value, NULL };

  return desk_text_with_fields (self, name, values);
}

DeskText *
desk_text_with_fields (DeskText *self, const char *name, const char *const *values)
{
  g_autoptr (GPtrArray) fields = NULL;
  g_autoptr (GPtrArray) wanted = NULL;
  g_autofree const char **present = NULL;
  guint place = 0;
  gboolean found = FALSE;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  wanted = g_ptr_array_new_with_free_func (field_free);
  for (guint i = 0; values != NULL && values[i] != NULL; i++)
    {
      g_autofree char *stripped = g_strstrip (g_strdup (values[i]));

      if (*stripped != '\0')
        g_ptr_array_add (wanted, field_new (name, stripped));
    }

  /* The same values keep their bytes, folding included. */
  present = desk_text_get_fields (self, name);
  if (g_strv_length ((char **) present) == wanted->len)
    {
      guint same = 0;

      while (same < wanted->len &&
             g_str_equal (present[same], ((Field *) g_ptr_array_index (wanted, same))->value))
        same++;
      if (same == wanted->len)
        return desk_text_ref (self);
    }

  fields = g_ptr_array_new_with_free_func (field_free);
  for (guint i = 0; i < self->fields->len; i++)
    {
      Field *field = g_ptr_array_index (self->fields, i);

      if (g_ascii_strcasecmp (field->name, name) == 0)
        {
          if (!found)
            place = fields->len;
          found = TRUE;
          continue;
        }

      g_ptr_array_add (fields, field_copy (field));
      if (!found && field_rank (field->name) < field_rank (name))
        place = fields->len;
    }

  if (!found && field_rank (name) == G_N_ELEMENTS (field_order))
    place = fields->len;

  for (guint i = 0; i < wanted->len; i++)
    g_ptr_array_insert (fields, place + i, field_copy (g_ptr_array_index (wanted, i)));

  return text_compose (g_steal_pointer (&fields), desk_text_get_body (self));
}

DeskText *
desk_text_with_body (DeskText *self, const char *body)
{
  g_autoptr (GPtrArray) fields = NULL;
  g_autofree char *normal = NULL;
  gsize length;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (body != NULL && g_utf8_validate (body, -1, NULL), NULL);

  normal = normalise_lines (body, strlen (body), &length);
  if (g_str_equal (normal, desk_text_get_body (self)))
    return desk_text_ref (self);

  fields = g_ptr_array_new_with_free_func (field_free);
  for (guint i = 0; i < self->fields->len; i++)
    g_ptr_array_add (fields, field_copy (g_ptr_array_index (self->fields, i)));

  return text_compose (g_steal_pointer (&fields), normal);
}
