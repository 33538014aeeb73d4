/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "preferences/desk-choice-row.h"

#include <glib/gi18n.h>

#include "core/desk-stamp.h"
#include "core/desk-time.h"
#include "preferences/desk-locale.h"

struct _DeskChoiceRow
{
  AdwComboRow parent_instance;

  DeskChoice choice;
  GtkStringList *labels;
  GPtrArray *ids; /* beside `labels` */
  gboolean filled;
  gboolean filling;
};

G_DEFINE_ENUM_TYPE (DeskChoice,
                    desk_choice,
                    G_DEFINE_ENUM_VALUE (DESK_CHOICE_ZONE, "zone"),
                    G_DEFINE_ENUM_VALUE (DESK_CHOICE_LANGUAGE, "language"),
                    G_DEFINE_ENUM_VALUE (DESK_CHOICE_STAMP_STYLE, "style"))

G_DEFINE_FINAL_TYPE (DeskChoiceRow, desk_choice_row, ADW_TYPE_COMBO_ROW)

enum
{
  PROP_0,
  PROP_CHOICE,
  PROP_CHOSEN,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static char *
dup_style_name (const char *id)
{
  gsize n_styles;
  const DeskStampStyle *styles = desk_stamp_list_styles (&n_styles);

  for (gsize i = 0; i < n_styles; i++)
    if (g_str_equal (styles[i].id, id))
      return g_strdup (styles[i].name);
  return g_strdup (id);
}

static char *
dup_label (DeskChoiceRow *self, const char *id)
{
  /* A combo row always has a choice, so that none is one too. */
  if (id[0] == '\0')
    return g_strdup (_ ("Choose…"));

  switch (self->choice)
    {
    case DESK_CHOICE_ZONE:
      return g_strdelimit (g_strdup (id), "_", ' ');
    case DESK_CHOICE_LANGUAGE:
      return desk_locale_dup_language_name (id);
    case DESK_CHOICE_STAMP_STYLE:
    default:
      return dup_style_name (id);
    }
}

static char **
list_ids (DeskChoice choice)
{
  g_autoptr (GStrvBuilder) builder = NULL;
  const DeskStampStyle *styles;
  gsize n_styles;

  switch (choice)
    {
    case DESK_CHOICE_ZONE:
      return desk_time_list_zones ();
    case DESK_CHOICE_LANGUAGE:
      return desk_locale_list_languages ();
    case DESK_CHOICE_STAMP_STYLE:
    default:
      builder = g_strv_builder_new ();
      styles = desk_stamp_list_styles (&n_styles);
      for (gsize i = 0; i < n_styles; i++)
        g_strv_builder_add (builder, styles[i].id);
      return g_strv_builder_end (builder);
    }
}

/* Hundreds of names, which most rows never show: only once the row is seen. */
static void
fill (DeskChoiceRow *self)
{
  g_autofree char *chosen = g_strdup (desk_choice_row_get_chosen (self));
  g_auto (GStrv) ids = list_ids (self->choice);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) labels = NULL;

  self->filled = TRUE;
  self->filling = TRUE;
  g_ptr_array_set_size (self->ids, 0);
  for (guint i = 0; ids[i] != NULL; i++)
    {
      g_ptr_array_add (self->ids, g_strdup (ids[i]));
      g_strv_builder_take (builder, dup_label (self, ids[i]));
    }
  labels = g_strv_builder_end (builder);
  gtk_string_list_splice (self->labels, 0, g_list_model_get_n_items (G_LIST_MODEL (self->labels)), (const char *const *) labels);
  desk_choice_row_set_chosen (self, chosen);
  self->filling = FALSE;
}

static void
selected_cb (DeskChoiceRow *self)
{
  if (!self->filling)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHOSEN]);
}

static void
desk_choice_row_map (GtkWidget *widget)
{
  if (!DESK_CHOICE_ROW (widget)->filled)
    fill (DESK_CHOICE_ROW (widget));

  GTK_WIDGET_CLASS (desk_choice_row_parent_class)->map (widget);
}

