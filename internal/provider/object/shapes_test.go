// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package object_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/providertest"
)

func TestAccObject_everyShapeOfResponses(t *testing.T) {
	t.Parallel()
	providertest.EachShape(t, func(account *providertest.Account) []resource.TestStep {
		account.SetBehavior(func(b *naotest.Behavior) { *b = with(*b) })
		account.AddObject(naotest.Object{Collection: collection, Attributes: map[string]any{"name": "Dev"}})
		ops := account.Config(block(`{ name = "Ops", retries = 3, options = { colour = "red" } }`))
		return []resource.TestStep{
			providertest.Applies(ops, address, plancheck.ResourceActionCreate, providertest.Text(address, "id", "72")),
			providertest.ImportsByBlock(address, collection+"/72"),
			providertest.Applies(account.Config(block(`{ name = "Ops", retries = 4, options = { colour = "red" } }`)), address, plancheck.ResourceActionUpdate,
				providertest.Value(address, "attributes", object(map[string]knownvalue.Check{
					"name": knownvalue.StringExact("Ops"), "retries": knownvalue.Int64Exact(4),
					"options": object(map[string]knownvalue.Check{"colour": knownvalue.StringExact("red")}),
				}))),
		}
	})
}
