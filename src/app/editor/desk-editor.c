/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-editor.h"

#include <glib/gi18n.h>

#include "core/desk-article.h"
#include "core/desk-attribution.h"
#include "core/desk-markdown.h"
#include "core/desk-words.h"

#include "editor/desk-body-view.h"
#include "editor/desk-claim-marks.h"
#include "editor/desk-claim-popover.h"
#include "editor/desk-column.h"
#include "editor/desk-dresser.h"
#include "editor/desk-embeds.h"
#include "editor/desk-find-bar.h"
#include "editor/desk-focus-dim.h"
#include "editor/desk-format-bar.h"
#include "editor/desk-gutter.h"
#include "editor/desk-format-menu.h"
#include "editor/desk-house-words.h"
#include "editor/desk-insert.h"
#include "editor/desk-link-popover.h"
#include "editor/desk-markdown-marks.h"
#include "editor/desk-note-marks.h"
#include "editor/desk-note-popover.h"
#include "editor/desk-paragraph-marks.h"
#include "editor/desk-own-cursor.h"
#include "editor/desk-paster.h"
#include "editor/desk-quotation.h"
#include "editor/desk-slices.h"
#include "editor/desk-spelling.h"
#include "editor/desk-status-bar.h"
#include "editor/desk-style-popover.h"
#include "editor/desk-styler.h"
#include "editor/desk-text-size.h"
#include "editor/desk-title-view.h"

#define SPELLING_AFTER 400 /* milliseconds: a dictionary is read from disk once the story can be seen */

struct _DeskEditor
{
  GtkWidget parent_instance;

  GtkWidget *content;
  DeskStatusBar *status_bar;
  DeskFindBar *find_bar;
  AdwClampScrollable *clamp;
  GtkWidget *column;
  GtkWidget *head;
  GtkTextView *headline;
  GtkTextView *standfirst;
  GtkWidget *lines;
  GtkWidget *dateline_box;
  GtkText *byline;
  GtkText *dateline;
  GtkTextView *body;
  GtkWidget *accent_color;
  GtkWidget *success_color;
  GtkWidget *warning_color;
  GtkWidget *error_color;
  GtkLabel *hint;
  GtkLabel *stamp;

  DeskDocument *document;
  GSignalGroup *document_signals;
  GSignalGroup *buffer_signals;
  GSignalGroup *undo_signals;
  DeskDresser *dresser;
  DeskStyler *styler;
  DeskHouseWords *house_words;
  DeskEmbeds *embeds;
  DeskGutter *gutter;
  gboolean focus_mode;
  DeskFocusDim *dim; /* (nullable): in focus mode */
  GtkWidget *popover; /* of a claim being made */

  GtkWidget *field; /* the one typed in last */
  gboolean entry_changed;
  gboolean can_undo;
  gboolean can_redo;

  guint place_id;
  guint colors_id;
  guint spelling_id;
  char *last_open; /* claim that F8 went to */
};

/* Words that a popover asks about: they stay marked meanwhile, whatever is selected elsewhere. */
typedef struct
{
  DeskEditor *editor; /* not owned: the popover is a child of it */
  GtkTextMark *start;
  GtkTextMark *end;
} Passage;

G_DEFINE_FINAL_TYPE (DeskEditor, desk_editor, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_DOCUMENT,
  PROP_CAN_UNDO,
  PROP_CAN_REDO,
  PROP_FOCUS_MODE,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static GtkTextBuffer *
get_buffer (DeskEditor *self)
{
  return GTK_TEXT_BUFFER (desk_document_get_body (self->document));
}

static void
toast (DeskEditor *self, const char *message)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "story.toast", "s", message);
}

static GtkTextDirection
get_direction (const char *language)
{
  return desk_article_is_right_to_left (language) ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR;
}

/* --- cards and marks go where their lines are, once lines are laid out and before they are drawn --- */

static void
place_stamp (DeskEditor *self)
{
  GtkTextIter end;
  int y, height;

  if (!gtk_widget_get_visible (GTK_WIDGET (self->stamp)))
    return;

  gtk_text_buffer_get_end_iter (get_buffer (self), &end);
  gtk_text_view_get_line_yrange (self->body, &end, &y, &height);
  gtk_text_view_move_overlay (self->body, GTK_WIDGET (self->stamp), gtk_text_view_get_left_margin (self->body), y + height + 12);
}

static gboolean
place_cb (gpointer data)
{
  DeskEditor *self = data;

  self->place_id = 0;
  if (self->document && gtk_widget_get_realized (GTK_WIDGET (self->body)))
    {
      desk_embeds_place (self->embeds);
      desk_gutter_update (self->gutter);
      place_stamp (self);
    }
  return G_SOURCE_REMOVE;
}

static void
queue_place (DeskEditor *self)
{
  if (self->place_id == 0)
    self->place_id = g_idle_add_full (GDK_PRIORITY_REDRAW - 5, place_cb, self, NULL);
}

static void
dressed_cb (DeskEditor *self, GPtrArray *embeds)
{
  desk_paragraph_marks_update (self->body, desk_dresser_get_paragraphs (self->dresser));
  desk_embeds_set_embeds (self->embeds, embeds);
  queue_place (self);
}

static void
update_colors (DeskEditor *self)
{
  DeskMarkColors colors;

  if (!self->document)
    return;

  gtk_widget_get_color (self->accent_color, &colors.accent);
  gtk_widget_get_color (self->success_color, &colors.success);
  gtk_widget_get_color (self->warning_color, &colors.warning);
  gtk_widget_get_color (self->error_color, &colors.error);
  desk_markdown_marks_set_colors (get_buffer (self), &colors);
  desk_claim_marks_set_colors (get_buffer (self), &colors);
  desk_styler_prepare (get_buffer (self));
  desk_note_marks_set_colors (get_buffer (self), &colors);
}

static void
colors_cb (gpointer data)
{
  DeskEditor *self = data;

  self->colors_id = 0;
  update_colors (self);
}

/* The samples have their new colours when the style was computed anew. */
static void
queue_colors (DeskEditor *self)
{
  if (self->colors_id == 0)
    self->colors_id = g_idle_add_once (colors_cb, self);
}

static void
update_hint (DeskEditor *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->hint), self->document && gtk_text_buffer_get_char_count (get_buffer (self)) == 0);
}

/* Where things move, the view's height or place becomes another; what moves within a paragraph is seen to once it is dressed. */
static void
body_changed_cb (DeskEditor *self)
{
  update_hint (self);
}

/* --- what is shown of the document --- */

static gboolean
spelling_cb (gpointer data)
{
  DeskEditor *self = data;
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) format = g_menu_new ();
  GMenuModel *suggestions;

  self->spelling_id = 0;
  suggestions = desk_spelling_attach (self->body, desk_document_get_language (self->document));
  g_menu_append (menu, _ ("_Mark as Claim"), "story.add-claim");
  g_menu_append (menu, _ ("Add N_ote"), "story.add-note");
  g_menu_append (menu, _ ("_Who Wrote This?"), "story.blame");
  desk_format_menu_fill (format);
  g_menu_append_submenu (menu, _ ("F_ormat"), G_MENU_MODEL (format));
  desk_house_words_apply (self->house_words);
  if (suggestions)
    {
      g_menu_append_section (menu, NULL, suggestions);
      g_menu_append (menu, _ ("Add to the _Desk’s Words"), "story.add-word");
    }
  gtk_text_view_set_extra_menu (self->body, G_MENU_MODEL (menu));
  /* Addresses are exempt. */
  desk_dresser_dress (self->dresser);
  return G_SOURCE_REMOVE;
}

