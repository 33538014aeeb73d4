/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-embeds.h"

#include <glib/gi18n.h>

#include "core/desk-markdown.h"
#include "core/desk-networks.h"
#include "editor/desk-embed-frame.h"
#include "editor/desk-gutter.h"
#include "editor/desk-link-card.h"
#include "editor/desk-tag-ranges.h"
#include "posts/desk-post-card.h"
#include "preferences/desk-locale.h"

/* Pixels above and below a card. */
#define GAP 8
#define AWAY -10000
/* Pixels that a card's shadow needs before the edge of the view. */
#define SHADOW 4
/* Pixels of a card that was never seen, about. */
#define UNSEEN 150
/* What a screen shows at least, about, in letters. */
#define FEW_LETTERS 500

/* A line of the text that is a link and nothing else. Only near the screen it has a frame with a card. */
typedef struct
{
  DeskEmbeds *embeds; /* not owned */
  char *address;
  char *title;
  GtkTextMark *mark; /* at the start of the line */
  GtkTextTag *room;
  int height;       /* pixels that the room has for the card */
  GtkWidget *frame; /* (nullable) (DeskEmbedFrame) */
  int x;
  int y;
  int width;
  gboolean shown; /* what it shows is what there is */
} Embed;

struct _DeskEmbeds
{
  GObject parent_instance;

  GtkTextView *view; /* weak */
  DeskDocument *document;
  GPtrArray *embeds; /* (element-type Embed), in the order of the text */
  GPtrArray *spare;  /* (element-type DeskEmbedFrame): an overlay of a GtkTextView cannot be taken out again */
  char *zone;        /* that posts are shown in */
  guint show_id;
};

G_DEFINE_FINAL_TYPE (DeskEmbeds, desk_embeds, G_TYPE_OBJECT)

static guint room_changed_signal;

static GtkTextBuffer *
get_buffer (DeskEmbeds *self)
{
  return GTK_TEXT_BUFFER (desk_document_get_body (self->document));
}

/* --- frames are lent to those near the screen --- */

static void
give_back_frame (Embed *embed)
{
  if (embed->frame == NULL)
    return;

  gtk_widget_set_visible (embed->frame, FALSE);
  g_ptr_array_add (embed->embeds->spare, g_steal_pointer (&embed->frame));
  embed->shown = FALSE;
}

static void
embed_free (Embed *embed)
{
  GtkTextBuffer *buffer = gtk_text_mark_get_buffer (embed->mark);

  if (buffer)
    {
      gtk_text_tag_table_remove (gtk_text_buffer_get_tag_table (buffer), embed->room);
      gtk_text_buffer_delete_mark (buffer, embed->mark);
    }
  if (embed->frame)
    adw_bin_set_child (ADW_BIN (embed->frame), NULL);
  give_back_frame (embed);
  g_object_unref (embed->mark);
  g_free (embed->address);
  g_free (embed->title);
  g_free (embed);
}

static Embed *
find_by_frame (DeskEmbeds *self, GtkWidget *frame)
{
  for (guint i = 0; i < self->embeds->len; i++)
    {
      Embed *embed = g_ptr_array_index (self->embeds, i);

      if (embed->frame == frame)
        return embed;
    }
  return NULL;
}

/* Returns whether the room changed: the line's place is then not known before it is laid out anew. */
static gboolean
leave_room (DeskEmbeds *self, Embed *embed)
{
  int height;

  gtk_widget_measure (embed->frame, GTK_ORIENTATION_VERTICAL, -1, &height, NULL, NULL, NULL);
  if (embed->height == height)
    return FALSE;

  embed->height = height;
  g_object_set (embed->room, "pixels-below-lines", height + 2 * GAP, NULL);
  g_signal_emit (self, room_changed_signal, 0);
  return TRUE;
}

static void
frame_resized_cb (GtkWidget *frame, DeskEmbeds *self)
{
  Embed *embed = find_by_frame (self, frame);

  if (embed && embed->shown && embed->width > 0)
    leave_room (self, embed);
}

/* The line with what stands below it up to the next paragraph. */
static void
frame_remove_cb (GtkWidget *frame, DeskEmbeds *self)
{
  Embed *embed = find_by_frame (self, frame);
  GtkTextBuffer *buffer;
  GtkTextIter start, end;

  if (!embed)
    return;

  buffer = get_buffer (self);
  gtk_text_buffer_get_iter_at_mark (buffer, &start, embed->mark);
  gtk_text_iter_set_line_offset (&start, 0);
  end = start;
  while (gtk_text_iter_forward_line (&end) && gtk_text_iter_get_char (&end) == '\n')
    ;
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete (buffer, &start, &end);
  gtk_text_buffer_end_user_action (buffer);
  gtk_text_buffer_place_cursor (buffer, &start);
}

