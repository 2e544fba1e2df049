// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// notifiers is the collection of most tests.
const notifiers = "sites/1/notifiers"

func mustParse(t *testing.T, path string) Collection {
	t.Helper()
	parsed, err := ParseCollection(path)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

// notifier is the input of a notifier with a natural key.
func notifier(t *testing.T, name string) ObjectInput {
	t.Helper()
	return ObjectInput{Object: Object{
		Collection: mustParse(t, notifiers), Type: "notifier", Key: []string{"name"},
		Attributes: map[string]any{"name": name, "retries": json.Number("3")},
	}}
}

// nameless is the input of a notifier without a natural key.
func nameless(t *testing.T) ObjectInput {
	t.Helper()
	in := notifier(t, "Ops")
	in.Key = nil
	return in
}

// withNotifiers adds the collection of notifiers to a behavior.
func withNotifiers(behavior naotest.Behavior, change ...func(*naotest.Collection)) naotest.Behavior {
	declared := naotest.Collection{Path: "sites/{}/notifiers"}
	for _, change := range change {
		change(&declared)
	}
	behavior.Collections = append(behavior.Collections, declared)
	return behavior
}

func TestObjects_createReadUpdateDelete(t *testing.T) {
	t.Parallel()
	virtually("all", t, func(t *testing.T) {
		c, server := account(t, withNotifiers(naotest.Behavior{}))
		in := notifier(t, "Ops")
		in.Secret = map[string]any{"token": "s3cret-token"}
		made, err := c.Objects.Create(t.Context(), in)
		if err != nil || made.ID != "1" || made.Type != "notifier" || made.Collection.String() != notifiers {
			t.Fatalf("got %+v, %v", made, err)
		}
		made.Key = in.Key
		read, err := c.Objects.Get(t.Context(), made)
		if err != nil || read.Attributes["name"] != "Ops" || read.Attributes["retries"] != json.Number("3") {
			t.Errorf("got %+v, %v", read, err)
		}
		in = notifier(t, "Dev")
		updated, err := c.Objects.Update(t.Context(), made, in)
		if err != nil || updated.Attributes["name"] != "Dev" {
			t.Errorf("got %+v, %v", updated, err)
		}
		if err := c.Objects.Delete(t.Context(), updated); err != nil {
			t.Error(err)
		}
		if _, err := c.Objects.Get(t.Context(), made); !IsNotFound(err) {
			t.Errorf("got %v, want a 404", err)
		}
		bodies := []string{
			`{"notifier":{"name":"Ops","retries":3,"token":"s3cret-token"}}`, `{"notifier":{"name":"Dev","retries":3}}`,
		}
		var sent []string
		for _, r := range server.Requests() {
			if len(r.Body) > 0 {
				sent = append(sent, string(r.Body))
			}
		}
		if !slices.Equal(sent, bodies) {
			t.Errorf("got the bodies %s", sent)
		}
	})
}

// TestObjects_withoutKeyAreNeverSentTwice has a gateway that gives up while the work goes on, and somebody else who makes an equal object.
func TestObjects_withoutKeyAreNeverSentTwice(t *testing.T) {
	t.Parallel()
	virtually("504", t, func(t *testing.T) {
		c, server := account(t, withNotifiers(naotest.Behavior{
			Work:    naotest.Durations{Creates: 90 * time.Second},
			Gateway: naotest.Gateway{GivesUpAfter: 30 * time.Second},
		}))
		in := nameless(t)
		time.AfterFunc(50*time.Second, func() {
			server.AddObject(naotest.Object{Collection: notifiers, Attributes: map[string]any{"name": "Ops", "retries": 3, "more": true}})
		})
		ctx, cancel := contextWithTimeout(t, 20*time.Minute)
		defer cancel()
		made, err := c.Objects.Create(ctx, in)
		pending, ok := errors.AsType[*PendingError](err)
		if !ok || made.ID != "" || !pending.NoKey || len(pending.IDs) != 2 {
			t.Fatalf("got %+v, %v", made, err)
		}
		wantCount(t, server, http.MethodPost, "/sites/*/notifiers", 1)
		// A later run sends nothing, and says the same.
		_, err = inProcess(t, server).Objects.Resume(t.Context(), in, pending.Pending)
		again, ok := errors.AsType[*PendingError](err)
		if !ok || !slices.Equal(again.IDs, pending.IDs) {
			t.Errorf("got %v", err)
		}
		wantCount(t, server, http.MethodPost, "/sites/*/notifiers", 1)
	})
}
