// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package object_test

import (
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/providertest"
)

// TestAccObject_aNameThatTheServiceChangesIsTold has a service that stores the name in another form than it was sent.
func TestAccObject_aNameThatTheServiceChangesIsTold(t *testing.T) {
	t.Parallel()
	trimmed, lowered := naotest.Text{Trim: true}, naotest.Text{LowerCase: true}
	for name, test := range map[string]struct {
		stored   naotest.Text
		response naotest.Response
		sent     string
		says     string
	}{
		"trimmed":                    {trimmed, naotest.Document, "Ops ", `Asked: "Ops ". Stored: "Ops".`},
		"lower case":                 {lowered, naotest.Document, "Ops", `Asked: "Ops". Stored: "ops".`},
		"trimmed by a job":           {trimmed, naotest.SeeOther, "Ops ", `Asked: "Ops ". Stored: "Ops".`},
		"in lower case by a job":     {lowered, naotest.SeeOther, "Ops", `Asked: "Ops". Stored: "ops".`},
		"in lower case without body": {lowered, naotest.Empty, "Ops", `Asked: "Ops". Stored: "ops".`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			account := start(t, naotest.Behavior{
				Responses: naotest.Responses{Creates: test.response}, Attributes: naotest.Attributes{Stored: map[string]naotest.Text{"notifier.name": test.stored}},
			})
			account.AddObject(naotest.Object{Collection: collection, Attributes: map[string]any{"name": "dev"}})
			written := account.Config(block(`{ name = "` + test.sent + `" }`))
			account.Run(t,
				providertest.Fails(written, "NAO Cloud saved the object"),
				// Terraform replaces what is tainted, and the message says how to keep it.
				providertest.Fails(written, test.says),
				providertest.Applies(account.Config(block(`{ name = "night shift" }`)), address, plancheck.ResourceActionDestroyBeforeCreate),
				providertest.Fails(written, test.says),
			)
			if objects := account.Objects(collection); len(objects) != 1 {
				t.Errorf("got %v, want only what was there before", objects)
			}
			if posts := account.Count(http.MethodPost, objectPath); posts != 3 {
				t.Errorf("got %v", account.Tally())
			}
		})
	}
}

// TestAccObject_aChangedNameBehindALostResponseIsNotMadeAgain cannot tell whether the object that resembles is its own. It says which one that is.
func TestAccObject_aChangedNameBehindALostResponseIsNotMadeAgain(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{Attributes: naotest.Attributes{Stored: map[string]naotest.Text{"notifier.name": {LowerCase: true}}}})
	account.Inject(naotest.LoseResponse, naotest.On(http.MethodPost, objectPath).Times(1))
	written := account.Config(block(`{ name = "Ops" }`, "timeouts {\n    create = \"4s\"\n  }"))
	account.Run(t,
		providertest.Fails(written, `The create of the notifier "Ops" of sites/11416/notifiers is pending: the request was sent, but its outcome is not known`),
		// Nobody waits for it any more.
		providertest.Fails(written, `the API shows what it may have made, with another spelling: ids 71. Remove the resource from the state with `+
			"`terraform state rm`. If NAO Cloud made one of these for it, write the name as NAO Cloud spells it, and import the object: import {"),
		providertest.Before(func() { account.RemoveObject(collection, "71") }, resource.TestStep{Config: written, Destroy: true}),
	)
	if posts := account.Count(http.MethodPost, objectPath); posts != 1 {
		t.Errorf("expected one POST, got %v", account.Tally())
	}
}

// TestAccObject_entitiesAreNoDifference has a service that stores HTML entities in the place of characters, and loses its response.
func TestAccObject_entitiesAreNoDifference(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{Attributes: naotest.Attributes{Stored: map[string]naotest.Text{"": {EscapeHTML: true}}}})
	written := account.Config(block(`{ name = "R&D", note = "<none>" }`))
	account.Run(t, providertest.Applies(written, address, plancheck.ResourceActionCreate))
}

// TestAccObject_keysOfOtherAttributesAreOtherKeys has two objects with one text in the attributes of their keys.
func TestAccObject_keysOfOtherAttributesAreOtherKeys(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	account.Run(t, providertest.Applies(account.Config(block(`{ name = "Ops" }`)+`resource "naocloud_object" "other" {
  collection  = "sites/11416/notifiers"
  attributes  = { code = "Ops", name = "Dev" }
  natural_key = ["code"]
}`), address, plancheck.ResourceActionCreate))
}

// TestAccObject_withoutKeyEqualOnesAreNoObstacleToAnUpdate gives up the natural key of an object in the update that changes it.
func TestAccObject_withoutKeyEqualOnesAreNoObstacleToAnUpdate(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	account.AddObject(naotest.Object{ID: "7", Collection: collection, Attributes: map[string]any{"minutes": 15}})
	account.Run(t,
		providertest.Applies(account.Config(block(`{ name = "Ops", minutes = 10 }`)), address, plancheck.ResourceActionCreate),
		providertest.Applies(account.Config(block(`{ minutes = 15 }`, `natural_key = []`)), address, plancheck.ResourceActionUpdate, providertest.Text(address, "id", "71")),
	)
}
