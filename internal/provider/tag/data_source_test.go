// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package tag_test

import (
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/querycheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/providertest"
)

const (
	one  = "data.naocloud_tag.test"
	many = "data.naocloud_tags.test"
)

// furnished opens an account with three tags on site 11416 and one on 11417.
func furnished(t *testing.T, behavior naotest.Behavior) *providertest.Account {
	t.Helper()
	account := start(t, behavior)
	account.AddTag(naotest.Tag{SiteID: site, TrackingID: badge, Name: "Bed 12", Category: "bed", Battery: 80})
	account.AddTag(naotest.Tag{SiteID: site, TrackingID: "123456", MACAddress: "AA:BB:CC:44:55:67", Name: "Bed 13", Category: "bed", Inactive: true})
	account.AddTag(naotest.Tag{SiteID: site, TrackingID: "pump", Name: "Pump"})
	account.AddTag(naotest.Tag{SiteID: "11417", TrackingID: "other", Name: "Bed 12"})
	return account
}

func data(account *providertest.Account, lines string) string {
	return account.Config("data \"naocloud_tag\" \"test\" {\n  site_id = \"11416\"\n" + lines + "\n}\n")
}

func all(account *providertest.Account, lines string) string {
	return account.Config("data \"naocloud_tags\" \"test\" {\n  site_id = \"11416\"\n" + lines + "\n}\n")
}

func TestAccTagData_showsOneWithWhatMoves(t *testing.T) {
	t.Parallel()
	account := furnished(t, naotest.Behavior{Tags: naotest.Tags{Still: true}})
	account.Run(t,
		resource.TestStep{Config: data(account, `tracking_id = "123456"`), ConfigStateChecks: []statecheck.StateCheck{
			providertest.Text(one, "id", "70002"),
			providertest.Text(one, "site_id", site),
			providertest.Text(one, "tracking_id", "123456"),
			providertest.Text(one, "name", "Bed 13"),
			providertest.Text(one, "category", "bed"),
			providertest.Text(one, "mac_address", "AA:BB:CC:44:55:67"),
			providertest.Value(one, "active", knownvalue.Bool(false)),
			providertest.Value(one, "present", knownvalue.Bool(true)),
			providertest.Value(one, "battery", knownvalue.Float64Exact(0)),
			providertest.Value(one, "latitude", knownvalue.Float64Exact(43.56)),
			providertest.Value(one, "longitude", knownvalue.Float64Exact(1.38)),
			providertest.Value(one, "altitude", knownvalue.Float64Exact(0)),
			providertest.Value(one, "located_at", knownvalue.NotNull()),
			providertest.Value(one, "battery_changed_at", knownvalue.NotNull()),
			providertest.Value(one, "end_of_life", knownvalue.Null()),
		}},
		resource.TestStep{Config: data(account, "id = \"70001\"\ntimeouts {\n read = \"5m\" \n}"), ConfigStateChecks: []statecheck.StateCheck{providertest.Text(one, "tracking_id", badge)}},
		resource.TestStep{Config: data(account, `name = "Bed 12"`), ConfigStateChecks: []statecheck.StateCheck{providertest.Text(one, "id", "70001")}},
	)
}

func TestAccTagData_whatIsNotThereIsAnError(t *testing.T) {
	t.Parallel()
	account := furnished(t, naotest.Behavior{})
	account.AddTag(naotest.Tag{SiteID: site, TrackingID: "pump-2", Name: "Pump"})
	account.AddTag(naotest.Tag{SiteID: site, TrackingID: badge, Name: "Twin"})
	account.Run(t,
		providertest.Fails(data(account, `tracking_id = "nobody"`), `No tag of site 11416 has the tracking id "nobody"`),
		providertest.Fails(data(account, `tracking_id = "`+badge+`"`), `2 tags of site 11416 have the tracking id "AA:BB:CC:44:55:66": ids 70001, 70006`),
		providertest.Fails(data(account, `tracking_id = "aa-bb-cc-44-55-66"`), `NAO Cloud writes as "AA:BB:CC:44:55:66"`),
		providertest.Fails(data(account, `id = "4711"`), `No tag has the id 4711`),
		providertest.Fails(data(account, `name = "Pump"`), `2 tags are named "Pump": ids 70003, 70005`),
		providertest.Fails(data(account, ``), `Missing Attribute Configuration`),
		providertest.Fails(account.Config(`data "naocloud_tag" "test" {
			site_id     = "99999"
			tracking_id = "pump"
		}`), `No site has the id 99999`),
		providertest.Fails(account.Config(`data "naocloud_tags" "test" {
			site_id = "99999"
		}`), `No site has the id 99999`),
	)
}

