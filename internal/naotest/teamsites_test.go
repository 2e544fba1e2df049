// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestTeam_formsOfItsSites(t *testing.T) {
	t.Parallel()
	const shown = `"sites":{"data":[{"id":"11416","type":"site"}]}`
	for name, test := range map[string]struct {
		teams          naotest.Teams
		detail, listed string // a part; "" = no sites at all
	}{
		"shown":          {naotest.Teams{}, shown, shown},
		"missing":        {naotest.Teams{SitesInDetail: naotest.TeamSitesMissing, SitesInListing: naotest.TeamSitesMissing}, "", ""},
		"null":           {naotest.Teams{SitesInDetail: naotest.TeamSitesNull, SitesInListing: naotest.TeamSitesNull}, `"sites":{"data":null}`, `"sites":{"data":null}`},
		"thin listing":   {naotest.Teams{SitesInListing: naotest.TeamSitesMissing}, shown, ""},
		"null in it":     {naotest.Teams{SitesInListing: naotest.TeamSitesNull}, shown, `"sites":{"data":null}`},
		"links in it":    {naotest.Teams{SitesInListing: naotest.TeamSitesLinks}, shown, `"sites":{"links":{"related":"http://127.0.0.1/api/v2/teams/392/sites"}}`},
		"missing alone":  {naotest.Teams{SitesInDetail: naotest.TeamSitesMissing}, "", shown},
		"empty in truth": {naotest.Teams{NoSites: true}, `"sites":{"data":[]}`, `"sites":{"data":[]}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := naotest.New(naotest.Behavior{Teams: test.teams})
			aTeamWithASite(s)
			c := inProcess(t, s)
			for _, got := range []struct{ what, body, want string }{
				{"detail", c.do("GET", "/teams/392", "", 200).body, test.detail},
				{"update", c.do("PUT", "/teams/392", `{"team":{"name":"x"}}`, 200).body, test.detail},
				{"listing", c.do("GET", "/teams", "", 200).body, test.listed},
			} {
				if !strings.Contains(got.body, got.want) || got.want == "" && strings.Contains(got.body, `"sites"`) {
					t.Errorf("%s: got %s, want %s", got.what, got.body, got.want)
				}
				if !strings.Contains(got.body, `"users":{"data":[`) {
					t.Errorf("%s: no users in %s", got.what, got.body)
				}
			}
		})
	}
}

func TestTeam_itsSitesLagBehindAssociations(t *testing.T) {
	t.Parallel()
	for name, lag := range map[string]time.Duration{"not": 0, "for a moment": 4 * time.Second} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := naotest.New(naotest.Behavior{Teams: naotest.Teams{SitesLag: naotest.Lag{For: lag}}})
				aTeamWithASite(s)
				s.AddSite(naotest.Site{Name: "other"})
				c := inProcess(t, s)
				sites := func() string {
					return fmt.Sprint(c.do("GET", "/teams", "", 200).at("data", 0, "relationships", "sites", "data"))
				}
				c.do("DELETE", "/teams/392/site_team_associations/1093", "", 204)
				c.do("POST", "/teams/392/site_team_associations", `{"site_team_association":{"site_id":11417}}`, 201)
				if lag > 0 {
					equal(t, "at first", sites(), "[map[id:11416 type:site]]")
					pass(lag - 1)
					equal(t, "before the end", sites(), "[map[id:11416 type:site]]")
					pass(1)
				}
				equal(t, "at last", sites(), "[map[id:11417 type:site]]")
				equal(t, "the listing", len(c.do("GET", "/teams/392/site_team_associations", "", 200).ids()), 1)
			})
		})
	}
}

func TestAssociation_listingThatIsNotThere(t *testing.T) {
	t.Parallel()
	for _, status := range []int{0, 403, 404, 405} {
		s := naotest.New(naotest.Behavior{Associations: naotest.Associations{ListStatus: status, Readable: true}})
		aTeamWithASite(s)
		c := inProcess(t, s)
		const all = "/teams/392/site_team_associations"
		c.do("GET", all, "", max(status, 200))
		c.do("GET", all+"/1093", "", 200)
		c.do("DELETE", all+"/1093", "", 204)
		c.do("POST", all, `{"site_team_association":{"site_id":11416}}`, 201)
	}
}
