// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package object_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/providertest"
)

// TestAccObject_whatTheServerMakesOfItIsNoChange has a server that stores, adds and shows more or less or otherwise.
func TestAccObject_whatTheServerMakesOfItIsNoChange(t *testing.T) {
	t.Parallel()
	cases := map[string]providertest.Case{}
	for name, test := range map[string]struct {
		attributes string
		behavior   naotest.Behavior
		change     func(*naotest.Collection)
	}{
		"defaults and additions": {
			`{ name = "Ops" }`, naotest.Behavior{}, func(c *naotest.Collection) {
				c.Defaults = map[string]any{"retries": 3, "options": map[string]any{"colour": "red"}}
				c.Added = map[string]any{"created_by": 4840}
			},
		},
		"attributes that move": {
			`{ name = "Ops" }`, naotest.Behavior{}, func(c *naotest.Collection) { c.Moving = []string{"load"} },
		},
		"numbers as texts": {
			`{ name = "Ops", retries = 3, on = true }`, naotest.Behavior{}, func(c *naotest.Collection) {
				c.Normalised = map[string]naotest.Normal{
					"retries": func(any) any { return "3" }, "on": func(any) any { return "true" },
				}
			},
		},
		"texts as numbers": {
			`{ name = "Ops", retries = "3", on = "true" }`, naotest.Behavior{}, func(c *naotest.Collection) {
				c.Normalised = map[string]naotest.Normal{"retries": func(any) any { return 3 }, "on": func(any) any { return true }}
			},
		},
		"six decimals, single precision and another zone": {
			`{ name = "Ops", lat = 43.56439230039133, lon = 1.3871262673941822, at = "2026-01-01T12:00:00+02:00" }`,
			naotest.Behavior{},
			func(c *naotest.Collection) {
				c.Normalised = map[string]naotest.Normal{
					"lat": func(any) any { return 43.564392 }, "lon": func(any) any { return float32(1.3871262673941822) },
					"at": func(any) any { return "2026-01-01T10:00:00.000Z" },
				}
			},
		},
		"a set in another order": {
			`{ name = "Ops", sites = toset(["b", "a", "c"]) }`, naotest.Behavior{}, func(c *naotest.Collection) {
				c.Normalised = map[string]naotest.Normal{"sites": func(any) any { return []any{"c", "b", "a"} }}
			},
		},
		"a thin listing":         {`{ name = "Ops", retries = 3 }`, naotest.Behavior{}, func(c *naotest.Collection) { c.ThinListing = []string{"retries", "name"} }},
		"an odd type":            {`{ name = "Ops" }`, naotest.Behavior{}, func(c *naotest.Collection) { c.Type = "web_hook" }},
		"ids that are no number": {`{ name = "Ops" }`, naotest.Behavior{}, func(c *naotest.Collection) { c.IDPrefix = "nt_" }},
		"what is never shown":    {`{ name = "Ops", pin = "1234" }`, naotest.Behavior{}, func(c *naotest.Collection) { c.Secrets = map[string]naotest.SecretForm{"pin": naotest.SecretOmitted} }},
		"shown once":             {`{ name = "Ops", pin = "1234" }`, naotest.Behavior{}, func(c *naotest.Collection) { c.Secrets = map[string]naotest.SecretForm{"pin": naotest.SecretOnce} }},
		"large numbers":          {`{ name = "Ops", many = 9007199254740993, more = 1000000, tiny = 0.000001 }`, naotest.Behavior{}, func(*naotest.Collection) {}},
		"creates by jobs":        {`{ name = "Ops" }`, naotest.Behavior{Responses: naotest.Responses{Creates: naotest.SeeOther, Updates: naotest.SeeOther, Deletes: naotest.SeeOther}}, func(*naotest.Collection) {}},
		"plain roots":            {`{ name = "Ops", retries = 3 }`, naotest.Behavior{Documents: naotest.Documents{PlainRoots: true}}, func(*naotest.Collection) {}},
		"filters ignored":        {`{ name = "Ops" }`, naotest.Behavior{Listing: naotest.Listing{IgnoreFilters: true, PageCap: 2}}, func(*naotest.Collection) {}},
	} {
		account := start(t, test.behavior, test.change)
		account.AddObject(naotest.Object{Collection: collection, Attributes: map[string]any{"name": "Dev"}})
		var more []string
		if name == "an odd type" {
			more = append(more, `type = "web_hook"`)
		}
		config := account.Config(block(test.attributes, more...))
		cases[name] = providertest.Case{Account: account, Steps: []resource.TestStep{
			providertest.Applies(config, address, plancheck.ResourceActionCreate),
		}}
	}
	providertest.RunTogether(t, cases)
}

