// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestConflicts_whileAChildIsBeingRemoved(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		busy   time.Duration
		status int
	}{"none": {0, 204}, "for a while": {10 * time.Second, 409}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := naotest.New(naotest.Behavior{Conflicts: naotest.Conflicts{AfterChildRemoval: test.busy}})
				aTeamWithASite(s)
				s.AddSite(naotest.Site{Name: "other"})
				c := inProcess(t, s)
				c.do("DELETE", "/teams/392/site_team_associations/1093", "", 204)
				c.do("PUT", "/teams/392", `{"team":{"name":"x"}}`, 200)
				c.do("DELETE", "/sites/11417", "", 204)
				pass(9 * time.Second)
				c.do("DELETE", "/teams/392", "", test.status)
				c.do("DELETE", "/sites/11416", "", test.status)
				if test.status == 409 {
					equal(t, "teams", len(s.Teams()), 1)
					pass(time.Second)
					c.do("DELETE", "/teams/392", "", 204)
					c.do("DELETE", "/sites/11416", "", 204)
				}
			})
		})
	}
}

func TestConflicts_oneWriteOfATeamAtATime(t *testing.T) {
	t.Parallel()
	for one, status := range map[bool]int{false: 200, true: 409} {
		synctest.Test(t, func(t *testing.T) {
			s := naotest.New(naotest.Behavior{
				Conflicts:   naotest.Conflicts{OneWritePerTeam: one},
				WorkPerType: map[string]naotest.Durations{"site_team_association": {Creates: time.Minute}},
			})
			aTeamWithASite(s)
			s.AddTeam(naotest.Team{Name: "other"})
			s.AddSite(naotest.Site{Name: "other"})
			c := inProcess(t, s)
			c.leave(time.Second, "POST", "/teams/392/site_team_associations", `{"site_team_association":{"site_id":11417}}`)
			const rename = `{"team":{"name":"x"}}`
			c.do("PUT", "/teams/392", rename, status)
			c.do("GET", "/teams/392", "", 200)
			c.do("PUT", "/teams/393", rename, 200)
			pass(time.Minute)
			c.do("PUT", "/teams/392", rename, 200)
			equal(t, "associations", len(s.Associations()), 2)
		})
	}
}

func TestConflicts_whileATagIsBeingRemoved(t *testing.T) {
	t.Parallel()
	for busy, status := range map[time.Duration]int{0: 204, time.Second: 409} {
		synctest.Test(t, func(t *testing.T) {
			s, c := withTags(t, naotest.Tags{})
			s.SetBehavior(func(b *naotest.Behavior) { b.Conflicts.AfterChildRemoval = busy })
			s.SeedTags("11416", 1)
			c.do("DELETE", tagsPath+"/70001", "", 204)
			c.do("DELETE", "/sites/11417", "", 204)
			c.do("DELETE", "/sites/11416", "", status)
			pass(time.Second)
			c.do("DELETE", "/sites/11416", "", map[bool]int{true: 204, false: 404}[status == 409])
		})
	}
}
