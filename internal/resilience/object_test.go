// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

//go:build unix

package resilience_test

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/clitest"
	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

const (
	ofNotifiers = "sites/2/notifiers"
	// noKey is an object that nothing tells from equal ones. Its create has less time than its work takes.
	noKey = `
resource "naocloud_object" "reminder" {
  collection  = "sites/2/notifiers"
  natural_key = []
  attributes  = { minutes = 15 }
  timeouts {
    create = "5s"
  }
}
`
)

// TestAccObject_withoutKeyIsNeverSentTwice has a gateway that gives up while the work goes on, and somebody else who makes an equal object.
func TestAccObject_withoutKeyIsNeverSentTwice(t *testing.T) {
	t.Parallel()
	account := clitest.Open(t, naotest.Behavior{
		Work:        naotest.Durations{Creates: 3 * time.Second},
		Gateway:     naotest.Gateway{GivesUpAfter: time.Second},
		Collections: []naotest.Collection{{Path: "sites/{}/notifiers", FirstID: 71}},
	})
	account.AddSite(naotest.Site{ID: "2", Name: "Hospital"})
	account.BeforeResponse(http.MethodPost, "/sites/*/notifiers", func(*http.Request) {
		account.AddObject(naotest.Object{ID: "70", Collection: ofNotifiers, Attributes: map[string]any{"minutes": 15, "by": "somebody else"}})
	})
	workspace := clitest.New(t, account, clitest.Provider{RetryWait: time.Millisecond})
	workspace.Configure(noKey)
	both := []string{`id = "sites/2/notifiers/70"`, `id = "sites/2/notifiers/71"`}
	expect(t, workspace.Apply(), failed, append(both, "Object may have been created", "the request was sent, but its outcome is not known",
		"ids 70, 71. Any of them may be the one that was created.", "nothing was adopted, and the request is not sent again",
		"`terraform state rm naocloud_object.NAME`")...)
	// The plan says the same, and what an apply must not do.
	expect(t, workspace.Plan(), changes, append(both, "Do not apply while the resource sets `create_before_destroy`")...)
	expect(t, workspace.Apply(), failed, append(both, "Error: Object may have been created", "One that is new since the create may be the one that was created.")...)
	tally(t, account, map[string]int{"POST /sites/*/notifiers": 1, "DELETE /sites/*/notifiers/*": 0})

	// The advice of the message is the way out.
	expect(t, workspace.Run("state", "rm", "naocloud_object.reminder"), done)
	workspace.Configure(noKey + "import {\n  to = naocloud_object.reminder\n  id = \"sites/2/notifiers/71\"\n}\n")
	// The argument natural_key gets into the state, and nothing is sent.
	expect(t, workspace.Apply(), done, "1 imported, 0 added, 1 changed, 0 destroyed")
	expect(t, workspace.Plan(), done)
	ids := each(account.Objects(ofNotifiers), func(object naotest.Object) string { return object.ID })
	if !slices.Equal(ids, []string{"70", "71"}) {
		t.Errorf("the account holds %v", ids)
	}
	tally(t, account, map[string]int{"POST /sites/*/notifiers": 1, "PUT /sites/*/notifiers/*": 0, "DELETE /sites/*/notifiers/*": 0})
}

// TestAccObject_withoutKeyADestroyRemovesTheEntryAlone has a create whose object nobody knows.
func TestAccObject_withoutKeyADestroyRemovesTheEntryAlone(t *testing.T) {
	t.Parallel()
	account := clitest.Open(t, naotest.Behavior{Collections: []naotest.Collection{{Path: "sites/{}/notifiers", FirstID: 71}}})
	account.AddSite(naotest.Site{ID: "2", Name: "Hospital"})
	account.Inject(naotest.LoseResponse, naotest.On(http.MethodPost, "/sites/*/notifiers"))
	workspace := clitest.New(t, account, clitest.Provider{RetryWait: time.Millisecond})
	workspace.Configure(noKey)
	expect(t, workspace.Apply(), failed, "Equal to it, and new since then: id 71.")
	expect(t, workspace.Destroy(), done, "The entry of the object of sites/2/notifiers is removed from the state.", "Equal to it, and new since then: id 71. Look on NAO Cloud")
	if state := workspace.State(); len(state) != 0 {
		t.Errorf("the state holds %+v", state)
	}
	tally(t, account, map[string]int{"POST /sites/*/notifiers": 1, "DELETE /sites/*/notifiers/*": 0})
}

// TestAccObject_whatIsToBeConsideredIsWarnedOf has plans that are right, and perhaps not what was meant.
func TestAccObject_whatIsToBeConsideredIsWarnedOf(t *testing.T) {
	t.Parallel()
	account := clitest.Open(t, naotest.Behavior{Collections: []naotest.Collection{{Path: "sites/{}/notifiers", FirstID: 71}}})
	account.AddSite(naotest.Site{ID: "2", Name: "Hospital"})
	workspace := clitest.New(t, account, clitest.Provider{RetryWait: time.Millisecond})
	object := func(collection, attributes string) string {
		return "resource \"naocloud_object\" \"one\" {\n  collection = \"" + collection + "\"\n  attributes = " + attributes + "\n}\n"
	}
	workspace.Configure(object("teams", `{ name = "Ops" }`))
	expect(t, workspace.Plan(), changes, "The objects of teams have the resource type naocloud_team, which knows more of them. Consider it instead")
	workspace.Configure(object(ofNotifiers, `{ name = "Ops", note = "x", options = { colour = "red", level = 2 } }`))
	expect(t, workspace.Apply(), done)
	workspace.Configure(object(ofNotifiers, `{ name = "Ops", options = { colour = "red" } }`))
	expect(t, workspace.Apply(), done, "No longer declared: note. NAO Cloud keeps their values", "Write null for a value to clear it.",
		"Not declared: options.level.")
	expect(t, workspace.Plan(), done)
}
