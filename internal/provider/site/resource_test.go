// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package site_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/providertest"
)

const address = "naocloud_site.test"

// config puts a site somewhere, with as many digits as the API's own example has.
func config(account *providertest.Account, name, latitude, longitude string) string {
	return account.Config(`
		resource "naocloud_site" "test" {
			name      = "` + name + `"
			latitude  = ` + latitude + `
			longitude = ` + longitude + `
		}`)
}

func purpan(account *providertest.Account) string {
	return config(account, "Purpan", "43.56439230039133", "1.3871262673941822")
}

func number(value float64) knownvalue.Check { return knownvalue.Float64Exact(value) }

func TestAccSite_lifecycle(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{})
	account.Run(t,
		providertest.Applies(purpan(account), address, plancheck.ResourceActionCreate,
			providertest.Text(address, "id", "11416"),
			providertest.Text(address, "name", "Purpan"),
			providertest.Value(address, "latitude", number(43.56439230039133)),
			providertest.Value(address, "longitude", number(1.3871262673941822))),
		providertest.Imports(address, "11416", "id"),
		providertest.ImportsByBlock(address, "11416"),
		providertest.Applies(config(account, "Purpan hospital", "43.56439230039133", "1.3871262673941822"), address, plancheck.ResourceActionUpdate,
			providertest.Text(address, "name", "Purpan hospital"), providertest.Text(address, "id", "11416")),
		providertest.Applies(config(account, "Purpan hospital", "43.6", "1.3871262673941822"), address, plancheck.ResourceActionUpdate,
			providertest.Value(address, "latitude", number(43.6))),
		providertest.Applies(config(account, "Purpan hospital", "43.6", "-180"), address, plancheck.ResourceActionUpdate,
			providertest.Value(address, "longitude", number(-180))),
		// A metre is none.
		providertest.Unchanged(config(account, "Purpan hospital", "43.60001", "-179.99999")),
	)
	expected := []string{
		`{"site":{"name":"Purpan hospital","latitude":43.56439230039133,"longitude":1.3871262673941822}}`,
		`{"site":{"name":"Purpan hospital","latitude":43.6,"longitude":1.3871262673941822}}`,
		`{"site":{"name":"Purpan hospital","latitude":43.6,"longitude":-180}}`,
	}
	if got := account.Bodies(http.MethodPut, "/sites/*"); !slices.Equal(got, expected) {
		t.Errorf("expected these PUTs: %s\ngot: %s", expected, got)
	}
	if posts, deletes := account.Count(http.MethodPost, "/sites"), account.Count(http.MethodDelete, "/sites/*"); posts != 1 || deletes != 1 {
		t.Errorf("expected 1 POST and 1 DELETE, got %d and %d", posts, deletes)
	}
}

func TestAccSite_identity(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{})
	account.RunWithIdentity(t,
		resource.TestStep{
			Config: purpan(account),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectIdentity(address, map[string]knownvalue.Check{"id": knownvalue.StringExact("11416")}),
			},
		},
		providertest.ImportsByIdentity(address),
		providertest.Applies(config(account, "Purpan", "43", "1"), address, plancheck.ResourceActionUpdate,
			statecheck.ExpectIdentityValueMatchesState(address, tfjsonpath.New("id"))),
		providertest.Before(func() { account.RemoveSite("11416") },
			providertest.Applies(purpan(account), address, plancheck.ResourceActionCreate,
				statecheck.ExpectIdentity(address, map[string]knownvalue.Check{"id": knownvalue.StringExact("11417")}))),
	)
}

func TestAccSite_everyShapeOfResponses(t *testing.T) {
	t.Parallel()
	providertest.EachShape(t, func(account *providertest.Account) []resource.TestStep {
		return []resource.TestStep{
			providertest.Applies(purpan(account), address, plancheck.ResourceActionCreate,
				providertest.Text(address, "id", "11421"),
				providertest.Value(address, "latitude", number(43.56439230039133))),
			providertest.ImportsByBlock(address, "11421"),
			providertest.Applies(config(account, "Purpan hospital", "43.6112154", "1.3995927"), address, plancheck.ResourceActionUpdate,
				providertest.Text(address, "name", "Purpan hospital")),
		}
	})
}

func TestAccSite_changesBehindTerraformsBack(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{})
	account.Run(t,
		providertest.Applies(purpan(account), address, plancheck.ResourceActionCreate),
		providertest.Before(
			func() {
				account.UpdateSite("11416", func(site *naotest.Site) { site.Name, site.Latitude = "Renamed", 1 })
			},
			providertest.Applies(purpan(account), address, plancheck.ResourceActionUpdate,
				providertest.Text(address, "name", "Purpan"), providertest.Value(address, "latitude", number(43.56439230039133)))),
		providertest.Before(
			func() { account.UpdateSite("11416", func(site *naotest.Site) { site.Latitude += 5e-8 }) },
			providertest.Unchanged(purpan(account))),
		providertest.Before(
			func() { account.RemoveSite("11416") },
			providertest.Applies(purpan(account), address, plancheck.ResourceActionCreate, providertest.Text(address, "id", "11417"))),
	)
}

func TestAccSite_manyOnManyPages(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{Listing: naotest.Listing{PageCap: 10}, Responses: naotest.Responses{Creates: naotest.SeeOther}})
	account.SeedSites(35)
	many := account.Config(`
		resource "naocloud_site" "many" {
			count     = 25
			name      = "managed"
			latitude  = count.index
			longitude = 0
		}`)
	account.Run(t, resource.TestStep{Config: many})
	if posts := account.Count(http.MethodPost, "/sites"); posts != 25 {
		t.Errorf("expected 25 POSTs, got %d", posts)
	}
	if most := account.MaxInFlight(); most > 10 {
		t.Errorf("expected at most 10 requests at once, got %d", most)
	}
}

