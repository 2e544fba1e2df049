// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/golang-jwt/jwt/v5"
)

// Kind is a kind of token [doc: 2].
type Kind string

// The kinds of tokens that people type in.
const (
	KindAPIKey     Kind = "API key"
	KindOAuthToken Kind = "OAuth token" //nolint:gosec // Its name.
	KindJWT        Kind = "JWT"
)

func (k Kind) article() string {
	if k == KindJWT {
		return "a JWT"
	}
	return "an " + string(k)
}

// CheckToken looks at a token that was given as one of a kind. The error says why it cannot work; the hint, beside no error, what is odd
// about it. Both complete a sentence that begins with what the token is called, such as "api_key"; neither holds any of the token.
func CheckToken(kind Kind, token string, now time.Time) (hint string, err error) {
	switch trimmed := strings.TrimSpace(token); {
	case trimmed == "":
		return "", errors.New("is empty")
	case bearing(trimmed):
		return "", fmt.Errorf(`begins with the word "Bearer", which is not part of %s: leave it out`, kind.article())
	case trimmed != token:
		return "", errors.New("begins or ends with a blank or a line break: where it is read from a file, cut them off")
	case len(token) > 1 && strings.ContainsRune(`"'`, rune(token[0])) && token[len(token)-1] == token[0]:
		return "", errors.New("is enclosed in quotation marks, which are not part of it: leave them out")
	case strings.ContainsFunc(token, unsendable):
		return "", errors.New("holds a blank, a line break or another character that no token has: copy it again")
	}
	if kind == KindJWT && !isJWT(token) {
		return "", errors.New("is not a JWT, which has three parts with dots between them that can be decoded: it may be an API key or an OAuth token")
	}
	if expiry, expired := expiredJWT(token, now); expired {
		return "", fmt.Errorf("expired at %s: get a new one, or use an API key, which does not expire", expiry.UTC().Format(time.RFC3339))
	}
	if kind == KindAPIKey && isJWT(token) {
		return "looks like a JWT, not like an API key. The API takes both alike, but a JWT ends after about a day: " +
			"is it the auth_token of the profile page?", nil
	}
	if kind == KindAPIKey && (token == emulatorKey || strings.Contains(token, "@")) {
		return "looks like a key of the mobile SDK or like an email address, not like an API key: that is the auth_token of the profile page.", nil
	}
	return "", nil
}

// emulatorKey is what the mobile SDK's examples take for a key. The keys of sites are said to end with a region, such as @eu [assumed]; an
// auth_token has no such character [lib: Devise].
const emulatorKey = "emulator"

func bearing(token string) bool {
	const word = "bearer"
	return len(token) > len(word) && strings.EqualFold(token[:len(word)], word) && unicode.IsSpace(rune(token[len(word)]))
}

// unsendable reports whether no token holds a character: its alphabet is printable ASCII (RFC 6750, 2.1). The others may be invisible, and pasted
// by mistake.
func unsendable(r rune) bool { return r <= ' ' || r > '~' }

// expiredJWT reports whether a token is a JWT that has expired, and when. A token that does not say when it expires has not.
func expiredJWT(token string, now time.Time) (expiry time.Time, expired bool) {
	claims, ok := jwtClaims(token)
	if !ok {
		return time.Time{}, false
	}
	expiry, ok = moment(claims["exp"])
	return expiry, ok && !now.Before(expiry)
}

func isJWT(token string) bool {
	_, ok := jwtClaims(token)
	return ok
}

// jwtClaims reads a JWT without verifying it: the client is its bearer, not its judge, and has no key.
func jwtClaims(token string) (map[string]any, bool) {
	if strings.ContainsFunc(token, outsideJWT) {
		return nil, false
	}
	claims := jwt.MapClaims{}
	_, _, err := jwt.NewParser(jwt.WithPaddingAllowed(), jwt.WithJSONNumber()).ParseUnverified(token, claims)
	// A token may be signed in a way that the library does not know.
	return claims, err == nil || errors.Is(err, jwt.ErrTokenUnverifiable)
}

// outsideJWT reports whether no JWT holds a character: the library does not look at the signature of a token that is signed in a way that it does
// not know.
func outsideJWT(r rune) bool {
	return r > 'z' || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_=.", r)
}

// momentLayouts are the forms of a date: RFC 3339, what Ruby and its JSON write, HTTP's, and dates without a zone, which are UTC.
var momentLayouts = []string{
	time.RFC3339, "2006-01-02 15:04:05 MST", "2006-01-02 15:04:05 -0700", time.RFC1123, time.RFC1123Z, "2006-01-02T15:04:05", time.DateTime,
}

// moment reads a point in time: seconds or milliseconds since 1970, as a number or in a string, or a date.
func moment(value any) (time.Time, bool) {
	switch value := value.(type) {
	case json.Number:
		return numericMoment(value.String())
	case string:
		value = strings.TrimSpace(value)
		for _, layout := range momentLayouts {
			if at, err := time.Parse(layout, value); err == nil {
				return at, true
			}
		}
		return numericMoment(value)
	}
	return time.Time{}, false
}

func numericMoment(text string) (time.Time, bool) {
	seconds, err := strconv.ParseFloat(text, 64)
	if err != nil && !errors.Is(err, strconv.ErrRange) || math.IsNaN(seconds) {
		return time.Time{}, false
	}
	seconds = max(seconds, 0) // Before 1970 is long ago.
	if seconds >= 1e11 {      // In seconds that would be the year 5138.
		seconds /= 1e3
	}
	seconds = min(seconds, 253402300799) // 9999-12-31: later ones cannot be written.
	whole, fraction := math.Modf(seconds)
	return time.Unix(int64(whole), int64(fraction*float64(time.Second))), true
}
