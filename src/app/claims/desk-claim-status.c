/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk-claim-status.h"

const char *
desk_status_get_icon_name (DeskStatus status)
{
  switch (status)
    {
    case DESK_STATUS_SAID:
      return "desk-claim-said-symbolic";
    case DESK_STATUS_VERIFIED:
      return "desk-claim-verified-symbolic";
    case DESK_STATUS_CHANGED:
      return "desk-claim-changed-symbolic";
    case DESK_STATUS_DISPUTED:
      return "desk-claim-disputed-symbolic";
    case DESK_STATUS_FALSE:
      return "desk-claim-false-symbolic";
    case DESK_STATUS_OPEN:
    default:
      return "desk-claim-open-symbolic";
    }
}

const char *
desk_status_get_css_class (DeskStatus status)
{
  switch (status)
    {
    case DESK_STATUS_SAID:
      return "accent";
    case DESK_STATUS_VERIFIED:
      return "success";
    case DESK_STATUS_CHANGED:
    case DESK_STATUS_DISPUTED:
      return "warning";
    case DESK_STATUS_FALSE:
      return "error";
    case DESK_STATUS_OPEN:
    default:
      return "dimmed";
    }
}
