// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package site_test

import (
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/providertest"
)

const (
	one  = "data.naocloud_site.test"
	many = "data.naocloud_sites.test"
)

func look(account *providertest.Account, by string) string {
	return account.Config("data \"naocloud_site\" \"test\" {\n" + by + "\n}")
}

func list(account *providertest.Account, by string) string {
	return account.Config("data \"naocloud_sites\" \"test\" {\n" + by + "\n}")
}

func TestAccSiteDataSource_byIDAndByName(t *testing.T) {
	t.Parallel()
	providertest.EachShape(t, func(account *providertest.Account) []resource.TestStep {
		account.AddSite(naotest.Site{ID: "20000", Name: "Purpan", Latitude: 43.5643923, Longitude: 1.3871263})
		account.AddSite(naotest.Site{Name: "purpan"})
		checks := []statecheck.StateCheck{
			providertest.Text(one, "id", "20000"),
			providertest.Text(one, "name", "Purpan"),
			providertest.Value(one, "latitude", number(43.5643923)),
			providertest.Value(one, "longitude", number(1.3871263)),
		}
		return []resource.TestStep{
			{Config: look(account, `id = "20000"`), ConfigStateChecks: checks},
			{Config: look(account, `name = "Purpan"`), ConfigStateChecks: checks},
		}
	})
}

func TestAccSiteDataSource_whatIsNotOneSite(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{})
	account.AddSite(naotest.Site{Name: "Purpan"})
	account.AddSite(naotest.Site{ID: "20000", Name: "Purpan"})
	account.Run(t,
		providertest.Fails(look(account, `name = "Purpan"`), `: name = "Purpan" 2 sites are named "Purpan": ids 11416, 20000. Give the id of one of them`),
		providertest.Fails(look(account, `name = "purpan"`), `No site is named "purpan". Names are compared with their capitals`),
		providertest.Fails(look(account, `id = "4711"`), `: id = "4711" No site has the id 4711`),
		providertest.Fails(look(account, ""), "Exactly one of these attributes must be configured: [id,name]"),
		providertest.Before(
			func() {
				account.Inject(naotest.ProxyPage(http.StatusBadGateway), naotest.On(http.MethodGet, "/sites/20000"))
			},
			providertest.Fails(look(account, `id = "20000"`), "NAO Cloud has trouble of its own.")),
	)
}

func TestAccSitesDataSource_listsSortedByNumber(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{Listing: naotest.Listing{PageCap: 2, IgnoreSort: true}})
	account.AddSite(naotest.Site{ID: "100000", Name: "North west", Latitude: 1.5})
	account.AddSite(naotest.Site{ID: "99999", Name: "North"})
	account.AddSite(naotest.Site{ID: "99998", Name: "South west"})
	ids := func(expected ...string) []statecheck.StateCheck {
		checks := []statecheck.StateCheck{statecheck.ExpectKnownValue(many, tfjsonpath.New("sites"), knownvalue.ListSizeExact(len(expected)))}
		for i, id := range expected {
			path := tfjsonpath.New("sites").AtSliceIndex(i).AtMapKey("id")
			checks = append(checks, statecheck.ExpectKnownValue(many, path, knownvalue.StringExact(id)))
		}
		return checks
	}
	account.Run(t,
		resource.TestStep{Config: list(account, ""), ConfigStateChecks: append(ids("99998", "99999", "100000"),
			statecheck.ExpectKnownValue(many, tfjsonpath.New("sites").AtSliceIndex(2).AtMapKey("latitude"), number(1.5)))},
		resource.TestStep{Config: list(account, "name = \"North\"\ntimeouts { read = \"5m\" }"), ConfigStateChecks: ids("99999")},
		resource.TestStep{Config: list(account, `name_contains = "west"`), ConfigStateChecks: ids("99998", "100000")},
		resource.TestStep{Config: list(account, `name_contains = "east"`), ConfigStateChecks: ids()},
		providertest.Before(
			func() { account.Inject(naotest.HTMLPage, naotest.On(http.MethodGet, "/sites")) },
			providertest.Fails(list(account, ""), "Sites could not be listed")),
	)
}
