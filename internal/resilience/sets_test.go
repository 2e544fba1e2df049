// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

//go:build unix

package resilience_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/clitest"
	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// set is a set of tags of site 2, named after their tracking ids.
func set(lines string, trackingIDs ...string) string {
	var tags strings.Builder
	for _, id := range trackingIDs {
		fmt.Fprintf(&tags, "    %q = \"Bed %s\"\n", id, id)
	}
	return fmt.Sprintf("resource \"naocloud_site_tags\" \"all\" {\n  site_id = \"2\"\n  tags = {\n%s  }\n%s\n}\n", tags.String(), lines)
}

// hospital is an account with site 2, and a workspace for it.
func hospital(t *testing.T, behavior naotest.Behavior) (*clitest.Account, *clitest.Workspace) {
	t.Helper()
	account := clitest.Open(t, behavior)
	account.AddSite(naotest.Site{ID: "2", Name: "Hospital"})
	return account, clitest.New(t, account, clitest.Provider{RetryWait: time.Millisecond})
}

func TestAccSiteTags_untaintKeepsWhatWasMade(t *testing.T) {
	t.Parallel()
	account, workspace := hospital(t, naotest.Behavior{Tags: naotest.Tags{RefusedIDs: []string{"bad"}}})
	workspace.Configure(set("", "a", "b", "bad"))
	expect(t, workspace.Apply(), failed, "There, and in the state: 2 of 3 tags.", "`terraform untaint naocloud_site_tags.NAME`")
	expect(t, workspace.Run("untaint", "naocloud_site_tags.all"), done)
	workspace.Configure(set("", "a", "b", "good"))
	expect(t, workspace.Apply(), done)
	expect(t, workspace.Plan(), done)
	tally(t, account, map[string]int{"POST /sites/*/nao_trackables": 4})
}

// TestAccSiteTags_workThatGoesOnIsNotForgotten has creates whose work goes on after the apply has ended. Terraform replaces the set then, and gives
// Delete nothing of what the set remembers: the refresh has to wait for what they make.
func TestAccSiteTags_workThatGoesOnIsNotForgotten(t *testing.T) {
	t.Parallel()
	const work = 6 * time.Second
	for name, tags := range map[string]int{"one by one": 2, "by a batch": 25} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			slow := naotest.Durations{Creates: work}
			account := clitest.Open(t, naotest.Behavior{WorkPerType: map[string]naotest.Durations{"nao_trackable": slow, "batch": slow}})
			account.AddSite(naotest.Site{ID: "2", Name: "Hospital"})
			// A create is pending for more than a minute, and one call waits for it for five seconds.
			workspace := clitest.New(t, account, clitest.Provider{RetryWait: 20 * time.Millisecond})
			var ids []string
			for i := range tags {
				ids = append(ids, naotest.TagMAC(i+1))
			}
			workspace.Configure(set("timeouts {\ncreate = \"2s\"\n}", ids...))
			expect(t, workspace.Apply(), failed, "its outcome is not known")
			workspace.Configure(set("", ids...))
			expect(t, workspace.Apply(), done, "1 added, 0 changed, 1 destroyed")
			expect(t, workspace.Plan(), done)
			if removed, left := account.Count("DELETE", ""), len(account.Tags("2")); removed != tags || left != tags {
				t.Errorf("%d tags were removed and %d are left, want all %d of the first create removed, and as many made anew", removed, left, tags)
			}
		})
	}
}

// TestAccSiteTags_warnings has the plan and the apply of an exclusive set name what goes.
func TestAccSiteTags_warnings(t *testing.T) {
	t.Parallel()
	account, workspace := hospital(t, naotest.Behavior{})
	account.AddSite(naotest.Site{ID: "3", Name: "Annexe"})
	account.SeedTags("2", 25)
	workspace.Configure(set("exclusive = true", "a"))
	expect(t, workspace.Apply(), done, "The next plan will remove 25 tags", "Nothing was removed yet.", naotest.TagMAC(1), "and 5 more")
	expect(t, workspace.Plan(), changes, "25 tags without a declaration will be removed", naotest.TagMAC(20), "and 5 more",
		"Declare what is to stay, or set exclusive = false.", `- "`+naotest.TagMAC(25)+`" = "tag-00025"`)
	// A set of another site leaves what the old one holds beside it.
	workspace.Configure(strings.Replace(set("exclusive = true", "a"), `"2"`, `"3"`, 1))
	moved := workspace.Plan()
	expect(t, moved, changes, "forces replacement")
	if strings.Contains(moved.Output, "without a declaration") {
		t.Errorf("the plan of another site speaks of what the old one holds:\n%s", moved.Output)
	}
	workspace.Configure(set("exclusive = true", "a", naotest.TagMAC(3)))
	expect(t, workspace.Apply(), done, "24 tags without a declaration will be removed")
	if tags := len(account.Tags("2")); tags != 2 {
		t.Errorf("expected 2 tags, got %d", tags)
	}
	account.RemoveSite("2")
	expect(t, workspace.Plan(), failed, "Site 2 is not on NAO Cloud", "Its set of tags leaves the state.", "No site has the id 2")
}
