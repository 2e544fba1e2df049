// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/jsonapi"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/transport"
)

// assumedLifetime is how long a session lasts that does not say it [doc: 2].
const assumedLifetime = 24 * time.Hour

// mostValues is how many values the response to a login holds at most; a real one has about twenty.
const mostValues = 1_000

// earliestDate is what a number must be at least to be a date, in seconds since 1970: some time in 1998.
const earliestDate = 900_000_000

// readSession finds the session in the response to a login. The API documents that `meta` holds the JWT and its expiration date, but not
// under which names [doc: 2], so both are found by their form:
//
//   - The JWT is a string that parses as one, anywhere in the response. One in `meta` is preferred to one elsewhere in the body, and that to
//     the Authorization header; one whose key speaks of a refresh comes last. Among equals it is the one that expires last; ties go to the
//     first by the names of the keys.
//   - Its end is its claim `exp` (a number or a string); else a date in `meta`, preferably under a key that speaks of expiry; else 24 hours
//     from now.
//
// The server's clock is taken from the Date header, so that a clock that is wrong here does no harm. The secrets are all
// secret values of the response, also where it holds no session.
func readSession(r *transport.Response, now time.Time) (granted grant, secrets []string, err error) {
	body, err := decodeLogin(r.Body)
	if err != nil {
		return grant{}, nil, fmt.Errorf("the login was accepted, but its response cannot be read: %w", err)
	}
	f := findings{secrets: []string{}}
	f.visit("", body)
	f.visit("header", r.Header.Get("Authorization"))
	if f.visited > mostValues {
		return grant{}, nil, fmt.Errorf("the login was accepted, but its response holds more than %d values, which no session has", mostValues)
	}

	skew := clockSkew(r.Header.Get("Date"), now)
	granted.JWT, granted.ExpiresAt, err = f.best(now.Add(skew))
	if err != nil {
		return grant{}, f.secrets, err
	}
	granted.obtained = now
	granted.EndsAt = granted.ExpiresAt.Add(-skew)
	granted.renewAt = granted.EndsAt.Add(-min(granted.EndsAt.Sub(now)/renewalShare, longestAhead))
	return granted, f.secrets, nil
}

// decodeLogin decodes the body of a login. One that is not JSON may be the bare JWT, and is a text.
func decodeLogin(body []byte) (any, error) {
	if !json.Valid(body) {
		return string(body), nil
	}
	if trimmed := bytes.TrimSpace(body); trimmed[0] == '{' || trimmed[0] == '[' {
		if err := jsonapi.Check(body); err != nil {
			return nil, err
		}
	}
	var value any
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	err := decoder.Decode(&value)
	return value, err
}

// mostSkew is how far a clock is wrong at most: one that has lost its battery shows 1970 or 2000. A Date header further away tells nothing
// about a clock, and its difference may be more than a time.Duration holds, which is 292 years.
const mostSkew = 100 * 365 * 24 * time.Hour

// clockSkew is how far the server's clock is ahead of this machine's, 0 where it does not tell. The header leaves out fractions of a
// second: the later end is taken, so that no session is thought to last longer than it does.
func clockSkew(date string, now time.Time) time.Duration {
	at, err := http.ParseTime(date)
	if err != nil {
		return 0
	}
	if skew := at.Add(time.Second).Sub(now); skew.Abs() <= mostSkew {
		return skew
	}
	return 0
}

// findings are what a walk through the response to a login comes across.
type findings struct {
	visited int
	tokens  []foundJWT
	dates   []foundDate
	secrets []string
}

type foundJWT struct {
	jwt string
	// rank is the less, the likelier the place.
	rank   int
	expiry time.Time
	// expires reports whether it says when.
	expires bool
}

type foundDate struct {
	at time.Time
	// named reports whether its key speaks of expiry.
	named bool
	// fromNow counts from the response instead.
	fromNow time.Duration
}

// visit walks through a JSON value, object members in the order of their names.
func (f *findings) visit(path string, value any) {
	if f.visited++; f.visited > mostValues {
		return
	}
	switch value := value.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(value)) {
			f.visit(path+"/"+strings.ToLower(key), value[key])
		}
	case []any:
		for _, element := range value {
			f.visit(path, element)
		}
	case string:
		f.text(path, value)
	case json.Number:
		f.secret(path, value.String())
		f.date(path, value)
	}
}

