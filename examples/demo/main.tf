# A small company: two teams, three sites, and which team reaches which site.

provider "naocloud" {
  # NAOCLOUD_ENDPOINT and NAOCLOUD_API_KEY, or other NAOCLOUD_* variables.
}

locals {
  sites = {
    hospital  = { name = "Hospital", latitude = 43.6112154, longitude = 1.3995927 }
    airport   = { name = "Airport", latitude = 43.6293863, longitude = 1.3676895 }
    warehouse = { name = "Warehouse", latitude = 43.5643923, longitude = 1.3871262 }
  }
}

resource "naocloud_team" "administrators" {
  name  = "${var.name_prefix} administrators"
  roles = ["admin"]
}

resource "naocloud_team" "operations" {
  name       = "${var.name_prefix} operations"
  ldap_group = var.operations_ldap_group
}

resource "naocloud_site" "this" {
  for_each = local.sites

  name      = "${var.name_prefix} ${each.value.name}"
  latitude  = each.value.latitude
  longitude = each.value.longitude
}

# Administrators reach every site.
resource "naocloud_site_team_association" "administrators" {
  for_each = naocloud_site.this

  team_id = naocloud_team.administrators.id
  site_id = each.value.id
}

# Operations reach the warehouse only.
resource "naocloud_site_team_association" "operations" {
  team_id = naocloud_team.operations.id
  site_id = naocloud_site.this["warehouse"].id
}

# What the account holds after all of that.
data "naocloud_sites" "demo" {
  name_contains = var.name_prefix

  depends_on = [naocloud_site.this]
}

data "naocloud_team" "operations" {
  id = naocloud_team.operations.id

  depends_on = [naocloud_site_team_association.operations]
}
