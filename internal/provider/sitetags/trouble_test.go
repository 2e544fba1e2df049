// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package sitetags_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/providertest"
)

// badges are n tags.
func badges(n int) (tags []string) {
	for i := range n {
		tags = append(tags, fmt.Sprintf("badge-%03d", i), fmt.Sprintf("Bed %d", i))
	}
	return tags
}

func TestAccSiteTags_whatIsNoTagIsRefusedUnsent(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	account.Run(t,
		providertest.Fails(config(account, "aabbcc445566", "A"), `"aabbcc445566" is a MAC, which NAO Cloud writes as "AA:BB:CC:44:55:66".`),
		providertest.Fails(config(account, "", "A"), "A tracking id must not be empty"),
		providertest.Fails(config(account, "a", strings.Repeat("ü", 256)), "got: 256 characters."),
		providertest.Fails(config(account, "a", ""), "got: an empty name."),
		providertest.Fails(config(account, "a", "A", "b", " B"), `tags["b"] must have 1 to 255 characters`),
		providertest.Fails(config(account, "badge", "A", "BADGE", "B"), `The tracking ids "BADGE" and "badge" differ in case only.`),
		providertest.Fails(account.Config("resource \"naocloud_site_tags\" \"test\" {\n site_id = \"11416\"\n tags = { a = null }\n}"), "The name of a tag must not be null."),
		providertest.Fails(strings.Replace(config(account, "a", "A"), site, "hospital", 1), "site_id must be the number"),
	)
	if requests := account.Requests(); len(requests) != 0 {
		t.Errorf("expected no request, got %v", account.Tally())
	}
}

func TestAccSiteTags_aSiteThatDoesNotExist(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	account.Run(t,
		providertest.Fails(strings.Replace(config(account, "a", "A"), site, "99999", 1), "No site has the id 99999"),
		providertest.Fails(strings.Replace(config(account), site, "99999", 1), "No site has the id 99999"),
	)
}

func TestAccSiteTags_forbiddenNamesTheRolesOnce(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{Tags: naotest.Tags{ForbidWrites: true}})
	account.Run(t, providertest.Fails(config(account, badges(5)...),
		"site creator, site admin or tracking manager on the site; in the web console these are the site manager, the assets manager"))
	holds(t, account)()
}

func TestAccSiteTags_badCredentialsAreFoundByThePlan(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	account.Inject(naotest.Status(http.StatusUnauthorized), naotest.On(http.MethodGet, tagPath))
	account.Run(t, resource.TestStep{Config: config(account, "a", "A"), PlanOnly: true, ExpectError: providertest.Message("The API key is not accepted")})
}

func TestAccSiteTags_allErrorsAreReportedEachOnItsTag(t *testing.T) {
	t.Parallel()
	wanted := []string{"good-1", "G", "bad-1", "B", "good-2", "G", "bad-2", "B", "elsewhere", "E"}
	account := start(t, naotest.Behavior{Tags: naotest.Tags{RefusedIDs: []string{"bad-1", "bad-2"}, Unique: naotest.UniqueInAccount}})
	account.AddTag(naotest.Tag{SiteID: "11417", TrackingID: "elsewhere", Name: "Elsewhere"})
	account.Run(t,
		providertest.FailsWithAll(config(account, wanted...),
			"There, and in the state: 2 of 5 tags.", "`terraform untaint naocloud_site_tags.NAME`",
			"Tag bad-1 of site 11416: NAO Cloud says:", "Tag bad-2 of site 11416: NAO Cloud says:", "Tag elsewhere of site 11416: NAO Cloud says:"),
		// The next apply replaces, since Terraform has tainted it.
		providertest.After(
			providertest.Applies(config(account, "good-1", "G", "good-2", "G"), address, plancheck.ResourceActionDestroyBeforeCreate),
			holds(t, account, "good-1", "G", "good-2", "G")))
}

