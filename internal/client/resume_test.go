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

func TestResume_failures(t *testing.T) {
	t.Parallel()
	job := naotest.Endpoint + "/background_jobs/48145"
	for name, test := range map[string]struct {
		pending Pending
		inject  func(*naotest.Server)
		nothing bool
		says    string
	}{
		"a job that is forgotten, and no object": {Pending{Job: job}, nil, true, "nothing was created"},
		"a job that succeeded and is forgotten":  {Pending{Job: job, Done: true, Accepted: time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)}, nil, false, "48145 has succeeded: what it made is not listed"},
		"a job that succeeded long ago":          {Pending{Job: job, Done: true, Accepted: time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC)}, nil, true, "it was removed since, or has another name by now"},
		"a page where the job was, long ago": {
			Pending{Job: job, Accepted: time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC)},
			func(s *naotest.Server) { s.Inject(naotest.HTMLPage, naotest.On("GET", "/background_jobs/*")) },
			true, "nothing was created",
		},
		"another thing where the job was": {
			Pending{Job: job, Accepted: time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)},
			func(s *naotest.Server) {
				s.Inject(naotest.Canned(200, "", `{"data":{"id":"1","type":"site","attributes":{}}}`), naotest.On("GET", "/background_jobs/*"))
			},
			false, "its address shows a site",
		},
		"a job that succeeded long ago, and a page for a listing": {
			Pending{Job: job, Done: true, Accepted: time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC)},
			func(s *naotest.Server) { s.Inject(naotest.HTMLPage, naotest.On("GET", "/sites")) }, false, "got an HTML page",
		},
		"a job that failed after doubt, and a page for a listing": {
			Pending{Job: job, Doubts: 1, Accepted: time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC)},
			func(s *naotest.Server) {
				s.Inject(naotest.Canned(200, "", jobDocument("failure", true)), naotest.On("GET", "/background_jobs/*"))
				s.Inject(naotest.HTMLPage, naotest.On("GET", "/sites"))
			}, false, "got an HTML page",
		},
		"a doubt, and a page for a listing": {
			Pending{Doubts: 1}, func(s *naotest.Server) { s.Inject(naotest.HTMLPage, naotest.On("GET", "/sites")) }, false, "got an HTML page",
		},
		"a job that is forgotten, a while ago": {
			Pending{Job: job, Accepted: time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)}, nil, true, "nothing was created",
		},
		"a job that nobody may see": {
			Pending{Job: job}, func(s *naotest.Server) { s.Inject(naotest.Status(403), naotest.On("GET", "/background_jobs/*")) }, false, "403 Forbidden",
		},
		"no object, and nobody may look": {
			Pending{}, func(s *naotest.Server) { s.Inject(naotest.Status(403), naotest.On("GET", "/sites")) }, false, "(GET /sites: 403 Forbidden",
		},
		"no job, and no object":            {Pending{}, nil, true, "nothing was created"},
		"accepted a moment ago, no object": {Pending{Accepted: time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)}, nil, false, "is listed yet"},
		"accepted long ago, and no object": {Pending{Accepted: time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC)}, nil, true, "nothing was created"},
		"two POSTs, of which one's is seen": {
			Pending{Doubts: 1, Accepted: time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC)}, func(s *naotest.Server) {
				s.AddSite(naotest.Site{Name: "Lab", Latitude: 43.5, Longitude: 1.25})
				time.AfterFunc(2*time.Second, func() { s.AddSite(naotest.Site{Name: "Lab", Latitude: 43.5, Longitude: 1.25}) })
			}, false, "ids 11416, 11417",
		},
		"a job that is none, from elsewhere": {Pending{Job: "https://evil.example/background_jobs/1"}, nil, false, "no request was sent there"},
	} {
		virtually(name, t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{})
			if test.inject != nil {
				test.inject(server)
			}
			site, err := inProcess(t, server).ResumeSite(t.Context(), "Lab", 43.5, 1.25, test.pending)
			wantError(t, err, `resume the create of the site "Lab" at 43.5, 1.25`, test.says)
			_, open := errors.AsType[*PendingError](err)
			_, ambiguous := errors.AsType[*AmbiguousError](err)
			if site.ID != "" || IsNothingMade(err) != test.nothing || (open || ambiguous) == test.nothing {
				t.Errorf("got site %q, nothing made: %t, open: %t; want nothing made: %t", site.ID, IsNothingMade(err), open, test.nothing)
			}
		})
	}
}

