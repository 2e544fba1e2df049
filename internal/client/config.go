// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"cmp"
	"log/slog"
	"net/http"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/transport"
)

// Defaults of a Config.
const (
	DefaultMaxRetries            = 8
	DefaultRequestTimeout        = 30 * time.Second
	DefaultMaxConcurrentRequests = 10
	DefaultRetryWait             = 500 * time.Millisecond
)

// Config is what a Client is made from. The zero value of a field is its default.
type Config struct {
	// Endpoint is the base URL of the API, with its version: https, or http towards a loopback host.
	Endpoint string
	// Credentials authenticate every request. Required.
	Credentials Credentials
	// UserAgent is sent with every request.
	UserAgent string
	// OnExisting defaults to Fail.
	OnExisting OnExisting
	// ExpectedSiteID and ExpectedTeamID are the ids of objects that only the right account has; "" checks nothing. Each client asks for
	// them once, before its first other request, and sends nothing else if one is not there.
	ExpectedSiteID, ExpectedTeamID string
	// MaxRetries is how often one request is repeated after a failure: 0 for DefaultMaxRetries, negative for never.
	MaxRetries int
	// RequestTimeout bounds one attempt of a request that may be repeated, its body included, but not the time that it waits for its turn.
	RequestTimeout time.Duration
	// MaxConcurrentRequests bounds how many requests are on the wire at once.
	MaxConcurrentRequests int
	// RequestsPerSecond bounds how many requests start in a second; 0 does not.
	RequestsPerSecond float64
	// RetryWait is the unit of everything that waits: the first back-off, the pauses between polls of a job and between looks for a new
	// object. Tests shorten it.
	RetryWait time.Duration
	// SingleReads switches reads from listings off; benchmarks compare with it.
	SingleReads bool
	// Logger gets a debug line for every request, and more for every wait and decision; nil logs nothing.
	Logger *slog.Logger
	// Transport replaces the network; tests use it.
	Transport http.RoundTripper
}

func (c Config) withDefaults() Config {
	c.Endpoint = cmp.Or(c.Endpoint, DefaultEndpoint)
	c.OnExisting = cmp.Or(c.OnExisting, Fail)
	c.MaxRetries = max(cmp.Or(c.MaxRetries, DefaultMaxRetries), 0)
	c.RequestTimeout = cmp.Or(c.RequestTimeout, DefaultRequestTimeout)
	c.MaxConcurrentRequests = max(cmp.Or(c.MaxConcurrentRequests, DefaultMaxConcurrentRequests), 1)
	c.RetryWait = cmp.Or(c.RetryWait, DefaultRetryWait)
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.Transport == nil {
		c.Transport = transport.DefaultRoundTripper(c.MaxConcurrentRequests)
	}
	return c
}
