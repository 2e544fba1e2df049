// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// inventoried is an account in which the second site has a notifier, and whoever asks may not list API keys.
func inventoried(t *testing.T) (*naotest.Server, Options) {
	t.Helper()
	s, o := account(t, naotest.Behavior{Collections: []naotest.Collection{
		{Path: "sites/{}/notifiers", Type: "web_hook"},
		{Path: "sites/{}/zones"},
		{Path: "sites/{}/zones/{}/corners"},
		{Path: "sites/{}/nao_api_keys", Refused: map[string]int{"LIST": http.StatusForbidden}},
	}})
	s.AddObject(naotest.Object{Collection: "sites/" + s.Sites()[1].ID + "/notifiers", Attributes: map[string]any{
		"name": "private name", "url": "https://private.example", "retries": 3, "filter": map[string]any{"AA:BB:CC:44:55:66": true}, "enabled": nil,
		"AA:BB:CC:44:55:66": "a name that is a value",
	}})
	s.AddObject(naotest.Object{Collection: "sites/" + s.Sites()[1].ID + "/notifiers", Attributes: map[string]any{"name": "private", "enabled": true}})
	return s, o
}

func TestListCollections_showsNamesAndNoValues(t *testing.T) {
	t.Parallel()
	s, o := inventoried(t)
	listed, err := ListCollections(t.Context(), o, []string{
		"sites/*/notifiers", "sites/*/zones", "sites/*/zones/*/corners", "sites/*/nao_api_keys", "sites/*/pois", "teams", "sites/*/buildings/*/floors",
	})
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := listed.Write(&out); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		"sites/*/notifiers: 200, of the type web_hook\n    (another name): a string\n    enabled: a boolean or null\n    filter: an object\n    id: a number\n    name: a string\n    retries: a number\n    url: a string\n",
		"sites/*/zones: 200, but no object whose attributes could be seen\n",
		"sites/*/zones/*/corners: not asked for, since nothing was seen that it could be below\n",
		"sites/*/nao_api_keys: 403 Forbidden\n",
		"sites/*/pois: 404 Not Found\n",
		"teams: 200, of the type team\n",
		"    relationships: sites, users\n",
		"sites/*/buildings/*/floors: 200, of the type floor\n",
		"7 collections, ",
		": 4 are there.",
	} {
		if !strings.Contains(out.String(), line) {
			t.Errorf("expected %q in\n%s", line, out.String())
		}
	}
	for _, value := range []string{"private", "AA:BB", s.Sites()[1].ID, "Operations", naotest.APIKey} {
		if strings.Contains(out.String(), value) {
			t.Errorf("the list shows %q:\n%s", value, out.String())
		}
	}
}

func TestListCollections_onlyReads(t *testing.T) {
	t.Parallel()
	s, o := inventoried(t)
	listed, err := ListCollections(t.Context(), o, CollectionPaths())
	if err != nil || len(listed.Collections) != len(CollectionPaths()) {
		t.Fatalf("expected %d collections, got %v and %v", len(CollectionPaths()), listed.Collections, err)
	}
	for _, request := range s.Requests() {
		if request.Method != http.MethodGet {
			t.Errorf("sent %s %s", request.Method, request.Path)
		}
	}
	if sent := len(s.Requests()); sent != listed.Requests || sent > 100 {
		t.Errorf("expected at most 100 requests, and as many as are counted (%d), sent %d", listed.Requests, sent)
	}
}

func TestListCollections_logsInWithEmailAndPassword(t *testing.T) {
	t.Parallel()
	s, o := inventoried(t)
	o.Authorization, o.APIKey, o.Email, o.Password = "", false, naotest.Email, naotest.Password
	listed, err := ListCollections(t.Context(), o, []string{"teams"})
	if err != nil || listed.Collections[0].Status != http.StatusOK {
		t.Errorf("expected the teams, got %v and %v", listed, err)
	}
	if first := s.Requests()[0]; first.Path != "/sessions" {
		t.Errorf("expected a login first, got %s %s", first.Method, first.Path)
	}
}

func TestListCollections_refusesWhatIsNoPath(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"", "/sites", "sites/", "sites/../teams", "sites/5/zones", "Sites", "sites/*", "a/*/b/*/c/*/d", "sites/*/zones?x"} {
		s, o := inventoried(t)
		if _, err := ListCollections(t.Context(), o, []string{"teams", path}); err == nil || !strings.Contains(err.Error(), "is no path of a collection") {
			t.Errorf("%q: expected to be refused, got %v", path, err)
		}
		if len(s.Requests()) > 0 {
			t.Errorf("%q: sent %d requests", path, len(s.Requests()))
		}
	}
}

func TestListCollections_stopsWhereCredentialsAreNotAccepted(t *testing.T) {
	t.Parallel()
	s, o := inventoried(t)
	o.Authorization = "wrong-key-of-nobody"
	listed, err := ListCollections(t.Context(), o, CollectionPaths())
	if err == nil || !strings.Contains(err.Error(), "GET /teams: got 401 Unauthorized") || len(s.Requests()) != 1 || len(listed.Collections) != 0 {
		t.Errorf("expected one 401, got %v after %d requests", err, len(s.Requests()))
	}
}

func TestListCollections_saysWhatIsNoListing(t *testing.T) {
	t.Parallel()
	s, o := inventoried(t)
	s.Inject(naotest.ProxyPage(http.StatusOK), naotest.On("GET", "/sites/*/zones"))
	listed, err := ListCollections(t.Context(), o, []string{"sites/*/zones"})
	if err != nil || len(listed.Collections) != 1 || listed.Collections[0].outcome() != "200, but no listing" {
		t.Errorf("got %+v and %v", listed, err)
	}
}

func TestCollectionPaths_areEachAPathOnce(t *testing.T) {
	t.Parallel()
	paths := CollectionPaths()
	for _, path := range paths {
		if !pathPattern.MatchString(path) {
			t.Errorf("%q is no path", path)
		}
	}
	if slices.Sort(paths); len(slices.Compact(paths)) != len(CollectionPaths()) {
		t.Error("a path is there twice")
	}
}
