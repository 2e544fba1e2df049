// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

//go:build unix

package resilience_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/clitest"
	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// kind is a kind of object that a create may be interrupted at.
type kind struct {
	noun, address, collection string
	// read is the path that a refresh reads it at.
	read string
	// key are the arguments that a person knows the object by, shown what they are in the state, and renamed is the same object under
	// another name.
	key, renamed string
	shown        map[string]any
	// importID makes an import id of an id.
	importID func(id string) string
	// ids and names are those of the objects in the account, add adds one of this key to it, and remove removes one.
	ids, names func(*clitest.Account) []string
	// prepare puts into the account what the object needs.
	prepare func(*clitest.Account)
	add     func(*clitest.Account)
	remove  func(*clitest.Account, string)
}

func itself(id string) string { return id }

// named are the kinds that have a name, and so can be changed.
func named() []kind {
	return []kind{
		{
			noun: "site", address: "naocloud_site.depot", collection: "/sites", read: "/sites/*",
			key:     "name = \"Depot\"\nlatitude = 43.5\nlongitude = 1.25",
			renamed: "name = \"Warehouse\"\nlatitude = 43.5\nlongitude = 1.25",
			shown:   map[string]any{"name": "Depot", "latitude": 43.5, "longitude": 1.25}, importID: itself,
			ids: func(account *clitest.Account) []string {
				return each(account.Sites(), func(s naotest.Site) string { return s.ID })
			},
			names: func(account *clitest.Account) []string {
				return each(account.Sites(), func(s naotest.Site) string { return s.Name })
			},
			add: func(account *clitest.Account) {
				account.AddSite(naotest.Site{Name: "Depot", Latitude: 43.5, Longitude: 1.25})
			},
			remove: func(account *clitest.Account, id string) { account.RemoveSite(id) },
		},
		{
			noun: "team", address: "naocloud_team.depot", collection: "/teams", read: "/teams/*",
			key: `name = "Depot"`, renamed: `name = "Warehouse"`, shown: map[string]any{"name": "Depot"}, importID: itself,
			ids: func(account *clitest.Account) []string {
				return each(account.Teams(), func(t naotest.Team) string { return t.ID })
			},
			names: func(account *clitest.Account) []string {
				return each(account.Teams(), func(t naotest.Team) string { return t.Name })
			},
			add:    func(account *clitest.Account) { account.AddTeam(naotest.Team{Name: "Depot"}) },
			remove: func(account *clitest.Account, id string) { account.RemoveTeam(id) },
		},
		{
			noun: "tag", address: "naocloud_tag.depot", collection: "/sites/*/nao_trackables", read: "/sites/*/nao_trackables/*",
			key:     "site_id = \"2\"\ntracking_id = \"badge\"\nname = \"Depot\"",
			renamed: "site_id = \"2\"\ntracking_id = \"badge\"\nname = \"Warehouse\"",
			shown:   map[string]any{"site_id": "2", "tracking_id": "badge", "name": "Depot"}, importID: func(string) string { return "2/badge" },
			ids: func(account *clitest.Account) []string {
				return each(account.Tags(""), func(t naotest.Tag) string { return t.ID })
			},
			names: func(account *clitest.Account) []string {
				return each(account.Tags(""), func(t naotest.Tag) string { return t.Name })
			},
			prepare: func(account *clitest.Account) { account.AddSite(naotest.Site{ID: "2", Name: "Hospital"}) },
			add: func(account *clitest.Account) {
				account.AddTag(naotest.Tag{SiteID: "2", TrackingID: "badge", Name: "Depot"})
			},
			remove: func(account *clitest.Account, id string) { account.RemoveTag(id) },
		},
	}
}

// association is the kind of which an object can only be made and removed.
func association() kind {
	return kind{
		noun: "site_team_association", address: "naocloud_site_team_association.depot",
		collection: "/teams/*/site_team_associations", read: "/teams/*/site_team_associations",
		key:   "team_id = \"1\"\nsite_id = \"2\"",
		shown: map[string]any{"team_id": "1", "site_id": "2"}, importID: func(string) string { return "1/2" },
		ids: func(account *clitest.Account) []string {
			return each(account.Associations(), func(a naotest.Association) string { return a.ID })
		},
		prepare: func(account *clitest.Account) {
			account.AddTeam(naotest.Team{ID: "1", Name: "Ops"})
			account.AddSite(naotest.Site{ID: "2", Name: "Depot"})
		},
		add:    func(account *clitest.Account) { account.AddAssociation("1", "2") },
		remove: func(account *clitest.Account, id string) { account.RemoveAssociation(id) },
	}
}

