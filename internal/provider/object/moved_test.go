// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package object_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/providertest"
)

// generic is a resource of the generic REST provider.
func generic(id, path string) string {
	return fmt.Sprintf("resource \"restapi_object\" \"x\" {\n  id   = %q\n  path = %q\n  data = \"{}\"\n}\n", id, path)
}

func movedTo(from, to string) string {
	return fmt.Sprintf("moved {\n  from = %s\n  to   = %s\n}\n", from, to)
}

// becomes moves a resource, and expects that nothing else is to change.
func becomes(config, address string) resource.TestStep {
	return resource.TestStep{Config: config, ConfigPlanChecks: resource.ConfigPlanChecks{
		PreApply:             []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, plancheck.ResourceActionNoop)},
		PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
	}}
}

func TestAccObject_movesFromTheGenericRESTProvider(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/sites/11416/notifiers", "api/v2/sites/11416/notifiers/"} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			account := start(t, naotest.Behavior{}, func(c *naotest.Collection) { c.Defaults = map[string]any{"retries": 3} })
			account.AddObject(naotest.Object{ID: "7", Collection: collection, Attributes: map[string]any{"name": "Ops"}})
			account.RunMoving(t,
				resource.TestStep{Config: account.Config(generic("7", path))},
				becomes(account.Config(block(`{ name = "Ops" }`)+movedTo("restapi_object.x", address)), address))
			if puts := account.Count(http.MethodPut, objectPath+"/*"); puts != 0 {
				t.Errorf("expected no PUT, got %v", account.Tally())
			}
		})
	}
}

func TestAccObject_whatIsNoCollectionIsNotMoved(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ path, says string }{
		{"/oauth/token/x", `Its path is "/oauth/token/x", which is no collection`},
		{"/sites/11416/nao_trackables", "it has a resource type of its own: naocloud_tag or naocloud_site_tags. Move it to the resource type of its path."},
	} {
		t.Run(test.path, func(t *testing.T) {
			t.Parallel()
			account := start(t, naotest.Behavior{})
			before := resource.TestStep{Config: account.Config(generic("7", test.path))}
			account.RunMoving(t, before, providertest.Fails(account.Config(block(`{ name = "Ops" }`)+movedTo("restapi_object.x", address)), test.says), before)
		})
	}
}

// TestAccObject_becomesATypedResource has objects that were managed by their collections, and get resource types of their own.
func TestAccObject_becomesATypedResource(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ from, to, address string }{
		"a team": {
			"resource \"naocloud_object\" \"x\" {\n  collection = \"teams\"\n  attributes = { name = \"Operations\" }\n}\n",
			"resource \"naocloud_team\" \"x\" {\n  name = \"Operations\"\n}\n", "naocloud_team.x",
		},
		"a site": {
			"resource \"naocloud_object\" \"x\" {\n  collection = \"sites\"\n  attributes = { name = \"Purpan\", latitude = 43.5, longitude = 1.25 }\n}\n",
			"resource \"naocloud_site\" \"x\" {\n  name = \"Purpan\"\n  latitude = 43.5\n  longitude = 1.25\n}\n", "naocloud_site.x",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			account := start(t, naotest.Behavior{})
			account.RunMoving(t,
				providertest.Applies(account.Config(test.from), "naocloud_object.x", plancheck.ResourceActionCreate),
				becomes(account.Config(test.to+movedTo("naocloud_object.x", test.address)), test.address))
		})
	}
}
