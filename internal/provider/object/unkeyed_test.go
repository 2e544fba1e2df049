// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package object_test

import (
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/providertest"
)

// hasty is an object without a natural key whose create soon gives up.
const hasty = `{ minutes = 15 }`

var noKey = []string{`natural_key = []`, "timeouts {\n    create = \"4s\"\n  }"}

func TestAccObject_withoutKeyEqualOnesAreNoObstacle(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	account.AddObject(naotest.Object{Collection: collection, Attributes: map[string]any{"minutes": 15}})
	account.Run(t,
		providertest.Applies(account.Config(block(hasty, noKey...)), address, plancheck.ResourceActionCreate, providertest.Text(address, "id", "72"),
			providertest.Value(address, "natural_key", knownvalue.ListExact(nil))),
	)
}

// TestAccObject_withoutKeyAnUnknownEndIsForAPerson has a response that is lost, and somebody else who makes an equal object.
func TestAccObject_withoutKeyAnUnknownEndIsForAPerson(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	account.Inject(naotest.LoseResponse, naotest.On(http.MethodPost, objectPath).Times(1))
	account.AfterRequest(http.MethodPost, "/sites/11416/notifiers", func() {
		account.AddObject(naotest.Object{Collection: collection, Attributes: map[string]any{"minutes": 15, "more": true}})
	})
	ops := account.Config(block(hasty, noKey...))
	both := `import { to = naocloud_object.example id = "sites/11416/notifiers/71" } import { to = naocloud_object.example id = "sites/11416/notifiers/72" }`
	account.Run(t,
		providertest.Fails(ops, both),
		// Further applies send nothing, and say the same.
		providertest.Fails(ops, both),
		providertest.Fails(ops, "Remove the entry with `terraform state rm naocloud_object.NAME`."),
		// A destroy removes the entry alone.
		resource.TestStep{Config: ops, Destroy: true},
	)
	if posts, deletes := account.Count(http.MethodPost, objectPath), account.Count(http.MethodDelete, objectPath+"/*"); posts != 1 || deletes != 0 {
		t.Errorf("expected one POST and no DELETE, got %v", account.Tally())
	}
	if objects := account.Objects(collection); len(objects) != 2 {
		t.Errorf("expected both objects to stay, got %v", objects)
	}
}

func TestAccObject_aTaintedEntryIsNotReplaced(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	account.Inject(naotest.LoseResponse, naotest.On(http.MethodPost, objectPath).Times(1))
	changed := account.Config(block(`{ minutes = 16 }`, noKey...))
	account.Run(t,
		providertest.Fails(account.Config(block(hasty, noKey...)), "Object may have been created"),
		// The plan replaces the entry by another object: neither half of it happens.
		providertest.Fails(changed, "Object may have been created"),
		resource.TestStep{Config: changed, Destroy: true},
	)
	if posts := account.Count(http.MethodPost, objectPath); posts != 1 {
		t.Errorf("expected one POST, got %v", account.Tally())
	}
}

func TestAccObject_withoutKeyAFailedJobIsToldAndForgotten(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	account.Inject(naotest.JobFails("No graph."), naotest.On(http.MethodPost, objectPath).Times(1))
	ops := account.Config(block(hasty, noKey...))
	account.Run(t,
		providertest.Fails(ops, "No graph."),
		providertest.Applies(ops, address, plancheck.ResourceActionCreate),
	)
}
