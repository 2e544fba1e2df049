// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/jsonapi"
)

// DefaultEndpoint is Pole Star's own deployment [doc: 2].
const DefaultEndpoint = "https://www.nao-cloud.com/api/v2"

// ParseEndpoint checks the base URL of an API: absolute, https or http towards a loopback host, and nothing but scheme, host and path.
// The error completes a sentence that begins with what the endpoint is called.
func ParseEndpoint(endpoint string) (*url.URL, error) {
	u, err := url.Parse(endpoint)
	if err != nil && strings.ContainsAny(endpoint, "@?#") {
		// The reason would quote what may be a part of a password.
		return nil, errors.New("must be a URL of scheme, host and path, without a user name, a password, a query or a fragment")
	}
	if err != nil && !strings.Contains(endpoint, "://") {
		return nil, fmt.Errorf("must start with https://, such as %s", DefaultEndpoint)
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
		return nil, errors.New("must be https, since plain http would show the credentials to the network; " +
			"plain http is allowed only towards this machine itself (localhost, 127.0.0.1, ::1)")
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

// Path joins a collection's path, which starts with a slash, and further segments: ids and names. The error is a *PathError where one of
// them is no [jsonapi.ValidID]: it could change another part of the address.
func Path(collection string, segments ...string) (string, error) {
	path := strings.Join(append([]string{collection}, segments...), "/")
	for _, segment := range segments {
		if !jsonapi.ValidID(segment) {
			return "", &PathError{Path: path}
		}
	}
	return path, checkPath(path)
}

// checkPath refuses a path that may not lead where it seems to.
func checkPath(path string) error {
	rest, rooted := strings.CutPrefix(path, "/")
	for segment := range strings.SplitSeq(rest, "/") {
		if !rooted || !jsonapi.ValidID(segment) {
			return &PathError{Path: path}
		}
	}
	return nil
}

// PathError is a request that was not sent, because its path may not lead where it seems to.
type PathError struct{ Path string }

// Error quotes the path.
func (e *PathError) Error() string {
	quoted := fmt.Sprintf("%+q", e.Path)
	if len(quoted) > 200 {
		quoted = quoted[:200] + "…"
	}
	return "refused to send a request to the path " + quoted + ": a part of it is no id"
}

// origin is what credentials belong to.
func origin(u *url.URL) string {
	port := u.Port()
	if port == "" && u.Scheme == "https" {
		port = "443"
	}
	if port == "" {
		port = "80"
	}
	return strings.ToLower(u.Scheme) + "://" + net.JoinHostPort(strings.ToLower(u.Hostname()), port)
}
