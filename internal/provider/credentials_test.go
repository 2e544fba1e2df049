// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// place is where a setting stands.
type place int

const (
	nowhere place = iota
	inEnvironment
	inBlock
)

func (p place) String() string { return [...]string{"-", "environment", "block"}[p] }

// credentialCase is one of all the ways to fill in the block and the environment.
type credentialCase struct {
	apiKey, oauthToken, jwt, email, password, useSession place
}

var (
	places    = []place{nowhere, inEnvironment, inBlock}
	canaryJWT = token(time.Hour)
)

func allCredentialCases(visit func(credentialCase)) {
	for i := range 3 * 3 * 3 * 3 * 3 * 3 {
		next := func() place {
			p := places[i%3]
			i /= 3
			return p
		}
		visit(credentialCase{next(), next(), next(), next(), next(), next()})
	}
}

func (c credentialCase) block() block {
	b := block{environment: map[string]string{}}
	put := func(p place, variable, value string, argument *types.String) {
		switch p {
		case inEnvironment:
			b.environment[variable] = value
		case inBlock:
			*argument = text(value)
		case nowhere:
		}
	}
	put(c.apiKey, "NAOCLOUD_API_KEY", "canary-key", &b.model.APIKey)
	put(c.oauthToken, "NAOCLOUD_OAUTH_TOKEN", "canary-oauth", &b.model.OAuthToken)
	put(c.jwt, "NAOCLOUD_JWT", canaryJWT, &b.model.JWT)
	put(c.email, "NAOCLOUD_EMAIL", "canary@example.com", &b.model.Email)
	put(c.password, "NAOCLOUD_PASSWORD", "canary-password", &b.model.Password)
	switch c.useSession {
	case inEnvironment:
		b.environment["NAOCLOUD_USE_SESSION"] = "true"
	case inBlock:
		b.model.UseSession = types.BoolValue(true)
	case nowhere:
	}
	return b
}

// expected is what becomes of a case, by the rules as users read them: a summary of the error, or the credentials and their secrets.
func (c credentialCase) expected() (problem, credentials string, secrets []string) {
	level := max(c.apiKey, c.oauthToken, c.jwt, c.email, c.password)
	if level == nowhere {
		return "No way to authenticate", "", nil
	}
	login := max(c.email, c.password)
	chosen := 0
	for _, p := range []place{c.apiKey, c.oauthToken, c.jwt, login} {
		if p == level {
			chosen++
		}
	}
	session := c.useSession == inBlock || c.useSession == inEnvironment && level == inEnvironment
	switch {
	case chosen > 1:
		return "More than one way to authenticate", "", nil
	case login == level && c.email == nowhere:
		return "Email address is missing", "", nil
	case login == level && c.password == nowhere:
		return "Password is missing", "", nil
	case login == level:
		return "", "a session", []string{"canary@example.com", "canary-password"}
	case c.apiKey == level && c.useSession != nowhere:
		return "", "a session", []string{"canary-key"}
	case c.apiKey == level:
		return "", "an API key", []string{"canary-key"}
	case session:
		return "use_session", "", nil
	case c.oauthToken == level:
		return "", "an OAuth token", []string{"canary-oauth"}
	default:
		return "", "a JWT", []string{canaryJWT}
	}
}

func TestCredentials_everyCombination(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	allCredentialCases(func(c credentialCase) {
		config, secrets, diagnostics := c.block().read()
		problem, credentials, expectedSecrets := c.expected()
		seen[problem+credentials]++
		if said := said(diagnostics); strings.Contains(said, "canary") || strings.Contains(said, canaryJWT) {
			t.Errorf("%+v: the message holds a secret: %s", c, said)
		}
		if problem != "" {
			if !diagnostics.HasError() || !strings.Contains(diagnostics.Errors()[0].Summary(), problem) && !strings.Contains(diagnostics.Errors()[0].Summary(), strings.ToUpper(problem)) {
				t.Errorf("%+v: expected an error about %q, got %v", c, problem, diagnostics)
			}
			return
		}
		if diagnostics.HasError() {
			t.Errorf("%+v: expected %s, got %v", c, credentials, diagnostics)
			return
		}
		if got := fmt.Sprint(config.Credentials); got != credentials || !slices.Equal(secrets, expectedSecrets) {
			t.Errorf("%+v: expected %s from %q, got %s from %q", c, credentials, expectedSecrets, got, secrets)
		}
	})
	if len(seen) != 9 {
		t.Errorf("expected nine outcomes, got %v", seen)
	}
}