func TestAccSiteTags_anUpdateKeepsWhatWasDone(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{Tags: naotest.Tags{RefusedIDs: []string{"bad"}, Limit: 4}})
	account.Run(t,
		providertest.Applies(config(account, "a", "A", "b", "B"), address, plancheck.ResourceActionCreate),
		providertest.After(
			providertest.Fails(config(account, "a", "A2", "c", "C", "bad", "Bad"), "Tag bad of site 11416: NAO Cloud says:"),
			holds(t, account, "a", "A2", "c", "C")),
		// One more than the site may have is refused, on its key.
		providertest.After(
			providertest.FailsWithOneOf(config(account, "a", "A2", "c", "C", "d", "D", "e", "E", "f", "F"),
				"Tag d of site 11416: NAO Cloud says:", "Tag e of site 11416: NAO Cloud says:", "Tag f of site 11416: NAO Cloud says:"),
			func() {
				if tags := len(account.Tags(site)); tags != 4 {
					t.Errorf("expected 4 tags, got %d", tags)
				}
			}),
		providertest.Applies(config(account, "a", "A2", "c", "C"), address, plancheck.ResourceActionUpdate),
		providertest.Unchanged(config(account, "a", "A2", "c", "C")),
	)
	if posts := account.Made("nao_trackable"); posts[site+"/c"] != 1 {
		t.Errorf("expected that no tag is made twice, got %v", posts)
	}
}

func TestAccSiteTags_aNameThatComesBackChangedIsAnError(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{Attributes: naotest.Attributes{Stored: map[string]naotest.Text{"nao_trackable.name": {UpperCase: true}}}})
	account.Run(t,
		providertest.Fails(config(account, "a", "Bed"), `Asked: "Bed". Stored: "BED".`),
		providertest.Applies(config(account, "a", "BED"), address, plancheck.ResourceActionDestroyBeforeCreate),
	)
}

func TestAccSiteTags_troubleThatPassesIsNotNoticed(t *testing.T) {
	t.Parallel()
	cases := map[string]providertest.Case{}
	for name, fault := range map[string]naotest.Fault{
		"429":           naotest.TooManyRequests("0"),
		"lost response": naotest.LoseResponse,
		"502":           naotest.ProxyPage(http.StatusBadGateway).AfterWork(),
	} {
		account := start(t, naotest.Behavior{})
		account.Inject(fault, naotest.On(http.MethodPost, tagPath).Times(3))
		account.Inject(fault, naotest.On(http.MethodDelete, onePath).Times(2))
		cases[name] = creates(account, badges(8))
	}
	providertest.RunTogether(t, cases)
	eachMadeOnce(t, cases)
}

// creates is a case in which the set is created.
func creates(account *providertest.Account, tags []string) providertest.Case {
	return providertest.Case{Account: account, Steps: []resource.TestStep{
		providertest.Applies(config(account, tags...), address, plancheck.ResourceActionCreate),
	}}
}

func eachMadeOnce(t *testing.T, cases map[string]providertest.Case) {
	t.Helper()
	for name, c := range cases {
		for key, times := range c.Account.Made("nao_trackable") {
			if times != 1 {
				t.Errorf("%s: expected one tag %s, got %d", name, key, times)
			}
		}
	}
}

func TestAccSiteTags_interruptedCreatesAreResumed(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{Responses: naotest.Responses{Creates: naotest.SeeOther}})
	account.SeedSites(2)
	account.Inject(naotest.HangBefore, naotest.On(http.MethodGet, "/background_jobs/*").Times(1))
	hasty := account.Config(block("test", "timeouts {\n create = \"4s\" \n}", "a", "A", "b", "B"))
	account.Run(t,
		providertest.Fails(hasty, "Tag is not created yet"),
		providertest.After(
			providertest.Applies(hasty, address, plancheck.ResourceActionDestroyBeforeCreate),
			holds(t, account, "a", "A", "b", "B")),
	)
}

func TestAccSiteTags_inAnotherAccountNothingIsGone(t *testing.T) {
	t.Parallel()
	for name, sites := range map[string]int{"another site": 0, "a site of this id": 2} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			right, wrong := start(t, naotest.Behavior{}), providertest.Start(t, naotest.Behavior{})
			wrong.SeedSites(sites)
			wrong.AddSite(naotest.Site{Name: "Other"})
			right.Run(t,
				resource.TestStep{Config: config(right, "a", "A")},
				providertest.Fails(config(wrong, "a", "A"), "Set of tags is not in this account"),
				resource.TestStep{Config: wrong.Config(""), ExpectError: providertest.Message("Set of tags is not in this account")},
				providertest.Unchanged(config(right, "a", "A")),
				// Removed elsewhere under the same key, the tags are gone.
				providertest.Before(func() { right.RemoveTag(right.Tags(site)[0].ID) },
					providertest.Applies(config(right, "a", "A"), address, plancheck.ResourceActionUpdate)),
			)
			if writes := wrong.Count(http.MethodPost, tagPath) + wrong.Count(http.MethodDelete, onePath); writes != 0 {
				t.Errorf("expected no write to the wrong account, got %v", wrong.Tally())
			}
		})
	}
}
