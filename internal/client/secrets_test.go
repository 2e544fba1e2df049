// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestSecrets_redact(t *testing.T) {
	t.Parallel()
	jwt := unsigned(`{"sub":"canary"}`)
	s := newSecrets("canary-key", "canary-key-and-more", "pass word/&\"<\u00e9", "", "abc")
	tests := map[string]struct{ text, want string }{
		"nothing":                      {"", ""},
		"no secret":                    {"the site Lab (11416) at https://nao.example/api/v2/sites/1?page[size]=2", ""},
		"a known one":                  {"key canary-key is wrong", "key *** is wrong"},
		"one that begins like another": {"canary-key-and-more", "***"},
		"in a query":                   {"https://x.example/?p=" + url.QueryEscape("pass word/&\"<\u00e9"), "https://x.example/?p=***"},
		"in a path":                    {"/" + url.PathEscape("pass word/&\"<\u00e9"), "/***"},
		"in JSON":                      {`{"p":"pass word/\u0026\"\u003cé"}`, `{"p":"***"}`},
		"in Go":                        {fmt.Sprintf("%q", "pass word/&\"<\u00e9"), `"***"`},
		"too short to be one":          {"abc", ""},
		"a JWT that nobody knows":      {"token " + jwt + ", expired", "token ***, expired"},
		"a JWT without a signature":    {strings.TrimSuffix(jwt, segment("canary-signature")), "***"},
		"a bearer token":               {"Authorization: Bearer abcdef0123456789", "Authorization: Bearer ***"},
		"the word alone":               {"begins with the word Bearer", ""},
		"an auth_token":                {`{"auth_token": "xyz", "a": 1}`, `{"auth_token": "***", "a": 1}`},
		"a proxy's password":           {`invalid proxy "http://me:letmein@proxy.example:3128"`, `invalid proxy "http://***@proxy.example:3128"`},
		"an address of mail":           {"write to help@nao.example", ""},
		"a blueprint of Amazon's": {
			"https://s3.example/b.png?X-Amz-Credential=AKIA%2F1&X-Amz-Date=1&X-Amz-Signature=abcdef and more",
			"https://s3.example/b.png?X-Amz-Credential=***&X-Amz-Date=1&X-Amz-Signature=*** and more",
		},
		"a blueprint of Google's":     {"https://g.example/b?GoogleAccessId=me&Expires=1&Signature=ab%2Bc%3D", "https://g.example/b?GoogleAccessId=me&Expires=1&Signature=***"},
		"a signed URL in HTML":        {"https://s.example/x?a=1&amp;Signature=abcdef", "https://s.example/x?a=1&amp;Signature=***"},
		"a signed URL in JSON":        {`https://s.example/x?a=1\u0026Signature=abcdef`, `https://s.example/x?a=1\u0026Signature=***`},
		"a signed URL in a query":     {"?to=https%3A%2F%2Fs.example%2Fx%3FSignature%3Dabc%252Bdef&b=1", "?to=https%3A%2F%2Fs.example%2Fx%3FSignature%3D***&b=1"},
		"a token within JSON in JSON": {`{\"auth_token\":\"abcdef\"}`, `{\"auth_token\":\"***\"}`},
		"a token as Ruby writes it":   {`{"auth_token"=>"abcdef"}`, `{"auth_token"=>"***"}`},
		"a blueprint of Azure's":      {`"https://a.example/b?se=1&sig=abc%3D"`, `"https://a.example/b?se=1&sig=***"`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := test.want
			if want == "" {
				want = test.text
			}
			if got := s.redact(test.text); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

func TestSecrets_maskedErrorIsStillWhatItWas(t *testing.T) {
	t.Parallel()
	s := newSecrets("canary-key")
	if s.mask(nil) != nil {
		t.Error("no error became one")
	}
	if s.mask(context.Canceled) != context.Canceled { //nolint:errorlint // That very value.
		t.Error("an error without a secret was changed")
	}
	err := s.mask(fmt.Errorf("send canary-key: %w", context.DeadlineExceeded))
	if err.Error() != "send ***: context deadline exceeded" || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}

type printed struct{ text string }

func (p printed) String() string { return p.text }

func TestMaskingHandler_leavesNoSecretInALine(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	s := newSecrets("canary-key")
	handler := &maskingHandler{next: slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}), secrets: s}
	log := slog.New(handler).With("with", "canary-key").WithGroup("group").With(slog.Any("inner", printed{"canary-key"}))
	s.add("canary-later")
	log.Debug("canary-key", "error", errors.New("canary-later"), "text", "a canary-key", "number", 7, "wait", time.Second, "at", theDay,
		slog.Group("nested", "url", "https://x.example/?sig=canary", "body", []byte("canary-key")), "any", map[string]string{"a": "canary-later"},
		"session", SessionToken{JWT: "canary-key", ExpiresAt: theDay})
	line := out.String()
	if strings.Contains(line, "canary") {
		t.Errorf("the line holds a secret: %s", line)
	}
	for _, kept := range []string{"msg=***", "with=***", "group.number=7", "group.wait=1s", "group.at=2026-03-01T12:00:00.000Z", "group.nested.url=", "group.inner=***"} {
		if !strings.Contains(line, kept) {
			t.Errorf("the line lacks %s: %s", kept, line)
		}
	}
}

