// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"net/http"
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

// objects are what has a timeouts block: %s is where the block goes, and changed is another name.
var objects = map[string]struct {
	path       string
	config     string
	operations []string
}{
	"team": {"/teams/*", "resource \"naocloud_team\" \"test\" {\n  name = %q\n  %s}\n", []string{"read", "update", "delete"}},
	"site": {"/sites/*", "resource \"naocloud_site\" \"test\" {\n  name = %q\n  latitude = 43.5\n  longitude = 1.5\n  %s}\n", []string{"read", "update", "delete"}},
	// An association has no name, and cannot be changed.
	"association": {
		"/teams*", "locals {\n  name = %q\n}\nresource \"naocloud_site_team_association\" \"test\" {\n  team_id = \"392\"\n  site_id = \"11416\"\n  %s}\n",
		[]string{"read", "delete"},
	},
}

func TestAccTimeouts_endWhatTakesLonger(t *testing.T) {
	t.Parallel()
	for name, object := range objects {
		for _, operation := range object.operations {
			t.Run(name+" "+operation, func(t *testing.T) {
				t.Parallel()
				account := providertest.Start(t, naotest.Behavior{})
				account.SeedTeams(1)
				account.SeedSites(1)
				config := func(named string) string {
					return account.Config(fmt.Sprintf(object.config, named, timeouts[operation]))
				}
				made, fails := config("Operations"), providertest.Fails(config("Operations"), "Time ran out: allow more in the resource's `timeouts` block")
				switch operation {
				case "update":
					fails.Config = config("Operations EU")
				case "delete":
					fails.Destroy = true
				}
				account.Run(t,
					resource.TestStep{Config: made},
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
				)
			})
		}
	}
}
