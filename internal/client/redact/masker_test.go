// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package redact

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// segment is a part of a JWT.
func segment(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }

var jwt = segment(`{"alg":"none"}`) + "." + segment(`{"sub":"canary"}`) + "." + segment("canary-signature")

func TestMasker_text(t *testing.T) {
	t.Parallel()
	m := New("canary-key", "canary-key-and-more", "pass word/&\"<\u00e9", "", "abc", "abcdef-one", "one-two")
	for name, test := range map[string]struct{ text, want string }{
		"nothing":                      {"", ""},
		"no secret":                    {"the site Lab (11416) at https://nao.example/api/v2/sites/1?page[size]=2", ""},
		"escapes without a secret":     {`100%&more\ &amp; <é> \u00e9 %zz &nosuch; \`, ""},
		"escapes of escapes":           {"100%" + strings.Repeat("25", 20) + "ok", ""},
		"control characters":           {"a\x1b[2J\nb\u200b", ""},
		"a known one":                  {"key canary-key is wrong", "key *** is wrong"},
		"two of them":                  {"canary-key,canary-key", "***,***"},
		"one that begins like another": {"canary-key-and-more", "***"},
		"two that overlap":             {"abcdef-one-two", "***"},
		"in a query":                   {"https://x.example/?p=" + url.QueryEscape("pass word/&\"<\u00e9"), "https://x.example/?p=***"},
		"in a path":                    {"/" + url.PathEscape("pass word/&\"<\u00e9"), "/***"},
		"in JSON":                      {`{"p":"pass word/\u0026\"\u003cé"}`, `{"p":"***"}`},
		"in Go":                        {fmt.Sprintf("%q", "pass word/&\"<\u00e9"), `"***"`},
		"too short to be one":          {"abc", ""},
		"a JWT that nobody knows":      {"token " + jwt + ", expired", "token ***, expired"},
		"a JWT without a signature":    {strings.TrimSuffix(jwt, segment("canary-signature")), "***"},
		"a JWT in a query":             {"a%20" + jwt + "%20b", "a%20***%20b"},
		"a bearer token":               {"Authorization: Bearer abcdef0123456789", "Authorization: Bearer ***"},
		"the word alone":               {"begins with the word Bearer", ""},
		"an auth_token":                {`{"auth_token": "xyz", "a": 1}`, `{"auth_token": "***", "a": 1}`},
		"an auth_token that is null":   {`{"auth_token": null}`, ""},
		"a proxy's password":           {`invalid proxy "http://me:letmein@proxy.example:3128"`, `invalid proxy "http://***@proxy.example:3128"`},
		"an address of mail":           {"write to help@nao.example", ""},
		"a blueprint of Amazon's": {
			"https://s3.example/b.png?X-Amz-Credential=AKIA%2F1&X-Amz-Date=1&X-Amz-Signature=abcdef and more",
			"https://s3.example/b.png?X-Amz-Credential=***&X-Amz-Date=1&X-Amz-Signature=*** and more",
		},
		"a blueprint of Google's":     {"https://g.example/b?GoogleAccessId=me&Expires=1&Signature=ab%2Bc%3D", "https://g.example/b?GoogleAccessId=me&Expires=1&Signature=***"},
		"a blueprint of Azure's":      {`"https://a.example/b?se=1&sig=abc%3D"`, `"https://a.example/b?se=1&sig=***"`},
		"a signed URL in HTML":        {"https://s.example/x?a=1&amp;Signature=abcdef", "https://s.example/x?a=1&amp;Signature=***"},
		"a signed URL in JSON":        {`https://s.example/x?a=1\u0026Signature=abcdef`, `https://s.example/x?a=1\u0026Signature=***`},
		"a signed URL in a query":     {"?to=https%3A%2F%2Fs.example%2Fx%3FSignature%3Dabc%252Bdef&b=1", "?to=https%3A%2F%2Fs.example%2Fx%3FSignature%3D***&b=1"},
		"a token within JSON in JSON": {`{\"auth_token\":\"abcdef\"}`, `{\"auth_token\":\"***\"}`},
		"a token with an escape":      {`{"auth_token":"abc\"def"}`, `{"auth_token":"***"}`},
		"a token as Ruby writes it":   {`{"auth_token"=>"abcdef"}`, `{"auth_token"=>"***"}`},
		"a token as Ruby 3.4 does":    {`{auth_token: "abcdef"}`, `{auth_token: "***"}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := test.want
			if want == "" {
				want = test.text
			}
			if got := m.Text(test.text); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

// secretsOfUsers are secrets with characters that somebody escapes.
var secretsOfUsers = []string{
	"p@ss/w\u00f6rd&'x", `pa"ss<wo>rd&'x`, `a#{b}c#$d#@e`, "esc\x1bape", `back\slash\n`, "per%cent%20", "plus+and space", "tab\tand\nline", "😀smile",
	"plain1", "`$(reboot)`", "semi;colon?=&#", "*-._~'()!", "Jane.Doe+nao@Example.COM", "é@Ünicode.example", "trailing-secret\n", "\x00null\x07bell",
}

func TestMasker_findsEveryWayToWriteASecret(t *testing.T) {
	t.Parallel()
	for _, secret := range secretsOfUsers {
		m := New(secret)
		for name, write := range writers() {
			written := write(secret)
			if got := m.Text("got: " + written + "."); !strings.Contains(got, mask) || len(got) > len("got: [***].")+2*len(`\n`) {
				t.Errorf("%q, %s: %q became %q", secret, name, written, got)
			}
		}
	}
}

func TestMasker_findsASecretWithoutTheBlanksAroundIt(t *testing.T) {
	t.Parallel()
	if got := New("\ntrailing-secret\n").Text("got trailing-secret."); got != "got ***." {
		t.Errorf("got %q", got)
	}
}

func TestMasker_findsAnEmailAddressInEveryCase(t *testing.T) {
	t.Parallel()
	m := New("Jane.Doe+nao@Example.COM", "É.x@example.com", "Not-An-Address")
	for _, text := range []string{
		"jane.doe+nao@example.com", "JANE.DOE+NAO@EXAMPLE.COM", "Jane.Doe+NAO@example.com", "jane.doe%2Bnao%40example.com", "jane.doe+nao%40example.com",
		"é.x@example.com", "É.X@EXAMPLE.COM",
	} {
		if got := m.Text("(" + text + ")"); got != "(***)" {
			t.Errorf("%s became %s", text, got)
		}
	}
	if got := m.Text("not-an-address"); got != "not-an-address" {
		t.Errorf("another secret is compared without case: %s", got)
	}
}

func TestMasker_findsASecretWithinBase64(t *testing.T) {
	t.Parallel()
	const secret = "canary-key?>~é" //nolint:gosec // Made up.
	m := New(secret)
	for before := range 6 {
		for after := range 6 {
			whole := strings.Repeat("\xff", before) + secret + strings.Repeat("\xfe", after)
			for name, encoding := range map[string]*base64.Encoding{
				"std": base64.StdEncoding, "url": base64.URLEncoding, "raw": base64.RawStdEncoding, "raw url": base64.RawURLEncoding,
			} {
				encoded := encoding.EncodeToString([]byte(whole))
				for _, text := range []string{encoded, url.QueryEscape(encoded), encoded[:before+4] + "\n" + encoded[before+4:], inJSON(encoded[:9] + "\n" + encoded[9:])} {
					got := m.Text(text)
					rest := strings.TrimRight(strings.Replace(got, mask, "", 1), "=")
					most := len(encoded) - len(secret)*8/6 + 2 + strings.Count(text, "%")*2
					if !strings.Contains(got, mask) || len(rest) > most {
						t.Errorf("%s, %d before, %d after: %q became %q", name, before, after, text, got)
					}
				}
			}
		}
	}
}

func TestMasker_masksWhatAMaskMakes(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		secrets    []string
		text, want string
	}{
		"the mask with its neighbours": {[]string{"SECRET", "a***b"}, "[aSECRETb]", "[***]"},
		"stars":                        {[]string{"****"}, "*********", "***"},
		"without end":                  {[]string{"SECRET", "a***b"}, strings.Repeat("a", 20) + "SECRET" + strings.Repeat("b", 20) + " and more", "***"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := New(test.secrets...).Text(test.text); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestMasker_zeroKnowsNoSecret(t *testing.T) {
	t.Parallel()
	var m Masker
	if got := m.Text("key Bearer abcdef0123456789"); got != "key Bearer ***" {
		t.Errorf("got %q", got)
	}
	m.Add("canary-key")
	if got := m.Text("key canary-key"); got != "key ***" {
		t.Errorf("got %q after a secret was added", got)
	}
}

func TestMasker_printsNoSecret(t *testing.T) {
	t.Parallel()
	m := New("canary-key")
	for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		if got := fmt.Sprintf(format, m); got != "redact.Masker" {
			t.Errorf("%s: got %s", format, got)
		}
	}
}

// TestMasker_addsManySecretsOneByOne adds a MiB of tokens. A Masker that does for each what it has to do once needs longer than tests may.
func TestMasker_addsManySecretsOneByOne(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("nothing runs at the same time here, and the race detector makes it slow")
	}
	m := New()
	for i := range 1 << 20 / 32 {
		m.Add(fmt.Sprintf("token-%026d", i))
	}
	if got := m.Text(fmt.Sprintf("a token-%026d b", 77)); got != "a *** b" {
		t.Errorf("got %q", got)
	}
}

func TestMasker_worksForManyAtOnce(t *testing.T) {
	t.Parallel()
	m := New("canary-first")
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			secret := fmt.Sprintf("canary-%d", i)
			m.Add(secret)
			if got := m.Text(secret + " canary-first"); got != "*** ***" {
				t.Errorf("got %q", got)
			}
		})
	}
	group.Wait()
}
