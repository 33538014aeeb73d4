/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-history-row.h"

#include <glib/gi18n.h>

#include "core/desk-time.h"
#include "posts/desk-isolate.h"
#include "preferences/desk-locale.h"

/* The places of a line, in pixels: the mark, behind it the words, at the end the menu's button. */
#define MARK_SIZE 16
#define MARK_TOP 9
#define WORDS_START 25
#define WORDS_TOP 6
#define NESTED_INDENT 12
#define TIME_GAP 6
#define DETAILS_GAP 3
#define BUTTON_WIDTH 34
#define BUTTON_GAP 9

/* So many lines of what people wrote, which may be long. */
#define TITLE_LINES 2
#define DETAILS_LINES 3

/* As libadwaita's "caption" and "dimmed". */
#define CAPTION_SCALE 0.82
#define DIMMED 0.55
#define DIMMED_IN_HIGH_CONTRAST 0.9

/* It draws its words: as widgets of their own these cost a list of some 200 lines more than all else. */
struct _DeskHistoryRow
{
  GtkWidget parent_instance;

  DeskHistoryItem *item;
  gboolean is_pointed;
  gboolean is_focused;
  GtkMenuButton *menu_button; /* (nullable): not yet needed */

  const char *mark; /* (nullable): an icon's name */
  PangoLayout *time;
  PangoLayout *title;
  PangoLayout *details;
  gboolean is_long; /* what people wrote is in it: measured by its words */
  gboolean is_low;  /* a fold */
};

G_DEFINE_FINAL_TYPE (DeskHistoryRow, desk_history_row, GTK_TYPE_WIDGET)

/* How words look; shared by all rows. */
static PangoAttrList *caption_attributes;
static PangoAttrList *time_attributes;
static PangoAttrList *heading_attributes;

static char *
describe_words (DeskRevision *revision)
{
  if (revision->words_more > 0)
    return g_strdup_printf (ngettext ("%d word more", "%d words more", revision->words_more), revision->words_more);
  if (revision->words_more < 0)
    return g_strdup_printf (ngettext ("%d word fewer", "%d words fewer", -revision->words_more), -revision->words_more);
  return g_strdup_printf (ngettext ("%u word", "%u words", revision->words), revision->words);
}

/* What readers saw with a version's words; (nullable): nothing, or it did not go out. */
static const char *
find_stamp (DeskRevision *revision, DeskSnapshot *snapshot)
{
  for (guint i = 0; snapshot != NULL && revision->published && i < snapshot->updates->len; i++)
    {
      DeskUpdate *update = g_ptr_array_index (snapshot->updates, i);

      if (update->superseded_by[0] == '\0' && update->words[0] != '\0' && g_str_equal (update->text, revision->text))
        return update->words;
    }
  return NULL;
}

/* What is behind the name: what else it was, how many words, who kept it, the note. It begins with a word of the
 * interface, as that gives the line its direction. */
static char *
describe_revision (DeskRevision *revision, const char *stamp)
{
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  if (revision->is_head)
    g_strv_builder_add (parts, C_ ("version", "Now"));
  if (revision->published)
    g_strv_builder_add (parts, C_ ("version", "Published"));
  if (revision->name[0] != '\0' && stamp != NULL)
    g_strv_builder_take (parts, desk_isolate (stamp));
  if (revision->name[0] != '\0' && revision->why != DESK_WHY_PUBLISH)
    g_strv_builder_add (parts, desk_enum_get_label (DESK_TYPE_WHY, revision->why));
  g_strv_builder_take (parts, describe_words (revision));
  g_strv_builder_take (parts, desk_isolate (revision->author));
  if (revision->note[0] != '\0')
    g_strv_builder_take (parts, desk_isolate (revision->note));
  list = g_strv_builder_end (parts);
  return g_strjoinv (" · ", list);
}

