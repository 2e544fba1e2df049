// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package adoption_test

import (
	"encoding/json"
	"flag"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// states has a folder for each released version, with a configuration, and with the state that some CLIs made of it by that version.
var states = filepath.Join(repository, "internal", "provider", "testdata", "state")

// writeState names the state file to write, such as 0.1.0/terraform-1.16.json.
var writeState = flag.String("write-state", "", "write the state that this provider makes with the CLI at hand: VERSION/CLI.json")

// TestAccUpgrade_writeState writes such a state, when a version is released.
func TestAccUpgrade_writeState(t *testing.T) {
	t.Parallel()
	if *writeState == "" {
		t.Skip("-write-state was not given")
	}
	term := open(t, naotest.Start(t, naotest.Behavior{}), 5, 6)
	name := filepath.Join(states, *writeState)
	term.write("main.tf", readFile(t, filepath.Join(filepath.Dir(name), "main.tf")))
	term.types("terraform init")
	term.types("terraform apply")
	if err := os.WriteFile(name, []byte(term.read("terraform.tfstate")), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestAccUpgrade_aStateOfAnEarlierVersionIsAsGoodAsNew(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob(filepath.Join(states, "*", "*.json"))
	if err != nil || len(names) == 0 {
		t.Fatal("there is no state of an earlier version")
	}
	for _, name := range names {
		t.Run(filepath.Join(filepath.Base(filepath.Dir(name)), filepath.Base(name)), func(t *testing.T) {
			t.Parallel()
			written := readFile(t, name)
			account := accountOf(t, written)
			term := open(t, account, 5, 6)
			term.write("main.tf", readFile(t, filepath.Join(filepath.Dir(name), "main.tf")))
			term.write("terraform.tfstate", written)
			term.types("terraform init")
			term.types("terraform plan -detailed-exitcode")
			term.types("terraform apply -refresh-only")
			term.types("terraform plan -detailed-exitcode")
			if reads, requests := account.Count(http.MethodGet, ""), len(account.Requests()); reads != requests {
				t.Errorf("expected that nothing is written, got %v", account.Tally())
			}
		})
	}
}

func TestAccUpgrade_aStateFromBeforeIdentitiesGetsThem(t *testing.T) {
	t.Parallel()
	written := readFile(t, filepath.Join(states, "0.1.0", "terraform-1.11.json"))
	for address, instance := range instances(t, written) {
		if instance.Identity != nil {
			t.Fatalf("%s has an identity already", address)
		}
	}
	account := accountOf(t, written)
	term := open(t, account, 12, 12)
	term.write("main.tf", strings.Replace(readFile(t, filepath.Join(states, "0.1.0", "main.tf")), "Operations", "Operations EU", 1))
	term.write("terraform.tfstate", written)
	term.types("terraform init")
	// Also where what the state speaks of is gone.
	account.RemoveSite("11417")
	account.RemoveAssociation("1093")
	term.types("terraform apply")
	for id, instance := range instances(t, term.read("terraform.tfstate")) {
		expected := map[string]string{"id": instance.Attributes.ID}
		if team := instance.Attributes.TeamID; team != "" {
			expected = map[string]string{"team_id": team, "site_id": instance.Attributes.SiteID}
		}
		if len(instance.Identity) != len(expected) || instance.Identity["id"] != expected["id"] || instance.Identity["site_id"] != expected["site_id"] {
			t.Errorf("%s has the identity %v, expected %v", id, instance.Identity, expected)
		}
	}
}

// instance is an object in a state file.
type instance struct {
	Type       string
	Attributes struct {
		ID        string   `json:"id"`
		Name      string   `json:"name"`
		Roles     []string `json:"roles"`
		LDAPGroup *string  `json:"ldap_group"`
		UserID    string   `json:"user_id"`
		Latitude  float64  `json:"latitude"`
		Longitude float64  `json:"longitude"`
		TeamID    string   `json:"team_id"`
		SiteID    string   `json:"site_id"`
	} `json:"attributes"`
	Identity map[string]string `json:"identity"`
}

// instances are the objects of a state file, by type and id.
func instances(t *testing.T, state string) map[string]instance {
	t.Helper()
	var file struct {
		Resources []struct {
			Type      string     `json:"type"`
			Instances []instance `json:"instances"`
		} `json:"resources"`
	}
	if err := json.Unmarshal([]byte(state), &file); err != nil {
		t.Fatal(err)
	}
	all := map[string]instance{}
	for _, resource := range file.Resources {
		for _, instance := range resource.Instances {
			instance.Type = resource.Type
			all[resource.Type+" "+instance.Attributes.ID] = instance
		}
	}
	return all
}

// accountOf is the account that a state file speaks of.
func accountOf(t *testing.T, state string) *naotest.Server {
	t.Helper()
	account := naotest.Start(t, naotest.Behavior{})
	associations := map[int]instance{}
	for _, instance := range instances(t, state) {
		has := instance.Attributes
		switch instance.Type {
		case "naocloud_team":
			account.AddTeam(naotest.Team{ID: has.ID, Name: has.Name, Roles: has.Roles, LDAPGroup: has.LDAPGroup, UserID: has.UserID})
		case "naocloud_site":
			account.AddSite(naotest.Site{ID: has.ID, Name: has.Name, Latitude: has.Latitude, Longitude: has.Longitude})
		case "naocloud_site_team_association":
			number, err := strconv.Atoi(has.ID)
			if err != nil {
				t.Fatal(err)
			}
			associations[number] = instance
		}
	}
	// The account numbers associations itself, as it did when the state was made.
	for _, number := range slices.Sorted(maps.Keys(associations)) {
		account.AddAssociation(associations[number].Attributes.TeamID, associations[number].Attributes.SiteID)
	}
	return account
}
