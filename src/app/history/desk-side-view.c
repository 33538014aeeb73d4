/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-side-view.h"

#include <glib/gi18n.h>

#include "desk-diff-pairs.h"
#include "desk-diff-view.h"
#include "posts/desk-isolate.h"

struct _DeskSideView
{
  AdwBin parent_instance;

  DeskDiffRuns *runs; /* (nullable) */
  GListStore *pairs;
  GtkSingleSelection *selection;
  GtkListView *list;
  guint current;
};

G_DEFINE_FINAL_TYPE (DeskSideView, desk_side_view, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_CURRENT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
set_current (DeskSideView *self, guint current)
{
  if (self->current == current)
    return;
  self->current = current;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CURRENT]);
}

static void
fill (DeskSideView *self)
{
  AdwStyleManager *manager = adw_style_manager_get_for_display (gtk_widget_get_display (GTK_WIDGET (self)));
  g_autoptr (GdkRGBA) accent = adw_style_manager_get_accent_color_rgba (manager);
  const DeskDiffColours colours = { *accent, adw_style_manager_get_high_contrast (manager) ? 0.9 : 0.55 };
  g_autoptr (GPtrArray) pairs = NULL;

  if (self->runs == NULL)
    {
      g_list_store_remove_all (self->pairs);
      return;
    }
  pairs = desk_diff_pairs_new (self->runs, &colours);
  g_list_store_splice (self->pairs, 0, g_list_model_get_n_items (G_LIST_MODEL (self->pairs)), pairs->pdata, pairs->len);
}

static void
style_changed_cb (DeskSideView *self)
{
  fill (self);
}

/* --- rows --- */

static GtkWidget *
make_column (void)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_widget_set_margin_top (label, 6);
  gtk_widget_set_margin_bottom (label, 6);
  gtk_widget_add_css_class (label, "document");
  return label;
}

static void
show_column (GtkWidget *label, const char *words, PangoAttrList *attributes)
{
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
  gtk_label_set_label (GTK_LABEL (label), words);
  desk_isolate_label (GTK_LABEL (label));
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 24);

  gtk_box_set_homogeneous (GTK_BOX (box), TRUE);
  gtk_box_append (GTK_BOX (box), make_column ());
  gtk_box_append (GTK_BOX (box), make_column ());
  gtk_list_item_set_child (list_item, box);
}

static char *
describe (DeskDiffPair *pair)
{
  if (g_str_equal (pair->old_words, pair->new_words))
    return g_strdup (pair->new_words);
  /* Translators: a paragraph of the earlier version and of the later one, for a screen reader */
  return g_strdup_printf (_ ("Earlier: %s. Later: %s"), pair->old_words, pair->new_words);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  DeskDiffPair *pair = gtk_list_item_get_item (list_item);
  GtkWidget *box = gtk_list_item_get_child (list_item);
  g_autofree char *label = describe (pair);

  show_column (gtk_widget_get_first_child (box), pair->old_words, pair->old_attributes);
  show_column (gtk_widget_get_last_child (box), pair->new_words, pair->new_attributes);
  gtk_list_item_set_accessible_label (list_item, label);
}

static void
selected_cb (DeskSideView *self)
{
  DeskDiffPair *pair = gtk_single_selection_get_selected_item (self->selection);

  if (pair == NULL || self->current < pair->first_change || self->current > pair->last_change)
    set_current (self, pair != NULL ? pair->first_change : 0);
}

/* --- the object --- */

static gboolean
desk_side_view_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (DESK_SIDE_VIEW (widget)->list));
}

static void
desk_side_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_CURRENT:
      g_value_set_uint (value, DESK_SIDE_VIEW (object)->current);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
desk_side_view_finalize (GObject *object)
{
  DeskSideView *self = DESK_SIDE_VIEW (object);

  g_clear_pointer (&self->runs, desk_diff_runs_unref);
  g_clear_object (&self->pairs);
  g_clear_object (&self->selection);

  G_OBJECT_CLASS (desk_side_view_parent_class)->finalize (object);
}

static void
desk_side_view_class_init (DeskSideViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = desk_side_view_get_property;
  object_class->finalize = desk_side_view_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = desk_side_view_grab_focus;

  properties[PROP_CURRENT] = g_param_spec_uint ("current", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
desk_side_view_init (DeskSideView *self)
{
  AdwStyleManager *manager = adw_style_manager_get_for_display (gtk_widget_get_display (GTK_WIDGET (self)));
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *window = gtk_scrolled_window_new ();

  self->pairs = g_list_store_new (DESK_TYPE_DIFF_PAIR);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->pairs)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  self->list = GTK_LIST_VIEW (gtk_list_view_new (GTK_SELECTION_MODEL (g_object_ref (self->selection)), factory));
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "desk-side-by-side");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Versions Side by Side"), -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (window), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (window), GTK_WIDGET (self->list));
  adw_bin_set_child (ADW_BIN (self), window);

  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::accent-color-rgba", G_CALLBACK (style_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (style_changed_cb), self, G_CONNECT_SWAPPED);
}

void
desk_side_view_set_runs (DeskSideView *self, DeskDiffRuns *runs)
{
  g_return_if_fail (DESK_IS_SIDE_VIEW (self));

  if (runs != NULL)
    desk_diff_runs_ref (runs);
  g_clear_pointer (&self->runs, desk_diff_runs_unref);
  self->runs = runs;
  fill (self);
  set_current (self, 0);
}

static void
announce (DeskSideView *self)
{
  GArray *changes = desk_diff_runs_get_changes (self->runs);
  g_autofree char *was = desk_diff_runs_dup_was (self->runs, self->current);
  g_autofree char *now = desk_diff_runs_dup_now (self->runs, self->current);
  g_autofree char *message = desk_diff_describe_change (self->current, changes->len,
                                                        g_array_index (changes, DeskDiffChange, self->current - 1).is_move, was, now);

  gtk_accessible_announce (GTK_ACCESSIBLE (self), message, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

guint
desk_side_view_go (DeskSideView *self, gboolean backwards)
{
  guint n = self->runs != NULL ? desk_diff_runs_get_changes (self->runs)->len : 0;
  guint current;

  g_return_val_if_fail (DESK_IS_SIDE_VIEW (self), 0);

  if (n == 0)
    return 0;
  if (backwards)
    current = self->current > 1 ? self->current - 1 : n;
  else
    current = self->current % n + 1;
  set_current (self, current);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->pairs)); i++)
    {
      g_autoptr (DeskDiffPair) pair = g_list_model_get_item (G_LIST_MODEL (self->pairs), i);

      if (pair->first_change <= current && current <= pair->last_change)
        {
          gtk_list_view_scroll_to (self->list, i, GTK_LIST_SCROLL_SELECT | GTK_LIST_SCROLL_FOCUS, NULL);
          break;
        }
    }
  announce (self);
  return current;
}

guint
desk_side_view_get_current (DeskSideView *self)
{
  g_return_val_if_fail (DESK_IS_SIDE_VIEW (self), 0);

  return self->current;
}