/* (nullable): what stands out is seen without reading. */
static const char *
get_mark (DeskRevision *revision)
{
  if (revision->published)
    return "document-send-symbolic";
  if (revision->name[0] != '\0')
    return "user-bookmarks-symbolic";
  switch (revision->why)
    {
    case DESK_WHY_RESTORE:
      return "document-revert-symbolic";
    case DESK_WHY_MERGE:
      return "desk-merge-symbolic";
    case DESK_WHY_RECOVERED:
      return "desk-recovered-symbolic";
    case DESK_WHY_FIRST:
    case DESK_WHY_KEEP:
    case DESK_WHY_PAUSE:
    case DESK_WHY_LEAVE:
    case DESK_WHY_CHECK:
    case DESK_WHY_PUBLISH:
    case DESK_WHY_IMPORT:
    case DESK_WHY_DETAILS:
    default:
      return NULL;
    }
}

/* "Mara Vell, Ilan Döss" of names one a line; of many the one who came last. */
static char *
describe_authors (const char *authors)
{
  g_auto (GStrv) names = g_strsplit (authors, "\n", -1);
  guint n = g_strv_length (names);
  g_autofree char *first = desk_isolate (n > 0 ? names[0] : "");
  g_autofree char *second = desk_isolate (n > 1 ? names[1] : "");

  if (n < 2)
    return g_steal_pointer (&first);
  if (n == 2)
    /* Translators: two names */
    return g_strdup_printf (_ ("%s, %s"), first, second);
  /* Translators: a name, and how many others worked on the same versions */
  return g_strdup_printf (ngettext ("%s and %u other", "%s and %u others", n - 1), first, n - 1);
}

static char *
describe_fold (DeskHistoryItem *item, const char *zone)
{
  g_autofree char *from = desk_time_format_clock (item->oldest_at, zone, desk_locale_get_language ());
  g_autofree char *to = desk_time_format_clock (item->at, zone, desk_locale_get_language ());
  g_autofree char *span = NULL;
  g_autofree char *authors = describe_authors (item->authors);

  if (g_str_equal (from, to))
    span = g_strdup (to);
  else
    /* Translators: from one time of the day to another: “18:02–18:20” */
    span = g_strdup_printf (C_ ("times", "%s–%s"), from, to);
  /* Translators: versions that Desk kept by itself, in one line: how many, from when to when, whose: “7 versions, 18:02–18:40, Mara Vell” */
  return g_strdup_printf (ngettext ("%u version, %s, %s", "%u versions, %s, %s", item->n_folded), item->n_folded, span, authors);
}

static void
set_words (PangoLayout *layout, const char *words, PangoAttrList *attributes, int lines)
{
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_height (layout, -lines);
  pango_layout_set_text (layout, words, -1);
}

static void
show_fold (DeskHistoryRow *self, const char *zone)
{
  g_autofree char *title = describe_fold (self->item, zone);

  set_words (self->time, "", time_attributes, 1);
  set_words (self->title, title, caption_attributes, 1);
  set_words (self->details, "", caption_attributes, 1);
  self->mark = self->item->expanded ? "pan-down-symbolic" : "pan-end-symbolic";
}

static gboolean
stands_out (DeskHistoryItem *item)
{
  return item->revision != NULL && (item->revision->name[0] != '\0' || item->revision->published);
}

static void
show_revision (DeskHistoryRow *self, DeskSnapshot *snapshot)
{
  DeskRevision *revision = self->item->revision;
  const char *stamp = find_stamp (revision, snapshot);
  gboolean has_name = revision->name[0] != '\0' || stamp != NULL;
  g_autofree char *name = has_name ? desk_isolate (revision->name[0] != '\0' ? revision->name : stamp) : NULL;
  g_autofree char *details = describe_revision (revision, stamp);

  self->is_long = has_name || revision->note[0] != '\0';
  set_words (self->title, has_name ? name : desk_enum_get_label (DESK_TYPE_WHY, revision->why),
             stands_out (self->item) ? heading_attributes : NULL, self->is_long ? TITLE_LINES : 1);
  set_words (self->details, details, caption_attributes, self->is_long ? DETAILS_LINES : 1);
  self->mark = get_mark (revision);
}