static void
update_language (DeskEditor *self)
{
  GtkTextDirection direction = get_direction (desk_document_get_language (self->document));
  GtkWidget *fields[] = { GTK_WIDGET (self->headline), GTK_WIDGET (self->standfirst), self->lines,
                          GTK_WIDGET (self->byline), self->dateline_box, GTK_WIDGET (self->dateline), GTK_WIDGET (self->body) };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    gtk_widget_set_direction (fields[i], direction);
  desk_paster_set_language (self->body, desk_document_get_language (self->document));
  gtk_text_view_set_left_margin (self->body, direction == GTK_TEXT_DIR_RTL ? 0 : DESK_GUTTER_WIDTH);
  gtk_text_view_set_right_margin (self->body, direction == GTK_TEXT_DIR_RTL ? DESK_GUTTER_WIDTH : 0);

  desk_embeds_update_posts (self->embeds);
  if (self->spelling_id == 0)
    self->spelling_id = g_timeout_add_full (G_PRIORITY_LOW, SPELLING_AFTER, spelling_cb, self, NULL);
  queue_place (self);
}

static void
update_claims (DeskEditor *self)
{
  desk_claim_marks_update (self->document);
  desk_note_marks_update (self->document);
  queue_place (self);
}

static void
update_snapshot (DeskEditor *self)
{
  DeskSnapshot *snapshot = desk_document_get_snapshot (self->document);
  DeskUpdate *update = snapshot ? desk_snapshot_get_stamp (snapshot) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->stamp), update != NULL);
  gtk_label_set_label (self->stamp, update ? update->words : "");
  desk_embeds_update_posts (self->embeds);
  desk_dresser_ensure (self->dresser);
  queue_place (self);
}

/* --- undo, of the field typed in last --- */

static void
update_undo (DeskEditor *self)
{
  gboolean can_undo = FALSE;
  gboolean can_redo = FALSE;

  if (self->document && GTK_IS_TEXT_VIEW (self->field))
    {
      GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->field));

      can_undo = gtk_text_buffer_get_can_undo (buffer);
      can_redo = gtk_text_buffer_get_can_redo (buffer);
    }
  else if (self->document && GTK_IS_TEXT (self->field))
    {
      /* It keeps to itself whether there is anything to undo. */
      can_undo = self->entry_changed;
      can_redo = self->entry_changed;
    }

  if (self->can_undo != can_undo)
    {
      self->can_undo = can_undo;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CAN_UNDO]);
    }
  if (self->can_redo != can_redo)
    {
      self->can_redo = can_redo;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CAN_REDO]);
    }
}

static void
follow_undo (DeskEditor *self)
{
  g_signal_group_set_target (self->undo_signals, GTK_IS_TEXT_VIEW (self->field) ? gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->field)) : NULL);
  update_undo (self);
}

static void
field_focused_cb (GtkEventControllerFocus *controller, GParamSpec *pspec, DeskEditor *self)
{
  GtkWidget *field = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));

  if (!gtk_event_controller_focus_contains_focus (controller) || field == self->field)
    return;

  self->field = field;
  self->entry_changed = FALSE;
  follow_undo (self);
}

/* A GtkText as wide as its words stays as wide as it was, unless told; an empty one is to show what belongs there. */
static void
fit_entry (GtkText *entry)
{
  const char *words = gtk_editable_get_text (GTK_EDITABLE (entry));
  const char *placeholder = gtk_text_get_placeholder_text (entry);

  gtk_editable_set_width_chars (GTK_EDITABLE (entry), *words == '\0' ? (int) g_utf8_strlen (placeholder, -1) : -1);
  gtk_widget_queue_resize (GTK_WIDGET (entry));
}

static void
entry_changed_cb (GtkWidget *entry, DeskEditor *self)
{
  fit_entry (GTK_TEXT (entry));
  if (entry != self->field)
    return;

  self->entry_changed = TRUE;
  update_undo (self);
}

static void
watch_field (DeskEditor *self, gpointer field)
{
  GtkEventController *controller = gtk_event_controller_focus_new ();

  g_signal_connect (controller, "notify::contains-focus", G_CALLBACK (field_focused_cb), self);
  gtk_widget_add_controller (field, controller);
}

static void
narrow_cb (DeskEditor *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->headline), "title-1");
  gtk_widget_add_css_class (GTK_WIDGET (self->headline), "title-2");
}

static void
wide_cb (DeskEditor *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->headline), "title-2");
  gtk_widget_add_css_class (GTK_WIDGET (self->headline), "title-1");
}

/* --- from field to field --- */

static void
headline_activate_cb (DeskEditor *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->standfirst));
}

static void
standfirst_activate_cb (DeskEditor *self)
{
  gtk_text_grab_focus_without_selecting (self->byline);
}

static void
byline_activate_cb (DeskEditor *self)
{
  gtk_text_grab_focus_without_selecting (self->dateline);
}

static void
dateline_activate_cb (DeskEditor *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->body));
}

/* --- one paragraph at a time, and words in any size --- */

static void
update_focus_mode (DeskEditor *self)
{
  g_clear_object (&self->dim);
  if (self->focus_mode && self->document)
    self->dim = desk_focus_dim_new (get_buffer (self));
  if (self->focus_mode)
    gtk_widget_add_css_class (GTK_WIDGET (self), "focus-mode");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "focus-mode");
}

static void
set_focus_mode (DeskEditor *self, gboolean focus_mode)
{
  if (self->focus_mode == focus_mode)
    return;

  self->focus_mode = focus_mode;
  update_focus_mode (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FOCUS_MODE]);
}

static gboolean
scroll_cb (DeskEditor *self, double dx, double dy, GtkEventControllerScroll *controller)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));

  if ((state & gtk_accelerator_get_default_mod_mask ()) != GDK_CONTROL_MASK || dy == 0)
    return GDK_EVENT_PROPAGATE;
  desk_text_size_change (dy < 0 ? 1 : -1);
  return GDK_EVENT_STOP;
}

static gboolean
key_pressed_cb (DeskEditor *self, guint keyval, guint keycode, GdkModifierType state)
{
  if (keyval != GDK_KEY_Escape || state & gtk_accelerator_get_default_mod_mask () || !self->focus_mode)
    return GDK_EVENT_PROPAGATE;
  set_focus_mode (self, FALSE);
  return GDK_EVENT_STOP;
}

static gboolean
body_key_pressed_cb (DeskEditor *self, guint keyval, guint keycode, GdkModifierType state)
{
  GtkTextIter iter;

  if ((keyval != GDK_KEY_Up && keyval != GDK_KEY_KP_Up) || state & gtk_accelerator_get_default_mod_mask ())
    return GDK_EVENT_PROPAGATE;

  gtk_text_buffer_get_iter_at_mark (get_buffer (self), &iter, gtk_text_buffer_get_insert (get_buffer (self)));
  gtk_text_view_backward_display_line_start (self->body, &iter);
  return gtk_text_iter_is_start (&iter) && gtk_text_grab_focus_without_selecting (self->dateline);
}

static void show_finding (DeskEditor *self, const DeskStyleFinding *finding);

/* --- claims under the pointer --- */

static gboolean
get_iter_at (DeskEditor *self, double x, double y, GtkTextIter *iter)
{
  int buffer_x, buffer_y;

  gtk_text_view_window_to_buffer_coords (self->body, GTK_TEXT_WINDOW_WIDGET, x, y, &buffer_x, &buffer_y);
  return gtk_text_view_get_iter_at_location (self->body, iter, buffer_x, buffer_y);
}

static gboolean
body_query_tooltip_cb (DeskEditor *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  g_autofree char *words = NULL;
  DeskClaim *claim;
  const char *status;
  GtkTextIter iter;

  if (!self->document)
    return FALSE;
  if (keyboard)
    gtk_text_buffer_get_iter_at_mark (get_buffer (self), &iter, gtk_text_buffer_get_insert (get_buffer (self)));
  else if (!get_iter_at (self, x, y, &iter))
    return FALSE;

  claim = desk_document_get_claim_at (self->document, &iter);
  if (!claim)
    {
      DeskNote *note = desk_document_get_note_at (self->document, &iter);
      const DeskStyleFinding *finding = desk_styler_find_at (self->styler, gtk_text_iter_get_offset (&iter));

      if (finding || (note && !note->resolved))
        gtk_tooltip_set_text (tooltip, finding ? finding->message : note->words);
      return finding || (note && !note->resolved);
    }

  status = desk_enum_get_label (DESK_TYPE_STATUS, desk_document_get_claim_status (self->document, claim));
  /* Translators: who said it, and the status of the claim: "Marrow Coast Guard · Disputed" */
  words = *claim->by ? g_strdup_printf (_ ("%s · %s"), claim->by, status) : g_strdup (status);
  gtk_tooltip_set_text (tooltip, words);
  return TRUE;
}

