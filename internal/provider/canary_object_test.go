// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"net/http"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// writeOnlySecret is in a write-only attribute, and the account repeats it in documents, in details of errors and in messages of jobs.
const writeOnlySecret = "canary-write-only <7c1e>"

// withSecret declares objects with a write-only secret, and one that is imported. The renamed one is updated without its secret.
func withSecret(renamed string, more ...string) string {
	return fmt.Sprintf(`
provider "naocloud" {
  max_retries = 1
}
variable "secret" {
  type      = string
  sensitive = true
  ephemeral = true
}
import {
  to = naocloud_object.imported
  id = "sites/11416/notifiers/7"
}
resource "naocloud_object" "imported" {
  collection = "sites/11416/notifiers"
  attributes = { name = "Imported" }
}
resource "naocloud_object" "works" {
  collection            = "sites/11416/notifiers"
  natural_key           = ["code"]
  attributes            = { code = "works", name = %q, options = { colour = "red" } }
  attributes_wo         = { pin = var.secret, options = { hidden = var.secret } }
  attributes_wo_version = 1
}
`, renamed) + strings.Join(more, "")
}

const writesThatFail = `
resource "naocloud_object" "fails" {
  for_each      = toset(["object-422", "object-500", "object-job", "object-slow-job"])
  collection    = "sites/11416/notifiers"
  attributes    = { name = each.key }
  attributes_wo = { pin = var.secret, options = { hidden = var.secret } }
  timeouts {
    create = each.key == "object-slow-job" ? "2s" : "20s"
  }
}
`

func TestAccCanary_ofWriteOnlyAttributesIsFoundNowhere(t *testing.T) {
	t.Parallel()
	cli, base := quickProvider(t)
	if version, err := exec.CommandContext(t.Context(), cli, "version").Output(); err != nil || !knowsWriteOnly(string(version)) { //nolint:gosec // The CLI that the tests are run with.
		t.Skipf("takes Terraform or OpenTofu 1.11: %v, %s", err, version)
	}
	account := naotest.Start(t, naotest.Behavior{Jobs: naotest.Jobs{Duration: 4 * time.Second}, Collections: []naotest.Collection{{Path: "sites/{}/notifiers", FirstID: 71}}})
	account.AddSite(naotest.Site{ID: "11416", Name: "Purpan hospital"})
	account.AddObject(naotest.Object{ID: "7", Collection: "sites/11416/notifiers", Attributes: map[string]any{
		"name": "Imported", "api_token": naotest.ObjectSecret, "options": map[string]any{"auth": naotest.ObjectSecret},
	}})
	echoed := map[string]string{"": strings.Join(formsOf(writeOnlySecret), " or ")}
	post := naotest.On(http.MethodPost, "/sites/*/notifiers")
	account.Inject(repeats(http.StatusUnprocessableEntity, echoed), post.Body("object-422"))
	account.Inject(repeats(http.StatusInternalServerError, echoed), post.Body("object-500"))
	account.Inject(naotest.JobFails("no job for "+echoed[""]), post.Body("-job"))
	account.Inject(repeats(http.StatusUnprocessableEntity, echoed), naotest.On(http.MethodPut, "/sites/*/notifiers/*").Body("rename-422"))

	w := open(t, cli, base, map[string]string{"NAOCLOUD_ENDPOINT": account.URL, "NAOCLOUD_API_KEY": naotest.APIKey, "TF_VAR_secret": writeOnlySecret})
	w.configure(t, withSecret("Works", writesThatFail))
	expectShown(t, w.run(t, "apply", "-auto-approve"), "you sent ***", "no job for ***", "is pending: the background job")
	// A later run does not know the secret.
	expectShown(t, w.run(t, "plan"), "its message is not shown, since it may repeat a secret")
	w.configure(t, withSecret("rename-422"))
	expectShown(t, w.run(t, "apply", "-auto-approve"), "you sent ***")
	for _, object := range account.Objects("sites/11416/notifiers") {
		if object.Attributes["code"] == "works" {
			account.UpdateObject("sites/11416/notifiers", object.ID, func(works *naotest.Object) {
				works.Attributes["options"] = map[string]any{"colour": "blue", "hidden": writeOnlySecret}
			})
		}
	}
	w.configure(t, withSecret("Renamed"))
	w.run(t, "plan", "-out=plan.bin")
	plan := w.run(t, "show", "-json", "plan.bin")
	expectShown(t, w.run(t, "apply", "-auto-approve"), "1 changed")
	traces := w.traces(t)
	traces["plan"], traces["private"] = plan, private(t, traces["state"])
	for _, place := range search(traces, append(formsOf(writeOnlySecret), naotest.ObjectSecret)...) {
		t.Errorf("a secret was found in the %s", place)
	}
	if !strings.Contains(traces["state"], "Imported") || !strings.Contains(plan, "blue") {
		t.Error("expected the import in the state, and the change behind Terraform's back in the plan")
	}
	sent := map[string]string{"wire": ""}
	for _, request := range account.Requests() {
		sent["wire"] += string(request.Body) + "\n"
	}
	if posts := strings.Count(sent["wire"], "canary-write-only"); posts < 10 {
		t.Errorf("expected the secret on the wire, got %s", sent["wire"])
	}
}

// knowsWriteOnly tells whether a CLI that says this of its version knows write-only attributes.
func knowsWriteOnly(version string) bool {
	var name string
	var minor int
	_, err := fmt.Sscanf(version, "%s v1.%d", &name, &minor)
	return err == nil && minor >= 11
}
