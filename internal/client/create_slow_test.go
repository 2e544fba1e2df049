// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// No duration of work, no gateway and no lost response makes two objects.

func TestCreate_slowWorkMakesOne(t *testing.T) {
	t.Parallel()
	gateways := map[string]naotest.Gateway{
		"no gateway":         {},
		"504 page after 15s": {GivesUpAfter: 15 * time.Second},
		"504 JSON after 60s": {GivesUpAfter: time.Minute, Form: naotest.GatewayJSON},
		"cut after 10s":      {GivesUpAfter: 10 * time.Second, Form: naotest.GatewayCuts},
		"504 page after 1s":  {GivesUpAfter: time.Second},
	}
	for _, work := range []time.Duration{0, 50 * time.Second, 75 * time.Second, 90 * time.Second, 120 * time.Second, 200 * time.Second, 300 * time.Second} {
		for gateway, settings := range gateways {
			for _, fault := range []naotest.Fault{{}, naotest.LoseResponse, naotest.Status(500).AfterWork()} {
				virtually(fmt.Sprint(work, ", ", gateway, ", ", fault), t, func(t *testing.T) {
					server := naotest.New(naotest.Behavior{Work: naotest.Durations{Creates: work}, Gateway: settings})
					server.SeedSites(40)
					server.Schedule(fault)
					ctx, cancel := context.WithTimeout(t.Context(), 20*time.Minute)
					defer cancel()
					site, err := inProcess(t, server).Sites.Create(ctx, siteInput("Lab"))
					pass(t, 10*time.Minute)
					if all := server.Sites(); err != nil || len(all) != 41 || site.ID != all[40].ID {
						t.Errorf("got site %q, %v; there are %d sites, want 41", site.ID, err, len(all))
					}
					wantCount(t, server, "POST", "/sites", 1)
				})
			}
		}
	}
}

// TestCreate_slowWorkOfEveryKind has a gateway give up an association and a team.
func TestCreate_slowWorkOfEveryKind(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		c, server := reach(t, naotest.Behavior{Work: naotest.Durations{Creates: 90 * time.Second}, Gateway: naotest.Gateway{GivesUpAfter: 15 * time.Second}})
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Minute)
		defer cancel()
		team, err := c.Teams.Create(ctx, TeamInput{Name: Set("Dev")})
		if err != nil {
			t.Fatal(err)
		}
		association, err := c.Associations.Create(ctx, AssociationInput{TeamID: team.ID, SiteID: "2"})
		if err != nil || association.ID == "" {
			t.Errorf("got %+v, %v", association, err)
		}
		wantCount(t, server, "POST", "", 2)
		if len(server.Teams()) != 2 || len(server.Associations()) != 1 {
			t.Errorf("got %d teams and %d associations", len(server.Teams()), len(server.Associations()))
		}
	})
}

// TestCreate_slowWorkBeyondTheDeadline has the operation end before the work: the next run goes on from there.
func TestCreate_slowWorkBeyondTheDeadline(t *testing.T) {
	t.Parallel()
	for name, gateway := range map[string]naotest.Gateway{"no gateway": {}, "a gateway": {GivesUpAfter: 15 * time.Second}} {
		virtually(name, t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{Work: naotest.Durations{Creates: 200 * time.Second}, Gateway: gateway})
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			_, err := inProcess(t, server).Sites.Create(ctx, siteInput("Lab"))
			pending, ok := errors.AsType[*PendingError](err)
			if !ok {
				t.Fatalf("got %v, want a PendingError", err)
			}
			// One call of Resume looks for two minutes at most.
			within(t, 2*time.Minute+15*time.Second, func(t *testing.T) {
				_, err = inProcess(t, server).Sites.Resume(t.Context(), siteInput("Lab"), pending.Pending)
			})
			if pending, ok = errors.AsType[*PendingError](err); ok {
				pass(t, time.Minute)
				_, err = inProcess(t, server).Sites.Resume(t.Context(), siteInput("Lab"), pending.Pending)
			}
			if err != nil || len(server.Sites()) != 1 {
				t.Errorf("got %v, and %d sites", err, len(server.Sites()))
			}
			wantCount(t, server, "POST", "/sites", 1)
		})
	}
}

// TestUpdateAndDelete_slowWork has writes that may be repeated take long: they are, and the object ends as it was asked for.
func TestUpdateAndDelete_slowWork(t *testing.T) {
	t.Parallel()
	for name, gateway := range map[string]naotest.Gateway{"no gateway": {}, "a gateway": {GivesUpAfter: 15 * time.Second}} {
		virtually(name, t, func(t *testing.T) {
			c, server := account(t, naotest.Behavior{
				Work: naotest.Durations{Updates: 20 * time.Second, Deletes: 20 * time.Second}, Gateway: gateway,
			})
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Minute)
			defer cancel()
			site, err := c.Sites.Update(ctx, Site{ID: "1"}, siteInput("Depot"))
			if err != nil || site.Name != "Depot" || server.Sites()[0].Name != "Depot" {
				t.Errorf("got %+v, %v", site, err)
			}
			if err := c.Sites.Delete(ctx, site); err != nil || len(server.Sites()) > 0 {
				t.Errorf("got %v, and %d sites", err, len(server.Sites()))
			}
		})
	}
}

// TestCreate_aListingThatLagsBehindItsJob has listings show what a job made a minute after its end.
func TestCreate_aListingThatLagsBehindItsJob(t *testing.T) {
	t.Parallel()
	for _, lag := range []time.Duration{0, time.Minute, 10 * time.Minute} {
		virtually(lag.String(), t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{
				Responses: asynchronousCreates, Jobs: naotest.Jobs{Duration: 5 * time.Second, ListingLag: naotest.Lag{For: lag}},
			})
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Minute)
			defer cancel()
			site, err := inProcess(t, server).Sites.Create(ctx, siteInput("Lab"))
			if err != nil || site.ID != "11416" || len(server.Sites()) != 1 {
				t.Errorf("got site %q, %v, and %d sites", site.ID, err, len(server.Sites()))
			}
			wantCount(t, server, "POST", "/sites", 1)
		})
	}
}
