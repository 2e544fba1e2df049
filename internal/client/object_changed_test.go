// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// TestObjects_aChangedNameIsFound has a service that stores another name than it was sent, and says so or leaves it to the client to find out.
func TestObjects_aChangedNameIsFound(t *testing.T) {
	t.Parallel()
	for name, test := range changedNames {
		for _, response := range []naotest.Response{naotest.Document, naotest.Empty, naotest.SeeOther, naotest.Accepted} {
			for _, thin := range [][]string{nil, {"name"}} {
				virtually(fmt.Sprint(name, ", ", response, ", thin: ", thin), t, func(t *testing.T) {
					c, server := account(t, withNotifiers(naotest.Behavior{
						Attributes: naotest.Attributes{Stored: map[string]naotest.Text{"": test.stored}},
						Responses:  naotest.Responses{Creates: response}, Listing: naotest.Listing{Lag: naotest.Lag{For: 30 * time.Second}},
					}, func(c *naotest.Collection) { c.ThinListing = thin }))
					server.AddObject(naotest.Object{Collection: notifiers, Attributes: map[string]any{"name": "Dev"}})
					within(t, 3*time.Minute, func(t *testing.T) {
						made, err := c.Objects.Create(t.Context(), notifier(t, test.sent))
						if err != nil || made.ID != "2" || made.Attributes["name"] != test.kept {
							t.Errorf("got %+v, %v; want the name %q", made, err, test.kept)
						}
					})
					wantCount(t, server, http.MethodPost, "", 1)
				})
			}
		}
	}
}

// TestObjects_aChangedNameBehindALostResponseIsMadeOnce has a response that is lost at once. Nobody can tell then whether the object that
// resembles is that of this create: the create is pending, and says which object it may be.
func TestObjects_aChangedNameBehindALostResponseIsMadeOnce(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		stored  naotest.Text
		sent    string
		key     []string
		pending bool
		posts   int
	}{
		"lower case":   {naotest.Text{LowerCase: true}, "Lab", []string{"name"}, true, 1},
		"trimmed":      {naotest.Text{Trim: true}, " Lab ", []string{"name"}, true, 1},
		"two parts":    {naotest.Text{LowerCase: true}, "Lab", []string{"retries", "name"}, true, 1},
		"as it was":    {naotest.Text{}, "Lab", []string{"name"}, false, 1},
		"another name": {naotest.Text{Cut: 2}, "Lab", []string{"name"}, false, 2},
	} {
		virtually(name, t, func(t *testing.T) {
			c, server := account(t, withNotifiers(naotest.Behavior{Attributes: naotest.Attributes{Stored: map[string]naotest.Text{"": test.stored}}}))
			server.AddObject(naotest.Object{Collection: notifiers, Attributes: map[string]any{"name": "Dev", "retries": 3}})
			server.Inject(naotest.LoseResponse, naotest.On(http.MethodPost, "/sites/*/notifiers").Times(1))
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Minute)
			defer cancel()
			in := notifier(t, test.sent)
			in.Key = test.key
			made, err := c.Objects.Create(ctx, in)
			wantCount(t, server, http.MethodPost, "", test.posts)
			unknown, pending := errors.AsType[*PendingError](err)
			if pending != test.pending || err != nil && !pending {
				t.Fatalf("got %+v, %v; want pending %t", made, err, test.pending)
			}
			if !pending {
				return
			}
			for range 2 {
				if !slices.Equal(unknown.IDs, []string{"2"}) {
					t.Errorf("got the ids %v of what it may be", unknown.IDs)
				}
				_, err = inProcess(t, server).Objects.Resume(t.Context(), in, unknown.Pending)
				var ok bool
				if unknown, ok = errors.AsType[*PendingError](err); !ok {
					t.Fatalf("got %v", err)
				}
			}
			pass(t, time.Hour)
			_, err = inProcess(t, server).Objects.Resume(t.Context(), in, unknown.Pending)
			wantError(t, err, "with another spelling: ids 2")
			wantCount(t, server, http.MethodPost, "", 1)
		})
	}
}

// TestObjects_whatAnotherCreateMakesIsNotTakenForACutName has two creates, of which one has a name that begins like that of the other.
func TestObjects_whatAnotherCreateMakesIsNotTakenForACutName(t *testing.T) {
	t.Parallel()
	virtually("both", t, func(t *testing.T) {
		c, server := account(t, withNotifiers(naotest.Behavior{}))
		post := naotest.On(http.MethodPost, "/sites/*/notifiers")
		server.Inject(naotest.HangAfter, post.Body(`"Laboratory 1"`))
		server.Inject(naotest.CutBefore, post.Body("Laboratory 10").Times(1))
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		defer cancel()
		go func() { _, _ = c.Objects.Create(ctx, notifier(t, "Laboratory 1")) }()
		time.Sleep(time.Second) //nolint:forbidigo // virtual time
		within(t, time.Minute, func(t *testing.T) {
			if made, err := c.Objects.Create(ctx, notifier(t, "Laboratory 10")); err != nil || made.ID != "2" {
				t.Errorf("got %+v, %v", made, err)
			}
		})
	})
}

