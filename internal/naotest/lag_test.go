// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// pass lets the time of a synctest bubble pass.
func pass(d time.Duration) { <-time.After(d) }

func TestListing_lagsBehindCreates(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := naotest.New(naotest.Behavior{Listing: naotest.Listing{Lag: naotest.Lag{For: time.Minute}}})
		s.AddSite(naotest.Site{Name: "seeded"})
		c := inProcess(t, s)
		c.do("POST", "/sites", lovely, 201)
		c.do("GET", "/sites/11417", "", 200)
		equal(t, "at first", len(c.do("GET", "/sites", "", 200).ids()), 1)
		pass(time.Minute)
		equal(t, "after a minute", len(c.do("GET", "/sites", "", 200).ids()), 2)

		s.SetBehavior(func(b *naotest.Behavior) { b.Listing.Lag = naotest.Lag{Requests: 2} })
		c.do("POST", "/sites", lovely, 201)
		for request, want := range []int{2, 2, 3} {
			equal(t, fmt.Sprint("request ", request), len(c.do("GET", "/sites?sort=-id", "", 200).ids()), want)
		}
	})
}

func TestDetail_lagsBehindCreates(t *testing.T) {
	t.Parallel()
	s := naotest.New(naotest.Behavior{DetailLag: naotest.Lag{Requests: 1}})
	c := inProcess(t, s)
	c.do("POST", "/sites", lovely, 201)
	c.do("GET", "/sites/11416", "", 404)
	c.do("GET", "/sites/11416", "", 200)
}

// A job that nobody polls ends when its time has come, though the server looks at it only with the next request: the lag begins then.
func TestListing_lagsBehindTheEndOfAJob(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := naotest.New(naotest.Behavior{
			Answers: naotest.Answers{Creates: naotest.SeeOther},
			Jobs:    naotest.Jobs{Duration: 5 * time.Second},
			Listing: naotest.Listing{Lag: naotest.Lag{For: 2 * time.Second}},
		})
		c := inProcess(t, s)
		c.do("POST", "/sites", lovely, 303)
		pass(6 * time.Second)
		equal(t, "a second after the end", len(c.do("GET", "/sites", "", 200).ids()), 0)
		pass(2 * time.Second)
		equal(t, "three seconds after it", len(c.do("GET", "/sites", "", 200).ids()), 1)

		c.do("POST", "/sites", lovely, 303)
		pass(8 * time.Second)
		equal(t, "three seconds after an end that nobody saw", len(c.do("GET", "/sites", "", 200).ids()), 2)
	})
}