static void
body_released_cb (GtkGestureClick *gesture, int n_press, double x, double y, DeskEditor *self)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  DeskClaim *claim;
  GtkTextIter iter;

  if (!(state & GDK_CONTROL_MASK) || !self->document || !get_iter_at (self, x, y, &iter))
    return;

  claim = desk_document_get_claim_at (self->document, &iter);
  if (claim)
    gtk_widget_activate_action (GTK_WIDGET (self), "story.edit-claim", "s", claim->id);
  else
    show_finding (self, desk_styler_find_at (self->styler, gtk_text_iter_get_offset (&iter)));
}

/* --- what is put into the text --- */

static void
scroll_to_cursor (DeskEditor *self)
{
  gtk_text_view_scroll_mark_onscreen (self->body, gtk_text_buffer_get_insert (get_buffer (self)));
}

static void
commit_claim (DeskEditor *self, const GtkTextIter *start, const GtkTextIter *end, const char *who, DeskClaimKind kind, DeskSaid said, GPtrArray *evidence)
{
  g_autoptr (DeskAnchor) anchor = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *changes;

  anchor = desk_document_make_anchor (self->document, start, end, &error);
  if (!anchor)
    {
      toast (self, error->message);
      return;
    }

  changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  g_ptr_array_add (changes, desk_change_new_claim (anchor, who, kind, said, DESK_SO_OPEN, NULL, evidence));
  desk_document_commit (self->document, DESK_WHY_CHECK, changes);
}

/* --- a new claim --- */

static Passage *
passage_new (DeskEditor *self, const GtkTextIter *start, const GtkTextIter *end)
{
  GtkTextBuffer *buffer = get_buffer (self);
  Passage *passage = g_new0 (Passage, 1);

  passage->editor = self;
  passage->start = g_object_ref (gtk_text_buffer_create_mark (buffer, NULL, start, FALSE));
  passage->end = g_object_ref (gtk_text_buffer_create_mark (buffer, NULL, end, TRUE));
  return passage;
}

static void
passage_free (gpointer data, GClosure *closure)
{
  Passage *claim = data;
  GtkTextBuffer *buffer = gtk_text_mark_get_buffer (claim->start);

  if (buffer)
    {
      gtk_text_buffer_delete_mark (buffer, claim->start);
      gtk_text_buffer_delete_mark (buffer, claim->end);
    }
  g_object_unref (claim->start);
  g_object_unref (claim->end);
  g_free (claim);
}

static void
claim_accepted_cb (DeskClaimPopover *popover, const char *who, DeskClaimKind kind, Passage *claim)
{
  DeskEditor *self = claim->editor;
  GtkTextBuffer *buffer = gtk_text_mark_get_buffer (claim->start);
  GtkTextIter start, end;

  if (!self->document || buffer != get_buffer (self))
    return;

  gtk_text_buffer_get_iter_at_mark (buffer, &start, claim->start);
  gtk_text_buffer_get_iter_at_mark (buffer, &end, claim->end);
  commit_claim (self, &start, &end, who, kind, DESK_SAID_OPEN, NULL);
  gtk_text_buffer_place_cursor (buffer, &end);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), _ ("Marked as a claim"), GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static gboolean
drop_popover_cb (gpointer data)
{
  gtk_widget_unparent (data);
  return G_SOURCE_REMOVE;
}

static void
popover_closed_cb (GtkWidget *popover, DeskEditor *self)
{
  if (self->popover != popover)
    return;

  /* It is still busy closing. */
  self->popover = NULL;
  g_idle_add_full (G_PRIORITY_DEFAULT, drop_popover_cb, g_object_ref (popover), g_object_unref);
  gtk_widget_grab_focus (GTK_WIDGET (self->body));
}

/* The selection, or the sentence at the cursor. */
static gboolean
get_words_to_claim (DeskEditor *self, GtkTextIter *start, GtkTextIter *end)
{
  GtkTextBuffer *buffer = get_buffer (self);
  g_autofree char *selected = NULL;
  guint first, last;

  if (!gtk_text_buffer_get_selection_bounds (buffer, start, end))
    {
      g_autofree char *body = NULL;
      int cursor;

      gtk_text_buffer_get_iter_at_mark (buffer, start, gtk_text_buffer_get_insert (buffer));
      cursor = gtk_text_iter_get_offset (start);
      gtk_text_buffer_get_bounds (buffer, start, end);
      body = gtk_text_buffer_get_text (buffer, start, end, TRUE);
      if (!desk_words_sentence_at (body, cursor, desk_document_get_language (self->document), &first, &last))
        {
          toast (self, _ ("There is no sentence at the cursor to mark"));
          return FALSE;
        }
      gtk_text_buffer_get_iter_at_offset (buffer, start, first);
      gtk_text_buffer_get_iter_at_offset (buffer, end, last);
      return TRUE;
    }

  selected = gtk_text_iter_get_text (start, end);
  if (*g_strstrip (selected) == '\0')
    {
      toast (self, _ ("Select the words of a claim, or put the cursor in its sentence"));
      return FALSE;
    }
  if (gtk_text_iter_is_start (start) && gtk_text_iter_is_end (end) && strstr (selected, "\n\n"))
    {
      toast (self, _ ("A whole story is no claim: select a sentence or a part of one"));
      return FALSE;
    }
  return TRUE;
}

/* Where the words are, as far as they are on the line that they begin in; buffer coordinates. */
static GdkRectangle
get_first_line (DeskEditor *self, const GtkTextIter *start, const GtkTextIter *end)
{
  GtkTextIter line_end = *start;
  GdkRectangle first, last, place;

  gtk_text_view_forward_display_line_end (self->body, &line_end);
  if (gtk_text_iter_compare (end, &line_end) < 0)
    line_end = *end;
  gtk_text_view_get_iter_location (self->body, start, &first);
  gtk_text_view_get_iter_location (self->body, &line_end, &last);
  gdk_rectangle_union (&first, &last, &place);
  return place;
}

static DeskAttribution *
guess_attribution (DeskEditor *self, const GtkTextIter *start, const char *words)
{
  g_autofree char *body = NULL;
  g_autofree char *sentence = NULL;
  const char *language = desk_document_get_language (self->document);
  GtkTextIter first, last;
  guint from, to;

  gtk_text_buffer_get_bounds (get_buffer (self), &first, &last);
  body = gtk_text_iter_get_text (&first, &last);
  if (desk_words_sentence_at (body, gtk_text_iter_get_offset (start), language, &from, &to))
    sentence = g_utf8_substring (body, from, to);
  return desk_attribution_guess (words, sentence ? sentence : words, language);
}

/* --- */

static void
set_buffers (DeskEditor *self, DeskDocument *document)
{
  g_autoptr (GtkTextBuffer) empty = gtk_text_buffer_new (NULL);
  g_autoptr (GtkSourceBuffer) empty_body = gtk_source_buffer_new (NULL);
  g_autoptr (GtkEntryBuffer) empty_entry = gtk_entry_buffer_new (NULL, -1);

  gtk_text_view_set_buffer (self->headline, document ? desk_document_get_headline (document) : empty);
  gtk_text_view_set_buffer (self->standfirst, document ? desk_document_get_standfirst (document) : empty);
  gtk_text_set_buffer (self->byline, document ? desk_document_get_byline (document) : empty_entry);
  gtk_text_set_buffer (self->dateline, document ? desk_document_get_dateline (document) : empty_entry);
  fit_entry (self->byline);
  fit_entry (self->dateline);
  gtk_text_view_set_buffer (self->body, document ? GTK_TEXT_BUFFER (desk_document_get_body (document)) : GTK_TEXT_BUFFER (empty_body));
}