// TestClient_noSecretInErrorsOrLogs takes every kind of credentials through every kind of failure, with an API that repeats whatever it
// knows, and looks at all that a client says.
func TestClient_noSecretInErrorsOrLogs(t *testing.T) {
	t.Parallel()
	jwt := unsigned(`{"exp":1900000000,"sub":"canary"}`)
	tests := map[string]struct {
		credentials Credentials
		secrets     string
	}{
		"API key":              {APIKey(naotest.APIKey), naotest.APIKey},
		"OAuth token":          {OAuthToken(naotest.OAuthToken), naotest.OAuthToken + " Bearer " + naotest.OAuthToken},
		"JWT":                  {JWT(jwt), jwt},
		"session":              {Session(naotest.Email, naotest.Password), naotest.Email + " " + naotest.Password},
		"session from API key": {SessionFromAPIKey(naotest.APIKey), naotest.APIKey},
	}
	for method, test := range tests {
		for failure, answer := range failuresThatRepeat(test.secrets + " " + jwt + " https://s3.example/b?X-Amz-Signature=canary-signature") { //nolint:bodyclose // The client closes them.
			virtually(method+", "+failure, t, func(t *testing.T) {
				for _, loginFails := range []bool{false, true} {
					var log bytes.Buffer
					transport := roundTripper(func(request *http.Request) (*http.Response, error) {
						if strings.HasSuffix(request.URL.Path, sessionsPath) && !loginFails {
							return says(201, `{"data":{"attributes":{"auth_token":"`+naotest.APIKey+`"}},"meta":{"jwt":"`+jwt+`"}}`), nil
						}
						return answer()
					})
					c := scripted(t, nil, func(config *Config) {
						config.Credentials, config.Transport, config.MaxRetries = test.credentials, transport, 2
						config.Logger = slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
					})
					said := saidOf(t, c) + log.String()
					for _, canary := range []string{"canary", jwt} {
						if at := strings.Index(said, canary); at >= 0 {
							t.Errorf("login fails: %t: a secret got out: …%s…", loginFails, said[max(0, at-80):min(len(said), at+80)])
						}
					}
					if !strings.Contains(log.String(), `"path"`) || len(said) < 200 {
						t.Errorf("nothing was said that could have held a secret: %s", said)
					}
				}
			})
		}
	}
}

// failuresThatRepeat are ways to fail with a text in every place that gets into errors and logs.
func failuresThatRepeat(everything string) map[string]func() (*http.Response, error) {
	answers := map[string]func() (*http.Response, error){
		"network": func() (*http.Response, error) { return nil, errors.New("dial " + everything) },
		"proxy": func() (*http.Response, error) {
			return nil, &url.Error{Op: "Get", URL: "http://x.example/" + everything, Err: errors.New("proxy http://me:canary@x.example")}
		},
		"not JSON":     func() (*http.Response, error) { return says(200, everything), nil },
		"another type": func() (*http.Response, error) { return says(200, `{"data":["`+everything+`"]}`), nil },
		"odd attribute": func() (*http.Response, error) {
			return says(200, `{"data":{"id":"1","type":"site","attributes":{"name":["`+everything+`"],"latitude":"`+everything+`"}}}`), nil
		},
		"an odd Location": func() (*http.Response, error) {
			return says(303, "", "Location", "http://me:canary@x.example/?"+url.QueryEscape(everything)), nil
		},
	}
	for _, status := range []int{400, 401, 403, 404, 409, 422, 429, 500, 503} {
		answers[fmt.Sprint(status)] = func() (*http.Response, error) {
			body := fmt.Sprintf(`{"errors":[{"code":%q,"title":%q,"detail":%q}]}`, everything, everything, everything)
			return says(status, body, "X-Request-Id", "7"), nil
		}
	}
	return answers
}

