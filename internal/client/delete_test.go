// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// TestDelete_a404IsBelievedWhenItIsSeen has no route for DELETE: what still shows is not gone.
func TestDelete_a404IsBelievedWhenItIsSeen(t *testing.T) {
	t.Parallel()
	for _, status := range []int{404, 405} {
		virtually(fmt.Sprint("no such route: ", status), t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{Removals: naotest.Removals{Status: status}, Associations: naotest.Associations{DeleteStatus: status}})
			server.AddTeam(naotest.Team{ID: "1", Name: "Ops"})
			server.AddSite(naotest.Site{ID: "1", Name: "Lab"})
			association := Association(server.AddAssociation("1", "1"))
			c := inProcess(t, server)
			for kind, err := range map[string]error{
				"team": c.Teams.Delete(t.Context(), Team{ID: "1", Name: "Ops"}), "site": c.Sites.Delete(t.Context(), Site{ID: "1", Name: "Lab"}),
				"association": c.Associations.Delete(t.Context(), association),
			} {
				remains, ok := errors.AsType[*RemainsError](err)
				if status == 404 && (!ok || remains.Err == nil || IsNotFound(err)) || status == 405 && !isStatus(405)(err) {
					t.Errorf("%s: got %v, want that it remains", kind, err)
				}
			}
			if len(server.Teams()) != 1 || len(server.Sites()) != 1 || len(server.Associations()) != 1 {
				t.Error("something went all the same")
			}
		})
	}
	virtually("there is a route", t, func(t *testing.T) {
		c, server := account(t, naotest.Behavior{})
		if err := c.Sites.Delete(t.Context(), Site{ID: "1", Name: "Lab"}); err != nil || len(server.Sites()) > 0 {
			t.Errorf("got %v", err)
		}
		wantSent(t, server, "DELETE /sites/1")
	})
}

func TestDelete_ofWhatIsGoneSucceeds(t *testing.T) {
	t.Parallel()
	for _, gone := range []bool{false, true} {
		virtually(fmt.Sprint("410: ", gone), t, func(t *testing.T) {
			c, server := account(t, naotest.Behavior{Gone: gone})
			server.AddTeam(naotest.Team{ID: "2"})
			server.RemoveTeam("2")
			server.RemoveSite("1")
			for _, err := range []error{c.Sites.Delete(t.Context(), Site{ID: "1"}), c.Teams.Delete(t.Context(), Team{ID: "2"})} {
				if err != nil {
					t.Error(err)
				}
			}
			// The API has shown nothing before: that the 404 is its own takes a proof. Then the object is looked for.
			wantSent(t, server, "DELETE /sites/1", "GET /sites", "GET /sites/1", "DELETE /teams/2", "GET /teams/2")
		})
	}
}

func TestAssociation_delete(t *testing.T) {
	t.Parallel()
	const collection = "/teams/1/site_team_associations"
	for name, test := range map[string]struct {
		prepare func(server *naotest.Server) Association
		problem string
	}{
		"gone": {prepare: func(*naotest.Server) Association { return Association{ID: "7", TeamID: "1", SiteID: "2"} }},
		"made anew": {prepare: func(server *naotest.Server) Association {
			server.AddAssociation("1", "3")
			server.AddAssociation("1", "2")
			return Association{ID: "7", TeamID: "1", SiteID: "2"}
		}},
		"the team is gone": {prepare: func(server *naotest.Server) Association {
			server.RemoveTeam("1")
			return Association{ID: "7", TeamID: "1", SiteID: "2"}
		}},
		"the team may not be seen": {
			prepare: func(server *naotest.Server) Association {
				server.Inject(naotest.Status(http.StatusForbidden), naotest.On("GET", "/teams/*"))
				return Association{ID: "7", TeamID: "1", SiteID: "2"}
			},
			problem: "delete site team association 7: ",
		},
		"forbidden": {
			prepare: func(server *naotest.Server) Association {
				server.Inject(naotest.Status(http.StatusForbidden), naotest.On("DELETE", ""))
				return Association(server.AddAssociation("1", "2"))
			},
			problem: "delete site team association 1093: Forbidden",
		},
		"the new one is forbidden": {
			prepare: func(server *naotest.Server) Association {
				server.AddAssociation("1", "2")
				server.Inject(naotest.Status(http.StatusForbidden), naotest.On("DELETE", collection+"/1093"))
				return Association{ID: "7", TeamID: "1", SiteID: "2"}
			},
			problem: "delete site team association 7: Forbidden",
		},
		"the new one cannot be found": {
			prepare: func(server *naotest.Server) Association {
				server.AddAssociation("1", "2")
				server.SetBehavior(func(b *naotest.Behavior) { b.Associations.ListStatus = 405 })
				return Association{ID: "7", TeamID: "1", SiteID: "2"}
			},
			problem: "is still there after its removal",
		},
		"the job is gone": {prepare: func(server *naotest.Server) Association {
			server.Inject(naotest.JobGone, naotest.On("DELETE", ""))
			return Association(server.AddAssociation("1", "2"))
		}},
		"the response is lost": {prepare: func(server *naotest.Server) Association {
			server.Inject(naotest.LoseResponse, naotest.On("DELETE", "").Times(1))
			return Association(server.AddAssociation("1", "2"))
		}},
		"a page before the work": {
			prepare: func(server *naotest.Server) Association {
				server.Inject(naotest.HTMLPage, naotest.On("DELETE", ""))
				return Association(server.AddAssociation("1", "2"))
			},
			problem: "delete site team association 1093: ",
		},
		"the document lags": {prepare: func(server *naotest.Server) Association {
			server.SetBehavior(func(b *naotest.Behavior) {
				b.Teams.SitesLag = naotest.Lag{For: 3 * time.Second}
				b.Responses.Deletes = naotest.Accepted
			})
			association := Association(server.AddAssociation("1", "2"))
			<-time.After(time.Minute)
			return association
		}},
	} {
		virtually(name, t, func(t *testing.T) {
			c, server := reach(t, naotest.Behavior{})
			association := test.prepare(server)
			err := c.Associations.Delete(t.Context(), association)
			if test.problem != "" {
				wantError(t, err, test.problem)
			} else if err != nil {
				t.Error(err)
			}
			for _, left := range server.Associations() {
				if left.SiteID == "2" && test.problem == "" {
					t.Errorf("team 1 still reaches site 2 by %s", left.ID)
				}
			}
		})
	}
}

