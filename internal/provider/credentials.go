// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
)

// methods are the ways to authenticate, by the arguments that each of them takes.
var methods = [][]string{{"api_key"}, {"oauth_token"}, {"jwt"}, {"email", "password"}}

const (
	methodArguments = "api_key, oauth_token, jwt, or email with password"
	methodVariables = "NAOCLOUD_API_KEY, NAOCLOUD_OAUTH_TOKEN, NAOCLOUD_JWT, or NAOCLOUD_EMAIL with NAOCLOUD_PASSWORD"
)

// credentials reads the one way to authenticate. No message holds a secret; the secrets are what no log may show.
func (r *reader) credentials(now time.Time) (credentials client.Credentials, secrets []string) {
	found, ok := r.method()
	if !ok {
		return nil, nil
	}
	inSession := r.useSession(found)
	for _, s := range found {
		if !r.checked(s, now) {
			return nil, nil
		}
		if len(s.text) >= client.ShortestSecret {
			secrets = append(secrets, s.text)
		}
	}
	switch first := found[0]; {
	case first.argument == "api_key" && inSession:
		credentials = client.SessionFromAPIKey(first.text)
	case first.argument == "api_key":
		credentials = client.APIKey(first.text)
	case first.argument == "oauth_token":
		credentials = client.OAuthToken(first.text)
	case first.argument == "jwt":
		credentials = client.JWT(first.text)
	default:
		credentials = client.Session(first.text, found[1].text)
	}
	return credentials, secrets
}

// credentialsOfBlock refuses what the block holds of ways to authenticate and cannot work. What it lacks may come from the environment.
func (r *reader) credentialsOfBlock(now time.Time) {
	block, _ := r.ways()
	switch len(block) {
	case 0:
	case 1:
		r.useSession(block[0])
		for _, s := range block[0] {
			r.checked(s, now)
		}
	default:
		r.tooMany(slices.Concat(block...))
	}
}

// ways are the settings of each way to authenticate: of those that have any in the block, and of those that have them in the environment alone.
func (r *reader) ways() (block, environment [][]setting) {
	for _, arguments := range methods {
		var found []setting
		inBlock := false
		for _, argument := range arguments {
			if s, ok := r.find(argument); ok {
				found = append(found, s)
				inBlock = inBlock || !s.fromEnvironment
			}
		}
		switch {
		case inBlock:
			block = append(block, found)
		case len(found) > 0:
			environment = append(environment, found)
		}
	}
	return block, environment
}

// method finds the settings of the only method of the block. Where the block has none, it is the only one of the environment; where the
// block has one, whatever else the environment holds does not matter.
func (r *reader) method() ([]setting, bool) {
	block, environment := r.ways()
	switch {
	case len(block) == 1:
		return r.whole(block[0])
	case len(block) > 1:
		r.tooMany(slices.Concat(block...))
	case len(environment) == 1:
		return r.whole(environment[0])
	case len(environment) > 1:
		r.diagnostics.AddError("More than one way to authenticate",
			fmt.Sprintf("The environment holds more than one: %s. Unset all but one, or choose one in the provider block, which wins: %s.",
				enumerate(slices.Concat(environment...)), methodArguments))
	default:
		r.diagnostics.AddError("No way to authenticate",
			fmt.Sprintf("Give the provider block one of %s; or set one of the environment variables %s. The API key is the auth_token on the profile page "+
				"of NAO Cloud.", methodArguments, methodVariables))
	}
	return nil, false
}

// tooMany reports settings of more than one method on the arguments that stand in the block.
func (r *reader) tooMany(settings []setting) {
	settings = slices.DeleteFunc(settings, func(s setting) bool { return s.fromEnvironment })
	for _, s := range settings {
		r.diagnostics.AddAttributeError(path.Root(s.argument), "More than one way to authenticate",
			fmt.Sprintf("The provider block may hold only one of %s, got: %s. What the block does not hold is taken from the environment: from one of %s.",
				methodArguments, enumerate(settings), methodVariables))
	}
}

// missing is the summary where one half of a method stands alone: it is the other half at which nothing is wrong.
var missing = map[string]string{"email": "Email address is missing", "password": "Password is missing"}

// whole refuses half of a method.
func (r *reader) whole(found []setting) ([]setting, bool) {
	half := found[0]
	other, paired := map[string]string{"email": "password", "password": "email"}[half.argument]
	if paired && len(found) == 1 {
		r.report(half, missing[other], fmt.Sprintf("has no %s beside it: give that argument too, or set the environment variable %s", other, variable(other)))
		return nil, false
	}
	return found, true
}

// useSession tells whether an API key is exchanged for a session.
func (r *reader) useSession(found []setting) bool {
	s, _ := r.find("use_session")
	chosenInBlock := slices.ContainsFunc(found, func(s setting) bool { return !s.fromEnvironment })
	if found[0].argument != "api_key" && s.fromEnvironment && chosenInBlock {
		return false
	}
	use := read(r, "use_session", parseSwitch, false)
	if !use || found[0].argument == "api_key" {
		return use
	}
	if !slices.Contains([]string{"email", "password"}, found[0].argument) {
		r.refuse(s, fmt.Sprintf("exchanges an api_key (NAOCLOUD_API_KEY) for a session, and does nothing for %s: leave it out", enumerate(found)))
	}
	return false
}

func parseSwitch(text string) (bool, error) {
	on, err := strconv.ParseBool(text)
	if err != nil {
		return false, errors.New("must be true or false")
	}
	return on, nil
}

var tokenKinds = map[string]client.TokenKind{"api_key": client.KindAPIKey, "oauth_token": client.KindOAuthToken, "jwt": client.KindJWT}

// checked finds what cannot work before it is sent, and warns of what is odd.
func (r *reader) checked(s setting, now time.Time) bool {
	var hint string
	var err error
	kind, isToken := tokenKinds[s.argument]
	switch {
	case s.text == "" && !s.fromEnvironment:
		err = fmt.Errorf("is empty: give it a value, or leave it out to take the environment variable %s", variable(s.argument))
	case isToken:
		hint, err = client.CheckToken(kind, s.text, now)
	case s.text == "":
		err = errors.New("is empty")
	case strings.TrimSpace(s.text) != s.text:
		hint = "begins or ends with a blank or a line break, and is sent so: where it is read from a file, trimspace() cuts them off."
	}
	if err != nil {
		r.refuse(s, err.Error())
		return false
	}
	if hint != "" {
		r.warn(s, hint)
	}
	return true
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
