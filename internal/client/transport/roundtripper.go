// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/hashicorp/go-cleanhttp"
)

// idleTime is how long a connection is kept that is not used. Servers and load balancers close them after a minute at the earliest; a
// request that leaves at that moment ends without a response.
const idleTime = 30 * time.Second

// DefaultRoundTripper makes the transport of a process: as many kept connections as there are requests at once, and the proxy of the
// environment for https.
func DefaultRoundTripper(maxConcurrent int) http.RoundTripper {
	transport := cleanhttp.DefaultPooledTransport()
	transport.MaxIdleConnsPerHost = maxConcurrent
	transport.IdleConnTimeout = idleTime
	transport.Proxy = proxy
	transport.OnProxyConnectResponse = proxyResponse
	return transport
}

// proxy is that of the environment, but none for plain http: that stays on this machine, for a proxy would read the credentials.
func proxy(request *http.Request) (*url.URL, error) {
	if request.URL.Scheme == "http" {
		return nil, nil //nolint:nilnil // What net/http takes for no proxy.
	}
	return http.ProxyFromEnvironment(request)
}

// proxyResponse puts the refusal of a proxy into words.
func proxyResponse(_ context.Context, _ *url.URL, _ *http.Request, response *http.Response) error {
	if response.StatusCode == http.StatusProxyAuthRequired {
		return errProxyPassword
	}
	return nil
}
