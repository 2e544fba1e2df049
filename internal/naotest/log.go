// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"bytes"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

const (
	// loggedBody is how much of a request's body the log keeps, in bytes.
	loggedBody = 4 << 10
	// loggedRequests is how many requests the log keeps; older ones are dropped.
	loggedRequests = 200_000
)

// Request is one request as the server saw it.
type Request struct {
	Method string
	Path   string // below /api/v2, such as "/sites/1"
	Query  url.Values
	Header http.Header // with Authorization
	Body   []byte      // its first 4 KiB
	// ID is the x-request-id that the response carried.
	ID string
	// Status is 0 when the client never got a response, or has none yet.
	Status int
	// Fault names what was injected; "" = nothing.
	Fault string
	// Time is when it arrived.
	Time time.Time
}

// matches reports whether the request is one of method ("" = any) and pattern,
// which is for [path.Match] ("" = any).
func matches(method, pattern, requestMethod, requestPath string) bool {
	if method != "" && method != requestMethod {
		return false
	}
	ok, err := path.Match(pattern, requestPath)
	return pattern == "" || ok && err == nil
}

// checkPattern panics on a malformed pattern: the test is wrong then.
func checkPattern(pattern string) {
	if _, err := path.Match(pattern, ""); err != nil {
		panic("naotest: malformed path pattern " + strconv.Quote(pattern))
	}
}

// below returns a URL's path below the base path of the API.
func below(u *url.URL) string { return strings.TrimPrefix(u.Path, BasePath) }

// requestLog remembers requests in order of arrival.
type requestLog struct {
	mu       sync.Mutex
	requests []*Request
	inFlight int
	highest  int
}

func (l *requestLog) open(r *http.Request, body []byte, f Fault, id string, now time.Time) *Request {
	entry := &Request{
		Method: r.Method,
		Path:   below(r.URL),
		Query:  r.URL.Query(),
		Header: r.Header.Clone(),
		Body:   bytes.Clone(body[:min(len(body), loggedBody)]),
		ID:     id,
		Fault:  f.String(),
		Time:   now,
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.inFlight++
	l.highest = max(l.highest, l.inFlight)
	if len(l.requests) >= loggedRequests {
		l.requests = slices.Delete(l.requests, 0, loggedRequests/2)
	}
	l.requests = append(l.requests, entry)
	return entry
}

func (l *requestLog) close(entry *Request, status int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	entry.Status = status
}

func (l *requestLog) leave() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.inFlight--
}

// Requests returns the newest 200,000 requests in order of arrival. A request
// whose connection was refused never arrived and is not among them.
func (s *Server) Requests() []Request {
	s.log.mu.Lock()
	defer s.log.mu.Unlock()
	all := make([]Request, 0, len(s.log.requests))
	for _, entry := range s.log.requests {
		all = append(all, *entry)
	}
	return all
}

// ResetRequests empties the log, and forgets the highest number in flight.
func (s *Server) ResetRequests() {
	s.log.mu.Lock()
	defer s.log.mu.Unlock()
	s.log.requests = nil
	s.log.highest = s.log.inFlight
}

// Count returns how many requests of the log have the method ("" = any) and a
// path below /api/v2 that matches the pattern, which is for [path.Match], such as
// "/sites/*" ("" = any). It panics on a malformed pattern.
func (s *Server) Count(method, pathPattern string) int {
	checkPattern(pathPattern)
	s.log.mu.Lock()
	defer s.log.mu.Unlock()
	count := 0
	for _, entry := range s.log.requests {
		if matches(method, pathPattern, entry.Method, entry.Path) {
			count++
		}
	}
	return count
}

// Tally counts the requests of the log by method and path pattern, in which ids are "*":
// "GET /sites/*". Its keys, split at the blank, suit [Server.Count].
func (s *Server) Tally() map[string]int {
	s.log.mu.Lock()
	defer s.log.mu.Unlock()
	tally := map[string]int{}
	for _, entry := range s.log.requests {
		segments := strings.Split(entry.Path, "/")
		for i, segment := range segments {
			if _, err := strconv.ParseInt(segment, 10, 64); err == nil {
				segments[i] = "*"
			}
		}
		tally[entry.Method+" "+strings.Join(segments, "/")]++
	}
	return tally
}

// MaxInFlight returns the highest number of requests that were in the server's
// hands at once. One that hangs because a fault said so does not count.
func (s *Server) MaxInFlight() int {
	s.log.mu.Lock()
	defer s.log.mu.Unlock()
	return s.log.highest
}
