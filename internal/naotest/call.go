// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"sync"
	"time"
)

// callKey finds the call in the context of the request that the mux hands on.
type callKey struct{}

// call is one request under way.
type call struct {
	s     *Server
	r     *http.Request
	body  []byte
	fault Fault
	b     Behavior // as it was when the request arrived
	seq   int64
	entry *Request // its line in the log, guarded by the log
	leave func()   // ends its being in flight

	arrived time.Time
	gaveUp  bool // the gateway responded instead

	op       operation
	handler  func(*call) reply
	unrouted bool // the handler is none of the API's

	// The lock guards the following fields, since the work may go on without its client.
	now        time.Time // when the work is done
	reply      *reply    // what the handler returned; nil while the work goes on
	then       []func()  // what to do once the lock is free again
	abandoned  bool      // nobody waits for the response
	inJob      bool      // the work is that of a job
	existing   bool      // the work found what it was to make
	turnedAway bool      // refused before the work: credentials, media types, the rate
}

// begin notes the arrival of a request.
func (s *Server) begin(r *http.Request, body []byte, f Fault) *call {
	s.mu.Lock()
	s.seq++
	c := &call{s: s, r: r, body: body, fault: f, b: s.behavior, arrived: time.Now(), seq: s.seq}
	s.mu.Unlock()
	c.entry = s.log.open(r, body, f, c.requestID(), c.arrived)
	c.leave = sync.OnceFunc(s.log.leave)
	return c
}

func (c *call) requestID() string {
	return fmt.Sprintf("00000000-0000-4000-8000-%012x", c.seq)
}

// url returns the absolute URL of a path of the API, as the client sees the host.
func (c *call) url(path string) string {
	scheme := "http"
	if c.r.TLS != nil {
		scheme = "https"
	}
	return scheme + "://" + c.r.Host + BasePath + path
}

// root decodes the request's body and returns what its one root holds. Bodies
// are not JSON:API: the root is named after the type [doc: 5, 10].
func (c *call) root(kind string) (map[string]json.RawMessage, *reply) {
	var attributes map[string]json.RawMessage
	if bad := c.below(kind, &attributes); bad != nil {
		return nil, bad
	}
	if attributes == nil {
		return nil, c.missingRoot(kind)
	}
	return attributes, nil
}

// rootList is root for a body that holds several objects.
func (c *call) rootList(plural string) ([]map[string]json.RawMessage, *reply) {
	var all []map[string]json.RawMessage
	if bad := c.below(plural, &all); bad != nil {
		return nil, bad
	}
	if all == nil {
		return nil, c.missingRoot(plural)
	}
	return all, nil
}

// below decodes what the body holds below its root.
func (c *call) below(root string, to any) *reply {
	var document map[string]json.RawMessage
	if err := json.Unmarshal(c.body, &document); err != nil {
		bad := failure(http.StatusBadRequest, "", "The request body is not valid JSON")
		return &bad
	}
	if err := json.Unmarshal(document[root], to); err != nil {
		return c.missingRoot(root)
	}
	return nil
}

func (c *call) missingRoot(root string) *reply {
	status := cmp.Or(c.b.MissingRoot, http.StatusUnprocessableEntity)
	missing := failure(status, "", "param is missing or the value is empty: "+root)
	return &missing
}

// reply is the response that a handler wants. It is turned into bytes after the
// lock is free again.
type reply struct {
	status   int
	header   http.Header
	document any    // JSON; nil for none
	html     string // instead of a document
}

func (r *reply) set(name, value string) {
	if r.header == nil {
		r.header = http.Header{}
	}
	r.header.Set(name, value)
}

// response is a reply as it goes over the wire.
type response struct {
	status int
	header http.Header
	body   []byte
}

// render turns a reply into bytes.
func (r reply) render(c *call) *response {
	a := &response{status: r.status, header: http.Header{}}
	maps.Copy(a.header, r.header)
	switch {
	case r.html != "":
		a.header.Set("Content-Type", "text/html; charset=utf-8")
		a.body = []byte(r.html)
	case r.document != nil:
		contentType := c.b.Documents.ContentType
		if contentType == "" {
			contentType = "application/vnd.api+json; charset=utf-8"
		}
		a.header.Set("Content-Type", contentType)
		a.body = encode(r.document)
	}
	return a
}

// encode leaves &, < and > as they are: links are not escaped [lib].
func encode(document any) []byte {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(document); err != nil {
		panic(fmt.Sprintf("naotest: encode a document: %v", err)) // only made of plain values
	}
	return bytes.TrimRight(buffer.Bytes(), "\n")
}

// admit makes the checks that all endpoints share: the rate limit, whether there is
// such a route, credentials, media types, and what else runs at the time.
func (s *Server) admit(c *call) (reply, bool) {
	if refused, limited := s.limit(c); limited {
		return refused, false
	}
	if c.unrouted {
		return reply{}, true
	}
	if below(c.r.URL) != "/sessions" && !s.authorized(c.r.Header.Get("Authorization")) {
		return failure(http.StatusUnauthorized, "", "Invalid or expired token"), false
	}
	if !acceptsJSON(c.r.Header.Values("Accept")) {
		return failure(http.StatusNotAcceptable, "", "Only JSON is served"), false
	}
	if len(c.body) > 0 && !strings.Contains(c.r.Header.Get("Content-Type"), "json") {
		return failure(http.StatusNotAcceptable, "", "Only JSON is understood"), false
	}
	if status := c.unavailable(); status != 0 {
		return failure(status, "", ""), false
	}
	if c.conflicts() {
		return conflict(), false
	}
	return reply{}, true
}

func acceptsJSON(accept []string) bool {
	if len(accept) == 0 {
		return true
	}
	all := strings.Join(accept, ",")
	return strings.Contains(all, "json") || strings.Contains(all, "*/*") || strings.Contains(all, "application/*")
}
