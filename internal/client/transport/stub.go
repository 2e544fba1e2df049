// Package transport is a stub.
package transport

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/jsonapi"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/ratelimit"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/redact"
)

const DefaultEndpoint = "https://www.nao-cloud.com/api/v2"

type Login struct {
	Authorization   string
	Accepted, Ahead bool
}
type Call struct {
	Method, Path string
	Query        url.Values
	Body         any
	Login        *Login
	Once         bool
}
type Response struct {
	Call
	Status   int
	Header   http.Header
	Location string
	Body     []byte
	Attempt  int
}

func (r *Response) RequestID() string { return r.Header.Get("X-Request-Id") }
func (r *Response) Unreadable(err error) error {
	return &ResponseError{Method: r.Method, Path: r.Path, RequestID: r.RequestID(), Err: err}
}

type Doer interface {
	Do(ctx context.Context, call Call) (*Response, error)
}
type Authorizer interface {
	Authorization(ctx context.Context) (string, error)
	Renew(rejected string) bool
	Advice() string
	Static() bool
}
type Config struct {
	Endpoint                  *url.URL
	UserAgent                 string
	MaxRetries                int
	RequestTimeout, RetryWait time.Duration
	Limiter                   *ratelimit.Limiter
	Masker                    *redact.Masker
	Logger                    *slog.Logger
	RoundTripper              http.RoundTripper
}
type Sender struct {
	Config
	auth Authorizer
}

func New(c Config) *Sender                 { return &Sender{Config: c} }
func (s *Sender) Authorize(a Authorizer)    { s.auth = a }
func DefaultRoundTripper(int) http.RoundTripper { return http.DefaultTransport }

func (s *Sender) Do(ctx context.Context, call Call) (*Response, error) {
	for attempt := 1; ; attempt++ {
		r, err := s.once(ctx, call, attempt)
		if err == nil || ctx.Err() != nil {
			return r, err
		}
		again := OutcomeOf(err) == NotSent || HasStatus(err, 429) || OutcomeOf(err) == Unknown && call.Method != "POST"
		if !again || attempt > s.MaxRetries {
			return nil, err
		}
		if e := Sleep(ctx, Jitter(s.RetryWait, attempt-1)); e != nil {
			return nil, err
		}
	}
}
func (s *Sender) once(ctx context.Context, call Call, attempt int) (*Response, error) {
	if call.Method != "POST" {
		c, cancel := context.WithTimeout(ctx, s.RequestTimeout)
		defer cancel()
		ctx = c
	}
	u := s.Endpoint.JoinPath(call.Path)
	u.RawQuery = call.Query.Encode()
	var body io.Reader
	if call.Body != nil {
		b, _ := json.Marshal(call.Body)
		body = bytes.NewReader(b)
	}
	sent := false
	req, err := http.NewRequestWithContext(httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { sent = true }}), call.Method, u.String(), body)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/vnd.api+json")
	a, _ := s.auth.Authorization(ctx)
	req.Header.Set("Authorization", a)
	start := time.Now()
	resp, err := s.RoundTripper.RoundTrip(req)
	if err != nil {
		return nil, &TransportError{Method: call.Method, Path: call.Path, Sent: sent, Elapsed: time.Since(start), Err: err}
	}
	data, err := io.ReadAll(resp.Body)
	_ = resp.Body.Close()
	if err != nil && call.Method == "GET" {
		return nil, &TransportError{Method: call.Method, Path: call.Path, Sent: true, Elapsed: time.Since(start), Err: err}
	}
	if resp.StatusCode >= 400 {
		return nil, &Error{Status: resp.StatusCode, Method: call.Method, Path: call.Path, Details: jsonapi.Details(data), Elapsed: time.Since(start), Attempt: attempt, foreign: len(data) > 0 && !json.Valid(data)}
	}
	if d, ok := jsonapi.Refusal(data); ok {
		return nil, &Error{Status: 422, Method: call.Method, Path: call.Path, Details: d}
	}
	return &Response{Call: call, Status: resp.StatusCode, Header: resp.Header, Location: resp.Header.Get("Location"), Body: data, Attempt: attempt}, nil
}
func ParseEndpoint(s string) (*url.URL, error) { return url.Parse(s) }
func Path(segments ...string) (string, error) {
	p := segments[0]
	for _, s := range segments[1:] {
		if !jsonapi.ValidID(s) {
			return "", fmt.Errorf("bad segment %q", s)
		}
		p += "/" + s
	}
	return p, nil
}
func Sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
func Jitter(base time.Duration, n int) time.Duration {
	c := min(base<<min(n, 10), 60*base)
	return c/10 + rand.N(c-c/10+1)
}

type Error struct {
	Status                  int
	Method, Path, RequestID string
	Details                 []jsonapi.Detail
	Advice                  string
	Attempt                 int
	Elapsed                 time.Duration
	foreign                 bool
}

func (e *Error) Error() string {
	var m []string
	for _, d := range e.Details {
		m = append(m, d.Message())
	}
	return fmt.Sprintf("%s (%s %s: %d)", strings.Join(m, "; "), e.Method, e.Path, e.Status)
}

type TransportError struct {
	Method, Path string
	Sent         bool
	Elapsed      time.Duration
	Err          error
}

func (e *TransportError) Error() string { return "no response: " + e.Err.Error() }
func (e *TransportError) Unwrap() error { return e.Err }

type ResponseError struct {
	Method, Path, RequestID string
	Err                     error
}

func (e *ResponseError) Error() string { return "unreadable: " + e.Err.Error() }
func (e *ResponseError) Unwrap() error { return e.Err }

type Outcome int

const (
	NotSent Outcome = iota
	Refused
	Unknown
)

func OutcomeOf(err error) Outcome {
	var te *TransportError
	if errors.As(err, &te) {
		if te.Sent {
			return Unknown
		}
		return NotSent
	}
	var re *ResponseError
	if errors.As(err, &re) {
		return Unknown
	}
	var e *Error
	if errors.As(err, &e) {
		if e.Status >= 500 || e.Status == 408 {
			return Unknown
		}
		return Refused
	}
	return NotSent
}
func ElapsedOf(err error) time.Duration {
	var te *TransportError
	if errors.As(err, &te) {
		return te.Elapsed
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Elapsed
	}
	return 0
}
func IsNotFound(err error) bool {
	var e *Error
	return errors.As(err, &e) && (e.Status == 404 || e.Status == 410) && !e.foreign
}
func IsForbidden(err error) bool { return HasStatus(err, 403) }
func IsInvalid(err error) bool   { return HasStatus(err, 400, 422) }
func HasStatus(err error, st ...int) bool {
	var e *Error
	return errors.As(err, &e) && slices.Contains(st, e.Status)
}
