// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// asynchronousCreates answers creates with a job.
var asynchronousCreates = naotest.Responses{Creates: naotest.SeeOther}

func TestCreate_asynchronous(t *testing.T) {
	t.Parallel()
	for _, response := range []naotest.Response{
		naotest.Document, naotest.Empty, naotest.Accepted, naotest.AcceptedID, naotest.AcceptedIdentifier, naotest.SeeOther, naotest.AcceptedNothing,
	} {
		virtually(string(response), t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{Responses: naotest.Responses{Creates: response}})
			server.SeedSites(50)
			c := inProcess(t, server)
			site, err := c.Sites.Create(t.Context(), siteInput("Lab"))
			if err != nil {
				t.Fatal(err)
			}
			team, err := c.Teams.Create(t.Context(), TeamInput{Name: Set("Ops"), Roles: Set([]string{"admin"})})
			if err != nil {
				t.Fatal(err)
			}
			association, err := c.Associations.Create(t.Context(), AssociationInput{TeamID: team.ID, SiteID: site.ID})
			if err != nil {
				t.Fatal(err)
			}
			all := server.Associations()
			if len(server.Sites()) != 51 || len(server.Teams()) != 1 || len(all) != 1 {
				t.Errorf("got %d sites, %d teams, %d associations, want 51, 1, 1", len(server.Sites()), len(server.Teams()), len(all))
			}
			if want := (Association{ID: all[0].ID, TeamID: team.ID, SiteID: site.ID}); association != want {
				t.Errorf("got %+v, want %+v", association, want)
			}
			if last := server.Sites()[50]; site.ID != last.ID || site.Name != "Lab" {
				t.Errorf("got site %+v, want %+v", site, last)
			}
		})
	}
}

func TestCreate_faultsOfThePost(t *testing.T) {
	t.Parallel()
	lag := func(d time.Duration) naotest.Listing { return naotest.Listing{Lag: naotest.Lag{For: d}} }
	for name, test := range map[string]struct {
		behavior naotest.Behavior
		faults   []naotest.Fault
		posts    int
	}{
		"response lost":                    {faults: []naotest.Fault{naotest.LoseResponse}, posts: 1},
		"response truncated":               {faults: []naotest.Fault{naotest.TruncateBody}, posts: 1},
		"500 after the work":               {faults: []naotest.Fault{naotest.Status(500).AfterWork()}, posts: 1},
		"HTML 200 after the work":          {faults: []naotest.Fault{naotest.HTMLPage.AfterWork()}, posts: 1},
		"cut before the work":              {faults: []naotest.Fault{naotest.CutBefore}, posts: 2},
		"502 before the work":              {faults: []naotest.Fault{naotest.ProxyPage(502)}, posts: 2},
		"refused":                          {faults: []naotest.Fault{naotest.Refuse}, posts: 1},
		"429":                              {faults: []naotest.Fault{naotest.TooManyRequests("1")}, posts: 2},
		"many troubles":                    {faults: []naotest.Fault{naotest.Status(503), naotest.CutBefore, naotest.TooManyRequests(""), naotest.LoseResponse}, posts: 4},
		"response lost, listing lags":      {behavior: naotest.Behavior{Listing: lag(time.Second)}, faults: []naotest.Fault{naotest.LoseResponse}, posts: 1},
		"response of an async create lost": {behavior: naotest.Behavior{Responses: asynchronousCreates, Jobs: naotest.Jobs{WorkAtOnce: true}}, faults: []naotest.Fault{naotest.LoseResponse}, posts: 1},
		"job succeeds, the listing lags":   {behavior: naotest.Behavior{Responses: asynchronousCreates, Listing: lag(10 * time.Second)}, posts: 1},
		"a redirect after the work":        {faults: []naotest.Fault{naotest.Canned(302, "text/html", "<html>").AfterWork()}, posts: 1},
		"unique names, lost, then a 422": {
			behavior: naotest.Behavior{Teams: naotest.Teams{UniqueNames: true}, Listing: lag(20 * time.Second)},
			faults:   []naotest.Fault{naotest.LoseResponse}, posts: 2,
		},
		"unique names, lost, then a job that fails": {
			behavior: naotest.Behavior{Teams: naotest.Teams{UniqueNames: true}, Listing: lag(20 * time.Second)},
			faults:   []naotest.Fault{naotest.LoseResponse, naotest.JobFails("Name has already been taken.")}, posts: 2,
		},
		"lost, then logged out, the listing lags a minute": {
			behavior: naotest.Behavior{Listing: lag(time.Minute)}, faults: []naotest.Fault{naotest.LoseResponse, naotest.Status(401)}, posts: 2,
		},
	} {
		virtually(name, t, func(t *testing.T) {
			server := naotest.New(test.behavior)
			server.SeedTeams(40)
			server.Schedule(test.faults...)
			team, err := inProcess(t, server).Teams.Create(t.Context(), TeamInput{Name: Set("Ops")})
			if err != nil {
				t.Fatal(err)
			}
			all := server.Teams()
			if len(all) != 41 || all[40].ID != team.ID {
				t.Errorf("got id %q, and %d teams, want 41", team.ID, len(all))
			}
			if got := server.Count("POST", "/teams"); got != test.posts {
				t.Errorf("got %d POSTs, want %d", got, test.posts)
			}
		})
	}
}

