// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package tag_test

import (
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
	address = "naocloud_tag.test"
	site    = "11416"
	badge   = "AA:BB:CC:44:55:66"
	tagPath = "/sites/*/nao_trackables"
)

// start opens an account with the sites 11416 and 11417.
func start(t *testing.T, behavior naotest.Behavior) *providertest.Account {
	t.Helper()
	account := providertest.Start(t, behavior)
	account.SeedSites(2)
	return account
}

func config(account *providertest.Account, siteID, trackingID, name string) string {
	return account.Config(`
		resource "naocloud_tag" "test" {
			site_id     = "` + siteID + `"
			tracking_id = "` + trackingID + `"
			name        = "` + name + `"
		}`)
}

func TestAccTag_lifecycle(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	account.Run(t,
		providertest.Applies(config(account, site, badge, "Bed 12"), address, plancheck.ResourceActionCreate,
			providertest.Text(address, "id", "70001"),
			providertest.Text(address, "site_id", site),
			providertest.Text(address, "tracking_id", badge),
			providertest.Text(address, "name", "Bed 12")),
		providertest.Imports(address, site+"/"+badge, "id"),
		providertest.ImportsByBlock(address, site+"/"+badge),
		providertest.Applies(config(account, site, badge, "Bed 13"), address, plancheck.ResourceActionUpdate,
			providertest.Text(address, "name", "Bed 13"), providertest.Text(address, "id", "70001")),
		// An id that is no MAC passes as it is, a slash in it too.
		providertest.Applies(config(account, site, "badge/0815", "Bed 13"), address, plancheck.ResourceActionDestroyBeforeCreate,
			providertest.Text(address, "tracking_id", "badge/0815"), providertest.Text(address, "id", "70002")),
		providertest.Imports(address, site+"/badge/0815", "id"),
		providertest.Applies(config(account, "11417", "badge/0815", "Bed 13"), address, plancheck.ResourceActionDestroyBeforeCreate,
			providertest.Text(address, "site_id", "11417")),
		// Only Terraform has to know this.
		providertest.Applies(account.Config(`
			resource "naocloud_tag" "test" {
				site_id     = "11417"
				tracking_id = "badge/0815"
				name        = "Bed 13"
				timeouts {
					read   = "5m"
					update = "5m"
					delete = "5m"
				}
			}`), address, plancheck.ResourceActionUpdate),
	)
	if puts := account.Bodies(http.MethodPut, tagPath+"/*"); !slices.Equal(puts, []string{`{"nao_trackable":{"tracking_id":"AA:BB:CC:44:55:66","name":"Bed 13"}}`}) {
		t.Errorf("expected one PUT of the whole tag, got %s", puts)
	}
	if posts, deletes := account.Count(http.MethodPost, tagPath), account.Count(http.MethodDelete, tagPath+"/*"); posts != 3 || deletes != 3 {
		t.Errorf("expected 3 POSTs and 3 DELETEs, got %v", account.Tally())
	}
}

// TestAccTag_aTrackingIDThatIsStoredInLowerCase is the same tag in each command.
func TestAccTag_aTrackingIDThatIsStoredInLowerCase(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{Attributes: naotest.Attributes{Stored: map[string]naotest.Text{"nao_trackable.tracking_id": {LowerCase: true}}}})
	bed := config(account, site, badge, "Bed 12")
	account.Run(t,
		providertest.Applies(bed, address, plancheck.ResourceActionCreate, providertest.Text(address, "tracking_id", badge)),
		providertest.Unchanged(bed),
		providertest.Imports(address, site+"/"+badge, "id"),
		providertest.Applies(config(account, site, badge, "Bed 13"), address, plancheck.ResourceActionUpdate, providertest.Text(address, "id", "70001")),
		providertest.Unchanged(config(account, site, badge, "Bed 13")+`
		data "naocloud_tag" "same" {
			site_id     = "`+site+`"
			tracking_id = "`+badge+`"
		}`),
	)
	// What an import has found in the spelling of the service, and what a state that was lost had made.
	there := account.AddTag(naotest.Tag{SiteID: site, TrackingID: strings.ToLower(badge), Name: "Bed 12"})
	account.Run(t,
		providertest.Fails(bed, "exists already: id "+there.ID),
		resource.TestStep{
			Config:           bed + "\nimport {\n  to = naocloud_tag.test\n  id = \"" + site + "/" + there.TrackingID + "\"\n}\n",
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, plancheck.ResourceActionNoop)}},
		},
		providertest.Unchanged(bed),
	)
}

