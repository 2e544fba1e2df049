// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package membership is what resources share that declare many members of one parent, such as the tags of a site: what is there, what is
// declared of it, and the way from one to the other.
package membership

import (
	"context"
	"maps"
	"slices"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
)

// Member is one member of a parent.
type Member struct {
	// ID is the API's own; "" where it is not known.
	ID string
	// Value is what a set declares of the member beside its key, such as a name; "" where there is nothing.
	Value string
	// Partial tells that a listing did not show the value.
	Partial bool
}

// Held are the members that a parent holds, by their keys. Several may have the same key; they are sorted by id.
type Held map[string][]Member

// Members is the client's calls on the members of one parent. It is safe for concurrent use.
type Members interface {
	// Held returns what the parent holds, from a listing of the last minute or, for a Fresh look, from one that begins now.
	Held(ctx context.Context, look client.Look) (Held, error)
	// Confirm returns the members that are there although a listing lacks them.
	Confirm(ctx context.Context, lacking map[string]Member) (map[string]Member, error)
	// Read returns one member as its own document shows it.
	Read(ctx context.Context, key string, known Member) (Member, error)
	// Commission asks for all members with one request, if that can do no harm. It reports whether it did; some may not be there then.
	Commission(ctx context.Context, members map[string]string) (bool, error)
	// ResumeBatch waits for the members of a request of Commission whose outcome was not known, and returns the keys of those that are not there.
	ResumeBatch(ctx context.Context, pending client.PendingBatch) (lacking []string, err error)
	Create(ctx context.Context, key, value string) (Member, error)
	Resume(ctx context.Context, key, value string, pending client.Pending) (Member, error)
	Update(ctx context.Context, key string, known Member, value string) (Member, error)
	Delete(ctx context.Context, key string, known Member) error
}

// State is what a set knows of its members.
type State struct {
	// Declared are the declared members that exist.
	Declared map[string]Member
	// Undeclared are the values of the other members that the parent holds; nil for a set that is not exclusive.
	Undeclared map[string]string
	Memory
}

// Memory is what a set keeps in the private state.
type Memory struct {
	// IDs are the ids of the declared members, where no attribute shows them: a service may tell an id only once, in the response to the create.
	IDs map[string]string `json:"ids,omitempty"`
	// Pending are the creates whose outcome is not known.
	Pending map[string]client.Pending `json:"pending,omitempty"`
	// Batch is a request for many members whose outcome is not known; nil for none.
	Batch *client.PendingBatch `json:"batch,omitempty"`
	// Tainted tells that the create of the set has failed. Terraform replaces the set then, and gives Delete nothing of this memory.
	Tainted bool `json:"tainted,omitempty"`
	// Imported tells that the set was imported, and that no apply has taken over what it declares yet.
	Imported bool `json:"imported,omitempty"`
	// Token tells the sets of one parent apart.
	Token string `json:"token,omitempty"`
}

func (s State) clone() State {
	s.Declared = maps.Clone(s.Declared)
	if s.Declared == nil {
		s.Declared = map[string]Member{}
	}
	s.Undeclared = maps.Clone(s.Undeclared)
	s.Pending = maps.Clone(s.Pending)
	if s.Pending == nil {
		s.Pending = map[string]client.Pending{}
	}
	return s
}

// respellPending keeps the pending creates whose keys are declared in another case now.
func (s State) respellPending(values map[string]string) {
	if len(s.Pending) == 0 {
		return
	}
	spellings := make(map[string]string, len(values))
	for key := range values {
		spellings[fold(key)] = key
	}
	for key, pending := range maps.Clone(s.Pending) {
		if spelling, ok := spellings[fold(key)]; ok && spelling != key {
			delete(s.Pending, key)
			s.Pending[spelling] = pending
		}
	}
}

// isPending reports whether the outcome of the create of a member is not known.
func (s State) isPending(key string) bool {
	_, pending := s.Pending[key]
	return pending
}

// member is the member with a key: the known one if it is there, else the first.
func (h Held) member(key string, known Member) (Member, bool) {
	found := h[key]
	if i := slices.IndexFunc(found, func(member Member) bool { return member.ID == known.ID }); i >= 0 {
		return found[i], true
	}
	if len(found) == 0 {
		return Member{}, false
	}
	return found[0], true
}

// Of returns the members that one request made of these keys: those of the same key or, where a service stores keys in another case, those of a key
// that nobody asked for and that resembles it.
func (h Held) Of(keys []string) Held {
	asked := make(map[string]bool, len(keys))
	for _, key := range keys {
		asked[key] = true
	}
	folded := Held{}
	for key, found := range h {
		if !asked[key] {
			folded[fold(key)] = append(folded[fold(key)], found...)
		}
	}
	of := make(Held, len(keys))
	for _, key := range keys {
		if of[key] = h[key]; len(of[key]) == 0 {
			of[key] = folded[fold(key)]
			slices.SortFunc(of[key], func(a, b Member) int { return client.CompareIDs(a.ID, b.ID) })
		}
	}
	return of
}

// keys are the keys of the members by their ids.
func (h Held) keys() map[string]string {
	keys := make(map[string]string, len(h))
	for key, found := range h {
		for _, member := range found {
			keys[member.ID] = key
		}
	}
	return keys
}

// beside are the values of the members that are none of the declared ones.
func (h Held) beside(declared map[string]Member) map[string]string {
	ids := make(map[string]bool, len(declared))
	for _, member := range declared {
		ids[member.ID] = member.ID != ""
	}
	others := map[string]string{}
	for key, found := range h {
		_, isDeclared := declared[key]
		for _, member := range found {
			if !ids[member.ID] && (!isDeclared || member.ID != "" && len(found) > 1) {
				others[key] = member.Value
			}
		}
	}
	return others
}

// fold is equal for keys that a service may take for one: two that differ in case.
func fold(key string) string { return client.FoldTrackingID(key) }

// folded are the keys of a set, folded.
func folded[V any](keys map[string]V) map[string]bool {
	folded := make(map[string]bool, len(keys))
	for key := range keys {
		folded[fold(key)] = true
	}
	return folded
}
