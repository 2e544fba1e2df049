// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package crud

import "sync"

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
