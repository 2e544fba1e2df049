# terraform test: no account and no credentials, since the provider is mocked.

mock_provider "naocloud" {
  mock_resource "naocloud_team" {
    defaults = {
      id    = "392"
      roles = []
    }
  }

  mock_resource "naocloud_site" {
    defaults = {
      id = "11416"
    }
  }
}

variables {
  team = "Operations"
  sites = {
    "Purpan hospital" = {
      latitude  = 43.6112154
      longitude = 1.3995927
    }
    "Lyon warehouse" = {
      latitude  = 45.7578137
      longitude = 4.8320114
    }
  }
}

run "the_team_reaches_every_site" {
  assert {
    condition     = length(naocloud_site_team_association.this) == 2
    error_message = "Expected one association for each of the two sites."
  }

  assert {
    condition     = naocloud_site_team_association.this["Purpan hospital"].team_id == "392"
    error_message = "Expected the association to be the team's."
  }

  assert {
    condition     = output.site_ids["Lyon warehouse"] == "11416"
    error_message = "Expected the id of the warehouse."
  }
}

run "a_team_without_a_site_is_refused" {
  command = plan

  variables {
    sites = {}
  }

  expect_failures = [var.sites]
}
