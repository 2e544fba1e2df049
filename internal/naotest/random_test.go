// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// storm creates sites in the order that is given, and returns what struck them
// last, by the body of the request.
func storm(t *testing.T, seed uint64, rates naotest.Rates, order []int) (map[string]string, *naotest.Server) {
	t.Helper()
	s := naotest.New(naotest.Behavior{})
	s.RandomFaults(seed, rates)
	c := inProcess(t, s)
	for _, i := range order {
		body := fmt.Sprintf(`{"site":{"name":"site %d","latitude":1,"longitude":2}}`, i)
		_, _ = c.send(t.Context(), "POST", "/sites", body) // most of them fail
	}
	struck := map[string]string{}
	for _, request := range s.Requests() {
		struck[string(request.Body)] = request.Fault
	}
	return struck, s
}

var bad = naotest.Rates{
	LostResponse: 0.1, ErrorBefore: 0.1, ErrorAfter: 0.1, TooMany: 0.1, Cut: 0.1, Async: 0.3, JobFails: 0.5,
}

func TestRandomFaults_areRepeatableInAnyOrder(t *testing.T) {
	t.Parallel()
	var order []int
	for i := range 300 {
		order = append(order, i)
	}
	first, s := storm(t, 1, bad, order)
	slices.Reverse(order)
	second, _ := storm(t, 1, bad, order)
	if !maps.Equal(first, second) {
		t.Error("the same seed strikes otherwise in another order")
	}
	other, _ := storm(t, 2, bad, order)
	if maps.Equal(first, other) {
		t.Error("another seed strikes the same requests")
	}
	counts := s.FaultCount()
	for _, kind := range []string{"lose response", "status 429", "cut", "asynchronous", "job fails"} {
		if counts[kind] < 10 || counts[kind] > 80 {
			t.Errorf("%s: struck %d of 300", kind, counts[kind])
		}
	}
}

func TestRandomFaults_strikeARetryAnew(t *testing.T) {
	t.Parallel()
	struck, s := storm(t, 3, naotest.Rates{ErrorBefore: 0.5}, make([]int, 100))
	if got := len(s.Sites()); got < 30 || got > 70 || len(struck) != 1 {
		t.Errorf("%d of 100 attempts passed", got)
	}
}

func TestRandomFaults_everyKind(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		rates  naotest.Rates
		worked int
	}{
		"lost response": {naotest.Rates{LostResponse: 1}, 1},
		"error before":  {naotest.Rates{ErrorBefore: 1}, 0},
		"error after":   {naotest.Rates{ErrorAfter: 1}, 1},
		"too many":      {naotest.Rates{TooMany: 1, RetryAfter: "1"}, 0},
		"cut":           {naotest.Rates{Cut: 1}, 0},
		"refused":       {naotest.Rates{Refused: 1}, 0},
		"asynchronous":  {naotest.Rates{Async: 1}, 1},
		"failing job":   {naotest.Rates{Async: 1, JobFails: 1}, 0},
		"failing alone": {naotest.Rates{JobFails: 1}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, s := storm(t, 1, test.rates, []int{1})
			equal(t, "sites", len(s.Sites()), test.worked)
		})
	}
}

func TestRandomFaults_spareLogins(t *testing.T) {
	t.Parallel()
	s := naotest.New(naotest.Behavior{})
	s.RandomFaults(1, naotest.Rates{ErrorBefore: 1})
	inProcess(t, s).do("POST", "/sessions", "", 201)
}
