// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package sitetags_test

import (
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/providertest"
)

// shows expects the plan to show this before and after the removal of what is not declared.
func shows(step resource.TestStep) resource.TestStep {
	step.ConfigPlanChecks.PreApply = append(step.ConfigPlanChecks.PreApply,
		plancheck.ExpectKnownValue(address, tfjsonpath.New("undeclared"), knownvalue.MapSizeExact(0)))
	return step
}

// cannotShow expects that the plan does not know yet what there is beside the declared.
func cannotShow(step resource.TestStep) resource.TestStep {
	step.ConfigPlanChecks.PreApply = append(step.ConfigPlanChecks.PreApply, plancheck.ExpectUnknownValue(address, tfjsonpath.New("undeclared")))
	return step
}

func TestAccSiteTags_exclusiveShowsWhatItRemoves(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	account.SeedTags(site, 2)
	account.Run(t,
		// A create removes nothing: the next plan shows what will go.
		providertest.After(
			cannotShow(resource.TestStep{Config: exclusive(account, "a", "A"), ExpectNonEmptyPlan: true}),
			holds(t, account, "a", "A", naotest.TagMAC(1), "tag-00001", naotest.TagMAC(2), "tag-00002")),
		// Declaring one of them keeps it, without a POST.
		providertest.After(
			shows(providertest.Applies(exclusive(account, "a", "A", naotest.TagMAC(1), "Kept"), address, plancheck.ResourceActionUpdate,
				providertest.Value(address, "undeclared", knownvalue.MapSizeExact(0)))),
			holds(t, account, "a", "A", naotest.TagMAC(1), "Kept")),
		// What appears later is shown by the next plan.
		providertest.Before(func() { account.SeedTags(site, 1) },
			providertest.After(
				shows(providertest.Applies(exclusive(account, "a", "A", naotest.TagMAC(1), "Kept"), address, plancheck.ResourceActionUpdate)),
				holds(t, account, "a", "A", naotest.TagMAC(1), "Kept"))),
		providertest.Applies(config(account, "a", "A", naotest.TagMAC(1), "Kept"), address, plancheck.ResourceActionUpdate,
			providertest.Value(address, "undeclared", knownvalue.Null())),
	)
	if posts := account.Count(http.MethodPost, tagPath); posts != 1 {
		t.Errorf("expected one POST, got %v", account.Tally())
	}
}

func TestAccSiteTags_switchingExclusiveOnRemovesNothing(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	account.SeedTags(site, 1)
	account.Run(t,
		providertest.Applies(config(account, "a", "A"), address, plancheck.ResourceActionCreate),
		providertest.After(
			cannotShow(resource.TestStep{Config: exclusive(account, "a", "A"), ExpectNonEmptyPlan: true}),
			holds(t, account, "a", "A", naotest.TagMAC(1), "tag-00001")),
		providertest.After(
			shows(providertest.Applies(exclusive(account, "a", "A"), address, plancheck.ResourceActionUpdate)),
			holds(t, account, "a", "A")),
	)
}

// TestAccSiteTags_exclusiveKeepsWhatIsDeclaredInAnotherCase has a tag that the service holds in lower case, as it was sent by somebody else.
func TestAccSiteTags_exclusiveKeepsWhatIsDeclaredInAnotherCase(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	account.AddTag(naotest.Tag{SiteID: site, TrackingID: "aa:bb:cc:44:55:66", Name: "Bed"})
	both := exclusive(account, "a", "A", "AA:BB:CC:44:55:66", "Bed")
	account.Run(t,
		resource.TestStep{Config: exclusive(account, "a", "A"), ExpectNonEmptyPlan: true},
		providertest.After(
			providertest.Applies(both, address, plancheck.ResourceActionUpdate),
			holds(t, account, "a", "A", "aa:bb:cc:44:55:66", "Bed")),
		providertest.Unchanged(both),
	)
	if posts := account.Count(http.MethodPost, tagPath); posts != 1 {
		t.Errorf("expected one POST, got %v", account.Tally())
	}
}

func TestAccSiteTags_exclusiveRefusesWhatThePlanDidNotShow(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	appear := func() { account.AddTag(naotest.Tag{SiteID: site, TrackingID: "late", Name: "Late"}) }
	account.Run(t,
		providertest.Applies(exclusive(account, "a", "A"), address, plancheck.ResourceActionCreate),
		// It appears after the plan has read the site, while the apply goes on.
		providertest.Before(
			func() { account.AfterRequest(http.MethodGet, tagsPath, appear) },
			providertest.Fails(exclusive(account, "b", "B"), "1 tag appeared on site 11416 without being declared: late. Nothing was changed.")),
		providertest.Before(
			func() {
				holds(t, account, "a", "A", "late", "Late")()
				account.RemoveTag("70002")
			},
			providertest.Unchanged(exclusive(account, "a", "A"))),
	)
}

func TestAccSiteTags_destroyOfAnExclusiveSetRemovesWhatItDeclared(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	account.Run(t,
		providertest.Applies(exclusive(account, "a", "A"), address, plancheck.ResourceActionCreate),
		providertest.Before(func() { account.AddTag(naotest.Tag{SiteID: site, TrackingID: "late", Name: "Late"}) },
			resource.TestStep{Config: exclusive(account, "a", "A"), Destroy: true}),
	)
	holds(t, account, "late", "Late")()
}

func TestAccSiteTags_anImportedExclusiveSetRemovesWhatThePlanShows(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	account.SeedTags(site, 2)
	imported := exclusive(account, naotest.TagMAC(1), "tag-00001") + "\nimport {\n  to = naocloud_site_tags.test\n  id = \"11416\"\n}\n"
	account.Run(t,
		// The import takes the id alone, so that the first plan cannot show anything.
		providertest.After(
			cannotShow(resource.TestStep{Config: imported, ExpectNonEmptyPlan: true}),
			holds(t, account, naotest.TagMAC(1), "tag-00001", naotest.TagMAC(2), "tag-00002")),
		providertest.After(
			shows(providertest.Applies(imported, address, plancheck.ResourceActionUpdate)),
			holds(t, account, naotest.TagMAC(1), "tag-00001")),
	)
}