// shortestToken is how many characters a token has at least that a response holds: a shorter one would mask what is none.
const shortestToken = 8

// secret notes what by the name of a key above it is a secret, such as the user's auth_token [doc: 2].
func (f *findings) secret(path, value string) {
	key := path[strings.LastIndexByte(path, '/')+1:]
	describes := slices.ContainsFunc([]string{"_id", "_type", "_at", "_policy", "_name"}, func(end string) bool { return strings.HasSuffix(key, end) })
	if len(value) >= shortestToken && !describes && containsAny(path, "token", "key", "secret", "password") {
		f.secrets = append(f.secrets, value)
	}
}

func (f *findings) text(path, value string) {
	token := strings.TrimSpace(value)
	if bearing(token) {
		token = strings.TrimSpace(token[len("bearer"):])
	}
	claims, ok := jwtClaims(token)
	if !ok {
		f.secret(path, value)
		f.date(path, value)
		return
	}
	f.secrets = append(f.secrets, token)
	found := foundJWT{jwt: token}
	found.expiry, found.expires = moment(claims["exp"])
	switch {
	case strings.Contains(path, "refresh"):
		found.rank = 3
	case path == "header":
		found.rank = 2
	case !inMeta(path):
		found.rank = 1
	}
	f.tokens = append(f.tokens, found)
}

func inMeta(path string) bool { return strings.HasPrefix(path, "/meta") }

// date notes a point in time in meta. A small number is none, but under some keys it is a number of seconds from now.
func (f *findings) date(path string, value any) {
	if !inMeta(path) {
		return
	}
	at, ok := moment(value)
	switch {
	case !ok:
	case at.Unix() >= earliestDate:
		f.dates = append(f.dates, foundDate{at: at, named: strings.Contains(path, "exp")})
	case at.Unix() > 0 && containsAny(path, "expires_in", "ttl", "lifetime", "max_age"):
		f.dates = append(f.dates, foundDate{fromNow: time.Duration(at.Unix()) * time.Second, named: true}) // Less than earliestDate: 28 years.
	}
}

func containsAny(text string, parts ...string) bool {
	return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(text, part) })
}

// best is the JWT to use, and when it expires, at a time by the server's clock.
func (f *findings) best(now time.Time) (string, time.Time, error) {
	if len(f.tokens) == 0 {
		return "", time.Time{}, errors.New("the login was accepted, but the response holds no JWT; it was expected in its `meta`")
	}
	var latest time.Time
	var usable []foundJWT
	for _, token := range f.tokens {
		if !token.expires {
			token.expiry = f.expiry(now)
		}
		if now.Before(token.expiry) {
			usable = append(usable, token)
		}
		if token.expiry.After(latest) {
			latest = token.expiry
		}
	}
	if len(usable) == 0 {
		return "", time.Time{}, fmt.Errorf("the login was accepted, but the JWT that it gave has expired already, at %s, "+
			"where it is %s now: is the clock right?",
			latest.UTC().Format(time.RFC3339), now.UTC().Format(time.RFC3339))
	}
	slices.SortStableFunc(usable, func(a, b foundJWT) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), certainty(b)-certainty(a), b.expiry.Compare(a.expiry))
	})
	return usable[0].jwt, usable[0].expiry, nil
}

func certainty(token foundJWT) int {
	if token.expires {
		return 1
	}
	return 0
}

// expiry is the end of a session whose JWT does not tell it.
func (f *findings) expiry(now time.Time) time.Time {
	var named, other time.Time
	for _, date := range f.dates {
		at := date.at
		if date.fromNow > 0 {
			at = now.Add(date.fromNow)
		}
		switch {
		case date.named && at.After(named):
			named = at
		case !date.named && at.After(other) && at.After(now):
			other = at
		}
	}
	for _, expiry := range []time.Time{named, other} {
		if !expiry.IsZero() {
			return expiry
		}
	}
	return now.Add(assumedLifetime)
}
