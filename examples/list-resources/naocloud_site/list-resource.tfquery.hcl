# Every site of the account. Without a limit, Terraform asks for 100.
list "naocloud_site" "all" {
  provider = naocloud
  limit    = 10000
}

# Sites whose names contain a text, with all that is to know of them.
list "naocloud_site" "warehouses" {
  provider         = naocloud
  include_resource = true

  config {
    name_contains = "warehouse"
  }
}
