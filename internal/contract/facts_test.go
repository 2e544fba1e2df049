// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// TestRun_seesWhatNoSwitchOfTheSimulatorDoes has accounts that differ by what they hold.
func TestRun_seesWhatNoSwitchOfTheSimulatorDoes(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		behavior naotest.Behavior
		inject   func(*naotest.Server)
		expected []Finding
	}{
		"a low id that is new": {
			inject: func(s *naotest.Server) {
				s.AddSite(naotest.Site{ID: "1", Name: "annex", CreatedAt: time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)})
			},
			expected: []Finding{{Fact: "sites: sort=-created_at", Assumed: "ids fall", Seen: "ids do not fall"}},
		},
		"every role is known": {
			behavior: naotest.Behavior{Teams: naotest.Teams{Roles: []string{"admin", unknownRole}}},
			expected: []Finding{{Fact: "teams: a role that does not exist", Assumed: "dropped silently", Seen: "kept"}},
		},
		"a refusal that points nowhere": {
			inject: func(s *naotest.Server) {
				// Behind the team that is made and the body without a root.
				s.Inject(naotest.Canned(422, "application/json", `{"errors":["Name is too long"]}`), naotest.On("POST", "/teams").Skip(2).Times(1))
			},
			expected: []Finding{{Fact: "errors: a name that is too long", Assumed: "422 at /data/attributes/name", Seen: "422"}},
		},
		"associations that outlive their team": {
			inject: func(s *naotest.Server) {
				s.Inject(naotest.Canned(200, "application/json", `{"data":[{"id":"1094","type":"site_team_association"}]}`),
					naotest.On("GET", "/teams/394/site_team_associations"))
			},
			expected: []Finding{{Fact: "associations: those of a team that was deleted", Assumed: "404", Seen: "1 are listed"}},
		},
		"associations that cannot be listed": {
			inject: func(s *naotest.Server) {
				s.Inject(naotest.Status(405), naotest.On("GET", "/teams/*/site_team_associations"))
			},
			expected: []Finding{{Fact: "associations: may be listed", Assumed: "yes", Seen: "no: 405"}},
		},
		"an order that is refused": {
			inject: func(s *naotest.Server) {
				s.Inject(naotest.Status(400), naotest.On("GET", "/sites").Query("sort", "-created_at"))
			},
			expected: []Finding{{Fact: "sites: sort=-created_at", Assumed: "ids fall", Seen: "refused: 400"}},
		},
		"a filter that finds nothing": {
			inject: func(s *naotest.Server) {
				s.Inject(naotest.Canned(200, "application/json", `{"data":[]}`),
					naotest.On("GET", "/teams/*/site_team_associations").Query("filter[site_id_eq]", s.Sites()[0].ID))
			},
			expected: []Finding{{Fact: "associations: filter[site_id_eq]", Assumed: "followed", Seen: "followed, but nothing found"}},
		},
		"a publication that is not allowed": {
			inject: func(s *naotest.Server) {
				s.Inject(naotest.Status(403), naotest.On("POST", "/sites/*/asset_tracking_config/publish"))
			},
			expected: []Finding{{Fact: "sites: a publication is answered", Assumed: "303", Seen: "refused: 403"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, o := account(t, test.behavior)
			if test.inject != nil {
				test.inject(s)
			}
			got := run(t, s, o).Differences()
			for i := range got {
				got[i].Change = ""
			}
			if !slices.Equal(got, test.expected) {
				t.Errorf("expected %+v, got %+v", test.expected, got)
			}
		})
	}
}

func TestNewID(t *testing.T) {
	t.Parallel()
	for id, expected := range map[string]string{"401": "higher than all others", "399": "not higher than all others", "a7f": "not higher than all others"} {
		p := newProber(Options{})
		p.newest["team"] = highest([]string{"9", "400", "x"})
		p.newID(newCollection("team"), id)
		p.newID(newCollection("site"), id)
		if got := p.seen["teams: a new id"].Seen; got != expected || len(p.seen) != 1 {
			t.Errorf("%s: expected %q of the team alone, got %+v", id, expected, p.seen)
		}
	}
}

func TestJobPath_belowTheEndpointAlone(t *testing.T) {
	t.Parallel()
	endpoint, err := url.Parse("https://nao.example/api/v2")
	if err != nil {
		t.Fatal(err)
	}
	for location, expected := range map[string]string{
		"https://nao.example/api/v2/background_jobs/7": "/background_jobs/7", "/api/v2/background_jobs/7": "/background_jobs/7",
		"background_jobs/7": "/background_jobs/7", "/api/v2x/7": "", "/background_jobs/7": "", "//evil.example/api/v2/7": "", "http://nao.example/api/v2/7": "",
	} {
		got, err := newProber(Options{Endpoint: endpoint}).jobPath(&response{status: http.StatusSeeOther, header: http.Header{"Location": {location}}})
		if got != expected || (err == nil) != (expected != "") {
			t.Errorf("%s: expected %q, got %q, %v", location, expected, got, err)
		}
	}
}

func TestRun_aFailureIsNoLackOfRights(t *testing.T) {
	t.Parallel()
	for path, expected := range map[string]string{"/teams": "POST /teams: got 500", "/sites": "POST /sites: got 500"} {
		s, o := account(t, naotest.Behavior{})
		s.Inject(naotest.Status(500), naotest.On("POST", path))
		if _, err := Run(t.Context(), o); err == nil || !strings.Contains(err.Error(), expected) {
			t.Errorf("expected %q, got %v", expected, err)
		}
	}
}
