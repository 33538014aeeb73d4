/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-claim-marks.h"

#include "editor/desk-tag-ranges.h"

typedef struct
{
  PangoUnderline underline;
  goffset color;
  float strength; /* of the line; a thin one is a pale one */
  float tint;     /* of the ground; 0: none */
} Mark;

#define COLOR(name) G_STRUCT_OFFSET (DeskMarkColors, name)

static const Mark marks[] = {
  [DESK_STATUS_OPEN] = { PANGO_UNDERLINE_SINGLE, COLOR (accent), 0.45, 0 },
  [DESK_STATUS_SAID] = { PANGO_UNDERLINE_SINGLE, COLOR (accent), 1, 0 },
  [DESK_STATUS_VERIFIED] = { PANGO_UNDERLINE_SINGLE, COLOR (success), 1, 0 },
  [DESK_STATUS_CHANGED] = { PANGO_UNDERLINE_NONE, COLOR (warning), 1, 0.2 },
  [DESK_STATUS_DISPUTED] = { PANGO_UNDERLINE_DOUBLE, COLOR (warning), 1, 0 },
  [DESK_STATUS_FALSE] = { PANGO_UNDERLINE_DOUBLE, COLOR (error), 1, 0.12 },
};

/* Made in the order of the statuses, so that where claims overlap the worst is seen. */
static GtkTextTag *
ensure_tag (GtkTextBuffer *buffer, DeskStatus status)
{
  g_autofree char *name = g_strconcat ("claim-", desk_enum_to_nick (DESK_TYPE_STATUS, status), NULL);

  return desk_tag_ranges_ensure (buffer, name);
}

void
desk_claim_marks_set_colors (GtkTextBuffer *buffer, const DeskMarkColors *colors)
{
  g_return_if_fail (GTK_IS_TEXT_BUFFER (buffer));
  g_return_if_fail (colors != NULL);

  for (guint status = 0; status < G_N_ELEMENTS (marks); status++)
    {
      const Mark *mark = &marks[status];
      GdkRGBA line = G_STRUCT_MEMBER (GdkRGBA, colors, mark->color);
      GdkRGBA tint = line;

      line.alpha *= mark->strength;
      tint.alpha *= mark->tint;
      g_object_set (ensure_tag (buffer, status),
                    "underline", mark->underline,
                    "underline-rgba", &line,
                    "background-rgba", mark->tint > 0 ? &tint : NULL,
                    NULL);
    }
}

void
desk_claim_marks_update (DeskDocument *document)
{
  g_autoptr (GPtrArray) ranges = NULL;
  GtkTextBuffer *buffer;
  GListModel *claims;
  guint n;

  g_return_if_fail (DESK_IS_DOCUMENT (document));

  buffer = GTK_TEXT_BUFFER (desk_document_get_body (document));
  claims = desk_document_get_claims (document);
  n = g_list_model_get_n_items (claims);

  ranges = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  for (guint status = 0; status < G_N_ELEMENTS (marks); status++)
    g_ptr_array_add (ranges, g_array_new (FALSE, FALSE, sizeof (DeskTagRange)));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (DeskClaim) claim = g_list_model_get_item (claims, i);
      GtkTextIter start, end;
      DeskTagRange range;

      if (!desk_document_get_claim_range (document, claim->id, &start, &end))
        continue;
      range.start = gtk_text_iter_get_offset (&start);
      range.end = gtk_text_iter_get_offset (&end);
      g_array_append_val (g_ptr_array_index (ranges, desk_document_get_claim_status (document, claim)), range);
    }

  for (guint status = 0; status < G_N_ELEMENTS (marks); status++)
    desk_tag_ranges_apply (buffer, ensure_tag (buffer, status), g_ptr_array_index (ranges, status));
}
