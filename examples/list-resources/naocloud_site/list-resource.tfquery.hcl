list "naocloud_site" "all" {
  provider = naocloud
  limit    = 10000 # Without one, Terraform asks for 100.
}

# Sites whose names contain a text, with all their attributes.
list "naocloud_site" "warehouses" {
  provider         = naocloud
  include_resource = true

  config {
    name_contains = "warehouse"
  }
}
