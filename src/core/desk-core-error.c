/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "desk-core-error.h"

G_DEFINE_QUARK (desk-core-error-quark, desk_core_error)
