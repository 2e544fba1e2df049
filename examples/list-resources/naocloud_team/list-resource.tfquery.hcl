list "naocloud_team" "all" {
  provider = naocloud
  limit    = 1000 # Without one, Terraform asks for 100.
}

# Teams whose names contain a text, with all their attributes.
list "naocloud_team" "security" {
  provider         = naocloud
  include_resource = true

  config {
    name_contains = "Security"
  }
}
