// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// TestUpdate_readsThatLag has reads show for a moment what was before an update, whatever the PUT responds with.
func TestUpdate_readsThatLag(t *testing.T) {
	t.Parallel()
	for _, response := range []naotest.Response{
		naotest.Document, naotest.NoContent, naotest.Empty, naotest.OldDocument, naotest.AcceptedNothing, naotest.Accepted, naotest.SeeOther,
	} {
		for _, lag := range []time.Duration{0, 2 * time.Second, 9 * time.Second} {
			virtually(string(response)+", "+lag.String(), t, func(t *testing.T) {
				c, server := account(t, naotest.Behavior{
					Responses: naotest.Responses{Updates: response}, DetailUpdateLag: naotest.Lag{For: lag},
					Listing: naotest.Listing{UpdateLag: naotest.Lag{For: lag}},
				})
				within(t, 15*time.Second, func(t *testing.T) {
					site, err := c.Sites.Update(t.Context(), Site{ID: "1"}, siteInput("Depot"))
					if err != nil || site.Name != "Depot" {
						t.Errorf("got %+v, %v", site, err)
					}
				})
				// What comes next has the last word too.
				if site, err := c.Sites.Get(t.Context(), Site{ID: "1"}); err != nil || site.Name != "Depot" {
					t.Errorf("read %+v, %v", site, err)
				}
				wantCount(t, server, "PUT", "", 1)
			})
		}
	}
}

// TestUpdate_whatTheServiceDoesNotTake has it ignore or change attributes: the object comes back as it is, after ten seconds.
func TestUpdate_whatTheServiceDoesNotTake(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		attributes naotest.Attributes
		lag        time.Duration
		name, ldap string
	}{
		"everything is taken": {naotest.Attributes{}, 0, " Ops Team", "CN=Ops"},
		"a group is ignored":  {naotest.Attributes{IgnoredOnUpdate: []string{"team.ldap_group"}, IgnoredOnCreate: []string{"team.ldap_group"}}, 0, " Ops Team", ""},
		"a name is trimmed":   {naotest.Attributes{Stored: map[string]naotest.Text{"team.name": {Trim: true}}}, 0, "Ops Team", "CN=Ops"},
		"a name is folded, and reads lag": {
			naotest.Attributes{Stored: map[string]naotest.Text{"": {LowerCase: true}}}, 2 * time.Second, " ops team", "cn=ops",
		},
	} {
		virtually(name, t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{Attributes: test.attributes, DetailUpdateLag: naotest.Lag{For: test.lag}})
			server.AddTeam(naotest.Team{ID: "1", Name: "Dev"})
			c := inProcess(t, server)
			in := TeamInput{Name: Set(" Ops Team"), LDAPGroup: Set("CN=Ops")}
			check := func(team Team, err error) {
				t.Helper()
				if group, _ := team.LDAPGroup.Get(); err != nil || team.ID == "" || team.Name != test.name || group != test.ldap {
					t.Errorf("got %+v, %v; want the name %q and the group %q", team, err, test.name, test.ldap)
				}
			}
			most := 12 * time.Second
			if name == "everything is taken" {
				most = 0
			}
			within(t, most, func(*testing.T) { check(c.Teams.Update(t.Context(), Team{ID: "1"}, in)) })
			within(t, 0, func(*testing.T) { check(c.Teams.Get(t.Context(), Team{ID: "1"})) })
			if err := c.Teams.Delete(t.Context(), Team{ID: "1", Name: test.name}); err != nil {
				t.Fatal(err)
			}
			within(t, most, func(*testing.T) { check(c.Teams.Create(t.Context(), in)) })
			wantCount(t, server, "POST", "", 1)
		})
	}
}

