// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestResume_endings(t *testing.T) {
	t.Parallel()
	// Virtual time begins with the year 2000.
	now := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	longAgo := now.AddDate(-1, 0, 0)
	elsewhere := func(fault naotest.Fault, path string) func(*naotest.Server) {
		return func(s *naotest.Server) { s.Inject(fault, naotest.On("GET", path)) }
	}
	const jobs = "/background_jobs/*"
	for name, test := range map[string]struct {
		pending Pending
		inject  func(*naotest.Server)
		nothing bool
		says    string
	}{
		"a job that is forgotten":                {Pending{Job: "48145", Sent: now}, nil, false, "the background job 48145 was not seen to finish: how the background job 48145 ended is not known"},
		"a job that is forgotten, long ago":      {Pending{Job: "48145", Sent: longAgo}, nil, true, "nothing was created"},
		"a job that succeeded and is forgotten":  {Pending{Job: "48145", Done: true, Sent: now}, nil, false, "48145 has succeeded, but the object is not listed yet"},
		"a job that succeeded long ago":          {Pending{Job: "48145", Done: true, Sent: longAgo}, nil, true, "it was removed since, or has another name by now"},
		"a job that failed":                      {Pending{Job: "7", Sent: now}, elsewhere(naotest.Canned(200, "", jobDocument("failure")), jobs), true, "the background job 7 failed"},
		"another thing where the job was":        {Pending{Job: "48145", Sent: now}, elsewhere(naotest.Canned(200, "", `{"data":{"id":"1","type":"site","attributes":{}}}`), jobs), false, "its address shows a site"},
		"a page where the job was":               {Pending{Job: "48145", Sent: longAgo}, elsewhere(naotest.HTMLPage, jobs), false, "expected a JSON document"},
		"a job that nobody may see":              {Pending{Job: "48145"}, elsewhere(naotest.Status(403), jobs), false, "403"},
		"a job whose id is none":                 {Pending{Job: "https://evil.example/1", Sent: now}, nil, false, "this is no id of a job"},
		"no object, and nobody may look":         {Pending{}, elsewhere(naotest.Status(403), "/sites"), false, "403"},
		"no job, and no object":                  {Pending{}, nil, true, "nothing was created"},
		"accepted a moment ago, and no object":   {Pending{Accepted: true, Sent: now}, nil, false, "named no background job: no object of this natural key has appeared yet"},
		"accepted half an hour ago, nothing yet": {Pending{Accepted: true, Sent: now.Add(-30 * time.Minute)}, nil, true, "nothing was created"},
		"two objects": {Pending{Sent: now}, func(s *naotest.Server) {
			s.AddSite(naotest.Site{Name: "Lab", Latitude: 43.5, Longitude: 1.25})
			s.AddSite(naotest.Site{Name: "Lab", Latitude: 43.5, Longitude: 1.25})
		}, false, "ids 11416, 11417"},
		"one whose name is spelt otherwise": {Pending{Sent: longAgo}, func(s *naotest.Server) {
			s.AddSite(naotest.Site{Name: "lab", Latitude: 43.5, Longitude: 1.25})
		}, false, "the API shows what it may have made, with another spelling: ids 11416"},
		"one elsewhere, spelt otherwise": {Pending{Sent: longAgo}, func(s *naotest.Server) {
			s.AddSite(naotest.Site{Name: "lab", Latitude: 53.5, Longitude: 1.25})
		}, true, "nothing was created"},
		"one that was there before, spelt otherwise": {Pending{Before: []string{"11416"}, Sent: longAgo}, func(s *naotest.Server) {
			s.AddSite(naotest.Site{Name: "lab", Latitude: 43.5, Longitude: 1.25})
		}, true, "nothing was created"},
	} {
		virtually(name, t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{})
			if test.inject != nil {
				test.inject(server)
			}
			within(t, 2*time.Minute+15*time.Second, func(t *testing.T) {
				site, err := inProcess(t, server).Sites.Resume(t.Context(), siteInput("Lab"), test.pending)
				wantError(t, err, `resume the create of the site "Lab" at 43.5, 1.25`, test.says)
				_, pending := errors.AsType[*PendingError](err)
				_, ambiguous := errors.AsType[*AmbiguousError](err)
				if site.ID != "" || IsNothingMade(err) != test.nothing || (pending || ambiguous) == test.nothing {
					t.Errorf("got site %q, nothing made: %t, pending: %t; want nothing made: %t", site.ID, IsNothingMade(err), pending, test.nothing)
				}
			})
			if got := server.Count("POST", ""); got > 0 {
				t.Errorf("sent %d POSTs", got)
			}
		})
	}
}

