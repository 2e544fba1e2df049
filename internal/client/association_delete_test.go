// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"net/http"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestAssociation_delete(t *testing.T) {
	t.Parallel()
	const collection = "/teams/1/site_team_associations"
	for name, test := range map[string]struct {
		prepare func(server *naotest.Server) Association
		sent    []string
		problem string
	}{
		"gone": {
			prepare: func(*naotest.Server) Association { return Association{ID: "7", TeamID: "1", SiteID: "2"} },
			sent:    []string{"DELETE " + collection + "/7", "GET " + collection},
		},
		"made anew": {
			prepare: func(server *naotest.Server) Association {
				server.AddAssociation("1", "3")
				server.AddAssociation("1", "2")
				return Association{ID: "7", TeamID: "1", SiteID: "2"}
			},
			sent: []string{"DELETE " + collection + "/7", "GET " + collection, "DELETE " + collection + "/1094"},
		},
		"the team is gone": {
			prepare: func(server *naotest.Server) Association {
				server.RemoveTeam("1")
				return Association{ID: "7", TeamID: "1", SiteID: "2"}
			},
			sent: []string{"DELETE " + collection + "/7", "GET " + collection},
		},
		"the rest may not be seen": {
			prepare: func(server *naotest.Server) Association {
				server.Inject(naotest.Status(http.StatusForbidden), naotest.On("GET", collection))
				return Association{ID: "7", TeamID: "1", SiteID: "2"}
			},
			sent:    []string{"DELETE " + collection + "/7", "GET " + collection},
			problem: "make sure that team 1 does not reach site 2 any more: Forbidden",
		},
		"forbidden": {
			prepare: func(server *naotest.Server) Association {
				server.Inject(naotest.Status(http.StatusForbidden), naotest.On("DELETE", ""))
				return Association(server.AddAssociation("1", "2"))
			},
			sent:    []string{"DELETE " + collection + "/1093"},
			problem: "delete site team association 1093: Forbidden",
		},
		"the new one is forbidden": {
			prepare: func(server *naotest.Server) Association {
				server.AddAssociation("1", "2")
				server.Inject(naotest.Status(http.StatusForbidden), naotest.On("DELETE", collection+"/1093"))
				return Association{ID: "7", TeamID: "1", SiteID: "2"}
			},
			sent:    []string{"DELETE " + collection + "/7", "GET " + collection, "DELETE " + collection + "/1093"},
			problem: "delete site team association 1093: Forbidden",
		},
		// There is no reading of a single association, so its deletion tells.
		"the job is gone": {
			prepare: func(server *naotest.Server) Association {
				server.Inject(naotest.JobGone, naotest.On("DELETE", ""))
				return Association(server.AddAssociation("1", "2"))
			},
			sent: []string{"DELETE " + collection + "/1093", "GET /background_jobs/48145", "DELETE " + collection + "/1093"},
		},
		"a page before the work": {
			prepare: func(server *naotest.Server) Association {
				server.Inject(naotest.HTMLPage, naotest.On("DELETE", "").Times(1))
				return Association(server.AddAssociation("1", "2"))
			},
			sent: []string{"DELETE " + collection + "/1093", "DELETE " + collection + "/1093"},
		},
	} {
		virtually(name, t, func(t *testing.T) {
			c, server := reach(t, naotest.Behavior{})
			c.reached.Store(true) // So a 404 needs no proof that it is the API's.
			association := test.prepare(server)
			err := c.DeleteSiteTeamAssociation(t.Context(), association)
			if test.problem != "" {
				wantError(t, err, test.problem)
			} else if err != nil {
				t.Error(err)
			}
			wantSent(t, server, test.sent...)
			for _, left := range server.Associations() {
				if left.SiteID == "2" && test.problem == "" {
					t.Errorf("team 1 still reaches site 2 by %s", left.ID)
				}
			}
		})
	}
}
