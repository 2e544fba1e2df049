import {
  to = naocloud_team.operations
  id = "392"
}
