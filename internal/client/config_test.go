// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"fmt"
	"strings"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestNew_refusesWhatCannotWork(t *testing.T) {
	t.Parallel()
	for want, config := range map[string]Config{
		"no credentials": {},
		"must be https":  {Credentials: APIKey(naotest.APIKey), Endpoint: "http://nao.example"},
		"line break":     {Credentials: APIKey("one\ntwo")},
	} {
		_, err := New(config)
		wantError(t, err, want)
	}
}

func TestNew_takesWhatIsNotSetFromTheDefaults(t *testing.T) {
	t.Parallel()
	c, err := New(Config{Credentials: APIKey(naotest.APIKey)})
	if err != nil {
		t.Fatal(err)
	}
	got := c.config
	if got.Endpoint != DefaultEndpoint || got.OnExisting != Fail || got.MaxRetries != DefaultMaxRetries || got.RequestTimeout != DefaultRequestTimeout ||
		got.MaxConcurrentRequests != DefaultMaxConcurrentRequests || got.RetryWait != DefaultRetryWait || got.RequestsPerSecond != 0 {
		t.Errorf("got %+v", got)
	}
}

func TestNew_hasRoomForOneRequestAtLeast(t *testing.T) {
	t.Parallel()
	c, err := New(Config{Credentials: APIKey(naotest.APIKey), MaxConcurrentRequests: -1, MaxRetries: -1})
	if err != nil || c.config.MaxConcurrentRequests != 1 || c.config.MaxRetries != 0 {
		t.Errorf("got %+v, %v; want room for one request, and no retries", c.config, err)
	}
}

// Whatever prints a client prints no secret.
func TestClient_printsNoSecret(t *testing.T) {
	t.Parallel()
	c, err := New(Config{Credentials: APIKey(naotest.APIKey)})
	if err != nil {
		t.Fatal(err)
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		if text := fmt.Sprintf(verb, c); strings.Contains(text, naotest.APIKey) || text != "client of "+DefaultEndpoint {
			t.Errorf("%s: got %s", verb, text)
		}
	}
	if c.Waited() != 0 {
		t.Errorf("it waited %s for nothing", c.Waited())
	}
}
