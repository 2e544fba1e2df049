// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"sync"
)

// tagGates keep batches and creates of tags apart, site by site. A batch overwrites all tags of its site, so that it would remove what a create
// has just made, listed or not. The zero value is ready for use.
type tagGates struct {
	mu    sync.Mutex
	sites map[string]*tagGate
}

// tagGate is the gate of one site.
type tagGate struct {
	// used tells that this client has begun to create a tag on the site, or to send a batch.
	used bool
	// batch is closed when the batch that is under way has ended; nil for none.
	batch chan struct{}
}

// enter waits until no batch is at work on the site, and rules out batches from then on.
func (g *tagGates) enter(ctx context.Context, siteID string) error {
	for {
		g.mu.Lock()
		gate := g.of(siteID)
		batch := gate.batch
		if batch == nil {
			gate.used = true
			g.mu.Unlock()
			return nil
		}
		g.mu.Unlock()
		select {
		case <-batch:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// beginBatch reports whether a batch may be sent to the site: this client has not begun to create a tag there, nor sent a batch. The caller
// ends it.
func (g *tagGates) beginBatch(siteID string) (end func(), ok bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	gate := g.of(siteID)
	if gate.used {
		return nil, false
	}
	gate.used = true
	ended := make(chan struct{})
	gate.batch = ended
	return func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		gate.batch = nil
		close(ended)
	}, true
}

func (g *tagGates) of(siteID string) *tagGate {
	if g.sites == nil {
		g.sites = map[string]*tagGate{}
	}
	gate, ok := g.sites[siteID]
	if !ok {
		gate = &tagGate{}
		g.sites[siteID] = gate
	}
	return gate
}
