/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-column.h"

struct _DeskColumn
{
  GtkWidget parent_instance;

  GtkWidget *head;
  GtkWidget *body;

  GtkAdjustment *adjustments[2]; /* by orientation: of the whole column */
  GtkScrollablePolicy policies[2];
  GtkAdjustment *inner; /* of the body, vertical */
  gboolean allocating;
};

G_DEFINE_FINAL_TYPE_WITH_CODE (DeskColumn, desk_column, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

enum
{
  PROP_0,
  PROP_HEAD,
  PROP_BODY,
  N_PROPS,

  PROP_HADJUSTMENT = N_PROPS,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

static GParamSpec *props[N_PROPS];

static int
measure_head (DeskColumn *self, int width)
{
  int height = 0;

  if (self->head && gtk_widget_should_layout (self->head))
    gtk_widget_measure (self->head, GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
  return height;
}

static void
adjustment_value_changed_cb (DeskColumn *self)
{
  if (!self->allocating)
    gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/* The text view scrolled by itself, to its cursor say: the column goes along by as much. */
static void
inner_value_changed_cb (DeskColumn *self)
{
  GtkAdjustment *outer = self->adjustments[GTK_ORIENTATION_VERTICAL];
  double head, value, before;

  if (self->allocating || !outer)
    return;

  head = measure_head (self, gtk_widget_get_width (GTK_WIDGET (self)));
  value = gtk_adjustment_get_value (outer);
  before = MAX (0, value - head);
  gtk_adjustment_set_upper (outer, MAX (gtk_adjustment_get_upper (outer), head + gtk_adjustment_get_upper (self->inner)));
  gtk_adjustment_set_value (outer, value + gtk_adjustment_get_value (self->inner) - before);
}

/* A field of the head that gets the focus is shown. */
static void
focus_changed_cb (DeskColumn *self)
{
  GtkAdjustment *outer = self->adjustments[GTK_ORIENTATION_VERTICAL];
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  graphene_rect_t bounds;

  if (outer && self->head && focus && gtk_widget_is_ancestor (focus, self->head) &&
      gtk_widget_compute_bounds (focus, self->head, &bounds))
    gtk_adjustment_clamp_page (outer, bounds.origin.y, bounds.origin.y + bounds.size.height);
}

static void
set_adjustment (DeskColumn *self, GtkOrientation orientation, GtkAdjustment *adjustment)
{
  GtkAdjustment *old = self->adjustments[orientation];

  if (old == adjustment && old)
    return;

  if (old)
    g_signal_handlers_disconnect_by_data (old, self);
  g_clear_object (&self->adjustments[orientation]);
  self->adjustments[orientation] = g_object_ref_sink (adjustment ? adjustment : gtk_adjustment_new (0, 0, 0, 0, 0, 0));
  if (orientation == GTK_ORIENTATION_VERTICAL)
    g_signal_connect_swapped (self->adjustments[orientation], "value-changed", G_CALLBACK (adjustment_value_changed_cb), self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
desk_column_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (desk_column_parent_class)->root (widget);

  g_signal_connect_object (gtk_widget_get_root (widget), "notify::focus-widget", G_CALLBACK (focus_changed_cb), widget, G_CONNECT_SWAPPED);
}

static void
desk_column_unroot (GtkWidget *widget)
{
  g_signal_handlers_disconnect_by_func (gtk_widget_get_root (widget), focus_changed_cb, widget);

  GTK_WIDGET_CLASS (desk_column_parent_class)->unroot (widget);
}

static GtkSizeRequestMode
desk_column_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
desk_column_measure (GtkWidget *widget,
                     GtkOrientation orientation,
                     int for_size,
                     int *minimum,
                     int *natural,
                     int *minimum_baseline,
                     int *natural_baseline)
{
  DeskColumn *self = DESK_COLUMN (widget);

  /* It scrolls: any height will do. */
  for (int i = 0; orientation == GTK_ORIENTATION_HORIZONTAL && i < 2; i++)
    {
      GtkWidget *child = i == 0 ? self->head : self->body;
      int child_minimum = 0, child_natural = 0;

      if (child)
        gtk_widget_measure (child, orientation, -1, &child_minimum, &child_natural, NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
      *natural = MAX (*natural, child_natural);
    }
}

static void
desk_column_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DeskColumn *self = DESK_COLUMN (widget);
  GtkAdjustment *outer = self->adjustments[GTK_ORIENTATION_VERTICAL];
  int head = measure_head (self, width);
  double value, upper;
  int hidden;

  self->allocating = TRUE;

  value = outer ? gtk_adjustment_get_value (outer) : 0;
  hidden = MIN (value, head);
  if (self->head)
    gtk_widget_allocate (self->head, width, head, -1, gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT (0, -hidden)));

  if (self->body)
    {
      /* Measured though any size is given: GTK wants to have been asked. */
      gtk_widget_measure (self->body, GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
      gtk_widget_measure (self->body, GTK_ORIENTATION_VERTICAL, width, NULL, NULL, NULL, NULL);

      if (gtk_adjustment_get_value (self->inner) != MAX (0, value - head))
        gtk_adjustment_set_value (self->inner, MAX (0, value - head));
      gtk_widget_allocate (self->body, width, MAX (1, height - head + hidden), -1, gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT (0, head - hidden)));
    }

  if (outer)
    {
      upper = head + (self->body ? gtk_adjustment_get_upper (self->inner) : 0);

      /* Lines above were laid out and turned out higher or lower: the text view kept what is on the screen in its place. */
      if (gtk_adjustment_get_value (self->inner) > 0)
        value = head + gtk_adjustment_get_value (self->inner);
      gtk_adjustment_configure (outer, MIN (value, MAX (0, upper - height)), 0, upper, height * 0.1, height * 0.9, height);
      gtk_adjustment_configure (self->adjustments[GTK_ORIENTATION_HORIZONTAL], 0, 0, width, width * 0.1, width * 0.9, width);
    }

  self->allocating = FALSE;
}

static void
desk_column_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  DeskColumn *self = DESK_COLUMN (object);

  switch ((int) prop_id)
    {
    case PROP_HEAD:
      g_value_set_object (value, self->head);
      break;
    case PROP_BODY:
      g_value_set_object (value, self->body);
      break;
    case PROP_HADJUSTMENT:
      g_value_set_object (value, self->adjustments[GTK_ORIENTATION_HORIZONTAL]);
      break;
    case PROP_VADJUSTMENT:
      g_value_set_object (value, self->adjustments[GTK_ORIENTATION_VERTICAL]);
      break;
    case PROP_HSCROLL_POLICY:
      g_value_set_enum (value, self->policies[GTK_ORIENTATION_HORIZONTAL]);
      break;
    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, self->policies[GTK_ORIENTATION_VERTICAL]);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
set_head (DeskColumn *self, GtkWidget *head)
{
  g_clear_pointer (&self->head, gtk_widget_unparent);
  if (!head)
    return;

  self->head = head;
  gtk_widget_insert_before (head, GTK_WIDGET (self), self->body);
}

static void
set_body (DeskColumn *self, GtkWidget *body)
{
  g_clear_pointer (&self->body, gtk_widget_unparent);
  if (!body)
    return;

  g_return_if_fail (GTK_IS_SCROLLABLE (body));
  self->body = body;
  gtk_widget_insert_after (body, GTK_WIDGET (self), self->head);
  gtk_scrollable_set_vadjustment (GTK_SCROLLABLE (body), self->inner);
}

static void
desk_column_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  DeskColumn *self = DESK_COLUMN (object);

  switch ((int) prop_id)
    {
    case PROP_HEAD:
      set_head (self, g_value_get_object (value));
      break;
    case PROP_BODY:
      set_body (self, g_value_get_object (value));
      break;
    case PROP_HADJUSTMENT:
      set_adjustment (self, GTK_ORIENTATION_HORIZONTAL, g_value_get_object (value));
      break;
    case PROP_VADJUSTMENT:
      set_adjustment (self, GTK_ORIENTATION_VERTICAL, g_value_get_object (value));
      break;
    case PROP_HSCROLL_POLICY:
      self->policies[GTK_ORIENTATION_HORIZONTAL] = g_value_get_enum (value);
      break;
    case PROP_VSCROLL_POLICY:
      self->policies[GTK_ORIENTATION_VERTICAL] = g_value_get_enum (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
desk_column_dispose (GObject *object)
{
  DeskColumn *self = DESK_COLUMN (object);

  for (int i = 0; i < 2; i++)
    {
      if (self->adjustments[i])
        g_signal_handlers_disconnect_by_data (self->adjustments[i], self);
      g_clear_object (&self->adjustments[i]);
    }
  if (self->inner)
    g_signal_handlers_disconnect_by_data (self->inner, self);
  g_clear_pointer (&self->head, gtk_widget_unparent);
  g_clear_pointer (&self->body, gtk_widget_unparent);
  g_clear_object (&self->inner);

  G_OBJECT_CLASS (desk_column_parent_class)->dispose (object);
}

static void
desk_column_class_init (DeskColumnClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_column_dispose;
  object_class->get_property = desk_column_get_property;
  object_class->set_property = desk_column_set_property;

  widget_class->root = desk_column_root;
  widget_class->unroot = desk_column_unroot;
  widget_class->get_request_mode = desk_column_get_request_mode;
  widget_class->measure = desk_column_measure;
  widget_class->size_allocate = desk_column_size_allocate;

  props[PROP_HEAD] = g_param_spec_object ("head", NULL, NULL, GTK_TYPE_WIDGET, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  props[PROP_BODY] = g_param_spec_object ("body", NULL, NULL, GTK_TYPE_WIDGET, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");

  gtk_widget_class_set_css_name (widget_class, "column");
}

static void
desk_column_init (DeskColumn *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  self->inner = g_object_ref_sink (gtk_adjustment_new (0, 0, 0, 0, 0, 0));
  g_signal_connect_swapped (self->inner, "value-changed", G_CALLBACK (inner_value_changed_cb), self);
}
