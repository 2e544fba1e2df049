// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// search reports where needles are found, in every form in which they may be written.
func search(traces map[string]string, needles ...string) []string {
	var found []string
	for _, place := range slices.Sorted(maps.Keys(traces)) {
		for _, needle := range needles {
			for _, form := range []string{needle, url.QueryEscape(needle), strings.ReplaceAll(needle, "&", `\u0026`)} {
				if at := strings.Index(traces[place], form); at >= 0 {
					found = append(found, fmt.Sprintf("%s: …%s…", place, traces[place][max(0, at-100):min(len(traces[place]), at+len(form)+20)]))
					break
				}
			}
		}
	}
	return found
}

// everyNeedle is what must be found nowhere.
func everyNeedle(account *naotest.Server) []string {
	return append(account.IssuedJWTs(), naotest.APIKey, naotest.OAuthToken, naotest.Email, naotest.Password, naotest.BlueprintSignature, "canary-wrong")
}

// everyWay are the ways to authenticate, as environments.
func everyWay(account *naotest.Server) map[string]map[string]string {
	return map[string]map[string]string{
		"API key":              {"NAOCLOUD_API_KEY": naotest.APIKey},
		"OAuth token":          {"NAOCLOUD_OAUTH_TOKEN": naotest.OAuthToken},
		"JWT":                  {"NAOCLOUD_JWT": account.JWT(time.Hour)},
		"email and password":   {"NAOCLOUD_EMAIL": naotest.Email, "NAOCLOUD_PASSWORD": naotest.Password},
		"session from API key": {"NAOCLOUD_API_KEY": naotest.APIKey, "NAOCLOUD_USE_SESSION": "true"},
	}
}

// repeats is a response that repeats what it was sent, as no API should.
func repeats(status int, environment map[string]string) naotest.Fault {
	said := "you sent " + strings.Join(slices.Sorted(maps.Values(environment)), " and ") + " for https://s3.example/plan.png?X-Amz-Signature=" + naotest.BlueprintSignature
	return naotest.Canned(status, "application/json", fmt.Sprintf(`{"errors":[{"code":%[1]q,"title":%[1]q,"detail":%[1]q}]}`, said))
}

// Configurations of which each block meets a failure of its own, but for the first.
const (
	nothingFails = `
provider "naocloud" {
  max_retries = 1
}
resource "naocloud_team" "works" {
  name = "Operations"
}
data "naocloud_buildings" "signed" {
  site_id = "11416"
}
resource "naocloud_site_tags" "works" {
  site_id = "11416"
  tags    = { badge = "Bed 12" }
}
data "naocloud_tags" "works" {
  site_id = "11416"
}
`
	everyReadFails = nothingFails + `
data "naocloud_site" "fails" {
  for_each = toset(["400", "403", "404", "422", "429", "500", "503", "601", "603", "604"])
  id       = each.key
  timeouts {
    read = "5s"
  }
}
`
	// What concerns all requests ends those that follow, so that each of these has a run of its own.
	rejected = nothingFails + `
data "naocloud_site" "fails" {
  id = "401"
}
`
	unreached = nothingFails + `
data "naocloud_site" "fails" {
  id = "602"
}
`
	everyCreateFails = nothingFails + `
resource "naocloud_team" "fails" {
  for_each = toset(["team-422", "team-500", "team-lost", "team-elsewhere", "team-job"])
  name     = each.key
  timeouts {
    create = "20s"
  }
}
resource "naocloud_site_tags" "fails" {
  site_id = "11416"
  tags    = { tag-422 = "Bed 13", tag-job = "Bed 14" }
}
`
)

func injectFailures(account *naotest.Server, environment map[string]string) {
	for _, status := range []int{400, 401, 403, 404, 422, 429, 500, 503} {
		account.Inject(repeats(status, environment), naotest.On(http.MethodGet, fmt.Sprintf("/sites/%d", status)))
	}
	account.Inject(naotest.ProxyPage(http.StatusBadGateway), naotest.On(http.MethodGet, "/sites/601"))
	account.Inject(naotest.CutBefore, naotest.On(http.MethodGet, "/sites/602"))
	account.Inject(naotest.HTMLPage, naotest.On(http.MethodGet, "/sites/603"))
	account.Inject(repeats(http.StatusOK, environment), naotest.On(http.MethodGet, "/sites/604"))
	account.Inject(repeats(http.StatusUnprocessableEntity, environment), naotest.On(http.MethodPost, "/teams").Body("team-422"))
	account.Inject(repeats(http.StatusInternalServerError, environment), naotest.On(http.MethodPost, "/teams").Body("team-500"))
	account.Inject(naotest.LoseResponse, naotest.On(http.MethodPost, "/teams").Body("team-lost").Times(1))
	account.Inject(naotest.LocationElsewhere("https://evil.example"), naotest.On(http.MethodPost, "/teams").Body("team-elsewhere"))
	said := strings.Join(slices.Sorted(maps.Values(environment)), " and ")
	account.Inject(naotest.JobFails("no job for "+said), naotest.On(http.MethodPost, "/teams").Body("team-job"))
	account.Inject(repeats(http.StatusUnprocessableEntity, environment), naotest.On(http.MethodPost, "/sites/*/nao_trackables").Body("tag-422"))
	account.Inject(naotest.JobFails("no job for "+said), naotest.On(http.MethodPost, "/sites/*/nao_trackables").Body("tag-job"))
}

