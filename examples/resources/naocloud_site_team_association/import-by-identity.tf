import {
  to = naocloud_site_team_association.operations_hospital
  identity = {
    team_id = "392"
    site_id = "11416"
  }
}
