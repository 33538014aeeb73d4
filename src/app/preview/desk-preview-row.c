/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "preview/desk-preview-row.h"

#include "posts/desk-post-card.h"

#define INDENT 28

/* How each kind looks; the role and level of a heading are what a screen reader goes by. */
static const struct
{
  const char *classes[3];
  GtkAccessibleRole role;
  int before; /* pixels above and below it */
  int behind;
} looks[] = {
  [DESK_BLOCK_WARNING] = { { "heading", "warning" }, GTK_ACCESSIBLE_ROLE_PARAGRAPH, 0, 12 },
  [DESK_BLOCK_HEADLINE] = { { "title-1" }, GTK_ACCESSIBLE_ROLE_HEADING, 0, 6 },
  [DESK_BLOCK_STANDFIRST] = { { "title-4" }, GTK_ACCESSIBLE_ROLE_PARAGRAPH, 0, 6 },
  [DESK_BLOCK_BYLINE] = { { "dimmed" }, GTK_ACCESSIBLE_ROLE_PARAGRAPH, 0, 6 },
  [DESK_BLOCK_PARAGRAPH] = { { "document" }, GTK_ACCESSIBLE_ROLE_PARAGRAPH, 6, 6 },
  [DESK_BLOCK_HEADING] = { { NULL }, GTK_ACCESSIBLE_ROLE_HEADING, 18, 6 },
  [DESK_BLOCK_CODE] = { { "monospace", "card", "desk-preview-code" }, GTK_ACCESSIBLE_ROLE_PARAGRAPH, 6, 6 },
  [DESK_BLOCK_BREAK] = { { NULL }, GTK_ACCESSIBLE_ROLE_NONE, 18, 18 },
  [DESK_BLOCK_POST] = { { "document" }, GTK_ACCESSIBLE_ROLE_PARAGRAPH, 6, 6 },
  [DESK_BLOCK_STAMP] = { { "caption", "dimmed" }, GTK_ACCESSIBLE_ROLE_PARAGRAPH, 12, 0 },
  [DESK_BLOCK_CORRECTION] = { { "body" }, GTK_ACCESSIBLE_ROLE_PARAGRAPH, 12, 0 },
  [DESK_BLOCK_RELATED] = { { "body" }, GTK_ACCESSIBLE_ROLE_PARAGRAPH, 12, 0 },
};

static const char *const heading_classes[] = { "title-2", "title-3", "title-4", "heading" };

/* The headline is the heading above all others. */
static int
get_level (DeskPreviewItem *item)
{
  return item->kind == DESK_BLOCK_HEADLINE ? 1 : 1 + (int) item->level;
}

static GtkWidget *
new_label (DeskPreviewItem *item)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL,
                                   "accessible-role", looks[item->kind].role,
                                   "label", item->markup,
                                   "use-markup", TRUE,
                                   "wrap", TRUE,
                                   "wrap-mode", PANGO_WRAP_WORD_CHAR,
                                   "natural-wrap-mode", GTK_NATURAL_WRAP_NONE,
                                   "xalign", 0.0,
                                   "yalign", 0.0,
                                   "hexpand", TRUE,
                                   NULL);

  for (guint i = 0; i < G_N_ELEMENTS (looks->classes) && looks[item->kind].classes[i] != NULL; i++)
    gtk_widget_add_css_class (label, looks[item->kind].classes[i]);
  if (item->kind == DESK_BLOCK_HEADING)
    gtk_widget_add_css_class (label, heading_classes[MIN (item->level, G_N_ELEMENTS (heading_classes)) - 1]);
  if (looks[item->kind].role == GTK_ACCESSIBLE_ROLE_HEADING)
    gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LEVEL, get_level (item), -1);

  return label;
}

/* A post that is not kept is the address that it has. */
static GtkWidget *
new_post (DeskPreviewItem *item)
{
  GtkWidget *card;

  if (item->post == NULL)
    return new_label (item);

  card = desk_post_card_new ();
  desk_post_card_set_for_readers (DESK_POST_CARD (card), TRUE);
  desk_post_card_set_post (DESK_POST_CARD (card), item->post, item->zone, item->language);
  return card;
}

static GtkWidget *
new_content (DeskPreviewItem *item)
{
  if (item->kind == DESK_BLOCK_BREAK)
    return gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);
  if (item->kind == DESK_BLOCK_POST)
    return new_post (item);
  return new_label (item);
}

/* Beside @content its list's mark, and as much room as the lists around it take. */
static GtkWidget *
put_in_list (DeskPreviewItem *item, GtkWidget *content)
{
  GtkWidget *box = g_object_new (GTK_TYPE_BOX, "margin-start", INDENT * (MIN (item->lists, 6) - 1), NULL);
  GtkWidget *marker = gtk_label_new (item->marker);

  gtk_widget_set_size_request (marker, INDENT, -1);
  gtk_label_set_xalign (GTK_LABEL (marker), 0);
  gtk_label_set_yalign (GTK_LABEL (marker), 0);
  gtk_widget_add_css_class (marker, "document");
  gtk_box_append (GTK_BOX (box), marker);
  gtk_box_append (GTK_BOX (box), content);
  return box;
}

static GtkWidget *
put_in_quotes (DeskPreviewItem *item, GtkWidget *content)
{
  GtkWidget *box = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_BLOCK_QUOTE, "spacing", 12, NULL);

  for (guint i = 0; i < MIN (item->quotes, 6); i++)
    {
      GtkWidget *bar = gtk_separator_new (GTK_ORIENTATION_VERTICAL);

      gtk_widget_add_css_class (bar, "desk-preview-quote");
      gtk_box_append (GTK_BOX (box), bar);
    }
  gtk_box_append (GTK_BOX (box), content);
  return box;
}

/* Widgets do not take their direction from the one they stand in. */
static void
set_direction (GtkWidget *widget, GtkTextDirection direction)
{
  /* A card knows the direction of its words. */
  if (DESK_IS_POST_CARD (widget))
    return;
  gtk_widget_set_direction (widget, direction);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    set_direction (child, direction);
}

GtkWidget *
desk_preview_row_new (DeskPreviewItem *item)
{
  GtkWidget *row;

  g_return_val_if_fail (DESK_IS_PREVIEW_ITEM (item), NULL);

  row = new_content (item);
  if (item->lists > 0)
    row = put_in_list (item, row);
  if (item->quotes > 0)
    row = put_in_quotes (item, row);
  set_direction (row, item->right_to_left ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
  gtk_widget_set_margin_top (row, looks[item->kind].before);
  gtk_widget_set_margin_bottom (row, looks[item->kind].behind);
  return row;
}