func names(expected ...string) statecheck.StateCheck {
	checks := make([]knownvalue.Check, len(expected))
	for i, name := range expected {
		checks[i] = knownvalue.ObjectPartial(map[string]knownvalue.Check{"name": knownvalue.StringExact(name)})
	}
	return providertest.Value(many, "tags", knownvalue.ListExact(checks))
}

func TestAccTagsData_areNarrowedWhateverTheServiceIgnores(t *testing.T) {
	t.Parallel()
	cases := map[string]providertest.Case{}
	for name, behavior := range map[string]naotest.Behavior{
		"filters honoured": {},
		"filters ignored":  {Listing: naotest.Listing{IgnoreFilters: true, PageCap: 2}},
		"plain roots":      {Documents: naotest.Documents{PlainRoots: true}},
		"thin listings":    {Tags: naotest.Tags{ThinListing: true}, Listing: naotest.Listing{IgnoreFilters: true}},
	} {
		account := furnished(t, behavior)
		step := func(lines string, expected ...string) resource.TestStep {
			return resource.TestStep{Config: all(account, lines), ConfigStateChecks: []statecheck.StateCheck{names(expected...)}}
		}
		cases[name] = providertest.Case{Account: account, Steps: []resource.TestStep{
			step("", "Bed 12", "Bed 13", "Pump"),
			step(`name = "Bed 13"`, "Bed 13"),
			step(`name_contains = "Bed"`, "Bed 12", "Bed 13"),
			step(`tracking_ids = ["pump", "`+badge+`", "nobody"]`, "Bed 12", "Pump"),
			step(`category = "bed"`, "Bed 12", "Bed 13"),
			step("category = \"bed\"\nactive = false", "Bed 13"),
			step("name = \"nobody\"\ntimeouts {\n read = \"5m\" \n}"),
		}}
	}
	providertest.RunTogether(t, cases)
}

func TestAccTagsData_narrowsOnTheServer(t *testing.T) {
	t.Parallel()
	account := furnished(t, naotest.Behavior{})
	account.Run(t, resource.TestStep{Config: all(account, `tracking_ids = ["pump", "123456"]`)})
	for _, request := range account.Requests() {
		if ids := request.Query["filter[tracking_id_in][]"]; slices.Contains(ids, "pump") && slices.Contains(ids, "123456") {
			return
		}
	}
	t.Errorf("expected a request with both tracking ids, got %v", account.Requests())
}

func listing(account *providertest.Account, lines string) string {
	return account.Config("list \"naocloud_tag\" \"test\" {\n  provider = naocloud\n" + lines + "\n}\n")
}

func TestAccTagList_showsNamesAndIdentities(t *testing.T) {
	t.Parallel()
	account := furnished(t, naotest.Behavior{})
	identity := map[string]string{"site_id": site, "tracking_id": badge}
	account.RunWithQuery(t,
		providertest.Queries(listing(account, "config {\n site_id = \"11416\" \n}"),
			providertest.Listed(address, 3),
			providertest.ListedAs(address, "Bed 12", identity)),
		providertest.Queries(listing(account, "config {\n site_id = \"11416\" \n name_contains = \"Bed\" \n active = true \n category = \"bed\" \n}"),
			providertest.Listed(address, 1)),
		providertest.Queries(listing(account, "config {\n site_id = \"11416\" \n tracking_ids = [\"pump\"] \n}"),
			providertest.Listed(address, 1)),
		providertest.Queries(listing(account, "include_resource = true\nconfig {\n site_id = \"11416\" \n}"),
			providertest.ListedWith(address, identity,
				querycheck.KnownValueCheck{Path: tfjsonpath.New("id"), KnownValue: knownvalue.StringExact("70001")},
				querycheck.KnownValueCheck{Path: tfjsonpath.New("name"), KnownValue: knownvalue.StringExact("Bed 12")})),
		providertest.FailsToQuery(listing(account, "config {\n site_id = \"99999\" \n}"), "No site has the id 99999"),
	)
}

func TestAccTrackingID_isCalledFromConfigurations(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	account.RunWhere(t, tfversion.SkipBelow(tfversion.Version1_8_0), resource.TestStep{
		Config: account.Config(`
			output "mac" { value = provider::naocloud::tracking_id("aabb.cc44.5566") }
			output "other" { value = provider::naocloud::tracking_id("badge") }`),
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownOutputValue("mac", knownvalue.StringExact(badge)),
			statecheck.ExpectKnownOutputValue("other", knownvalue.StringExact("badge")),
		},
	})
}
