resource "naocloud_site" "hospital" {
  name      = "Purpan hospital"
  latitude  = 43.6112154
  longitude = 1.3995927
}
