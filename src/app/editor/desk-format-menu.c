/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-format-menu.h"

#include <glib/gi18n.h>

/* A line without a label begins a section. */
static const struct
{
  const char *label;
  const char *action; /* detailed */
} items[] = {
  { N_ ("_Bold"), "story.bold" },
  { N_ ("_Italic"), "story.italic" },
  { N_ ("_Link…"), "story.link" },
  { NULL, NULL },
  { N_ ("Heading _1"), "story.heading(1)" },
  { N_ ("Heading _2"), "story.heading(2)" },
  { N_ ("Heading _3"), "story.heading(3)" },
  { N_ ("_Plain Paragraph"), "story.heading(0)" },
  { NULL, NULL },
  { N_ ("_Quotation"), "story.quotation" },
  { N_ ("Li_st"), "story.list" },
  { N_ ("_Numbered List"), "story.numbered-list" },
};

void
desk_format_menu_fill (GMenu *menu)
{
  g_autoptr (GMenu) section = g_menu_new ();

  g_return_if_fail (G_IS_MENU (menu));

  for (gsize i = 0; i < G_N_ELEMENTS (items); i++)
    {
      if (items[i].label != NULL)
        {
          g_menu_append (section, _ (items[i].label), items[i].action);
          continue;
        }
      g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
      g_object_unref (section);
      section = g_menu_new ();
    }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
}