/* For the moment until it was read. */
static void
show_nothing (DeskHistoryRow *self)
{
  set_words (self->title, "", NULL, 1);
  set_words (self->details, "", caption_attributes, 1);
}

/* --- its menu --- */

static void
append_action (GMenu *menu, const char *label, const char *action, GVariant *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target_value (item, action, target);
  g_menu_append_item (menu, item);
}

static GMenuModel *
make_menu (DeskRevision *revision)
{
  GMenu *menu = g_menu_new ();

  append_action (menu, _ ("_Show This Version"), "story.show-revision", g_variant_new_string (revision->id));
  append_action (menu, _ ("Compare with _Now"), "story.compare-revisions", g_variant_new ("(ss)", revision->id, ""));
  if (revision->bases[0] != NULL)
    append_action (menu, _ ("Compare with _Previous"), "story.compare-revisions", g_variant_new ("(ss)", revision->bases[0], revision->id));
  append_action (menu, _ ("N_ame Version…"), "history.name", g_variant_new_string (revision->id));
  if (!revision->is_head)
    append_action (menu, _ ("_Restore This Version"), "story.restore", g_variant_new_string (revision->id));
  return G_MENU_MODEL (menu);
}

/* Only when it is opened: a row is shown a new version at each scroll. */
static void
create_popup_cb (GtkMenuButton *button, gpointer data)
{
  DeskHistoryRow *self = DESK_HISTORY_ROW (data);
  g_autoptr (GMenuModel) menu = make_menu (self->item->revision);
  GtkWidget *popover = gtk_popover_menu_new_from_model (menu);

  gtk_menu_button_set_popover (button, popover);
}

/* The button is there while the pointer or the focus is on the line or the menu is open; otherwise its place is kept. */
static void
update_button (DeskHistoryRow *self)
{
  if (self->menu_button != NULL)
    gtk_widget_set_visible (GTK_WIDGET (self->menu_button),
                            self->item != NULL && self->item->revision != NULL &&
                                (self->is_pointed || self->is_focused || gtk_menu_button_get_active (self->menu_button)));
}

/* Few lines are ever gone to, and a button is dearer than the line itself. */
static void
need_button (DeskHistoryRow *self)
{
  GtkWidget *button;

  if (self->menu_button != NULL)
    return;
  button = gtk_menu_button_new ();
  self->menu_button = GTK_MENU_BUTTON (button);
  gtk_menu_button_set_icon_name (self->menu_button, "view-more-symbolic");
  gtk_widget_set_tooltip_text (button, _ ("Version Menu"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Version Menu"), -1);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_menu_button_set_create_popup_func (self->menu_button, create_popup_cb, self, NULL);
  g_signal_connect_object (button, "notify::active", G_CALLBACK (update_button), self, G_CONNECT_SWAPPED);
  gtk_widget_set_parent (button, GTK_WIDGET (self));
}

static void
show_button (DeskHistoryRow *self)
{
  if ((self->is_pointed || self->is_focused) && self->item != NULL && self->item->revision != NULL)
    need_button (self);
  update_button (self);
}

/* --- how it looks --- */

/* Pixels that a line of words takes, in the script of the interface. */
typedef struct
{
  PangoFontDescription *font;
  double resolution;
  guint serial;
  int title;
  int caption;
} LineHeights;

static int
measure_line (GtkWidget *widget, PangoAttrList *attributes)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, desk_enum_get_label (DESK_TYPE_WHY, DESK_WHY_PAUSE));
  int height;

  pango_layout_set_attributes (layout, attributes);
  pango_layout_get_pixel_size (layout, NULL, &height);
  return height;
}

/* The same for all rows, so they are measured once for a font. */
static const LineHeights *
get_line_heights (GtkWidget *widget)
{
  static LineHeights heights;
  PangoContext *context = gtk_widget_get_pango_context (widget);
  PangoFontDescription *font = pango_context_get_font_description (context);
  double resolution = pango_cairo_context_get_resolution (context);
  guint serial = pango_font_map_get_serial (pango_context_get_font_map (context));

  if (heights.font != NULL && heights.resolution == resolution && heights.serial == serial &&
      pango_font_description_equal (heights.font, font))
    return &heights;
  g_clear_pointer (&heights.font, pango_font_description_free);
  heights.font = pango_font_description_copy (font);
  heights.resolution = resolution;
  heights.serial = serial;
  heights.title = measure_line (widget, heading_attributes);
  heights.caption = measure_line (widget, caption_attributes);
  return &heights;
}

