// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// client is the least that can talk to the simulator.
type client struct {
	t        testing.TB
	http     *http.Client
	endpoint string
	accept   string
	auth     string
}

func inProcess(t testing.TB, s *naotest.Server) *client {
	t.Helper()
	return &client{
		t: t, http: &http.Client{Transport: s.Transport(), CheckRedirect: dontFollow},
		endpoint: naotest.Endpoint, accept: "application/vnd.api+json", auth: naotest.APIKey,
	}
}

func overSocket(t testing.TB, s *naotest.Server) *client {
	t.Helper()
	c := inProcess(t, s)
	c.http.Transport = &http.Transport{DisableKeepAlives: true} // so that net/http does not retry by itself
	c.endpoint = s.URL
	return c
}

func dontFollow(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// result is a response that was read to its end.
type result struct {
	t      testing.TB
	status int
	header http.Header
	body   string
}

func (c *client) send(ctx context.Context, method, path, body string) (result, error) {
	c.t.Helper()
	url := path
	if strings.HasPrefix(path, "/") {
		url = c.endpoint + path
	}
	r, err := http.NewRequestWithContext(ctx, method, url, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	if c.auth != "" {
		r.Header.Set("Authorization", c.auth)
	}
	if c.accept != "" {
		r.Header.Set("Accept", c.accept)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	response, err := c.http.Do(r)
	if err != nil {
		return result{}, err
	}
	content, err := io.ReadAll(response.Body)
	return result{c.t, response.StatusCode, response.Header, string(content)}, errors.Join(err, response.Body.Close())
}

// do sends a request whose response has to have the status.
func (c *client) do(method, path, body string, status int) result {
	c.t.Helper()
	response, err := c.send(c.t.Context(), method, path, body)
	if err != nil {
		c.t.Fatalf("%s %s: %v", method, path, err)
	}
	if response.status != status {
		c.t.Fatalf("%s %s: got status %d, want %d: %s", method, path, response.status, status, response.body)
	}
	return response
}

// document decodes the body.
func (r result) document() map[string]any {
	r.t.Helper()
	var document map[string]any
	if err := json.Unmarshal([]byte(r.body), &document); err != nil {
		r.t.Fatalf("decode %q: %v", r.body, err)
	}
	return document
}

// at walks into the document: names of members and indices of elements.
func (r result) at(path ...any) any {
	r.t.Helper()
	var value any = r.document()
	for _, step := range path {
		switch step := step.(type) {
		case string:
			object, _ := value.(map[string]any)
			value = object[step]
		case int:
			elements, _ := value.([]any)
			if step >= len(elements) {
				r.t.Fatalf("no element %d of %v in %s", step, path, r.body)
			}
			value = elements[step]
		}
	}
	return value
}

// ids returns the ids of the resources of a listing, in their order.
func (r result) ids() []string {
	r.t.Helper()
	var document struct {
		Data []struct{ ID string }
	}
	if err := json.Unmarshal([]byte(r.body), &document); err != nil {
		r.t.Fatalf("decode %q: %v", r.body, err)
	}
	ids := []string{}
	for _, each := range document.Data {
		ids = append(ids, each.ID)
	}
	return ids
}

func equal[T comparable](t testing.TB, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}
