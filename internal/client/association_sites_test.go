// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"slices"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestSitesOf_theDocumentDecidesThenTheListing(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		behavior naotest.Behavior
		fault    naotest.Fault
		want     []string
		fails    bool
	}{
		"the team's document":    {naotest.Behavior{}, naotest.Status(405), []string{"1", "3"}, false},
		"the listing":            {naotest.Behavior{Teams: naotest.Teams{SitesInDetail: naotest.TeamSitesMissing, SitesInListing: naotest.TeamSitesMissing}}, naotest.Fault{}, []string{"1", "3"}, false},
		"neither shows any site": {naotest.Behavior{Teams: naotest.Teams{SitesInDetail: naotest.TeamSitesMissing, SitesInListing: naotest.TeamSitesMissing}}, naotest.Status(403), nil, true},
	} {
		virtually(name, t, func(t *testing.T) {
			c, server := reach(t, test.behavior)
			server.AddAssociation("1", "3")
			server.AddAssociation("1", "1")
			server.Inject(test.fault, naotest.On("GET", "/teams/1/site_team_associations"))
			got, err := c.Associations.SitesOf(t.Context(), "1", Fresh)
			if (err != nil) != test.fails || !slices.Equal(got, test.want) {
				t.Errorf("got the sites %v, %v, want %v", got, err, test.want)
			}
			ids := c.Associations.IDsOf(t.Context(), "1")
			if listed := test.fault.String() == (naotest.Fault{}).String(); listed != (ids["3"] != "") {
				t.Errorf("got the ids %v", ids)
			}
		})
	}
	virtually("neither names the sites", t, func(t *testing.T) {
		c, server := reach(t, naotest.Behavior{
			Teams:        naotest.Teams{SitesInDetail: naotest.TeamSitesMissing, SitesInListing: naotest.TeamSitesMissing},
			Associations: naotest.Associations{Shape: naotest.AssociationTeamOnly},
		})
		server.AddAssociation("1", "3")
		_, err := c.Associations.SitesOf(t.Context(), "1", Fresh)
		wantError(t, err, "without its site")
	})
	virtually("a team that does not exist", t, func(t *testing.T) {
		c, _ := reach(t, naotest.Behavior{})
		if _, err := c.Associations.SitesOf(t.Context(), "9", Cached); !IsNotFound(err) {
			t.Errorf("got %v, want that it is not found", err)
		}
	})
}
