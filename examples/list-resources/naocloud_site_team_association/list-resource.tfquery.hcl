# Which team reaches which site, for all teams. Without a limit, Terraform asks
# for 100.
list "naocloud_site_team_association" "all" {
  provider = naocloud
  limit    = 10000
}

# The sites that one team reaches.
list "naocloud_site_team_association" "operations" {
  provider = naocloud

  config {
    team_id = "392"
  }
}
