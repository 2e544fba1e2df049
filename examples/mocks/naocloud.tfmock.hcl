# Stands for NAO Cloud in the tests of a module. Copy this folder into your module, and point to it:
#
#   mock_provider "naocloud" {
#     source = "./mocks"
#   }

mock_resource "naocloud_team" {
  defaults = {
    id      = "392"
    user_id = "4840"
    roles   = []
  }
}

mock_resource "naocloud_site" {
  defaults = {
    id = "11416"
  }
}

mock_resource "naocloud_site_team_association" {
  defaults = {
    id = "1093"
  }
}

mock_data "naocloud_team" {
  defaults = {
    id         = "392"
    name       = "Operations"
    user_id    = "4840"
    roles      = ["admin"]
    roles_mask = 1
    ldap_group = null
    site_ids   = ["11416"]
    user_ids   = ["4840"]
  }
}

mock_data "naocloud_site" {
  defaults = {
    id        = "11416"
    name      = "Purpan hospital"
    latitude  = 43.6112154
    longitude = 1.3995927
  }
}