static int
get_words_start (DeskHistoryRow *self)
{
  return WORDS_START + (self->item != NULL && self->item->nested ? NESTED_INDENT : 0);
}

static int
get_words_end (DeskHistoryRow *self, int width)
{
  return self->is_low ? width : width - BUTTON_WIDTH - BUTTON_GAP;
}

/* Gives the layouts their room and side. @title_start: (out) (optional) */
static void
fit_words (DeskHistoryRow *self, int width, int *title_start)
{
  gboolean is_rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  int start = get_words_start (self);
  int end = get_words_end (self, width);
  int title = start;

  if (pango_layout_get_text (self->time)[0] != '\0')
    {
      int time;

      pango_layout_get_pixel_size (self->time, &time, NULL);
      title += time + TIME_GAP;
    }
  pango_layout_set_width (self->title, MAX (end - title, 0) * PANGO_SCALE);
  pango_layout_set_width (self->details, MAX (end - start, 0) * PANGO_SCALE);
  pango_layout_set_alignment (self->title, is_rtl ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  pango_layout_set_alignment (self->details, is_rtl ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  if (title_start != NULL)
    *title_start = title;
}

/* Of @layout, as high as a line at least: before it was read, and with a script that needs less. */
static int
get_height (PangoLayout *layout, int line)
{
  int height;

  pango_layout_get_pixel_size (layout, NULL, &height);
  return MAX (height, line);
}

static GtkSizeRequestMode
desk_history_row_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
desk_history_row_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  DeskHistoryRow *self = DESK_HISTORY_ROW (widget);
  const LineHeights *lines = get_line_heights (widget);
  int title = lines->title;
  int details = lines->caption;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = WORDS_START + NESTED_INDENT + BUTTON_GAP + BUTTON_WIDTH + 4 * lines->title;
      *natural = *minimum + 8 * lines->title;
      return;
    }

  if (self->is_long && for_size > 0)
    {
      fit_words (self, for_size, NULL);
      title = get_height (self->title, title);
      details = get_height (self->details, details);
    }
  *minimum = *natural = self->is_low ? WORDS_TOP + lines->caption + WORDS_TOP
                                     : WORDS_TOP + title + DETAILS_GAP + details + WORDS_TOP;
}

static void
desk_history_row_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DeskHistoryRow *self = DESK_HISTORY_ROW (widget);
  GtkRequisition size;
  graphene_point_t place;

  if (self->menu_button == NULL || !gtk_widget_should_layout (GTK_WIDGET (self->menu_button)))
    return;
  gtk_widget_get_preferred_size (GTK_WIDGET (self->menu_button), NULL, &size);
  place.x = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL ? 0 : width - size.width;
  place.y = (height - size.height) / 2;
  gtk_widget_allocate (GTK_WIDGET (self->menu_button), size.width, size.height, -1, gsk_transform_translate (NULL, &place));
}

static GdkRGBA
get_dimmed (GtkWidget *widget)
{
  GdkRGBA colour;

  gtk_widget_get_color (widget, &colour);
  colour.alpha *= adw_style_manager_get_high_contrast (adw_style_manager_get_default ()) ? DIMMED_IN_HIGH_CONTRAST : DIMMED;
  return colour;
}

/* From @start on, which is at the right when the interface reads from there, whatever the words' own direction. */
static void
draw_words (GtkWidget *widget, GtkSnapshot *snapshot, PangoLayout *layout, int start, int top, const GdkRGBA *colour)
{
  PangoRectangle rectangle;
  int x;

  pango_layout_get_pixel_extents (layout, NULL, &rectangle);
  x = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL ? gtk_widget_get_width (widget) - start - rectangle.width : start;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x - rectangle.x, top));
  gtk_snapshot_append_layout (snapshot, layout, colour);
  gtk_snapshot_restore (snapshot);
}

