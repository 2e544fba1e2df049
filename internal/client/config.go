// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/hashicorp/go-cleanhttp"
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
		transport := cleanhttp.DefaultPooledTransport()
		transport.MaxIdleConnsPerHost = c.MaxConcurrentRequests
		transport.Proxy = proxy
		c.Transport = transport
	}
	return c
}

// proxy is that of the environment, but none for plain http: that stays on this machine, for a proxy would read the credentials.
func proxy(request *http.Request) (*url.URL, error) {
	if request.URL.Scheme == "http" {
		return nil, nil //nolint:nilnil // What net/http takes for no proxy.
	}
	return http.ProxyFromEnvironment(request)
}

// ParseEndpoint checks the base URL of an API: absolute, https or http towards a loopback host, and nothing but scheme, host and path.
// The error completes a sentence that begins with what the endpoint is called.
func ParseEndpoint(endpoint string) (*url.URL, error) {
	u, err := url.Parse(endpoint)
	if err != nil && strings.ContainsAny(endpoint, "@?#") {
		// The reason would quote what may be a part of a password.
		return nil, errors.New("must be a URL of scheme, host and path, without a user name, a password, a query or a fragment")
	}
	if err != nil {
		if parse, ok := errors.AsType[*url.Error](err); ok {
			err = parse.Err
		}
		return nil, fmt.Errorf("must be a URL (%w)", err)
	}
	switch {
	case u.Host == "" || u.Hostname() == "" || u.Opaque != "":
		return nil, fmt.Errorf("must be an absolute URL with a host, such as %s", DefaultEndpoint)
	case u.User != nil:
		return nil, errors.New("must not hold a user name or a password: credentials have arguments of their own")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return nil, errors.New("must end with its path, without a query or a fragment")
	case u.Scheme == "http" && !isLoopback(u.Hostname()):
		return nil, errors.New("must be https, since plain http would show the credentials to the network; only towards this machine itself (localhost, 127.0.0.1, ::1) is it allowed")
	case u.Scheme != "https" && u.Scheme != "http":
		return nil, fmt.Errorf("must start with https://, not %s://", u.Scheme)
	}
	u.Host = strings.ToLower(u.Host)
	u.Path = strings.TrimRight(u.Path, "/")
	u.RawPath = ""
	return u, nil
}

func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
