// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"encoding/base64"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// indiscreet serves an account that writes the credentials it was sent into every header of its responses that a client may read, and
// redirects reads of /sites/701 to itself and of /sites/702 to somebody else.
func indiscreet(t *testing.T) *naotest.Server {
	t.Helper()
	account := naotest.New(naotest.Behavior{Responses: naotest.Responses{Creates: naotest.SeeOther}, Jobs: naotest.Jobs{Polls: 1}})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		secret := r.Header.Get("Authorization")
		response := httptest.NewRecorder()
		account.ServeHTTP(response, r)
		header, query := response.Header(), "?token="+url.QueryEscape(secret)
		status := response.Code
		switch r.URL.Path {
		case naotest.BasePath + "/sites/701":
			status = http.StatusFound
			header.Set("Location", account.URL+"/sites/11416"+query)
		case naotest.BasePath + "/sites/702":
			status = http.StatusTemporaryRedirect
			header.Set("Location", "https://evil.example/"+query)
		default:
			if job := header.Get("Location"); job != "" {
				header.Set("Location", job+query)
			}
		}
		header.Set("X-Request-Id", "request of "+secret)
		header.Del("Content-Length")
		maps.Copy(w.Header(), header)
		w.WriteHeader(status)
		_, _ = w.Write(response.Body.Bytes())
	}))
	t.Cleanup(server.Close)
	account.URL = server.URL + naotest.BasePath
	account.AddSite(naotest.Site{ID: "11416", Name: "Purpan hospital"})
	return account
}

func expectNowhere(t *testing.T, traces map[string]string, account *naotest.Server) {
	t.Helper()
	for _, place := range search(traces, everyNeedle(account)...) {
		t.Errorf("a secret was found in the %s", place)
	}
}

var (
	privates = regexp.MustCompile(`"private": "([^"]+)"`)
	values   = regexp.MustCompile(`":"([^"]+)"`)
)

// private is what a state remembers for the provider, which is in base64 as a whole, and each of its values again.
func private(t *testing.T, state string) string {
	t.Helper()
	var all strings.Builder
	for _, whole := range privates.FindAllStringSubmatch(state, -1) {
		for _, value := range values.FindAllStringSubmatch(decoded(t, whole[1]), -1) {
			all.WriteString(decoded(t, value[1]) + "\n")
		}
	}
	return all.String()
}

func decoded(t *testing.T, text string) string {
	t.Helper()
	content, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// expectShown proves that what was to go wrong did.
func expectShown(t *testing.T, output string, texts ...string) {
	t.Helper()
	shown := strings.Join(strings.Fields(strings.NewReplacer("│", "", "╷", "", "╵", "").Replace(output)), " ")
	for _, text := range texts {
		if !strings.Contains(shown, text) {
			t.Errorf("%q was not shown:\n%s", text, output)
		}
	}
}

const redirected = `
provider "naocloud" {
  max_retries = 1
}
data "naocloud_site" "fails" {
  for_each = toset(["701", "702", "703"])
  id       = each.key
}
`

const (
	inTheBackground = `
resource "naocloud_team" "works" {
  name = "Operations"
}
`
	// Nobody may look at its job, so that the address of that goes into the state.
	staysOpen = inTheBackground + `
resource "naocloud_team" "stays_open" {
  name = "Open"
}
`
)

func TestAccCanary_ofHeadersIsFoundNowhere(t *testing.T) {
	t.Parallel()
	cli, base := quickProvider(t)
	account := indiscreet(t)
	w := open(t, cli, base, map[string]string{"NAOCLOUD_ENDPOINT": account.URL, "NAOCLOUD_API_KEY": naotest.APIKey})
	w.configure(t, redirected)
	expectShown(t, w.run(t, "plan"), "got a redirect (302 Found)", "got a redirect (307 Temporary Redirect)", "request id request of ***")
	w.configure(t, inTheBackground)
	expectShown(t, w.run(t, "apply", "-auto-approve"), "1 added")
	account.Inject(naotest.Status(http.StatusForbidden), naotest.On(http.MethodGet, "/background_jobs/*"))
	w.configure(t, staysOpen)
	expectShown(t, w.run(t, "apply", "-auto-approve"), "was not seen to finish")
	traces := w.traces(t)
	traces["private"] = private(t, traces["state"])
	expectNowhere(t, traces, account)
	if !strings.Contains(traces["private"], `"job":"4814`) {
		t.Errorf("expected that the state remembers what is open, got %q", traces["private"])
	}
}

func TestAccCanary_ofAnEndpointIsFoundNowhere(t *testing.T) {
	t.Parallel()
	cli, base := quickProvider(t)
	account := naotest.Start(t, naotest.Behavior{})
	for name, endpoint := range map[string]string{
		"a password":           "https://canary%40example.com:" + url.QueryEscape(naotest.Password) + "@nao.example/api/v2",
		"a key in the query":   account.URL + "?token=" + naotest.APIKey,
		"a key in a fragment":  account.URL + "#" + naotest.APIKey,
		"what is no URL":       "https://me:" + naotest.APIKey + "/1@nao.example",
		"somebody who answers": strings.TrimSuffix(account.URL, naotest.BasePath),
		"nobody who answers":   "http://127.0.0.1:1/api/v2",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := open(t, cli, base, map[string]string{"NAOCLOUD_ENDPOINT": endpoint, "NAOCLOUD_API_KEY": naotest.APIKey})
			w.configure(t, redirected)
			expectShown(t, w.run(t, "plan"), "Error: ")
			expectNowhere(t, w.traces(t), account)
		})
	}
}

const published = `
provider "naocloud" {
  max_retries = 1
}
ephemeral "naocloud_session" "lent" {}
action "naocloud_publish_asset_tracking_config" "hospital" {
  config {
    site_id = "11416"
  }
}
`

const queried = `
list "naocloud_site" "all" {
  provider         = naocloud
  include_resource = true
}
list "naocloud_site_team_association" "fails" {
  provider = naocloud
  config {
    team_id = "4711"
  }
}
`

func TestAccCanary_ofActionsListsAndSessionsIsFoundNowhere(t *testing.T) {
	t.Parallel()
	cli, base := quickProvider(t)
	if version, err := exec.CommandContext(t.Context(), cli, "version").Output(); err != nil || !knowsActions(string(version)) { //nolint:gosec // The CLI that the tests are run with.
		t.Skipf("takes Terraform 1.14: %v, %s", err, version)
	}
	account := indiscreet(t)
	w := open(t, cli, base, map[string]string{"NAOCLOUD_ENDPOINT": account.URL, "NAOCLOUD_API_KEY": naotest.APIKey})
	w.configure(t, published)
	// The site has no configuration to publish: the job says so, and where it is.
	expectShown(t, w.run(t, "apply", "-auto-approve", "-invoke=action.naocloud_publish_asset_tracking_config.hospital"), "Missing graph or indoor area")
	w.run(t, "apply", "-auto-approve")
	write(t, filepath.Join(w.folder, "account.tfquery.hcl"), queried)
	expectShown(t, w.run(t, "query"), "Purpan hospital", "Team does not exist", "request id request of ***")
	expectNowhere(t, w.traces(t), account)
	if len(account.IssuedJWTs()) == 0 {
		t.Error("expected that a session was lent, got none")
	}
}
