// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package object_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/providertest"
)

const importBlock = "import {\n  to = naocloud_object.test\n  id = \"sites/11416/notifiers/7\"\n}\n"

// withMore opens an account with object 7, which holds more than the tests declare, and a counter that moves.
func withMore(t *testing.T) *providertest.Account {
	t.Helper()
	account := start(t, naotest.Behavior{}, func(c *naotest.Collection) { c.Moving = []string{"load"} })
	account.AddObject(naotest.Object{ID: "7", Collection: collection, Attributes: map[string]any{
		"name": "Ops", "retries": 3, "options": map[string]any{"mode": "x", "api_key": "hidden-key"},
	}})
	return account
}

// TestAccObject_afterAnImportOnlyWhatIsDeclaredIsSent has a secret that is declared beside what an import found.
func TestAccObject_afterAnImportOnlyWhatIsDeclaredIsSent(t *testing.T) {
	t.Parallel()
	account := withMore(t)
	ops := block(`{ name = "Ops" }`, `attributes_wo = { pin = "canary-one" }`, `attributes_wo_version = 1`)
	account.RunWhere(t, tfversion.SkipBelow(tfversion.Version1_11_0),
		resource.TestStep{Config: account.Config(importBlock + ops)},
		providertest.Unchanged(account.Config(ops)))
	if puts := account.Bodies(http.MethodPut, objectPath+"/*"); !slices.Equal(puts, []string{`{"notifier":{"name":"Ops","pin":"canary-one"}}`}) {
		t.Errorf("got %s", puts)
	}
}

// TestAccObject_afterAnImportWhatIsLocalSendsNothing has arguments that the API never sees, and that are declared with the import or later.
func TestAccObject_afterAnImportWhatIsLocalSendsNothing(t *testing.T) {
	t.Parallel()
	account := withMore(t)
	first := block(`{ name = "Ops" }`, `export = ["load"]`)
	later := block(`{ name = "Ops" }`, `export = ["retries"]`, "timeouts {\n read = \"5m\"\n }")
	account.Run(t,
		resource.TestStep{Config: account.Config(importBlock + first)},
		providertest.Applies(account.Config(later), address, plancheck.ResourceActionUpdate),
		providertest.Unchanged(account.Config(later)))
	if puts := account.Bodies(http.MethodPut, objectPath+"/*"); len(puts) > 0 {
		t.Errorf("got %s", puts)
	}
}

// TestAccObject_writeOnlyMembersGoWithTheirObject has a secret inside an object that is declared: a service may replace the object as a whole.
func TestAccObject_writeOnlyMembersGoWithTheirObject(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	ops := func(retries string) string {
		return account.Config(block(`{ name = "Ops", options = { colour = "red" }, retries = `+retries+` }`,
			`attributes_wo = { pin = "canary-pin", options = { code = "canary-code" } }`, `attributes_wo_version = 1`))
	}
	account.RunWhere(t, tfversion.SkipBelow(tfversion.Version1_11_0),
		providertest.Applies(ops("1"), address, plancheck.ResourceActionCreate),
		providertest.Applies(ops("2"), address, plancheck.ResourceActionUpdate))
	want := `{"notifier":{"name":"Ops","options":{"code":"canary-code","colour":"red"},"retries":2}}`
	if puts := account.Bodies(http.MethodPut, objectPath+"/*"); !slices.Equal(puts, []string{want}) {
		t.Errorf("got %s", puts)
	}
}

// TestAccObject_attributesThatOnlyTheApplyKnows are unknown as a whole in the plan.
func TestAccObject_attributesThatOnlyTheApplyKnows(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	config := func(kind string) string {
		input := "resource \"terraform_data\" \"in\" {\n  count = 2\n  input = { name = \"Ops\", code = \"c${count.index}\", kind = " + kind + " }\n}\n"
		return account.Config(input + strings.Replace(block("terraform_data.in[count.index].output", `natural_key = ["code"]`, `replace_on = ["kind"]`),
			"  collection", "  count = 2\n  collection", 1))
	}
	account.Run(t,
		providertest.Applies(config("1"), address+"[1]", plancheck.ResourceActionCreate),
		providertest.Applies(config("2"), address+"[1]", plancheck.ResourceActionDestroyBeforeCreate))
	if made := account.Count(http.MethodPost, objectPath); made != 4 {
		t.Errorf("expected two objects, each replaced once, got %v", account.Tally())
	}
}

// TestAccObject_partsThatAreNotDeclared has a service that replaces objects as a whole.
func TestAccObject_partsThatAreNotDeclared(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	whole, part := block(`{ name = "Ops", options = { mode = "x", level = 1 } }`), block(`{ name = "Ops", options = { mode = "x" } }`)
	account.Run(t,
		providertest.Applies(account.Config(whole), address, plancheck.ResourceActionCreate),
		providertest.Applies(account.Config(part), address, plancheck.ResourceActionUpdate),
		providertest.Unchanged(account.Config(part)))
	if puts := account.Bodies(http.MethodPut, objectPath+"/*"); !slices.Equal(puts, []string{`{"notifier":{"name":"Ops","options":{"mode":"x"}}}`}) {
		t.Errorf("got %s", puts)
	}
}
