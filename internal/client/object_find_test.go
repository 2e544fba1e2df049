// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/transport"
	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestObjects_areFoundByTheirKey(t *testing.T) {
	t.Parallel()
	virtually("all", t, func(t *testing.T) {
		c, server := account(t, withNotifiers(naotest.Behavior{}))
		server.AddObject(naotest.Object{ID: "7", Collection: notifiers, Attributes: map[string]any{"name": "Ops"}})
		server.AddObject(naotest.Object{ID: "8", Collection: notifiers, Attributes: map[string]any{"name": "Dev"}})
		wanted := notifier(t, "Ops").Object
		if got, listed := c.Objects.Listed(wanted); listed || len(got) != 0 {
			t.Errorf("nothing was listed yet, got %v", got)
		}
		if got, err := c.Objects.Find(t.Context(), wanted); err != nil || len(got) != 1 || got[0].ID != "7" {
			t.Errorf("got %v, %v", got, err)
		}
		var all []string
		for object, err := range c.Objects.List(t.Context(), wanted.Collection, "notifier", nil, func(Object) bool { return true }) {
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, object.ID)
		}
		if !slices.Equal(all, []string{"7", "8"}) {
			t.Errorf("got %v", all)
		}
		if got, listed := c.Objects.Listed(wanted); !listed || len(got) != 1 || got[0].ID != "7" {
			t.Errorf("got %v, listed %t", got, listed)
		}
		if got, listed := c.Objects.Listed(nameless(t).Object); listed {
			t.Errorf("without a key nothing tells, got %v", got)
		}
		if got, err := c.Objects.Document(t.Context(), Object{ID: "8", Collection: wanted.Collection, Type: "notifier"}); err != nil || got.Attributes["name"] != "Dev" {
			t.Errorf("got %v, %v", got, err)
		}
		if _, err := c.Objects.Document(t.Context(), Object{ID: "9", Collection: wanted.Collection, Type: "notifier"}); !IsNotFound(err) {
			t.Errorf("got %v, want a 404", err)
		}
		if got := objectKey(wanted).Text; got != `"Ops" of `+notifiers {
			t.Errorf("got the text %s", got)
		}
	})
}

// TestObjects_ofNoCollectionSendNothing has objects whose collection was never parsed.
func TestObjects_ofNoCollectionSendNothing(t *testing.T) {
	t.Parallel()
	c, server := account(t, withNotifiers(naotest.Behavior{}))
	none := Object{ID: "7", Key: []string{"name"}, Attributes: map[string]any{"name": "Ops"}}
	ctx := t.Context()
	for name, call := range map[string]func() error{
		"create":   func() error { _, err := c.Objects.Create(ctx, ObjectInput{Object: none}); return err },
		"resume":   func() error { _, err := c.Objects.Resume(ctx, ObjectInput{Object: none}, Pending{}); return err },
		"update":   func() error { _, err := c.Objects.Update(ctx, none, ObjectInput{Object: none}); return err },
		"delete":   func() error { return c.Objects.Delete(ctx, none) },
		"get":      func() error { _, err := c.Objects.Get(ctx, none); return err },
		"find":     func() error { _, err := c.Objects.Find(ctx, none); return err },
		"document": func() error { _, err := c.Objects.Document(ctx, none); return err },
		"list": func() error {
			for _, err := range c.Objects.List(ctx, Collection{}, "", nil, func(Object) bool { return true }) {
				return err
			}
			return nil
		},
	} {
		if _, ok := errors.AsType[*transport.PathError](call()); !ok {
			t.Errorf("%s: expected that the collection is refused", name)
		}
	}
	if got, listed := c.Objects.Listed(none); listed {
		t.Errorf("got %v", got)
	}
	if requests := server.Requests(); len(requests) != 0 {
		t.Errorf("expected no request, got %v", requests)
	}
}