func TestAccCanary_isFoundNowhere(t *testing.T) {
	t.Parallel()
	cli, base := quickProvider(t)
	for name := range everyWay(naotest.New(naotest.Behavior{})) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			account := naotest.Start(t, naotest.Behavior{})
			site := account.AddSite(naotest.Site{ID: "11416", Name: "Purpan hospital"})
			account.AddBuilding(naotest.Building{SiteID: site.ID, Name: "Main", Floors: []naotest.Floor{{Name: "Ground", Bounds: &naotest.Bounds{}}}})
			environment := everyWay(account)[name]
			injectFailures(account, environment)
			variables := maps.Clone(environment)
			variables["NAOCLOUD_ENDPOINT"] = account.URL
			w := open(t, cli, base, variables)
			for _, failing := range []string{everyReadFails, rejected, unreached} {
				w.configure(t, failing)
				w.run(t, "plan")
			}
			w.configure(t, everyCreateFails)
			w.run(t, "apply", "-auto-approve")
			w.configure(t, nothingFails)
			for _, place := range search(w.traces(t), everyNeedle(account)...) {
				t.Errorf("a secret was found in the %s after the apply", place)
			}
			w.run(t, "plan", "-out=plan.bin")
			traces := w.traces(t)
			traces["plan"] = w.run(t, "show", "-json", "plan.bin")
			for _, place := range search(traces, everyNeedle(account)...) {
				t.Errorf("a secret was found in the %s", place)
			}
			for _, expected := range []string{"NAO Cloud request", "you sent ***"} {
				if len(search(traces, expected)) == 0 {
					t.Errorf("%q was found nowhere: the failures did not show", expected)
				}
			}
			if account.Count(http.MethodPost, "/teams") < 5 || account.Count(http.MethodPost, "/sites/*/nao_trackables") < 3 || account.Count(http.MethodGet, "/sites/*") < 12 {
				t.Errorf("not every failure was met: %v", account.Tally())
			}
		})
	}
}

const twentyReads = `
provider "naocloud" {
  max_retries = 1
}
data "naocloud_team" "some" {
  count = 20
  id    = count.index + 1
}
`

