// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package adoption_test

import (
	"fmt"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

const importedTeam = `
resource "naocloud_team" "it" {
  name = "team-00001"
}

import {
  to = naocloud_team.it
  identity = {
    %s
  }
}
`

func TestAccImport_whatIsNoIdentityIsRefused(t *testing.T) {
	t.Parallel()
	account := naotest.Start(t, naotest.Behavior{})
	term := open(t, account, 12, 12)
	term.example("adopt-with-query", "main.tf")
	term.types("terraform init")
	for identity, text := range map[string]string{
		`id = ["392"]`:      `attribute "id": string required`,
		`name = "x"`:        `attribute "id" is required`,
		`id = "team-00001"`: `A team is imported by the number that NAO Cloud gave it, such as 392, got: "team-00001".`,
	} {
		term.write("import.tf", fmt.Sprintf(importedTeam, identity))
		term.failsTo("terraform plan", text)
	}
	if got := len(account.Requests()); got != 0 {
		t.Errorf("expected no request, got %v", account.Tally())
	}
}

const importedAssociation = `
resource "naocloud_site_team_association" "it" {
  team_id = "392"
  site_id = "11416"
}

import {
  to = naocloud_site_team_association.it
  id = %q
}
`

func TestAccImport_ofAnAssociationThatIsNotThereSaysWhichComesFirst(t *testing.T) {
	t.Parallel()
	account := naotest.Start(t, naotest.Behavior{})
	account.SeedTeams(1)
	account.SeedSites(2)
	account.AddAssociation("392", "11416")
	term := open(t, account, 5, 6)
	term.example("adopt-with-import-blocks", "versions.tf")
	term.types("terraform init")
	for id, text := range map[string]string{
		"11416/392": `But team 392 reaches site 11416: the team comes first. Write "392/11416"`,
		"392/11417": "Team 392 does not reach site 11417, or one of them does not exist, or these credentials do not reach it. The import id is TEAM_ID/SITE_ID",
		"392-11416": "TEAM_ID/SITE_ID, such as 392/11416",
	} {
		term.write("import.tf", fmt.Sprintf(importedAssociation, id))
		term.failsTo("terraform plan", text)
	}
	term.write("import.tf", fmt.Sprintf(importedAssociation, "392/11416"))
	term.types("terraform apply")
	// What goes later is no failed import: it is made again.
	account.RemoveAssociation("1093")
	term.types("terraform apply")
	if got := account.Associations(); len(got) != 1 || got[0].ID != "1094" {
		t.Errorf("expected a new association, got %v", got)
	}
}

func TestAccImport_ofASiteThatWentAfterTheQuery(t *testing.T) {
	t.Parallel()
	account := naotest.Start(t, naotest.Behavior{})
	account.SeedSites(3)
	term := open(t, account, 14, never)
	term.example("adopt-with-query", "main.tf")
	term.write("sites.tfquery.hcl", example(t, "list-resources/naocloud_site/list-resource.tfquery.hcl"))
	term.types("terraform init")
	term.types("terraform query -generate-config-out=generated.tf")
	account.RemoveSite("11417")
	term.failsTo("terraform apply", `attempting to import an existing object to "naocloud_site.all_1", the provider detected that no object exists`)
}
