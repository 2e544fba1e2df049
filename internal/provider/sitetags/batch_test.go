// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package sitetags_test

import (
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/providertest"
)

func TestAccSiteTags_anEmptySiteIsCommissionedAtOnce(t *testing.T) {
	t.Parallel()
	batch := func(method string, missing int) naotest.Behavior {
		return naotest.Behavior{Tags: naotest.Tags{Batch: naotest.Batch{Method: method, MissingStatus: missing}}}
	}
	capitals := naotest.Behavior{Attributes: naotest.Attributes{Stored: map[string]naotest.Text{"nao_trackable.tracking_id": {UpperCase: true}}}}
	slow := naotest.Behavior{PerType: map[string]naotest.Responses{"batch": {Creates: naotest.SeeOther}}, Jobs: naotest.Jobs{Polls: 2}}
	tests := map[string]struct {
		behavior naotest.Behavior
		posts    int
	}{
		"both methods":             {naotest.Behavior{}, 0},
		"PUT":                      {batch("PUT", 0), 0},
		"POST, PUT answered 405":   {batch("POST", 0), 0},
		"POST, PUT answered 404":   {batch("POST", http.StatusNotFound), 0},
		"a background job":         {slow, 0},
		"ids in capitals":          {capitals, 0},
		"no batch":                 {batch("none", 0), 40},
		"no batch, 404":            {batch("none", http.StatusNotFound), 40},
		"a batch that is too long": {naotest.Behavior{Tags: naotest.Tags{Batch: naotest.Batch{Limit: 10}}}, 40},
	}
	cases := map[string]providertest.Case{}
	for name, test := range tests {
		cases[name] = creates(start(t, test.behavior), badges(40))
	}
	providertest.RunTogether(t, cases)
	for name, test := range tests {
		if posts := cases[name].Account.Count(http.MethodPost, tagPath); posts != test.posts {
			t.Errorf("%s: expected %d POSTs, got %v", name, test.posts, cases[name].Account.Tally())
		}
	}
	eachMadeOnce(t, cases)
}

func TestAccSiteTags_noBatchOverTagsThatExist(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	account.SeedTags(site, 1)
	account.Run(t, providertest.After(
		providertest.Applies(config(account, badges(40)...), address, plancheck.ResourceActionCreate),
		func() {
			if tags := len(account.Tags(site)); tags != 41 {
				t.Errorf("expected 41 tags, got %d", tags)
			}
		}))
	if batches := account.Count(http.MethodPut, tagsPath+"/batch"); batches != 0 {
		t.Errorf("expected no batch, got %v", account.Tally())
	}
}

func TestAccSiteTags_twoSetsNeverBatchTheSameSite(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	account.Run(t, providertest.After(
		resource.TestStep{Config: account.Config(block("test", "", badges(40)...) + block("other", "", func() (tags []string) {
			for i, text := range badges(40) {
				if i%2 == 0 {
					text = "other-" + text
				}
				tags = append(tags, text)
			}
			return tags
		}()...) + `
			resource "naocloud_tag" "single" {
				site_id     = "11416"
				tracking_id = "single"
				name        = "Single"
			}`)},
		func() {
			if tags := len(account.Tags(site)); tags != 81 {
				t.Errorf("expected 81 tags, got %d", tags)
			}
		}))
	if batches := account.Count(http.MethodPut, tagsPath+"/batch"); batches > 1 {
		t.Errorf("expected at most one batch, got %v", account.Tally())
	}
	for key, times := range account.Made("nao_trackable") {
		if times != 1 {
			t.Errorf("expected one tag %s, got %d", key, times)
		}
	}
}

func TestAccSiteTags_aBatchThatIsRefusedNamesTheTag(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{Tags: naotest.Tags{RefusedIDs: []string{"badge-007"}}})
	account.Run(t,
		providertest.After(
			providertest.Fails(config(account, badges(40)...), "Tag badge-007 of site 11416: NAO Cloud says:"),
			func() {
				if tags := len(account.Tags(site)); tags != 39 {
					t.Errorf("expected 39 tags, got %d", tags)
				}
			}),
	)
}

func TestAccSiteTags_whatABatchLeavesOutIsNamed(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{Tags: naotest.Tags{RefusedIDs: []string{"badge-007"}, Batch: naotest.Batch{LeavesOut: true}}})
	account.Run(t,
		providertest.After(
			providertest.Fails(config(account, badges(40)...), "Tag badge-007 of site 11416: NAO Cloud says:"),
			func() {
				if posts := account.Count(http.MethodPost, tagPath); len(account.Tags(site)) != 39 || posts != 1 {
					t.Errorf("expected 39 tags of a batch and one POST, got %d tags and %v", len(account.Tags(site)), account.Tally())
				}
			}),
	)
}

func TestAccSiteTags_aBatchWithoutAResponseIsLookedFor(t *testing.T) {
	t.Parallel()
	cases := map[string]providertest.Case{}
	for name, fault := range map[string]naotest.Fault{
		"lost response": naotest.LoseResponse,
		"504":           naotest.ProxyPage(http.StatusGatewayTimeout).AfterWork(),
	} {
		account := start(t, naotest.Behavior{})
		account.Inject(fault, naotest.On(http.MethodPut, tagsPath+"/batch"))
		cases[name] = creates(account, badges(40))
	}
	providertest.RunTogether(t, cases)
	for name, c := range cases {
		if batches, posts := c.Account.Count(http.MethodPut, tagsPath+"/batch"), c.Account.Count(http.MethodPost, tagPath); batches != 1 || posts != 0 {
			t.Errorf("%s: expected one batch and no POST, got %v", name, c.Account.Tally())
		}
	}
}

func TestAccSiteTags_aBatchOfUnknownOutcomeIsNotSentAgain(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	// Nothing comes of it.
	account.Inject(naotest.ProxyPage(http.StatusGatewayTimeout), naotest.On(http.MethodPut, tagsPath+"/batch").Times(1))
	hasty := account.Config(block("test", "timeouts {\n create = \"4s\" \n}", badges(40)...))
	account.Run(t,
		providertest.Fails(hasty, "A batch of 40 tags was sent to site 11416, and its outcome is not known"),
		providertest.After(resource.TestStep{Config: hasty}, func() {
			if tags := len(account.Tags(site)); tags != 40 {
				t.Errorf("expected 40 tags, got %d", tags)
			}
		}),
	)
	for key, times := range account.Made("nao_trackable") {
		if times != 1 {
			t.Errorf("expected one tag %s, got %d", key, times)
		}
	}
}
