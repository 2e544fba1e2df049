// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"syscall"
)

// quickTries is how many attempts are made where no repetition is likely to mend a failure.
const quickTries = 3

// failure is what is known of an attempt without a response.
type failure struct {
	err error
	// tries is how many attempts such a failure is worth; 0 leaves it to the configuration.
	tries int
}

// judge tells how many attempts a failure is worth, and puts what is known of it into words. reached reports whether the process has had a
// response before.
func judge(err error, reached bool) failure { //nolint:revive // A fact, not a choice.
	err = withoutURL(err)
	if dns, ok := errors.AsType[*net.DNSError](err); ok && dns.IsNotFound {
		return failure{fmt.Errorf("%w: make sure that the endpoint is right, and that this machine can look up names", err), quickTries}
	}
	if errors.Is(err, syscall.ECONNREFUSED) && !reached {
		return failure{fmt.Errorf("%w: nobody listens at the endpoint; make sure that it is right", err), quickTries}
	}
	if errors.Is(err, http.ErrSchemeMismatch) {
		return failure{fmt.Errorf("%w: the endpoint says https, and what listens there speaks plain http", err), 1}
	}
	if errors.Is(err, errProxyPassword) || isCertificate(err) {
		return failure{err, 1}
	}
	return failure{err: err}
}

// withoutURL takes off what net/http adds to an error: the whole URL, with its query.
func withoutURL(err error) error {
	if u, ok := errors.AsType[*url.Error](err); ok {
		return u.Err
	}
	return err
}

// isCertificate reports whether the server's certificate was not accepted.
func isCertificate(err error) bool {
	_, verification := errors.AsType[*tls.CertificateVerificationError](err)
	_, authority := errors.AsType[x509.UnknownAuthorityError](err)
	_, host := errors.AsType[x509.HostnameError](err)
	return verification || authority || host
}

// proxyAdvice tells what to do about a proxy that wants a password.
const proxyAdvice = "The proxy wants a user name and a password: set HTTPS_PROXY to http://USER:PASSWORD@HOST:PORT"

// errProxyPassword is the response of a proxy to the attempt to connect through it.
var errProxyPassword = errors.New("407 Proxy Authentication Required. " + proxyAdvice)
