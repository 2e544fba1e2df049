// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// TestCreate_aStrangerHidesNothing has the key taken by somebody after the listing that many creates share, and the one POST, whose answer
// is lost, make another all the same, which is listed late.
func TestCreate_aStrangerHidesNothing(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault   naotest.Fault
		refused bool
		check   func(*testing.T, Site, error, []naotest.Site)
	}{
		"the work was done": {naotest.LoseAnswer, false, func(t *testing.T, site Site, err error, made []naotest.Site) {
			t.Helper()
			if last := made[len(made)-1]; err != nil || last.Name != "Lab" || site.ID != last.ID {
				t.Errorf("got site %q, %v; want site %s", site.ID, err, last.ID)
			}
		}},
		"the work was not done": {naotest.CutBefore, false, func(t *testing.T, site Site, err error, _ []naotest.Site) {
			t.Helper()
			if _, ok := errors.AsType[*ExistsError](err); !ok || site.ID != "" {
				t.Errorf("got site %q, %v; want an ExistsError", site.ID, err)
			}
		}},
		"nobody may look": {naotest.LoseAnswer, true, func(t *testing.T, site Site, err error, _ []naotest.Site) {
			t.Helper()
			if _, open := errors.AsType[*PendingError](err); !open || site.ID != "" {
				t.Errorf("got site %q, %v; want a PendingError", site.ID, err)
			}
		}},
	} {
		virtually(name, t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{})
			server.SeedSites(20)
			c := inProcess(t, server)
			for i := range 2 * freeReads {
				if _, err := c.CreateSite(t.Context(), siteInput(strconv.Itoa(i))); err != nil {
					t.Fatal(err)
				}
			}
			server.AddSite(naotest.Site{Name: "Lab", Latitude: 43.5, Longitude: 1.25})
			// It has a higher id than the stranger.
			if _, err := c.CreateSite(t.Context(), siteInput("another")); err != nil {
				t.Fatal(err)
			}
			pass(t, time.Minute)
			server.SetBehavior(func(b *naotest.Behavior) { b.Listing.Lag = naotest.Lag{For: 20 * time.Second} })
			server.Schedule(test.fault)
			if test.refused {
				server.Inject(naotest.Status(403), naotest.On("GET", "/sites").Skip(looksAfterDoubt))
			}
			site, err := c.CreateSite(t.Context(), siteInput("Lab"))
			test.check(t, site, err, server.Sites())
		})
	}
}

// TestCreate_aRedirectAfterTheWork is what a proxy for HTTP/1.0 makes of a 303, or what a web application answers to a form. Wherever it points
// to, the site is looked for.
func TestCreate_aRedirectAfterTheWork(t *testing.T) {
	t.Parallel()
	for target, answer := range map[string]poll{
		"/sites/6":  {200, `{"data":{"id":"6","type":"site","attributes":{"name":"Lab","latitude":43.5,"longitude":1.25}}}`},
		"/sites":    {200, `{"data":[{"id":"6","type":"site","attributes":{}},{"id":"7","type":"site","attributes":{}}]}`},
		"/welcome":  {200, "<html>"},
		"/nowhere":  {404, `{"errors":[]}`},
		"elsewhere": {},
	} {
		virtually(target, t, func(t *testing.T) {
			posts := 0
			site, err := scripted(t, func(r *http.Request) *http.Response {
				switch {
				case r.Method == http.MethodPost && target == "elsewhere":
					posts++
					return says(302, "", "Location", "https://elsewhere.example")
				case r.Method == http.MethodPost:
					posts++
					return says(302, "", "Location", naotest.Endpoint+target)
				case posts == 0:
					return says(200, `{"data":[]}`)
				case strings.HasSuffix(r.URL.Path, target) && r.URL.RawQuery == "":
					return says(answer.status, answer.body)
				default:
					return says(200, `{"data":[{"id":"6","type":"site","attributes":{"name":"Lab","latitude":43.5,"longitude":1.25}}]}`)
				}
			}).CreateSite(t.Context(), siteInput("Lab"))
			if err != nil || site.ID != "6" || posts != 1 {
				t.Errorf("got site %q, %v after %d POSTs, want site 6 after one", site.ID, err, posts)
			}
		})
	}
}
