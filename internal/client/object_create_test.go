// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestObjects_anotherTypeIsNamed(t *testing.T) {
	t.Parallel()
	odd := func(c *naotest.Collection) { c.Type = "web_hook" }
	c, server := account(t, withNotifiers(naotest.Behavior{}, odd))
	server.AddObject(naotest.Object{Collection: notifiers, Attributes: map[string]any{"name": "Dev"}})
	_, refused := c.Objects.Create(t.Context(), notifier(t, "Ops"))
	_, read := c.Objects.Get(t.Context(), Object{ID: "1", Collection: mustParse(t, notifiers), Type: "notifier"})
	for _, err := range []error{refused, read} {
		if other, ok := errors.AsType[*OtherTypeError](err); !ok || other.Got != "web_hook" {
			t.Errorf("got %v", err)
		}
	}
	// A service that takes any root shows the type in its response. The object exists.
	c, server = account(t, withNotifiers(naotest.Behavior{}))
	server.Inject(naotest.Canned(201, "application/json", `{"data":{"id":"9","type":"web_hook","attributes":{"name":"Ops"}}}`), naotest.On(http.MethodPost, "/sites/*/notifiers"))
	made, err := c.Objects.Create(t.Context(), notifier(t, "Ops"))
	if other, ok := errors.AsType[*OtherTypeError](err); !ok || other.Got != "web_hook" || made.ID != "9" {
		t.Errorf("got %+v, %v", made, err)
	}
}

// TestObjects_withoutKeyADoneJobNamesItsObject has a job that succeeds: where one new object is equal a minute later, it is that of the job.
func TestObjects_withoutKeyADoneJobNamesItsObject(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		response naotest.Response
		others   int
		found    bool
	}{
		"the only one":              {naotest.SeeOther, 0, true},
		"created without a body":    {naotest.Empty, 0, true},
		"somebody makes another":    {naotest.SeeOther, 1, false},
		"accepted, and never named": {naotest.AcceptedNothing, 0, false},
	} {
		virtually(name, t, func(t *testing.T) {
			c, server := account(t, withNotifiers(naotest.Behavior{Responses: naotest.Responses{Creates: test.response}, Listing: naotest.Listing{Lag: naotest.Lag{For: 50 * time.Second}}}))
			time.AfterFunc(time.Second, func() {
				for range test.others {
					server.AddObject(naotest.Object{Collection: notifiers, Attributes: map[string]any{"name": "Ops", "retries": 3}})
				}
			})
			ctx, cancel := contextWithTimeout(t, 10*time.Minute)
			defer cancel()
			made, err := c.Objects.Create(ctx, nameless(t))
			if pending, ok := errors.AsType[*PendingError](err); ok == test.found || (made.ID != "") != test.found || ok && len(pending.IDs) != test.others+1 {
				t.Errorf("got %+v, %v", made, err)
			}
			wantCount(t, server, http.MethodPost, "/sites/*/notifiers", 1)
		})
	}
}

func TestObjects_withoutKeyAListingIsNotNeeded(t *testing.T) {
	t.Parallel()
	c, _ := account(t, withNotifiers(naotest.Behavior{}, func(c *naotest.Collection) { c.Refused = map[string]int{"LIST": 405} }))
	if made, err := c.Objects.Create(t.Context(), nameless(t)); err != nil || made.ID != "1" {
		t.Errorf("got %+v, %v", made, err)
	}
	if _, err := c.Objects.Create(t.Context(), notifier(t, "Ops")); !isStatus(http.StatusMethodNotAllowed)(err) {
		t.Errorf("expected a create with a natural key to need the listing, got %v", err)
	}
}

