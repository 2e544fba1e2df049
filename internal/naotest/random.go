// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"hash/fnv"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
)

// Rates are probabilities, from 0 to 1. Those of LostResponse, ErrorBefore,
// ErrorAfter, TooMany, Cut and Refused exclude each other: their sum is at most 1.
type Rates struct {
	LostResponse float64 // the work is done, the response is lost
	ErrorBefore  float64 // 500, 502 or 503 before the work
	ErrorAfter   float64 // 500, 502, 503 or 504 after the work: a gateway that gives up has begun it
	TooMany      float64 // 429
	Cut          float64 // the connection is cut before the work
	Refused      float64 // the connection is refused, with Server.Transport

	// Async is how many writes become asynchronous, whatever else happens to them.
	Async float64
	// JobFails is how many of those jobs fail.
	JobFails float64

	// RetryAfter is the header of the 429s; "" = none.
	RetryAfter string
}

// RandomFaults lets faults strike at random, except at POST /sessions, where
// a retry would lock the account. What strikes depends on the seed, the request
// and how often the same request was sent before; so a run can be repeated even
// if its requests come in another order.
func (s *Server) RandomFaults(seed uint64, r Rates) {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.random = &dice{seed: seed, rates: r}
}

type dice struct {
	seed  uint64
	rates Rates
	rolls rolls
}

func (d *dice) roll(r *http.Request, body []byte) Fault {
	path := below(r.URL)
	if path == "/sessions" {
		return Fault{}
	}
	random := d.rolls.next(d.seed, r, body)

	f := d.wire(random)
	async, fails := random.Float64() < d.rates.Async, random.Float64() < d.rates.JobFails
	if async && r.Method != http.MethodGet && !strings.HasSuffix(path, "/publish") {
		f.async = true
		if fails {
			f.job, f.jobMessage = jobFails, "The job was struck at random"
		}
	}
	return f
}

// rolls makes random numbers that depend on the request and on how often it was sent
// before, but not on the order of different requests.
type rolls struct {
	rolled map[uint64]uint64 // by the hash of a request: how often
}

func (r *rolls) next(seed uint64, request *http.Request, body []byte) *rand.Rand {
	hash := fnv.New64a()
	_, _ = io.WriteString(hash, request.Method+" "+below(request.URL)+"?"+request.URL.RawQuery+"\n") // a hash never fails
	_, _ = hash.Write(body)
	key := hash.Sum64()
	if r.rolled == nil {
		r.rolled = map[uint64]uint64{}
	}
	r.rolled[key]++
	return rand.New(rand.NewPCG(seed^r.rolled[key]<<32, key)) //nolint:gosec // repeatable on purpose
}

// wire chooses at most one fault of the connection.
func (d *dice) wire(random *rand.Rand) Fault {
	chance := random.Float64()
	broken := []Fault{Status(http.StatusInternalServerError), ProxyPage(http.StatusBadGateway), Status(http.StatusServiceUnavailable)}
	before := broken[random.IntN(len(broken))]
	after := append(broken, ProxyPage(http.StatusGatewayTimeout))[random.IntN(len(broken)+1)].AfterWork()
	for _, choice := range []struct {
		rate  float64
		fault Fault
	}{
		{d.rates.LostResponse, LoseResponse},
		{d.rates.ErrorBefore, before},
		{d.rates.ErrorAfter, after},
		{d.rates.TooMany, TooManyRequests(d.rates.RetryAfter)},
		{d.rates.Cut, CutBefore},
		{d.rates.Refused, Refuse},
	} {
		if chance < choice.rate {
			return choice.fault
		}
		chance -= choice.rate
	}
	return Fault{}
}
