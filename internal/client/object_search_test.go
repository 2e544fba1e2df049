// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/leaf"
	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestParseCondition(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		predicate string
		value     any
		attribute string
		filters   string
		problem   string
	}{
		{"name_eq", "Hall", "name", "[{name_eq Hall}]", ""},
		{"size_eq", json.Number("12"), "size", "[{size_eq 12}]", ""},
		{"is_active_eq", true, "is_active", "[{is_active_eq true}]", ""},
		{"kind_in", []any{"a", "b"}, "kind", "[{kind_in a} {kind_in b}]", ""},
		{"kind_in", leaf.Set{"a"}, "kind", "[{kind_in a}]", ""},
		{"id_in", []any{"7"}, "id", "[{id_in 7}]", ""},
		// A service may compare these in another way.
		{"size_eq", json.Number("1.5"), "size", "[]", ""},
		{"size_in", []any{json.Number("1"), json.Number("1.5")}, "size", "[]", ""},
		{"size_eq", json.Number("1e400"), "size", "[]", ""},
		{"at_eq", "2026-01-01T00:00:00Z", "at", "[]", ""},
		{"name_eq", "Zéro", "name", "[]", ""},

		{"name", "Hall", "", "", "must have names of attributes that end in _eq or _in"},
		{"name_cont", "Hall", "", "", `since only those can be checked; "name_cont" does not`},
		{"_eq", "Hall", "", "", `"_eq" does not`},
		{"a.b_eq", "Hall", "", "", `"a.b_eq" does not`},
		{"name_eq", nil, "", "", `must have one text, number or boolean for "name_eq"`},
		{"name_eq", []any{"a"}, "", "", `must have one text, number or boolean for "name_eq"`},
		{"name_in", "a", "", "", `must have a list of texts, numbers or booleans for "name_in"`},
		{"name_in", []any{}, "", "", `must have a list of texts, numbers or booleans for "name_in"`},
		{"name_in", []any{"a", nil}, "", "", `must have a list of texts, numbers or booleans for "name_in"`},
	} {
		condition, err := ParseCondition(test.predicate, test.value)
		if test.problem != "" {
			wantError(t, err, test.problem)
			continue
		}
		if err != nil || condition.Attribute != test.attribute {
			t.Errorf("%s: got %+v and %v", test.predicate, condition, err)
		}
		if got := fmt.Sprint(condition.filters()); got != test.filters {
			t.Errorf("%s %v: asks for %s, want %s", test.predicate, test.value, got, test.filters)
		}
	}
}

// zoned is an account with three zones. The first has no colour.
func zoned(behavior naotest.Behavior, change func(*naotest.Collection)) *naotest.Server {
	zones := naotest.Collection{Path: "sites/{}/zones"}
	change(&zones)
	behavior.Collections = []naotest.Collection{zones}
	server := naotest.New(behavior)
	server.SeedSites(1)
	for i, attributes := range []map[string]any{
		{"name": "Hall", "area": 12.25}, {"name": "Ward", "area": 30, "colour": "red"}, {"name": "hall", "area": 12.2500001, "colour": "blue"},
	} {
		server.AddObject(naotest.Object{ID: fmt.Sprint(9 + i), Collection: "sites/11416/zones", Attributes: attributes})
	}
	return server
}

func unchanged(*naotest.Collection) {}