func TestAccObject_numbersKeepAllTheirDigits(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	account.Run(t, providertest.Applies(account.Config(block(`{ name = "Ops", many = 9007199254740993, million = 10000000, part = 0.1 }`)), address, plancheck.ResourceActionCreate))
	if posts := account.Bodies(http.MethodPost, objectPath); !slices.Equal(posts, []string{`{"notifier":{"many":9007199254740993,"million":10000000,"name":"Ops","part":0.1}}`}) {
		t.Errorf("got %s", posts)
	}
}

func TestAccObject_spellingsAreNoUpdate(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	conditional := `variable "more" {
  default = true
}
`
	account.Run(t,
		providertest.Applies(account.Config(block(`{ name = "Ops", retries = 3, on = true }`)), address, plancheck.ResourceActionCreate),
		// A conditional expression makes a map of texts of it.
		providertest.Unchanged(account.Config(conditional+block(`var.more ? tomap({ name = "Ops", retries = "3", on = "true" }) : null`))),
		// Six decimals are equal, in the plan as in the read.
		providertest.Unchanged(account.Config(block(`{ name = "Ops", retries = 3.0000001, on = true }`))),
		providertest.Applies(account.Config(block(`{ name = "Ops", retries = 3.000001, on = true }`)), address, plancheck.ResourceActionUpdate),
	)
	if puts := account.Count(http.MethodPut, objectPath+"/*"); puts != 1 {
		t.Errorf("expected one PUT, got %d", puts)
	}
}

func TestAccObject_ignoreChangesSendsWhatIsKept(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	account.Run(t,
		providertest.Applies(account.Config(block(`{ name = "Ops", retries = 3, more = 1 }`)), address, plancheck.ResourceActionCreate),
		providertest.Applies(account.Config(block(`{ name = "Ops", retries = 5, more = 2 }`, `lifecycle {
    ignore_changes = [attributes.retries]
  }`)), address, plancheck.ResourceActionUpdate),
		providertest.Unchanged(account.Config(block(`{ name = "Dev" }`, `lifecycle {
    ignore_changes = [attributes]
  }`))),
	)
	if puts := account.Bodies(http.MethodPut, objectPath+"/*"); !slices.Equal(puts, []string{`{"notifier":{"more":2,"name":"Ops","retries":3}}`}) {
		t.Errorf("got %s", puts)
	}
}

// TestAccObject_anImportAdoptsWhatIsDeclared has an object that holds more than the configuration, a secret, and a type of its own.
func TestAccObject_anImportAdoptsWhatIsDeclared(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{}, func(c *naotest.Collection) {
		c.Type, c.Generated, c.Moving = "web_hook", []string{"token"}, []string{"load"}
	})
	account.AddObject(naotest.Object{ID: "7", Collection: collection, Attributes: map[string]any{"name": "Ops", "retries": 3, "lat": 43.564392}})
	imported := `import {
  to = naocloud_object.test
  id = "sites/11416/notifiers/7"
}
`
	ops := block(`{ name = "Ops", lat = 43.56439230039133 }`, `type = "web_hook"`)
	account.Run(t,
		resource.TestStep{Config: account.Config(imported + ops), ConfigPlanChecks: resource.ConfigPlanChecks{
			PreApply:             []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, plancheck.ResourceActionNoop)},
			PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
		}},
		providertest.Unchanged(account.Config(ops)),
		providertest.Applies(account.Config(block(`{ name = "Ops", lat = 43.56439230039133, retries = 4 }`, `type = "web_hook"`)), address, plancheck.ResourceActionUpdate),
		// From the first update on, a removal shows.
		providertest.Applies(account.Config(block(`{ name = "Ops", lat = 43.56439230039133 }`, `type = "web_hook"`)), address, plancheck.ResourceActionUpdate),
	)
	if puts := account.Bodies(http.MethodPut, objectPath+"/*"); len(puts) != 2 {
		t.Errorf("expected two PUTs, got %s", puts)
	}
}

