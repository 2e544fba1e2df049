// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestRun_showsNoSecret(t *testing.T) {
	t.Parallel()
	s, o := account(t, naotest.Behavior{})
	o.Authorization, o.APIKey, o.Email, o.Password = "", false, naotest.Email, naotest.Password
	var out bytes.Buffer
	if err := run(t, s, o).Write(&out); err != nil {
		t.Fatal(err)
	}
	for _, secret := range append(s.IssuedJWTs(), naotest.APIKey, naotest.Password) {
		if strings.Contains(out.String(), secret) {
			t.Errorf("the report shows %q", secret)
		}
	}
}

func TestRun_waitsWhereTheServerSaysSo(t *testing.T) {
	t.Parallel()
	s, o := account(t, naotest.Behavior{})
	s.Inject(naotest.TooManyRequests(""), naotest.On("GET", "/teams").Times(2))
	if got, expected := switches(run(t, s, o)), []string{"RateLimit.NoRetryAfter"}; !slices.Equal(got, expected) {
		t.Errorf("expected %v, got %v", expected, got)
	}
}

func TestRun_aProbeThatFailsLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	s, o := account(t, naotest.Behavior{})
	s.Inject(naotest.Status(500), naotest.On("PUT", "/sites/*"))
	s.Inject(naotest.Status(500), naotest.On("POST", "/teams/*/site_team_associations"))
	report, err := Run(t.Context(), o)
	if err == nil || !strings.Contains(err.Error(), "probe writes: POST /teams/") {
		t.Errorf("expected the association to fail, got %v", err)
	}
	seen := slices.IndexFunc(report.Findings, func(f Finding) bool { return f.Fact == "sites: a PUT is answered" && f.Seen == "refused: 500" })
	if seen < 0 {
		t.Errorf("expected what was found before, got %+v", report.Findings)
	}
	if len(s.Teams()) != 2 || len(s.Sites()) != 40 {
		t.Errorf("left behind: teams %v, sites %v", s.Teams(), s.Sites())
	}
}

func TestRun_neverFollowsAJobElsewhere(t *testing.T) {
	t.Parallel()
	s, o := account(t, naotest.Behavior{PerType: map[string]naotest.Responses{"team": {Creates: naotest.SeeOther}}})
	s.Inject(naotest.LocationElsewhere("http://192.0.2.1"), naotest.On("POST", "/teams"))
	_, err := Run(t.Context(), o)
	if err == nil || !strings.Contains(err.Error(), "the Location is on 192.0.2.1, not below the endpoint; it was not asked") {
		t.Errorf("expected the Location to be refused, got %v", err)
	}
}

func TestRun_writesNothingWithoutAPrefix(t *testing.T) {
	t.Parallel()
	s, o := account(t, naotest.Behavior{})
	o.Prefix = ""
	if _, err := Run(t.Context(), o); err == nil || len(s.Requests()) > 0 {
		t.Errorf("expected an error and no request, got %v and %d", err, len(s.Requests()))
	}
}

// A run that breaks off while team and site are associated removes all three, also where an association keeps its team from being deleted.
func TestRun_cleansUpWhereAssociationsRestrict(t *testing.T) {
	t.Parallel()
	s, o := account(t, naotest.Behavior{Teams: naotest.Teams{RestrictDelete: true}})
	teams := len(s.Teams())
	s.Inject(naotest.Canned(http.StatusTeapot, "application/json", `{}`), naotest.On("DELETE", "/teams/*/site_team_associations/*").Times(1))
	if _, err := Run(t.Context(), o); len(s.Teams()) != teams {
		t.Errorf("%d teams were left behind: %v", len(s.Teams())-teams, err)
	}
}
