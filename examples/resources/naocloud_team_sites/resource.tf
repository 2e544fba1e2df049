resource "naocloud_team" "operations" {
  name = "Operations"
}

resource "naocloud_site" "hospital" {
  name      = "Purpan hospital"
  latitude  = 43.6112154
  longitude = 1.3995927
}

resource "naocloud_site" "warehouse" {
  name      = "North warehouse"
  latitude  = 43.6293863
  longitude = 1.3676813
}

# The users of the team reach these sites.
resource "naocloud_team_sites" "operations" {
  team_id  = naocloud_team.operations.id
  site_ids = [naocloud_site.hospital.id, naocloud_site.warehouse.id]
}
