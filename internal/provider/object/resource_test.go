// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package object_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/providertest"
)

const (
	address    = "naocloud_object.test"
	collection = "sites/11416/notifiers"
	objectPath = "/sites/*/notifiers"
)

// start opens an account with the sites 11416 and 11417, which have notifiers.
func start(t *testing.T, behavior naotest.Behavior, change ...func(*naotest.Collection)) *providertest.Account {
	t.Helper()
	account := providertest.Start(t, with(behavior, change...))
	account.SeedSites(2)
	return account
}

func with(behavior naotest.Behavior, change ...func(*naotest.Collection)) naotest.Behavior {
	declared := naotest.Collection{Path: "sites/{}/notifiers", FirstID: 71}
	for _, change := range change {
		change(&declared)
	}
	behavior.Collections = append(behavior.Collections, declared)
	return behavior
}

// block is a resource of the collection with these attributes, and more arguments.
func block(attributes string, more ...string) string {
	return fmt.Sprintf("resource \"naocloud_object\" \"test\" {\n  collection = %q\n  attributes = %s\n  %s\n}\n", collection, attributes, strings.Join(more, "\n  "))
}

func object(members map[string]knownvalue.Check) knownvalue.Check {
	return knownvalue.ObjectExact(members)
}

func TestAccObject_lifecycle(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	account.Run(t,
		providertest.Applies(account.Config(block(`{ name = "Ops", retries = 3, options = { colour = "red" } }`)), address, plancheck.ResourceActionCreate,
			providertest.Text(address, "id", "71"),
			providertest.Text(address, "collection", collection),
			providertest.Value(address, "output", object(nil)),
			providertest.Value(address, "sensitive_output", object(nil)),
			providertest.Value(address, "attributes", object(map[string]knownvalue.Check{
				"name": knownvalue.StringExact("Ops"), "retries": knownvalue.Int64Exact(3),
				"options": object(map[string]knownvalue.Check{"colour": knownvalue.StringExact("red")}),
			}))),
		providertest.Imports(address, collection+"/71", "id"),
		providertest.ImportsByBlock(address, collection+"/71"),
		providertest.Applies(account.Config(block(`{ name = "Ops", retries = 4, options = { colour = "red" } }`)), address, plancheck.ResourceActionUpdate,
			providertest.Text(address, "id", "71")),
	)
	if puts := account.Bodies(http.MethodPut, objectPath+"/*"); !slices.Equal(puts, []string{`{"notifier":{"name":"Ops","options":{"colour":"red"},"retries":4}}`}) {
		t.Errorf("expected one PUT of all declared attributes, got %s", puts)
	}
	if objects := account.Objects(collection); len(objects) != 0 {
		t.Errorf("left behind: %v", objects)
	}
}

func TestAccObject_identity(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	ops := account.Config(block(`{ name = "Ops" }`))
	identity := statecheck.ExpectIdentity(address, map[string]knownvalue.Check{
		"collection": knownvalue.StringExact(collection), "id": knownvalue.StringExact("71"),
	})
	account.RunWithIdentity(t,
		providertest.Applies(ops, address, plancheck.ResourceActionCreate, identity),
		providertest.ImportsByIdentity(address),
	)
}
