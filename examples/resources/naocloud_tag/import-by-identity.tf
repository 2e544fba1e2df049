import {
  to = naocloud_tag.bed_12
  identity = {
    site_id     = "11416"
    tracking_id = "AA:BB:CC:44:55:66"
  }
}