static void
close_popover (DeskEditor *self)
{
  GtkWidget *popover = g_steal_pointer (&self->popover);

  if (popover)
    gtk_widget_unparent (popover);
}

static void
leave_document (DeskEditor *self)
{
  if (!self->document)
    return;

  close_popover (self);
  g_clear_object (&self->dim);
  desk_paster_leave (self->body);
  g_clear_handle_id (&self->spelling_id, g_source_remove);
  desk_dresser_set_document (self->dresser, NULL);
  desk_styler_set_document (self->styler, NULL);
  desk_house_words_set_document (self->house_words, NULL);
  gtk_widget_insert_action_group (GTK_WIDGET (self->body), "spelling", NULL);
  gtk_text_view_set_extra_menu (self->body, NULL);
  g_signal_group_set_target (self->document_signals, NULL);
  g_signal_group_set_target (self->buffer_signals, NULL);
  desk_find_bar_set_view (self->find_bar, NULL);
  desk_embeds_set_document (self->embeds, NULL);
  desk_gutter_set_document (self->gutter, NULL);
  if (desk_document_get_snapshot (self->document))
    desk_document_commit (self->document, DESK_WHY_LEAVE, NULL);
  g_clear_object (&self->document);
}

static void
desk_editor_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  DeskEditor *self = DESK_EDITOR (object);

  switch (prop_id)
    {
    case PROP_DOCUMENT:
      g_value_set_object (value, self->document);
      break;
    case PROP_CAN_UNDO:
      g_value_set_boolean (value, self->can_undo);
      break;
    case PROP_CAN_REDO:
      g_value_set_boolean (value, self->can_redo);
      break;
    case PROP_FOCUS_MODE:
      g_value_set_boolean (value, self->focus_mode);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
desk_editor_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_DOCUMENT:
      desk_editor_set_document (DESK_EDITOR (object), g_value_get_object (value));
      break;
    case PROP_FOCUS_MODE:
      set_focus_mode (DESK_EDITOR (object), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
desk_editor_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (desk_editor_parent_class)->map (widget);

  update_colors (DESK_EDITOR (widget));
}

static gboolean
desk_editor_grab_focus (GtkWidget *widget)
{
  DeskEditor *self = DESK_EDITOR (widget);

  return gtk_widget_grab_focus (self->field ? self->field : GTK_WIDGET (self->body));
}

static void
desk_editor_dispose (GObject *object)
{
  DeskEditor *self = DESK_EDITOR (object);

  leave_document (self);
  if (self->body)
    desk_format_bar_detach (self->body);
  g_clear_handle_id (&self->place_id, g_source_remove);
  g_clear_handle_id (&self->colors_id, g_source_remove);
  g_clear_object (&self->dresser);
  g_clear_object (&self->styler);
  g_clear_object (&self->house_words);
  g_clear_object (&self->embeds);
  g_clear_object (&self->gutter);
  g_clear_object (&self->document_signals);
  g_clear_object (&self->buffer_signals);
  g_clear_object (&self->undo_signals);
  self->field = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (object), DESK_TYPE_EDITOR);

  G_OBJECT_CLASS (desk_editor_parent_class)->dispose (object);
}

static void
desk_editor_finalize (GObject *object)
{
  g_free (DESK_EDITOR (object)->last_open);

  G_OBJECT_CLASS (desk_editor_parent_class)->finalize (object);
}

static void
desk_editor_class_init (DeskEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_editor_dispose;
  object_class->finalize = desk_editor_finalize;
  object_class->get_property = desk_editor_get_property;
  object_class->set_property = desk_editor_set_property;
  widget_class->map = desk_editor_map;
  widget_class->grab_focus = desk_editor_grab_focus;

  props[PROP_DOCUMENT] = g_param_spec_object ("document", NULL, NULL, DESK_TYPE_DOCUMENT, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_CAN_UNDO] = g_param_spec_boolean ("can-undo", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_CAN_REDO] = g_param_spec_boolean ("can-redo", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  props[PROP_FOCUS_MODE] = g_param_spec_boolean ("focus-mode", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (DESK_TYPE_COLUMN);
  g_type_ensure (DESK_TYPE_FIND_BAR);
  g_type_ensure (DESK_TYPE_STATUS_BAR);
  g_type_ensure (DESK_TYPE_TITLE_VIEW);
  g_type_ensure (DESK_TYPE_BODY_VIEW);

  gtk_widget_class_set_css_name (widget_class, "editor");
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Desk/ui/desk-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskEditor, content);
  gtk_widget_class_bind_template_child (widget_class, DeskEditor, status_bar);
  gtk_widget_class_bind_template_child (widget_class, DeskEditor, find_bar);
  gtk_widget_class_bind_template_child (widget_class, DeskEditor, clamp);
  gtk_widget_class_bind_template_child (widget_class, DeskEditor, column);
  gtk_widget_class_bind_template_child (widget_class, DeskEditor, head);
  gtk_widget_class_bind_template_child (widget_class, DeskEditor, headline);
  gtk_widget_class_bind_template_child (widget_class, DeskEditor, standfirst);
  gtk_widget_class_bind_template_child (widget_class, DeskEditor, lines);
  gtk_widget_class_bind_template_child (widget_class, DeskEditor, dateline_box);
  gtk_widget_class_bind_template_child (widget_class, DeskEditor, byline);
  gtk_widget_class_bind_template_child (widget_class, DeskEditor, dateline);
  gtk_widget_class_bind_template_child (widget_class, DeskEditor, body);
  gtk_widget_class_bind_template_child (widget_class, DeskEditor, accent_color);
  gtk_widget_class_bind_template_child (widget_class, DeskEditor, success_color);
  gtk_widget_class_bind_template_child (widget_class, DeskEditor, warning_color);
  gtk_widget_class_bind_template_child (widget_class, DeskEditor, error_color);
  gtk_widget_class_bind_template_callback (widget_class, narrow_cb);
  gtk_widget_class_bind_template_callback (widget_class, wide_cb);
  gtk_widget_class_bind_template_callback (widget_class, headline_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, standfirst_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, byline_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, dateline_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, body_query_tooltip_cb);
}

static void
connect_signals (DeskEditor *self)
{
  self->document_signals = g_signal_group_new (DESK_TYPE_DOCUMENT);
  g_signal_group_connect_swapped (self->document_signals, "notify::language", G_CALLBACK (update_language), self);
  g_signal_group_connect_swapped (self->document_signals, "notify::zone", G_CALLBACK (update_snapshot), self);
  g_signal_group_connect_swapped (self->document_signals, "notify::snapshot", G_CALLBACK (update_snapshot), self);
  g_signal_group_connect_swapped (self->document_signals, "claims-moved", G_CALLBACK (update_claims), self);

  self->buffer_signals = g_signal_group_new (GTK_TYPE_TEXT_BUFFER);
  g_signal_group_connect_swapped (self->buffer_signals, "changed", G_CALLBACK (body_changed_cb), self);

  self->undo_signals = g_signal_group_new (GTK_TYPE_TEXT_BUFFER);
  g_signal_group_connect_swapped (self->undo_signals, "notify::can-undo", G_CALLBACK (update_undo), self);
  g_signal_group_connect_swapped (self->undo_signals, "notify::can-redo", G_CALLBACK (update_undo), self);

  g_signal_connect_object (adw_style_manager_get_default (), "notify", G_CALLBACK (queue_colors), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->body)), "changed", G_CALLBACK (queue_place), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->body)), "value-changed", G_CALLBACK (queue_place), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->body, "font-changed", G_CALLBACK (desk_dresser_dress_soon), self->dresser, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->dresser, "dressed", G_CALLBACK (dressed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->embeds, "room-changed", G_CALLBACK (queue_place), self, G_CONNECT_SWAPPED);
}

static GtkLabel *
add_label (DeskEditor *self, const char *words, const char *style)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_widget_add_css_class (label, "dimmed");
  if (style)
    gtk_widget_add_css_class (label, style);
  gtk_widget_set_can_target (label, FALSE);
  gtk_widget_set_visible (label, FALSE);
  desk_gutter_add_overlay (self->body, label, DESK_GUTTER_WIDTH, 0);
  return GTK_LABEL (label);
}

