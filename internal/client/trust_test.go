// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// TestTrust_aListingThatCreatesMadeIsComparedToo has nobody read singly before there is a listing, which lacks an attribute.
func TestTrust_aListingThatCreatesMadeIsComparedToo(t *testing.T) {
	t.Parallel()
	for name, omitted := range map[string][]string{"a listing that lacks an attribute": {"latitude"}, "a listing that lacks nothing": nil} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := naotest.New(naotest.Behavior{Listing: naotest.Listing{OmitAttributes: omitted}})
			server.SeedSites(20)
			sites := server.Sites()
			c := inProcess(t, server)
			for i := range 2 * freeReads {
				if _, err := c.CreateSite(t.Context(), siteInput(fmt.Sprint("new-", i))); err != nil {
					t.Fatal(err)
				}
			}
			server.ResetRequests()
			for _, site := range sites {
				got, err := c.Site(t.Context(), site.ID)
				if latitude, ok := got.Latitude.Get(); err != nil || !ok || latitude != site.Latitude {
					t.Errorf("got %+v, %v; want %+v", got, err, site)
				}
			}
			want := 1
			if omitted != nil {
				want = len(sites) + 1
			}
			if got := len(server.Requests()); got != want {
				t.Errorf("got %d requests, want %d", got, want)
			}
		})
	}
}

func TestTrust_aListingWithoutRelationshipsIsNotTrusted(t *testing.T) {
	t.Parallel()
	server := naotest.New(naotest.Behavior{Listing: naotest.Listing{OmitRelationships: true}})
	server.SeedTeams(20)
	c := inProcess(t, server)
	for _, team := range server.Teams() {
		if got, err := c.Team(t.Context(), team.ID); err != nil || got.UserIDs == nil || got.SiteIDs == nil {
			t.Errorf("got %+v, %v; want its users and sites", got, err)
		}
	}
}

// TestTrust_outlivesAChangeBySomebodyElse has a site renamed between its single read and the listing.
func TestTrust_outlivesAChangeBySomebodyElse(t *testing.T) {
	t.Parallel()
	server := naotest.New(naotest.Behavior{})
	server.SeedSites(1000)
	c := inProcess(t, server)
	for i, site := range server.Sites() {
		if i == freeReads-1 {
			server.UpdateSite(server.Sites()[0].ID, func(s *naotest.Site) { s.Name = "Renamed" })
		}
		if _, err := c.Site(t.Context(), site.ID); err != nil {
			t.Fatal(err)
		}
	}
	if got := len(server.Requests()); got > 25 {
		t.Errorf("got %d requests, want a listing", got)
	}
}

// TestTrust_relatedObjectsHaveNoOrder has a listing that names the members of a team in another order than the team's own document.
func TestTrust_relatedObjectsHaveNoOrder(t *testing.T) {
	t.Parallel()
	requests := 0
	team := func(id int, users string) string {
		return fmt.Sprintf(`{"id":"%d","type":"team","attributes":{"name":"t%d","roles":[]},"relationships":{"users":{"data":[%s]},"sites":{"data":[]}}}`, id, id, users)
	}
	const one, other = `{"id":"1","type":"user"}`, `{"id":"2","type":"user"}`
	c := scripted(t, func(r *http.Request) *http.Response {
		requests++
		if _, member, ok := strings.Cut(r.URL.Path, "/teams/"); ok {
			id, _ := strconv.Atoi(member)
			return says(200, `{"data":`+team(id, one+","+other)+`}`)
		}
		var rows []string
		for id := range 50 {
			rows = append(rows, team(id, other+","+one))
		}
		return says(200, fmt.Sprintf(`{"data":[%s],"meta":{"pagination":{"records":50,"last":1}}}`, strings.Join(rows, ",")))
	})
	for id := range 50 {
		if _, err := c.Team(t.Context(), strconv.Itoa(id)); err != nil {
			t.Fatal(err)
		}
	}
	if want := freeReads + 1; requests != want {
		t.Errorf("got %d requests, want %d", requests, want)
	}
}

// TestTrust_aComparisonThatFailsIsNone has the one read refused that a listing is compared with.
func TestTrust_aComparisonThatFailsIsNone(t *testing.T) {
	t.Parallel()
	server := naotest.New(naotest.Behavior{})
	server.SeedSites(20)
	c := inProcess(t, server)
	for i := range 2 * freeReads {
		if _, err := c.CreateSite(t.Context(), siteInput(fmt.Sprint("new-", i))); err != nil {
			t.Fatal(err)
		}
	}
	server.Inject(naotest.Status(http.StatusForbidden), naotest.On("GET", "/sites/*").Times(1))
	for _, site := range server.Sites()[:3] {
		if got, err := c.Site(t.Context(), site.ID); err != nil || got.Name != site.Name {
			t.Errorf("got %+v, %v; want %+v", got, err, site)
		}
	}
}