func TestAccTag_identity(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	identity := statecheck.ExpectIdentity(address, map[string]knownvalue.Check{
		"site_id": knownvalue.StringExact(site), "tracking_id": knownvalue.StringExact(badge),
	})
	account.RunWithIdentity(t,
		providertest.Applies(config(account, site, badge, "Bed 12"), address, plancheck.ResourceActionCreate, identity),
		providertest.ImportsByIdentity(address),
		providertest.Before(func() { account.RemoveTag("70001") },
			providertest.Applies(config(account, site, badge, "Bed 12"), address, plancheck.ResourceActionCreate, identity)),
	)
}

func TestAccTag_everyShapeOfResponses(t *testing.T) {
	t.Parallel()
	providertest.EachShape(t, func(account *providertest.Account) []resource.TestStep {
		account.SeedTags(site, 5)
		return []resource.TestStep{
			providertest.Applies(config(account, site, badge, "Bed 12"), address, plancheck.ResourceActionCreate, providertest.Text(address, "id", "70006")),
			providertest.ImportsByBlock(address, site+"/"+badge),
			providertest.Applies(config(account, site, badge, "Bed 13"), address, plancheck.ResourceActionUpdate, providertest.Text(address, "name", "Bed 13")),
		}
	})
}

func TestAccTag_changesBehindTerraformsBack(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	bed := config(account, site, badge, "Bed 12")
	account.Run(t,
		providertest.Applies(bed, address, plancheck.ResourceActionCreate),
		providertest.Before(func() { account.UpdateTag("70001", func(tag *naotest.Tag) { tag.Name = "Renamed" }) },
			providertest.Applies(bed, address, plancheck.ResourceActionUpdate, providertest.Text(address, "name", "Bed 12"))),
		// What moves makes no difference.
		providertest.Before(func() { account.UpdateTag("70001", func(tag *naotest.Tag) { tag.Battery, tag.Inactive = 3, true }) },
			providertest.Unchanged(bed)),
		// A batch gives every tag another id. It is the same tag.
		providertest.Before(
			func() {
				account.RemoveTag("70001")
				account.AddTag(naotest.Tag{SiteID: site, TrackingID: badge, Name: "Bed 12"})
			},
			providertest.Unchanged(bed)),
		providertest.Before(func() { account.RemoveTag("70002") },
			providertest.Applies(bed, address, plancheck.ResourceActionCreate, providertest.Text(address, "id", "70003"))),
	)
}

func TestAccTag_manyOfOneSiteAreReadInPages(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{Listing: naotest.Listing{PageCap: 10}})
	account.SeedTags(site, 10)
	many := account.Config(`
		resource "naocloud_tag" "many" {
			count       = 30
			site_id     = "11416"
			tracking_id = "badge-${count.index}"
			name        = "Bed ${count.index}"
		}`)
	account.Run(t,
		providertest.After(resource.TestStep{Config: many}, account.ResetRequests),
		providertest.After(providertest.Unchanged(many), func() {
			if pages, singles := account.Count(http.MethodGet, tagPath), account.Count(http.MethodGet, tagPath+"/*"); pages == 0 || singles > 15 {
				t.Errorf("expected that pages are read, and not 30 tags, got %v", account.Tally())
			}
		}))
	if posts := account.Made("nao_trackable"); len(posts) != 30 {
		t.Errorf("expected 30 new tags, got %d", len(posts))
	}
}

func TestAccTag_whatIsNoTagIsRefusedUnsent(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	bed := config(account, site, badge, "Bed 12")
	account.Run(t,
		providertest.Fails(config(account, site, "aabbcc445566", "Bed 12"), `"aabbcc445566" is a MAC, which NAO Cloud writes as "AA:BB:CC:44:55:66".`),
		providertest.Fails(config(account, site, "aa:bb:cc:44:55:66", "Bed 12"), `NAO Cloud writes as "AA:BB:CC:44:55:66".`),
		providertest.Fails(config(account, site, "", "Bed 12"), "A tracking id must not be empty"),
		providertest.Fails(config(account, site, badge, strings.Repeat("ü", 256)), "got: 256 characters."),
		providertest.Fails(config(account, site, badge, ""), "got: an empty name."),
		providertest.Fails(config(account, "hospital", badge, "Bed 12"), `site_id must be the number`),
		providertest.FailsToImport(bed, address, "abc", `SITE_ID/TRACKING_ID, such as 11416/AA:BB:CC:44:55:66, got: "abc"`),
		providertest.FailsToImport(bed, address, "11416/", `SITE_ID/TRACKING_ID`),
		providertest.FailsToImport(bed, address, "11416/aabbcc445566", `NAO Cloud writes this MAC as AA:BB:CC:44:55:66: import "11416/AA:BB:CC:44:55:66"`),
		providertest.FailsToImport(bed, address, "11416/badge", `No tag of site 11416 has the tracking id "badge"`),
	)
	if posts := account.Count(http.MethodPost, tagPath); posts != 0 {
		t.Errorf("expected no POST, got %v", account.Tally())
	}
}

