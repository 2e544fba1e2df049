// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"bytes"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"sync"
)

// Match chooses requests. The zero value chooses all.
type Match struct {
	method, pattern string
	skip, times     int // times: 0 = without end
	query           url.Values
	text            string
}

// On chooses the requests of a method ("" = any) to paths below /api/v2 that
// match the pattern, which is for path.Match, such as "/sites/*" ("" = any).
func On(method, pathPattern string) Match { return Match{method: method, pattern: pathPattern} }

// Times chooses the first n of them only.
func (m Match) Times(n int) Match {
	m.times = n
	return m
}

// Skip leaves out the first n of them.
func (m Match) Skip(n int) Match {
	m.skip = n
	return m
}

// Query chooses those which have the parameter with the value, such as
// "page[number]", "2".
func (m Match) Query(name, value string) Match {
	m.query = maps.Clone(m.query)
	if m.query == nil {
		m.query = url.Values{}
	}
	m.query.Set(name, value)
	return m
}

// Body chooses those whose body contains the text.
func (m Match) Body(text string) Match {
	m.text = text
	return m
}

func (m Match) matches(r *http.Request, body []byte) bool {
	if !matches(m.method, m.pattern, r.Method, below(r.URL)) || !bytes.Contains(body, []byte(m.text)) {
		return false
	}
	query := r.URL.Query()
	for name := range m.query {
		if query.Get(name) != m.query.Get(name) {
			return false
		}
	}
	return true
}

// faults decides what goes wrong with which request.
type faults struct {
	mu       sync.Mutex
	rules    []*rule
	schedule []Fault
	random   *dice
	counts   map[string]int
}

type rule struct {
	Match
	fault     Fault
	seen, hit int
}

// Inject lets a fault strike the requests that match. Rules are asked in the
// order of their injection; the first that wants a request gets it. They precede
// [Server.Schedule], which precedes [Server.RandomFaults]. It panics on a malformed
// pattern.
func (s *Server) Inject(f Fault, when Match) {
	checkPattern(when.pattern)
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.rules = append(s.faults.rules, &rule{Match: when, fault: f})
}

// Schedule gives the next len(faults) writes (POST, PUT, DELETE) these faults, in
// order. A zero Fault lets a write pass. Further calls append.
func (s *Server) Schedule(faults ...Fault) {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.schedule = append(s.faults.schedule, faults...)
}

// ClearFaults forgets all rules, schedules and random faults. The counts stay.
func (s *Server) ClearFaults() {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.rules, s.faults.schedule, s.faults.random = nil, nil, nil
}

// FaultCount returns how often each kind of fault was injected, by its name.
func (s *Server) FaultCount() map[string]int {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	return maps.Clone(s.faults.counts)
}

// choose decides about one request and counts the decision.
func (fs *faults) choose(r *http.Request, body []byte) Fault {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	f := fs.next(r, body)
	for _, name := range f.names() {
		if fs.counts == nil {
			fs.counts = map[string]int{}
		}
		fs.counts[name]++
	}
	return f
}

func (fs *faults) next(r *http.Request, body []byte) Fault {
	for _, rule := range fs.rules {
		if rule.times > 0 && rule.hit == rule.times || !rule.matches(r, body) {
			continue
		}
		rule.seen++
		if rule.seen > rule.skip {
			rule.hit++
			return rule.fault
		}
	}
	if len(fs.schedule) > 0 && slices.Contains([]string{"POST", "PUT", "DELETE"}, r.Method) {
		f := fs.schedule[0]
		fs.schedule = fs.schedule[1:]
		return f
	}
	if fs.random != nil {
		return fs.random.roll(r, body)
	}
	return Fault{}
}