func condition(t *testing.T, predicate string, value any) Condition {
	t.Helper()
	c, err := ParseCondition(predicate, value)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func zones(t *testing.T) Collection {
	t.Helper()
	c, err := ParseCollection("sites/11416/zones")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestSearch_secretsAreInNoAddress has a condition on an attribute whose name looks secret.
func TestSearch_secretsAreInNoAddress(t *testing.T) {
	t.Parallel()
	server := naotest.New(naotest.Behavior{Collections: []naotest.Collection{{Path: "sites/{}/zones"}}})
	server.SeedSites(1)
	there := server.AddObject(naotest.Object{Collection: "sites/11416/zones", Attributes: map[string]any{"name": "Hall", "door_key": "canary-key"}})
	found, err := inProcess(t, server).Objects.Search(t.Context(), zones(t), []Condition{condition(t, "door_key_eq", "canary-key")}, nil)
	if err != nil || len(found) != 1 || found[0].ID != there.ID {
		t.Errorf("got %v, %v", found, err)
	}
	for _, request := range server.Requests() {
		if strings.Contains(request.Query.Encode(), "canary") {
			t.Errorf("the secret is in the address: %s?%s", request.Path, request.Query.Encode())
		}
	}
}

func TestSearch_checksEveryObjectItself(t *testing.T) {
	t.Parallel()
	for name, behavior := range map[string]naotest.Behavior{
		"as asked":           {},
		"filters ignored":    {Listing: naotest.Listing{IgnoreFilters: true}},
		"filters fold case":  {Listing: naotest.Listing{FoldCase: true}},
		"pages of two":       {Listing: naotest.Listing{PageCap: 2}},
		"numbers as strings": {Documents: naotest.Documents{StringAttributes: true}},
	} {
		virtually(name, t, func(t *testing.T) {
			for _, test := range []struct {
				conditions []Condition
				want       string
			}{
				{nil, "9 10 11"},
				{[]Condition{condition(t, "name_eq", "Hall")}, "9"},
				{[]Condition{condition(t, "area_eq", json.Number("12.25"))}, "9 11"},
				{[]Condition{condition(t, "area_eq", json.Number("30"))}, "10"},
				{[]Condition{condition(t, "name_in", []any{"Hall", "Ward"})}, "9 10"},
				{[]Condition{condition(t, "name_in", []any{"Hall", "Ward"}), condition(t, "colour_eq", "red")}, "10"},
				{[]Condition{condition(t, "colour_in", []any{"red", "blue"})}, "10 11"},
				{[]Condition{condition(t, "id_in", []any{"9", "11"})}, "9 11"},
				{[]Condition{condition(t, "name_eq", "nobody")}, ""},
			} {
				found, err := inProcess(t, zoned(behavior, unchanged)).Objects.Search(t.Context(), zones(t), test.conditions, nil)
				var ids []string
				for _, object := range found {
					ids = append(ids, object.ID)
				}
				if got := strings.Join(ids, " "); err != nil || got != test.want {
					t.Errorf("%v: got %q and %v, want %q", test.conditions, got, err, test.want)
				}
			}
		})
	}
}

func TestSearch_readsWhatTheListingDoesNotShow(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := zoned(naotest.Behavior{}, func(c *naotest.Collection) { c.ThinListing = []string{"colour"} })
		found, err := inProcess(t, server).Objects.Search(t.Context(), zones(t), []Condition{condition(t, "colour_eq", "red")}, []string{"area"})
		if err != nil || len(found) != 1 || found[0].ID != "10" || found[0].Attributes["area"] != json.Number("30") {
			t.Errorf("got %v and %v", found, err)
		}
	})
	virtually("exported", t, func(t *testing.T) {
		server := zoned(naotest.Behavior{}, func(c *naotest.Collection) { c.ThinListing = []string{"area"} })
		found, err := inProcess(t, server).Objects.Search(t.Context(), zones(t), nil, []string{"area"})
		if err != nil || len(found) != 3 || slices.ContainsFunc(found, func(o Object) bool { return o.Attributes["area"] == nil }) {
			t.Errorf("got %v and %v", found, err)
		}
	})
}

func TestSearch_oneThatGoesMeanwhileIsLeftOut(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := zoned(naotest.Behavior{}, func(c *naotest.Collection) { c.ThinListing = []string{"area"} })
		server.Inject(naotest.Status(http.StatusNotFound), naotest.On(http.MethodGet, "/sites/11416/zones/10"))
		found, err := inProcess(t, server).Objects.Search(t.Context(), zones(t), nil, []string{"area"})
		if err != nil || len(found) != 2 {
			t.Errorf("got %v and %v", found, err)
		}
	})
}

func TestSearch_whatNobodyShowsCannotBeChecked(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := zoned(naotest.Behavior{Listing: naotest.Listing{IgnoreFilters: true}}, unchanged)
		_, err := inProcess(t, server).Objects.Search(t.Context(), zones(t), []Condition{condition(t, "color_eq", "red")}, nil)
		var unchecked *UncheckedError
		if !errors.As(err, &unchecked) || unchecked.Attribute != "color" {
			t.Errorf("got %v", err)
		}
		wantError(t, err, "whether color matches cannot be checked: no object shows it")
	})
}

// Hundreds of objects that lack what is asked for cost their pages and a few requests more.
func TestSearch_costsPages(t *testing.T) {
	t.Parallel()
	for name, needed := range map[string][]string{"nothing": nil, "shown": {"name"}, "shown by none": {"secret"}} {
		virtually(name, t, func(t *testing.T) {
			server := zoned(naotest.Behavior{}, unchanged)
			for range 297 {
				server.AddObject(naotest.Object{Collection: "sites/11416/zones", Attributes: map[string]any{"name": "more"}})
			}
			found, err := inProcess(t, server).Objects.Search(t.Context(), zones(t), nil, needed)
			if err != nil || len(found) != 300 {
				t.Fatalf("got %d objects and %v", len(found), err)
			}
			if got, most := len(server.Requests()), 3+6; got > most {
				t.Errorf("sent %d requests, want at most %d: %v", got, most, server.Tally())
			}
		})
	}
}

func TestSearch_refusesWhatIsNoCollection(t *testing.T) {
	t.Parallel()
	c, server := account(t, naotest.Behavior{})
	if _, err := c.Objects.Search(t.Context(), Collection{}, nil, nil); err == nil {
		t.Error("searched nowhere")
	}
	if _, err := c.Objects.Document(t.Context(), Object{ID: "1"}); err == nil {
		t.Error("read a document of nowhere")
	}
	wantSent(t, server)
}
