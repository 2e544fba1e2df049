// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package site_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/providertest"
)

func TestAccSitesDataSource_showsWhatASiteIs(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{})
	account.AddSite(naotest.Site{ID: "20000", Name: "Purpan", Latitude: 43.5643923, Longitude: 1.3871263})
	account.Run(t, resource.TestStep{Config: list(account, ""), ConfigStateChecks: []statecheck.StateCheck{
		providertest.Value(many, "sites", knownvalue.ListExact([]knownvalue.Check{knownvalue.ObjectExact(map[string]knownvalue.Check{
			"id": knownvalue.StringExact("20000"), "name": knownvalue.StringExact("Purpan"), "latitude": number(43.5643923), "longitude": number(1.3871263),
		})})),
	}})
}