/* A source view takes every letter before its children see it: one pressed on a card's button would be typed into the text. */
static void
leave_keys_to_cards (DeskEditor *self)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (self->body));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller) && gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
        gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_TARGET);
    }
}

static void
add_body_controllers (DeskEditor *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (body_key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->body), keys);

  /* Beside the text view's own clicks, not instead of them. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect (click, "released", G_CALLBACK (body_released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->body), GTK_EVENT_CONTROLLER (click));
}

static void
add_controllers (DeskEditor *self)
{
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL | GTK_EVENT_CONTROLLER_SCROLL_DISCRETE);
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (scroll, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);

  /* Behind all that has a use for Escape. */
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

static void
desk_editor_init (DeskEditor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->hint = add_label (self, _ ("Write the story here"), NULL);
  self->stamp = add_label (self, "", "caption");
  self->dresser = desk_dresser_new ();
  self->styler = desk_styler_new ();
  self->house_words = desk_house_words_new ();
  self->embeds = desk_embeds_new (self->body);
  self->gutter = desk_gutter_new (self->body);

  watch_field (self, self->headline);
  watch_field (self, self->standfirst);
  watch_field (self, self->byline);
  watch_field (self, self->dateline);
  watch_field (self, self->body);
  g_signal_connect (self->byline, "changed", G_CALLBACK (entry_changed_cb), self);
  g_signal_connect (self->dateline, "changed", G_CALLBACK (entry_changed_cb), self);
  leave_keys_to_cards (self);
  add_controllers (self);
  add_body_controllers (self);
  desk_text_size_follow (self->clamp);
  desk_formatter_attach (self->body);
  desk_format_bar_attach (self->body, GTK_WIDGET (self));
  desk_paster_attach (self->body);
  desk_own_cursor_attach (self->body);
  connect_signals (self);
}

DeskDocument *
desk_editor_get_document (DeskEditor *self)
{
  g_return_val_if_fail (DESK_IS_EDITOR (self), NULL);

  return self->document;
}

void
desk_editor_set_document (DeskEditor *self, DeskDocument *document)
{
  GtkTextBuffer *buffer;

  g_return_if_fail (DESK_IS_EDITOR (self));
  g_return_if_fail (document == NULL || DESK_IS_DOCUMENT (document));

  if (self->document == document)
    return;

  leave_document (self);
  set_buffers (self, document);
  g_set_str (&self->last_open, NULL);
  if (document)
    {
      self->document = g_object_ref (document);
      buffer = get_buffer (self);
      desk_embeds_set_document (self->embeds, document);
      desk_gutter_set_document (self->gutter, document);
      g_signal_group_set_target (self->buffer_signals, buffer);
      g_signal_group_set_target (self->document_signals, document);
      desk_find_bar_set_view (self->find_bar, GTK_SOURCE_VIEW (self->body));
      desk_dresser_set_document (self->dresser, document);
      desk_styler_set_document (self->styler, document);
      desk_house_words_set_document (self->house_words, document);

      update_colors (self);
      update_focus_mode (self);
      update_language (self);
      update_snapshot (self);
      update_claims (self);
    }
  update_hint (self);
  follow_undo (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DOCUMENT]);
}

void
desk_editor_undo (DeskEditor *self)
{
  g_return_if_fail (DESK_IS_EDITOR (self));

  desk_slices_finish (self->body);
  if (GTK_IS_TEXT_VIEW (self->field))
    {
      gtk_text_buffer_undo (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->field)));
      gtk_text_view_scroll_mark_onscreen (GTK_TEXT_VIEW (self->field), gtk_text_buffer_get_insert (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->field))));
    }
  else if (self->field)
    {
      gtk_widget_activate_action (self->field, "text.undo", NULL);
    }
}

void
desk_editor_redo (DeskEditor *self)
{
  g_return_if_fail (DESK_IS_EDITOR (self));

  if (GTK_IS_TEXT_VIEW (self->field))
    {
      gtk_text_buffer_redo (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->field)));
      gtk_text_view_scroll_mark_onscreen (GTK_TEXT_VIEW (self->field), gtk_text_buffer_get_insert (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->field))));
    }
  else if (self->field)
    {
      gtk_widget_activate_action (self->field, "text.redo", NULL);
    }
}

void
desk_editor_focus (DeskEditor *self)
{
  g_return_if_fail (DESK_IS_EDITOR (self));

  if (self->document &&
      gtk_text_buffer_get_char_count (get_buffer (self)) == 0 &&
      gtk_text_buffer_get_char_count (desk_document_get_headline (self->document)) == 0)
    gtk_widget_grab_focus (GTK_WIDGET (self->headline));
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->body));
}

/* Shows a popover at the first line of a passage. @popover: floating, kept until it is closed */
static void
popup_at (DeskEditor *self, GtkWidget *popover, const GtkTextIter *start, const GtkTextIter *end)
{
  GdkRectangle place = get_first_line (self, start, end);
  graphene_point_t corner;

  gtk_text_view_buffer_to_window_coords (self->body, GTK_TEXT_WINDOW_WIDGET, place.x, place.y, &place.x, &place.y);
  if (!gtk_widget_compute_point (GTK_WIDGET (self->body), GTK_WIDGET (self), &GRAPHENE_POINT_INIT (place.x, place.y), &corner))
    corner = GRAPHENE_POINT_INIT (0, 0);
  place.x = corner.x;
  place.y = corner.y;

  self->popover = popover;
  g_signal_connect (self->popover, "closed", G_CALLBACK (popover_closed_cb), self);
  gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), &place);
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

void
desk_editor_add_claim (DeskEditor *self)
{
  g_autoptr (DeskAttribution) guess = NULL;
  g_autofree char *words = NULL;
  GtkTextIter start, end;
  GtkTextBuffer *buffer;
  GtkWidget *popover;
  Passage *claim;

  g_return_if_fail (DESK_IS_EDITOR (self));

  if (!self->document || !desk_document_get_snapshot (self->document) || !get_words_to_claim (self, &start, &end))
    return;

  buffer = get_buffer (self);
  words = gtk_text_iter_get_text (&start, &end);
  g_strstrip (words);
  guess = guess_attribution (self, &start, words);

  close_popover (self);
  gtk_text_view_scroll_to_iter (self->body, &start, 0, FALSE, 0, 0);
  gtk_text_buffer_select_range (buffer, &end, &start);

  claim = passage_new (self, &start, &end);

  popover = GTK_WIDGET (desk_claim_popover_new (words, guess));
  g_signal_connect_data (popover, "accepted", G_CALLBACK (claim_accepted_cb), claim, passage_free, G_CONNECT_DEFAULT);
  popup_at (self, popover, &start, &end);
}

/* Whether what was typed in last is the text: headline, byline and the rest have no format. */
static gboolean
is_in_body (DeskEditor *self)
{
  if (!self->document)
    return FALSE;
  if (!self->field || self->field == GTK_WIDGET (self->body))
    return TRUE;
  toast (self, _ ("Only the text of the story has formats: put the cursor there"));
  return FALSE;
}

void
desk_editor_format (DeskEditor *self, DeskFormat format, guint level)
{
  g_return_if_fail (DESK_IS_EDITOR (self));

  if (!is_in_body (self))
    return;
  desk_formatter_toggle (self->body, format, level);
  /* Seen at once, not only when typing rests. */
  desk_dresser_dress (self->dresser);
}

static void
link_accepted_cb (DeskLinkPopover *popover, const char *address, Passage *passage)
{
  DeskEditor *self = passage->editor;
  GtkTextBuffer *buffer = gtk_text_mark_get_buffer (passage->start);
  GtkTextIter start, end;

  if (!self->document || buffer != get_buffer (self))
    return;

  gtk_text_buffer_get_iter_at_mark (buffer, &start, passage->start);
  gtk_text_buffer_get_iter_at_mark (buffer, &end, passage->end);
  gtk_text_buffer_select_range (buffer, &end, &start);
  desk_formatter_set_link (self->body, address);
  desk_dresser_dress (self->dresser);
}

