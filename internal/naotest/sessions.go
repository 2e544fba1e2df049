// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ExpForm is how a JWT says when it expires.
type ExpForm string

const (
	// ExpNumber is whole seconds since 1970.
	ExpNumber ExpForm = ""
	// ExpString is the same in a string.
	ExpString ExpForm = "string"
	// ExpFloat is seconds with a fraction.
	ExpFloat ExpForm = "float"
	// ExpNone leaves the claim out.
	ExpNone ExpForm = "none"
)

// Sessions says how POST /sessions responds.
type Sessions struct {
	// Lifetime of a JWT; 0 = 24 h [doc: 2].
	Lifetime time.Duration
	// Status of a success; 0 = 201.
	Status int
	// JWTKey and ExpiryKey name the members of meta, which are not documented;
	// "" = jwt and expiration_date.
	JWTKey, ExpiryKey string
	// ExpiryLayout is the layout of that date; "" = [time.RFC3339].
	ExpiryLayout string
	// NoExpiryDate leaves the date out of meta.
	NoExpiryDate bool
	// Exp is how the JWT says when it expires.
	Exp ExpForm
	// NoJWT, ExtraJWT and Expired respond without a JWT, with two of them, or
	// with one that has expired.
	NoJWT, ExtraJWT, Expired bool
	// HideAuthToken does not reveal the user's auth_token [doc: 2].
	HideAuthToken bool
	// Locked responds to every login with this status: 403 or 429.
	Locked int
}

// What the account accepts. All are made up and recognisable, so that tests can
// search for them where they must not be.
const (
	APIKey     = "canary-api-key-7f3a9c2e51d84b06"     //nolint:gosec // made up
	OAuthToken = "canary-oauth-token-2b8d6e90f1c7453a" //nolint:gosec // made up
	Email      = "canary-user@example.com"
	Password   = "canary-password-9e4f7a1b"
)

// signingKey signs the JWTs.
var signingKey = []byte("canary-signing-key")

const defaultLifetime = 24 * time.Hour // [doc: 2]

// sessions are the JWTs that the account has issued.
type sessions struct {
	issued  map[string]time.Time // when they expire
	revoked map[string]bool
}

// JWT returns a new JWT which the account accepts for ttl from now; one of a
// ttl ≤ 0 has expired already.
func (s *Server) JWT(ttl time.Duration) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sessions.mint(time.Now().Add(ttl), ExpNumber)
}

// IssuedJWTs returns all JWTs that the account has issued so far.
func (s *Server) IssuedJWTs() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Collect(maps.Keys(s.sessions.issued))
}

// RevokeJWTs makes the account refuse all JWTs that it has issued so far,
// although they have not expired.
func (s *Server) RevokeJWTs() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sessions.revoked = map[string]bool{}
	for token := range s.sessions.issued {
		s.sessions.revoked[token] = true
	}
}

// mint makes a JWT (RFC 7519) that is signed with HMAC-SHA256.
func (ss *sessions) mint(expiry time.Time, form ExpForm) string {
	claims := map[string]any{"sub": creator, "jti": len(ss.issued) + 1}
	switch form {
	case ExpString:
		claims["exp"] = strconv.FormatInt(expiry.Unix(), 10)
	case ExpFloat:
		claims["exp"] = float64(expiry.UnixMilli()) / 1000
	case ExpNone:
	default:
		claims["exp"] = expiry.Unix()
	}
	if form != ExpFloat && form != ExpNone {
		expiry = expiry.Truncate(time.Second) // no later than what the token says
	}
	unsigned := segment(map[string]any{"alg": "HS256", "typ": "JWT"}) + "." + segment(claims)
	mac := hmac.New(sha256.New, signingKey)
	mac.Write([]byte(unsigned))
	token := unsigned + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
	if ss.issued == nil {
		ss.issued = map[string]time.Time{}
	}
	ss.issued[token] = expiry
	return token
}

func segment(content map[string]any) string {
	return base64.RawURLEncoding.EncodeToString(encode(content))
}

// authorized judges an Authorization header [doc: 2]: an API key and a JWT
// stand alone, an OAuth token has its scheme. The lock is held.
func (s *Server) authorized(authorization string) bool {
	if authorization == APIKey || authorization == "Bearer "+OAuthToken {
		return true
	}
	expiry, issued := s.sessions.issued[authorization]
	return issued && time.Now().Before(expiry) && !s.sessions.revoked[authorization]
}

// createSession exchanges credentials for a JWT [doc: 2].
func (s *Server) createSession(c *call) reply {
	if locked := c.b.Sessions.Locked; locked != 0 {
		return failure(locked, "locked", "Your account is locked")
	}
	withPassword, bad := c.login()
	if bad != nil {
		return *bad
	}
	status := c.b.Sessions.Status
	if status == 0 {
		status = http.StatusCreated
	}
	document := map[string]any{"meta": s.sessions.meta(c.b.Sessions)}
	if withPassword {
		user := resource{kind: "user", id: creator, attributes: map[string]any{"email": Email}}
		if !c.b.Sessions.HideAuthToken {
			user.attributes["auth_token"] = APIKey
		}
		if c.plain() {
			document["user"] = c.attributes(user)
		} else {
			document["data"] = c.object(user)
		}
	}
	return reply{status: status, document: document}
}

// login checks the credentials of a session: the API key in the header, or
// email and password in the body.
func (c *call) login() (withPassword bool, bad *reply) {
	wrong := failure(http.StatusUnauthorized, "", "Invalid credentials")
	if len(c.body) == 0 {
		if c.r.Header.Get("Authorization") != APIKey {
			return false, &wrong
		}
		return false, nil
	}
	session, bad := c.root("session")
	if bad != nil {
		return false, bad
	}
	var email, password string
	if json.Unmarshal(session["email"], &email) != nil || json.Unmarshal(session["password"], &password) != nil ||
		!strings.EqualFold(email, Email) || password != Password {
		return false, &wrong
	}
	return true, nil
}

// meta mints what the response to a login holds.
func (ss *sessions) meta(b Sessions) map[string]any {
	lifetime := b.Lifetime
	if lifetime == 0 {
		lifetime = defaultLifetime
	}
	expiry := time.Now().Add(lifetime)
	if b.Expired {
		expiry = time.Now().Add(-time.Minute)
	}
	meta := map[string]any{}
	if !b.NoExpiryDate {
		meta[named(b.ExpiryKey, "expiration_date")] = expiry.UTC().Format(named(b.ExpiryLayout, time.RFC3339))
	}
	if !b.NoJWT {
		meta[named(b.JWTKey, "jwt")] = ss.mint(expiry, b.Exp)
	}
	if b.ExtraJWT {
		meta[fmt.Sprintf("other_%s", named(b.JWTKey, "jwt"))] = ss.mint(expiry.Add(lifetime), b.Exp)
	}
	return meta
}

func named(name, standard string) string {
	if name == "" {
		return standard
	}
	return name
}
