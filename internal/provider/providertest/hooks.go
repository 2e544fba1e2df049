// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package providertest

import (
	"net/http"
	"slices"
	"sync"
)

// hook does something once, after a request.
type hook struct {
	method, path string
	do           func()
}

// hooks is the network, with hooks.
type hooks struct {
	mu    sync.Mutex
	hooks []hook
}

func (h *hooks) add(added hook) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.hooks = append(h.hooks, added)
}

// RoundTrip sends a request, then does what is hooked to it.
func (h *hooks) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := http.DefaultTransport.RoundTrip(request)
	if hooked, ok := h.take(request); ok {
		hooked.do()
	}
	return response, err
}

func (h *hooks) take(request *http.Request) (hook, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	i := slices.IndexFunc(h.hooks, func(candidate hook) bool {
		return candidate.method == request.Method && candidate.path == request.URL.Path
	})
	if i < 0 {
		return hook{}, false
	}
	hooked := h.hooks[i]
	h.hooks = slices.Delete(h.hooks, i, i+1)
	return hooked, true
}
