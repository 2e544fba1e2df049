// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package docs

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// publishes is the number of publications that were asked for.
func publishes(account *naotest.Server) int {
	return account.Count(http.MethodPost, "/sites/*/asset_tracking_config/publish")
}

// TestAccProtect_onFailureSaysWhatAFailedPublicationDoes creates a site without a tracking configuration: its publication fails.
func TestAccProtect_onFailureSaysWhatAFailedPublicationDoes(t *testing.T) {
	t.Parallel()
	c := acceptance(t)
	c.needs(t, "on_failure", "1.16", "")
	const config = requirement + `
resource "naocloud_site" "a" {
  name      = "A"
  latitude  = 1
  longitude = 2

  lifecycle {
    action_trigger {
      events     = [after_create]
      actions    = [action.naocloud_publish_asset_tracking_config.a]
      on_failure = ON_FAILURE
    }
  }
}

resource "naocloud_team" "after" {
  name       = "After"
  depends_on = [naocloud_site.a]
}

action "naocloud_publish_asset_tracking_config" "a" {
  config {
    site_id = caller.id
  }
}
`
	for onFailure, test := range map[string]struct {
		fails, goesOn bool
		next          string
	}{
		"halt":     {fails: true, next: "naocloud_team.after will be created"},
		"continue": {goesOn: true, next: "No changes."},
		"taint":    {fails: true, next: "naocloud_site.a is tainted, so must be replaced"},
	} {
		t.Run(onFailure, func(t *testing.T) {
			t.Parallel()
			folder, account := t.TempDir(), naotest.Start(t, naotest.Behavior{})
			write(t, folder, strings.Replace(config, "ON_FAILURE", onFailure, 1))
			out, err := c.on(account, folder, "apply", "-no-color", "-auto-approve").CombinedOutput()
			if (err != nil) != test.fails || !strings.Contains(string(out), "Missing graph or indoor area. Please add.") {
				t.Errorf("apply: %v\n%s", err, out)
			}
			if len(account.Sites()) != 1 || publishes(account) != 1 || (len(account.Teams()) == 1) != test.goesOn {
				t.Errorf("expected the site and one publication, got %v; teams: %v", account.Tally(), account.Teams())
			}
			if out, err = c.on(account, folder, "plan", "-no-color").CombinedOutput(); err != nil || !strings.Contains(string(out), test.next) {
				t.Errorf("expected %q, got %v\n%s", test.next, err, out)
			}
		})
	}
}

// TestAccProtect_destructionsTriggerActions removes an association, which tells its site by caller.site_id.
func TestAccProtect_destructionsTriggerActions(t *testing.T) {
	t.Parallel()
	c := acceptance(t)
	c.needs(t, "before_destroy and after_destroy", "1.16", "")
	const action = `
action "naocloud_publish_asset_tracking_config" "it" {
  config {
    site_id = caller.site_id
  }
}
`
	for _, event := range []string{"before_destroy", "after_destroy"} {
		t.Run(event, func(t *testing.T) {
			t.Parallel()
			folder, account := t.TempDir(), naotest.Start(t, naotest.Behavior{})
			account.AddTeam(naotest.Team{ID: "392", Name: "Operations"})
			account.AddSite(naotest.Site{ID: "11416", Name: "A", TrackingConfig: true})
			apply := func(config string) {
				write(t, folder, requirement+config+action)
				if out, err := c.on(account, folder, "apply", "-no-color", "-auto-approve").CombinedOutput(); err != nil {
					t.Fatalf("%v\n%s", err, out)
				}
			}
			association := func(reaches string) string {
				return `
resource "naocloud_site_team_association" "it" {
  for_each = toset([` + reaches + `])
  team_id  = "392"
  site_id  = each.key

  lifecycle {
    action_trigger {
      events  = [` + event + `]
      actions = [action.naocloud_publish_asset_tracking_config.it]
    }
  }
}
`
			}
			apply(association(`"11416"`))
			if publishes(account) != 0 {
				t.Fatalf("expected no publication yet, got %v", account.Tally())
			}
			apply(association(""))
			if publishes(account) != 1 || len(account.Associations()) != 0 {
				t.Errorf("expected one publication with the removal, got %v", account.Tally())
			}
			order := "DELETE POST"
			if event == "before_destroy" {
				order = "POST DELETE"
			}
			var writes []string
			for _, request := range account.Requests() {
				if request.Method == http.MethodDelete || strings.HasSuffix(request.Path, "/publish") {
					writes = append(writes, request.Method)
				}
			}
			if got := strings.Join(writes, " "); got != order {
				t.Errorf("expected %s, got %s", order, got)
			}
		})
	}
}

// TestAccProtect_aModuleImports has an import block in a module.
func TestAccProtect_aModuleImports(t *testing.T) {
	t.Parallel()
	c := acceptance(t)
	c.needs(t, "import blocks in modules", "1.16", "")
	const module = requirement + `
variable "site_id" {
  type    = string
  default = null
}

import {
  for_each = toset(var.site_id == null ? [] : [var.site_id])

  to = naocloud_site.hospital
  id = each.value
}

resource "naocloud_site" "hospital" {
  name      = "Purpan hospital"
  latitude  = 43.6112154
  longitude = 1.3995927
}
`
	for siteID, says := range map[string]string{"null": "1 to add", `"11416"`: "1 to import, 0 to add, 0 to change, 0 to destroy"} {
		t.Run(siteID, func(t *testing.T) {
			t.Parallel()
			folder, account := t.TempDir(), naotest.Start(t, naotest.Behavior{})
			if siteID != "null" {
				account.AddSite(naotest.Site{ID: "11416", Name: "Purpan hospital", Latitude: 43.6112154, Longitude: 1.3995927})
			}
			if err := os.Mkdir(filepath.Join(folder, "account"), 0o700); err != nil {
				t.Fatal(err)
			}
			write(t, filepath.Join(folder, "account"), module)
			write(t, folder, requirement+"module \"account\" {\n  source  = \"./account\"\n  site_id = "+siteID+"\n}\n")
			for _, args := range [][]string{{"get"}, {"plan", "-no-color"}} {
				out, err := c.on(account, folder, args...).CombinedOutput()
				if err != nil || args[0] == "plan" && !strings.Contains(string(out), says) {
					t.Errorf("%v: expected %q, got %v\n%s", args, says, err, out)
				}
			}
		})
	}
}
