// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// theDay is when the tests of this file take place.
var theDay = time.Date(2026, time.March, 1, 12, 0, 0, 0, time.UTC)

// unsigned makes a JWT of claims, with a signature that nobody checks.
func unsigned(claims string) string {
	return segment(`{"alg":"HS256"}`) + "." + segment(claims) + "." + segment("canary-signature")
}

func segment(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }

func TestCheckToken(t *testing.T) {
	t.Parallel()
	const key, oauth = naotest.APIKey, naotest.OAuthToken
	valid, expired := unsigned(`{"exp":1900000000,"sub":"canary"}`), unsigned(`{"exp":1700000000,"sub":"canary"}`)
	tests := map[string]struct {
		kind       Kind
		token      string
		hint, fail string
	}{
		"API key":                           {kind: KindAPIKey, token: key},
		"OAuth token":                       {kind: KindOAuthToken, token: oauth},
		"OAuth token that is a JWT":         {kind: KindOAuthToken, token: valid},
		"JWT":                               {kind: KindJWT, token: valid},
		"JWT that does not say when":        {kind: KindJWT, token: unsigned(`{"sub":"canary"}`)},
		"JWT signed in an unknown way":      {kind: KindJWT, token: segment(`{"alg":"canary"}`) + "." + segment(`{}`) + "." + segment("s")},
		"JWT without a signature's way":     {kind: KindJWT, token: segment(`{}`) + "." + segment(`{}`) + "." + segment("s")},
		"JWT that expires in a string":      {kind: KindJWT, token: unsigned(`{"exp":"1900000000"}`)},
		"JWT that expires with a fraction":  {kind: KindJWT, token: unsigned(`{"exp":1900000000.5}`)},
		"empty":                             {kind: KindAPIKey, fail: "is empty"},
		"nothing but blanks":                {kind: KindJWT, token: " \n\t", fail: "is empty"},
		"JWT as an API key":                 {kind: KindAPIKey, token: valid, hint: "looks like a JWT"},
		"a key of the mobile SDK":           {kind: KindAPIKey, token: "canaryCanary@eu", hint: "looks like a key of the mobile SDK"},
		"the mobile SDK's own key":          {kind: KindAPIKey, token: "emulator", hint: "looks like a key of the mobile SDK"},
		"expired JWT as an API key":         {kind: KindAPIKey, token: expired, fail: "expired at 2023-11-14T22:13:20Z"},
		"Bearer typed into an OAuth token":  {kind: KindOAuthToken, token: "Bearer " + oauth, fail: `begins with the word "Bearer"`},
		"bearer in small letters":           {kind: KindOAuthToken, token: "bearer\t" + oauth, fail: `begins with the word "Bearer"`},
		"Bearer and blanks around":          {kind: KindOAuthToken, token: " Bearer " + oauth + "\n", fail: `begins with the word "Bearer"`},
		"Bearer before an API key":          {kind: KindAPIKey, token: "Bearer " + key, fail: "not part of an API key"},
		"Bearer before a JWT":               {kind: KindJWT, token: "Bearer " + valid, fail: "not part of a JWT"},
		"a token that begins like the word": {kind: KindOAuthToken, token: "bearer" + oauth},
		"blank before":                      {kind: KindAPIKey, token: " " + key, fail: "begins or ends with a blank"},
		"line break after":                  {kind: KindAPIKey, token: key + "\n", fail: "begins or ends with a blank"},
		"line break of Windows after":       {kind: KindJWT, token: valid + "\r\n", fail: "begins or ends with a blank"},
		"line break within":                 {kind: KindOAuthToken, token: oauth[:20] + "\n" + oauth[20:], fail: "holds a blank, a line break"},
		"blank within":                      {kind: KindAPIKey, token: key[:20] + " " + key[20:], fail: "holds a blank, a line break"},
		"control character":                 {kind: KindAPIKey, token: key + "\x00", fail: "another character that no token has"},
		"invisible character":               {kind: KindAPIKey, token: "\u200b" + key, fail: "another character that no token has"},
		"quotation marks":                   {kind: KindAPIKey, token: `"` + key + `"`, fail: "quotation marks"},
		"single quotation marks":            {kind: KindOAuthToken, token: `'` + oauth + `'`, fail: "quotation marks"},
		"API key as a JWT":                  {kind: KindJWT, token: key, fail: "is not a JWT"},
		"three parts that are no JWT":       {kind: KindJWT, token: "canary.canary.canary", fail: "is not a JWT"},
		"expired JWT":                       {kind: KindJWT, token: expired, fail: "expired at 2023-11-14T22:13:20Z"},
		"JWT that expired in a string":      {kind: KindJWT, token: unsigned(`{"exp":"1700000000"}`), fail: "expired at"},
		"JWT that expired with a fraction":  {kind: KindJWT, token: unsigned(`{"exp":1700000000.25}`), fail: "expired at"},
		"JWT that expires this moment":      {kind: KindJWT, token: unsigned(`{"exp":1772366400}`), fail: "expired at"},
		"expired OAuth token that is a JWT": {kind: KindOAuthToken, token: expired, fail: "expired at"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			hint, err := CheckToken(test.kind, test.token, theDay)
			problem := ""
			if err != nil {
				problem = err.Error()
			}
			if (test.hint == "") != (hint == "") || !strings.Contains(hint, test.hint) {
				t.Errorf("got the hint %q, want one with %q", hint, test.hint)
			}
			if (test.fail == "") != (problem == "") || !strings.Contains(problem, test.fail) {
				t.Errorf("got the error %q, want one with %q", problem, test.fail)
			}
			if said := hint + problem; strings.Contains(said, "canary") || strings.Contains(said, "eyJ") {
				t.Errorf("the message holds a part of the token: %s", said)
			}
		})
	}
}

func TestMoment(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, time.March, 1, 12, 30, 15, 0, time.UTC)
	tests := map[string]struct {
		value any
		want  time.Time
	}{
		"seconds":                  {json.Number("1772368215"), at},
		"seconds with a fraction":  {json.Number("1772368215.5"), at.Add(500 * time.Millisecond)},
		"seconds with an exponent": {json.Number("1.772368215e9"), at},
		"milliseconds":             {json.Number("1772368215000"), at},
		"seconds in a string":      {"1772368215", at},
		"RFC 3339":                 {"2026-03-01T12:30:15Z", at},
		"RFC 3339 with a zone":     {"2026-03-01T14:30:15.000+02:00", at},
		"Ruby's":                   {"2026-03-01 12:30:15 UTC", at},
		"Ruby's with a zone":       {"2026-03-01 13:30:15 +0100", at},
		"HTTP's":                   {"Sun, 01 Mar 2026 12:30:15 GMT", at},
		"no zone":                  {"2026-03-01T12:30:15", at},
		"no zone and a blank":      {" 2026-03-01 12:30:15 ", at},
		"far away":                 {json.Number("1e300"), time.Unix(253402300799, 0)},
		"negative":                 {json.Number("-1"), time.Unix(0, 0)},
		"beyond numbers":           {json.Number("1e400"), time.Unix(253402300799, 0)},
		"not a number":             {"NaN", time.Time{}},
		"text":                     {"tomorrow", time.Time{}},
		"nothing":                  {"", time.Time{}},
		"null":                     {nil, time.Time{}},
		"a list":                   {[]any{}, time.Time{}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, ok := moment(test.value)
			if ok == test.want.IsZero() || !got.Equal(test.want) {
				t.Errorf("got %v (%t), want %v", got, ok, test.want)
			}
		})
	}
}
