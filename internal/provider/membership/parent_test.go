// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package membership

import (
	"cmp"
	"context"
	"fmt"
	"sync"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
)

// parent is a parent in memory, whose calls may fail.
type parent struct {
	mu   sync.Mutex
	held map[string]string
	// calls are the changes, in their order.
	calls []string
	// ids are the ids of members that are not "id of " and the key.
	ids map[string]string
	// doubles are the ids of second members by their keys.
	doubles map[string]string
	// fails are the errors of changes by their keys, and listing that of listings.
	fails   map[string]error
	listing error
	// batch makes Commission work, but for these keys, and resumed is what ResumeBatch returns.
	batch   map[string]bool
	resumed []string
	unknown error
}

func (p *parent) do(call, key string, change func()) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.calls = append(p.calls, call+" "+key)
	if err := p.fails[key]; err != nil {
		return err
	}
	change()
	return nil
}

func (p *parent) Held(context.Context, client.Look) (Held, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	held := Held{}
	for key, value := range p.held {
		held[key] = []Member{{ID: cmp.Or(p.ids[key], "id of "+key), Value: value}}
		if id, ok := p.doubles[key]; ok {
			held[key] = append(held[key], Member{ID: id, Value: value})
		}
	}
	return held, p.listing
}

func (p *parent) Confirm(context.Context, map[string]Member) (map[string]Member, error) {
	return nil, nil //nolint:nilnil // An empty map.
}

func (p *parent) Read(context.Context, string, Member) (Member, error) { return Member{}, nil }

func (p *parent) Commission(_ context.Context, members map[string]string) (bool, error) {
	if p.batch == nil {
		return false, nil
	}
	return true, p.do("batch", fmt.Sprint(len(members)), func() {
		for key, value := range members {
			if !p.batch[key] {
				p.held[key] = value
			}
		}
	})
}

func (p *parent) ResumeBatch(context.Context, client.PendingBatch) ([]string, error) {
	return p.resumed, p.unknown
}

func (p *parent) Create(_ context.Context, key, value string) (Member, error) {
	if err := p.do("create", key, func() { p.held[key] = value }); err != nil {
		return Member{}, err
	}
	return Member{ID: "id of " + key, Value: value}, nil
}

func (p *parent) Resume(_ context.Context, key, value string, _ client.Pending) (Member, error) {
	return Member{ID: "id of " + key, Value: "sent before"}, p.do("resume", key, func() { p.held[key] = value })
}

func (p *parent) Update(_ context.Context, key string, known Member, value string) (Member, error) {
	return Member{ID: known.ID, Value: value}, p.do("update", key, func() { p.held[key] = value })
}

func (p *parent) Delete(_ context.Context, key string, _ Member) error {
	return p.do("delete", key, func() { delete(p.held, key) })
}
