import {
  to = naocloud_site_tags.beds
  id = "11416"
}
