/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DESK_EXCHANGE_ERROR (desk_exchange_error_quark ())

/**
 * DeskExchangeError:
 * @DESK_EXCHANGE_ERROR_UNKNOWN: nothing that Desk can read
 * @DESK_EXCHANGE_ERROR_INVALID: a known form with wrong content
 * @DESK_EXCHANGE_ERROR_TOO_LARGE: more than it takes in
 * @DESK_EXCHANGE_ERROR_NEEDS_KEY: a network that answers only with a key; the words can be pasted
 * @DESK_EXCHANGE_ERROR_NETWORK: no answer
 */
typedef enum
{
  DESK_EXCHANGE_ERROR_UNKNOWN,
  DESK_EXCHANGE_ERROR_INVALID,
  DESK_EXCHANGE_ERROR_TOO_LARGE,
  DESK_EXCHANGE_ERROR_NEEDS_KEY,
  DESK_EXCHANGE_ERROR_NETWORK,
} DeskExchangeError;

GQuark desk_exchange_error_quark (void);

G_END_DECLS
