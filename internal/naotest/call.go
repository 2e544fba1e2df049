// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"strconv"
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
	now   time.Time
	seq   int64
	entry *Request // its line in the log, guarded by the log

	reply *reply   // what the handler answered; nil when no route matched
	then  []func() // what to do once the lock is free again
	leave func()   // ends its being in flight
}

// begin notes the arrival of a request.
func (s *Server) begin(r *http.Request, body []byte, f Fault) *call {
	s.mu.Lock()
	s.seq++
	c := &call{s: s, r: r, body: body, fault: f, b: s.behavior, now: time.Now(), seq: s.seq}
	s.mu.Unlock()
	c.entry = s.log.open(r, body, f, c.requestID(), c.now)
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
	var document map[string]json.RawMessage
	if err := json.Unmarshal(c.body, &document); err != nil {
		bad := failure(http.StatusBadRequest, "", "The request body is not valid JSON")
		return nil, &bad
	}
	var attributes map[string]json.RawMessage
	if err := json.Unmarshal(document[kind], &attributes); err != nil || attributes == nil {
		status := http.StatusUnprocessableEntity
		if c.b.MissingRoot != 0 {
			status = c.b.MissingRoot
		}
		missing := failure(status, "", "param is missing or the value is empty: "+kind)
		return nil, &missing
	}
	return attributes, nil
}

// reply is what a handler wants to answer. It is turned into bytes after the
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

// answer is a reply as it goes over the wire.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// render turns a reply into bytes.
func (r reply) render(c *call) *answer {
	a := &answer{status: r.status, header: http.Header{}}
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

// deliver writes the answer, or treats the connection as the fault says. The
// log is complete, and the request no longer in flight, before the client can
// see the end of its answer.
func (c *call) deliver(w http.ResponseWriter, a *answer) {
	if c.fault.hangs() {
		c.s.log.close(c.entry, 0)
		c.leave()
		<-c.r.Context().Done()
		panic(http.ErrAbortHandler)
	}
	if c.fault.cuts() || c.r.Context().Err() != nil {
		c.s.log.close(c.entry, 0)
		c.leave()
		panic(http.ErrAbortHandler)
	}
	header := w.Header()
	maps.Copy(header, a.header)
	header.Set("X-Request-Id", c.requestID())
	if a.status != http.StatusNoContent {
		header.Set("Content-Length", strconv.Itoa(len(a.body)))
	}
	c.s.log.close(c.entry, a.status)
	c.leave()
	w.WriteHeader(a.status)
	if c.fault.wire != wireTruncate {
		_, _ = w.Write(a.body) //nolint:gosec // no browser reads it; and the client may have left
		return
	}
	_, _ = w.Write(a.body[:len(a.body)/2])    //nolint:gosec // as above
	_ = http.NewResponseController(w).Flush() // else the abort would take the half along
	panic(http.ErrAbortHandler)
}

// admit makes the checks that all endpoints share: credentials, then media types.
func (s *Server) admit(c *call) (reply, bool) {
	if below(c.r.URL) != "/sessions" && !s.authorized(c.r.Header.Get("Authorization")) {
		return failure(http.StatusUnauthorized, "", "Invalid or expired token"), false
	}
	if !acceptsJSON(c.r.Header.Values("Accept")) {
		return failure(http.StatusNotAcceptable, "", "Only JSON is served"), false
	}
	if len(c.body) > 0 && !strings.Contains(c.r.Header.Get("Content-Type"), "json") {
		return failure(http.StatusNotAcceptable, "", "Only JSON is understood"), false
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
