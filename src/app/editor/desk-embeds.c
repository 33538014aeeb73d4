/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-embeds.h"

#include <glib/gi18n.h>

#include "core/desk-markdown.h"
#include "core/desk-networks.h"
#include "editor/desk-embed-frame.h"
#include "editor/desk-gutter.h"
#include "editor/desk-tag-ranges.h"
#include "posts/desk-post-card.h"
#include "preferences/desk-locale.h"

/* Pixels above and below a card. */
#define GAP 8
#define AWAY -10000
/* Pixels that a card's shadow needs before the edge of the view. */
#define SHADOW 4

typedef struct
{
  GPtrArray *spare; /* of the DeskEmbeds, takes the frame back */
  char *address;
  GtkTextMark *mark; /* at the start of the line */
  GtkTextTag *room;
  GtkWidget *frame;
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

static void
embed_free (Embed *embed)
{
  GtkTextBuffer *buffer = gtk_text_mark_get_buffer (embed->mark);

  if (buffer)
    {
      gtk_text_tag_table_remove (gtk_text_buffer_get_tag_table (buffer), embed->room);
      gtk_text_buffer_delete_mark (buffer, embed->mark);
    }
  adw_bin_set_child (ADW_BIN (embed->frame), NULL);
  gtk_widget_set_visible (embed->frame, FALSE);
  g_ptr_array_add (embed->spare, embed->frame);
  g_ptr_array_unref (embed->spare);
  g_object_unref (embed->mark);
  g_free (embed->address);
  g_free (embed);
}

/* Returns whether the room changed: the line's place is then not known before it is laid out anew. */
static gboolean
leave_room (DeskEmbeds *self, Embed *embed)
{
  int height;
  int room;

  gtk_widget_measure (embed->frame, GTK_ORIENTATION_VERTICAL, -1, &height, NULL, NULL, NULL);
  g_object_get (embed->room, "pixels-below-lines", &room, NULL);
  if (room == height + 2 * GAP)
    return FALSE;

  g_object_set (embed->room, "pixels-below-lines", height + 2 * GAP, NULL);
  g_signal_emit (self, room_changed_signal, 0);
  return TRUE;
}

static void
frame_resized_cb (GtkWidget *frame, DeskEmbeds *self)
{
  for (guint i = 0; i < self->embeds->len; i++)
    {
      Embed *embed = g_ptr_array_index (self->embeds, i);

      if (embed->frame == frame && embed->width > 0)
        leave_room (self, embed);
    }
}

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

  return snapshot ? desk_snapshot_get_post_for_address (snapshot, embed->address) : NULL;
}

static void
show_post (DeskEmbeds *self, Embed *embed)
{
  DeskPost *post = get_post (self, embed);
  GtkWidget *child = adw_bin_get_child (ADW_BIN (embed->frame));

  embed->shown = TRUE;
  if (!post)
    {
      adw_bin_set_child (ADW_BIN (embed->frame), new_offer (embed->address));
      return;
    }

  if (!child || !DESK_IS_POST_CARD (child))
    {
      child = desk_post_card_new ();
      adw_bin_set_child (ADW_BIN (embed->frame), child);
    }
  desk_post_card_set_post (DESK_POST_CARD (child), post, self->zone, desk_locale_get_language ());
}

static gboolean
is_shown (DeskEmbeds *self, Embed *embed)
{
  GtkWidget *child = adw_bin_get_child (ADW_BIN (embed->frame));
  DeskPost *post = get_post (self, embed);
  DeskPost *shown;

  if (!child || !post || !DESK_IS_POST_CARD (child))
    return child && !post && !DESK_IS_POST_CARD (child);

  shown = desk_post_card_get_post (DESK_POST_CARD (child));
  return g_str_equal (shown->id, post->id) && g_str_equal (shown->seen, post->seen);
}

