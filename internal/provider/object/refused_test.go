// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package object_test

import (
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/providertest"
)

// at is a resource of another collection.
func at(collection, attributes string) string {
	return "resource \"naocloud_object\" \"test\" {\n  collection = " + collection + "\n  attributes = " + attributes + "\n}\n"
}

func TestAccObject_whatCannotBeIsRefusedUnsent(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	var steps []resource.TestStep
	for name, test := range map[string]struct{ config, says string }{
		"a way up":                      {at(`"sites/../teams"`, `{ name = "Ops" }`), `collection must have names and ids of letters, digits, underscores and hyphens in turn, such as sites/5/notifiers; ".." is no id, got: "sites/../teams".`},
		"an escaped slash":              {at(`"sites/5%2f../teams"`, `{ name = "Ops" }`), `"5%2f.." is no id`},
		"tokens":                        {at(`"oauth/token"`, `{ name = "Ops" }`), `must be a collection of objects, which "oauth" is not`},
		"sessions":                      {at(`"sessions"`, `{ name = "Ops" }`), `which "sessions" is not`},
		"jobs":                          {at(`"background_jobs"`, `{ name = "Ops" }`), `which "background_jobs" is not`},
		"a batch":                       {at(`"sites/5/batch"`, `{ name = "Ops" }`), `which "batch" is not`},
		"a batch in the place of an id": {at(`"sites/batch/notifiers"`, `{ name = "Ops" }`), `must not lead to "batch"`},
		"a publication":                 {at(`"sites/5/publish"`, `{ name = "Ops" }`), `which "publish" is not`},
		"an empty part":                 {at(`"sites//notifiers"`, `{ name = "Ops" }`), "must not have an empty part"},
		"a slash in front":              {at(`"/sites/5/notifiers"`, `{ name = "Ops" }`), "without a slash at either end"},
		"a query":                       {at(`"sites/5/notifiers?x=1"`, `{ name = "Ops" }`), `"notifiers?x=1" is no name`},
		"an object":                     {at(`"sites/5"`, `{ name = "Ops" }`), `must end with the name of a collection, not with the id "5" of an object`},
		"too deep":                      {at(`"a/1/b/2/c/3/d"`, `{ name = "Ops" }`), "must have at most 3 names"},
		"associations":                  {at(`"teams/392/site_team_associations"`, `{ site_id = 5 }`), "managed by naocloud_site_team_association or naocloud_team_sites"},
		"tags":                          {at(`"sites/5/nao_trackables"`, `{ name = "x" }`), "managed by naocloud_tag or naocloud_site_tags"},
		"attributes that are a text":    {block(`"text"`), "attributes must be an object, such as { name = \"Night shift\" }, not a text: write HCL, and not jsonencode()"},
		"attributes that are JSON":      {block(`jsonencode({ name = "Ops" })`), "not a text"},
		"attributes that are a list":    {block(`[1]`), "not a list or a single value"},
		"attributes that are a number":  {block(`1`), "not a list or a single value"},
		"an id":                         {block(`{ id = 7, name = "Ops" }`), "attributes must not hold an id"},
		"both":                          {block(`{ name = "Ops", options = { pin = 1 } }`, `attributes_wo = { options = { pin = 2 } }`), "attributes and attributes_wo both declare options.pin"},
		"a key that is not declared":    {block(`{ name = "Ops" }`, `natural_key = ["code"]`), `natural_key names "code", which attributes does not declare. It declares: name.`},
		"null in the key":               {block(`{ name = null }`), `The natural key is "name", which is null. Give the object a name`},
		"null in a key of one's own":    {block(`{ code = null }`, `natural_key = ["code"]`), `The natural key is "code", which is null. Declare it`},
		"an object in the key":          {block(`{ name = { de = "Ops" } }`), "which is no text, number, true or false"},
		"a secret in export":            {block(`{ name = "Ops" }`, `export = ["api_token"]`), `export must not name "api_token": its name looks as if its value were secret`},
		"a URL in export":               {block(`{ name = "Ops" }`, `export = ["image_url"]`), `export must not name "image_url"`},
		"a write-only one in export":    {block(`{ name = "Ops" }`, `attributes_wo = { pin = 1 }`, `export = ["pin"]`), `export must not name "pin": attributes_wo declares it`},
		"in both exports":               {block(`{ name = "Ops" }`, `export = ["pin"]`, `export_sensitive = ["pin"]`), "export_sensitive names it too"},
		"an id in export":               {block(`{ name = "Ops" }`, `export = ["id"]`), `export must not name "id": the id is shown already`},
		"null among the key's names":    {block(`{ name = "Ops" }`, `natural_key = [null]`), "natural_key must hold names of attributes, got null among them"},
		"null among what replaces":      {block(`{ name = "Ops" }`, `replace_on = [null]`), "replace_on must hold names of attributes"},
		"null in export":                {block(`{ name = "Ops" }`, `export = [null]`), "export must hold names of attributes"},
		"a type that is no name":        {block(`{ name = "Ops" }`, `type = "web-hook"`), `type must be a name of lower-case letters`},
		"a version of nothing":          {block(`{ name = "Ops" }`, `attributes_wo_version = 1`), "attributes_wo"},
	} {
		steps = append(steps, providertest.Before(
			func() { t.Log(name) },
			resource.TestStep{Config: account.Config(test.config), PlanOnly: true, ExpectError: providertest.Message(test.says)}))
	}
	account.Run(t, steps...)
	if sent := len(account.Requests()); sent != 0 {
		t.Errorf("expected no request, got %v", account.Tally())
	}
}

