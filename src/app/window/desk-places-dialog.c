/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/desk-places-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/desk-outline.h"
#include "window/desk-commands.h"
#include "window/desk-story-view.h"

#define PLACE "desk-place"
#define PAGE_ROWS 8 /* rows that Page Up and Page Down go */
#define INDENT 12   /* pixels for each level of a heading */

struct _DeskPlacesDialog
{
  AdwDialog parent_instance;

  GtkEditable *search_entry;
  GtkStack *stack;
  GtkListView *list;
  AdwStatusPage *none_page;

  gboolean paragraphs;
  GPtrArray *claims;  /* (nullable) (element-type DeskPlace): until the others are there */
  GListStore *places; /* of objects that each carry a PLACE */
  GtkFilter *filter;
  GtkSingleSelection *selection;
};

typedef struct
{
  char *body;
  gboolean paragraphs;
} Read;

G_DEFINE_FINAL_TYPE (DeskPlacesDialog, desk_places_dialog, ADW_TYPE_DIALOG)

static const DeskPlace *
get_place (gpointer item)
{
  return g_object_get_data (G_OBJECT (item), PLACE);
}

/* --- what there is --- */

static void
read_free (Read *read)
{
  g_free (read->body);
  g_free (read);
}

static void
read_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Read *read = data;
  GPtrArray *places = read->paragraphs ? desk_outline_list_paragraphs (read->body) : desk_outline_list (read->body);

  g_task_return_pointer (task, places, (GDestroyNotify) g_ptr_array_unref);
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const DeskPlace *one = a, *other = b;

  return one->start < other->start ? -1 : one->start > other->start;
}

static void
add_place (DeskPlacesDialog *self, const DeskPlace *place)
{
  g_autoptr (GObject) item = g_object_new (G_TYPE_OBJECT, NULL);
  DeskPlace *copy = desk_place_new (place->kind, place->level, place->start, place->end, place->title);

  g_object_set_data_full (item, PLACE, copy, (GDestroyNotify) desk_place_free);
  g_list_store_append (self->places, item);
}

static void
update_page (DeskPlacesDialog *self)
{
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (self->selection)) > 0;

  gtk_stack_set_visible_child_name (self->stack, any ? "places" : "none");
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  DeskPlacesDialog *self = DESK_PLACES_DIALOG (source);
  g_autoptr (GPtrArray) places = g_task_propagate_pointer (G_TASK (result), NULL);

  /* Closed meanwhile. */
  if (self->places == NULL)
    return;
  g_ptr_array_extend_and_steal (places, g_steal_pointer (&self->claims));
  g_ptr_array_sort_values (places, compare_places);
  for (guint i = 0; i < places->len; i++)
    add_place (self, g_ptr_array_index (places, i));
  update_page (self);
}

static GPtrArray *
list_claims (DeskDocument *document)
{
  GPtrArray *places = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_place_free);
  GListModel *claims = desk_document_get_claims (document);

  for (guint i = 0; i < g_list_model_get_n_items (claims); i++)
    {
      g_autoptr (DeskClaim) claim = g_list_model_get_item (claims, i);
      g_autofree char *words = NULL;
      GtkTextIter start, end;

      if (!desk_document_get_claim_range (document, claim->id, &start, &end))
        continue;
      words = g_strdelimit (gtk_text_iter_get_text (&start, &end), "\n", ' ');
      g_ptr_array_add (places, desk_place_new (DESK_PLACE_CLAIM, 0, gtk_text_iter_get_offset (&start), gtk_text_iter_get_offset (&end), words));
    }
  return places;
}

static void
read_places (DeskPlacesDialog *self, DeskDocument *document)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, read_cb, NULL);
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (desk_document_get_body (document));
  Read *read = g_new0 (Read, 1);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  read->body = gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
  read->paragraphs = self->paragraphs;
  self->claims = self->paragraphs ? g_ptr_array_new () : list_claims (document);
  g_task_set_source_tag (task, read_places);
  g_task_set_task_data (task, read, (GDestroyNotify) read_free);
  g_task_run_in_thread (task, read_thread);
}

/* --- what is shown of it --- */

static gboolean
filter_cb (gpointer item, gpointer data)
{
  DeskPlacesDialog *self = data;
  const DeskPlace *place = get_place (item);
  const char *typed = gtk_editable_get_text (self->search_entry);

  if (place->kind == DESK_PLACE_PARAGRAPH && *typed != '\0' && strspn (typed, "0123456789") == strlen (typed))
    {
      g_autofree char *number = g_strdup_printf ("%u", place->level);

      return g_str_has_prefix (number, typed);
    }
  return desk_command_match (place->title, typed) >= 0;
}

static const char *
get_icon (DeskPlaceKind kind)
{
  switch (kind)
    {
    case DESK_PLACE_HEADING:
      return "desk-heading-symbolic";
    case DESK_PLACE_POST:
      return "desk-posts-symbolic";
    case DESK_PLACE_CLAIM:
      return "desk-claims-symbolic";
    case DESK_PLACE_PARAGRAPH:
    default:
      return NULL;
    }
}

