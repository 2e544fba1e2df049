// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package auth is who is asking: an API key, a bearer token, or a session that is renewed, one login at a time [doc: 2].
package auth

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// Credentials authenticate the requests of a client [doc: 2]. They are made by APIKey, OAuthToken, JWT, Session and SessionFromAPIKey.
type Credentials interface {
	// check finds what cannot work before anything is sent. Its error holds no secret.
	check(now time.Time) error
	// header is what every request is authorized with; ok reports whether there is such a header, and not a session.
	header() (header string, ok bool)
	// login is how they obtain a session; an error says why they cannot.
	login() (*loginRequest, error)
	// secrets are what must not get out.
	secrets() []string
	// advice says what a 401 may mean, and what to do.
	advice() string
	// identity is what stands for the account; empty for tokens.
	identity() string
}

// APIKey authenticates by the auth_token of a user's profile page; it is sent without a scheme word [doc: 2].
func APIKey(key string) Credentials {
	return &static{kind: KindAPIKey, token: key}
}

// OAuthToken authenticates by an access token of NAO Cloud's OAuth2 server; it is sent as a bearer token (RFC 6750) [doc: 2].
func OAuthToken(token string) Credentials {
	return &static{kind: KindOAuthToken, scheme: "Bearer ", token: token}
}

// JWT authenticates by a JWT that somebody else obtained; it is sent without a scheme word [doc: 2]. New refuses one that has expired.
func JWT(token string) Credentials {
	return &static{kind: KindJWT, token: token}
}

// Session authenticates by a session, which email and password are exchanged for at POST /sessions [doc: 2]. It is obtained when the
// first request needs it, and renewed by itself.
func Session(email, password string) Credentials {
	return &exchanged{email: email, password: password}
}

// SessionFromAPIKey authenticates by a session, which an API key is exchanged for at POST /sessions [doc: 2]: the key itself goes nowhere
// else. The session is obtained when the first request needs it, and renewed by itself.
func SessionFromAPIKey(key string) Credentials {
	return &exchanged{key: key}
}

// ErrNotExchangeable is that of Mint where the credentials are an OAuth token or a JWT.
var ErrNotExchangeable = errors.New("cannot be exchanged for a session: that takes an API key, or an email address and a password")

// loginRequest is what is exchanged for a session [doc: 2].
type loginRequest struct {
	// what names it in messages, such as "API key".
	what          string
	authorization string
	// body is nil where the header says it all.
	body any
}

func apiKeyLogin(key string) *loginRequest {
	return &loginRequest{what: "API key", authorization: key}
}

// static is a token that is sent as it is.
type static struct {
	kind          Kind
	scheme, token string
}

func (s *static) check(now time.Time) error {
	_, err := CheckToken(s.kind, s.token, now)
	return err
}

func (s *static) header() (string, bool) { return s.scheme + s.token, true }

func (s *static) secrets() []string { return []string{s.token} }

func (s *static) identity() string {
	if s.kind != KindAPIKey {
		return ""
	}
	return s.token
}

func (s *static) login() (*loginRequest, error) {
	if s.kind != KindAPIKey {
		return nil, fmt.Errorf("%s %w", s.kind.article(), ErrNotExchangeable)
	}
	return apiKeyLogin(s.token), nil
}

func (s *static) advice() string {
	switch s.kind {
	case KindOAuthToken:
		return "The OAuth access token is not accepted: it has expired, was revoked, or belongs to another NAO Cloud. Get another from NAO Cloud's " +
			"authorization server, with its refresh token or by signing in again, or use an API key, which does not expire."
	case KindJWT:
		return "The JWT is not accepted: it has expired, was revoked, or belongs to another NAO Cloud. Get another at POST /sessions, or let the " +
			"session be renewed automatically: with an API key, or with an email address and a password."
	default:
		return "The API key is not accepted: it is mistyped, was replaced on the user's profile page, or belongs to another NAO Cloud. A key of the " +
			"mobile SDK does not serve here."
	}
}

// Format keeps the token out of whatever prints it.
func (s *static) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, s.kind.article()) }

// exchanged is what is exchanged for a session: an API key, or else email and password.
type exchanged struct {
	key, email, password string
}

func (e *exchanged) check(now time.Time) error {
	if e.key != "" {
		_, err := CheckToken(KindAPIKey, e.key, now)
		return err
	}
	if e.email == "" || e.password == "" {
		return errors.New("a session needs an email address and a password, or an API key")
	}
	return nil
}

func (e *exchanged) header() (string, bool) { return "", false }

func (e *exchanged) secrets() []string { return []string{e.key, e.email, e.password} }

func (e *exchanged) identity() string {
	if e.key != "" {
		return e.key
	}
	return strings.ToLower(e.email)
}

func (e *exchanged) login() (*loginRequest, error) {
	if e.key != "" {
		return apiKeyLogin(e.key), nil
	}
	body := map[string]any{"session": map[string]string{"email": e.email, "password": e.password}}
	return &loginRequest{what: "email address and password", body: body}, nil
}

func (e *exchanged) advice() string {
	return "The API granted a session, and now rejects it. The user's rights or password may have been changed in the meantime."
}

// Format keeps the secrets out of whatever prints it.
func (e *exchanged) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, "a session") }
