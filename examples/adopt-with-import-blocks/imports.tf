# Imports what exists. Remove this file afterwards: an object that you declare
# later does not exist yet, so it cannot be imported.

import {
  for_each = { for key, team in var.teams : key => team.id if team.id != null }

  to = naocloud_team.this[each.key]
  id = each.value
}

import {
  for_each = { for key, site in var.sites : key => site.id if site.id != null }

  to = naocloud_site.this[each.key]
  id = each.value
}

import {
  for_each = {
    for key, pair in local.access : key => "${var.teams[pair.team].id}/${try(var.sites[pair.site].id, pair.site)}"
    if var.teams[pair.team].id != null && try(var.sites[pair.site].id, pair.site) != null
  }

  to = naocloud_site_team_association.this[each.key]
  id = each.value
}
