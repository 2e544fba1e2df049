// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
)

var now = time.Date(2026, time.March, 1, 12, 0, 0, 0, time.UTC)

// token is a JWT that expires so long after now.
func token(left time.Duration) string {
	part := func(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }
	return part(`{"alg":"HS256"}`) + "." + part(fmt.Sprintf(`{"exp":%d}`, now.Add(left).Unix())) + "." + part("signature")
}

// block is a provider block, which reads an environment.
type block struct {
	model       providerModel
	environment map[string]string
}

func (b block) read() (client.Config, []string, diag.Diagnostics) {
	return b.model.clientConfig(func(name string) string { return b.environment[name] }, now)
}

func text(value string) types.String { return types.StringValue(value) }

func TestConfig_defaults(t *testing.T) {
	t.Parallel()
	config, secrets, diagnostics := block{environment: map[string]string{"NAOCLOUD_API_KEY": "canary"}}.read()
	if diagnostics.HasError() {
		t.Fatal(diagnostics)
	}
	if !slices.Equal(secrets, []string{"canary"}) {
		t.Errorf("expected the key as the only secret, got %q", secrets)
	}
	if config.Credentials == nil {
		t.Error("expected credentials, got none")
	}
	config.Credentials = nil
	expected := client.Config{
		Endpoint: "https://www.nao-cloud.com/api/v2", OnExisting: client.Fail, MaxRetries: 8, RequestTimeout: 30 * time.Second, MaxConcurrentRequests: 10,
	}
	if config != expected {
		t.Errorf("expected %+v, got %+v", expected, config)
	}
}

func TestConfig_theBlockWinsOverTheEnvironment(t *testing.T) {
	t.Parallel()
	environment := map[string]string{
		"NAOCLOUD_ENDPOINT": "https://environment.example/api/v2/", "NAOCLOUD_JWT": token(time.Hour), "NAOCLOUD_ON_EXISTING": "create",
		"NAOCLOUD_MAX_RETRIES": "0", "NAOCLOUD_REQUEST_TIMEOUT": "1m30s", "NAOCLOUD_MAX_CONCURRENT_REQUESTS": "3", "NAOCLOUD_REQUESTS_PER_SECOND": "0.5",
	}
	fromEnvironment := client.Config{
		Endpoint: "https://environment.example/api/v2", OnExisting: client.Create, MaxRetries: -1, RequestTimeout: 90 * time.Second,
		MaxConcurrentRequests: 3, RequestsPerSecond: 0.5,
	}
	fromBlock := client.Config{
		Endpoint: "http://127.0.0.1:8080/api/v2", OnExisting: client.Fail, MaxRetries: 2, RequestTimeout: 5 * time.Second,
		MaxConcurrentRequests: 1, RequestsPerSecond: 20,
	}
	for name, test := range map[string]struct {
		block          block
		expected       client.Config
		expectedSecret string
	}{
		"environment": {block{environment: environment}, fromEnvironment, token(time.Hour)},
		"block": {block{environment: environment, model: providerModel{
			Endpoint: text("http://127.0.0.1:8080/api/v2"), OAuthToken: text("oauth"), OnExisting: text("fail"), MaxRetries: types.Int64Value(2),
			RequestTimeout: text("5s"), MaxConcurrentRequests: types.Int64Value(1), RequestsPerSecond: types.Float64Value(20),
		}}, fromBlock, "oauth"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config, secrets, diagnostics := test.block.read()
			if diagnostics.HasError() {
				t.Fatal(diagnostics)
			}
			config.Credentials = nil
			if config != test.expected {
				t.Errorf("expected %+v, got %+v", test.expected, config)
			}
			if !slices.Equal(secrets, []string{test.expectedSecret}) {
				t.Errorf("expected the secret %q, got %q", test.expectedSecret, secrets)
			}
		})
	}
}

