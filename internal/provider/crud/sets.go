// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package crud

import (
	"context"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/diags"
)

// What follows is for resources that are no objects of their own, such as the set of a site's tags.

// PrivateState is what Terraform stores beside the attributes of a resource.
type PrivateState = privateState

// ResourceTimeouts is the timeouts block of a resource.
func ResourceTimeouts(ctx context.Context) map[string]schema.Block {
	return map[string]schema.Block{timeoutsBlock: resourceTimeouts(ctx, true)}
}

// WithTimeout bounds an operation of a resource by its entry in the timeouts block: "create", "read", "update" or "delete".
func WithTimeout(ctx context.Context, values attributeReader, operation string, diagnostics *diag.Diagnostics) (context.Context, context.CancelFunc) {
	return withTimeout(ctx, values, operation, diagnostics)
}

// WritePrivate changes a key of the private state where it has another value; nil removes it.
func WritePrivate(ctx context.Context, private PrivateState, key string, value []byte) diag.Diagnostics {
	return write(ctx, private, key, value)
}

// See remembers in the private state that a resource was seen in this account.
func (p *Provider) See(ctx context.Context, private PrivateState) diag.Diagnostics {
	return p.see(ctx, private)
}

// IsAccountOf reports whether a resource that does not show is gone, and not in another account.
func (p *Provider) IsAccountOf(ctx context.Context, private PrivateState) bool {
	return p.isAccountOf(ctx, private)
}

// OtherAccount reports a resource that does not show, and was last seen with other credentials or at another endpoint.
func (p *Provider) OtherAccount(ctx context.Context, kind diags.Kind, label string, private PrivateState) diag.Diagnostics {
	return diags.OtherAccount(kind, label, seen(ctx, private).Endpoint, p.Client.See(client.Seen{}).Endpoint)
}

// Report reports a failure. One that concerns all objects alike is explained for the first few of them.
func (p *Provider) Report(f diags.Failure) diag.Diagnostics { return p.report(f) }

// declarations are the members of parents that the resources of one provider block plan in this process: the tags of sites, the sites of
// teams. A member may be declared once, by a resource of its own or by one set; beside an exclusive set nothing else may be declared.
type declarations struct {
	mu      sync.Mutex
	parents map[string]*declared
}

// declared are the members of one parent.
type declared struct {
	// single tells which members have resources of their own; sets are the members by the tokens of their sets.
	single    map[string]bool
	sets      map[string]map[string]bool
	exclusive map[string]bool
}

func (p *Provider) declarations() *declarations {
	registry, _ := p.keys.LoadOrStore("declarations", &declarations{parents: map[string]*declared{}})
	typed, _ := registry.(*declarations)
	return typed
}

func (d *declarations) of(parent string) *declared {
	if d.parents[parent] == nil {
		d.parents[parent] = &declared{single: map[string]bool{}, sets: map[string]map[string]bool{}, exclusive: map[string]bool{}}
	}
	return d.parents[parent]
}

// DeclareMember plans a member by a resource of its own. It reports whether a set declares it too, or is exclusive.
func (p *Provider) DeclareMember(parent, member string) (conflict bool) {
	d := p.declarations()
	d.mu.Lock()
	defer d.mu.Unlock()
	there := d.of(parent)
	there.single[member] = true
	for token, members := range there.sets {
		if members[member] || there.exclusive[token] {
			return true
		}
	}
	return false
}

// Conflicts are why a set cannot be planned.
type Conflicts struct {
	// Members are also declared by other resources.
	Members []string
	// Others are declared by other resources beside this set, which is exclusive.
	Others []string
	// Exclusive tells that another set of the parent is exclusive.
	Exclusive bool
}

// DeclareSet plans the members of a set, in place of what was planned for the set before. The token tells it from the other sets.
func (p *Provider) DeclareSet(parent, token string, members []string, exclusive bool) (conflicts Conflicts) {
	d := p.declarations()
	d.mu.Lock()
	defer d.mu.Unlock()
	there := d.of(parent)
	own := make(map[string]bool, len(members))
	for _, member := range members {
		own[member] = true
	}
	there.sets[token], there.exclusive[token] = own, exclusive
	found := map[string]bool{}
	note := func(member string) {
		switch {
		case found[member]:
		case own[member]:
			conflicts.Members = append(conflicts.Members, member)
		case exclusive:
			conflicts.Others = append(conflicts.Others, member)
		}
		found[member] = true
	}
	for member := range there.single {
		note(member)
	}
	for other, declared := range there.sets {
		if other == token {
			continue
		}
		for member := range declared {
			note(member)
		}
		conflicts.Exclusive = conflicts.Exclusive || there.exclusive[other] && len(own) > 0
	}
	return conflicts
}
