// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package adoption_test

import (
	"net/http"
	"slices"
	"testing"
	"testing/synctest"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider"
)

// teamValue is a team as the protocol has it; nil is none.
func teamValue(t *testing.T, schemas *tfprotov6.GetProviderSchemaResponse, attributes map[string]any) *tfprotov6.DynamicValue {
	t.Helper()
	object, ok := schemas.ResourceSchemas["naocloud_team"].ValueType().(tftypes.Object)
	if !ok {
		t.Fatal("expected that a team is an object")
	}
	whole := tftypes.NewValue(object, nil)
	if attributes != nil {
		values := map[string]tftypes.Value{}
		for name, attributeType := range object.AttributeTypes {
			values[name] = tftypes.NewValue(attributeType, attributes[name])
		}
		whole = tftypes.NewValue(object, values)
	}
	value, err := tfprotov6.NewDynamicValue(object, whole)
	if err != nil {
		t.Fatal(err)
	}
	return &value
}

// TestWaits_aLongOneForARateLimitIsAWarningOfTheChange has every way to change a team refused once.
func TestWaits_aLongOneForARateLimitIsAWarningOfTheChange(t *testing.T) {
	t.Parallel()
	known := map[string]any{"id": "392", "name": "Operations", "roles": []tftypes.Value{}, "user_id": "4840"}
	renamed := map[string]any{"id": "392", "name": "Security", "roles": []tftypes.Value{}, "user_id": "4840"}
	wanted := map[string]any{"id": tftypes.UnknownValue, "name": "Operations", "roles": tftypes.UnknownValue, "user_id": tftypes.UnknownValue}
	for name, test := range map[string]struct {
		method, path     string
		prior, planned   map[string]any
		wait             string
		warning, summary string
	}{
		"a create": {method: http.MethodPost, path: "/teams", planned: wanted, wait: "90", warning: "waited 1 minute 30 seconds for the rate limit"},
		"an update": {
			method: http.MethodPut, path: "/teams/392", prior: known, planned: renamed, wait: "45", warning: "waited 45 seconds for the rate limit",
		},
		"a delete":     {method: http.MethodDelete, path: "/teams/392", prior: known, wait: "31", warning: "waited 31 seconds for the rate limit"},
		"a short wait": {method: http.MethodPost, path: "/teams", planned: wanted, wait: "20"},
		"no wait":      {method: http.MethodGet, path: "/nothing", planned: wanted},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				account := naotest.New(naotest.Behavior{})
				if test.prior != nil {
					account.AddTeam(naotest.Team{ID: "392", Name: "Operations"})
				}
				account.Inject(naotest.TooManyRequests(test.wait), naotest.On(test.method, test.path).Times(1))
				p, schemas := configured(t.Context(), t, account)
				response, err := p.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
					TypeName: "naocloud_team", PriorState: teamValue(t, schemas, test.prior), PlannedState: teamValue(t, schemas, test.planned),
					Config: teamValue(t, schemas, test.planned),
				})
				if err != nil {
					t.Fatal(err)
				}
				if test.warning == "" {
					if len(response.Diagnostics) > 0 {
						t.Errorf("expected no word, got %v", response.Diagnostics[0])
					}
					return
				}
				if len(response.Diagnostics) != 1 {
					t.Fatalf("expected one warning, got %v", response.Diagnostics)
				}
				got := response.Diagnostics[0]
				want := "NAO Cloud refused requests because there were too many (429 Too Many Requests). During this change the provider " + test.warning +
					". The wait caused no failure.\n\nIf other programs use the same account, run fewer of them at once, or ask NAO Cloud for a higher limit."
				if got.Severity != tfprotov6.DiagnosticSeverityWarning || got.Summary != "A rate limit held this change back" || got.Detail != want {
					t.Errorf("got %s: %s: %s\nwant %s", got.Severity, got.Summary, got.Detail, want)
				}
			})
		})
	}
}

func TestWaits_theirTotalIsToldAtTheEnd(t *testing.T) {
	t.Parallel()
	for wait, want := range map[string]string{
		"":   "",
		"75": "rate limits of NAO Cloud have held requests of this run back for 1 minute 15 seconds in total",
	} {
		t.Run(wait, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				account := naotest.New(naotest.Behavior{})
				account.AddTeam(naotest.Team{ID: "392", Name: "Operations"})
				if wait != "" {
					account.Inject(naotest.TooManyRequests(wait), naotest.On(http.MethodGet, "/teams/392").Times(1))
				}
				p, schemas := configured(t.Context(), t, account)
				known := map[string]any{"id": "392", "name": "Operations", "roles": []tftypes.Value{}, "user_id": "4840"}
				response, err := p.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{TypeName: "naocloud_team", CurrentState: teamValue(t, schemas, known)})
				if err != nil || len(response.Diagnostics) > 0 {
					t.Fatal(err, response.Diagnostics)
				}
				if got := provider.Summary(p); got != want {
					t.Errorf("got %q, want %q", got, want)
				}
			})
		})
	}
}

func TestPublish_tellsThatItWaitsForARateLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		account := naotest.New(naotest.Behavior{})
		account.AddSite(naotest.Site{Name: "Hospital", TrackingConfig: true})
		account.Inject(naotest.TooManyRequests("25"), naotest.On(http.MethodPost, "/sites/11416/asset_tracking_config/publish").Times(1))
		var told []string
		if diagnostics := publication(t, account, "", func(_ server, message string) { told = append(told, message) }); len(diagnostics) > 0 {
			t.Fatal(diagnostics[0])
		}
		want := []string{
			"publishing the asset tracking configuration of site 11416",
			"waiting for NAO Cloud's rate limit: 15 seconds left", "waiting for NAO Cloud's rate limit: 5 seconds left", "published",
		}
		if !slices.Equal(told, want) {
			t.Errorf("told %q, want %q", told, want)
		}
	})
}