/* Out of sight, until it is known where its line is. */
static GtkWidget *
take_frame (DeskEmbeds *self)
{
  GtkWidget *frame;

  if (self->spare->len > 0)
    {
      frame = g_ptr_array_steal_index (self->spare, self->spare->len - 1);
      gtk_text_view_move_overlay (self->view, frame, 0, AWAY);
      gtk_widget_set_visible (frame, TRUE);
      return frame;
    }

  frame = g_object_ref_sink (g_object_new (DESK_TYPE_EMBED_FRAME, NULL));
  g_signal_connect_object (frame, "resized", G_CALLBACK (frame_resized_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (frame, "remove", G_CALLBACK (frame_remove_cb), self, G_CONNECT_DEFAULT);
  desk_gutter_add_overlay (self->view, frame, 0, AWAY);
  return frame;
}

/* --- what a card shows --- */

static GtkWidget *
new_offer (const char *address)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (_ ("This post is not kept yet"));
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Keep Post"));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "dimmed");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "story.keep-pasted-post");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", address);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button);
  gtk_widget_add_css_class (box, "card");
  gtk_widget_add_css_class (box, "post-offer");
  return box;
}

static DeskPost *
get_post (DeskEmbeds *self, Embed *embed)
{
  DeskSnapshot *snapshot = desk_document_get_snapshot (self->document);

  return snapshot && !*embed->title ? desk_snapshot_get_post_for_address (snapshot, embed->address) : NULL;
}

/* A card of that type in the frame, made when there is another. */
static GtkWidget *
ensure_card (Embed *embed, GType type, GtkWidget *(*make) (void) )
{
  GtkWidget *card = adw_bin_get_child (ADW_BIN (embed->frame));

  if (!card || !g_type_is_a (G_OBJECT_TYPE (card), type))
    {
      card = make ();
      adw_bin_set_child (ADW_BIN (embed->frame), card);
    }
  return card;
}

static void
show_card (DeskEmbeds *self, Embed *embed)
{
  DeskPost *post = get_post (self, embed);

  embed->shown = TRUE;
  if (post)
    desk_post_card_set_post (DESK_POST_CARD (ensure_card (embed, DESK_TYPE_POST_CARD, desk_post_card_new)), post, self->zone, desk_locale_get_language ());
  else if (!*embed->title && desk_network_for_address (embed->address, NULL, NULL, NULL))
    adw_bin_set_child (ADW_BIN (embed->frame), new_offer (embed->address));
  else
    desk_link_card_set_link (DESK_LINK_CARD (ensure_card (embed, DESK_TYPE_LINK_CARD, desk_link_card_new)), embed->address, embed->title);
}

/* What is on the screen, in code points, and so many screens more on both sides. Lines that were never laid out have no
 * height yet, so what is beside the screen is counted in letters. */
static void
get_near (DeskEmbeds *self, int n_screens, int *first, int *last)
{
  GdkRectangle screen;
  GtkTextIter iter;
  int more;

  gtk_text_view_get_visible_rect (self->view, &screen);
  gtk_text_view_get_line_at_y (self->view, &iter, screen.y, NULL);
  *first = gtk_text_iter_get_offset (&iter);
  gtk_text_view_get_line_at_y (self->view, &iter, screen.y + screen.height, NULL);
  gtk_text_iter_forward_line (&iter);
  *last = gtk_text_iter_get_offset (&iter);

  more = n_screens * MAX (*last - *first, FEW_LETTERS);
  *first -= more;
  *last += more;
}

static int
get_offset (DeskEmbeds *self, Embed *embed)
{
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_mark (get_buffer (self), &iter, embed->mark);
  return gtk_text_iter_get_offset (&iter);
}

/* Of those near the screen that show nothing yet, the one nearest to its middle. */
static Embed *
find_next (DeskEmbeds *self)
{
  Embed *nearest = NULL;
  int first, last, shortest;

  get_near (self, 1, &first, &last);
  shortest = last - first;
  for (guint i = 0; i < self->embeds->len; i++)
    {
      Embed *embed = g_ptr_array_index (self->embeds, i);
      int distance;

      if (embed->shown)
        continue;
      distance = ABS (get_offset (self, embed) - (first + last) / 2);
      if (distance <= shortest && distance <= (last - first) / 2)
        {
          nearest = embed;
          shortest = distance;
        }
    }
  return nearest;
}