// roundTripper is a transport that may fail.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := f(request)
	if response != nil {
		response.Request = request
	}
	return response, err
}

// saidOf is what the errors of a client's calls say, however they are printed.
func saidOf(t *testing.T, c *Client) string {
	t.Helper()
	_, read := c.Site(t.Context(), "1")
	_, create := c.CreateSite(t.Context(), siteInput("Lab"))
	_, update := c.UpdateSite(t.Context(), "1", siteInput("Lab"))
	_, buildings := c.Buildings(t.Context(), "1")
	_, mint := c.MintSession(t.Context())
	var said strings.Builder
	for _, err := range []error{read, create, update, c.DeleteSite(t.Context(), "1"), buildings, mint} {
		fmt.Fprintf(&said, "%v\n%+v\n%q\n", err, err, err)
	}
	return said.String()
}

func TestSecrets_everyWayToWriteOne(t *testing.T) {
	t.Parallel()
	s := newSecrets("p@ss/w\u00f6rd&'x", "trailing-secret\n")
	for name, text := range map[string]string{
		"as it is":                    "p@ss/w\u00f6rd&'x",
		"in a query":                  "p%40ss%2Fw%C3%B6rd%26%27x",
		"in a query, lower case":      "p%40ss%2fw%c3%b6rd%26%27x",
		"in HTML":                     "p@ss/w\u00f6rd&amp;&#39;x",
		"in JSON":                     "p@ss/w\u00f6rd\\u0026'x",
		"with the line break cut off": "trailing-secret",
	} {
		if got := s.redact("got " + text + "."); got != "got "+mask+"." {
			t.Errorf("%s: got %q", name, got)
		}
	}
}

// TestLogin_learnsSecretsAndNothingElse has the answer of a login hold secrets in odd places, and words that are none.
func TestLogin_learnsSecretsAndNothingElse(t *testing.T) {
	t.Parallel()
	for attributes, said := range map[string]string{ //nolint:gosec // Made up.
		`"auth_token":{"value":"canary-learned"}`: "The token *** is not good",
		`"auth_token":["canary-learned"]`:         "The token *** is not good",
		`"auth_token":8642086420`:                 "The team *** is not yours",
		`"nao_api_key_id":"86420864"`:             "The team 86420864 is not yours",
		`"password_policy":"password"`:            "The password is old",
		`"token_type":"Bearer"`:                   "The Bearer of this is not known",
	} {
		t.Run(attributes, func(t *testing.T) {
			t.Parallel()
			answer := strings.NewReplacer("token ***", "token canary-learned", "team ***", "team 8642086420").Replace(said)
			c := scripted(t, func(r *http.Request) *http.Response {
				if strings.HasSuffix(r.URL.Path, sessionsPath) {
					return says(201, `{"data":{"attributes":{`+attributes+`}},"meta":{"jwt":"`+unsigned(`{"exp":4102444800}`)+`"}}`)
				}
				return says(403, `{"errors":[{"detail":"`+answer+`"}]}`)
			}, func(config *Config) { config.Credentials = Session(naotest.Email, naotest.Password) })
			_, err := c.Team(t.Context(), "1")
			wantError(t, err, said)
		})
	}
}

// TestErrors_holdNoSecretOfAHeader has an API repeat the credentials in headers that errors and states show.
func TestErrors_holdNoSecretOfAHeader(t *testing.T) {
	t.Parallel()
	_, err := scripted(t, always(404, "", "X-Request-Id", "key="+naotest.APIKey)).Site(t.Context(), "1")
	wantError(t, err, "request id key="+mask)

	c := scripted(t, func(r *http.Request) *http.Response {
		switch {
		case r.Method == http.MethodPost:
			return says(303, "", "Location", naotest.Endpoint+"/background_jobs/7?auth_token="+naotest.APIKey)
		case strings.Contains(r.URL.Path, "background_jobs"):
			return says(403, "")
		}
		return says(200, `{"data":[]}`)
	})
	_, err = c.CreateSite(t.Context(), siteInput("Lab"))
	pending, ok := errors.AsType[*PendingError](err)
	if want := naotest.Endpoint + "/background_jobs/7"; !ok || pending.Pending.Job != want || strings.Contains(err.Error(), naotest.APIKey) {
		t.Errorf("got %v, want a PendingError about %s", err, want)
	}
}
