// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestCreate_costsOnePostAndASharedLook(t *testing.T) {
	t.Parallel()
	virtually("one", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{})
		if _, err := inProcess(t, server).Sites.Create(t.Context(), siteInput("Lab")); err != nil {
			t.Fatal(err)
		}
		if got := len(server.Requests()); got != 2 {
			t.Errorf("got %d requests, want a look and a POST", got)
		}
	})
	for name, test := range map[string]struct {
		listing naotest.Listing
		most    int
	}{
		"":                             {naotest.Listing{}, 1040},
		", filter ignored":             {naotest.Listing{IgnoreFilters: true, PageCap: 100}, 1040},
		", filter honoured, no count":  {naotest.Listing{NoMeta: true, PageCap: 100}, 1080},
		", filter ignored, no count":   {naotest.Listing{IgnoreFilters: true, IgnoreSort: true, NoMeta: true, PageCap: 100}, 1080},
		", no count, and rows repeat":  {naotest.Listing{NoMeta: true, PageCap: 100, Duplicates: true}, 1080},
		", everything else is refused": {naotest.Listing{Refused: naotest.RefusedQueries{Filters: 400, Sort: 422, PageSize: 400}}, 1140},
	} {
		if testing.Short() && name != "" {
			continue // One shows the race detector what runs at the same time.
		}
		virtually("a thousand in an account of a thousand"+name, t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{Latency: 10 * time.Millisecond, Listing: test.listing})
			server.SeedSites(1000)
			c := inProcess(t, server)
			inParallel(t, 1000, func(i int) error {
				_, err := c.Sites.Create(t.Context(), siteInput(fmt.Sprintf("new-%04d", i)))
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

// TestCreate_costInALargeAccount counts what one create costs where the listing has many pages.
func TestCreate_costInALargeAccount(t *testing.T) {
	t.Parallel()
	const pages = 50
	for name, test := range map[string]struct {
		listing naotest.Listing
		creates naotest.Response
		most    int
	}{
		"filter honoured, 201":              {naotest.Listing{}, naotest.Document, 2},
		"filter honoured, 303":              {naotest.Listing{}, naotest.SeeOther, 4},
		"filter honoured, no count":         {naotest.Listing{NoMeta: true}, naotest.SeeOther, 5},
		"filter ignored, 201: one listing":  {naotest.Listing{IgnoreFilters: true}, naotest.Document, pages + 4},
		"filter ignored, 303: two listings": {naotest.Listing{IgnoreFilters: true}, naotest.SeeOther, 2*pages + 5},
	} {
		virtually(name, t, func(t *testing.T) {
			test.listing.PageCap = 100
			server := naotest.New(naotest.Behavior{Responses: naotest.Responses{Creates: test.creates}, Listing: test.listing})
			server.SeedSites(pages * 100)
			var log strings.Builder
			site, err := inProcess(t, server, func(config *Config) {
				config.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
			}).Sites.Create(t.Context(), siteInput("SITE-03333 annex"))
			if err != nil {
				t.Fatal(err)
			}
			if said, ignored := strings.Contains(log.String(), "looking through the whole listing"), test.listing.IgnoreFilters; said != ignored {
				t.Errorf("the log says that everything is listed: %t, want %t", said, ignored)
			}
			if got := len(server.Requests()); got > test.most {
				t.Errorf("got %d requests, want at most %d: %s", got, test.most, requestLog(server))
			}
			if all := server.Sites(); len(all) != pages*100+1 || site.ID != all[pages*100].ID {
				t.Errorf("got site %s of %d", site.ID, len(all))
			}
		})
	}
}