func TestAccObject_aDeclaredSecretIsPlannedAfterAnImport(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	account.AddObject(naotest.Object{ID: "7", Collection: collection, Attributes: map[string]any{"name": "Ops", "token": "abcd-efgh"}})
	account.Run(t, resource.TestStep{
		Config: account.Config("import {\n  to = naocloud_object.test\n  id = \"sites/11416/notifiers/7\"\n}\n" + block(`{ name = "Ops", token = "abcd-efgh" }`)),
		ConfigPlanChecks: resource.ConfigPlanChecks{
			PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate)},
		},
	})
}

func TestAccObject_outputs(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{}, func(c *naotest.Collection) {
		c.Added = map[string]any{"state": "new", "link": map[string]any{"href": "here", "auth": "hidden"}}
		c.Generated = []string{"token"}
		c.ThinListing = []string{"state", "token"}
	})
	ops := func(more ...string) string { return account.Config(block(`{ name = "Ops" }`, more...)) }
	account.Run(t,
		providertest.Applies(ops(`export = ["state", "link", "other"]`, `export_sensitive = ["token"]`), address, plancheck.ResourceActionCreate,
			providertest.Value(address, "output", object(map[string]knownvalue.Check{
				"state": knownvalue.StringExact("new"), "link": object(map[string]knownvalue.Check{"href": knownvalue.StringExact("here")}), "other": knownvalue.Null(),
			})),
			providertest.Value(address, "sensitive_output", object(map[string]knownvalue.Check{"token": knownvalue.StringExact(naotest.ObjectSecret + "-1")}))),
		// What is exported changes without a request that changes anything.
		providertest.Applies(ops(`export = ["state"]`), address, plancheck.ResourceActionUpdate,
			providertest.Value(address, "output", object(map[string]knownvalue.Check{"state": knownvalue.StringExact("new")})),
			providertest.Value(address, "sensitive_output", object(nil))),
		// The refresh sees what has changed.
		providertest.Before(func() {
			account.UpdateObject(collection, "71", func(o *naotest.Object) { o.Attributes["state"] = "old" })
		}, resource.TestStep{Config: ops(`export = ["state"]`), ConfigStateChecks: []statecheck.StateCheck{
			providertest.Value(address, "output", object(map[string]knownvalue.Check{"state": knownvalue.StringExact("old")})),
		}}),
		// With nothing exported, an update plans nothing that only the apply knows.
		resource.TestStep{Config: account.Config(block(`{ name = "Dev" }`)), ConfigPlanChecks: resource.ConfigPlanChecks{
			PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate)},
		}},
	)
	if puts := account.Count(http.MethodPut, objectPath+"/*"); puts != 1 {
		t.Errorf("expected one PUT, got %v", account.Tally())
	}
}

