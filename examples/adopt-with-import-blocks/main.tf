# Declares what the account holds, which inventory.auto.tfvars.json lists. Change
# that file from now on. Something new needs no id.

variable "teams" {
  description = "Teams, by a name of your choice, with the keys of the sites that each reaches."
  type = map(object({
    id         = optional(string)
    name       = string
    roles      = optional(set(string))
    ldap_group = optional(string)
    sites      = optional(set(string), [])
  }))
  default = {}
}

variable "sites" {
  description = "Sites, by a name of your choice."
  type = map(object({
    id        = optional(string)
    name      = string
    latitude  = number
    longitude = number
  }))
  default = {}
}

locals {
  access = merge([
    for team_key, team in var.teams : {
      for site_key in team.sites : "${team_key} → ${site_key}" => { team = team_key, site = site_key }
    }
  ]...)
}

resource "naocloud_team" "this" {
  for_each = var.teams

  name       = each.value.name
  roles      = each.value.roles
  ldap_group = each.value.ldap_group
}

resource "naocloud_site" "this" {
  for_each = var.sites

  name      = each.value.name
  latitude  = each.value.latitude
  longitude = each.value.longitude

  # Destroying a site deletes it at NAO Cloud.
  lifecycle {
    prevent_destroy = true
  }
}

# A key that names no site of var.sites is the id of a site.
resource "naocloud_site_team_association" "this" {
  for_each = local.access

  team_id = naocloud_team.this[each.value.team].id
  site_id = try(naocloud_site.this[each.value.site].id, each.value.site)
}
