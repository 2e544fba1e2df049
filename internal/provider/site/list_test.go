// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package site_test

import (
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/querycheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/providertest"
)

const listAddress = "naocloud_site.test"

// listing is a list block for sites, with these lines.
func listing(account *providertest.Account, lines string) string {
	return account.Config("list \"naocloud_site\" \"test\" {\n  provider = naocloud\n" + lines + "\n}\n")
}

func withID(id string) map[string]string { return map[string]string{"id": id} }

func TestAccSiteList_showsNamesAndIdentities(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{})
	account.AddSite(naotest.Site{Name: "Purpan hospital", Latitude: 43.6112154, Longitude: 1.3995927})
	account.AddSite(naotest.Site{Name: "Toulouse airport"})
	account.RunWithQuery(t,
		providertest.Queries(listing(account, ""),
			providertest.Listed(listAddress, 2),
			providertest.ListedAs(listAddress, "Purpan hospital", withID("11416")),
			providertest.ListedAs(listAddress, "Toulouse airport", withID("11417"))),
		providertest.Queries(listing(account, `config { name_contains = "airport" }`),
			providertest.Listed(listAddress, 1),
			providertest.ListedAs(listAddress, "Toulouse airport", withID("11417"))),
		providertest.Queries(listing(account, "include_resource = true"),
			providertest.ListedWith(listAddress, withID("11416"),
				querycheck.KnownValueCheck{Path: tfjsonpath.New("id"), KnownValue: knownvalue.StringExact("11416")},
				querycheck.KnownValueCheck{Path: tfjsonpath.New("name"), KnownValue: knownvalue.StringExact("Purpan hospital")},
				querycheck.KnownValueCheck{Path: tfjsonpath.New("latitude"), KnownValue: knownvalue.Float64Exact(43.6112154)},
				querycheck.KnownValueCheck{Path: tfjsonpath.New("longitude"), KnownValue: knownvalue.Float64Exact(1.3995927)})),
	)
}

func TestAccSiteList_everyShapeOfResponses(t *testing.T) {
	t.Parallel()
	providertest.QueryEachShape(t, func(account *providertest.Account) resource.TestStep {
		return providertest.Queries(listing(account, "include_resource = true"),
			providertest.Listed(listAddress, 5),
			providertest.ListedWith(listAddress, withID("11418"),
				querycheck.KnownValueCheck{Path: tfjsonpath.New("name"), KnownValue: knownvalue.StringExact("site-00003")},
				querycheck.KnownValueCheck{Path: tfjsonpath.New("latitude"), KnownValue: knownvalue.Float64Exact(-84.8)}))
	})
}

func TestAccSiteList_asksForNoMorePagesThanTheLimitNeeds(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{Listing: naotest.Listing{PageCap: 10}})
	account.SeedSites(100)
	account.RunWithQuery(t, providertest.Queries(listing(account, "limit = 15"), providertest.Listed(listAddress, 15)))
	if got := account.Count(http.MethodGet, "/sites"); got != 2 {
		t.Errorf("expected 2 pages, got %v", account.Tally())
	}
}

func TestAccSiteList_aListingThatBreaksOffIsAnErrorAndNoShorterList(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{Listing: naotest.Listing{PageCap: 10}})
	account.SeedSites(50)
	troubled := func(fault naotest.Fault, text string) {
		account.Inject(fault, naotest.On(http.MethodGet, "/sites").Query("page[number]", "3"))
		account.RunWithQuery(t, providertest.FailsToQuery(listing(account, ""), text))
		account.ClearFaults()
	}
	troubled(naotest.Status(http.StatusForbidden), "Sites could not be listed")
	troubled(naotest.Status(http.StatusUnauthorized), "Sites could not be listed")
	troubled(naotest.HTMLPage, "Sites could not be listed")
}

func TestAccSiteList_refusesWhatFindsNothing(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{})
	account.RunWithQuery(t, providertest.FailsToQuery(listing(account, `config { name_contains = "" }`), "leave name_contains out to have them all"))
	if got := len(account.Requests()); got != 0 {
		t.Errorf("expected no request, got %v", account.Tally())
	}
}
