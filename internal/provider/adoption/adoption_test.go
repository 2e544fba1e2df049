// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package adoption_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// company fills an account: every team reaches as many sites as there are associations for it. Some names are awkward.
func company(account *naotest.Server, teams, sites, associations int) {
	random := rand.New(rand.NewPCG(6, 6)) //nolint:gosec // The same company each time.
	awkward := []string{`Saint-Étienne "Nord"`, "${interpolated} %{if}", "007", "Hôpital 東京", "twice", "twice", `back\slash`, "+++"}
	name := func(i int, kind string) string {
		if i < len(awkward) {
			return awkward[i]
		}
		return fmt.Sprintf("%s number %d", kind, i)
	}
	group := `cn="ops",ou=${groups},dc=example`
	teamIDs, siteIDs := make([]string, teams), make([]string, sites)
	for i := range teams {
		team := naotest.Team{Name: name(i, "Team")}
		if i%3 == 0 {
			team.Roles, team.LDAPGroup = []string{"admin", "site_manager"}, &group
		}
		teamIDs[i] = account.AddTeam(team).ID
	}
	for i := range sites {
		siteIDs[i] = account.AddSite(naotest.Site{
			Name: name(i, "Site"), Latitude: random.Float64()*180 - 90, Longitude: random.Float64()*360 - 180,
		}).ID
	}
	for i := range associations {
		account.AddAssociation(teamIDs[i%teams], siteIDs[(i/teams+i*7)%sites])
	}
}

// adopts types the commands of an example's script, of which there are to be no more than so many. It expects that all is imported and
// nothing is changed, that the last plan is empty, and that the account is only read.
func adopts(t *testing.T, term *terminal, account *naotest.Server, commands []string) {
	t.Helper()
	objects := len(account.Teams()) + len(account.Sites()) + len(account.Associations())
	outputs := make([]string, len(commands))
	for i, command := range commands {
		outputs[i] = term.types(command)
	}
	said := strings.Join(outputs, "")
	if summary := fmt.Sprintf("Resources: %d imported, 0 added, 0 changed, 0 destroyed.", objects); !strings.Contains(said, summary) {
		t.Errorf("expected %q of %s", summary, said)
	}
	if last := outputs[len(outputs)-1]; !strings.Contains(last, "No changes.") {
		t.Errorf("expected an empty plan, got %s", last)
	}
	if reads, requests := account.Count(http.MethodGet, ""), len(account.Requests()); reads != requests {
		t.Errorf("expected that nothing is written, got %v", account.Tally())
	}
}

const (
	manyTeams        = 20
	manySites        = 100
	manyAssociations = 200
	// fewCommands is how many commands a person should have to type.
	fewCommands = 6
	// pages are those of the whole account: sites, teams, and the associations of each team.
	pages = 1 + 1 + manyTeams
	// affordable is how many requests an adoption may cost. Two processes list the associations of each team, since only that gives their
	// ids: the query, and the plan that imports them.
	affordable = 2*pages + 40
)

func TestAccAdopt_withQuery(t *testing.T) {
	t.Parallel()
	account := naotest.Start(t, naotest.Behavior{})
	term := open(t, account, 14, never)
	company(account, manyTeams, manySites, manyAssociations)
	term.example("adopt-with-query", ".tf")
	term.example("adopt-with-query", ".tfquery.hcl")
	term.example("adopt-with-query", ".awk")
	commands := typed(example(t, "adopt-with-query/adopt.sh"))
	adopts(t, term, account, commands)

	if len(commands) > fewCommands {
		t.Errorf("it takes %d commands", len(commands))
	}
	if got := len(account.Requests()); got > affordable {
		t.Errorf("expected at most %d requests, got %d: %v", affordable, got, account.Tally())
	}
	resources := term.read("resources.tf")
	for _, readable := range []string{
		"resource \"naocloud_team\" \"saint_etienne_nord\" {\n  ldap_group = ",
		"resource \"naocloud_site\" \"site_number_99\" {\n  latitude  = ",
		"  team_id = naocloud_team.team_number_19.id\n",
		`resource "naocloud_site" "twice"`,
		`resource "naocloud_site" "twice_11421"`,
		`resource "naocloud_site" "site_007"`,
	} {
		if !strings.Contains(resources, readable) {
			t.Errorf("expected %q in %s", readable, resources)
		}
	}
	if strings.Contains(resources, "null") || strings.Contains(resources, "provider ") {
		t.Errorf("what need not be said should be left out of %s", resources)
	}
	term.types("terraform fmt -check -diff")
}

func TestAccAdopt_withImportBlocks(t *testing.T) {
	t.Parallel()
	account := naotest.Start(t, naotest.Behavior{})
	term := open(t, account, 7, 7)
	company(account, manyTeams, manySites, manyAssociations)
	term.example("adopt-with-import-blocks", ".tf")
	commands := typed(example(t, "adopt-with-import-blocks/adopt.sh"))
	adopts(t, term, account, commands)

	if len(commands) > fewCommands {
		t.Errorf("it takes %d commands", len(commands))
	}
	if got := len(account.Requests()); got > affordable {
		t.Errorf("expected at most %d requests, got %d: %v", affordable, got, account.Tally())
	}
}

// For CLIs whose import blocks know no for_each.
func TestAccAdopt_withImportBlocksWrittenOut(t *testing.T) {
	t.Parallel()
	if cli := versionOf(t, chosenCLI(t)); cli == "Terraform v1.16.0" {
		t.Skip(cli + " heeds only the first of several import blocks for one resource: https://github.com/hashicorp/terraform/issues/39068")
	}
	account := naotest.Start(t, naotest.Behavior{})
	term := open(t, account, 5, 6)
	company(account, 10, 20, 30)
	term.example("adopt-with-import-blocks", ".tf")
	adopts(t, term, account, typed(example(t, "adopt-with-import-blocks/adopt-without-for-each.sh")))
}

func example(t testing.TB, name string) string {
	t.Helper()
	return readFile(t, repository+"/examples/"+name)
}
