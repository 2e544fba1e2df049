# Everything that the account holds. Without a limit, Terraform asks for 100.

list "naocloud_team" "team" {
  provider = naocloud
  limit    = 10000
}

list "naocloud_site" "site" {
  provider = naocloud
  limit    = 10000
}

list "naocloud_site_team_association" "access" {
  provider = naocloud
  limit    = 100000
}