void
desk_editor_edit_link (DeskEditor *self)
{
  g_autofree char *address = NULL;
  GtkTextIter start, end;
  DeskLinkPopover *popover;

  g_return_if_fail (DESK_IS_EDITOR (self));

  if (!is_in_body (self))
    return;
  address = desk_formatter_dup_link (self->body);
  popover = desk_link_popover_new (address, gtk_widget_get_clipboard (GTK_WIDGET (self)));
  gtk_text_buffer_get_selection_bounds (get_buffer (self), &start, &end);
  g_signal_connect_data (popover, "accepted", G_CALLBACK (link_accepted_cb), passage_new (self, &start, &end), passage_free, G_CONNECT_DEFAULT);
  close_popover (self);
  popup_at (self, GTK_WIDGET (popover), &start, &end);
}

gboolean
desk_editor_get_passage (DeskEditor *self, guint *start, guint *end)
{
  GtkTextIter first, last;
  GtkTextBuffer *buffer;

  g_return_val_if_fail (DESK_IS_EDITOR (self), FALSE);

  if (self->document == NULL)
    return FALSE;
  buffer = get_buffer (self);
  if (!gtk_text_buffer_get_selection_bounds (buffer, &first, &last))
    {
      gtk_text_iter_set_line_offset (&first, 0);
      if (!gtk_text_iter_ends_line (&last))
        gtk_text_iter_forward_to_line_end (&last);
    }
  *start = gtk_text_iter_get_offset (&first);
  *end = gtk_text_iter_get_offset (&last);
  return *end > *start;
}

void
desk_editor_popup (DeskEditor *self, GtkWidget *popover, guint start, guint end)
{
  GtkTextIter first, last;

  g_return_if_fail (DESK_IS_EDITOR (self));
  g_return_if_fail (GTK_IS_POPOVER (popover));

  close_popover (self);
  gtk_text_buffer_get_iter_at_offset (get_buffer (self), &first, start);
  gtk_text_buffer_get_iter_at_offset (get_buffer (self), &last, end);
  gtk_text_view_scroll_to_iter (self->body, &first, 0, FALSE, 0, 0);
  popup_at (self, popover, &first, &last);
}

void
desk_editor_quote (DeskEditor *self, DeskPost *post, const char *words)
{
  g_autoptr (GPtrArray) evidence = NULL;
  g_autofree char *sentence = NULL;
  GtkTextBuffer *buffer;
  GtkTextIter start, end;
  int offset, length;

  g_return_if_fail (DESK_IS_EDITOR (self));
  g_return_if_fail (DESK_IS_POST (post));

  if (!self->document || !desk_document_get_snapshot (self->document))
    return;
  if (!words || !*words)
    words = post->words;
  if (!*words)
    {
      toast (self, _ ("No words of this post are kept, so there is nothing to quote"));
      return;
    }

  gtk_widget_grab_focus (GTK_WIDGET (self->body));
  buffer = get_buffer (self);
  sentence = desk_quotation_format (post, words, desk_document_get_language (self->document));
  length = g_utf8_strlen (sentence, -1);

  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_get_selection_bounds (buffer, &start, &end);
  if (!gtk_text_iter_starts_line (&end))
    {
      start = end;
      gtk_text_iter_backward_char (&start);
      if (!g_unichar_isspace (gtk_text_iter_get_char (&start)))
        gtk_text_buffer_insert (buffer, &end, " ", 1);
    }
  offset = gtk_text_iter_get_offset (&end);
  gtk_text_buffer_insert (buffer, &end, sentence, -1);
  if (!gtk_text_iter_ends_line (&end) && !g_unichar_isspace (gtk_text_iter_get_char (&end)))
    gtk_text_buffer_insert (buffer, &end, " ", 1);
  gtk_text_buffer_end_user_action (buffer);
  gtk_text_buffer_place_cursor (buffer, &end);

  evidence = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  g_ptr_array_add (evidence, desk_change_new_evidence (NULL, DESK_EVIDENCE_POST, DESK_STANCE_FOR, post->id, NULL, words));
  gtk_text_buffer_get_iter_at_offset (buffer, &start, offset);
  gtk_text_buffer_get_iter_at_offset (buffer, &end, offset + length);
  commit_claim (self, &start, &end, desk_quotation_get_who (post), DESK_CLAIM_QUOTATION, DESK_SAID_YES, evidence);

  gtk_widget_grab_focus (GTK_WIDGET (self->body));
  scroll_to_cursor (self);
}

void
desk_editor_insert_post (DeskEditor *self, DeskPost *post)
{
  g_autofree char *link = NULL;

  g_return_if_fail (DESK_IS_EDITOR (self));
  g_return_if_fail (DESK_IS_POST (post));

  if (!self->document)
    return;
  if (!*post->address)
    {
      toast (self, _ ("This post was kept without an address: quote its words instead"));
      return;
    }

  link = g_strdup_printf ("<%s>", post->address);
  gtk_widget_grab_focus (GTK_WIDGET (self->body));
  desk_insert_paragraph (self->body, link);
}

gboolean
desk_editor_open_here (DeskEditor *self)
{
  GtkTextIter iter;
  DeskClaim *claim;

  g_return_val_if_fail (DESK_IS_EDITOR (self), FALSE);

  if (!self->document)
    return FALSE;
  gtk_text_buffer_get_iter_at_mark (get_buffer (self), &iter, gtk_text_buffer_get_insert (get_buffer (self)));
  if (desk_embeds_enter (self->embeds, &iter))
    return TRUE;
  claim = desk_document_get_claim_at (self->document, &iter);
  if (claim)
    gtk_widget_activate_action (GTK_WIDGET (self), "story.edit-claim", "s", claim->id);
  return claim != NULL;
}

void
desk_editor_show_range (DeskEditor *self, guint start, guint end)
{
  GtkTextIter first, last;

  g_return_if_fail (DESK_IS_EDITOR (self));

  if (!self->document)
    return;

  /* First: with the focus comes the cursor that this view had. */
  gtk_widget_grab_focus (GTK_WIDGET (self->body));
  gtk_text_buffer_get_iter_at_offset (get_buffer (self), &first, start);
  gtk_text_buffer_get_iter_at_offset (get_buffer (self), &last, end);
  gtk_text_buffer_select_range (get_buffer (self), &first, &last);
  gtk_text_view_scroll_to_mark (self->body, gtk_text_buffer_get_insert (get_buffer (self)), 0.1, FALSE, 0, 0);
}

gboolean
desk_editor_show_claim (DeskEditor *self, const char *claim)
{
  GtkTextIter start, end;

  g_return_val_if_fail (DESK_IS_EDITOR (self), FALSE);
  g_return_val_if_fail (claim != NULL, FALSE);

  if (!self->document || !desk_document_get_claim_range (self->document, claim, &start, &end))
    return FALSE;

  desk_editor_show_range (self, gtk_text_iter_get_offset (&start), gtk_text_iter_get_offset (&end));
  return TRUE;
}

typedef struct
{
  const char *claim;
  guint start;
  guint end;
} OpenClaim;

static int
compare_open (gconstpointer a, gconstpointer b)
{
  const OpenClaim *one = a, *other = b;

  if (one->start != other->start)
    return one->start < other->start ? -1 : 1;
  if (one->end != other->end)
    return one->end < other->end ? -1 : 1;
  return strcmp (one->claim, other->claim);
}

static GArray *
list_open_claims (DeskEditor *self)
{
  GListModel *claims = desk_document_get_claims (self->document);
  GArray *open = g_array_new (FALSE, FALSE, sizeof (OpenClaim));

  for (guint i = 0; i < g_list_model_get_n_items (claims); i++)
    {
      g_autoptr (DeskClaim) claim = g_list_model_get_item (claims, i);
      DeskStatus status = desk_document_get_claim_status (self->document, claim);
      GtkTextIter start, end;
      OpenClaim one;

      if ((status != DESK_STATUS_OPEN && status != DESK_STATUS_CHANGED && status != DESK_STATUS_DISPUTED) ||
          !desk_document_get_claim_range (self->document, claim->id, &start, &end))
        continue;
      one.claim = claim->id;
      one.start = gtk_text_iter_get_offset (&start);
      one.end = gtk_text_iter_get_offset (&end);
      g_array_append_val (open, one);
    }
  g_array_sort (open, compare_open);
  return open;
}

