import {
  to = naocloud_tag.bed_12
  id = "11416/AA:BB:CC:44:55:66"
}
