// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// TestGuard_nothingIsSentToAnotherAccount names objects that only the right account has.
func TestGuard_nothingIsSentToAnotherAccount(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		site, team string
		fault      naotest.Fault
		wrong      bool
		says       string
	}{
		"none is named":     {},
		"the right account": {site: "1", team: "1"},
		"another site":      {site: "7", wrong: true, says: "this is not the account that was expected: it holds no site 7"},
		"another team":      {site: "1", team: "7", wrong: true, says: "it holds no team 7"},
		"forbidden":         {site: "1", fault: naotest.Status(403), wrong: true, says: "it holds no site 1"},
		"no data":           {site: "1", fault: naotest.Canned(200, "application/json", `{"data":null}`), wrong: true, says: "it holds no site 1"},
		"another object":    {site: "1", fault: naotest.Canned(200, "application/json", `{"data":{"id":"2","type":"site"}}`), wrong: true, says: "it holds no site 1"},
		"a page of a proxy": {site: "1", fault: naotest.Canned(200, "text/html", "<html>Log in</html>"), says: "make sure that this is the right account, by its site 1"},
		"logged out":        {site: "1", fault: naotest.Status(401), says: "make sure that this is the right account, by its site 1"},
		"an odd id":         {site: "../1", says: "site"},
	} {
		virtually(name, t, func(t *testing.T) {
			_, server := reach(t, naotest.Behavior{})
			server.AddSite(naotest.Site{ID: "2", Name: "Lab"})
			if test.fault != (naotest.Fault{}) {
				server.Inject(test.fault, naotest.On("GET", "/sites/1"))
			}
			c := inProcess(t, server, func(config *Config) { config.ExpectedSiteID, config.ExpectedTeamID = test.site, test.team })
			inParallel(t, 20, func(int) error {
				_, err := c.Sites.Update(t.Context(), Site{ID: "2"}, siteInput("Lab"))
				if _, wrong := errors.AsType[*GuardError](err); wrong != test.wrong || IsNotFound(err) || (err == nil) != (test.says == "") {
					return fmt.Errorf("got %w, want %q", err, test.says)
				}
				if err != nil {
					wantError(t, err, test.says)
				}
				return nil
			})
			if right := test.site != "" && test.says == ""; c.IsExpected() != right || c.Responded() != (test.says == "") {
				t.Errorf("expected: %t, responded: %t", c.IsExpected(), c.Responded())
			}
			_, err := c.MintSession(t.Context())
			if _, wrong := errors.AsType[*GuardError](err); wrong != test.wrong || (err == nil) != (test.says == "") {
				t.Errorf("minted a session with the error %v, want %q", err, test.says)
			}
			if sessions := server.Count("POST", "/sessions"); sessions > 0 != (test.says == "") {
				t.Errorf("began %d sessions", sessions)
			}
			if puts := server.Count("PUT", ""); puts > 0 != (test.says == "") {
				t.Errorf("sent %d PUTs", puts)
			}
			if test.says == "" && test.site != "" {
				wantCount(t, server, "GET", "/sites/1", 1)
				wantCount(t, server, "GET", "/teams/1", 1)
			}
		})
	}
}

// TestSeen_knowsTheAccountAgain remembers the endpoint and digests of credentials.
func TestSeen_knowsTheAccountAgain(t *testing.T) {
	t.Parallel()
	client := func(endpoint string, credentials Credentials) *Client {
		t.Helper()
		c, err := New(Config{Endpoint: endpoint, Credentials: credentials})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	const here, there = "https://nao.example/api/v2", "https://other.example/api/v2"
	own, token := client(here, APIKey("first-key-of-many")), client(here, OAuthToken("some-access-token"))
	seen := own.See(Seen{})
	for name, test := range map[string]struct {
		client *Client
		seen   Seen
		want   bool
	}{
		"nothing is remembered":    {own, Seen{}, true},
		"the same":                 {own, seen, true},
		"another key":              {client(here, APIKey("another-key")), seen, false},
		"another endpoint":         {client(there, APIKey("first-key-of-many")), seen, false},
		"a token":                  {token, seen, true},
		"a key after a token":      {own, token.See(Seen{}), true},
		"a digest that is cut off": {own, Seen{Endpoint: here, Digests: []string{"0123"}}, false},
	} {
		if got := test.client.IsSeen(test.seen); got != test.want {
			t.Errorf("%s: got %t", name, got)
		}
	}
	encoded, err := json.Marshal(own.See(seen))
	before, _ := json.Marshal(seen)
	if err != nil || string(encoded) != string(before) {
		t.Errorf("what is known changed from %s to %s", before, encoded)
	}
	if other := own.See(Seen{}); other.Digests[0] == seen.Digests[0] {
		t.Error("two objects have one salt")
	}
	for i := range 9 {
		seen = client(here, APIKey(fmt.Sprintf("key-number-%d", i))).See(seen)
	}
	if len(seen.Digests) != mostDigests || own.IsSeen(seen) || !client(here, APIKey("key-number-8")).IsSeen(seen) {
		t.Errorf("got %+v, want the last five", seen)
	}
	if moved := client(there, APIKey("first-key-of-many")).See(seen); moved.Endpoint != there || len(moved.Digests) != 1 {
		t.Errorf("at another endpoint, got %+v", moved)
	}
	if moved := client(there, OAuthToken("some-access-token")).See(seen); moved.Endpoint != there || len(moved.Digests) != 0 {
		t.Errorf("at another endpoint with a token, got %+v", moved)
	}
}

func TestMintSession(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{})
		if session, err := inProcess(t, server).MintSession(t.Context()); err != nil || session.JWT == "" {
			t.Errorf("got %v", err)
		}
		c := inProcess(t, server, func(config *Config) { config.Credentials = OAuthToken("some-access-token") })
		if _, err := c.MintSession(t.Context()); !errors.Is(err, ErrNotExchangeable) {
			t.Errorf("got %v, want that a token is not exchangeable", err)
		}
	})
}
