list "naocloud_tag" "all" {
  provider = naocloud
  limit    = 10000 # Without one, Terraform asks for 100.

  config {
    site_id = "11416"
  }
}

# Beds that are in use, with all their attributes.
list "naocloud_tag" "beds" {
  provider         = naocloud
  include_resource = true

  config {
    site_id       = "11416"
    name_contains = "Bed"
    active        = true
  }
}