// TestDelete_waitsForWhatLingers has a removal that goes on after its 202.
func TestDelete_waitsForWhatLingers(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		response naotest.Response
		linger   time.Duration
		timeout  time.Duration
		gone     bool
	}{
		"202, at once":               {naotest.AcceptedNothing, 0, 20 * time.Minute, true},
		"202, a minute":              {naotest.AcceptedNothing, time.Minute, 20 * time.Minute, true},
		"202 with a job, ten":        {naotest.Accepted, 10 * time.Minute, 20 * time.Minute, true},
		"303, a minute":              {naotest.SeeOther, time.Minute, 20 * time.Minute, true},
		"202, longer than time":      {naotest.AcceptedNothing, time.Hour, 20 * time.Minute, false},
		"303 to nowhere, for ever":   {naotest.SeeOther, time.Hour, time.Minute, false},
		"204, which is a clear word": {naotest.NoContent, 10 * time.Second, 20 * time.Minute, true},
	} {
		virtually(name, t, func(t *testing.T) {
			behavior := naotest.Behavior{Responses: naotest.Responses{Deletes: test.response}, Removals: naotest.Removals{Linger: test.linger}}
			behavior.Jobs.EmptyBody = true
			behavior.Jobs.Location = map[bool]naotest.LocationForm{true: naotest.LocationNone}[name == "303 to nowhere, for ever"]
			server := naotest.New(behavior)
			server.AddTeam(naotest.Team{ID: "1", Name: "Ops"})
			server.AddSite(naotest.Site{ID: "1", Name: "Lab"})
			association := Association(server.AddAssociation("1", "1"))
			c := inProcess(t, server)
			for kind, remove := range map[string]func(context.Context) error{
				"association": func(ctx context.Context) error { return c.Associations.Delete(ctx, association) },
				"site":        func(ctx context.Context) error { return c.Sites.Delete(ctx, Site{ID: "1", Name: "Lab"}) },
			} {
				ctx, cancel := context.WithTimeout(t.Context(), test.timeout)
				err := remove(ctx)
				if _, remains := errors.AsType[*RemainsError](err); test.gone && err != nil || !test.gone && !remains {
					t.Errorf("%s: got %v, want it to be gone: %t", kind, err, test.gone)
				}
				cancel()
			}
		})
	}
}

// TestCreate_afterARemovalWhoseNameStaysTaken replaces an object of a service that takes a name for taken a while after its removal.
func TestCreate_afterARemovalWhoseNameStaysTaken(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		kept  time.Duration
		taken bool
	}{"not at all": {0, false}, "ten seconds": {10 * time.Second, false}, "an hour": {time.Hour, true}} {
		virtually(name, t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{Teams: naotest.Teams{UniqueNames: true}, Removals: naotest.Removals{KeepName: test.kept}})
			server.AddTeam(naotest.Team{ID: "1", Name: "Ops"})
			c := inProcess(t, server)
			if err := c.Teams.Delete(t.Context(), Team{ID: "1", Name: "Ops"}); err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
			defer cancel()
			team, err := c.Teams.Create(ctx, TeamInput{Name: Set("Ops")})
			if IsInvalid(err) != test.taken || !test.taken && (err != nil || team.ID == "") {
				t.Errorf("got team %q, %v; want a 422: %t", team.ID, err, test.taken)
			}
			// Another name is none that this run has freed.
			server.Inject(naotest.Status(422), naotest.On("POST", ""))
			server.ResetRequests()
			if _, err := c.Teams.Create(t.Context(), TeamInput{Name: Set("Dev")}); !IsInvalid(err) || server.Count("POST", "") != 1 {
				t.Errorf("another name: got %v after %d POSTs, want a 422 at once", err, server.Count("POST", ""))
			}
		})
	}
}