/* Of those that wait to be shown, the one nearest to the screen. */
static Embed *
find_next (DeskEmbeds *self)
{
  GdkRectangle screen;
  Embed *nearest = NULL;
  int shortest = G_MAXINT;

  gtk_text_view_get_visible_rect (self->view, &screen);
  for (guint i = 0; i < self->embeds->len; i++)
    {
      Embed *embed = g_ptr_array_index (self->embeds, i);
      GtkTextIter iter;
      int y, height, distance;

      if (embed->shown)
        continue;
      gtk_text_buffer_get_iter_at_mark (get_buffer (self), &iter, embed->mark);
      gtk_text_view_get_line_yrange (self->view, &iter, &y, &height);
      distance = ABS (y - (screen.y + screen.height / 2));
      if (distance < shortest)
        {
          nearest = embed;
          shortest = distance;
        }
    }
  return nearest;
}

/* A card takes some milliseconds to make: one at a time, so that a story with many of them opens at once. */
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

  show_post (self, embed);
  if (embed->width > 0)
    leave_room (self, embed);
  return G_SOURCE_CONTINUE;
}

static void
queue_show (DeskEmbeds *self)
{
  if (self->show_id == 0)
    self->show_id = g_idle_add (show_cb, self);
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
  desk_gutter_add_overlay (self->view, frame, 0, AWAY);
  return frame;
}

static Embed *
new_embed (DeskEmbeds *self, const DeskEmbed *found)
{
  GtkTextBuffer *buffer = get_buffer (self);
  Embed *embed = g_new0 (Embed, 1);
  GtkTextIter start;

  gtk_text_buffer_get_iter_at_offset (buffer, &start, found->start);
  embed->address = g_strdup (found->address);
  embed->mark = g_object_ref (gtk_text_buffer_create_mark (buffer, NULL, &start, TRUE));
  embed->room = gtk_text_buffer_create_tag (buffer, NULL, NULL);
  embed->spare = g_ptr_array_ref (self->spare);
  embed->frame = take_frame (self);
  embed->y = AWAY;
  queue_show (self);
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
take_embed (GPtrArray *embeds, const char *address)
{
  for (guint i = 0; i < embeds->len; i++)
    {
      Embed *embed = g_ptr_array_index (embeds, i);

      if (g_str_equal (embed->address, address))
        return g_ptr_array_steal_index (embeds, i);
    }
  return NULL;
}

/* A lone address on a line is a post's when Desk keeps it or knows its network; any other is a link. */
static gboolean
is_post (DeskEmbeds *self, const char *address)
{
  DeskSnapshot *snapshot = desk_document_get_snapshot (self->document);

  return (snapshot && desk_snapshot_get_post_for_address (snapshot, address)) ||
         desk_network_for_address (address, NULL, NULL, NULL);
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
      GtkTextIter start;
      Embed *embed;

      if (!is_post (self, found->address))
        continue;
      embed = take_embed (old, found->address);
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
  gboolean all;

  g_return_if_fail (DESK_IS_EMBEDS (self));

  if (!self->document)
    return;

  all = g_set_str (&self->zone, desk_document_get_zone (self->document));
  for (guint i = 0; i < self->embeds->len; i++)
    {
      Embed *embed = g_ptr_array_index (self->embeds, i);

      embed->shown = !all && is_shown (self, embed);
      if (!embed->shown)
        queue_show (self);
    }
}

void
desk_embeds_place (DeskEmbeds *self)
{
  GdkRectangle screen;
  int x, width;

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

  for (guint i = 0; i < self->embeds->len; i++)
    {
      Embed *embed = g_ptr_array_index (self->embeds, i);
      GtkTextIter iter;
      int y, height, room;

      if (embed->width != width)
        {
          embed->width = width;
          desk_embed_frame_set_width (DESK_EMBED_FRAME (embed->frame), width);
          if (embed->shown && leave_room (self, embed))
            continue;
        }
      if (!embed->shown)
        continue;

      gtk_text_buffer_get_iter_at_mark (get_buffer (self), &iter, embed->mark);
      gtk_text_view_get_line_yrange (self->view, &iter, &y, &height);
      g_object_get (embed->room, "pixels-below-lines", &room, NULL);
      y += height - room + GAP;
      if (embed->x != x || embed->y != y)
        {
          embed->x = x;
          embed->y = y;
          gtk_text_view_move_overlay (self->view, embed->frame, x, y);
        }
    }
}