func TestAccSite_whatIsNoSiteIsRefusedUnsent(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{})
	account.Run(t,
		providertest.Fails(config(account, "Purpan", "91", "0"), "latitude must be between -90 and 90 decimal degrees (WGS 84), got: 91."),
		providertest.Fails(config(account, "Purpan", "-90.5", "0"), "got: -90.5."),
		providertest.Fails(config(account, "Purpan", "0", "180.0001"), "longitude must be between -180 and 180 decimal degrees (WGS 84), got: 180.0001."),
		providertest.Fails(config(account, "Purpan", "null", "0"), "Must set a configuration value for the latitude attribute"),
		providertest.Fails(config(account, "", "0", "0"), "got: an empty name."),
		providertest.Fails(config(account, strings.Repeat("ü", 256), "0", "0"), "got: 256 characters."),
		providertest.FailsToImport(purpan(account), address, "abc", `A site is imported by the number that NAO Cloud gave it, such as 11416, got: "abc"`),
	)
	if requests := account.Requests(); len(requests) != 0 {
		t.Errorf("expected no request, got %v", account.Tally())
	}
}

func TestAccSite_refusedCreatesAreToldAndLeaveNothing(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{Sites: naotest.Sites{ForbidCreate: true}})
	refused := func(fault naotest.Fault, text string) resource.TestStep {
		return providertest.Before(
			func() { account.Inject(fault, naotest.On(http.MethodPost, "/sites").Times(1)) },
			providertest.Fails(purpan(account), text))
	}
	account.Run(t,
		providertest.Fails(purpan(account), "Many accounts get their sites from Pole Star and may not create, change or delete them"),
		refused(naotest.Unprocessable("/data/attributes/longitude", "Longitude is odd"), `: longitude = 1.3871262673941822 Site "Purpan": NAO Cloud says: Longitude is odd.`),
		refused(naotest.ErrorStrings(http.StatusUnprocessableEntity, "first", "second"), `Site "Purpan": NAO Cloud says: first; second.`),
		providertest.Before(
			func() {
				account.SetBehavior(func(b *naotest.Behavior) { b.Sites.ForbidCreate = false })
				account.Inject(naotest.JobFails("Missing graph or indoor area. Please add."), naotest.On(http.MethodPost, "/sites").Times(1))
			},
			providertest.Fails(purpan(account), "the background job failed: Missing graph or indoor area. Please add.")),
	)
	if sites := account.Sites(); len(sites) != 0 {
		t.Errorf("expected no site, got %v", sites)
	}
}

func TestAccSite_lostResponseCreatesOnce(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{Sites: naotest.Sites{CoordinateDigits: 7}})
	account.Inject(naotest.LoseResponse, naotest.On(http.MethodPost, "/sites").Times(1))
	account.Run(t, providertest.Applies(purpan(account), address, plancheck.ResourceActionCreate, providertest.Text(address, "id", "11416")))
	if posts := account.Count(http.MethodPost, "/sites"); posts != 1 {
		t.Errorf("expected 1 POST, got %d", posts)
	}
}

func TestAccSite_anExistingOneStopsTheCreate(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{})
	account.AddSite(naotest.Site{Name: "Purpan", Latitude: 43.5643923, Longitude: 1.3871263})
	account.AddSite(naotest.Site{Name: "Purpan", Latitude: 1, Longitude: 1})
	account.Run(t, providertest.Fails(purpan(account),
		`To manage what is there, import it (with the address of your resource): import { to = naocloud_site.example id = "11416" } If another resource manages it already, remove one of the two blocks.`))
}

func TestAccSite_anInterruptedCreateIsFoundByTheNextApply(t *testing.T) {
	t.Parallel()
	account := providertest.StartStalled(t)
	hasty := account.Config(`
		resource "naocloud_site" "test" {
			name      = "Purpan"
			latitude  = 43.56439230039133
			longitude = 1.3871262673941822
			timeouts {
				create = "3s"
			}
		}`)
	account.Run(t,
		providertest.Fails(hasty, "Site is not created yet"),
		providertest.Applies(hasty, address, plancheck.ResourceActionDestroyBeforeCreate, providertest.Text(address, "id", "11417")),
	)
	if deletes := account.Count(http.MethodDelete, "/sites/11416"); deletes != 1 {
		t.Errorf("expected the found site to be deleted once, got %d times", deletes)
	}
}

func TestAccSite_aFailingReadKeepsTheState(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{})
	account.Run(t,
		providertest.Applies(purpan(account), address, plancheck.ResourceActionCreate),
		providertest.Before(
			func() {
				account.Inject(naotest.Status(http.StatusForbidden), naotest.On(http.MethodGet, "/sites/11416"))
			},
			providertest.Fails(purpan(account), `Site "Purpan" (id 11416): NAO Cloud says: Forbidden.`)),
		providertest.Before(account.ClearFaults, providertest.Unchanged(purpan(account))),
		providertest.Before(
			func() { account.SetBehavior(func(b *naotest.Behavior) { b.Sites.ForbidDelete = true }) },
			resource.TestStep{Config: purpan(account), Destroy: true, ExpectError: providertest.Message("Site could not be deleted")}),
		providertest.Before(
			func() { account.SetBehavior(func(b *naotest.Behavior) { b.Sites.ForbidDelete = false }) },
			providertest.Unchanged(purpan(account))),
	)
}