static void
draw_mark (DeskHistoryRow *self, GtkSnapshot *snapshot, const GdkRGBA *dimmed)
{
  GtkWidget *widget = GTK_WIDGET (self);
  AdwStyleManager *style = adw_style_manager_get_default ();
  g_autoptr (GtkIconPaintable) icon = gtk_icon_theme_lookup_icon (gtk_icon_theme_get_for_display (gtk_widget_get_display (widget)),
                                                                  self->mark, NULL, MARK_SIZE, gtk_widget_get_scale_factor (widget),
                                                                  gtk_widget_get_direction (widget), 0);
  int start = get_words_start (self) - WORDS_START;
  GdkRGBA colours[4];

  if (stands_out (self->item))
    adw_accent_color_to_standalone_rgba (adw_style_manager_get_accent_color (style), adw_style_manager_get_dark (style), &colours[0]);
  else
    colours[0] = *dimmed;
  for (guint i = 1; i < G_N_ELEMENTS (colours); i++)
    colours[i] = colours[0];

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL
                                                              ? gtk_widget_get_width (widget) - start - MARK_SIZE
                                                              : start,
                                                          self->is_low ? (gtk_widget_get_height (widget) - MARK_SIZE) / 2 : MARK_TOP));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), snapshot, MARK_SIZE, MARK_SIZE, colours, G_N_ELEMENTS (colours));
  gtk_snapshot_restore (snapshot);
}

static void
desk_history_row_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DeskHistoryRow *self = DESK_HISTORY_ROW (widget);
  const LineHeights *lines = get_line_heights (widget);
  GdkRGBA dimmed = get_dimmed (widget);
  GdkRGBA colour;
  int title_start, title_top, baseline;

  if (self->item == NULL)
    return;
  gtk_widget_get_color (widget, &colour);
  fit_words (self, gtk_widget_get_width (widget), &title_start);
  title_top = self->is_low ? (gtk_widget_get_height (widget) - lines->caption) / 2 : WORDS_TOP;
  draw_words (widget, snapshot, self->title, title_start, title_top, self->is_low || self->item->nested ? &dimmed : &colour);
  if (!self->is_low)
    {
      baseline = pango_layout_get_baseline (self->title) - pango_layout_get_baseline (self->time);
      draw_words (widget, snapshot, self->time, get_words_start (self), title_top + PANGO_PIXELS (baseline), &dimmed);
      draw_words (widget, snapshot, self->details, get_words_start (self),
                  title_top + get_height (self->title, lines->title) + DETAILS_GAP, &dimmed);
    }
  if (self->mark != NULL)
    draw_mark (self, snapshot, &dimmed);
  if (self->menu_button != NULL)
    gtk_widget_snapshot_child (widget, GTK_WIDGET (self->menu_button), snapshot);
}

/* What was too long for the line. */
static gboolean
desk_history_row_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  DeskHistoryRow *self = DESK_HISTORY_ROW (widget);
  g_autofree char *label = desk_history_row_dup_label (self);

  if (!pango_layout_is_ellipsized (self->title) && !pango_layout_is_ellipsized (self->details))
    return FALSE;
  gtk_tooltip_set_text (tooltip, label);
  return TRUE;
}

static void
desk_history_row_dispose (GObject *object)
{
  DeskHistoryRow *self = DESK_HISTORY_ROW (object);

  if (self->menu_button != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->menu_button, self);
      gtk_widget_unparent (GTK_WIDGET (self->menu_button));
    }
  self->menu_button = NULL;
  g_clear_object (&self->time);
  g_clear_object (&self->title);
  g_clear_object (&self->details);
  g_clear_object (&self->item);

  G_OBJECT_CLASS (desk_history_row_parent_class)->dispose (object);
}

