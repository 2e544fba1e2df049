// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package object_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/providertest"
)

// TestAccObject_everyArgument sets all arguments at once, and expects each of them in the state as it was set.
func TestAccObject_everyArgument(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{}, func(c *naotest.Collection) { c.Type = "web_hook" })
	config := account.Config(`resource "naocloud_object" "test" {
  collection            = "sites/11416/notifiers"
  type                  = "web_hook"
  natural_key           = ["name", "floor"]
  attributes            = { name = "Ops", floor = 2, url = "https://ops.example" }
  attributes_wo         = { pin = "1234" }
  attributes_wo_version = 1
  export                = ["floor"]
  export_sensitive      = ["pin"]
  replace_on            = ["floor"]

  timeouts {
    create = "5m"
    read   = "6m"
    update = "7m"
    delete = "8m"
  }
}`)
	texts := func(values ...string) knownvalue.Check {
		checks := make([]knownvalue.Check, len(values))
		for i, value := range values {
			checks[i] = knownvalue.StringExact(value)
		}
		return knownvalue.SetExact(checks)
	}
	account.Run(t,
		providertest.Applies(config, "naocloud_object.test", plancheck.ResourceActionCreate,
			providertest.Text(address, "type", "web_hook"),
			providertest.Value(address, "natural_key", knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("name"), knownvalue.StringExact("floor")})),
			providertest.Value(address, "attributes_wo", knownvalue.Null()),
			providertest.Value(address, "attributes_wo_version", knownvalue.Int64Exact(1)),
			providertest.Value(address, "export", texts("floor")),
			providertest.Value(address, "export_sensitive", texts("pin")),
			providertest.Value(address, "replace_on", texts("floor")),
			providertest.Value(address, "timeouts", object(map[string]knownvalue.Check{
				"create": knownvalue.StringExact("5m"), "read": knownvalue.StringExact("6m"),
				"update": knownvalue.StringExact("7m"), "delete": knownvalue.StringExact("8m"),
			}))),
	)
}
