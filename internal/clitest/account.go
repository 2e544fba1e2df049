// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

//go:build unix

package clitest

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// Account is a simulated NAO Cloud account that lets a test act at a moment of its own choosing.
type Account struct {
	*naotest.Server

	mu    sync.Mutex
	hooks []hook
}

// hook does something once, between the work of a request and its response.
type hook struct {
	method, pattern string
	do              func(*http.Request)
}

// Open serves an account that behaves in this way on loopback, until the test ends.
func Open(t testing.TB, behavior naotest.Behavior) *Account {
	t.Helper()
	a := &Account{Server: naotest.New(behavior)}
	server := httptest.NewServer(a)
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
	})
	a.URL = server.URL + naotest.BasePath
	return a
}

// BeforeResponse does something once: when the work of the next request with this method, and a path below the endpoint that matches the
// pattern of path.Match, has been done, and before the client learns of it. The response waits for its end.
func (a *Account) BeforeResponse(method, pattern string, do func(*http.Request)) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.hooks = append(a.hooks, hook{method, pattern, do})
}

// ServeHTTP implements http.Handler.
func (a *Account) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	do, ok := a.take(r)
	if !ok {
		a.Server.ServeHTTP(w, r)
		return
	}
	response := httptest.NewRecorder()
	a.Server.ServeHTTP(response, r)
	do(r)
	maps.Copy(w.Header(), response.Header())
	w.WriteHeader(response.Code)
	_, _ = w.Write(response.Body.Bytes())
}

func (a *Account) take(r *http.Request) (func(*http.Request), bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	i := slices.IndexFunc(a.hooks, func(h hook) bool {
		matches, err := path.Match(h.pattern, strings.TrimPrefix(r.URL.Path, naotest.BasePath))
		return err == nil && matches && h.method == r.Method
	})
	if i < 0 {
		return nil, false
	}
	do := a.hooks[i].do
	a.hooks = slices.Delete(a.hooks, i, i+1)
	return do, true
}