static const char *
get_kind_name (DeskPlaceKind kind)
{
  switch (kind)
    {
    case DESK_PLACE_HEADING:
      return _ ("Heading");
    case DESK_PLACE_POST:
      return _ ("Post");
    case DESK_PLACE_CLAIM:
      return _ ("Claim");
    case DESK_PLACE_PARAGRAPH:
    default:
      return _ ("Paragraph");
    }
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *image = gtk_image_new ();
  GtkWidget *number = gtk_label_new ("");
  GtkWidget *label = gtk_label_new ("");

  gtk_widget_add_css_class (image, "dimmed");
  gtk_widget_add_css_class (number, "dimmed");
  gtk_widget_add_css_class (number, "numeric");
  gtk_label_set_width_chars (GTK_LABEL (number), 4);
  gtk_label_set_xalign (GTK_LABEL (number), 1);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), image);
  gtk_box_append (GTK_BOX (box), number);
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_item_set_child (item, box);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  const DeskPlace *place = get_place (gtk_list_item_get_item (item));
  GtkWidget *image = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *number = gtk_widget_get_next_sibling (image);
  GtkWidget *label = gtk_widget_get_next_sibling (number);
  g_autofree char *count = g_strdup_printf ("%u", place->level);
  /* Translators: what a place in a story is, and its words: “Heading: What is known” */
  g_autofree char *name = g_strdup_printf (_ ("%s: %s"), get_kind_name (place->kind), place->title);

  gtk_widget_set_visible (image, place->kind != DESK_PLACE_PARAGRAPH);
  gtk_image_set_from_icon_name (GTK_IMAGE (image), get_icon (place->kind));
  gtk_widget_set_margin_start (image, place->kind == DESK_PLACE_HEADING ? INDENT * ((int) place->level - 1) : 0);
  gtk_widget_set_visible (number, place->kind == DESK_PLACE_PARAGRAPH);
  gtk_label_set_label (GTK_LABEL (number), count);
  gtk_label_set_label (GTK_LABEL (label), place->title);
  if (place->kind == DESK_PLACE_HEADING)
    gtk_widget_add_css_class (label, "heading");
  else
    gtk_widget_remove_css_class (label, "heading");
  gtk_list_item_set_accessible_label (item, name);
}

static void
go_to (DeskPlacesDialog *self, guint position)
{
  g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
  DeskStoryView *view = desk_story_view_find (GTK_WIDGET (self));
  const DeskPlace *place;

  if (item == NULL || view == NULL)
    return;
  place = get_place (item);
  adw_dialog_close (ADW_DIALOG (self));
  /* A paragraph is gone to, not selected: what is typed would take its place. */
  gtk_widget_activate_action (GTK_WIDGET (view), "story.show-range", "(uu)", place->start,
                              place->kind == DESK_PLACE_CLAIM ? place->end : place->start);
}

static void
search_changed_cb (DeskPlacesDialog *self)
{
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  gtk_single_selection_set_selected (self->selection, 0);
  update_page (self);
}

static void
search_activate_cb (DeskPlacesDialog *self)
{
  go_to (self, gtk_single_selection_get_selected (self->selection));
}

static void
activate_cb (DeskPlacesDialog *self, guint position)
{
  go_to (self, position);
}

static void
stop_search_cb (DeskPlacesDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

static void
move (DeskPlacesDialog *self, int rows)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  int to;

  if (n == 0)
    return;
  to = CLAMP ((int) gtk_single_selection_get_selected (self->selection) + rows, 0, (int) n - 1);
  gtk_list_view_scroll_to (self->list, to, GTK_LIST_SCROLL_SELECT, NULL);
}

static gboolean
key_pressed_cb (DeskPlacesDialog *self, guint keyval, guint keycode, GdkModifierType state)
{
  if (state & gtk_accelerator_get_default_mod_mask ())
    return GDK_EVENT_PROPAGATE;

  switch (keyval)
    {
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      move (self, 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      move (self, -1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Down:
      move (self, PAGE_ROWS);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Up:
      move (self, -PAGE_ROWS);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
desk_places_dialog_dispose (GObject *object)
{
  DeskPlacesDialog *self = DESK_PLACES_DIALOG (object);

  g_clear_pointer (&self->claims, g_ptr_array_unref);
  g_clear_object (&self->places);
  g_clear_object (&self->filter);
  g_clear_object (&self->selection);
  gtk_widget_dispose_template (GTK_WIDGET (self), DESK_TYPE_PLACES_DIALOG);

  G_OBJECT_CLASS (desk_places_dialog_parent_class)->dispose (object);
}

static void
desk_places_dialog_class_init (DeskPlacesDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = desk_places_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Desk/ui/desk-places-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskPlacesDialog, search_entry);
  gtk_widget_class_bind_template_child (widget_class, DeskPlacesDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, DeskPlacesDialog, list);
  gtk_widget_class_bind_template_child (widget_class, DeskPlacesDialog, none_page);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
}

static void
desk_places_dialog_init (DeskPlacesDialog *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GtkFilterListModel *filtered;

  gtk_widget_init_template (GTK_WIDGET (self));

  self->places = g_list_store_new (G_TYPE_OBJECT);
  self->filter = GTK_FILTER (gtk_custom_filter_new (filter_cb, self, NULL));
  filtered = gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (self->places)), g_object_ref (self->filter));
  self->selection = gtk_single_selection_new (G_LIST_MODEL (filtered));

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));

  /* The entry would take the keys that go through the list. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->search_entry), keys);
}

AdwDialog *
desk_places_dialog_new (DeskDocument *document, gboolean paragraphs)
{
  DeskPlacesDialog *self;
  const char *asks;

  g_return_val_if_fail (DESK_IS_DOCUMENT (document), NULL);

  self = g_object_new (DESK_TYPE_PLACES_DIALOG, NULL);
  self->paragraphs = paragraphs;
  asks = paragraphs ? _ ("Number or words of a paragraph") : _ ("Heading, claim or post");
  adw_dialog_set_title (ADW_DIALOG (self), paragraphs ? _ ("Go to Paragraph") : _ ("Outline"));
  g_object_set (self->search_entry, "placeholder-text", asks, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search_entry), GTK_ACCESSIBLE_PROPERTY_LABEL, asks, -1);
  adw_status_page_set_title (self->none_page, paragraphs ? _ ("No Such Paragraph") : _ ("No Such Place"));
  read_places (self, document);
  return ADW_DIALOG (self);
}