// TestUpdate_whatCannotBeReadAgain has the look after a write end early: the last document counts.
func TestUpdate_whatCannotBeReadAgain(t *testing.T) {
	t.Parallel()
	old := naotest.Behavior{Responses: naotest.Responses{Updates: naotest.OldDocument}, DetailUpdateLag: naotest.Lag{For: time.Minute}}
	virtually("nobody may read", t, func(t *testing.T) {
		c, server := account(t, old)
		server.Inject(naotest.Status(403), naotest.On("GET", "/sites/*"))
		within(t, time.Second, func(t *testing.T) {
			if site, err := c.Sites.Update(t.Context(), Site{ID: "1"}, siteInput("Depot")); err != nil || site.Name != "Lab" {
				t.Errorf("got %+v, %v", site, err)
			}
		})
	})
	virtually("time runs out", t, func(t *testing.T) {
		c, _ := account(t, old)
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		within(t, 3*time.Second, func(t *testing.T) {
			if site, err := c.Sites.Update(ctx, Site{ID: "1"}, siteInput("Depot")); err != nil || site.Name != "Lab" {
				t.Errorf("got %+v, %v", site, err)
			}
		})
	})
	virtually("it is not known for a moment", t, func(t *testing.T) {
		c, server := account(t, old)
		server.SetBehavior(func(b *naotest.Behavior) { b.DetailUpdateLag = naotest.Lag{} })
		server.Inject(naotest.Status(404), naotest.On("GET", "/sites/*").Times(2))
		if site, err := c.Sites.Update(t.Context(), Site{ID: "1"}, siteInput("Depot")); err != nil || site.Name != "Depot" {
			t.Errorf("got %+v, %v", site, err)
		}
	})
	virtually("204, and nobody may read", t, func(t *testing.T) {
		c, server := account(t, naotest.Behavior{Responses: naotest.Responses{Updates: naotest.NoContent}})
		server.Inject(naotest.Status(403), naotest.On("GET", "/sites/*"))
		if _, err := c.Sites.Update(t.Context(), Site{ID: "1"}, siteInput("Depot")); !IsForbidden(err) {
			t.Errorf("got %v, want the 403", err)
		}
	})
	virtually("an unknown outcome, and nobody may read", t, func(t *testing.T) {
		c, server := account(t, naotest.Behavior{})
		server.Inject(naotest.Status(500), naotest.On("PUT", ""))
		server.Inject(naotest.Status(403), naotest.On("GET", "/sites/*"))
		if _, err := c.Sites.Update(t.Context(), Site{ID: "1"}, siteInput("Depot")); !isStatus(500)(err) {
			t.Errorf("got %v, want the 500", err)
		}
	})
	virtually("an unknown outcome, and nothing was changed", t, func(t *testing.T) {
		c, server := account(t, naotest.Behavior{})
		server.Inject(naotest.Status(500), naotest.On("PUT", ""))
		if _, err := c.Sites.Update(t.Context(), Site{ID: "1"}, siteInput("Depot")); !isStatus(500)(err) {
			t.Errorf("got %v, want the 500", err)
		}
	})
	virtually("a job of unknown end", t, func(t *testing.T) {
		c, server := account(t, naotest.Behavior{})
		server.Inject(naotest.JobGone, naotest.On("PUT", ""))
		if site, err := c.Sites.Update(t.Context(), Site{ID: "1"}, siteInput("Depot")); err != nil || site.Name != "Depot" {
			t.Errorf("got %+v, %v", site, err)
		}
	})
	virtually("an id that is none", t, func(t *testing.T) {
		c, server := account(t, naotest.Behavior{})
		_, put := c.Sites.Update(t.Context(), Site{ID: "../1"}, siteInput("Depot"))
		_, get := c.Sites.Get(t.Context(), Site{ID: "../1"})
		for _, err := range []error{put, get, c.Sites.Delete(t.Context(), Site{ID: "../1"})} {
			if err == nil {
				t.Error("got no error")
			}
		}
		wantSent(t, server)
	})
}

// TestUpdate_aRefusalInASuccess has the service respond 200 with errors: it is the refusal that it says.
func TestUpdate_aRefusalInASuccess(t *testing.T) {
	t.Parallel()
	refused := naotest.RefusedInSuccess
	for _, responses := range []naotest.Responses{{}, {Creates: refused, Updates: refused, Deletes: refused}} {
		virtually(string(responses.Creates), t, func(t *testing.T) {
			c, server := account(t, naotest.Behavior{Responses: responses})
			_, put := c.Sites.Update(t.Context(), Site{ID: "1"}, siteInput("Depot"))
			_, post := c.Sites.Create(t.Context(), siteInput("Annex"))
			remove := c.Sites.Delete(t.Context(), Site{ID: "1"})
			for method, err := range map[string]error{"PUT": put, "POST": post, "DELETE": remove} {
				_, refusal := errors.AsType[*Error](err)
				if refusal != (responses.Creates == refused) || !refusal && err != nil {
					t.Errorf("%s: got %v", method, err)
				}
				wantCount(t, server, method, "", 1)
			}
		})
	}
}