static void
desk_history_row_class_init (DeskHistoryRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_history_row_dispose;
  widget_class->get_request_mode = desk_history_row_get_request_mode;
  widget_class->measure = desk_history_row_measure;
  widget_class->size_allocate = desk_history_row_size_allocate;
  widget_class->snapshot = desk_history_row_snapshot;
  widget_class->query_tooltip = desk_history_row_query_tooltip;

  caption_attributes = pango_attr_list_new ();
  pango_attr_list_insert (caption_attributes, pango_attr_scale_new (CAPTION_SCALE));
  /* Figures of one width, as times stand below one another. */
  time_attributes = pango_attr_list_copy (caption_attributes);
  pango_attr_list_insert (time_attributes, pango_attr_font_features_new ("tnum"));
  heading_attributes = pango_attr_list_new ();
  pango_attr_list_insert (heading_attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
}

static PangoLayout *
make_layout (DeskHistoryRow *self)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);

  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  return layout;
}

static void
desk_history_row_init (DeskHistoryRow *self)
{
  self->time = make_layout (self);
  self->title = make_layout (self);
  self->details = make_layout (self);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}

GtkWidget *
desk_history_row_new (void)
{
  return g_object_new (DESK_TYPE_HISTORY_ROW, NULL);
}

void
desk_history_row_set_item (DeskHistoryRow *self, DeskHistoryItem *item, DeskSnapshot *snapshot, const char *zone)
{
  gboolean was_long, was_low;

  g_return_if_fail (DESK_IS_HISTORY_ROW (self));
  g_return_if_fail (item == NULL || DESK_IS_HISTORY_ITEM (item));
  g_return_if_fail (snapshot == NULL || DESK_IS_SNAPSHOT (snapshot));

  if (self->menu_button != NULL && item != self->item)
    gtk_menu_button_popdown (self->menu_button);
  g_set_object (&self->item, item);
  if (item == NULL)
    return;

  was_long = self->is_long;
  was_low = self->is_low;
  self->is_long = FALSE;
  self->is_low = item->n_folded > 0;
  self->mark = NULL;
  if (item->at != 0 && !self->is_low)
    {
      g_autofree char *time = desk_time_format_clock (item->at, zone, desk_locale_get_language ());

      set_words (self->time, time, time_attributes, 1);
    }
  else
    set_words (self->time, "", time_attributes, 1);
  if (self->is_low)
    show_fold (self, zone);
  else if (item->revision != NULL)
    show_revision (self, snapshot);
  else
    show_nothing (self);
  show_button (self);

  /* Most lines are as high as the one before, and only drawn anew. */
  if (was_low != self->is_low || was_long || self->is_long)
    gtk_widget_queue_resize (GTK_WIDGET (self));
  else
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

DeskHistoryItem *
desk_history_row_get_item (DeskHistoryRow *self)
{
  g_return_val_if_fail (DESK_IS_HISTORY_ROW (self), NULL);

  return self->item;
}

void
desk_history_row_popup (DeskHistoryRow *self)
{
  g_return_if_fail (DESK_IS_HISTORY_ROW (self));

  if (self->item == NULL || self->item->revision == NULL)
    return;
  need_button (self);
  /* A menu opens at a button that is seen. */
  gtk_widget_set_visible (GTK_WIDGET (self->menu_button), TRUE);
  gtk_menu_button_popup (self->menu_button);
  update_button (self);
}

void
desk_history_row_set_pointed (DeskHistoryRow *self, gboolean is_pointed)
{
  g_return_if_fail (DESK_IS_HISTORY_ROW (self));

  self->is_pointed = is_pointed;
  show_button (self);
}

void
desk_history_row_set_focused (DeskHistoryRow *self, gboolean is_focused)
{
  g_return_if_fail (DESK_IS_HISTORY_ROW (self));

  self->is_focused = is_focused;
  show_button (self);
}

char *
desk_history_row_dup_label (DeskHistoryRow *self)
{
  g_return_val_if_fail (DESK_IS_HISTORY_ROW (self), NULL);

  if (self->item == NULL || self->is_low)
    return g_strdup (pango_layout_get_text (self->title));
  return g_strjoin (", ", pango_layout_get_text (self->time), pango_layout_get_text (self->title), pango_layout_get_text (self->details), NULL);
}
