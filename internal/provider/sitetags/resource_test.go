// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package sitetags_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/providertest"
)

const (
	address  = "naocloud_site_tags.test"
	site     = "11416"
	tagPath  = "/sites/*/nao_trackables"
	onePath  = "/sites/*/nao_trackables/*"
	tagsPath = "/sites/11416/nao_trackables"
)

// start opens an account with the sites 11416 and 11417.
func start(t *testing.T, behavior naotest.Behavior) *providertest.Account {
	t.Helper()
	account := providertest.Start(t, behavior)
	account.SeedSites(2)
	return account
}

// block is a set of tags of site 11416: pairs of tracking id and name, and other lines.
func block(name, lines string, tags ...string) string {
	var entries strings.Builder
	for tag := range slices.Chunk(tags, 2) {
		fmt.Fprintf(&entries, "    %q = %q\n", tag[0], tag[1])
	}
	return fmt.Sprintf("resource \"naocloud_site_tags\" %q {\n  site_id = \"11416\"\n  tags = {\n%s  }\n%s\n}\n", name, entries.String(), lines)
}

func config(account *providertest.Account, tags ...string) string {
	return account.Config(block("test", "", tags...))
}

func exclusive(account *providertest.Account, tags ...string) string {
	return account.Config(block("test", "  exclusive = true", tags...))
}

// adopting is a configuration whose provider takes over what exists.
func adopting(account *providertest.Account, blocks string) string {
	return strings.Replace(account.Config(blocks), "provider \"naocloud\" {", "provider \"naocloud\" {\n  on_existing = \"adopt\"", 1)
}

func texts(pairs ...string) knownvalue.Check {
	checks := map[string]knownvalue.Check{}
	for pair := range slices.Chunk(pairs, 2) {
		checks[pair[0]] = knownvalue.StringExact(pair[1])
	}
	return knownvalue.MapExact(checks)
}

// holds expects that the site holds just these tags: pairs of tracking id and name.
func holds(t *testing.T, account *providertest.Account, pairs ...string) func() {
	t.Helper()
	return func() {
		var got []string
		for _, tag := range account.Tags(site) {
			got = append(got, tag.TrackingID+"="+tag.Name)
		}
		var want []string
		for pair := range slices.Chunk(pairs, 2) {
			want = append(want, pair[0]+"="+pair[1])
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("expected the tags %s, got %s", want, got)
		}
	}
}

func TestAccSiteTags_lifecycle(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	account.AddTag(naotest.Tag{SiteID: site, TrackingID: "other", Name: "Other"})
	account.Run(t,
		providertest.Applies(config(account, "a", "A", "b", "B"), address, plancheck.ResourceActionCreate,
			providertest.Text(address, "id", site),
			providertest.Text(address, "site_id", site),
			providertest.Value(address, "tags", texts("a", "A", "b", "B")),
			providertest.Value(address, "ids", knownvalue.MapSizeExact(2)),
			providertest.Value(address, "exclusive", knownvalue.Bool(false)),
			providertest.Value(address, "undeclared", knownvalue.Null())),
		providertest.After(
			providertest.Applies(config(account, "a", "A2", "c", "C"), address, plancheck.ResourceActionUpdate,
				providertest.Value(address, "tags", texts("a", "A2", "c", "C"))),
			holds(t, account, "other", "Other", "a", "A2", "c", "C")),
		providertest.Applies(account.Config(block("test", "timeouts {\n read = \"5m\" \n update = \"5m\" \n delete = \"5m\" \n}", "a", "A2", "c", "C")), address, plancheck.ResourceActionUpdate),
		providertest.After(providertest.Applies(config(account), address, plancheck.ResourceActionUpdate), holds(t, account, "other", "Other")),
		providertest.Applies(config(account, "a", "A"), address, plancheck.ResourceActionUpdate),
		providertest.Applies(strings.Replace(config(account, "a", "A"), site, "11417", 1), address, plancheck.ResourceActionDestroyBeforeCreate,
			providertest.Text(address, "site_id", "11417")),
	)
	holds(t, account, "other", "Other")()
}

func TestAccSiteTags_changesBehindTerraformsBack(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	both := config(account, "a", "A", "b", "B")
	find := func(trackingID string) string {
		for _, tag := range account.Tags(site) {
			if tag.TrackingID == trackingID {
				return tag.ID
			}
		}
		t.Errorf("no tag %s", trackingID)
		return ""
	}
	account.Run(t,
		providertest.Applies(both, address, plancheck.ResourceActionCreate),
		providertest.Before(func() { account.UpdateTag(find("a"), func(tag *naotest.Tag) { tag.Name = "Renamed" }) },
			providertest.Applies(both, address, plancheck.ResourceActionUpdate)),
		providertest.Before(func() { account.RemoveTag(find("b")) },
			providertest.After(providertest.Applies(both, address, plancheck.ResourceActionUpdate), holds(t, account, "a", "A", "b", "B"))),
		// A batch gives all tags other ids.
		providertest.Before(
			func() {
				account.RemoveTag(find("a"))
				account.AddTag(naotest.Tag{SiteID: site, TrackingID: "a", Name: "A"})
			},
			providertest.Unchanged(both)),
		providertest.Before(func() { account.UpdateTag(find("a"), func(tag *naotest.Tag) { tag.TrackingID = "z" }) },
			providertest.After(providertest.Applies(both, address, plancheck.ResourceActionUpdate), holds(t, account, "a", "A", "b", "B", "z", "A"))),
		providertest.Before(func() {
			account.RemoveTag(find("z"))
			account.RemoveSite(site)
			account.AddSite(naotest.Site{ID: site, Name: "Again"})
		},
			resource.TestStep{Config: both}),
	)
}

