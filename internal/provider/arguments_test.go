// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/providertest"
)

// withKey is a provider block with an API key and these lines, followed by a data source.
func withKey(account *providertest.Account, lines ...string) string {
	lines = append(lines, fmt.Sprintf("endpoint = %q", account.URL), fmt.Sprintf("api_key = %q", naotest.APIKey))
	return providerBlock(lines...) + teams
}

func TestAccProvider_useSessionExchangesTheKey(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{})
	run(t, nil, resource.TestStep{Config: withKey(account, "use_session = true")})
	if account.Count(http.MethodPost, "/sessions") == 0 {
		t.Errorf("expected a login, got %v", account.Tally())
	}
	for _, request := range account.Requests() {
		if sentKey := request.Header.Get("Authorization") == naotest.APIKey; sentKey != (request.Method == http.MethodPost) {
			t.Errorf("expected the key at the login alone; with %s %s it was %t", request.Method, request.Path, sentKey)
		}
	}
}

func TestAccProvider_requestTimeoutEndsAnAttempt(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{})
	account.Inject(naotest.HangBefore, naotest.On(http.MethodGet, "/teams"))
	run(t, nil, providertest.Fails(withKey(account, `request_timeout = "50ms"`), "Teams could not be listed"))
}

func TestAccProvider_requestsPerSecondMustBeANumberOfThem(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{})
	run(t, nil,
		providertest.Fails(withKey(account, "requests_per_second = -1"), "requests_per_second"),
		resource.TestStep{Config: withKey(account, "requests_per_second = 100")},
	)
}
