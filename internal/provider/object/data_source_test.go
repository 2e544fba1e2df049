// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package object_test

import (
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/providertest"
)

const (
	one  = "data.naocloud_object.test"
	many = "data.naocloud_objects.test"
)

// furnished opens an account with three notifiers on site 11416 and one on 11417.
func furnished(t *testing.T, behavior naotest.Behavior, change ...func(*naotest.Collection)) *providertest.Account {
	t.Helper()
	account := start(t, behavior, change...)
	for _, attributes := range []map[string]any{
		{"name": "Ops", "url": "https://ops.example", "retries": 3, "api_token": "canary-token-1", "options": map[string]any{"colour": "red", "auth": "canary-auth"}},
		{"name": "Night", "url": nil, "retries": 9007199254740993},
		{"name": "ops", "retries": 3},
	} {
		account.AddObject(naotest.Object{Collection: collection, Attributes: attributes})
	}
	account.AddObject(naotest.Object{Collection: "sites/11417/notifiers", Attributes: map[string]any{"name": "Ops"}})
	return account
}

func data(account *providertest.Account, lines string) string {
	return account.Config("data \"naocloud_object\" \"test\" {\n  collection = \"sites/11416/notifiers\"\n" + lines + "\n}\n")
}

func all(account *providertest.Account, lines string) string {
	return account.Config("data \"naocloud_objects\" \"test\" {\n  collection = \"sites/11416/notifiers\"\n" + lines + "\n}\n")
}

func texts(texts ...string) knownvalue.Check {
	checks := make([]knownvalue.Check, len(texts))
	for i, text := range texts {
		checks[i] = knownvalue.StringExact(text)
	}
	return knownvalue.ListExact(checks)
}

func shows(config string, checks ...statecheck.StateCheck) resource.TestStep {
	return resource.TestStep{Config: config, ConfigStateChecks: checks}
}

func TestAccObjectData_showsOne(t *testing.T) {
	t.Parallel()
	account := furnished(t, naotest.Behavior{})
	account.Run(t,
		shows(data(account, "id = \"71\"\nexport = [\"name\", \"options\", \"absent\"]\nexport_sensitive = [\"api_token\"]\ntimeouts {\n read = \"5m\" \n}"),
			providertest.Text(one, "id", "71"),
			providertest.Text(one, "collection", collection),
			providertest.Value(one, "output", object(map[string]knownvalue.Check{
				"name": knownvalue.StringExact("Ops"), "options": object(map[string]knownvalue.Check{"colour": knownvalue.StringExact("red")}), "absent": knownvalue.Null(),
			})),
			providertest.Value(one, "sensitive_output", object(map[string]knownvalue.Check{"api_token": knownvalue.StringExact("canary-token-1")}))),
		shows(data(account, `filter = { name_eq = "Night" }`), providertest.Text(one, "id", "72"), providertest.Value(one, "output", object(nil))),
		shows(data(account, `filter = { name_in = ["Ops", "Night"], retries_eq = "3" }`), providertest.Text(one, "id", "71")),
	)
}

func TestAccObjectData_showsMany(t *testing.T) {
	t.Parallel()
	account := furnished(t, naotest.Behavior{})
	account.Run(t,
		shows(all(account, "export = [\"retries\", \"url\"]\nexport_sensitive = [\"api_token\"]\ntimeouts {\n read = \"5m\" \n}"),
			providertest.Value(many, "ids", texts("71", "72", "73")),
			providertest.Value(many, "objects", object(map[string]knownvalue.Check{
				"71": object(map[string]knownvalue.Check{"retries": knownvalue.Int64Exact(3), "url": knownvalue.StringExact("https://ops.example")}),
				"72": object(map[string]knownvalue.Check{"retries": knownvalue.Int64Exact(9007199254740993), "url": knownvalue.Null()}),
				"73": object(map[string]knownvalue.Check{"retries": knownvalue.Int64Exact(3), "url": knownvalue.Null()}),
			})),
			providertest.Value(many, "sensitive_objects", object(map[string]knownvalue.Check{
				"71": object(map[string]knownvalue.Check{"api_token": knownvalue.StringExact("canary-token-1")}),
				"72": object(map[string]knownvalue.Check{"api_token": knownvalue.Null()}),
				"73": object(map[string]knownvalue.Check{"api_token": knownvalue.Null()}),
			}))),
		shows(all(account, `filter = { retries_eq = 3 }`), providertest.Value(many, "ids", texts("71", "73"))),
		shows(all(account, `filter = { name_eq = "nobody" }`), providertest.Value(many, "ids", texts()), providertest.Value(many, "objects", object(nil))),
		shows(all(account, ""), providertest.Value(many, "ids", texts("71", "72", "73"))),
	)
}

