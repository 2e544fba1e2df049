// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package adoption_test

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestAccExamples_listResources(t *testing.T) {
	t.Parallel()
	account := naotest.Start(t, naotest.Behavior{Collections: []naotest.Collection{{Path: "sites/{}/notifiers", FirstID: 7}}})
	term := open(t, account, 14, never)
	operations := account.AddTeam(naotest.Team{Name: "Operations"})
	account.AddTeam(naotest.Team{Name: "Security"})
	account.AddSite(naotest.Site{Name: "Purpan hospital"})
	warehouse := account.AddSite(naotest.Site{Name: "North warehouse"})
	account.AddAssociation(operations.ID, warehouse.ID)
	account.AddObject(naotest.Object{Collection: "sites/11416/notifiers", Attributes: map[string]any{"name": "Alerts to the control room"}})
	term.example("adopt-with-query", "main.tf")
	term.types("terraform init")
	for noun, shown := range map[string][]string{
		"naocloud_team":                  {"list.naocloud_team.all id=392 Operations", "list.naocloud_team.security id=393 Security"},
		"naocloud_site":                  {"list.naocloud_site.all id=11416 Purpan hospital", "list.naocloud_site.warehouses id=11417 North warehouse"},
		"naocloud_site_team_association": {"site_team_association.operations site_id=11417,team_id=392 Operations → North warehouse"},
		"naocloud_object":                {"list.naocloud_object.notifiers collection=sites/11416/notifiers,id=7 Alerts to the control room", "list.naocloud_object.alerts collection="},
	} {
		term.write("example.tfquery.hcl", example(t, "list-resources/"+noun+"/list-resource.tfquery.hcl"))
		said := unbroken(term.types("terraform query"))
		for _, line := range shown {
			if !strings.Contains(said, line) {
				t.Errorf("expected %q of %s", line, said)
			}
		}
	}
}

// publishing opens a folder with the action's example, whose site is there and can be published.
func publishing(t *testing.T, account *naotest.Server) *terminal {
	t.Helper()
	term := open(t, account, 16, never)
	account.AddSite(naotest.Site{Name: "Purpan hospital", Latitude: 43.6112154, Longitude: 1.3995927, TrackingConfig: true})
	term.example("adopt-with-query", "main.tf")
	term.example("actions/naocloud_publish_asset_tracking_config", ".tf")
	term.write("import.tf", example(t, "resources/naocloud_site/import-by-string-id.tf"))
	term.types("terraform init")
	term.types("terraform apply")
	if got := account.Count(http.MethodPost, ""); got != 0 {
		t.Fatalf("expected that an import publishes nothing, got %v", account.Tally())
	}
	return term
}

const invoke = "terraform apply -invoke=action.naocloud_publish_asset_tracking_config.hospital"

func TestAccExamples_anActionIsInvokedByHand(t *testing.T) {
	t.Parallel()
	account := naotest.Start(t, naotest.Behavior{Jobs: naotest.Jobs{Polls: 2}})
	term := publishing(t, account)
	if !strings.Contains(example(t, "actions/naocloud_publish_asset_tracking_config/action.tf"), "#   "+invoke+"\n") {
		t.Error("the example shows another command")
	}
	said := unbroken(term.types(invoke))
	for _, progress := range []string{
		"hospital (triggered by CLI, called from naocloud_site.hospital): publishing the asset tracking configuration of site 11416",
		"hospital (triggered by CLI, called from naocloud_site.hospital): In progress (background job 48145, ",
		"hospital (triggered by CLI, called from naocloud_site.hospital): published",
	} {
		if !strings.Contains(said, progress) {
			t.Errorf("expected %q of %s", progress, said)
		}
	}
	if got := account.Sites()[0].Publications; got != 1 {
		t.Errorf("published %d times, want once", got)
	}
}

func TestAccExamples_anActionIsTriggeredByAChangeOfItsSite(t *testing.T) {
	t.Parallel()
	account := naotest.Start(t, naotest.Behavior{})
	term := publishing(t, account)
	term.types("sed -i.bak s/Purpan/Toulouse/ action.tf")
	term.types("terraform apply")
	if got := account.Sites()[0]; got.Name != "Toulouse hospital" || got.Publications != 1 {
		t.Errorf("expected a renamed site that is published once, got %v", got)
	}
	term.types("terraform plan -detailed-exitcode")

	// As the example has it for a Terraform that knows no caller.
	term.types(`sed -i.bak 's/caller.id/naocloud_site.hospital.id/; s/Toulouse/Oncopole/' action.tf`)
	term.types("terraform apply")
	if got := account.Sites()[0].Publications; got != 2 {
		t.Errorf("published %d times, want twice", got)
	}

	// What the site was changed to stays in the state, whatever becomes of its publication.
	account.UpdateSite("11416", func(site *naotest.Site) { site.TrackingConfig = false })
	term.types("sed -i.bak s/Oncopole/Rangueil/ action.tf")
	term.failsTo("terraform apply", "the background job failed: Missing graph or indoor area. Please add.")
	term.types("terraform plan -detailed-exitcode")
}

func TestAccExamples_aCallIsTriggeredAndMadeByHand(t *testing.T) {
	t.Parallel()
	account := naotest.Start(t, naotest.Behavior{Collections: []naotest.Collection{{Path: "sites/{}/notifiers", FirstID: 7}}})
	account.SeedSites(1)
	account.Inject(naotest.Canned(http.StatusNoContent, "", ""), naotest.On(http.MethodPost, "/sites/11416/notifiers/7/test"))
	term := open(t, account, 16, never)
	term.example("adopt-with-query", "main.tf")
	term.example("actions/naocloud_call", ".tf")
	term.types("terraform init")
	for _, command := range []string{"terraform apply", "terraform apply -invoke=action.naocloud_call.test_message"} {
		if said := unbroken(term.types(command)); !strings.Contains(said, "sending POST sites/11416/notifiers/7/test") || !strings.Contains(said, "): done") {
			t.Errorf("%s: expected the call, got %s", command, said)
		}
	}
	if got := account.Count(http.MethodPost, "/sites/11416/notifiers/7/test"); got != 2 {
		t.Errorf("called %d times, want twice: %v", got, account.Tally())
	}
	term.types("terraform plan -detailed-exitcode")
}

// generating is what the guide types for one object.
var generating = regexp.MustCompile("(?s)```shell\n(cat > import.tf.*?)```")

func TestAccExamples_theConfigurationOfOneObjectIsWritten(t *testing.T) {
	t.Parallel()
	account := naotest.Start(t, naotest.Behavior{})
	term := open(t, account, 5, 6)
	account.AddSite(naotest.Site{Name: "Purpan hospital", Latitude: 43.6112154, Longitude: 1.3995927})
	guide, err := os.ReadFile(filepath.Join(repository, "templates", "guides", "adopt-an-account.md.tmpl"))
	if err != nil {
		t.Fatal(err)
	}
	lines := generating.FindSubmatch(guide)
	if lines == nil {
		t.Fatal("the guide types nothing")
	}
	term.example("adopt-with-query", "main.tf")
	term.types("terraform init")
	term.types(string(lines[1]))
	term.types("terraform plan -detailed-exitcode")
	if got := account.Count("", "") - account.Count(http.MethodGet, ""); got != 0 {
		t.Errorf("expected reads alone, got %v", account.Tally())
	}
}