func TestAccObject_writeOnlyAttributes(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	ops := func(secret, version string) string {
		return account.Config(block(`{ name = "Ops", options = { colour = "red" } }`, `attributes_wo = { pin = "`+secret+`", options = { code = "`+secret+`" } }`, `attributes_wo_version = `+version))
	}
	account.RunWhere(t, tfversion.SkipBelow(tfversion.Version1_11_0),
		providertest.Applies(ops("canary-one", "1"), address, plancheck.ResourceActionCreate, providertest.Value(address, "attributes_wo_version", knownvalue.Int64Exact(1)),
			providertest.Value(address, "attributes_wo", knownvalue.Null())),
		// Only the version tells that the secret has changed.
		providertest.Unchanged(ops("canary-two", "1")),
		providertest.Applies(ops("canary-two", "2"), address, plancheck.ResourceActionUpdate),
		// Another update does not send it.
		providertest.Applies(account.Config(block(`{ name = "Dev", options = { colour = "red" } }`, `attributes_wo = { pin = "canary-three" }`, `attributes_wo_version = 2`)), address, plancheck.ResourceActionUpdate),
	)
	bodies := append(account.Bodies(http.MethodPost, objectPath), account.Bodies(http.MethodPut, objectPath+"/*")...)
	want := []string{
		`{"notifier":{"name":"Ops","options":{"code":"canary-one","colour":"red"},"pin":"canary-one"}}`,
		`{"notifier":{"name":"Ops","options":{"code":"canary-two","colour":"red"},"pin":"canary-two"}}`,
		`{"notifier":{"name":"Dev","options":{"colour":"red"}}}`,
	}
	if !slices.Equal(bodies, want) {
		t.Errorf("got\n%s", strings.Join(bodies, "\n"))
	}
}

func TestAccObject_replaceOn(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	ops := func(attributes string) string { return account.Config(block(attributes, `replace_on = ["kind"]`)) }
	account.Run(t,
		providertest.Applies(ops(`{ name = "Ops", kind = 1, retries = 3 }`), address, plancheck.ResourceActionCreate, providertest.Text(address, "id", "71")),
		providertest.Applies(ops(`{ name = "Ops", kind = "1", retries = 4 }`), address, plancheck.ResourceActionUpdate, providertest.Text(address, "id", "71")),
		providertest.Applies(ops(`{ name = "Ops", kind = 2, retries = 4 }`), address, plancheck.ResourceActionDestroyBeforeCreate, providertest.Text(address, "id", "72"),
			providertest.Value(address, "replace_on", knownvalue.SetExact([]knownvalue.Check{knownvalue.StringExact("kind")}))),
	)
}

func TestAccObject_nullClears(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	account.Run(t,
		providertest.Applies(account.Config(block(`{ name = "Ops", note = "x" }`)), address, plancheck.ResourceActionCreate),
		providertest.Applies(account.Config(block(`{ name = "Ops", note = null }`)), address, plancheck.ResourceActionUpdate),
	)
	if puts := account.Bodies(http.MethodPut, objectPath+"/*"); !slices.Equal(puts, []string{`{"notifier":{"name":"Ops","note":null}}`}) {
		t.Errorf("got %s", puts)
	}
}

func TestAccObject_changesBehindTerraformsBack(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	ops := account.Config(block(`{ name = "Ops", points = [{ x = 1 }, { x = 2 }] }`))
	update := func(change func(map[string]any)) func() {
		return func() {
			account.UpdateObject(collection, "71", func(o *naotest.Object) { change(o.Attributes) })
		}
	}
	account.Run(t,
		providertest.Applies(ops, address, plancheck.ResourceActionCreate),
		providertest.Before(update(func(a map[string]any) { a["name"] = "Renamed" }), providertest.Applies(ops, address, plancheck.ResourceActionUpdate)),
		providertest.Before(update(func(a map[string]any) { a["points"] = []any{map[string]any{"x": 2}, map[string]any{"x": 1}} }),
			providertest.Applies(ops, address, plancheck.ResourceActionUpdate)),
		providertest.Before(update(func(a map[string]any) { a["points"] = []any{map[string]any{"x": 1, "y": 9}, map[string]any{"x": 2}} }), providertest.Unchanged(ops)),
		providertest.Before(func() { account.RemoveObject(collection, "71") }, providertest.Applies(ops, address, plancheck.ResourceActionCreate, providertest.Text(address, "id", "72"))),
	)
}
