// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
)

// credentialArguments are the ways to authenticate.
var credentialArguments = []string{"api_key", "oauth_token", "jwt"}

// credentials reads the one way to authenticate. No message holds the secret.
func (r *reader) credentials(now time.Time) (credentials client.Credentials, secret string) {
	s, ok := r.credential()
	if !ok {
		return nil, ""
	}
	switch s.argument {
	case "api_key":
		credentials = client.APIKey(s.text)
	case "oauth_token":
		credentials = client.OAuthToken(s.text)
	default:
		credentials = client.JWT(s.text)
	}
	hint, err := client.CheckToken(tokenKinds[s.argument], s.text, now)
	if err != nil {
		r.refuse(s, err.Error())
		return nil, ""
	}
	if hint != "" {
		r.doubt(s, hint)
	}
	return credentials, s.text
}

var tokenKinds = map[string]client.Kind{"api_key": client.KindAPIKey, "oauth_token": client.KindOAuthToken, "jwt": client.KindJWT}

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