func TestAccObjectData_whatCannotBeFoundIsAnErrorOnItsArgument(t *testing.T) {
	t.Parallel()
	account := furnished(t, naotest.Behavior{Listing: naotest.Listing{IgnoreFilters: true}})
	account.Run(t,
		providertest.Fails(data(account, `filter = { name_eq = "nobody" }`), "No object of sites/11416/notifiers matches the filter."),
		providertest.Fails(data(account, `filter = { retries_eq = 3 }`), "2 objects of sites/11416/notifiers match the filter: ids 71, 73."),
		providertest.Fails(data(account, `id = "4711"`), "The collection sites/11416/notifiers has no object with the id 4711"),
		providertest.Fails(data(account, `filter = { color_eq = "red" }`), `No object of sites/11416/notifiers shows the attribute "color"`),
		providertest.Fails(all(account, `filter = { color_eq = "red" }`), "Correct the name, or leave it out of the filter."),
		providertest.Fails(account.Config(`data "naocloud_objects" "test" { collection = "sites/11416/zones" }`), "NAO Cloud has no collection sites/11416/zones"),
		providertest.Fails(account.Config(`data "naocloud_objects" "test" { collection = "sites/999/notifiers" }`), "NAO Cloud has no collection sites/999/notifiers"),
	)
	account.Inject(naotest.Status(http.StatusForbidden), naotest.On(http.MethodGet, objectPath))
	account.Run(t, providertest.Fails(all(account, ""), "The credentials are good, but not for the collection sites/11416/notifiers."))
}

// Nothing is sent for arguments that are wrong, whether a validation sees it or only the read.
func TestAccObjectData_wrongArgumentsSendNothing(t *testing.T) {
	t.Parallel()
	account := furnished(t, naotest.Behavior{})
	at := func(collection string) string {
		return account.Config("data \"naocloud_objects\" \"test\" {\n  collection = \"" + collection + "\"\n}\n")
	}
	later := func(id string) string {
		return account.Config("resource \"terraform_data\" \"id\" {\n  input = \"" + id + "\"\n}\n" +
			"data \"naocloud_objects\" \"test\" {\n  collection = \"sites/${terraform_data.id.output}/notifiers\"\n}\n")
	}
	account.Run(t,
		providertest.Fails(at("sites/../teams"), `".." is no id`),
		providertest.Fails(at("sites/5%2f.."), `"5%2f.." is no id`),
		providertest.Fails(at("sites//notifiers"), "must not have an empty part"),
		providertest.Fails(at("notifiers?x=1"), `"notifiers?x=1" is no name`),
		providertest.Fails(at("oauth/token"), `"oauth" is not`),
		providertest.Fails(at("sites/5/sessions"), `"sessions" is not`),
		providertest.Fails(later(".."), `".." is no id`),
		providertest.Fails(all(account, `filter = { name_cont = "O" }`), `since only those can be checked; "name_cont" does not`),
		providertest.Fails(all(account, `filter = { name_eq = null }`), `filter must have one text, number or boolean for "name_eq"`),
		providertest.Fails(all(account, `filter = "name"`), "filter must be an object"),
		providertest.Fails(all(account, `export = ["api_token"]`), `export must not name "api_token"`),
		providertest.Fails(all(account, `export = ["blueprint_url"]`), `Name it in export_sensitive alone`),
		providertest.Fails(all(account, `export = ["id"]`), `export must not name "id"`),
		providertest.Fails(data(account, `export = ["api_key"]`+"\nid = \"71\""), `export must not name "api_key"`),
		providertest.Fails(data(account, ""), "Missing Attribute Configuration"),
		providertest.Fails(data(account, "id = \"71\"\nfilter = { name_eq = \"Ops\" }"), "Invalid Attribute Combination"),
		providertest.Fails(data(account, "filter = {}"), "an empty one matches every object"),
		providertest.Fails(data(account, `id = ".."`), "id must have 1 to 64 letters"),
		resource.TestStep{Config: account.Config("")}, // What is destroyed at the end has to be valid.
	)
	if sent := len(account.Requests()); sent > 0 {
		t.Errorf("sent %d requests: %v", sent, account.Tally())
	}
}

func TestAccObjectData_thinListings(t *testing.T) {
	t.Parallel()
	account := furnished(t, naotest.Behavior{}, func(c *naotest.Collection) { c.ThinListing = []string{"retries"} })
	account.Run(t, shows(all(account, "filter = { retries_eq = 3 }\nexport = [\"name\"]"), providertest.Value(many, "ids", texts("71", "73"))))
}
