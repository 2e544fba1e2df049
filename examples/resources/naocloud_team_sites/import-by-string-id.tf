import {
  to = naocloud_team_sites.operations
  id = "392"
}
