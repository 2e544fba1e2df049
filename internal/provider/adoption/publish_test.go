// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package adoption_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

const publish = "naocloud_publish_asset_tracking_config"

// publication invokes the action for the site 11416. Each progress message is handed on, and the outcome returned.
func publication(t *testing.T, account *naotest.Server, timeout string, progress func(server, string)) []*tfprotov6.Diagnostic {
	t.Helper()
	attributes := map[string]any{"site_id": "11416"}
	if timeout != "" {
		attributes["timeout"] = timeout
	}
	return invoked(t, account, publish, attributes, progress)
}

func ignored(server, string) {}

func TestPublish_tellsHowFarItIs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		account := naotest.New(naotest.Behavior{Jobs: naotest.Jobs{Duration: 25 * time.Second}})
		account.AddSite(naotest.Site{Name: "Hospital", TrackingConfig: true})
		var told []string
		if diagnostics := publication(t, account, "", func(_ server, message string) { told = append(told, message) }); len(diagnostics) > 0 {
			t.Fatal(diagnostics[0])
		}
		if len(told) != 5 || !strings.HasPrefix(told[0], "publishing the") || !strings.HasPrefix(told[3], "In progress (") || told[4] != "published" {
			t.Errorf("told %q", told)
		}
	})
}

func TestPublish_whatGoesWrongIsClear(t *testing.T) {
	t.Parallel()
	on := naotest.On(http.MethodPost, "/sites/11416/asset_tracking_config/publish")
	configuredSite := naotest.Site{Name: "Hospital", TrackingConfig: true}
	for name, test := range map[string]struct {
		site    naotest.Site
		fault   naotest.Fault
		timeout string
		summary string
		detail  string
	}{
		"no configuration": {
			site:    naotest.Site{Name: "Hospital"},
			summary: "Asset tracking configuration could not be published",
			detail:  "Asset tracking configuration of site 11416: the background job failed: Missing graph or indoor area. Please add.",
		},
		"no such site": {
			site:    naotest.Site{ID: "1", Name: "Hospital"},
			summary: "Site does not exist", detail: "No site has the id 11416, or these credentials do not reach it.",
		},
		"not allowed": {
			site: configuredSite, fault: naotest.Status(http.StatusForbidden),
			summary: "Asset tracking configuration could not be published", detail: "They do not include the right to publish this site's configuration.",
		},
		"response lost": {
			site: configuredSite, fault: naotest.LoseResponse,
			summary: "Asset tracking configuration was not seen to be published",
			detail:  "Site 11416: the publication may have been started all the same: no response to POST",
		},
		"job forgotten": {
			site: configuredSite, fault: naotest.JobGone,
			summary: "Asset tracking configuration was not seen to be published", detail: "the background job 48145, but its end was not seen: how the background job 48145 ended is not known",
		},
		"out of time": {
			site: configuredSite, fault: naotest.JobNeverFinishes, timeout: "90s",
			summary: "Asset tracking configuration was not seen to be published",
			detail:  "(another apply does not publish). If the time was too short, allow more in the action's `timeout`.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				account := naotest.New(naotest.Behavior{})
				account.AddSite(test.site)
				account.Inject(test.fault, on)
				diagnostics := publication(t, account, test.timeout, ignored)
				if len(diagnostics) != 1 || diagnostics[0].Summary != test.summary || !strings.Contains(diagnostics[0].Detail, test.detail) {
					t.Errorf("expected %s: %s, got %v", test.summary, test.detail, diagnostics)
				}
				if got := account.Count(http.MethodPost, ""); got != 1 {
					t.Errorf("sent %d POSTs, want 1", got)
				}
			})
		})
	}
}

func TestPublish_isCancelledBetweenTwoLooks(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		account := naotest.New(naotest.Behavior{Jobs: naotest.Jobs{NeverFinish: true}})
		account.AddSite(naotest.Site{Name: "Hospital", TrackingConfig: true})
		diagnostics := publication(t, account, "", func(p server, message string) {
			if !strings.HasPrefix(message, "In progress") {
				return
			}
			// What a CLI does at Ctrl-C. The stop waits for the stream to end.
			go func() {
				if _, err := p.StopProvider(t.Context(), &tfprotov6.StopProviderRequest{}); err != nil {
					t.Error(err)
				}
			}()
		})
		if len(diagnostics) != 1 || !strings.Contains(diagnostics[0].Detail, "the publication goes on as the background job 48145") {
			t.Errorf("expected the job that goes on, got %v", diagnostics)
		}
	})
}

func TestPublish_refusesWhatIsNoSiteAndNoTime(t *testing.T) {
	t.Parallel()
	account := naotest.New(naotest.Behavior{})
	p, schemas := configured(t.Context(), t, account)
	for attribute, attributes := range map[string]map[string]string{
		"site_id": {"site_id": "the hospital"},
		"timeout": {"site_id": "11416", "timeout": "soon"},
	} {
		response, err := p.ValidateActionConfig(t.Context(), &tfprotov6.ValidateActionConfigRequest{
			ActionType: publish, Config: block(t, schemas.ActionSchemas[publish].Schema.ValueType(), attributes),
		})
		if err != nil {
			t.Fatal(err)
		}
		if len(response.Diagnostics) != 1 || response.Diagnostics[0].Attribute.String() != `AttributeName("`+attribute+`")` {
			t.Errorf("expected an error on %s, got %v", attribute, response.Diagnostics)
		}
	}
}
