// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"sync"
	"time"
)

// troubleRest is how long after a failure that concerns all requests one of them tries again, in multiples of Config.RetryWait: 30 s by
// default.
const troubleRest = 60

// trouble is a failure that concerns all requests: the credentials were rejected, or the server cannot be reached. As long as it lasts the
// requests that follow are not sent, and end in the same error; now and then one of them tries.
type trouble struct {
	rest time.Duration

	mu sync.Mutex
	// err is nil where there is no trouble.
	err   error
	until time.Time
	// trying reports whether one request tries.
	trying bool
	// responded is when the last response came; zero before the first.
	responded time.Time
}

// admit returns the error of a request that is not to be sent. A request that tries reports so, and has to end with done.
func (t *trouble) admit(now time.Time) (tries bool, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.err == nil {
		return false, nil
	}
	if t.trying || now.Before(t.until) {
		return false, &SkippedError{Err: t.err}
	}
	t.trying = true
	return true, nil
}

// current returns the error of a request that is not to be sent any more, though it was admitted.
func (t *trouble) current() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.err == nil {
		return nil
	}
	return &SkippedError{Err: t.err}
}

// done lets another request try.
func (t *trouble) done() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.trying = false
}

// begin begins the trouble, or lets it go on; the first error stays. It reports whether the trouble is new.
func (t *trouble) begin(now time.Time, err error) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.until = now.Add(t.rest)
	if t.err != nil {
		return false
	}
	t.err = err
	return true
}

// end ends the trouble.
func (t *trouble) end() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.err = nil
}

// respond notes that a response came.
func (t *trouble) respond(now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.responded = now
}

// lastResponse is when the last response came; zero before the first.
func (t *trouble) lastResponse() time.Time {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.responded
}
