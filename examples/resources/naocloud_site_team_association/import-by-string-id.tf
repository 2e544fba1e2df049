import {
  to = naocloud_site_team_association.operations_hospital
  id = "392/11416"
}