const char *
desk_editor_next_open (DeskEditor *self, gboolean backwards)
{
  g_autoptr (GArray) open = NULL;
  GtkTextIter start, end;
  guint from, to;
  int next = -1;

  g_return_val_if_fail (DESK_IS_EDITOR (self), NULL);

  if (!self->document)
    return NULL;
  open = list_open_claims (self);
  if (open->len == 0)
    return NULL;

  gtk_text_buffer_get_selection_bounds (get_buffer (self), &start, &end);
  from = gtk_text_iter_get_offset (&start);
  to = gtk_text_iter_get_offset (&end);

  /* From the one that is shown, if it still is, else from the cursor; round and round. */
  for (guint i = 0; i < open->len; i++)
    {
      OpenClaim *one = &g_array_index (open, OpenClaim, i);

      if (g_strcmp0 (one->claim, self->last_open) == 0 && one->start == from && one->end == to)
        {
          next = backwards ? (int) i - 1 : (int) i + 1;
          break;
        }
      if (backwards && one->start < from)
        next = i;
      if (!backwards && next < 0 && one->start >= from)
        next = i;
    }
  if (next < 0)
    next = backwards ? (int) open->len - 1 : 0;
  next %= (int) open->len;

  g_set_str (&self->last_open, g_array_index (open, OpenClaim, next).claim);
  desk_editor_show_claim (self, self->last_open);
  return self->last_open;
}

void
desk_editor_paste_plain (DeskEditor *self)
{
  GtkRoot *root;

  g_return_if_fail (DESK_IS_EDITOR (self));

  /* A field has nothing but plain words. */
  root = gtk_widget_get_root (GTK_WIDGET (self));
  if (root && gtk_root_get_focus (root) && gtk_root_get_focus (root) != GTK_WIDGET (self->body))
    gtk_widget_activate_action (gtk_root_get_focus (root), "clipboard.paste", NULL);
  else
    desk_paster_paste_plain (self->body);
}

void
desk_editor_find (DeskEditor *self, gboolean replace)
{
  g_return_if_fail (DESK_IS_EDITOR (self));

  desk_find_bar_open (self->find_bar, replace);
}

/* --- house style and spelling --- */

/* The one at the cursor, or that is selected. */
static const DeskStyleFinding *
find_mark (DeskEditor *self)
{
  GtkTextIter start, end;

  if (!self->document)
    return NULL;
  gtk_text_buffer_get_selection_bounds (get_buffer (self), &start, &end);
  return desk_styler_find_at (self->styler, gtk_text_iter_get_offset (&start));
}

static void
suggestion_taken_cb (DeskStylePopover *popover, guint n, Passage *passage)
{
  DeskEditor *self = passage->editor;
  GtkTextBuffer *buffer = gtk_text_mark_get_buffer (passage->start);
  const char *const *words = g_object_get_data (G_OBJECT (popover), "suggestions");
  GtkTextIter start, end;

  if (!self->document || buffer != get_buffer (self))
    return;

  gtk_text_buffer_get_iter_at_mark (buffer, &start, passage->start);
  gtk_text_buffer_get_iter_at_mark (buffer, &end, passage->end);
  gtk_text_buffer_begin_user_action (buffer);
  gtk_text_buffer_delete (buffer, &start, &end);
  gtk_text_buffer_insert (buffer, &start, words[n], -1);
  gtk_text_buffer_end_user_action (buffer);
  gtk_text_buffer_place_cursor (buffer, &start);
}

/* What is asked about is selected meanwhile. */
static void
show_mark (DeskEditor *self, guint from, guint to, const char *message, const char *const *suggestions, gboolean is_word)
{
  GtkTextBuffer *buffer = get_buffer (self);
  DeskStylePopover *popover = desk_style_popover_new (message, suggestions, is_word);
  Passage *passage;
  GtkTextIter start, end;

  gtk_text_buffer_get_iter_at_offset (buffer, &start, from);
  gtk_text_buffer_get_iter_at_offset (buffer, &end, to);
  gtk_text_buffer_select_range (buffer, &start, &end);

  g_object_set_data_full (G_OBJECT (popover), "suggestions", g_strdupv ((char **) suggestions), (GDestroyNotify) g_strfreev);
  passage = passage_new (self, &start, &end);
  g_object_set_data (G_OBJECT (popover), "passage", passage);
  g_signal_connect_data (popover, "taken", G_CALLBACK (suggestion_taken_cb), passage, passage_free, G_CONNECT_DEFAULT);
  g_signal_connect_swapped (popover, "left", G_CALLBACK (desk_editor_leave_mark), self);
  g_signal_connect_swapped (popover, "switched-off", G_CALLBACK (desk_editor_switch_off_rule), self);
  desk_editor_popup (self, GTK_WIDGET (popover), from, to);
}

static void
show_finding (DeskEditor *self, const DeskStyleFinding *finding)
{
  if (finding)
    show_mark (self, finding->start, finding->end, finding->message, (const char *const *) finding->suggestions, FALSE);
}

/* The word at or behind (before) @from that the dictionary does not know. */
static gboolean
find_misspelled (DeskEditor *self, guint from, gboolean backwards, guint *start, guint *end)
{
  GtkTextTag *tag = desk_spelling_get_tag (get_buffer (self));
  GtkTextIter iter, edge;

  if (!tag)
    return FALSE;

  gtk_text_buffer_get_iter_at_offset (get_buffer (self), &iter, from);
  if (backwards)
    {
      if (!gtk_text_iter_backward_to_tag_toggle (&iter, tag) ||
          (!gtk_text_iter_starts_tag (&iter, tag) && !gtk_text_iter_backward_to_tag_toggle (&iter, tag)))
        return FALSE;
    }
  else if (!gtk_text_iter_starts_tag (&iter, tag))
    {
      do
        if (!gtk_text_iter_forward_to_tag_toggle (&iter, tag))
          return FALSE;
      while (!gtk_text_iter_starts_tag (&iter, tag));
    }

  edge = iter;
  gtk_text_iter_forward_to_tag_toggle (&edge, tag);
  *start = gtk_text_iter_get_offset (&iter);
  *end = gtk_text_iter_get_offset (&edge);
  return *end > *start;
}

static const DeskStyleFinding *
find_next_finding (DeskEditor *self, guint from, gboolean backwards)
{
  GPtrArray *findings = desk_styler_get_findings (self->styler);
  const DeskStyleFinding *before = NULL;

  for (guint i = 0; i < findings->len; i++)
    {
      const DeskStyleFinding *finding = g_ptr_array_index (findings, i);

      if (!backwards && finding->start >= from)
        return finding;
      if (backwards && finding->start < from)
        before = finding;
    }
  return before;
}

static void
show_misspelled (DeskEditor *self, guint from, guint to)
{
  g_auto (GStrv) corrections = NULL;
  g_autofree char *word = NULL;
  GtkTextIter start, end;

  gtk_text_buffer_get_iter_at_offset (get_buffer (self), &start, from);
  gtk_text_buffer_get_iter_at_offset (get_buffer (self), &end, to);
  word = gtk_text_iter_get_text (&start, &end);
  corrections = desk_spelling_list_corrections (get_buffer (self), word);
  show_mark (self, from, to, _ ("The dictionary does not know this word"), (const char *const *) corrections, TRUE);
}

/* From @from on; FALSE when there is nothing any more. */
static gboolean
show_next_mark (DeskEditor *self, guint from, gboolean backwards)
{
  const DeskStyleFinding *finding = find_next_finding (self, from, backwards);
  guint start, end;
  gboolean misspelled = find_misspelled (self, from, backwards, &start, &end);

  if (finding && (!misspelled || (backwards ? finding->start >= start : finding->start <= start)))
    show_finding (self, finding);
  else if (misspelled)
    show_misspelled (self, start, end);
  return finding || misspelled;
}

