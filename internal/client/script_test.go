// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"io"
	"net/http"
	"net/http/httptrace"
	"slices"
	"strings"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// script is a server of which a test writes every response: for what no NAO Cloud would do, and so the simulator does not.
type script func(request *http.Request) *http.Response

// RoundTrip sends the request to the script.
func (s script) RoundTrip(request *http.Request) (*http.Response, error) {
	if trace := httptrace.ContextClientTrace(request.Context()); trace != nil && trace.GotConn != nil {
		trace.GotConn(httptrace.GotConnInfo{})
	}
	response := s(request)
	response.Request = request
	return response, nil
}

// says is a response; headers are names and values in turn.
func says(status int, body string, headers ...string) *http.Response {
	response := &http.Response{
		StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)),
	}
	for header := range slices.Chunk(headers, 2) {
		response.Header.Set(header[0], header[1])
	}
	return response
}

// scripted makes a client of a script.
func scripted(t testing.TB, s script) *Client {
	t.Helper()
	c, err := New(Config{Endpoint: naotest.Endpoint, Credentials: APIKey(naotest.APIKey), Transport: s})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// always answers every request alike.
func always(status int, body string) script {
	return func(*http.Request) *http.Response { return says(status, body) }
}

// wantError fails the test unless the error's text holds every one of the parts.
func wantError(t *testing.T, err error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("got no error, want one that says %q", parts)
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("got the error %q, want it to say %q", err, part)
		}
	}
}
