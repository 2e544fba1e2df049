// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package object_test

import (
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/querycheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/providertest"
)

const listAddress = "naocloud_object.test"

// listing is a list block for objects, with these lines.
func listing(account *providertest.Account, lines string) string {
	return account.Config("list \"naocloud_object\" \"test\" {\n  provider = naocloud\n" + lines + "\n}\n")
}

func known(id string) map[string]string { return map[string]string{"collection": collection, "id": id} }

func TestAccObjectList_showsNamesAndIdentities(t *testing.T) {
	t.Parallel()
	account := furnished(t, naotest.Behavior{})
	account.RunWithQuery(t,
		providertest.Queries(listing(account, `config { collection = "sites/11416/notifiers" }`),
			providertest.Listed(listAddress, 3),
			providertest.ListedAs(listAddress, "Ops", known("71")),
			providertest.ListedAs(listAddress, "Night", known("72"))),
		providertest.Queries(listing(account, "config {\n collection = \"sites/11416/notifiers\"\n filter = { name_eq = \"Night\" }\n}"),
			providertest.Listed(listAddress, 1),
			providertest.ListedAs(listAddress, "Night", known("72"))),
	)
}

// What the listing does not show is read, and nothing that looks secret is among the results.
func TestAccObjectList_includesWhatIsNotSecret(t *testing.T) {
	t.Parallel()
	for name, thin := range map[string][]string{"whole": nil, "thin": {"url", "retries"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			account := furnished(t, naotest.Behavior{}, func(c *naotest.Collection) { c.ThinListing = thin })
			account.RunWithQuery(t, providertest.Queries(listing(account, "include_resource = true\nconfig {\n collection = \"sites/11416/notifiers\"\n}"),
				providertest.ListedWith(listAddress, known("71"),
					querycheck.KnownValueCheck{Path: tfjsonpath.New("id"), KnownValue: knownvalue.StringExact("71")},
					querycheck.KnownValueCheck{Path: tfjsonpath.New("collection"), KnownValue: knownvalue.StringExact(collection)},
					querycheck.KnownValueCheck{Path: tfjsonpath.New("attributes"), KnownValue: object(map[string]knownvalue.Check{
						"name": knownvalue.StringExact("Ops"), "retries": knownvalue.Int64Exact(3), "url": knownvalue.StringExact("https://ops.example"),
						"options": object(map[string]knownvalue.Check{"colour": knownvalue.StringExact("red")}),
					})}),
				providertest.ListedWith(listAddress, known("73"),
					querycheck.KnownValueCheck{Path: tfjsonpath.New("attributes"), KnownValue: object(map[string]knownvalue.Check{
						"name": knownvalue.StringExact("ops"), "retries": knownvalue.Int64Exact(3),
					})})))
		})
	}
}

func TestAccObjectList_errorsAreOnTheirArguments(t *testing.T) {
	t.Parallel()
	account := furnished(t, naotest.Behavior{})
	at := func(collection string) string {
		return listing(account, "config {\n collection = \""+collection+"\"\n}")
	}
	account.RunWithQuery(t,
		providertest.FailsToQuery(at("sites/../teams"), `".." is no id`),
		providertest.FailsToQuery(at("sites/11416/nao_trackables"), "are managed by naocloud_tag or naocloud_site_tags"),
		providertest.FailsToQuery(listing(account, "config {\n collection = \"sites/11416/notifiers\"\n filter = { name_cont = \"O\" }\n}"), `"name_cont" does not`),
	)
	if sent := len(account.Requests()); sent > 0 {
		t.Errorf("sent %d requests: %v", sent, account.Tally())
	}
	account.RunWithQuery(t, providertest.FailsToQuery(at("sites/11416/zones"), "NAO Cloud has no collection sites/11416/zones"))
	account.Inject(naotest.Status(http.StatusForbidden), naotest.On(http.MethodGet, objectPath))
	account.RunWithQuery(t, providertest.FailsToQuery(at(collection), "The credentials are good, but not for the collection sites/11416/notifiers."))
}
