// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/jsonapi"
	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestCreate_interrupted(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		behavior naotest.Behavior
		fault    naotest.Fault
		resumed  bool
	}{
		"while the job runs":            {naotest.Behavior{Responses: asynchronousCreates, Jobs: naotest.Jobs{Duration: time.Minute}}, naotest.Fault{}, true},
		"while the work goes on":        {naotest.Behavior{Work: naotest.Durations{Creates: time.Minute}}, naotest.Fault{}, true},
		"while the response is awaited": {naotest.Behavior{}, naotest.HangAfter, true},
		"before the work":               {naotest.Behavior{}, naotest.HangBefore, false},
	} {
		virtually(name, t, func(t *testing.T) {
			server := naotest.New(test.behavior)
			server.SeedSites(40)
			server.Schedule(test.fault)
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			defer cancel()
			_, err := inProcess(t, server).Sites.Create(ctx, siteInput("Lab"))
			pending, ok := errors.AsType[*PendingError](err)
			if !ok {
				t.Fatalf("got %v, want a PendingError", err)
			}
			// Another process goes on.
			site, err := inProcess(t, server).Sites.Resume(t.Context(), siteInput("Lab"), pending.Pending)
			if !test.resumed {
				if _, ok := errors.AsType[*PendingError](err); !ok {
					t.Errorf("got %v, want that it is pending", err)
				}
				pass(t, 30*time.Minute)
				if _, err := inProcess(t, server).Sites.Resume(t.Context(), siteInput("Lab"), pending.Pending); !IsNothingMade(err) {
					t.Errorf("half an hour later, got %v, want that nothing was made", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if all := server.Sites(); len(all) != 41 || site.ID != all[40].ID {
				t.Errorf("got id %q, and %d sites, want 41", site.ID, len(all))
			}
		})
	}
}

func TestCreate_jobThatCannotBeFollowed(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault naotest.Fault
		polls int
	}{
		"at another host": {naotest.LocationElsewhere("https://evil.example"), 1},
		"gone":            {naotest.JobGone, 9}, // It may be too new to be known: that is waited for.
	} {
		virtually(name, t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{Jobs: naotest.Jobs{WorkAtOnce: true}})
			server.SeedSites(40)
			server.Schedule(test.fault)
			site, err := inProcess(t, server).Sites.Create(t.Context(), siteInput("Lab"))
			if all := server.Sites(); err != nil || len(all) != 41 || site.ID != all[40].ID {
				t.Errorf("got site %q, %v, and %d sites", site.ID, err, len(all))
			}
			if got := server.Count("GET", "/background_jobs/48145"); got != test.polls {
				t.Errorf("polled %d times, want %d", got, test.polls)
			}
		})
	}
}

func TestCreate_severalNewObjectsAreNamed(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{Responses: asynchronousCreates, Jobs: naotest.Jobs{Duration: 10 * time.Second}})
		time.AfterFunc(5*time.Second, func() { server.AddSite(naotest.Site{Name: "Lab", Latitude: 43.5, Longitude: 1.25}) })
		_, err := inProcess(t, server).Sites.Create(t.Context(), siteInput("Lab"))
		if ambiguous, ok := errors.AsType[*AmbiguousError](err); !ok || len(ambiguous.IDs) != 2 {
			t.Errorf("got %v, want an AmbiguousError with two ids", err)
		}
		wantError(t, err, "several new sites", "ids 11416, 11417")
	})
}

// TestCreate_aRedirectAfterTheWork is what a proxy for HTTP/1.0 makes of a 303, or what a web application responds to a form. Wherever it
// points to, the site is looked for.
func TestCreate_aRedirectAfterTheWork(t *testing.T) {
	t.Parallel()
	const site = `{"id":"6","type":"site","attributes":{"name":"Lab","latitude":43.5,"longitude":1.25}}`
	for _, target := range []string{"/api/v2/sites/6", "/api/v2/sites", "/welcome", "https://elsewhere.example"} {
		virtually(target, t, func(t *testing.T) {
			posts := 0
			made, err := scripted(t, func(r *http.Request) *http.Response {
				switch {
				case r.URL.Host != "127.0.0.1" || r.URL.Path == "/api/v2/background_jobs/6":
					t.Errorf("asked %s", r.URL)
				case r.Method == http.MethodPost:
					posts++
					return says(302, "", "Location", target)
				case posts == 0:
					return says(200, `{"data":[]}`)
				}
				return says(200, `{"data":[`+site+`]}`)
			}).Sites.Create(t.Context(), siteInput("Lab"))
			if err != nil || made.ID != "6" || posts != 1 {
				t.Errorf("got site %q, %v after %d POSTs, want site 6 after one", made.ID, err, posts)
			}
		})
	}
}

// TestCreate_theResponseNamesWhatWasThere has a service that returns the object which has the key already, in place of making one.
func TestCreate_theResponseNamesWhatWasThere(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{Teams: naotest.Teams{ReturnExisting: true}})
		there := server.AddTeam(naotest.Team{Name: "Ops"})
		c := inProcess(t, server, func(config *Config) { config.OnExisting = Create })
		team, err := c.Teams.Create(t.Context(), TeamInput{Name: Set("Ops")})
		if exists, ok := errors.AsType[*ExistsError](err); !ok || exists.IDs[0] != there.ID || team.ID != "" {
			t.Errorf("got team %q, %v; want an ExistsError about team %s", team.ID, err, there.ID)
		}
	})
}

// TestResume_whatADataSourceHasRead has a data source read the object of a pending create before the create is resumed.
func TestResume_whatADataSourceHasRead(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{})
		there := server.AddSite(naotest.Site{Name: "Lab", Latitude: 43.5, Longitude: 1.25})
		c := inProcess(t, server)
		if _, err := c.Sites.Get(t.Context(), Site{ID: there.ID}); err != nil {
			t.Fatal(err)
		}
		site, err := c.Sites.Resume(t.Context(), siteInput("Lab"), Pending{Sent: time.Now().Add(-time.Minute), Accepted: true, Done: true})
		if err != nil || site.ID != there.ID {
			t.Errorf("got site %q, %v, want site %s", site.ID, err, there.ID)
		}
	})
}

// TestCreate_anIDThatIsNone has a response whose id could change the meaning of an address.
func TestCreate_anIDThatIsNone(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{})
		server.Schedule(naotest.Canned(201, "", `{"data":{"id":"../teams/1","type":"site"}}`))
		site, err := inProcess(t, server).Sites.Create(t.Context(), siteInput("Lab"))
		if _, ok := errors.AsType[*jsonapi.InvalidIDError](err); !ok || site.ID != "" {
			t.Errorf("got site %q, %v; want an InvalidIDError", site.ID, err)
		}
	})
}

// TestCreate_anObjectOfAnotherTypeKeepsItsID has a response that shows another type than the kind has. The object exists.
func TestCreate_anObjectOfAnotherTypeKeepsItsID(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		made, err := scripted(t, func(r *http.Request) *http.Response {
			if r.Method == http.MethodPost {
				return says(201, `{"data":{"id":"6","type":"places","attributes":{"name":"Lab","latitude":43.5,"longitude":1.25}}}`)
			}
			return says(200, `{"data":[]}`)
		}).Sites.Create(t.Context(), siteInput("Lab"))
		if other, ok := errors.AsType[*OtherTypeError](err); !ok || other.Got != "places" || made.ID != "6" {
			t.Errorf("got %q, %v, want site 6 and an error that names the type", made.ID, err)
		}
	})
}
