resource "naocloud_site" "hospital" {
  name      = "Purpan hospital"
  latitude  = 43.6112154
  longitude = 1.3995927
}

# Hundreds or thousands of tags: a map from tracking id to name, here as it comes out of a spreadsheet.
resource "naocloud_site_tags" "beds" {
  site_id = naocloud_site.hospital.id
  tags = {
    for row in csvdecode(<<-CSV
      mac,name
      AA:BB:CC:44:55:66,Bed 12
      AA:BB:CC:44:55:67,Bed 13
    CSV
    ) : row.mac => row.name
  }
}
