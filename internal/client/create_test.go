// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestCreate_costsOnePostAndASharedLookUp(t *testing.T) {
	t.Parallel()
	virtually("one", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{})
		if _, err := inProcess(t, server).CreateSite(t.Context(), siteInput("Lab")); err != nil {
			t.Fatal(err)
		}
		if got := len(server.Requests()); got != 2 {
			t.Errorf("got %d requests, want a look-up and a POST", got)
		}
	})
	for name, test := range map[string]struct {
		listing naotest.Listing
		most    int
	}{
		"": {naotest.Listing{}, 1040},
		// Before there is a listing to share, each look-up takes several requests.
		", order honoured": {naotest.Listing{IgnoreFilters: true, PageCap: 100}, 1100},
		// Without a count, there are two listings, and as many look-ups as one costs.
		", filter honoured, no count":         {naotest.Listing{NoMeta: true, PageCap: 100}, 1080},
		", order honoured, no count":          {naotest.Listing{IgnoreFilters: true, NoMeta: true, PageCap: 100}, 1160},
		", neither honoured, no count":        {naotest.Listing{IgnoreFilters: true, IgnoreSort: true, NoMeta: true, PageCap: 100}, 1080},
		", no count, and objects that repeat": {naotest.Listing{NoMeta: true, PageCap: 100, Duplicates: true}, 1080},
	} {
		virtually("a thousand in an account of a thousand"+name, t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{Latency: 10 * time.Millisecond, Listing: test.listing})
			server.SeedSites(1000)
			c := inProcess(t, server)
			inParallel(t, 1000, func(i int) error {
				_, err := c.CreateSite(t.Context(), siteInput(fmt.Sprintf("new-%04d", i)))
				return err
			})
			if got := len(server.Requests()); got > test.most {
				t.Errorf("got %d requests, want at most %d", got, test.most)
			}
			if got := len(server.Sites()); got != 2000 {
				t.Errorf("got %d sites, want 2,000", got)
			}
		})
	}
}

