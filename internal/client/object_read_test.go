// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// TestObjects_readsCostPages reads three hundred objects as a refresh does.
func TestObjects_readsCostPages(t *testing.T) {
	t.Parallel()
	const objects, pages = 300, 3
	for name, test := range map[string]struct {
		change func(*naotest.Collection)
		most   int
	}{
		"whole listings": {func(*naotest.Collection) {}, pages + 6},
		"what no document shows": {func(c *naotest.Collection) {
			c.Secrets = map[string]naotest.SecretForm{"retries": naotest.SecretOmitted}
		}, pages + 6 + 1},
		"what only the document shows": {func(c *naotest.Collection) { c.ThinListing = []string{"retries"} }, pages + 6 + objects},
	} {
		virtually(name, t, func(t *testing.T) {
			c, server := account(t, withNotifiers(naotest.Behavior{}, test.change))
			for i := range objects {
				server.AddObject(naotest.Object{Collection: notifiers, Attributes: map[string]any{"name": fmt.Sprint(i), "retries": 3}})
			}
			read := func(i int) error {
				_, err := c.Objects.Get(t.Context(), Object{
					ID: fmt.Sprint(i + 1), Collection: mustParse(t, notifiers), Type: "notifier",
					Attributes: map[string]any{"name": fmt.Sprint(i), "retries": json.Number("3")},
				})
				return err
			}
			inParallel(t, objects, read)
			if sent := len(server.Requests()); sent > test.most {
				t.Errorf("got %d requests, want at most %d: %v", sent, test.most, server.Tally())
			}
			sent := len(server.Requests())
			inParallel(t, objects, read)
			if again := len(server.Requests()); again > sent && test.most < objects {
				t.Errorf("got %d more requests for a second read", again-sent)
			}
		})
	}
}

func TestObjects_neededAttributesAreRead(t *testing.T) {
	t.Parallel()
	c, server := account(t, withNotifiers(naotest.Behavior{}, func(c *naotest.Collection) { c.ThinListing = []string{"state"} }))
	for i := range 20 {
		server.AddObject(naotest.Object{Collection: notifiers, Attributes: map[string]any{"name": fmt.Sprint(i), "state": "on"}})
	}
	inParallel(t, 20, func(i int) error {
		object, err := c.Objects.Get(t.Context(), Object{
			ID: fmt.Sprint(i + 1), Collection: mustParse(t, notifiers), Type: "notifier", Attributes: map[string]any{"name": fmt.Sprint(i)}, Needed: []string{"state"},
		})
		if err == nil && object.Attributes["state"] != "on" {
			return fmt.Errorf("got %v", object.Attributes)
		}
		return err
	})
}

// TestObjects_aNullThatIsLeftOutHidesNothing has a declared null, which documents leave out.
func TestObjects_aNullThatIsLeftOutHidesNothing(t *testing.T) {
	t.Parallel()
	leaves := newShownLeaves()
	c, server := account(t, withNotifiers(naotest.Behavior{}))
	for range 2 {
		server.AddObject(naotest.Object{Collection: notifiers, Attributes: map[string]any{"name": "Ops"}})
	}
	known := Object{ID: "1", Collection: mustParse(t, notifiers), Type: "notifier", Attributes: map[string]any{"note": nil, "options": map[string]any{"colour": "red"}}}
	for _, known.ID = range []string{"1", "1", "2"} {
		if leaves.areHidden([]string{"options.colour"}) {
			t.Error("one object proves nothing")
		}
		if _, err := leaves.read(t.Context(), c.Objects.of(known), known, []string{"note", "options.colour"}); err != nil {
			t.Fatal(err)
		}
	}
	if leaves.areKnown([]string{"note"}) || !leaves.areHidden([]string{"options.colour"}) {
		t.Errorf("got %v and %v", leaves.shown, leaves.hidden)
	}
}

// TestObjects_whatOneDocumentLeavesOutIsReadOfTheOthers has a thin listing, and a service whose documents leave out what an object does not have.
func TestObjects_whatOneDocumentLeavesOutIsReadOfTheOthers(t *testing.T) {
	t.Parallel()
	c, server := account(t, withNotifiers(naotest.Behavior{}, func(c *naotest.Collection) { c.ThinListing = []string{"note"} }))
	server.AddObject(naotest.Object{Collection: notifiers, Attributes: map[string]any{"name": "A"}})
	for range 2 {
		server.AddObject(naotest.Object{Collection: notifiers, Attributes: map[string]any{"name": "B", "note": "changed in the web console"}})
	}
	in := mustParse(t, notifiers)
	if _, _, err := c.Objects.of(Object{Collection: in, Type: "notifier"}).All(t.Context(), Object{Collection: in}, Fresh); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"1", "2", "3"} {
		object, err := c.Objects.Get(t.Context(), Object{ID: id, Collection: in, Type: "notifier", Attributes: map[string]any{"note": "declared"}})
		if err != nil || id != "1" && object.Attributes["note"] != "changed in the web console" {
			t.Errorf("object %s: got %v, %v", id, object.Attributes, err)
		}
	}
}

// TestObjects_twoKindsOfOnePathSeeEachOthersWrites has a team that is read as a team, and changed as an object.
func TestObjects_twoKindsOfOnePathSeeEachOthersWrites(t *testing.T) {
	t.Parallel()
	c, _ := reach(t, naotest.Behavior{})
	if _, err := c.Teams.Get(t.Context(), Team{ID: "1"}); err != nil {
		t.Fatal(err)
	}
	in := ObjectInput{Object: Object{ID: "1", Collection: mustParse(t, "teams"), Type: "team", Attributes: map[string]any{"name": "Dev"}}}
	if _, err := c.Objects.Update(t.Context(), in.Object, in); err != nil {
		t.Fatal(err)
	}
	if team, err := c.Teams.Get(t.Context(), Team{ID: "1"}); err != nil || team.Name != "Dev" {
		t.Errorf("got %+v, %v", team, err)
	}
}

func TestObjects_listShowsAnyType(t *testing.T) {
	t.Parallel()
	c, server := account(t, withNotifiers(naotest.Behavior{}, func(c *naotest.Collection) { c.Type = "web_hook" }))
	for _, name := range []string{"Ops", "Dev"} {
		server.AddObject(naotest.Object{Collection: notifiers, Attributes: map[string]any{"name": name}})
	}
	matches := func(object Object) bool { return object.Attributes["name"] == "Dev" }
	found := all(t, c.Objects.List(t.Context(), mustParse(t, notifiers), "", []Filter{{Predicate: "name_eq", Value: "Dev"}}, matches))
	if !slices.Equal(ids(found), []string{"2"}) || found[0].Type != "web_hook" {
		t.Errorf("got %+v", found)
	}
	wantCount(t, server, http.MethodGet, "/sites/*/notifiers", 1)
	pass(t, time.Nanosecond)
}
