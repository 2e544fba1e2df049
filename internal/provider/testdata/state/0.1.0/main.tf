terraform {
  required_providers {
    naocloud = {
      # In full, so that Terraform and OpenTofu read the same state.
      source = "registry.terraform.io/naocloud/naocloud"
    }
  }
}

provider "naocloud" {}

resource "naocloud_team" "plain" {
  name = "Operations"
}

resource "naocloud_team" "full" {
  name       = "Administrators"
  roles      = ["admin", "site_manager"]
  ldap_group = "cn=nao-admins,ou=groups,dc=example,dc=com"

  timeouts {
    create = "5m"
  }
}

resource "naocloud_site" "this" {
  for_each = {
    hospital = { name = "Purpan hospital", latitude = 43.6112154, longitude = 1.3995927 }
    station  = { name = "Concordia station", latitude = -75.1, longitude = 123.332196 }
    null     = { name = "Null Island", latitude = 0, longitude = 0 }
  }

  name      = each.value.name
  latitude  = each.value.latitude
  longitude = each.value.longitude
}

resource "naocloud_site_team_association" "full" {
  for_each = naocloud_site.this

  team_id = naocloud_team.full.id
  site_id = each.value.id
}

resource "naocloud_site_team_association" "plain" {
  team_id = naocloud_team.plain.id
  site_id = naocloud_site.this["hospital"].id

  timeouts {
    delete = "1h"
  }
}