func TestCreate_nothingIsMadeByARejectedPost(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		faults []naotest.Fault
		is     func(error) bool
	}{
		"422":                           {[]naotest.Fault{naotest.Status(422)}, IsInvalid},
		"403":                           {[]naotest.Fault{naotest.Status(403)}, IsForbidden},
		"401":                           {[]naotest.Fault{naotest.Status(401)}, isStatus(401)},
		"job fails":                     {[]naotest.Fault{naotest.JobFails("No more sites.")}, IsNothingMade},
		"a failure, then 422":           {[]naotest.Fault{naotest.Status(500), naotest.Status(422)}, IsInvalid},
		"a failure, then the job fails": {[]naotest.Fault{naotest.Status(500), naotest.JobFails("No more sites.")}, IsNothingMade},
	} {
		virtually(name, t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{})
			server.Schedule(test.faults...)
			site, err := inProcess(t, server).Sites.Create(t.Context(), siteInput("Lab"))
			if _, pending := errors.AsType[*PendingError](err); pending || !test.is(err) || site.ID != "" {
				t.Fatalf("got site %q and %v, want a definite error", site.ID, err)
			}
			if got := server.Count("POST", "/sites"); got != len(test.faults) || len(server.Sites()) > 0 {
				t.Errorf("got %d POSTs, want %d", got, len(test.faults))
			}
		})
	}
}

// TestCreate_sameKeyTwice has two blocks of one natural key in one run: they must not find each other's objects.
func TestCreate_sameKeyTwice(t *testing.T) {
	t.Parallel()
	virtually("fail", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{Listing: naotest.Listing{Lag: naotest.Lag{For: time.Hour}}})
		c := inProcess(t, server)
		errs := make(chan error, 2)
		for range 2 {
			go func() {
				_, err := c.Teams.Create(t.Context(), TeamInput{Name: Set("Ops")})
				errs <- err
			}()
		}
		first, second := <-errs, <-errs
		if _, exists := errors.AsType[*ExistsError](errors.Join(first, second)); (first == nil) == (second == nil) || !exists {
			t.Errorf("got %v and %v, want one success and one ExistsError", first, second)
		}
	})
	virtually("create", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{Responses: asynchronousCreates, Jobs: naotest.Jobs{Polls: 3}})
		c := inProcess(t, server, func(config *Config) { config.OnExisting = Create })
		ids := make(chan string, 8)
		for range 8 {
			go func() {
				team, err := c.Teams.Create(t.Context(), TeamInput{Name: Set("Ops")})
				if err != nil {
					t.Error(err)
				}
				ids <- team.ID
			}()
		}
		seen := map[string]bool{}
		for range 8 {
			seen[<-ids] = true
		}
		if len(seen) != 8 || len(server.Teams()) != 8 {
			t.Errorf("got %d ids for %d teams, want 8", len(seen), len(server.Teams()))
		}
	})
}

// TestCreate_replacedUnderTheOtherPolicies replaces an object: it is removed, then made anew with the same key.
func TestCreate_replacedUnderTheOtherPolicies(t *testing.T) {
	t.Parallel()
	for _, policy := range []OnExisting{Fail, Create, Adopt} {
		virtually(string(policy), t, func(t *testing.T) {
			_, server := account(t, naotest.Behavior{})
			c := inProcess(t, server, func(config *Config) { config.OnExisting = policy })
			if err := c.Sites.Delete(t.Context(), Site{ID: "1", Name: "Lab"}); err != nil {
				t.Fatal(err)
			}
			site, err := c.Sites.Create(t.Context(), siteInput("Lab"))
			if err != nil || site.ID == "1" || len(server.Sites()) != 1 {
				t.Errorf("got site %q, %v, of %s", site.ID, err, fmt.Sprint(server.Sites()))
			}
		})
	}
}