func each[T any](objects []T, text func(T) string) []string {
	texts := make([]string, 0, len(objects))
	for _, object := range objects {
		texts = append(texts, text(object))
	}
	return texts
}

// eachKind runs a test for each kind, in an account and a workspace of its own.
//
// What the client does is the same for all kinds, and its own tests try it with each of them. Where only that matters, two kinds are enough here:
// see of.
func eachKind(t *testing.T, behavior naotest.Behavior, test func(*testing.T, kind, *clitest.Account, *clitest.Workspace)) {
	t.Helper()
	eachOf(t, append(named(), association()), behavior, test)
}

// of are the kinds of these nouns, for what is the same for all.
func of(nouns ...string) []kind {
	return slices.DeleteFunc(append(named(), association()), func(k kind) bool { return !slices.Contains(nouns, k.noun) })
}

func eachNamed(t *testing.T, behavior naotest.Behavior, test func(*testing.T, kind, *clitest.Account, *clitest.Workspace)) {
	t.Helper()
	eachOf(t, named(), behavior, test)
}

func eachOf(t *testing.T, kinds []kind, behavior naotest.Behavior, test func(*testing.T, kind, *clitest.Account, *clitest.Workspace)) {
	t.Helper()
	for _, k := range kinds {
		t.Run(k.noun, func(t *testing.T) {
			t.Parallel()
			account := clitest.Open(t, behavior)
			if k.prepare != nil {
				k.prepare(account)
			}
			workspace := clitest.New(t, account, clitest.Provider{RetryWait: time.Millisecond})
			workspace.Configure(k.config(""))
			test(t, k, account, workspace)
		})
	}
}

// config declares the object, with more in its block.
func (k kind) config(more string) string { return k.block(k.key + "\n" + more) }

func (k kind) block(arguments string) string {
	resourceType, name, _ := strings.Cut(k.address, ".")
	return fmt.Sprintf("resource %q %q {\n%s\n}\n", resourceType, name, arguments)
}

// leaves expects what the account holds of the kind.
func (k kind) leaves(t *testing.T, account *clitest.Account, count int) {
	t.Helper()
	if ids := k.ids(account); len(ids) != count {
		t.Errorf("the account holds the %ss %v, want %d", k.noun, ids, count)
	}
}

// tainted expects the state to hold the object by its natural key, without an id, to be replaced.
func (k kind) tainted(t *testing.T, workspace *clitest.Workspace) {
	t.Helper()
	state := workspace.State()
	if len(state) != 1 || !state[0].Tainted || state[0].Attributes["id"] != nil {
		t.Fatalf("the state is %+v, want one tainted %s without an id", state, k.noun)
	}
	for attribute, want := range k.shown {
		if got := state[0].Attributes[attribute]; got != want {
			t.Errorf("the state has %s = %v, want %v, which belongs to the natural key", attribute, got, want)
		}
	}
}

// expect expects how a command ended, and texts in its output, which the CLI breaks into lines where it likes.
func expect(t *testing.T, got clitest.Result, status int, texts ...string) {
	t.Helper()
	if got.Status != status {
		t.Fatalf("the command ended with status %d, want %d. Its output:\n%s", got.Status, status, got.Output)
	}
	for _, text := range texts {
		words := strings.Fields(text)
		for i, word := range words {
			words[i] = regexp.QuoteMeta(word)
		}
		if !regexp.MustCompile(strings.Join(words, `[\s│]+`)).MatchString(got.Output) {
			t.Errorf("the output lacks %q:\n%s", text, got.Output)
		}
	}
	t.Log(got.Output)
}

// The exit statuses of plan -detailed-exitcode, and of whatever else.
const (
	done    = 0
	failed  = 1
	changes = 2
)

// tally expects how often requests were sent, by "METHOD path" with * for ids.
func tally(t *testing.T, account *clitest.Account, want map[string]int) {
	t.Helper()
	got := account.Tally()
	for _, request := range slices.Sorted(maps.Keys(want)) {
		if got[request] != want[request] {
			t.Errorf("%s was sent %d times, want %d; all requests: %v", request, got[request], want[request], got)
		}
	}
}

// untilGivenUp applies until a pending create is given up and made anew: as long as it may still make something, each apply says so and makes
// nothing.
func untilGivenUp(t *testing.T, workspace *clitest.Workspace, arguments ...string) {
	t.Helper()
	applied := workspace.Apply(arguments...)
	for try := 1; applied.Status != done && try < 8; try++ {
		expect(t, applied, failed, "pending")
		applied = workspace.Apply(arguments...)
	}
	expect(t, applied, done)
}
