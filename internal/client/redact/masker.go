// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package redact keeps secrets out of every text that leaves the process, and control characters away from terminals.
package redact

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

const (
	// Shortest is how many bytes a secret has at least. A shorter one would be masked out of the middle of words, which tells more.
	Shortest = 4

	// mask stands where a secret was.
	mask = "***"
	// mostPasses is how often a text is masked at most. Two passes are needed: the second finds nothing.
	mostPasses = 8
)

// Masker masks secrets: those that it was given, in every form in which they may turn up, and those that have a well-known form, such as a
// JWT. The zero Masker knows no secrets. All methods may be called at the same time.
type Masker struct {
	mu sync.Mutex
	// exact and folded are the forms of all secrets. Those that are folded are in lower case, and match in every case.
	exact, folded map[string]struct{}
	// built is the index of the forms; nil where forms came since it was built. So adding secrets one by one costs no more than adding
	// them all at once.
	built atomic.Pointer[indexes]
}

// indexes find the forms that are compared exactly, and those that are compared without case.
type indexes struct{ exact, folded index }

// New returns a Masker of secrets.
func New(secrets ...string) *Masker {
	m := &Masker{}
	m.Add(secrets...)
	return m
}

// Add makes values secrets. It passes over a value of less than Shortest bytes.
func (m *Masker) Add(values ...string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.exact == nil {
		m.exact, m.folded = map[string]struct{}{}, map[string]struct{}{}
	}
	before := len(m.exact) + len(m.folded)
	for _, value := range values {
		exact, folded := formsOf(value)
		addForms(m.exact, exact)
		addForms(m.folded, folded)
	}
	if len(m.exact)+len(m.folded) > before {
		m.built.Store(nil)
	}
}

func addForms(known map[string]struct{}, forms []string) {
	for _, form := range forms {
		if len(form) >= Shortest {
			known[form] = struct{}{}
		}
	}
}

func (m *Masker) indexes() *indexes {
	if built := m.built.Load(); built != nil {
		return built
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	built := &indexes{exact: newIndex(m.exact), folded: newIndex(m.folded)}
	m.built.Store(built)
	return built
}

// Format writes the name of the type, whatever the verb is, so that no print of a Masker shows its secrets.
func (m *Masker) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, "redact.Masker") }

// Text puts "***" in the place of every secret, and changes nothing else.
func (m *Masker) Text(s string) string {
	for range mostPasses {
		masked := m.maskOnce(s)
		if masked == s {
			return s
		}
		// What stood around a secret may, together with the mask, be another one.
		s = masked
	}
	return mask
}

func (m *Masker) maskOnce(s string) string {
	if s == "" {
		return s
	}
	known := m.indexes()
	var found []span
	for _, r := range readings(s) {
		found = append(found, recognise(r)...)
		found = append(found, known.find(r)...)
		if squeezed, ok := r.squeeze(); ok {
			found = append(found, known.find(squeezed)...)
		}
	}
	return replace(s, found)
}

// find returns where in the original text the secrets of a reading lie.
func (x *indexes) find(r reading) []span {
	found := r.original(x.exact.find(r.text))
	if !x.folded.empty() {
		found = append(found, r.original(x.folded.find(foldASCII(r.text)))...)
	}
	return found
}

// replace puts the mask in the place of each span of a text. Spans that overlap become one.
func replace(s string, found []span) string {
	if len(found) == 0 {
		return s
	}
	slices.SortFunc(found, func(a, b span) int { return cmp.Compare(a.start, b.start) })
	var masked strings.Builder
	end := 0
	for _, secret := range found {
		if secret.start >= end {
			masked.WriteString(s[end:secret.start])
			masked.WriteString(mask)
		}
		end = max(end, secret.end)
	}
	masked.WriteString(s[end:])
	return masked.String()
}
