import {
  to = naocloud_team.operations
  identity = {
    id = "392"
  }
}