/* A card takes some milliseconds to make: one at a time. */
static gboolean
show_cb (gpointer data)
{
  DeskEmbeds *self = data;
  Embed *embed = self->view ? find_next (self) : NULL;

  if (!embed)
    {
      self->show_id = 0;
      return G_SOURCE_REMOVE;
    }

  if (!embed->frame)
    {
      embed->frame = take_frame (self);
      embed->width = 0;
      embed->y = AWAY;
    }
  show_card (self, embed);
  /* It is still out of sight. */
  if (embed->width == 0 || !leave_room (self, embed))
    g_signal_emit (self, room_changed_signal, 0);
  return G_SOURCE_CONTINUE;
}

/* Once what is on the screen was laid out and drawn, and before the rest of a long text is. */
static void
queue_show (DeskEmbeds *self)
{
  if (self->show_id == 0)
    self->show_id = g_idle_add_full (GDK_PRIORITY_REDRAW + 1, show_cb, self, NULL);
}

/* --- the lines they belong to --- */

static Embed *
new_embed (DeskEmbeds *self, const DeskEmbed *found)
{
  GtkTextBuffer *buffer = get_buffer (self);
  Embed *embed = g_new0 (Embed, 1);
  GtkTextIter start;

  gtk_text_buffer_get_iter_at_offset (buffer, &start, found->start);
  embed->embeds = self;
  embed->address = g_strdup (found->address);
  embed->title = g_strdup (found->title);
  embed->mark = g_object_ref (gtk_text_buffer_create_mark (buffer, NULL, &start, TRUE));
  embed->height = UNSEEN;
  embed->room = gtk_text_buffer_create_tag (buffer, NULL, "pixels-below-lines", UNSEEN + 2 * GAP, NULL);
  return embed;
}

/* That line and no other: dragged text brings its tags with it. */
static void
mark_line (GtkTextBuffer *buffer, GtkTextTag *room, const DeskEmbed *found)
{
  g_autoptr (GArray) ranges = g_array_new (FALSE, FALSE, sizeof (DeskTagRange));
  DeskTagRange range = { found->start, found->end };

  g_array_append_val (ranges, range);
  desk_tag_ranges_apply (buffer, room, ranges);
}

static Embed *
take_embed (GPtrArray *embeds, const DeskEmbed *found)
{
  for (guint i = 0; i < embeds->len; i++)
    {
      Embed *embed = g_ptr_array_index (embeds, i);

      if (g_str_equal (embed->address, found->address) && g_str_equal (embed->title, found->title))
        return g_ptr_array_steal_index (embeds, i);
    }
  return NULL;
}

static void
desk_embeds_dispose (GObject *object)
{
  DeskEmbeds *self = DESK_EMBEDS (object);

  g_clear_handle_id (&self->show_id, g_source_remove);
  g_ptr_array_set_size (self->embeds, 0);
  g_clear_weak_pointer (&self->view);
  g_clear_object (&self->document);

  G_OBJECT_CLASS (desk_embeds_parent_class)->dispose (object);
}

static void
desk_embeds_finalize (GObject *object)
{
  DeskEmbeds *self = DESK_EMBEDS (object);

  g_ptr_array_unref (self->embeds);
  g_ptr_array_unref (self->spare);
  g_free (self->zone);

  G_OBJECT_CLASS (desk_embeds_parent_class)->finalize (object);
}

