import {
  to = naocloud_site.hospital
  identity = {
    id = "11416"
  }
}
