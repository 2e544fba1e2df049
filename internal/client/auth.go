// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import "net/http"

// Credentials authenticate requests [doc: 2]. Its implementations are made by APIKey, OAuthToken and JWT.
type Credentials interface {
	// authorize sets the Authorization header.
	authorize(request *http.Request) error
}

// APIKey authenticates by the auth_token of a user's profile page; it is sent without a scheme word [doc: 2].
func APIKey(key string) Credentials { return header(key) }

// JWT authenticates by a JWT that somebody else obtained; it is sent without a scheme word [doc: 2].
func JWT(token string) Credentials { return header(token) }

// OAuthToken authenticates by an access token of NAO Cloud's OAuth2 server; it is sent as a bearer token (RFC 6750) [doc: 2].
func OAuthToken(token string) Credentials { return header("Bearer " + token) }

type header string

func (h header) authorize(request *http.Request) error {
	request.Header.Set("Authorization", string(h))
	return nil
}

// renewer are credentials that can be replaced when the API rejects them.
type renewer interface {
	// renew is told which Authorization header was rejected; it tells whether a request with a newer one may be tried.
	renew(rejected string) bool
}