// TestObjects_aCreateBelowAnotherParentVouchesForNothing has somebody else's object that is newer than the one of this create. Another create of
// its name is under way, but on another site.
func TestObjects_aCreateBelowAnotherParentVouchesForNothing(t *testing.T) {
	t.Parallel()
	virtually("two sites", t, func(t *testing.T) {
		c, server := account(t, withNotifiers(naotest.Behavior{
			Attributes: naotest.Attributes{Stored: map[string]naotest.Text{"": {LowerCase: true}}}, Responses: asynchronousCreates,
		}))
		server.AddSite(naotest.Site{ID: "2", Name: "Depot"})
		server.Inject(naotest.HangBefore, naotest.On(http.MethodPost, "/sites/2/notifiers"))
		elsewhere := notifier(t, "Theirs")
		elsewhere.Collection = mustParse(t, "sites/2/notifiers")
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Minute)
		defer cancel()
		var creates sync.WaitGroup
		creates.Go(func() { _, _ = c.Objects.Create(ctx, elsewhere) })
		creates.Go(func() {
			pass(t, 20*time.Second)
			server.AddObject(naotest.Object{Collection: notifiers, Attributes: map[string]any{"name": "theirs", "retries": 3}})
		})
		made, err := c.Objects.Create(ctx, notifier(t, "Ops"))
		if _, pending := errors.AsType[*PendingError](err); !pending {
			t.Errorf("got %+v, %v; want that nothing is guessed", made, err)
		}
		creates.Wait()
	})
}

// TestObjects_aJobOfASecretIsNotShownToAnotherProcess has a job that repeats a secret, and a process that does not know the secret.
func TestObjects_aJobOfASecretIsNotShownToAnotherProcess(t *testing.T) {
	t.Parallel()
	for secret, shown := range map[string]bool{"": true, "s3cret-token": false} {
		virtually("the secret "+secret, t, func(t *testing.T) {
			c, server := account(t, withNotifiers(naotest.Behavior{Responses: asynchronousCreates, Jobs: naotest.Jobs{Duration: time.Minute}}))
			server.Inject(naotest.JobFails("no room for s3cret-token"), naotest.On(http.MethodPost, "/sites/*/notifiers").Times(1))
			in := notifier(t, "Ops")
			if secret != "" {
				in.Secret = map[string]any{"token": secret}
			}
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			defer cancel()
			_, err := c.Objects.Create(ctx, in)
			unknown, ok := errors.AsType[*PendingError](err)
			if !ok {
				t.Fatalf("got %v, want that the create is pending", err)
			}
			in.Secret = nil
			_, err = inProcess(t, server).Objects.Resume(t.Context(), in, unknown.Pending)
			if said := fmt.Sprint(err); !IsNothingMade(err) || strings.Contains(said, "s3cret-token") != shown {
				t.Errorf("got %s; want the words of the job %t", said, shown)
			}
		})
	}
}

// TestObjects_locksOfKeys has creates that may not run at the same time, since a service may store them with one key.
func TestObjects_locksOfKeys(t *testing.T) {
	t.Parallel()
	lock := func(key []string, attributes map[string]any) string {
		return objectKey(Object{Collection: mustParse(t, notifiers), Key: key, Attributes: attributes}).Lock
	}
	name := []string{"name"}
	if a, b := lock(name, map[string]any{"name": "Caf\u00e9 1"}), lock(name, map[string]any{"name": " cafe\u0301  1"}); a != b {
		t.Errorf("got %q and %q", a, b)
	}
	secret := func(url string) Object {
		return Object{Collection: mustParse(t, notifiers), Key: []string{"target_url"}, Attributes: map[string]any{"target_url": url}}
	}
	if one, other := secret("https://a.example"), secret("https://b.example"); one.KeyText() == other.KeyText() || objectKey(one).Lock == objectKey(other).Lock {
		t.Errorf("two keys have the text %q", one.KeyText())
	}
	two := []string{"floor", "name"}
	if a, b := lock(two, map[string]any{"floor": json.Number("1"), "name": "A"}), lock(two, map[string]any{"floor": json.Number("1"), "name": "B"}); a == b {
		t.Errorf("two names of one floor have the lock %q", a)
	}
}

// TestObjects_textsOfKeys has keys of different attributes, whose texts have to differ, and attributes that may be secret.
func TestObjects_textsOfKeys(t *testing.T) {
	t.Parallel()
	for want, object := range map[string]Object{
		`"Ops" of sites/1/notifiers`:                       {Key: []string{"name"}, Attributes: map[string]any{"name": "Ops", "code": "Ops"}},
		`{"code":"Ops"} of sites/1/notifiers`:              {Key: []string{"code"}, Attributes: map[string]any{"name": "Ops", "code": "Ops"}},
		`{"code":"Ops","name":"Ops"} of sites/1/notifiers`: {Key: []string{"name", "code"}, Attributes: map[string]any{"name": "Ops", "code": "Ops"}},
		`{"code":"A"} of sites/1/notifiers`:                {Key: []string{"code", "api_token"}, Attributes: map[string]any{"code": "A", "api_token": "s3cret"}},
		`{"minutes":15} of sites/1/notifiers`:              {Attributes: map[string]any{"minutes": json.Number("15"), "api_token": "s3cret"}},
	} {
		object.Collection = mustParse(t, notifiers)
		if got := objectKey(object).Text; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
