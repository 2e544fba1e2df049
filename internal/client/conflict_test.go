// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// TestDelete_ofWhatAChildHasJustLeft has a service refuse the removal of a team for a while after that of one of its associations.
func TestDelete_ofWhatAChildHasJustLeft(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		busy time.Duration
		ends bool
	}{{0, true}, {20 * time.Second, true}, {time.Hour, false}} {
		virtually(test.busy.String(), t, func(t *testing.T) {
			c, server := reach(t, naotest.Behavior{Conflicts: naotest.Conflicts{AfterChildRemoval: test.busy}})
			association := Association(server.AddAssociation("1", "1"))
			if err := c.Associations.Delete(t.Context(), association); err != nil {
				t.Fatal(err)
			}
			within(t, 90*time.Second, func(t *testing.T) {
				err := c.Teams.Delete(t.Context(), Team{ID: "1", Name: "Ops"})
				if (err == nil) != test.ends || !test.ends && !isStatus(http.StatusConflict)(err) {
					t.Errorf("got %v, want an end: %t", err, test.ends)
				}
				if !test.ends {
					wantError(t, err, "The resource is being changed, try again later")
				}
			})
			if left := len(server.Teams()); (left == 0) != test.ends {
				t.Errorf("%d teams are left", left)
			}
		})
	}
}

// TestWrites_ofOneTeamAtATime has a service refuse a write of a team while another one is under way: ten associations come and go at once.
func TestWrites_ofOneTeamAtATime(t *testing.T) {
	t.Parallel()
	for _, one := range []bool{false, true} {
		virtually(strconv.FormatBool(one), t, func(t *testing.T) {
			c, server := reach(t, naotest.Behavior{
				Conflicts: naotest.Conflicts{OneWritePerTeam: one}, Work: naotest.Durations{Creates: 2 * time.Second, Updates: 2 * time.Second, Deletes: 2 * time.Second},
			})
			server.SeedSites(10)
			sites := server.Sites()[3:]
			made := make([]Association, len(sites))
			inParallel(t, len(sites), func(i int) (err error) {
				made[i], err = c.Associations.Create(t.Context(), AssociationInput{TeamID: "1", SiteID: sites[i].ID})
				return err
			})
			if got := len(server.Associations()); got != len(sites) {
				t.Errorf("expected %d associations, got %d", len(sites), got)
			}
			inParallel(t, len(sites)+1, func(i int) error {
				if i == len(sites) {
					_, err := c.Teams.Update(t.Context(), Team{ID: "1"}, TeamInput{Name: Set("Security")})
					return err
				}
				return c.Associations.Delete(t.Context(), made[i])
			})
			if got := len(server.Associations()); got != 0 || server.Teams()[0].Name != "Security" {
				t.Errorf("%d associations are left, and the team is %+v", got, server.Teams()[0])
			}
		})
	}
}

// TestReads_aRefusalInASuccess has reads and listings respond 200 with errors: nothing is taken for gone, and no listing for an empty one.
func TestReads_aRefusalInASuccess(t *testing.T) {
	t.Parallel()
	refusal := naotest.Canned(http.StatusOK, "application/json", `{"errors":[{"detail":"The database is being moved"}]}`)
	for _, refused := range []bool{false, true} {
		virtually(strconv.FormatBool(refused), t, func(t *testing.T) {
			c, server := reach(t, naotest.Behavior{})
			if refused {
				server.Inject(refusal, naotest.On(http.MethodGet, ""))
			}
			_, read := c.Sites.Get(t.Context(), Site{ID: "1"})
			_, found := c.Sites.Find(t.Context(), Site{Name: "site-1"})
			_, association := c.Associations.Get(t.Context(), Association{ID: "1", TeamID: "1", SiteID: "1"})
			var listed error
			for _, err := range c.Teams.List(t.Context(), Query{}) {
				listed = err
			}
			for call, err := range map[string]error{"read": read, "find": found, "list": listed} {
				if !refused && err != nil {
					t.Errorf("%s: %v", call, err)
				}
				if refused {
					wantError(t, err, "The database is being moved")
				}
			}
			if IsNotFound(association) == refused {
				t.Errorf("association: got %v", association)
			}
		})
	}
}