static void
desk_embeds_class_init (DeskEmbedsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = desk_embeds_dispose;
  object_class->finalize = desk_embeds_finalize;

  room_changed_signal = g_signal_new ("room-changed", DESK_TYPE_EMBEDS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
desk_embeds_init (DeskEmbeds *self)
{
  self->embeds = g_ptr_array_new_with_free_func ((GDestroyNotify) embed_free);
  self->spare = g_ptr_array_new_with_free_func (g_object_unref);
}

DeskEmbeds *
desk_embeds_new (GtkTextView *view)
{
  DeskEmbeds *self;

  g_return_val_if_fail (GTK_IS_TEXT_VIEW (view), NULL);

  self = g_object_new (DESK_TYPE_EMBEDS, NULL);
  g_set_weak_pointer (&self->view, view);
  return self;
}

void
desk_embeds_set_document (DeskEmbeds *self, DeskDocument *document)
{
  g_return_if_fail (DESK_IS_EMBEDS (self));

  if (self->document == document)
    return;
  g_clear_handle_id (&self->show_id, g_source_remove);
  g_ptr_array_set_size (self->embeds, 0);
  g_set_object (&self->document, document);
}

void
desk_embeds_set_embeds (DeskEmbeds *self, GPtrArray *embeds)
{
  g_autoptr (GPtrArray) old = NULL;
  GtkTextBuffer *buffer;

  g_return_if_fail (DESK_IS_EMBEDS (self));
  g_return_if_fail (embeds != NULL);

  if (!self->view || !self->document)
    return;

  buffer = get_buffer (self);
  old = g_steal_pointer (&self->embeds);
  self->embeds = g_ptr_array_new_with_free_func ((GDestroyNotify) embed_free);

  for (guint i = 0; i < embeds->len; i++)
    {
      const DeskEmbed *found = g_ptr_array_index (embeds, i);
      Embed *embed = take_embed (old, found);
      GtkTextIter start;

      if (!embed)
        embed = new_embed (self, found);
      g_ptr_array_add (self->embeds, embed);

      gtk_text_buffer_get_iter_at_offset (buffer, &start, found->start);
      gtk_text_buffer_move_mark (buffer, embed->mark, &start);
      mark_line (buffer, embed->room, found);
    }
}

void
desk_embeds_update_posts (DeskEmbeds *self)
{
  g_return_if_fail (DESK_IS_EMBEDS (self));

  if (!self->document)
    return;

  g_set_str (&self->zone, desk_document_get_zone (self->document));
  queue_show (self);
  for (guint i = 0; i < self->embeds->len; i++)
    {
      Embed *embed = g_ptr_array_index (self->embeds, i);

      embed->shown = FALSE;
    }
}

static void
place_frame (DeskEmbeds *self, Embed *embed, int x, int width)
{
  GtkTextIter iter;
  int y, height;

  if (embed->width != width)
    {
      embed->width = width;
      desk_embed_frame_set_width (DESK_EMBED_FRAME (embed->frame), width);
      if (embed->shown && leave_room (self, embed))
        return;
    }
  if (!embed->shown)
    return;

  gtk_text_buffer_get_iter_at_mark (get_buffer (self), &iter, embed->mark);
  gtk_text_view_get_line_yrange (self->view, &iter, &y, &height);
  y += height - embed->height - GAP;
  if (embed->x != x || embed->y != y)
    {
      embed->x = x;
      embed->y = y;
      gtk_text_view_move_overlay (self->view, embed->frame, x, y);
    }
}

void
desk_embeds_place (DeskEmbeds *self)
{
  gboolean waits = FALSE;
  GdkRectangle screen;
  int x, width, first, last;

  g_return_if_fail (DESK_IS_EMBEDS (self));

  if (!self->view || self->embeds->len == 0)
    return;

  gtk_text_view_get_visible_rect (self->view, &screen);
  x = gtk_text_view_get_left_margin (self->view);
  width = screen.width - x - gtk_text_view_get_right_margin (self->view) - SHADOW;
  if (x == 0)
    x = SHADOW;
  if (width <= 0)
    return;

  get_near (self, 2, &first, &last);
  for (guint i = 0; i < self->embeds->len; i++)
    {
      Embed *embed = g_ptr_array_index (self->embeds, i);
      int offset = get_offset (self, embed);

      if (offset >= first && offset <= last)
        waits = waits || !embed->shown;
      else if (embed->frame && gtk_widget_get_focus_child (embed->frame) == NULL)
        give_back_frame (embed);
      if (embed->frame)
        place_frame (self, embed, x, width);
    }
  if (waits)
    queue_show (self);
}

gboolean
desk_embeds_enter (DeskEmbeds *self, const GtkTextIter *iter)
{
  g_return_val_if_fail (DESK_IS_EMBEDS (self), FALSE);
  g_return_val_if_fail (iter != NULL, FALSE);

  for (guint i = 0; i < self->embeds->len; i++)
    {
      Embed *embed = g_ptr_array_index (self->embeds, i);
      GtkTextIter line;

      gtk_text_buffer_get_iter_at_mark (get_buffer (self), &line, embed->mark);
      if (embed->frame && gtk_text_iter_get_line (&line) == gtk_text_iter_get_line (iter))
        return desk_embed_frame_enter (DESK_EMBED_FRAME (embed->frame));
    }
  return FALSE;
}