gboolean
desk_editor_next_mark (DeskEditor *self, gboolean backwards)
{
  GtkTextIter start, end;
  guint from;

  g_return_val_if_fail (DESK_IS_EDITOR (self), FALSE);

  if (!self->document)
    return FALSE;

  gtk_text_buffer_get_selection_bounds (get_buffer (self), &start, &end);
  /* From the one that is shown: its selection ends when another program selects something. */
  if (DESK_IS_STYLE_POPOVER (self->popover))
    {
      Passage *passage = g_object_get_data (G_OBJECT (self->popover), "passage");

      gtk_text_buffer_get_iter_at_mark (get_buffer (self), &start, passage->start);
      gtk_text_buffer_get_iter_at_mark (get_buffer (self), &end, passage->end);
    }
  from = gtk_text_iter_get_offset (backwards ? &start : &end);
  return show_next_mark (self, from, backwards) ||
         show_next_mark (self, backwards ? (guint) gtk_text_buffer_get_char_count (get_buffer (self)) + 1 : 0, backwards);
}

gboolean
desk_editor_take_suggestion (DeskEditor *self)
{
  const DeskStyleFinding *finding;

  g_return_val_if_fail (DESK_IS_EDITOR (self), FALSE);

  if (DESK_IS_STYLE_POPOVER (self->popover))
    {
      GtkWidget *popover = self->popover;
      const char *const *words = g_object_get_data (G_OBJECT (popover), "suggestions");

      if (!words[0])
        return FALSE;
      g_signal_emit_by_name (popover, "taken", 0);
      gtk_popover_popdown (GTK_POPOVER (popover));
      return TRUE;
    }

  finding = find_mark (self);
  return finding && desk_styler_take (self->styler, finding, 0);
}

gboolean
desk_editor_leave_mark (DeskEditor *self)
{
  const DeskStyleFinding *finding;

  g_return_val_if_fail (DESK_IS_EDITOR (self), FALSE);

  finding = find_mark (self);
  if (finding)
    desk_styler_leave (self->styler, finding);
  return finding != NULL;
}

gboolean
desk_editor_switch_off_rule (DeskEditor *self)
{
  const DeskStyleFinding *finding;

  g_return_val_if_fail (DESK_IS_EDITOR (self), FALSE);

  finding = find_mark (self);
  if (finding)
    desk_styler_switch_off (self->styler, finding);
  return finding != NULL;
}

void
desk_editor_measure (DeskEditor *self)
{
  g_return_if_fail (DESK_IS_EDITOR (self));

  desk_status_bar_popup_measure (self->status_bar);
}

gboolean
desk_editor_add_word (DeskEditor *self)
{
  g_autofree char *word = NULL;
  GtkTextIter start, end;

  g_return_val_if_fail (DESK_IS_EDITOR (self), FALSE);

  if (!self->document)
    return FALSE;

  if (!gtk_text_buffer_get_selection_bounds (get_buffer (self), &start, &end))
    {
      if (!gtk_text_iter_starts_word (&start))
        gtk_text_iter_backward_word_start (&start);
      end = start;
      if (!gtk_text_iter_ends_word (&end) || gtk_text_iter_equal (&start, &end))
        gtk_text_iter_forward_word_end (&end);
    }
  word = gtk_text_iter_get_text (&start, &end);
  g_strstrip (word);
  if (*word == '\0' || strpbrk (word, " \t\n"))
    return FALSE;

  desk_house_words_add (self->house_words, word);
  return TRUE;
}

/* --- notes --- */

static void
note_accepted_cb (DeskNotePopover *popover, const char *words, Passage *passage)
{
  DeskEditor *self = passage->editor;
  GtkTextBuffer *buffer = gtk_text_mark_get_buffer (passage->start);
  const char *id = g_object_get_data (G_OBJECT (popover), "note");
  g_autoptr (DeskAnchor) anchor = NULL;
  g_autoptr (GError) error = NULL;
  GtkTextIter start, end;
  GPtrArray *changes;

  if (!self->document || buffer != get_buffer (self))
    return;

  gtk_text_buffer_get_iter_at_mark (buffer, &start, passage->start);
  gtk_text_buffer_get_iter_at_mark (buffer, &end, passage->end);
  if (!id && !(anchor = desk_document_make_anchor (self->document, &start, &end, &error)))
    {
      toast (self, error->message);
      return;
    }

  changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  g_ptr_array_add (changes, id ? desk_change_new_note_words (id, words) : desk_change_new_note (anchor, words));
  desk_document_commit (self->document, DESK_WHY_CHECK, changes);
  gtk_text_buffer_place_cursor (buffer, &end);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), id ? _ ("Note saved") : _ ("Note added"), GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
commit_to_note (DeskEditor *self, DeskChange *change)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);

  g_ptr_array_add (changes, change);
  desk_document_commit (self->document, DESK_WHY_CHECK, changes);
}

static void
note_resolved_cb (DeskNotePopover *popover, gboolean resolved, DeskEditor *self)
{
  if (self->document)
    commit_to_note (self, desk_change_new_note_resolved (g_object_get_data (G_OBJECT (popover), "note"), resolved));
}

static void
note_deleted_cb (DeskNotePopover *popover, DeskEditor *self)
{
  if (self->document)
    commit_to_note (self, desk_change_new_note_dropped (g_object_get_data (G_OBJECT (popover), "note"), TRUE));
}

/* @note: (nullable): %NULL for a new one */
static void
show_note (DeskEditor *self, DeskNote *note, const GtkTextIter *start, const GtkTextIter *end)
{
  DeskNotePopover *popover = desk_note_popover_new (note);

  if (note)
    {
      g_object_set_data_full (G_OBJECT (popover), "note", g_strdup (note->id), g_free);
      g_signal_connect (popover, "resolved", G_CALLBACK (note_resolved_cb), self);
      g_signal_connect (popover, "deleted", G_CALLBACK (note_deleted_cb), self);
    }
  gtk_text_buffer_select_range (get_buffer (self), end, start);
  g_signal_connect_data (popover, "accepted", G_CALLBACK (note_accepted_cb), passage_new (self, start, end), passage_free, G_CONNECT_DEFAULT);
  desk_editor_popup (self, GTK_WIDGET (popover), gtk_text_iter_get_offset (start), gtk_text_iter_get_offset (end));
}

void
desk_editor_add_note (DeskEditor *self)
{
  GtkTextIter start, end;
  guint from, to;
  DeskNote *note;

  g_return_if_fail (DESK_IS_EDITOR (self));

  if (!self->document || !desk_document_get_snapshot (self->document))
    return;

  /* Nothing selected, and a note there already. */
  gtk_text_buffer_get_selection_bounds (get_buffer (self), &start, &end);
  note = gtk_text_iter_equal (&start, &end) ? desk_document_get_note_at (self->document, &start) : NULL;
  if (note)
    {
      desk_editor_edit_note (self, note->id);
      return;
    }

  if (!desk_editor_get_passage (self, &from, &to))
    {
      toast (self, _ ("Select the words that the note is on, or put the cursor in their paragraph"));
      return;
    }
  gtk_text_buffer_get_iter_at_offset (get_buffer (self), &start, from);
  gtk_text_buffer_get_iter_at_offset (get_buffer (self), &end, to);
  show_note (self, NULL, &start, &end);
}

gboolean
desk_editor_edit_note (DeskEditor *self, const char *note)
{
  DeskNote *found;
  GtkTextIter start, end;

  g_return_val_if_fail (DESK_IS_EDITOR (self), FALSE);
  g_return_val_if_fail (note != NULL, FALSE);

  if (!self->document || !desk_document_get_snapshot (self->document))
    return FALSE;

  found = desk_snapshot_get_note (desk_document_get_snapshot (self->document), note);
  if (!found || !desk_document_get_note_range (self->document, note, &start, &end))
    return FALSE;

  show_note (self, found, &start, &end);
  return TRUE;
}
