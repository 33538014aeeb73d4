/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-gutter.h"

#include <glib/gi18n.h>

#include "claims/desk-claim-status.h"

/* An overlay of a GtkTextView cannot be taken out again: a mark that is not used is hidden, and used for another line. */
typedef struct
{
  GtkWidget *button;
  GtkImage *icon;
  GtkLabel *count;
  GObject *record;  /* (nullable): the worst claim of its line, else a note; of a hidden one */
  char *name;       /* (nullable): what it says of all of them */
  int x;
  int y;
  gboolean used;
} Mark;

/* A claim, or a note, that begins on the screen. */
typedef struct
{
  DeskClaim *claim; /* (nullable), not owned */
  DeskNote *note;   /* (nullable), not owned */
  DeskStatus status;
  int y;
} Found;

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
  g_clear_object (&mark->record);
  g_free (mark->name);
  g_free (mark);
}

static void
hide_mark (Mark *mark)
{
  g_clear_object (&mark->record);
  g_clear_pointer (&mark->name, g_free);
  gtk_widget_set_visible (mark->button, FALSE);
}

/* A line for each claim, the worst first. */
static char *
dup_name (const Found *found, guint n)
{
  g_autoptr (GString) name = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append_c (name, '\n');
      if (found[i].note)
        /* Translators: what a note says */
        g_string_append_printf (name, _ ("Note: %s"), found[i].note->words);
      else
        /* Translators: a claim's status, then its words: "Disputed: the gates are open" */
        g_string_append_printf (name, _ ("%s: %s"), desk_enum_get_label (DESK_TYPE_STATUS, found[i].status), found[i].claim->anchor->exact);
    }
  return g_string_free_and_steal (g_steal_pointer (&name));
}

static GObject *
get_record (const Found *found)
{
  return found->claim ? G_OBJECT (found->claim) : G_OBJECT (found->note);
}

static const char *
get_id (GObject *record)
{
  return DESK_IS_NOTE (record) ? DESK_NOTE (record)->id : DESK_CLAIM (record)->id;
}

static void
show_mark (Mark *mark, const Found *found, guint n)
{
  g_autofree char *name = dup_name (found, n);
  g_autofree char *count = g_strdup_printf ("%u", n);

  gtk_widget_set_visible (mark->button, TRUE);
  if (mark->record == get_record (found) && g_strcmp0 (mark->name, name) == 0)
    return;

  g_set_object (&mark->record, get_record (found));
  g_set_str (&mark->name, name);
  gtk_image_set_from_icon_name (mark->icon, found->note ? "desk-note-symbolic" : desk_status_get_icon_name (found->status));
  gtk_label_set_label (mark->count, count);
  gtk_widget_set_visible (GTK_WIDGET (mark->count), n > 1);
  gtk_widget_set_css_classes (mark->button, (const char *[]) { "flat", "circular", "claim-mark", found->note ? "note-mark" : desk_status_get_css_class (found->status), NULL });
  gtk_widget_set_tooltip_text (mark->button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (mark->button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (mark->button), found->note ? "story.edit-note" : "story.edit-claim");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (mark->button), "s", get_id (mark->record));
}

