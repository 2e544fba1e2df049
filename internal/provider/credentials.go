// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/golang-jwt/jwt/v5"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
)

// credentialArguments are the ways to authenticate.
var credentialArguments = []string{"api_key", "oauth_token", "jwt"}

// credentials reads the one way to authenticate. No message holds a secret.
func (r *reader) credentials(now time.Time) (credentials client.Credentials, secret string) {
	s, ok := r.credential()
	if !ok {
		return nil, ""
	}
	if err := checkCredential(s, now); err != nil {
		r.refuse(s, err.Error())
		return nil, ""
	}
	switch s.argument {
	case "api_key":
		return client.APIKey(s.text), s.text
	case "oauth_token":
		return client.OAuthToken(s.text), s.text
	default:
		return client.JWT(s.text), s.text
	}
}

// credential is the only one of the block or, where the block has none, of the environment.
func (r *reader) credential() (setting, bool) {
	var block, environment []setting
	for _, argument := range credentialArguments {
		s, ok := r.find(argument)
		switch {
		case ok && s.fromEnvironment:
			environment = append(environment, s)
		case ok:
			block = append(block, s)
		}
	}
	switch {
	case len(block) == 1:
		return block[0], true
	case len(block) > 1:
		for _, s := range block {
			r.diagnostics.AddAttributeError(path.Root(s.argument), "More than one way to authenticate",
				"The provider block may hold only one of api_key, oauth_token and jwt, got: "+enumerate(block)+".")
		}
	case len(environment) == 1:
		return environment[0], true
	case len(environment) > 1:
		r.diagnostics.AddError("More than one way to authenticate",
			"Only one of the environment variables NAOCLOUD_API_KEY, NAOCLOUD_OAUTH_TOKEN and NAOCLOUD_JWT may be set where the provider block has no "+
				"api_key, oauth_token or jwt, got: "+enumerate(environment)+".")
	default:
		r.diagnostics.AddError("No way to authenticate",
			"Give the provider block one of api_key, oauth_token and jwt, or set one of the environment variables NAOCLOUD_API_KEY, NAOCLOUD_OAUTH_TOKEN "+
				"and NAOCLOUD_JWT. The API key is the auth_token on the profile page of NAO Cloud.")
	}
	return setting{}, false
}

func enumerate(settings []setting) string {
	names := make([]string, len(settings))
	for i, s := range settings {
		names[i] = s.argument
		if s.fromEnvironment {
			names[i] = variable(s.argument)
		}
	}
	return strings.Join(names, " and ")
}

// checkCredential finds what cannot work before it is sent. Its errors complete a sentence that begins with the setting's name.
func checkCredential(s setting, now time.Time) error {
	if s.text == "" {
		return errors.New("is empty")
	}
	if strings.ContainsFunc(s.text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }) {
		return errors.New("holds a blank or a line break, which no credential does: where it is read from a file, use trimspace()")
	}
	if s.argument == "jwt" {
		return checkJWT(s.text, now)
	}
	return nil
}

// checkJWT refuses a token that has expired. One that does not say when it does is left to the server.
func checkJWT(token string, now time.Time) error {
	if strings.Count(token, ".") != 2 {
		return errors.New("is not a JWT, which has three parts with dots between them: an API key belongs into api_key")
	}
	claims := jwt.MapClaims{}
	// Its signature is the server's to check, with a key that only the server has.
	_, _, err := jwt.NewParser().ParseUnverified(token, claims)
	if errors.Is(err, jwt.ErrTokenMalformed) {
		return errors.New("is not a JWT: its parts cannot be decoded")
	}
	expires, err := claims.GetExpirationTime()
	if err == nil && expires != nil && !now.Before(expires.Time) {
		return fmt.Errorf("has expired at %s: get a new one, or use an api_key, which does not expire", expires.UTC().Format(time.RFC3339))
	}
	return nil
}
