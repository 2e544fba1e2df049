package auth

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/ratelimit"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/redact"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/transport"
)

type Credentials interface{ key() string }
type k string

func (s k) key() string                           { return string(s) }
func APIKey(s string) Credentials                 { return k(s) }
func OAuthToken(s string) Credentials             { return k(s) }
func JWT(s string) Credentials                    { return k(s) }
func Session(a, b string) Credentials             { return k(a) }
func SessionFromAPIKey(s string) Credentials      { return k(s) }

type Kind string

const (
	KindAPIKey     Kind = "API key"
	KindOAuthToken Kind = "OAuth token"
	KindJWT        Kind = "JWT"
)

func CheckToken(kind Kind, token string, now time.Time) (string, error)       { return "", nil }
func ExpiredJWT(token string, now time.Time) (time.Time, bool) { return time.Time{}, false }

var ErrNotExchangeable = errors.New("x")

type SessionToken struct {
	JWT               string
	ExpiresAt, EndsAt time.Time
}
type LoginError struct{ Reason string }

func (e *LoginError) Error() string { return e.Reason }

type Authority struct{ c Credentials }

func New(c Credentials, now time.Time) (*Authority, error) { return &Authority{c}, nil }
func (a *Authority) Secrets() []string                     { return []string{a.c.key()} }
func (a *Authority) Bind(*transport.Sender, *ratelimit.Limiter, *redact.Masker, *slog.Logger, time.Duration) {
}
func (a *Authority) Authorization(context.Context) (string, error)  { return a.c.key(), nil }
func (a *Authority) Renew(string) bool                              { return false }
func (a *Authority) Advice() string                                 { return "" }
func (a *Authority) Static() bool                                   { return true }
func (a *Authority) Mint(context.Context) (SessionToken, error) { return SessionToken{}, nil }

func (a *Authority) Name() string { return a.c.key() }