// TestObjects_aKeyThatIsNotShownAdoptsNothing has a natural key that no document shows.
func TestObjects_aKeyThatIsNotShownAdoptsNothing(t *testing.T) {
	t.Parallel()
	virtually("lost", t, func(t *testing.T) {
		c, server := account(t, withNotifiers(naotest.Behavior{}, func(c *naotest.Collection) {
			c.Secrets = map[string]naotest.SecretForm{"name": naotest.SecretOmitted}
		}))
		server.AddObject(naotest.Object{Collection: notifiers, Attributes: map[string]any{"name": "Dev"}})
		server.Inject(naotest.LoseResponse, naotest.On(http.MethodPost, "/sites/*/notifiers").Times(1))
		_, err := c.Objects.Create(t.Context(), notifier(t, "Ops"))
		if ambiguous, ok := errors.AsType[*AmbiguousError](err); !ok || len(ambiguous.IDs) != 1 {
			t.Errorf("got %v", err)
		}
		wantCount(t, server, http.MethodPost, "/sites/*/notifiers", 1)
	})
}

func TestObjects_theKeyMayHaveSeveralParts(t *testing.T) {
	t.Parallel()
	c, server := account(t, withNotifiers(naotest.Behavior{}))
	server.AddObject(naotest.Object{Collection: notifiers, Attributes: map[string]any{"kind": "mail", "level": 1}})
	in := notifier(t, "Ops")
	in.Key = []string{"kind", "level"}
	in.Attributes = map[string]any{"kind": "mail", "level": "1"}
	if _, err := c.Objects.Create(t.Context(), in); err == nil || err.Error() != `create notifier {"kind":"mail","level":"1"} of sites/1/notifiers: the notifier {"kind":"mail","level":"1"} of sites/1/notifiers exists already: id 1` {
		t.Errorf("got %v", err)
	}
	in.Attributes = map[string]any{"kind": "mail", "level": "2"}
	if made, err := c.Objects.Create(t.Context(), in); err != nil || made.ID != "2" {
		t.Errorf("got %+v, %v", made, err)
	}
}

// TestObjects_exactlyOnce lets faults strike at random. With a natural key every object that was made is returned, or found by the one who
// resumes. Without one, a create sends one POST that the service may have seen.
func TestObjects_exactlyOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		s := anySchedule(rt)
		key := rapid.SampledFrom([][]string{{"name"}, nil}).Draw(rt, "natural key")
		thin := rapid.SampledFrom([][]string{nil, {"name"}, {"retries"}}).Draw(rt, "thin")
		s.behavior = withNotifiers(s.behavior, func(c *naotest.Collection) { c.ThinListing = thin })
		var verdict error
		synctest.Test(t, func(t *testing.T) { verdict = s.runObjects(t, key) })
		if verdict != nil {
			rt.Fatal(verdict)
		}
	})
}

func (s schedule) runObjects(t *testing.T, naturalKey []string) error {
	t.Helper()
	server := naotest.New(s.behavior)
	server.AddSite(naotest.Site{ID: "1", Name: "Lab"})
	server.Schedule(s.faults...)
	returned := map[string]string{}
	for _, key := range s.keys {
		in := notifier(t, key)
		in.Key = naturalKey
		c := inProcess(t, server, func(config *Config) { config.OnExisting = s.onExisting })
		ctx, cancel := context.WithTimeout(t.Context(), s.deadline)
		made, err := c.Objects.Create(ctx, in)
		cancel()
		for range 40 {
			pending, ok := errors.AsType[*PendingError](err)
			if !ok {
				break
			}
			time.Sleep(time.Minute) //nolint:forbidigo // virtual time
			made, err = inProcess(t, server).Objects.Resume(t.Context(), in, pending.Pending)
		}
		if made.ID != "" {
			returned[made.ID] = key
		}
	}
	time.Sleep(10 * time.Minute) //nolint:forbidigo // virtual time
	count := map[string]int{}
	for _, object := range server.Objects(notifiers) {
		name := fmt.Sprint(object.Attributes["name"])
		count[name]++
		if key, ok := returned[object.ID]; ok && key != name || len(naturalKey) > 0 && !ok {
			return fmt.Errorf("%s is %s, and was returned to %q; requests: %s", object.ID, name, key, requestLog(server))
		}
	}
	for name, n := range count {
		if n > 1 {
			return fmt.Errorf("%s was made %d times; requests: %s", name, n, requestLog(server))
		}
	}
	return nil
}
