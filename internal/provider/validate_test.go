// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func TestRefusals_areOfTheBlockAlone(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		model providerModel
		// blamed are the arguments with an error, in the order of the errors.
		blamed []string
	}{
		"nothing at all":                   {providerModel{}, nil},
		"all that is good":                 {providerModel{APIKey: text("key"), UseSession: types.BoolValue(true), MaxRetries: types.Int64Value(0)}, nil},
		"half of a login":                  {providerModel{Email: text("me@example.com")}, nil},
		"the other half":                   {providerModel{Password: text("password")}, nil},
		"a switch without a key":           {providerModel{UseSession: types.BoolValue(true)}, nil},
		"an odd key":                       {providerModel{APIKey: text(token(time.Hour))}, nil},
		"a key, and perhaps another":       {providerModel{APIKey: text("key"), JWT: types.StringUnknown()}, nil},
		"a login that is half known":       {providerModel{Email: text("me@example.com"), Password: types.StringUnknown()}, nil},
		"nothing that is known":            {providerModel{Endpoint: types.StringUnknown(), MaxRetries: types.Int64Unknown(), UseSession: types.BoolUnknown()}, nil},
		"an endpoint":                      {providerModel{Endpoint: text("http://nao.example/api/v2")}, []string{"endpoint"}},
		"another policy":                   {providerModel{OnExisting: text("replace")}, []string{"on_existing"}},
		"negative retries":                 {providerModel{MaxRetries: types.Int64Value(-1)}, []string{"max_retries"}},
		"a timeout without a unit":         {providerModel{RequestTimeout: text("5")}, []string{"request_timeout"}},
		"no request at all":                {providerModel{MaxConcurrentRequests: types.Int64Value(0)}, []string{"max_concurrent_requests"}},
		"a negative rate":                  {providerModel{RequestsPerSecond: types.Float64Value(-1)}, []string{"requests_per_second"}},
		"a wrong one beside what is open":  {providerModel{APIKey: types.StringUnknown(), MaxRetries: types.Int64Value(-1)}, []string{"max_retries"}},
		"an empty key":                     {providerModel{APIKey: text("")}, []string{"api_key"}},
		"an expired JWT":                   {providerModel{JWT: text(token(-time.Second))}, []string{"jwt"}},
		"an empty password":                {providerModel{Password: text("")}, []string{"password"}},
		"a switch for a token":             {providerModel{OAuthToken: text("token"), UseSession: types.BoolValue(true)}, []string{"use_session"}},
		"two ways":                         {providerModel{APIKey: text("key"), Email: text("me@example.com")}, []string{"api_key", "email"}},
		"two ways, and what is no setting": {providerModel{APIKey: text("key"), JWT: text(token(time.Hour)), OnExisting: text("")}, []string{"on_existing", "api_key", "jwt"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var blamed []string
			for _, refusal := range test.model.refusals(now) {
				located, ok := refusal.(diag.DiagnosticWithPath)
				if !ok || refusal.Severity() != diag.SeverityError {
					t.Fatalf("expected errors on arguments alone, got %v", refusal)
				}
				blamed = append(blamed, located.Path().String())
			}
			if !slices.Equal(blamed, test.blamed) {
				t.Errorf("expected errors on %q, got them on %q", test.blamed, blamed)
			}
		})
	}
}

// Whatever a validation refuses of a block that is known, a plan would refuse in the same words; or else there are two rules.
func TestRefusals_areThoseOfThePlan(t *testing.T) {
	t.Parallel()
	allCredentialCases(func(c credentialCase) {
		b := c.block()
		b.model.OnExisting = text("adopt")
		_, _, planned := b.read()
		for _, refusal := range b.model.refusals(now) {
			if !planned.Contains(refusal) {
				t.Errorf("%+v: a validation alone refuses: %s", c, refusal.Detail())
			}
			if strings.Contains(refusal.Detail(), "canary") {
				t.Errorf("%+v: the message holds a secret: %s", c, refusal.Detail())
			}
		}
	})
}