// TestResume_waitsForWorkThatGoesOn has the response of a create lost, whose object appears after a while, and the run interrupted at once.
func TestResume_waitsForWorkThatGoesOn(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{Listing: naotest.Listing{Lag: naotest.Lag{For: 30 * time.Second}}})
		server.Schedule(naotest.LoseResponse)
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		_, err := inProcess(t, server).Sites.Create(ctx, siteInput("Lab"))
		pending, ok := errors.AsType[*PendingError](err)
		if !ok {
			t.Fatalf("got %v, want a PendingError", err)
		}
		if site, err := inProcess(t, server).Sites.Resume(t.Context(), siteInput("Lab"), pending.Pending); err != nil || site.ID != "11416" {
			t.Errorf("got site %q and %v, want site 11416", site.ID, err)
		}
	})
}

// TestResume_ofAnAssociationWhoseTeamIsGone has nothing left that the association could be in.
func TestResume_ofAnAssociationWhoseTeamIsGone(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		_, err := inProcess(t, naotest.New(naotest.Behavior{})).Associations.Resume(t.Context(), AssociationInput{TeamID: "1", SiteID: "2"}, Pending{})
		if !IsNothingMade(err) {
			t.Errorf("got %v, want that nothing was made", err)
		}
		// At a wrong endpoint, nothing can be known.
		_, err = scripted(t, always(404, "")).Associations.Resume(t.Context(), AssociationInput{TeamID: "1", SiteID: "2"}, Pending{})
		if _, pending := errors.AsType[*PendingError](err); !pending {
			t.Errorf("at a wrong endpoint, got %v, want a PendingError", err)
		}
	})
}

func TestResume_ofATeam(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{})
		server.Schedule(naotest.HangAfter)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := inProcess(t, server).Teams.Create(ctx, TeamInput{Name: Set("Ops")})
		pending, ok := errors.AsType[*PendingError](err)
		if !ok {
			t.Fatalf("got %v, want a PendingError", err)
		}
		team, err := inProcess(t, server).Teams.Resume(t.Context(), TeamInput{Name: Set("Ops")}, pending.Pending)
		if made := server.Teams(); err != nil || len(made) != 1 || team.ID != made[0].ID {
			t.Errorf("got team %q, %v; want the one that was made of %+v", team.ID, err, made)
		}
	})
}

// TestResume_ofWhatWentAgain has the job of an interrupted create succeed, and what it made go, before anybody looks.
func TestResume_ofWhatWentAgain(t *testing.T) {
	t.Parallel()
	for name, remove := range map[string]func(*naotest.Server){
		"with its team": func(s *naotest.Server) { s.RemoveTeam(s.Teams()[0].ID) },
		"by itself":     func(s *naotest.Server) { s.RemoveAssociation(s.Associations()[0].ID) },
	} {
		virtually(name, t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{Responses: asynchronousCreates, Jobs: naotest.Jobs{Duration: time.Minute}})
			in := AssociationInput{TeamID: server.AddTeam(naotest.Team{Name: "Ops"}).ID, SiteID: server.AddSite(naotest.Site{Name: "Lab"}).ID}
			ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
			defer cancel()
			_, err := inProcess(t, server).Associations.Create(ctx, in)
			pending, ok := errors.AsType[*PendingError](err)
			if !ok {
				t.Fatalf("got %v, want a PendingError", err)
			}
			pass(t, 2*time.Minute)
			if _, err := inProcess(t, server).Associations.Resume(t.Context(), in, pending.Pending); err != nil {
				t.Fatal(err)
			}
			remove(server)
			pass(t, 30*time.Minute)
			if _, err := inProcess(t, server).Associations.Resume(t.Context(), in, pending.Pending); !IsNothingMade(err) {
				t.Errorf("got %v, want that nothing is left", err)
			}
		})
	}
}

// TestResume_ofAJobThatEndedSomehow has a job end with a status that is not documented, and what it made listed three minutes later.
func TestResume_ofAJobThatEndedSomehow(t *testing.T) {
	t.Parallel()
	for _, status := range []string{"success", "completed"} {
		virtually(status, t, func(t *testing.T) {
			posts, posted := 0, time.Now()
			script := func(r *http.Request) *http.Response {
				switch {
				case r.Method == http.MethodPost:
					posts++
					return says(202, "", "Location", naotest.Endpoint+"/background_jobs/7")
				case strings.Contains(r.URL.Path, "background_jobs"):
					return says(200, jobDocument(status))
				case time.Since(posted) < 3*time.Minute:
					return says(200, `{"data":[]}`)
				default:
					return says(200, `{"data":[{"id":"6","type":"team","attributes":{"name":"Ops","roles":[]}}]}`)
				}
			}
			ctx, cancel := context.WithTimeout(t.Context(), 90*time.Second)
			defer cancel()
			_, err := scripted(t, script).Teams.Create(ctx, TeamInput{Name: Set("Ops")})
			for range 10 {
				pending, ok := errors.AsType[*PendingError](err)
				if !ok {
					t.Fatalf("got %v, want a PendingError", err)
				}
				var team Team
				if team, err = scripted(t, script).Teams.Resume(t.Context(), TeamInput{Name: Set("Ops")}, pending.Pending); team.ID == "6" {
					break
				}
			}
			if err != nil || posts != 1 {
				t.Errorf("got %v after %d POSTs, want team 6 after one", err, posts)
			}
		})
	}
}