// TestObjects_adoptedOnesGetTheirSecrets has an object that is there already: whether it has the secrets does not show, so they are sent.
func TestObjects_adoptedOnesGetTheirSecrets(t *testing.T) {
	t.Parallel()
	virtually("all", t, func(t *testing.T) {
		server := naotest.New(withNotifiers(naotest.Behavior{}))
		server.AddSite(naotest.Site{ID: "1", Name: "Lab"})
		server.AddObject(naotest.Object{ID: "7", Collection: notifiers, Attributes: map[string]any{"name": "Ops", "options": map[string]any{"colour": "red"}}})
		c := inProcess(t, server, func(config *Config) { config.OnExisting = Adopt })
		in := notifier(t, "Ops")
		in.Attributes = map[string]any{"name": "Ops", "options": map[string]any{"colour": "red"}}
		in.Secret = map[string]any{"options": map[string]any{"pin": "1234-5678"}, "token": "s3cret-token"}
		made, err := c.Objects.Create(t.Context(), in)
		if _, adopted := errors.AsType[*AdoptedError](err); !adopted || made.ID != "7" {
			t.Fatalf("got %+v, %v", made, err)
		}
		requests := server.Requests()
		last := requests[len(requests)-1]
		if body := `{"notifier":{"name":"Ops","options":{"colour":"red","pin":"1234-5678"},"token":"s3cret-token"}}`; last.Method != http.MethodPut || string(last.Body) != body {
			t.Errorf("got %s %s", last.Method, last.Body)
		}
	})
	virtually("refused", t, func(t *testing.T) {
		server := naotest.New(withNotifiers(naotest.Behavior{}))
		server.AddSite(naotest.Site{ID: "1", Name: "Lab"})
		server.AddObject(naotest.Object{ID: "7", Collection: notifiers, Attributes: map[string]any{"name": "Ops"}})
		server.Inject(naotest.Status(422), naotest.On(http.MethodPut, ""))
		c := inProcess(t, server, func(config *Config) { config.OnExisting = Adopt })
		in := notifier(t, "Ops")
		in.Secret = map[string]any{"token": "s3cret-token"}
		// An id beside an error is that of a new object, which is replaced.
		if made, err := c.Objects.Create(t.Context(), in); !isStatus(422)(err) || made.ID != "" {
			t.Errorf("got %q, %v, want the 422 and no id", made.ID, err)
		}
	})
}

// TestObjects_theTypeToWriteIsNamed has a collection whose objects have another type than was asked for.
func TestObjects_theTypeToWriteIsNamed(t *testing.T) {
	t.Parallel()
	virtually("all", t, func(t *testing.T) {
		c, server := account(t, withNotifiers(naotest.Behavior{}, func(declared *naotest.Collection) { declared.Type = "web_hook" }))
		server.AddObject(naotest.Object{ID: "7", Collection: notifiers, Attributes: map[string]any{"name": "Dev"}})
		_, err := c.Objects.Create(t.Context(), notifier(t, "Ops"))
		if other, ok := errors.AsType[*OtherTypeError](err); !ok || other.Got != "web_hook" || !strings.Contains(err.Error(), "web_hook") {
			t.Errorf("got %v", err)
		}
	})
}

func TestClient_pauseIsWhatTheServiceAskedFor(t *testing.T) {
	t.Parallel()
	virtually("all", t, func(t *testing.T) {
		c, _ := account(t, naotest.Behavior{})
		if got := c.Pause(); got != 0 {
			t.Errorf("got a pause of %s before any 429", got)
		}
		c.limiter.Pause(10 * time.Second)
		time.Sleep(4 * time.Second) //nolint:forbidigo // The clock is synctest's.
		if got := c.Pause(); got != 6*time.Second {
			t.Errorf("got %s, want 6s", got)
		}
	})
}

// TestObjects_withAKeyThatIsNoText has keys that no filter of the service can hold.
func TestObjects_withAKeyThatIsNoText(t *testing.T) {
	t.Parallel()
	virtually("all", t, func(t *testing.T) {
		c, server := account(t, withNotifiers(naotest.Behavior{}))
		server.AddObject(naotest.Object{ID: "7", Collection: notifiers, Attributes: map[string]any{"position": []any{1, 2}}})
		in := notifier(t, "Ops")
		in.Key, in.Attributes = []string{"position"}, map[string]any{"position": []any{json.Number("1"), json.Number("2")}}
		if got, err := c.Objects.Find(t.Context(), in.Object); err != nil || len(got) != 1 || got[0].ID != "7" {
			t.Errorf("got %v, %v", got, err)
		}
		if _, err := c.Objects.Create(t.Context(), in); err == nil || !strings.Contains(err.Error(), "7") {
			t.Errorf("got %v, want that it exists already", err)
		}
		in.Key, in.Attributes = nil, nil
		if made, err := c.Objects.Create(t.Context(), in); err != nil || made.ID == "" {
			t.Errorf("got %+v, %v", made, err)
		}
	})
}

// TestObjects_valuesThatLookSecretAreMasked has a refusal repeat what attributes hold below a name that looks secret.
func TestObjects_valuesThatLookSecretAreMasked(t *testing.T) {
	t.Parallel()
	c, server := account(t, withNotifiers(naotest.Behavior{}))
	server.Inject(naotest.Unprocessable("/data/attributes/token", "token canary-token-1 is taken"), naotest.On(http.MethodPost, ""))
	in := notifier(t, "Ops")
	in.Attributes = map[string]any{"name": "Ops", "options": map[string]any{"token": "canary-token-1"}}
	if _, err := c.Objects.Create(t.Context(), in); err == nil || strings.Contains(err.Error(), "canary") {
		t.Errorf("got %v, want a refusal without the token", err)
	}
}
