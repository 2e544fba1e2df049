resource "naocloud_team" "operations" {
  name = "Operations"
}

resource "naocloud_site" "hospital" {
  name      = "Purpan hospital"
  latitude  = 43.6112154
  longitude = 1.3995927
}

# The users of the team reach the site.
resource "naocloud_site_team_association" "operations_hospital" {
  team_id = naocloud_team.operations.id
  site_id = naocloud_site.hospital.id
}
