resource "naocloud_site" "hospital" {
  name      = "Purpan hospital"
  latitude  = 43.6112154
  longitude = 1.3995927
}

resource "naocloud_tag" "bed_12" {
  site_id     = naocloud_site.hospital.id
  tracking_id = "AA:BB:CC:44:55:66"
  name        = "Bed 12"
}
