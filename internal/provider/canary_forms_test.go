// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// oddPassword holds what Rails, Ruby, Go and URLs escape.
const oddPassword = `canary "pass" <&' #{odd} +%` //nolint:gosec // made up

// formsOf are ways in which a service may write a secret.
func formsOf(secret string) []string {
	return []string{
		secret, html.EscapeString(secret), strings.NewReplacer("&", "&amp;", "<", "&lt;", `"`, "&quot;", "'", "&#x27;").Replace(secret),
		strings.NewReplacer(`\`, `\\`, `"`, `\"`, "#{", `\#{`).Replace(secret), strings.NewReplacer("%", "%25", " ", "%20", `"`, "%22", "<", "%3C").Replace(secret),
		url.QueryEscape(secret), url.PathEscape(secret), base64.StdEncoding.EncodeToString([]byte(secret)), hex.EncodeToString([]byte(secret)),
	}
}

// talkative serves an account that puts a secret into the type of a document, the host and the path of a Location, the status and the message
// of a job, and into a detail in every form. It takes every login.
func talkative(t *testing.T, secret string) *naotest.Server {
	t.Helper()
	account := naotest.New(naotest.Behavior{})
	quoted := func(text string) string {
		written, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		return string(written)
	}
	job := func(id, status string, finished bool) string {
		return fmt.Sprintf(`{"data":{"id":"%s","type":"job_watcher","attributes":{"status":%s,"message":%s,"has_finished":%t}}}`, id, quoted(status), quoted(secret), finished)
	}
	const jobs = "/background_jobs/"
	host := secret + ".internal"
	if strings.ContainsAny(secret, " %") {
		host = "nao.internal"
	}
	address := "http://" + host + ":3000/" + url.PathEscape(secret) + jobs
	canned := map[string]func(w http.ResponseWriter){
		"POST /sessions": func(w http.ResponseWriter) {
			w.WriteHeader(http.StatusCreated)
			_, _ = fmt.Fprintf(w, `{"meta":{"jwt":%q}}`, account.JWT(time.Hour))
		},
		"GET /sites/801": func(w http.ResponseWriter) {
			_, _ = fmt.Fprintf(w, `{"data":{"id":"801","type":%s,"attributes":{}}}`, quoted(secret))
		},
		"GET /sites/802": func(w http.ResponseWriter) {
			w.WriteHeader(http.StatusUnprocessableEntity)
			_, _ = fmt.Fprintf(w, `{"errors":[{"detail":%s}]}`, quoted("you sent "+strings.Join(formsOf(secret), " or ")))
		},
		"POST /teams": func(w http.ResponseWriter) {
			w.Header().Set("Location", address+"901?key="+url.QueryEscape(secret))
			w.WriteHeader(http.StatusSeeOther)
		},
		"GET " + jobs + "901": func(w http.ResponseWriter) { _, _ = fmt.Fprint(w, job("901", "odd "+secret, true)) },
		"POST /sites/11416/asset_tracking_config/publish": func(w http.ResponseWriter) {
			w.Header().Set("Location", address+"902")
			w.WriteHeader(http.StatusSeeOther)
		},
		"GET " + jobs + "902": func(w http.ResponseWriter) { _, _ = fmt.Fprint(w, job("902", "under way for "+secret, false)) },
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if respond, ok := canned[r.Method+" "+strings.TrimPrefix(r.URL.Path, naotest.BasePath)]; ok {
			respond(w)
			return
		}
		account.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	account.URL = server.URL + naotest.BasePath
	return account
}

const (
	talked = `
provider "naocloud" {
  max_retries = 1
}
data "naocloud_site" "fails" {
  for_each = toset(["801", "802"])
  id       = each.key
}
`
	neverSeen = `
resource "naocloud_team" "stays_open" {
  name = "Open"
  timeouts {
    create = "5s"
  }
}
`
	neverPublished = `
action "naocloud_publish_asset_tracking_config" "hospital" {
  config {
    site_id = "11416"
    timeout = "5s"
  }
}
`
)

// talkedTo are the environments of clients whose secret a talkative account repeats.
func talkedTo() map[string]map[string]string {
	return map[string]map[string]string{
		naotest.APIKey: {"NAOCLOUD_API_KEY": naotest.APIKey},
		oddPassword:    {"NAOCLOUD_EMAIL": naotest.Email, "NAOCLOUD_PASSWORD": oddPassword},
	}
}

func TestAccCanary_ofDocumentsAndJobsIsFoundNowhere(t *testing.T) {
	t.Parallel()
	cli, base := quickProvider(t)
	for secret, environment := range talkedTo() {
		t.Run(secret, func(t *testing.T) {
			t.Parallel()
			account := talkative(t, secret)
			environment["NAOCLOUD_ENDPOINT"] = account.URL
			w := open(t, cli, base, environment)
			w.configure(t, talked)
			expectShown(t, w.run(t, "plan"), "expected a site, got a ***", "you sent *** or ***")
			w.configure(t, neverSeen)
			expectShown(t, w.run(t, "apply", "-auto-approve"), "odd ***")
			traces := w.traces(t)
			traces["private"] = private(t, traces["state"])
			for _, place := range search(traces, append(formsOf(secret), account.IssuedJWTs()...)...) {
				t.Errorf("a secret was found in the %s", place)
			}
			if !strings.Contains(traces["private"], `"job":"901"`) {
				t.Errorf("expected that the state remembers the job, got %q", traces["private"])
			}
		})
	}
}

func TestAccCanary_ofProgressIsFoundNowhere(t *testing.T) {
	t.Parallel()
	cli, base := quickProvider(t)
	if version, err := exec.CommandContext(t.Context(), cli, "version").Output(); err != nil || !knowsActions(string(version)) { //nolint:gosec // The CLI that the tests are run with.
		t.Skipf("takes Terraform 1.14: %v, %s", err, version)
	}
	for secret, environment := range talkedTo() {
		t.Run(secret, func(t *testing.T) {
			t.Parallel()
			account := talkative(t, secret)
			environment["NAOCLOUD_ENDPOINT"] = account.URL
			w := open(t, cli, base, environment)
			w.configure(t, neverPublished)
			expectShown(t, w.run(t, "apply", "-auto-approve", "-invoke=action.naocloud_publish_asset_tracking_config.hospital"), "under way for ***: ***")
			for _, place := range search(w.traces(t), append(formsOf(secret), account.IssuedJWTs()...)...) {
				t.Errorf("a secret was found in the %s", place)
			}
		})
	}
}

// TestAccCanary_inAWrongVariableIsFoundNowhere has the key in a variable that is for something else.
func TestAccCanary_inAWrongVariableIsFoundNowhere(t *testing.T) {
	t.Parallel()
	cli, base := quickProvider(t)
	for _, variable := range []string{
		"NAOCLOUD_ON_EXISTING", "NAOCLOUD_MAX_RETRIES", "NAOCLOUD_REQUEST_TIMEOUT", "NAOCLOUD_USE_SESSION", "NAOCLOUD_REQUESTS_PER_SECOND",
		"NAOCLOUD_MAX_CONCURRENT_REQUESTS", "NAOCLOUD_EXPECTED_SITE_ID", "NAOCLOUD_ENDPOINT", "NAOCLOUD_ACCEPT_GONE",
	} {
		t.Run(variable, func(t *testing.T) {
			t.Parallel()
			account := naotest.Start(t, naotest.Behavior{})
			account.AddSite(naotest.Site{ID: "801", Name: "Lab"})
			w := open(t, cli, base, map[string]string{"NAOCLOUD_ENDPOINT": account.URL, "NAOCLOUD_API_KEY": naotest.APIKey, variable: naotest.APIKey})
			w.configure(t, "data \"naocloud_site\" \"one\" {\n  id = \"801\"\n}\n")
			expectShown(t, w.run(t, "plan"), "Error: ", variable)
			expectNowhere(t, w.traces(t), account)
		})
	}
}
