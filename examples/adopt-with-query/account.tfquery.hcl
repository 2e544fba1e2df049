list "naocloud_team" "team" {
  provider = naocloud
  limit    = 10000 # Without one, Terraform asks for 100.
}

list "naocloud_site" "site" {
  provider = naocloud
  limit    = 10000
}

list "naocloud_site_team_association" "access" {
  provider = naocloud
  limit    = 100000
}