func said(diagnostics diag.Diagnostics) string {
	var b strings.Builder
	for _, d := range diagnostics {
		b.WriteString(d.Summary() + "\n" + d.Detail() + "\n")
	}
	return b.String()
}

func TestCredentials_whatCannotWorkIsRefusedWhereItStands(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		block    block
		expected string
	}{
		"half in the block": {
			block{model: providerModel{Email: text("canary@example.com")}},
			"The provider's argument email has no password beside it: give that argument too, or set the environment variable NAOCLOUD_PASSWORD.",
		},
		"half in the environment": {
			block{environment: map[string]string{"NAOCLOUD_PASSWORD": "canary"}},
			"NAOCLOUD_PASSWORD, which stands in for the provider's argument password, has no email beside it: give that argument too, or set the environment variable NAOCLOUD_EMAIL.",
		},
		"an empty password":         {block{model: providerModel{Email: text("canary@example.com"), Password: text("")}}, "argument password is empty: give it a value, or leave it out to take the environment variable NAOCLOUD_PASSWORD."},
		"an empty email":            {block{model: providerModel{Email: text(""), Password: text("canary")}}, "argument email is empty: give it a value, or leave it out to take the environment variable NAOCLOUD_EMAIL."},
		"a session of a JWT":        {block{model: providerModel{JWT: text(canaryJWT), UseSession: types.BoolValue(true)}}, "use_session exchanges an api_key (NAOCLOUD_API_KEY) for a session, and does nothing for jwt"},
		"no truth value":            {block{environment: map[string]string{"NAOCLOUD_API_KEY": "canary", "NAOCLOUD_USE_SESSION": "perhaps"}}, `must be true or false, got: "perhaps"`},
		"three ways in the block":   {block{model: providerModel{APIKey: text("canary"), JWT: text(canaryJWT), Email: text("canary@example.com")}}, "got: api_key and jwt and email. What the block does not hold is taken from the environment: from one of NAOCLOUD_API_KEY,"},
		"Bearer before an OAuth":    {block{model: providerModel{OAuthToken: text("Bearer canary")}}, `argument oauth_token begins with the word "Bearer"`},
		"a line break after a key":  {block{environment: map[string]string{"NAOCLOUD_API_KEY": "canary\n"}}, "argument api_key, begins or ends with a blank or a line break"},
		"an API key as a JWT":       {block{model: providerModel{JWT: text("canary")}}, "argument jwt is not a JWT"},
		"an expired JWT as the key": {block{model: providerModel{APIKey: text(token(-time.Hour))}}, "argument api_key expired at 2026-03-01T11:00:00Z"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, _, diagnostics := test.block.read()
			if said := said(diagnostics); !diagnostics.HasError() || !strings.Contains(said, test.expected) || strings.Contains(said, "canary") {
				t.Errorf("expected an error with %q and without a secret, got %s", test.expected, said)
			}
		})
	}
}

func TestCredentials_aPasswordWithALineBreakIsDoubted(t *testing.T) {
	t.Parallel()
	_, _, diagnostics := block{model: providerModel{Email: text("canary@example.com"), Password: text("canary\n")}}.read()
	if diagnostics.HasError() || diagnostics.WarningsCount() != 1 {
		t.Errorf("expected one warning and no error, got %v", diagnostics)
	}
}
