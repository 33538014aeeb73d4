/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-gutter.h"

#include <glib/gi18n.h>

#include "claims/desk-claim-status.h"

/* An overlay of a GtkTextView cannot be taken out again: a mark that is not used is hidden, and used for another claim. */
typedef struct
{
  GtkWidget *button;
  DeskClaim *claim; /* (nullable): of a hidden one */
  DeskStatus status;
  int x;
  int y;
  gboolean used;
} Mark;

struct _DeskGutter
{
  GObject parent_instance;

  GtkTextView *view; /* weak */
  DeskDocument *document;
  GPtrArray *marks; /* (element-type Mark) */
};

G_DEFINE_FINAL_TYPE (DeskGutter, desk_gutter, G_TYPE_OBJECT)

static void
mark_free (Mark *mark)
{
  g_object_unref (mark->button);
  g_clear_object (&mark->claim);
  g_free (mark);
}

static void
hide_mark (Mark *mark)
{
  g_clear_object (&mark->claim);
  gtk_widget_set_visible (mark->button, FALSE);
}

static void
name_mark (Mark *mark, DeskClaim *claim, DeskStatus status)
{
  g_autofree char *name = NULL;

  if (mark->claim == claim && mark->status == status)
    return;

  g_set_object (&mark->claim, claim);
  mark->status = status;

  /* Translators: a claim's status, then its words: "Disputed: the gates are open" */
  name = g_strdup_printf (_ ("%s: %s"), desk_enum_get_label (DESK_TYPE_STATUS, status), claim->anchor->exact);
  gtk_button_set_icon_name (GTK_BUTTON (mark->button), desk_status_get_icon_name (status));
  gtk_widget_set_css_classes (mark->button, (const char *[]) { "flat", "circular", "claim-mark", desk_status_get_css_class (status), NULL });
  gtk_widget_set_tooltip_text (mark->button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (mark->button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (mark->button), "s", claim->id);
}

static Mark *
add_mark (DeskGutter *self, int x, int y)
{
  Mark *mark = g_new0 (Mark, 1);

  /* Not in the way of Tab: F8 goes from claim to claim. */
  mark->button = g_object_ref_sink (g_object_new (GTK_TYPE_BUTTON,
                                                  "action-name", "story.edit-claim",
                                                  "action-target", g_variant_new_string (""),
                                                  "focusable", FALSE,
                                                  "width-request", DESK_GUTTER_WIDTH,
                                                  "height-request", DESK_GUTTER_WIDTH,
                                                  NULL));
  gtk_widget_set_cursor_from_name (mark->button, "default");
  mark->x = x;
  mark->y = y;
  desk_gutter_add_overlay (self->view, mark->button, x, y);
  g_ptr_array_add (self->marks, mark);
  return mark;
}

/* The mark that is on this line already. */
static Mark *
find_on_line (DeskGutter *self, int y)
{
  for (guint i = 0; i < self->marks->len; i++)
    {
      Mark *mark = g_ptr_array_index (self->marks, i);

      if (mark->used && mark->y == y)
        return mark;
    }
  return NULL;
}

/* The claim's own mark, else one that is hidden. */
static Mark *
find_unused (DeskGutter *self, DeskClaim *claim)
{
  Mark *hidden = NULL;

  for (guint i = 0; i < self->marks->len; i++)
    {
      Mark *mark = g_ptr_array_index (self->marks, i);

      if (mark->used)
        continue;
      if (!mark->claim)
        hidden = mark;
      else if (g_str_equal (mark->claim->id, claim->id))
        return mark;
    }
  return hidden;
}

static void
place_claim (DeskGutter *self, DeskClaim *claim, int x, int y)
{
  DeskStatus status = desk_document_get_claim_status (self->document, claim);
  Mark *mark = find_on_line (self, y);

  if (mark)
    {
      if (status > mark->status)
        name_mark (mark, claim, status);
      return;
    }

  mark = find_unused (self, claim);
  if (!mark)
    mark = add_mark (self, x, y);
  if (mark->x != x || mark->y != y)
    gtk_text_view_move_overlay (self->view, mark->button, x, y);
  mark->used = TRUE;
  mark->x = x;
  mark->y = y;
  name_mark (mark, claim, status);
  gtk_widget_set_visible (mark->button, TRUE);
}

static void
desk_gutter_dispose (GObject *object)
{
  DeskGutter *self = DESK_GUTTER (object);

  g_ptr_array_set_size (self->marks, 0);
  g_clear_weak_pointer (&self->view);
  g_clear_object (&self->document);

  G_OBJECT_CLASS (desk_gutter_parent_class)->dispose (object);
}

static void
desk_gutter_finalize (GObject *object)
{
  g_ptr_array_unref (DESK_GUTTER (object)->marks);

  G_OBJECT_CLASS (desk_gutter_parent_class)->finalize (object);
}

static void
desk_gutter_class_init (DeskGutterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = desk_gutter_dispose;
  object_class->finalize = desk_gutter_finalize;
}

static void
desk_gutter_init (DeskGutter *self)
{
  self->marks = g_ptr_array_new_with_free_func ((GDestroyNotify) mark_free);
}

void
desk_gutter_add_overlay (GtkTextView *view, GtkWidget *overlay, int x, int y)
{
  gtk_text_view_add_overlay (view, overlay, x, y);
}

DeskGutter *
desk_gutter_new (GtkTextView *view)
{
  DeskGutter *self;

  g_return_val_if_fail (GTK_IS_TEXT_VIEW (view), NULL);

  self = g_object_new (DESK_TYPE_GUTTER, NULL);
  g_set_weak_pointer (&self->view, view);
  return self;
}

void
desk_gutter_set_document (DeskGutter *self, DeskDocument *document)
{
  g_return_if_fail (DESK_IS_GUTTER (self));

  if (g_set_object (&self->document, document))
    g_ptr_array_foreach (self->marks, (GFunc) hide_mark, NULL);
}

void
desk_gutter_update (DeskGutter *self)
{
  GdkRectangle screen;
  GListModel *claims;
  guint n;
  int x;

  g_return_if_fail (DESK_IS_GUTTER (self));

  if (!self->view || !self->document)
    return;

  gtk_text_view_get_visible_rect (self->view, &screen);
  x = gtk_widget_get_direction (GTK_WIDGET (self->view)) == GTK_TEXT_DIR_RTL ? screen.width - DESK_GUTTER_WIDTH : 0;

  for (guint i = 0; i < self->marks->len; i++)
    ((Mark *) g_ptr_array_index (self->marks, i))->used = FALSE;

  claims = desk_document_get_claims (self->document);
  n = g_list_model_get_n_items (claims);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (DeskClaim) claim = g_list_model_get_item (claims, i);
      GtkTextIter start, end;
      GdkRectangle place;
      int y, height;

      if (!desk_document_get_claim_range (self->document, claim->id, &start, &end))
        continue;
      gtk_text_view_get_line_yrange (self->view, &start, &y, &height);
      if (y + height < screen.y - screen.height || y > screen.y + 2 * screen.height)
        continue;
      gtk_text_view_get_iter_location (self->view, &start, &place);
      place_claim (self, claim, x, place.y + (place.height - DESK_GUTTER_WIDTH) / 2);
    }

  for (guint i = 0; i < self->marks->len; i++)
    {
      Mark *mark = g_ptr_array_index (self->marks, i);

      if (!mark->used && mark->claim)
        hide_mark (mark);
    }
}