func TestConfig_whatCannotWorkIsRefused(t *testing.T) {
	t.Parallel()
	withKey := func(model providerModel) providerModel {
		model.APIKey = text("key")
		return model
	}
	for name, test := range map[string]struct {
		block block
		// path is the argument that is blamed; empty for an environment variable, or for none.
		path     string
		expected string
	}{
		"no credentials": {
			block{},
			"",
			"one of api_key, oauth_token, jwt, or email with password; or set one of the environment variables NAOCLOUD_API_KEY, NAOCLOUD_OAUTH_TOKEN, NAOCLOUD_JWT, or NAOCLOUD_EMAIL with NAOCLOUD_PASSWORD",
		},
		"two in the block": {block{model: providerModel{APIKey: text("key"), JWT: text(token(time.Hour))}}, "api_key", "got: api_key and jwt."},
		"two in the environment": {
			block{environment: map[string]string{"NAOCLOUD_API_KEY": "key", "NAOCLOUD_OAUTH_TOKEN": "oauth"}},
			"",
			"The environment holds more than one: NAOCLOUD_API_KEY and NAOCLOUD_OAUTH_TOKEN. Unset all but one,",
		},
		"an empty key":          {block{model: providerModel{APIKey: text("")}}, "api_key", "argument api_key is empty"},
		"a key with line break": {block{model: providerModel{APIKey: text("key\n")}}, "api_key", "line break"},
		"an expired JWT":        {block{model: providerModel{JWT: text(token(-time.Second))}}, "jwt", "argument jwt expired at 2026-03-01T11:59:59Z"},
		"an expired JWT in the environment": {
			block{environment: map[string]string{"NAOCLOUD_JWT": token(-time.Hour)}},
			"",
			"NAOCLOUD_JWT, which stands in for the provider's argument jwt, expired at 2026-03-01T11:00:00Z",
		},
		"no JWT":             {block{model: providerModel{JWT: text("key")}}, "jwt", "is not a JWT"},
		"http elsewhere":     {block{model: withKey(providerModel{Endpoint: text("http://nao.example/api/v2")})}, "endpoint", "argument endpoint must be https, since"},
		"a relative URL":     {block{model: withKey(providerModel{Endpoint: text("nao.example/api/v2")})}, "endpoint", `got: "nao.example/api/v2"`},
		"an empty URL":       {block{model: withKey(providerModel{Endpoint: text("")})}, "endpoint", "argument endpoint must be an absolute URL"},
		"a URL with a user":  {block{model: withKey(providerModel{Endpoint: text("https://me:secret@nao.example")})}, "endpoint", "must not hold a user name"},
		"a URL with a query": {block{model: withKey(providerModel{Endpoint: text("https://nao.example/api/v2?a=b")})}, "endpoint", "without a query"},
		"another scheme":     {block{model: withKey(providerModel{Endpoint: text("ftp://nao.example")})}, "endpoint", "must start with https://"},
		"a URL in the environment": {
			block{model: withKey(providerModel{}), environment: map[string]string{"NAOCLOUD_ENDPOINT": "::"}},
			"",
			"The environment variable NAOCLOUD_ENDPOINT, which stands in for the provider's argument endpoint, must start with https://, such as https://www.nao-cloud.com/api/v2, got: \"::\".",
		},
		"another policy":       {block{model: withKey(providerModel{OnExisting: text("replace")})}, "on_existing", `got: "replace"`},
		"negative retries":     {block{model: withKey(providerModel{MaxRetries: types.Int64Value(-1)})}, "max_retries", `of at least 0, got: -1.`},
		"no requests at all":   {block{model: withKey(providerModel{MaxConcurrentRequests: types.Int64Value(0)})}, "max_concurrent_requests", `of at least 1, got: 0.`},
		"a negative rate":      {block{model: withKey(providerModel{RequestsPerSecond: types.Float64Value(-1)})}, "requests_per_second", `got: -1.`},
		"a timeout of nothing": {block{model: withKey(providerModel{RequestTimeout: text("0s")})}, "request_timeout", `such as "45s" or "2m", got: "0s"`},
		"a timeout without unit": {
			block{model: withKey(providerModel{}), environment: map[string]string{"NAOCLOUD_REQUEST_TIMEOUT": "30"}},
			"",
			`NAOCLOUD_REQUEST_TIMEOUT, which stands in for the provider's argument request_timeout, must be a positive number with a unit`,
		},
		"half a retry": {block{model: withKey(providerModel{}), environment: map[string]string{"NAOCLOUD_MAX_RETRIES": "1.5"}}, "", `got: 1.5.`},
		"an infinite rate": {
			block{model: withKey(providerModel{}), environment: map[string]string{"NAOCLOUD_REQUESTS_PER_SECOND": "Inf"}},
			"",
			`got: Inf.`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, _, diagnostics := test.block.read()
			if !diagnostics.HasError() {
				t.Fatal("expected an error, got none")
			}
			refusal := diagnostics[0]
			if !strings.Contains(refusal.Detail(), test.expected) {
				t.Errorf("expected %q, got %q", test.expected, refusal.Detail())
			}
			var blamed string
			if located, ok := refusal.(diag.DiagnosticWithPath); ok {
				blamed = located.Path().String()
			}
			if blamed != test.path {
				t.Errorf("expected the error at %q, got it at %q", test.path, blamed)
			}
			if strings.Contains(fmt.Sprint(diagnostics), "secret") {
				t.Errorf("expected no secret, got %v", diagnostics)
			}
		})
	}
}

func TestConfig_aKeyThatLooksLikeAJWTIsDoubted(t *testing.T) {
	t.Parallel()
	_, _, diagnostics := block{model: providerModel{APIKey: text(token(time.Hour))}}.read()
	if diagnostics.HasError() || diagnostics.WarningsCount() != 1 {
		t.Errorf("expected one warning and no error, got %v", diagnostics)
	}
}

func TestConfig_everyArgumentMayBeUnknown(t *testing.T) {
	t.Parallel()
	model := providerModel{
		Endpoint: types.StringUnknown(), APIKey: types.StringUnknown(), OAuthToken: types.StringUnknown(), JWT: types.StringUnknown(),
		Email: types.StringUnknown(), Password: types.StringUnknown(), UseSession: types.BoolUnknown(), OnExisting: types.StringUnknown(), MaxRetries: types.Int64Unknown(), RequestTimeout: types.StringUnknown(),
		MaxConcurrentRequests: types.Int64Unknown(), RequestsPerSecond: types.Float64Unknown(),
	}
	diagnostics := unknownValues(model.unknown())
	if len(diagnostics) != 12 {
		t.Fatalf("expected 12 errors, got %v", diagnostics)
	}
	if detail := diagnostics[0].Detail(); !strings.Contains(detail, "NAOCLOUD_API_KEY") {
		t.Errorf("expected the first to name NAOCLOUD_API_KEY, got %q", detail)
	}
}

func TestUserAgent(t *testing.T) {
	t.Parallel()
	const agent = "terraform-provider-naocloud/1.2.3 (+https://registry.terraform.io/providers/naocloud/naocloud) Terraform/1.11.4"
	for appended, expected := range map[string]string{
		"":                   agent,
		" pipeline/7 ":       agent + " pipeline/7",
		"evil\r\nX-Other: 1": agent + " evilX-Other: 1",
	} {
		if got := userAgent("1.2.3", "1.11.4", appended); got != expected {
			t.Errorf("expected %q, got %q", expected, got)
		}
	}
}
