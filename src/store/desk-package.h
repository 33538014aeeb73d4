/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "desk-commit.h"
#include "desk-connection.h"
#include "desk-store.h"

G_BEGIN_DECLS

G_END_DECLS
