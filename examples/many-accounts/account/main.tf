# What an account of a customer holds. Every customer gets the same module.

terraform {
  required_version = ">= 1.5"

  required_providers {
    naocloud = {
      source = "naocloud/naocloud"
    }
  }
}

variable "teams" {
  description = "Teams, by a key that never changes."
  type = map(object({
    name       = string
    ldap_group = optional(string)
  }))
}

variable "sites" {
  description = "Sites, by a key that never changes, with the keys of the teams that reach each."
  type = map(object({
    name      = string
    latitude  = number
    longitude = number
    teams     = optional(set(string), [])

    force_destroy = optional(bool)
  }))
}

locals {
  access = merge([
    for site, declared in var.sites : { for team in declared.teams : "${team}/${site}" => { team = team, site = site } }
  ]...)
}

resource "naocloud_team" "this" {
  for_each = var.teams

  name       = each.value.name
  ldap_group = each.value.ldap_group
}

resource "naocloud_site" "this" {
  for_each = var.sites

  name      = each.value.name
  latitude  = each.value.latitude
  longitude = each.value.longitude

  # Without it a site that has buildings is not deleted.
  force_destroy = each.value.force_destroy

  # Destroying a site deletes it at NAO Cloud.
  lifecycle {
    prevent_destroy = true
  }
}

resource "naocloud_site_team_association" "this" {
  for_each = local.access

  team_id = naocloud_team.this[each.value.team].id
  site_id = naocloud_site.this[each.value.site].id
}

output "site_ids" {
  description = "Ids of the sites, by key."
  value       = { for key, site in naocloud_site.this : key => site.id }
}
