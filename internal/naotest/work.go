// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"cmp"
	"net/http"
	"time"
)

// Durations are how long the work of writes takes. The response comes when the
// work is done, and has no effect before. The work goes on when the client or the
// gateway does not wait for it. 401, 406, 409 and 429 come at once; whether a
// request is valid is found out by the work.
type Durations struct {
	Creates, Updates, Deletes time.Duration
}

// verb is what a request does.
type verb int

const (
	verbRead verb = iota
	verbList
	verbCreate
	verbUpdate
	verbDelete
)

// method returns the method of the requests.
func (v verb) method() string {
	switch v {
	case verbCreate:
		return http.MethodPost
	case verbUpdate:
		return http.MethodPut
	case verbDelete:
		return http.MethodDelete
	default:
		return http.MethodGet
	}
}

// operation is what the requests of one route do, and to which type.
type operation struct {
	verb  verb
	kind  string
	level level // nil = the route is of no kind
}

// workTime returns how long the work of the request takes.
func (c *call) workTime() time.Duration {
	if c.fault.work > 0 {
		return c.fault.work
	}
	all, special := c.b.Work, c.b.WorkPerType[c.op.kind]
	switch {
	case c.op.kind == "session":
		return 0
	case c.op.verb == verbCreate:
		return cmp.Or(special.Creates, all.Creates)
	case c.op.verb == verbUpdate:
		return cmp.Or(special.Updates, all.Updates)
	case c.op.verb == verbDelete:
		return cmp.Or(special.Deletes, all.Deletes)
	default:
		return 0
	}
}

// GatewayForm is how a gateway responds to what it gives up.
type GatewayForm string

const (
	// GatewayPage responds 504 with an HTML page.
	GatewayPage GatewayForm = ""
	// GatewayJSON responds 504 with an errors document.
	GatewayJSON GatewayForm = "json"
	// GatewayCuts closes the connection without a response.
	GatewayCuts GatewayForm = "cuts"
)

// Gateway is a proxy in front of the account. It gives up requests that take long;
// their work goes on and takes effect.
type Gateway struct {
	// GivesUpAfter is how long the gateway waits, from the arrival of the request;
	// 0 = for ever.
	GivesUpAfter time.Duration
	// Form is how it responds then.
	Form GatewayForm
}

// patience is how long the gateway waits for this request; 0 = for ever.
func (c *call) patience() time.Duration {
	return cmp.Or(c.fault.gateway, c.b.Gateway.GivesUpAfter)
}

// gatewayResponse is the response of the gateway when it gives up; nil = none.
func (c *call) gatewayResponse() *response {
	switch c.b.Gateway.Form {
	case GatewayCuts:
		return nil
	case GatewayJSON:
		return Status(http.StatusGatewayTimeout).canned.response()
	default:
		return ProxyPage(http.StatusGatewayTimeout).canned.response()
	}
}