func TestAccTag_refusedCreatesAreTold(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{Tags: naotest.Tags{Unique: naotest.UniqueInAccount, Limit: 1}})
	account.AddTag(naotest.Tag{SiteID: "11417", TrackingID: badge, Name: "Elsewhere"})
	refused := func(fault naotest.Fault, text string) resource.TestStep {
		return providertest.Before(
			func() { account.Inject(fault, naotest.On(http.MethodPost, tagPath).Times(1)) },
			providertest.Fails(config(account, site, "badge", "Bed 12"), text))
	}
	account.Run(t,
		providertest.Fails(config(account, site, badge, "Bed 12"), `has already been taken`),
		providertest.Fails(config(account, "99999", "badge", "Bed 12"), `No site has the id 99999`),
		providertest.Fails(config(account, "11417", "badge", "Bed 12"), `Tag badge of site 11417: NAO Cloud says:`),
		refused(naotest.Status(http.StatusUnauthorized), "The API key is not accepted"),
		refused(naotest.Status(http.StatusForbidden), "site creator, site admin or tracking manager on the site; in the web console these are the site manager, the assets manager"),
		refused(naotest.JobFails("Not today."), "Not today."),
		providertest.Fails(config(account, "11417", badge, "Bed 12"), `import { to = naocloud_tag.example id = "11417/AA:BB:CC:44:55:66" }`),
	)
}

func TestAccTag_troubleThatPassesIsNotNoticed(t *testing.T) {
	t.Parallel()
	cases := map[string]providertest.Case{}
	for name, fault := range map[string]naotest.Fault{
		"429":           naotest.TooManyRequests("0"),
		"lost response": naotest.LoseResponse,
		"502":           naotest.ProxyPage(http.StatusBadGateway).AfterWork(),
	} {
		account := start(t, naotest.Behavior{})
		for _, method := range []string{http.MethodPost, http.MethodDelete} {
			account.Inject(fault, naotest.On(method, tagPath).Times(1))
			account.Inject(fault, naotest.On(method, tagPath+"/*").Times(1))
		}
		cases[name] = providertest.Case{Account: account, Steps: []resource.TestStep{
			providertest.Applies(config(account, site, badge, "Bed 12"), address, plancheck.ResourceActionCreate),
		}}
	}
	providertest.RunTogether(t, cases)
	for name, c := range cases {
		if made := c.Account.Made("nao_trackable"); made[site+"/"+badge] != 1 {
			t.Errorf("%s: expected one tag, got %v", name, made)
		}
	}
}

func TestAccTag_anInterruptedCreateIsFoundByTheNextApply(t *testing.T) {
	t.Parallel()
	account := providertest.StartStalled(t)
	account.SeedSites(2)
	hasty := account.Config(`
		resource "naocloud_tag" "test" {
			site_id     = "11416"
			tracking_id = "badge"
			name        = "Bed 12"
			timeouts {
				create = "3s"
			}
		}`)
	account.Run(t,
		providertest.Fails(hasty, "Tag is not created yet"),
		providertest.Applies(hasty, address, plancheck.ResourceActionDestroyBeforeCreate, providertest.Text(address, "tracking_id", "badge")),
	)
}

func TestAccTag_twoOfOneTrackingIDAreAnErrorInThePlan(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	account.Run(t, providertest.Fails(account.Config(`
		resource "naocloud_tag" "one" {
			site_id     = "11416"
			tracking_id = "badge"
			name        = "Bed 12"
		}
		resource "naocloud_tag" "two" {
			site_id     = "11416"
			tracking_id = "badge"
			name        = "Bed 13"
		}`), `badge of site 11416`))
	if posts := account.Count(http.MethodPost, tagPath); posts != 0 {
		t.Errorf("expected no POST, got %v", account.Tally())
	}
}

func TestAccTag_aListingThatShowsLittleIsNoChange(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{Tags: naotest.Tags{ThinListing: true}})
	many := account.Config(`
		resource "naocloud_tag" "many" {
			count       = 8
			site_id     = "11416"
			tracking_id = "badge-${count.index}"
			name        = "Bed ${count.index}"
		}`)
	account.Run(t, resource.TestStep{Config: many})
}
