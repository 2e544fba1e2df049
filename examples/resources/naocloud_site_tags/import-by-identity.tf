import {
  to = naocloud_site_tags.beds
  identity = {
    site_id = "11416"
  }
}