static void
desk_choice_row_constructed (GObject *object)
{
  DeskChoiceRow *self = DESK_CHOICE_ROW (object);
  g_autoptr (GtkExpression) expression = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");

  G_OBJECT_CLASS (desk_choice_row_parent_class)->constructed (object);

  adw_combo_row_set_expression (ADW_COMBO_ROW (self), expression);
  adw_combo_row_set_search_match_mode (ADW_COMBO_ROW (self), GTK_STRING_FILTER_MATCH_MODE_SUBSTRING);
  adw_combo_row_set_enable_search (ADW_COMBO_ROW (self), self->choice != DESK_CHOICE_STAMP_STYLE);
  adw_combo_row_set_model (ADW_COMBO_ROW (self), G_LIST_MODEL (self->labels));
  adw_combo_row_set_selected (ADW_COMBO_ROW (self), GTK_INVALID_LIST_POSITION);
  g_signal_connect (self, "notify::selected", G_CALLBACK (selected_cb), NULL);
}

static void
desk_choice_row_finalize (GObject *object)
{
  DeskChoiceRow *self = DESK_CHOICE_ROW (object);

  g_clear_object (&self->labels);
  g_clear_pointer (&self->ids, g_ptr_array_unref);

  G_OBJECT_CLASS (desk_choice_row_parent_class)->finalize (object);
}

static void
desk_choice_row_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  DeskChoiceRow *self = DESK_CHOICE_ROW (object);

  switch (prop_id)
    {
    case PROP_CHOICE:
      g_value_set_enum (value, self->choice);
      break;
    case PROP_CHOSEN:
      g_value_set_string (value, desk_choice_row_get_chosen (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
desk_choice_row_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  DeskChoiceRow *self = DESK_CHOICE_ROW (object);

  switch (prop_id)
    {
    case PROP_CHOICE:
      self->choice = g_value_get_enum (value);
      break;
    case PROP_CHOSEN:
      desk_choice_row_set_chosen (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
desk_choice_row_class_init (DeskChoiceRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = desk_choice_row_constructed;
  object_class->finalize = desk_choice_row_finalize;
  object_class->get_property = desk_choice_row_get_property;
  object_class->set_property = desk_choice_row_set_property;
  GTK_WIDGET_CLASS (klass)->map = desk_choice_row_map;

  properties[PROP_CHOICE] = g_param_spec_enum ("choice", NULL, NULL, DESK_TYPE_CHOICE, DESK_CHOICE_ZONE, G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_CHOSEN] = g_param_spec_string ("chosen", NULL, NULL, "", G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
desk_choice_row_init (DeskChoiceRow *self)
{
  self->labels = gtk_string_list_new (NULL);
  self->ids = g_ptr_array_new_with_free_func (g_free);
}

GtkWidget *
desk_choice_row_new (DeskChoice choice)
{
  return g_object_new (DESK_TYPE_CHOICE_ROW, "choice", choice, NULL);
}

const char *
desk_choice_row_get_chosen (DeskChoiceRow *self)
{
  guint selected;

  g_return_val_if_fail (DESK_IS_CHOICE_ROW (self), "");

  selected = adw_combo_row_get_selected (ADW_COMBO_ROW (self));
  return selected < self->ids->len ? g_ptr_array_index (self->ids, selected) : "";
}

void
desk_choice_row_set_chosen (DeskChoiceRow *self, const char *chosen)
{
  guint position = GTK_INVALID_LIST_POSITION;

  g_return_if_fail (DESK_IS_CHOICE_ROW (self));

  if (chosen == NULL)
    chosen = "";
  if (!g_ptr_array_find_with_equal_func (self->ids, chosen, g_str_equal, &position))
    {
      g_autofree char *label = dup_label (self, chosen);

      g_ptr_array_insert (self->ids, 0, g_strdup (chosen));
      gtk_string_list_splice (self->labels, 0, 0, (const char *const[]) { label, NULL });
      position = 0;
    }
  adw_combo_row_set_selected (ADW_COMBO_ROW (self), position);
}
