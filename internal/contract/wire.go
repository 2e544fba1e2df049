// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

const (
	// attempts is how often a request is sent that is answered with 429.
	attempts = 5
	// longestWait is the longest that a Retry-After is followed.
	longestWait = time.Minute
	// attemptTime bounds one attempt.
	attemptTime = 30 * time.Second
	// longestBody bounds what is read of an answer, in bytes.
	longestBody = 16 << 20
)

// wire sends requests one after the other, and follows no redirect.
type wire struct {
	http          *http.Client
	endpoint      *url.URL
	authorization string
	retryWait     time.Duration

	requests int
	// retryAfters are the Retry-After headers of the 429s that came.
	retryAfters []string
}

func newWire(o Options) *wire {
	return &wire{
		http: &http.Client{
			Transport:     o.Transport,
			Timeout:       attemptTime,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		endpoint: o.Endpoint, authorization: o.Authorization, retryWait: o.RetryWait,
	}
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	// body is the decoded JSON, numbers as json.Number; nil where there was no JSON.
	body any
	// empty tells that there was no body at all.
	empty bool
}

// ok tells whether the request succeeded, be it later.
func (a *answer) ok() bool {
	return a.status >= http.StatusOK && a.status < http.StatusMultipleChoices || a.status == http.StatusSeeOther
}

// get reads; query may be nil.
func (w *wire) get(ctx context.Context, path string, query url.Values) (*answer, error) {
	target := w.endpoint.JoinPath(path)
	target.RawQuery = query.Encode()
	return w.send(ctx, http.MethodGet, target, nil)
}

// write sends body as JSON; nil sends none.
func (w *wire) write(ctx context.Context, method, path string, body any) (*answer, error) {
	return w.send(ctx, method, w.endpoint.JoinPath(path), body)
}

// send repeats what is answered with 429: then nothing was done.
func (w *wire) send(ctx context.Context, method string, target *url.URL, body any) (*answer, error) {
	for attempt := 1; ; attempt++ {
		a, err := w.attempt(ctx, method, target, body)
		if err != nil {
			return nil, fmt.Errorf("%s %s: %w", method, target.Path, err)
		}
		if a.status != http.StatusTooManyRequests {
			return a, nil
		}
		retryAfter := a.header.Get("Retry-After")
		w.retryAfters = append(w.retryAfters, retryAfter)
		if attempt == attempts {
			return nil, fmt.Errorf("%s %s: still 429 Too Many Requests after %d attempts", method, target.Path, attempts)
		}
		if err := wait(ctx, w.pause(retryAfter)); err != nil {
			return nil, fmt.Errorf("%s %s: %w", method, target.Path, err)
		}
	}
}

func (w *wire) attempt(ctx context.Context, method string, target *url.URL, body any) (*answer, error) {
	var content io.Reader
	if body != nil {
		encoded, err := json.Marshal(body)
		if err != nil {
			return nil, fmt.Errorf("encode the body: %w", err)
		}
		content = bytes.NewReader(encoded)
	}
	request, err := http.NewRequestWithContext(ctx, method, target.String(), content)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Accept", "application/vnd.api+json")
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "terraform-provider-naocloud-contract")
	if w.authorization != "" {
		request.Header.Set("Authorization", w.authorization)
	}
	w.requests++
	response, err := w.http.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(io.LimitReader(response.Body, longestBody))
	if err != nil {
		return nil, fmt.Errorf("read the answer: %w", err)
	}
	a := &answer{status: response.StatusCode, header: response.Header, empty: len(bytes.TrimSpace(text)) == 0}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if decoder.Decode(&a.body) != nil {
		a.body = nil // HTML, say: that is seen as no document.
	}
	return a, nil
}

// pause is how long to wait after a 429.
func (w *wire) pause(retryAfter string) time.Duration {
	if seconds, err := strconv.Atoi(retryAfter); err == nil {
		return min(time.Duration(max(seconds, 0))*time.Second, longestWait)
	}
	if at, err := http.ParseTime(retryAfter); err == nil {
		return min(max(time.Until(at), 0), longestWait)
	}
	return w.retryWait
}

func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// rateLimit notes how the 429s that came said how long to wait.
func (p *prober) rateLimit() {
	const fact, assumed = "429: Retry-After", "seconds"
	if len(p.wire.retryAfters) == 0 {
		p.report.unseen(fact, assumed, "no request was answered 429")
		return
	}
	seen, change := "seconds", ""
	switch header := p.wire.retryAfters[0]; {
	case header == "":
		seen, change = "absent", "RateLimit.NoRetryAfter = true"
	case strings.Trim(header, "0123456789") != "":
		seen, change = "a date", "none yet: the header of internal/naotest/ratelimit.go"
	}
	p.report.compare(fact, assumed, seen, change)
}
