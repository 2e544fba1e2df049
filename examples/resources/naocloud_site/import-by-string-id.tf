import {
  to = naocloud_site.hospital
  id = "11416"
}
