# A module that a platform team shares: a team, and the sites that it reaches.

terraform {
  required_version = ">= 1.7"

  required_providers {
    naocloud = {
      source = "naocloud/naocloud"
    }
  }
}

variable "team" {
  description = "The name of the team."
  type        = string
}

variable "sites" {
  description = "The sites that the team reaches, by name."
  type = map(object({
    latitude  = number
    longitude = number
  }))

  validation {
    condition     = length(var.sites) > 0
    error_message = "A team without a site reaches nothing."
  }
}

resource "naocloud_team" "this" {
  name = var.team
}

resource "naocloud_site" "this" {
  for_each = var.sites

  name      = each.key
  latitude  = each.value.latitude
  longitude = each.value.longitude
}

resource "naocloud_site_team_association" "this" {
  for_each = naocloud_site.this

  team_id = naocloud_team.this.id
  site_id = each.value.id
}

output "site_ids" {
  description = "The ids of the sites, by name."
  value       = { for name, site in naocloud_site.this : name => site.id }
}