static Mark *
add_mark (DeskGutter *self, int x, int y)
{
  Mark *mark = g_new0 (Mark, 1);
  GtkWidget *overlay = gtk_overlay_new ();

  mark->icon = GTK_IMAGE (gtk_image_new ());
  mark->count = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_set_halign (GTK_WIDGET (mark->count), GTK_ALIGN_END);
  gtk_widget_set_valign (GTK_WIDGET (mark->count), GTK_ALIGN_START);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (mark->icon));
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), GTK_WIDGET (mark->count));

  /* Not in the way of Tab: F8 goes from claim to claim, and Alt+Enter opens the one at the cursor. */
  mark->button = g_object_ref_sink (g_object_new (GTK_TYPE_BUTTON,
                                                  "action-name", "story.edit-claim",
                                                  "action-target", g_variant_new_string (""),
                                                  "child", overlay,
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

/* The record's own mark, else one that is hidden. */
static Mark *
find_unused (DeskGutter *self, GObject *record)
{
  Mark *hidden = NULL;

  for (guint i = 0; i < self->marks->len; i++)
    {
      Mark *mark = g_ptr_array_index (self->marks, i);

      if (mark->used)
        continue;
      if (!mark->record)
        hidden = mark;
      else if (g_str_equal (get_id (mark->record), get_id (record)))
        return mark;
    }
  return hidden;
}

static void
place_mark (DeskGutter *self, const Found *found, guint n, int x)
{
  Mark *mark = find_unused (self, get_record (found));

  if (!mark)
    mark = add_mark (self, x, found->y);
  if (mark->x != x || mark->y != found->y)
    gtk_text_view_move_overlay (self->view, mark->button, x, found->y);
  mark->used = TRUE;
  mark->x = x;
  mark->y = found->y;
  show_mark (mark, found, n);
}

static int
compare_found (gconstpointer a, gconstpointer b)
{
  const Found *one = a, *other = b;

  if (one->y != other->y)
    return one->y - other->y;
  if (!one->note != !other->note)
    return one->note ? 1 : -1;
  return (int) other->status - (int) one->status;
}

/* Those that are open. */
static void
add_notes (DeskGutter *self, const GtkTextIter *top, const GtkTextIter *bottom, GArray *list)
{
  GListModel *notes = desk_document_get_notes (self->document);

  for (guint i = 0; i < g_list_model_get_n_items (notes); i++)
    {
      g_autoptr (DeskNote) note = g_list_model_get_item (notes, i);
      GtkTextIter start, end;
      GdkRectangle place;
      Found found = { NULL, note, DESK_STATUS_OPEN, 0 };

      if (note->resolved || !desk_document_get_note_range (self->document, note->id, &start, &end) ||
          gtk_text_iter_compare (&start, top) < 0 || gtk_text_iter_compare (&start, bottom) > 0)
        continue;
      gtk_text_view_get_iter_location (self->view, &start, &place);
      found.y = place.y + (place.height - DESK_GUTTER_WIDTH) / 2;
      g_array_append_val (list, found);
    }
}

/* (element-type Found): line by line, the worst first, notes behind claims */
static GArray *
list_on_screen (DeskGutter *self, const GdkRectangle *screen)
{
  GListModel *claims = desk_document_get_claims (self->document);
  GArray *list = g_array_new (FALSE, FALSE, sizeof (Found));
  guint n = g_list_model_get_n_items (claims);
  GtkTextIter top, bottom;

  gtk_text_view_get_line_at_y (self->view, &top, screen->y, NULL);
  gtk_text_view_get_line_at_y (self->view, &bottom, screen->y + screen->height, NULL);
  gtk_text_iter_forward_line (&bottom);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (DeskClaim) claim = g_list_model_get_item (claims, i);
      GtkTextIter start, end;
      GdkRectangle place;
      Found found;

      if (!desk_document_get_claim_range (self->document, claim->id, &start, &end) ||
          gtk_text_iter_compare (&start, &top) < 0 || gtk_text_iter_compare (&start, &bottom) > 0)
        continue;
      gtk_text_view_get_iter_location (self->view, &start, &place);
      found.note = NULL;
      found.claim = claim;
      found.status = desk_document_get_claim_status (self->document, claim);
      found.y = place.y + (place.height - DESK_GUTTER_WIDTH) / 2;
      g_array_append_val (list, found);
    }
  add_notes (self, &top, &bottom, list);
  g_array_sort (list, compare_found);
  return list;
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
  g_autoptr (GArray) found = NULL;
  GdkRectangle screen;
  guint n;
  int x;

  g_return_if_fail (DESK_IS_GUTTER (self));

  if (!self->view || !self->document)
    return;

  gtk_text_view_get_visible_rect (self->view, &screen);
  x = gtk_widget_get_direction (GTK_WIDGET (self->view)) == GTK_TEXT_DIR_RTL ? screen.width - DESK_GUTTER_WIDTH : 0;

  for (guint i = 0; i < self->marks->len; i++)
    ((Mark *) g_ptr_array_index (self->marks, i))->used = FALSE;

  found = list_on_screen (self, &screen);
  for (guint i = 0; i < found->len; i += n)
    {
      const Found *first = &g_array_index (found, Found, i);

      for (n = 1; i + n < found->len && g_array_index (found, Found, i + n).y == first->y; n++)
        ;
      place_mark (self, first, n, x);
    }

  for (guint i = 0; i < self->marks->len; i++)
    {
      Mark *mark = g_ptr_array_index (self->marks, i);

      if (!mark->used && mark->record)
        hide_mark (mark);
    }
}