// TestAccObject_whatTurnsOutWrongIsRefusedUnsent has ids that only the apply knows.
func TestAccObject_whatTurnsOutWrongIsRefusedUnsent(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	turnsOut := func(value, rest string) string {
		return account.Config("resource \"terraform_data\" \"late\" {\n  input = " + value + "\n}\n" + rest)
	}
	account.Run(t,
		providertest.Fails(turnsOut(`".."`, at(`"sites/${terraform_data.late.output}/notifiers"`, `{ name = "Ops" }`)), `".." is no id, got: "sites/../notifiers"`),
		providertest.Fails(turnsOut(`"text"`, at(`"sites/11416/notifiers"`, `terraform_data.late.output`)), "attributes must be an object"),
		providertest.Fails(turnsOut(`null`, at(`"sites/11416/notifiers"`, `{ name = terraform_data.late.output }`)), "which is null"),
		// Attributes that nothing is known of are no error.
		providertest.Applies(turnsOut(`{ name = "Ops" }`, at(`"sites/11416/notifiers"`, `terraform_data.late.output`)), address, plancheck.ResourceActionCreate),
	)
	for _, request := range account.Requests() {
		if request.Method == http.MethodPost && request.Path != "/sites/11416/notifiers" {
			t.Errorf("expected no request to %s", request.Path)
		}
	}
}

func TestAccObject_refusals(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{}, func(c *naotest.Collection) {
		c.Unique = naotest.UniqueBelowParent
		c.Validate = func(attributes map[string]any) map[string]string {
			if attributes["colour"] == "mauve" {
				return map[string]string{"colour": "is not a colour"}
			}
			return nil
		}
	})
	account.AddObject(naotest.Object{ID: "7", Collection: collection, Attributes: map[string]any{"name": "Dev"}})
	account.AddObject(naotest.Object{ID: "8", Collection: "sites/11417/notifiers", Attributes: map[string]any{"name": "Ops"}})
	account.Run(t,
		providertest.Fails(account.Config(block(`{ name = "Ops", colour = "mauve" }`)), `NAO Cloud says: colour: is not a colour`),
		providertest.Fails(account.Config(block(`{ name = "Dev" }`)), `import { to = naocloud_object.example id = "sites/11416/notifiers/7" }`),
		providertest.Fails(account.Config(at(`"sites/11416/gadgets"`, `{ name = "Ops" }`)), `NAO Cloud has no collection sites/11416/gadgets, or these credentials do not reach it.`),
		providertest.Fails(account.Config(at(`"sites/11417/notifiers"`, `{ name = "Ops" }`)+`resource "naocloud_object" "other" {
			collection = "sites/11417/notifiers"
			attributes = { name = "Ops" }
		}`), "is declared twice"),
	)
}

func TestAccObject_aWrongTypeNamesTheRightOne(t *testing.T) {
	t.Parallel()
	odd := func(c *naotest.Collection) { c.Type = "web_hook" }
	account := start(t, naotest.Behavior{}, odd)
	account.AddObject(naotest.Object{ID: "7", Collection: collection, Attributes: map[string]any{"name": "Dev"}})
	account.Run(t,
		providertest.Fails(account.Config(block(`{ name = "Ops" }`)), `NAO Cloud calls the objects of this collection "web_hook", not "notifier". Write type = "web_hook".`),
		providertest.Applies(account.Config(block(`{ name = "Ops" }`, `type = "web_hook"`)), address, plancheck.ResourceActionCreate, providertest.Text(address, "type", "web_hook")),
	)
	if made := account.Made("web_hook"); made["11416/Ops"] != 1 {
		t.Errorf("expected one object, got %v", made)
	}
}