func TestAccCanary_ofLoginsThatFailIsFoundNowhere(t *testing.T) {
	t.Parallel()
	cli, base := buildProvider(t)
	wrong := map[string]string{"NAOCLOUD_EMAIL": naotest.Email, "NAOCLOUD_PASSWORD": "canary-wrong-password"}
	for name, test := range map[string]struct {
		environment map[string]string
		fault       naotest.Fault
		expected    string
	}{
		"wrong password":  {wrong, naotest.Fault{}, "rejected the login by email address and password"},
		"401 that tells":  {wrong, repeats(http.StatusUnauthorized, wrong), "rejected the login"},
		"locked":          {wrong, repeats(http.StatusForbidden, wrong), "the account is locked"},
		"too many logins": {wrong, repeats(http.StatusTooManyRequests, wrong), "may be locked for a while"},
		"server error":    {wrong, repeats(http.StatusInternalServerError, wrong), "Could not log in"},
		"no JWT":          {wrong, repeats(http.StatusCreated, wrong), "does not accept the login by email"},
		"cut":             {wrong, naotest.CutBefore, "Could not log in"},
		"wrong API key":   {map[string]string{"NAOCLOUD_API_KEY": "canary-wrong-key", "NAOCLOUD_USE_SESSION": "true"}, naotest.Fault{}, "rejected the login by API key"},
		"expired JWT":     {map[string]string{"NAOCLOUD_JWT": naotest.New(naotest.Behavior{}).JWT(-time.Hour)}, naotest.Fault{}, "expired at"},
		"Bearer":          {map[string]string{"NAOCLOUD_OAUTH_TOKEN": "Bearer " + naotest.OAuthToken}, naotest.Fault{}, "begins with the word"},
		"line break":      {map[string]string{"NAOCLOUD_API_KEY": naotest.APIKey + "\n"}, naotest.Fault{}, "line break"},
		"half":            {map[string]string{"NAOCLOUD_PASSWORD": naotest.Password}, naotest.Fault{}, "has no email beside it"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			account := naotest.Start(t, naotest.Behavior{})
			account.Inject(test.fault, naotest.On(http.MethodPost, "/sessions"))
			variables := maps.Clone(test.environment)
			variables["NAOCLOUD_ENDPOINT"] = account.URL
			w := open(t, cli, base, variables)
			w.configure(t, twentyReads)
			w.run(t, "plan")
			traces := w.traces(t)
			needles := append(everyNeedle(account), slices.Sorted(maps.Values(test.environment))...)
			needles = slices.DeleteFunc(needles, func(needle string) bool { return needle == "true" })
			for _, place := range search(traces, needles...) {
				t.Errorf("a secret was found in the %s", place)
			}
			if !strings.Contains(strings.Join(strings.Fields(strings.ReplaceAll(traces["terminal"], "│", "")), " "), test.expected) {
				t.Errorf("expected %q, got %s", test.expected, traces["terminal"])
			}
			if got := account.Count(http.MethodPost, "/sessions"); got > 2 {
				t.Errorf("got %d logins for twenty data sources, want at most one and one retry", got)
			}
		})
	}
}

const credentialsInTheBlock = `
variable "email" {}
variable "password" {
  sensitive = true
}
provider "naocloud" {
  email    = var.email
  password = var.password
}
resource "naocloud_team" "works" {
  name = "Operations"
}
`

func TestAccCanary_inTheBlockIsFoundNowhere(t *testing.T) {
	t.Parallel()
	cli, base := buildProvider(t)
	account := naotest.Start(t, naotest.Behavior{})
	w := open(t, cli, base, map[string]string{
		"NAOCLOUD_ENDPOINT": account.URL, "NAOCLOUD_API_KEY": "canary-wrong-key", "TF_VAR_email": naotest.Email, "TF_VAR_password": naotest.Password,
	})
	w.configure(t, credentialsInTheBlock)
	w.run(t, "apply", "-auto-approve")
	for _, place := range search(w.traces(t), everyNeedle(account)...) {
		t.Errorf("a secret was found in the %s", place)
	}
	if len(account.Teams()) != 1 {
		t.Errorf("expected a team, got none: %s", w.output.String())
	}
}

// TestAccCanary_wouldBeFound proves that the tests above can fail: what is no secret is found in every place.
func TestAccCanary_wouldBeFound(t *testing.T) {
	t.Parallel()
	cli, base := buildProvider(t)
	account := naotest.Start(t, naotest.Behavior{})
	const control = "424242424242"
	account.AddSite(naotest.Site{ID: control, Name: "Control"})
	shown := func(output string) string {
		return fmt.Sprintf("provider \"naocloud\" {}\ndata \"naocloud_site\" \"control\" {\n  id = %q\n}\noutput %q {\n  value = data.naocloud_site.control.id\n}\n", control, output)
	}
	w := open(t, cli, base, map[string]string{"NAOCLOUD_ENDPOINT": account.URL, "NAOCLOUD_API_KEY": naotest.APIKey})
	w.configure(t, shown("first"))
	w.run(t, "apply", "-auto-approve")
	w.configure(t, shown("second"))
	w.run(t, "plan", "-out=plan.bin")
	plan := w.run(t, "show", "-json", "plan.bin")
	w.run(t, "apply", "plan.bin")
	traces := w.traces(t)
	traces["plan"] = plan
	var places []string
	for _, found := range search(traces, control) {
		place, _, _ := strings.Cut(found, ":")
		places = append(places, place)
	}
	if expected := []string{"backup", "log", "plan", "state", "terminal"}; !slices.Equal(places, expected) {
		t.Errorf("expected the control in %v, found it in %v", expected, places)
	}
	// And the secret is what the API was sent.
	sent := map[string]string{"wire": ""}
	for _, request := range account.Requests() {
		sent["wire"] += cmp.Or(request.Header.Get("Authorization"), "nothing") + "\n"
	}
	if len(search(sent, naotest.APIKey)) == 0 {
		t.Error("expected the API key on the wire, found it not even there")
	}
}
