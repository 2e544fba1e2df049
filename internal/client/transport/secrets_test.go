// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// failuresThatRepeat are ways to fail with a text in every place that gets into errors and logs.
func failuresThatRepeat(everything string) map[string]func() (*http.Response, error) {
	failures := map[string]func() (*http.Response, error){
		"network": func() (*http.Response, error) { return nil, errors.New("dial " + everything) },
		"proxy": func() (*http.Response, error) {
			return nil, &url.Error{Op: "Get", URL: "http://x.example/" + everything, Err: errors.New("proxy http://me:canary@x.example")}
		},
		"redirect":   func() (*http.Response, error) { return says(301, everything, "X-Request-Id", everything), nil },
		"in success": func() (*http.Response, error) { return says(200, errorsOf(everything)), nil },
	}
	for _, status := range []int{400, 401, 403, 404, 407, 409, 422, 429, 500, 503} {
		failures[fmt.Sprint(status)] = func() (*http.Response, error) {
			return says(status, errorsOf(everything), "X-Request-Id", everything), nil
		}
	}
	return failures
}

func errorsOf(text string) string {
	quoted, _ := json.Marshal(text) // A string can always be written.
	return strings.ReplaceAll(`{"errors":[{"code":X,"title":X,"detail":X,"status":X,"source":{"pointer":X}}]}`, "X", string(quoted))
}

// TestSender_saysNoSecret has an API that repeats whatever it knows, and looks at all that a sender says.
func TestSender_saysNoSecret(t *testing.T) {
	t.Parallel()
	for name, fail := range failuresThatRepeat("canary-secret " + naotest.APIKey + " https://s3.example/b?X-Amz-Signature=canary-signature") { //nolint:bodyclose // The sender closes them.
		virtually(name, t, func(t *testing.T) {
			var log bytes.Buffer
			ctx, cancel := withTimeout(t, 2*time.Minute)
			defer cancel()
			var said strings.Builder
			for _, call := range siteCalls {
				s := newSender(t, naotest.Endpoint, roundTripper(func(*http.Request) (*http.Response, error) { return fail() }),
					settings{log: &log, retries: 2, secrets: []string{"canary-secret"}})
				_, err := s.Do(ctx, call)
				fmt.Fprintf(&said, "%v\n%+v\n%q\n%#v", err, err, err, refusalOf(err))
			}
			all := said.String() + log.String()
			if at := strings.Index(all, "canary"); at >= 0 {
				t.Errorf("a secret got out: …%s…", all[max(0, at-80):min(len(all), at+80)])
			}
			if !strings.Contains(log.String(), "path=/sites/1") || len(all) < 200 {
				t.Errorf("nothing was said that could have held a secret: %s", all)
			}
		})
	}
}

func refusalOf(err error) any {
	refusal, _ := errors.AsType[*Error](err)
	return refusal
}

// TestSender_saysNothingThatATerminalObeys has control characters wherever a server may put them, and texts without end.
func TestSender_saysNothingThatATerminalObeys(t *testing.T) {
	t.Parallel()
	const evil = "gone\x1b[2J\x1b]8;;https://evil.example\x07\u202e\u0085\r\nError: fake\x00"
	for name, fail := range failuresThatRepeat(evil + strings.Repeat("a", 20_000)) { //nolint:bodyclose // The sender closes them.
		if name == "network" || name == "proxy" {
			continue // Those texts are of this machine.
		}
		virtually(name, t, func(t *testing.T) {
			s := newSender(t, naotest.Endpoint, roundTripper(func(*http.Request) (*http.Response, error) { return fail() }), settings{retries: 1})
			// Some of these are repeated for as long as there is time.
			ctx, cancel := withTimeout(t, 10*time.Second)
			defer cancel()
			_, err := s.Do(ctx, siteCalls["PUT"])
			if err == nil {
				t.Fatal("got no error")
			}
			text := err.Error()
			if strings.ContainsAny(text, "\x1b\x07\u202e\u0085\r\n\x00") || len(text) > 5000 {
				t.Errorf("got %d characters: %.300q", len(text), text)
			}
		})
	}
}
