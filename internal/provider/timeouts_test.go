// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/providertest"
)

// timeouts are blocks for one operation each, of a length that no response keeps.
var timeouts = map[string]string{
	"read":   "timeouts {\n  read = \"50ms\"\n}\n",
	"update": "timeouts {\n  update = \"50ms\"\n}\n",
	"delete": "timeouts {\n  delete = \"50ms\"\n}\n",
}

// timed is what has a timeouts block: %s is where the block goes, %q the name.
type timed struct {
	path       string
	config     string
	operations []string
}

var objects = map[string]timed{
	"team": {"/teams/*", "resource \"naocloud_team\" \"test\" {\n  name = %q\n  %s}\n", []string{"read", "update", "delete"}},
	"site": {"/sites/*", "resource \"naocloud_site\" \"test\" {\n  name = %q\n  latitude = 43.5\n  longitude = 1.5\n  %s}\n", []string{"read", "update", "delete"}},
	// An association has no name, and cannot be changed.
	"association": {
		"/teams*", "# %q\nresource \"naocloud_site_team_association\" \"test\" {\n  team_id = \"392\"\n  site_id = \"11416\"\n  %s}\n",
		[]string{"read", "delete"},
	},
}

func TestAccTimeouts_endWhatTakesLonger(t *testing.T) {
	t.Parallel()
	for operation := range timeouts {
		t.Run(operation, func(t *testing.T) {
			t.Parallel()
			cases := map[string]providertest.Case{}
			for name, object := range objects {
				if slices.Contains(object.operations, operation) {
					cases[name] = timesOut(t, object, operation)
				}
			}
			providertest.RunTogether(t, cases)
		})
	}
}

// timesOut makes an object, lets one operation on it take longer than it may, and then lets it be as fast as ever.
func timesOut(t *testing.T, object timed, operation string) providertest.Case {
	t.Helper()
	account := providertest.Start(t, naotest.Behavior{})
	account.SeedTeams(1)
	account.SeedSites(1)
	config := func(named string) string {
		return account.Config(fmt.Sprintf(object.config, named, timeouts[operation]))
	}
	made, fails := config("Operations"), providertest.Fails(config("Operations"), "Time ran out: allow more in the `timeouts` block, where there is one")
	switch operation {
	case "update":
		fails.Config = config("Operations EU")
	case "delete":
		fails.Destroy = true
	}
	return providertest.Case{Account: account, Steps: []resource.TestStep{
		{Config: made},
		providertest.Before(func() {
			account.SetBehavior(func(b *naotest.Behavior) {
				b.Jobs.NeverFinish, b.Updates, b.Deletes = true, naotest.SeeOther, naotest.SeeOther
			})
			if operation == "read" {
				account.Inject(naotest.HangBefore, naotest.On(http.MethodGet, object.path))
				account.Inject(naotest.HangBefore, naotest.On(http.MethodGet, object.path+"/*"))
			}
		}, fails),
		providertest.Before(func() {
			account.SetBehavior(func(b *naotest.Behavior) { *b = naotest.Behavior{} })
			account.ClearFaults()
		}, resource.TestStep{Config: made}),
	}}
}
