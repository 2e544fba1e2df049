list "naocloud_site_team_association" "all" {
  provider = naocloud
  limit    = 10000 # Without one, Terraform asks for 100.
}

# The sites that one team reaches.
list "naocloud_site_team_association" "operations" {
  provider = naocloud

  config {
    team_id = "392"
  }
}