// TestResume_waitsForWhatMayStillBeAtWork has the answer of a create lost whose job takes half a minute, and the run interrupted at once.
func TestResume_waitsForWhatMayStillBeAtWork(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{Listing: naotest.Listing{Lag: naotest.Lag{For: 30 * time.Second}}})
		server.Schedule(naotest.LoseAnswer)
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		_, err := inProcess(t, server).CreateSite(ctx, siteInput("Lab"))
		pending, open := errors.AsType[*PendingError](err)
		if !open {
			t.Fatalf("got %v, want a PendingError", err)
		}
		if site, err := inProcess(t, server).ResumeSite(t.Context(), "Lab", 43.5, 1.25, pending.Pending); err != nil || site.ID != "11416" {
			t.Errorf("got site %q and %v, want site 11416", site.ID, err)
		}
	})
}

// TestResume_ofAnAssociationWhoseTeamIsGone has nothing left that the association could be in.
func TestResume_ofAnAssociationWhoseTeamIsGone(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		_, err := inProcess(t, naotest.New(naotest.Behavior{})).ResumeSiteTeamAssociation(t.Context(), "1", "2", Pending{Doubts: 1})
		if !IsNothingMade(err) {
			t.Errorf("got %v, want that nothing was made", err)
		}
		// At a wrong endpoint, nothing can be known.
		_, err = scripted(t, always(404, "")).ResumeSiteTeamAssociation(t.Context(), "1", "2", Pending{Doubts: 1})
		if _, open := errors.AsType[*PendingError](err); !open {
			t.Errorf("at a wrong endpoint, got %v, want a PendingError", err)
		}
	})
}

// interrupted is the create of a team whose POST hangs until its time is up.
func interrupted(t *testing.T, server *naotest.Server, hang naotest.Fault) Pending {
	t.Helper()
	server.Schedule(hang)
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	_, err := inProcess(t, server).CreateTeam(ctx, TeamInput{Name: Set("Ops")})
	pending, open := errors.AsType[*PendingError](err)
	if !open {
		t.Fatalf("got %v, want a PendingError", err)
	}
	return pending.Pending
}

func TestResume_ofATeam(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{})
		pending := interrupted(t, server, naotest.HangAfter)
		team, err := inProcess(t, server).ResumeTeam(t.Context(), "Ops", pending)
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
			server := naotest.New(naotest.Behavior{Answers: asynchronousCreates, Jobs: naotest.Jobs{Duration: time.Minute}})
			team, site := server.AddTeam(naotest.Team{Name: "Ops"}).ID, server.AddSite(naotest.Site{Name: "Lab"}).ID
			ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
			defer cancel()
			_, err := inProcess(t, server).CreateSiteTeamAssociation(ctx, team, site)
			pending, open := errors.AsType[*PendingError](err)
			if !open {
				t.Fatalf("got %v, want a PendingError", err)
			}
			pass(t, 2*time.Minute)
			if _, err := inProcess(t, server).ResumeSiteTeamAssociation(t.Context(), team, site, pending.Pending); err != nil {
				t.Fatal(err)
			}
			remove(server)
			pass(t, acceptedFor)
			if _, err := inProcess(t, server).ResumeSiteTeamAssociation(t.Context(), team, site, pending.Pending); !IsNothingMade(err) {
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
					return says(200, jobDocument(status, true))
				case time.Since(posted) < 3*time.Minute:
					return says(200, `{"data":[]}`)
				default:
					return says(200, `{"data":[{"id":"6","type":"team","attributes":{"name":"Ops","roles":[]}}]}`)
				}
			}
			_, err := scripted(t, script).CreateTeam(t.Context(), TeamInput{Name: Set("Ops")})
			for range 10 {
				pending, open := errors.AsType[*PendingError](err)
				if !open {
					t.Fatalf("got %v, want a PendingError", err)
				}
				var team Team
				if team, err = scripted(t, script).ResumeTeam(t.Context(), "Ops", pending.Pending); team.ID == "6" {
					break
				}
			}
			if err != nil || posts != 1 {
				t.Errorf("got %v after %d POSTs, want team 6 after one", err, posts)
			}
		})
	}
}