func TestCreate_asynchronous(t *testing.T) {
	t.Parallel()
	for _, answer := range []naotest.Answer{
		naotest.Document, naotest.Empty, naotest.Accepted, naotest.AcceptedID, naotest.AcceptedIdentifier, naotest.SeeOther,
	} {
		virtually(string(answer), t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{Answers: naotest.Answers{Creates: answer}})
			server.SeedSites(50)
			c := inProcess(t, server)
			site, err := c.CreateSite(t.Context(), siteInput("Lab"))
			if err != nil {
				t.Fatal(err)
			}
			team, err := c.CreateTeam(t.Context(), TeamInput{Name: Set("Ops"), Roles: Set([]string{"admin"})})
			if err != nil {
				t.Fatal(err)
			}
			association, err := c.CreateSiteTeamAssociation(t.Context(), team.ID, site.ID)
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

// TestCreate_costInALargeAccount counts what one create costs where the listing has many pages.
func TestCreate_costInALargeAccount(t *testing.T) {
	t.Parallel()
	const account, pages = 50_000, 500
	deaf := naotest.Listing{IgnoreFilters: true, IgnoreSort: true}
	for name, test := range map[string]struct {
		listing naotest.Listing
		creates naotest.Answer
		account int
		most    int
	}{
		"filter honoured, 201":         {naotest.Listing{}, naotest.Document, account, 2},
		"filter honoured, 303":         {naotest.Listing{}, naotest.SeeOther, account, 4},
		"filter honoured, no count":    {naotest.Listing{NoMeta: true}, naotest.SeeOther, account, 5},
		"only the order honoured":      {naotest.Listing{IgnoreFilters: true}, naotest.SeeOther, account, 25},
		"order without regard to case": {naotest.Listing{IgnoreFilters: true, SortFoldCase: true}, naotest.SeeOther, account, 25},
		"only the order, no count":     {naotest.Listing{IgnoreFilters: true, NoMeta: true}, naotest.SeeOther, account, 25},
		"that order, no count":         {naotest.Listing{IgnoreFilters: true, NoMeta: true, SortFoldCase: true}, naotest.SeeOther, account, 25},
		"neither, 201: one listing":    {deaf, naotest.Document, account / 10, pages/10 + 4},
		"neither, 303: two listings":   {deaf, naotest.SeeOther, account / 10, 2*pages/10 + 5},
	} {
		virtually(name, t, func(t *testing.T) {
			test.listing.PageCap = 100
			server := naotest.New(naotest.Behavior{Answers: naotest.Answers{Creates: test.creates}, Listing: test.listing})
			server.SeedSites(test.account)
			var log strings.Builder
			site, err := inProcess(t, server, func(config *Config) {
				config.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
			}).CreateSite(t.Context(), siteInput("SITE-03333 annex"))
			if err != nil {
				t.Fatal(err)
			}
			if said, deaf := strings.Contains(log.String(), "look-up: listing everything"), test.listing.IgnoreSort; said != deaf {
				t.Errorf("the log says that everything is listed: %t, want %t", said, deaf)
			}
			if got := len(server.Requests()); got > test.most {
				t.Errorf("got %d requests, want at most %d: %s", got, test.most, requestLog(server))
			}
			if all := server.Sites(); len(all) != test.account+1 || site.ID != all[test.account].ID {
				t.Errorf("got site %s of %d", site.ID, len(all))
			}
		})
	}
}

func TestCreate_faultsOfThePost(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		behavior naotest.Behavior
		faults   []naotest.Fault
		posts    int
	}{
		"answer lost":                    {faults: []naotest.Fault{naotest.LoseAnswer}, posts: 1},
		"answer truncated":               {faults: []naotest.Fault{naotest.TruncateBody}, posts: 1},
		"500 after the work":             {faults: []naotest.Fault{naotest.Status(500).AfterWork()}, posts: 1},
		"HTML 200 after the work":        {faults: []naotest.Fault{naotest.HTMLPage.AfterWork()}, posts: 1},
		"timeout after the work":         {faults: []naotest.Fault{naotest.HangAfter}, posts: 1},
		"cut before the work":            {faults: []naotest.Fault{naotest.CutBefore}, posts: 2},
		"502 before the work":            {faults: []naotest.Fault{naotest.ProxyPage(502)}, posts: 2},
		"timeout before the work":        {faults: []naotest.Fault{naotest.HangBefore}, posts: 2},
		"refused":                        {faults: []naotest.Fault{naotest.Refuse}, posts: 1},
		"429":                            {faults: []naotest.Fault{naotest.TooManyRequests("1")}, posts: 2},
		"many troubles":                  {faults: []naotest.Fault{naotest.Status(503), naotest.CutBefore, naotest.TooManyRequests(""), naotest.LoseAnswer}, posts: 4},
		"answer lost, listing lags":      {behavior: naotest.Behavior{Listing: naotest.Listing{Lag: naotest.Lag{For: time.Second}}}, faults: []naotest.Fault{naotest.LoseAnswer}, posts: 1},
		"answer of an async create lost": {behavior: naotest.Behavior{Answers: naotest.Answers{Creates: naotest.SeeOther}, Jobs: naotest.Jobs{WorkAtOnce: true}}, faults: []naotest.Fault{naotest.LoseAnswer}, posts: 1},
		"unique names, lost, then a 422": {behavior: naotest.Behavior{Teams: naotest.Teams{UniqueNames: true}, Listing: naotest.Listing{Lag: naotest.Lag{For: 20 * time.Second}}}, faults: []naotest.Fault{naotest.LoseAnswer}, posts: 2},
		"job succeeds, the listing lags": {behavior: naotest.Behavior{Answers: naotest.Answers{Creates: naotest.SeeOther}, Listing: naotest.Listing{Lag: naotest.Lag{For: 10 * time.Second}}}, posts: 1},
	} {
		virtually(name, t, func(t *testing.T) {
			server := naotest.New(test.behavior)
			server.SeedTeams(40)
			server.Schedule(test.faults...)
			team, err := inProcess(t, server).CreateTeam(t.Context(), TeamInput{Name: Set("Ops")})
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
	for name, fault := range map[string]naotest.Fault{
		"422": naotest.Status(422), "403": naotest.Status(403), "401": naotest.Status(401), "job fails": naotest.JobFails("No more sites."),
	} {
		virtually(name, t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{})
			server.Schedule(fault)
			_, err := inProcess(t, server).CreateSite(t.Context(), siteInput("Lab"))
			var pending *PendingError
			if err == nil || errors.As(err, &pending) {
				t.Fatalf("got %v, want a definite error", err)
			}
			if got := server.Count("POST", "/sites"); got != 1 {
				t.Errorf("got %d POSTs, want 1", got)
			}
		})
	}
}
