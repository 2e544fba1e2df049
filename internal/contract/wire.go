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
	"time"
)

const (
	// attempts is how often a request is sent that is answered 429.
	attempts = 5
	// longestWait is the longest time that a Retry-After is followed.
	longestWait = time.Minute
	// attemptTime bounds one attempt.
	attemptTime = 30 * time.Second
	// longestBody bounds what is read of a response, in bytes.
	longestBody = 16 << 20
)

// wire sends requests one after the other, and follows no redirect.
type wire struct {
	http          *http.Client
	endpoint      *url.URL
	authorization string
	retryWait     time.Duration

	requests int
	// limited is called with the Retry-After header of each 429.
	limited func(retryAfter string)
}

func newWire(o Options) *wire {
	return &wire{
		http: &http.Client{
			Timeout:       attemptTime,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		endpoint: o.Endpoint, authorization: o.Authorization, retryWait: o.RetryWait,
	}
}

// response is what came back.
type response struct {
	method, path string
	status       int
	header       http.Header
	// body is the decoded JSON, numbers as json.Number; nil where there was no JSON.
	body any
	// empty tells that there was no body at all.
	empty bool
}

// ok reports whether the request succeeded, or is to succeed later.
func (r *response) ok() bool {
	return r.status >= http.StatusOK && r.status < http.StatusMultipleChoices || r.status == http.StatusSeeOther
}

// unexpected is the error of a response that is not what a probe can go on with.
func (r *response) unexpected() error {
	return fmt.Errorf("%s %s: got %d %s", r.method, r.path, r.status, http.StatusText(r.status))
}

// get reads; the parameters are names and values in turn.
func (w *wire) get(ctx context.Context, path string, parameters ...string) (*response, error) {
	query := url.Values{}
	for i := 0; i+1 < len(parameters); i += 2 {
		query.Add(parameters[i], parameters[i+1])
	}
	return w.send(ctx, http.MethodGet, path, query, nil)
}

// write sends body as JSON; nil sends none.
func (w *wire) write(ctx context.Context, method, path string, body any) (*response, error) {
	return w.send(ctx, method, path, nil, body)
}

// send repeats a request that is answered 429: then nothing was done.
func (w *wire) send(ctx context.Context, method, path string, query url.Values, body any) (*response, error) {
	target := w.endpoint.JoinPath(path)
	target.RawQuery = query.Encode()
	for attempt := 1; ; attempt++ {
		r, err := w.attempt(ctx, method, target, body)
		if err != nil {
			return nil, fmt.Errorf("%s %s: %w", method, path, err)
		}
		r.method, r.path = method, path
		if r.status != http.StatusTooManyRequests {
			return r, nil
		}
		retryAfter := r.header.Get("Retry-After")
		if w.limited != nil {
			w.limited(retryAfter)
		}
		if attempt == attempts {
			return nil, fmt.Errorf("%s %s: still 429 Too Many Requests after %d attempts", method, path, attempts)
		}
		if err := wait(ctx, w.pause(retryAfter)); err != nil {
			return nil, fmt.Errorf("%s %s: %w", method, path, err)
		}
	}
}

func (w *wire) attempt(ctx context.Context, method string, target *url.URL, body any) (*response, error) {
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
	got, err := w.http.Do(request)
	if err != nil {
		return nil, err
	}
	defer func() { _ = got.Body.Close() }()
	text, err := io.ReadAll(io.LimitReader(got.Body, longestBody))
	if err != nil {
		return nil, fmt.Errorf("read the response: %w", err)
	}
	r := &response{status: got.StatusCode, header: got.Header, empty: len(bytes.TrimSpace(text)) == 0}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if decoder.Decode(&r.body) != nil {
		r.body = nil // Such as HTML, which counts as no document.
	}
	return r, nil
}

// pause returns how long to wait after a 429.
func (w *wire) pause(retryAfter string) time.Duration {
	if seconds, err := strconv.Atoi(retryAfter); err == nil {
		return min(time.Duration(max(seconds, 0))*time.Second, longestWait)
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