func TestAccSiteTags_oneRequestForAChangedName(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	var tags []string
	for i := range 30 {
		tags = append(tags, fmt.Sprintf("badge-%02d", i), fmt.Sprintf("Bed %d", i))
	}
	changed := slices.Clone(tags)
	changed[1] = "Bed one"
	account.Run(t,
		providertest.Applies(config(account, tags...), address, plancheck.ResourceActionCreate),
		providertest.Applies(config(account, changed...), address, plancheck.ResourceActionUpdate),
	)
	if puts := account.Bodies(http.MethodPut, onePath); len(puts) != 2 || puts[1] != `{"nao_trackable":{"tracking_id":"badge-00","name":"Bed one"}}` {
		t.Errorf("expected the batch and one PUT, got %d: %s", len(puts), puts[1:])
	}
	if posts := account.Count(http.MethodPost, tagPath); posts != 0 {
		t.Errorf("expected no POST, got %d", posts)
	}
}

func TestAccSiteTags_severalShareASite(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	two := account.Config(block("test", "", "a", "A") + block("other", "", "b", "B") + `
		resource "naocloud_tag" "single" {
			site_id     = "11416"
			tracking_id = "c"
			name        = "C"
		}`)
	account.Run(t,
		providertest.After(resource.TestStep{Config: two}, holds(t, account, "a", "A", "b", "B", "c", "C")),
		providertest.After(resource.TestStep{Config: config(account, "a", "A")}, holds(t, account, "a", "A")),
	)
}

func TestAccSiteTags_whatTwoDeclareIsAnErrorInThePlan(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	single := `
		resource "naocloud_tag" "single" {
			site_id     = "11416"
			tracking_id = "A"
			name        = "A"
		}`
	account.Run(t,
		providertest.Fails(account.Config(block("test", "", "a", "A", "b", "B")+block("other", "", "A", "A")), "is also declared by another resource of this configuration"),
		providertest.Fails(account.Config(block("test", "", "a", "A")+single), "Tag is declared twice"),
		providertest.FailsWithOneOf(account.Config(block("test", "exclusive = true", "b", "B")+single),
			"This set is to be the only one of site 11416, but other resources declare tags there: a.", "a set that is exclusive rules it out"),
		providertest.FailsWithOneOf(account.Config(block("test", "exclusive = true", "b", "B")+block("other", "", "c", "C")),
			"but other resources declare tags there: c.", "Another set of site 11416 is exclusive"),
	)
	if writes := account.Count(http.MethodPost, tagPath) + account.Count(http.MethodPut, onePath); writes != 0 {
		t.Errorf("expected no write, got %v", account.Tally())
	}
}

func TestAccSiteTags_whatExistsIsNamedOrTakenOver(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	account.SeedTags(site, 25)
	var tags []string
	for i := range 25 {
		tags = append(tags, naotest.TagMAC(i+1), "Bed")
	}
	account.Run(t,
		providertest.Fails(config(account, append(tags, "new", "New")...), "Site 11416 has 25 of the declared tags already: AA:BB:CC:00:00:01 (id 70001)"),
		providertest.Fails(config(account, append(tags, "new", "New")...), "and 5 more."),
		providertest.Fails(config(account, tags...), `import { to = naocloud_site_tags.example id = "11416" }`),
		providertest.Applies(adopting(account, block("test", "", append(tags, "new", "New")...)), address, plancheck.ResourceActionCreate),
		resource.TestStep{Config: adopting(account, block("test", "", "new", "New"))},
	)
	if posts := account.Count(http.MethodPost, tagPath); posts != 1 {
		t.Errorf("expected one POST, got %v", account.Tally())
	}
}

func TestAccSiteTags_anImportTakesOverWhatIsDeclared(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	account.SeedTags(site, 3)
	imported := account.Config(block("test", "", naotest.TagMAC(1), "tag-00001", naotest.TagMAC(2), "Renamed") + `
		import {
			to = naocloud_site_tags.test
			id = "11416"
		}`)
	account.Run(t,
		providertest.FailsToImport(config(account), address, "hospital", `imported by the id of the site, such as 11416, got: "hospital"`),
		providertest.FailsToImport(config(account), address, "99999", `No site has the id 99999`),
		providertest.After(
			providertest.Applies(imported, address, plancheck.ResourceActionUpdate,
				providertest.Value(address, "ids", texts(naotest.TagMAC(1), "70001", naotest.TagMAC(2), "70002"))),
			holds(t, account, naotest.TagMAC(1), "tag-00001", naotest.TagMAC(2), "Renamed", naotest.TagMAC(3), "tag-00003")),
	)
	holds(t, account, naotest.TagMAC(3), "tag-00003")()
}

func TestAccSiteTags_identity(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	account.RunWithIdentity(t, resource.TestStep{
		Config: config(account, "a", "A"),
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectIdentity(address, map[string]knownvalue.Check{"site_id": knownvalue.StringExact(site)}),
		},
	})
}

func TestAccSiteTags_everyShapeOfResponses(t *testing.T) {
	t.Parallel()
	providertest.EachShape(t, func(account *providertest.Account) []resource.TestStep {
		var tags []string
		for i := range 25 {
			tags = append(tags, fmt.Sprintf("badge-%02d", i), fmt.Sprintf("Bed %d", i))
		}
		return []resource.TestStep{
			providertest.Applies(config(account, tags...), address, plancheck.ResourceActionCreate),
			providertest.After(providertest.Applies(config(account, "badge-00", "Bed zero", "new", "New"), address, plancheck.ResourceActionUpdate),
				holds(t, account, "badge-00", "Bed zero", "new", "New")),
		}
	})
}
