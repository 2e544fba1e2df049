// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"log/slog"
	"net/http"
	"time"
)

// DefaultEndpoint is Pole Star's own deployment [doc: 2].
const DefaultEndpoint = "https://www.nao-cloud.com/api/v2"

// Defaults of a Config.
const (
	DefaultMaxRetries            = 8
	DefaultRequestTimeout        = 30 * time.Second
	DefaultMaxConcurrentRequests = 10
	DefaultRetryWait             = 500 * time.Millisecond
)

// OnExisting is what a create does when the account already holds an object with the same natural key.
type OnExisting string

// The two policies.
const (
	// Fail stops the create before anything is sent.
	Fail OnExisting = "fail"
	// Create makes another.
	Create OnExisting = "create"
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
	// MaxRetries is how often one request is repeated: 0 for DefaultMaxRetries, negative for never.
	MaxRetries int
	// RequestTimeout bounds one attempt of one request, its body included, but not the time it waits for its turn.
	RequestTimeout time.Duration
	// MaxConcurrentRequests bounds how many requests are on the wire at once.
	MaxConcurrentRequests int
	// RequestsPerSecond bounds how many requests start in a second; 0 does not.
	RequestsPerSecond float64
	// RetryWait is the scale of everything that waits: the first back-off, the first pause between polls of a job and between
	// looks for a new object. Tests shorten it.
	RetryWait time.Duration
	// SingleReads switches bulk reads off; benchmarks compare with it.
	SingleReads bool
	// Logger gets a debug line for every request and every decision; nil logs nothing.
	Logger *slog.Logger
	// Transport replaces the network; tests use it.
	Transport http.RoundTripper
}