func TestAccObject_aRefusedRemovalShowsTheWayOut(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		status int
		says   string
	}{
		"403": {http.StatusForbidden, "The credentials are good, but not for this. Ask an administrator of the account which role the objects of this collection need."},
		"405": {http.StatusMethodNotAllowed, "NAO Cloud does not remove objects of this kind."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			account := start(t, naotest.Behavior{}, func(c *naotest.Collection) { c.Refused = map[string]int{http.MethodDelete: test.status} })
			ops := account.Config(block(`{ name = "Ops" }`))
			account.Run(t,
				providertest.Applies(ops, address, plancheck.ResourceActionCreate),
				resource.TestStep{Config: ops, Destroy: true, ExpectError: providertest.Message(test.says + " To leave the object on NAO Cloud and take it out of the state, replace its resource block by: removed {")},
				// The way out.
				resource.TestStep{Config: account.Config("removed {\n  from = naocloud_object.test\n  lifecycle {\n    destroy = false\n  }\n}\n")},
			)
			if objects := account.Objects(collection); len(objects) != 1 {
				t.Errorf("expected the object to stay, got %v", objects)
			}
		})
	}
}

func TestAccObject_whatIsNotTakenIsTold(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{}, func(c *naotest.Collection) {
		c.Normalised = map[string]naotest.Normal{"retries": func(any) any { return 5 }, "pin_token": func(any) any { return "other" }}
	})
	account.Run(t,
		providertest.Fails(account.Config(block(`{ name = "Ops", retries = 9 }`)), `but not with the retries that was asked for. Asked: 9. Stored: 5.`),
		providertest.Fails(account.Config(block(`{ name = "Ops", retries = 9 }`)), `terraform untaint naocloud_object.NAME`),
		providertest.Fails(account.Config(block(`{ name = "Ops", pin_token = "mine" }`)), `Its name looks secret, so that neither value is shown. NAO Cloud may show a secret masked. Then move it to attributes_wo`),
	)
}

func TestAccObject_failedImports(t *testing.T) {
	t.Parallel()
	account := start(t, naotest.Behavior{})
	ops := account.Config(block(`{ name = "Ops" }`))
	account.Run(t,
		providertest.FailsToImport(ops, address, "7", `An object is imported by the path of the collection, a slash and the id of the object`),
		providertest.FailsToImport(ops, address, "sites/../notifiers/7", "COLLECTION/ID, such as sites/11416/notifiers/7"),
		providertest.FailsToImport(ops, address, "sites/11416/notifiers/", "COLLECTION/ID"),
		providertest.FailsToImport(ops, address, "sites/11416/nao_trackables/70001", "Tags and associations have resource types of their own: naocloud_tag"),
		providertest.FailsToImport(ops, address, "sites/11416/notifiers/9", "has no object with the id 9"),
	)
}

// TestAccObject_aCollectionThatIsNotListed needs no list where the objects have no natural key.
func TestAccObject_aCollectionThatIsNotListed(t *testing.T) {
	t.Parallel()
	for status, says := range map[int]string{
		http.StatusForbidden:        "The credentials are good, but do not list this collection. Ask an administrator",
		http.StatusMethodNotAllowed: "NAO Cloud does not list this collection. Nothing was created, since a create looks for an object of the same natural key first.",
	} {
		t.Run(http.StatusText(status), func(t *testing.T) {
			t.Parallel()
			account := start(t, naotest.Behavior{}, func(c *naotest.Collection) { c.Refused = map[string]int{"LIST": status} })
			account.Run(t,
				providertest.Fails(account.Config(block(`{ name = "Ops" }`)), says),
				providertest.Fails(account.Config(block(`{ name = "Ops" }`)), "To create without that look, write natural_key = []."),
				providertest.Applies(account.Config(block(`{ name = "Ops" }`, `natural_key = []`)), address, plancheck.ResourceActionCreate),
				providertest.Unchanged(account.Config(block(`{ name = "Ops" }`, `natural_key = []`))),
			)
		})
	}
}
