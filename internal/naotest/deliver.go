// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"context"
	"maps"
	"math"
	"net/http"
	"strconv"
)

// deliver writes the response, or treats the connection as the fault says. The
// log is complete, and the request no longer in flight, before the client can
// see the end of its response.
func (c *call) deliver(ctx context.Context, w http.ResponseWriter, a *response) {
	if !c.gaveUp && c.fault.hangs() {
		c.hang(ctx)
	}
	wire := c.fault.wire
	if c.gaveUp { // whatever happens behind the gateway
		a, wire = c.gatewayResponse(), wireNone
	}
	if a == nil || wire == wireCut || wire == wireRefuse || ctx.Err() != nil {
		c.abort()
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
	if wire != wireTruncate {
		_, _ = w.Write(a.body) //nolint:gosec // no browser reads it; and the client may have left
		return
	}
	_, _ = w.Write(a.body[:len(a.body)/2])    //nolint:gosec // as above
	_ = http.NewResponseController(w).Flush() // else the abort would take the half along
	panic(http.ErrAbortHandler)
}

// abort closes the connection without a response.
func (c *call) abort() {
	c.s.log.close(c.entry, 0)
	c.leave()
	panic(http.ErrAbortHandler)
}

// hang waits until the client or the gateway gives up. A request that hangs is not in
// flight.
func (c *call) hang(ctx context.Context) {
	c.leave()
	if c.patience() <= 0 {
		<-ctx.Done()
		c.abort()
	}
	c.wait(ctx, math.MaxInt64)
}
