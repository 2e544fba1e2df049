import {
  to = naocloud_team_sites.operations
  identity = {
    team_id = "392"
  }
}
