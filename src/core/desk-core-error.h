/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * DESK_CORE_ERROR:
 *
 * What the world can get wrong in a story, before it is stored.
 */
#define DESK_CORE_ERROR (desk_core_error_quark ())

/**
 * DeskCoreError:
 * @DESK_CORE_ERROR_ENCODING: bytes that are not UTF-8, or hold a NUL; the message names line and byte
 * @DESK_CORE_ERROR_HEADER: a header that cannot be read
 * @DESK_CORE_ERROR_TOO_LARGE: more than a story, an entry or a field may hold
 * @DESK_CORE_ERROR_ENTRY: bytes that are not a canonical journal entry
 * @DESK_CORE_ERROR_TIME: a time or a time zone that cannot be read, or does not exist
 * @DESK_CORE_ERROR_RANGE: words that are not where they should be, in two places, or none at all
 * @DESK_CORE_ERROR_VALUE: a word that is not one of those allowed
 */
typedef enum
{
  DESK_CORE_ERROR_ENCODING,
  DESK_CORE_ERROR_HEADER,
  DESK_CORE_ERROR_TOO_LARGE,
  DESK_CORE_ERROR_ENTRY,
  DESK_CORE_ERROR_TIME,
  DESK_CORE_ERROR_RANGE,
  DESK_CORE_ERROR_VALUE,
} DeskCoreError;

GQuark desk_core_error_quark (void);

G_END_DECLS
