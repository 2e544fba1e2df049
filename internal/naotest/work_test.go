// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// leave sends a request and gives it up after d.
func (c *client) leave(d time.Duration, method, path, body string) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.t.Context(), d)
	defer cancel()
	if _, err := c.send(ctx, method, path, body); !errors.Is(err, context.DeadlineExceeded) {
		c.t.Errorf("%s %s: got %v, want no response within %v", method, path, err, d)
	}
}

func TestWork_answersAndTakesEffectAtItsEnd(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		behavior     naotest.Behavior
		site, change time.Duration
	}{
		"at once":       {naotest.Behavior{}, 0, 0},
		"all types":     {naotest.Behavior{Work: naotest.Durations{Creates: 50 * time.Second, Updates: time.Second}}, 50 * time.Second, time.Second},
		"this type":     {naotest.Behavior{WorkPerType: map[string]naotest.Durations{"site": {Creates: time.Minute}}}, time.Minute, 0},
		"another type":  {naotest.Behavior{WorkPerType: map[string]naotest.Durations{"team": {Creates: time.Minute}}}, 0, 0},
		"type over all": {naotest.Behavior{Work: naotest.Durations{Creates: 2}, WorkPerType: map[string]naotest.Durations{"site": {Creates: 1}}}, 1, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := naotest.New(test.behavior)
				c := inProcess(t, s)
				began := time.Now()
				if test.site > 0 {
					time.AfterFunc(test.site-1, func() { equal(t, "sites before the end", len(s.Sites()), 0) })
				}
				c.do("POST", "/sites", lovely, 201)
				equal(t, "create", time.Since(began), test.site)
				equal(t, "created", s.Sites()[0].CreatedAt, began.Add(test.site))
				began = time.Now()
				c.do("PUT", "/sites/11416", `{"site":{"name":"x"}}`, 200)
				equal(t, "update", time.Since(began), test.change)
				began = time.Now()
				c.do("GET", "/sites/11416", "", 200)
				c.do("DELETE", "/sites/11416", "", 204)
				equal(t, "the rest", time.Since(began), 0)
			})
		})
	}
}

func TestWork_goesOnWithoutItsClient(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := naotest.New(naotest.Behavior{Work: naotest.Durations{Creates: time.Minute, Deletes: time.Minute}})
		c := inProcess(t, s)
		c.leave(10*time.Second, "POST", "/sites", lovely)
		pass(49 * time.Second)
		equal(t, "sites before the end", len(c.do("GET", "/sites", "", 200).ids()), 0)
		pass(time.Second)
		equal(t, "sites at the end", len(c.do("GET", "/sites", "", 200).ids()), 1)
		equal(t, "status", s.Requests()[0].Status, 0)

		c.leave(10*time.Second, "DELETE", "/sites/11416", "")
		pass(10 * time.Minute)
		equal(t, "sites after the removal", len(s.Sites()), 0)
	})
}

func TestWork_isRefusedAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := naotest.New(naotest.Behavior{Work: naotest.Durations{Creates: time.Minute}})
		c := inProcess(t, s)
		began := time.Now()
		c.auth = "wrong"
		c.do("POST", "/sites", lovely, 401)
		equal(t, "time", time.Since(began), 0)
	})
}

func TestWork_inAJobBeginsTheJobAtItsEnd(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := naotest.New(naotest.Behavior{
			Responses: naotest.Responses{Creates: naotest.SeeOther},
			Work:      naotest.Durations{Creates: time.Minute},
			Jobs:      naotest.Jobs{Duration: time.Minute},
		})
		c := inProcess(t, s)
		c.leave(time.Second, "POST", "/sites", lovely)
		pass(2*time.Minute - 2*time.Second)
		equal(t, "sites before the end of both", len(s.Sites()), 0)
		pass(time.Second)
		equal(t, "sites at the end of both", len(s.Sites()), 1)
	})
}

func TestSlow_losesTheResponseWhenTheWorkIsDone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := naotest.New(naotest.Behavior{})
		s.Schedule(naotest.LoseResponse.Slowed(75*time.Second), naotest.Slow(time.Second), naotest.Fault{})
		c := inProcess(t, s)
		for _, want := range []struct {
			took time.Duration
			err  error
		}{{75 * time.Second, io.EOF}, {time.Second, nil}, {0, nil}} {
			began := time.Now()
			if _, err := c.send(t.Context(), "POST", "/sites", lovely); !errors.Is(err, want.err) {
				t.Errorf("got %v, want %v", err, want.err)
			}
			equal(t, "time", time.Since(began), want.took)
		}
		equal(t, "sites", len(s.Sites()), 3)
		equal(t, "slow ones", s.FaultCount()["slow"], 2)
	})
}

func TestGateway_givesUpWhileTheWorkGoesOn(t *testing.T) {
	t.Parallel()
	const g = 15 * time.Second
	for name, test := range map[string]struct {
		behavior naotest.Behavior
		fault    naotest.Fault
		took     time.Duration
		status   int    // 0 = the connection is closed
		body     string // a part of it
		late     int    // sites after a while
	}{
		"no gateway":         {naotest.Behavior{}, naotest.Slow(time.Minute), time.Minute, 201, `"id":"11416"`, 1},
		"page":               {naotest.Behavior{Gateway: naotest.Gateway{GivesUpAfter: g}}, naotest.Slow(time.Minute), g, 504, "<html>", 1},
		"json":               {naotest.Behavior{Gateway: naotest.Gateway{GivesUpAfter: g, Form: naotest.GatewayJSON}}, naotest.Slow(time.Minute), g, 504, `{"errors":`, 1},
		"cuts":               {naotest.Behavior{Gateway: naotest.Gateway{GivesUpAfter: g, Form: naotest.GatewayCuts}}, naotest.Slow(time.Minute), g, 0, "", 1},
		"patient enough":     {naotest.Behavior{Gateway: naotest.Gateway{GivesUpAfter: g}}, naotest.Slow(g), g, 201, `"id":"11416"`, 1},
		"for one request":    {naotest.Behavior{}, naotest.Slow(time.Minute).GivenUpAfter(time.Second), time.Second, 504, "<html>", 1},
		"before the work":    {naotest.Behavior{Gateway: naotest.Gateway{GivesUpAfter: g}, Latency: 20 * time.Second}, naotest.Slow(30 * time.Second), g, 504, "<html>", 1},
		"in front of a hang": {naotest.Behavior{Gateway: naotest.Gateway{GivesUpAfter: g}}, naotest.HangBefore, g, 504, "<html>", 0},
		"nothing to lose":    {naotest.Behavior{Gateway: naotest.Gateway{GivesUpAfter: g}}, naotest.LoseResponse.Slowed(time.Minute), g, 504, "<html>", 1},
		"a job behind it":    {naotest.Behavior{Gateway: naotest.Gateway{GivesUpAfter: g}, Jobs: naotest.Jobs{Polls: 3}}, naotest.Asynchronous.Slowed(time.Minute), g, 504, "<html>", 1},
		"response not owned": {naotest.Behavior{Gateway: naotest.Gateway{GivesUpAfter: g}}, naotest.Status(500).Delayed(time.Minute), g, 504, "<html>", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := naotest.New(test.behavior)
				s.Inject(test.fault, naotest.On("POST", "/sites"))
				c := inProcess(t, s)
				began := time.Now()
				response, err := c.send(t.Context(), "POST", "/sites", lovely)
				if (err != nil) != (test.status == 0) || response.status != test.status || !strings.Contains(response.body, test.body) {
					t.Errorf("got %v, %d %s", err, response.status, response.body)
				}
				equal(t, "time", time.Since(began), test.took)
				equal(t, "logged status", s.Requests()[0].Status, test.status)
				if test.status != 201 {
					equal(t, "sites when the gateway gave up", len(s.Sites()), 0)
					pass(50*time.Second - test.took - 1)
					equal(t, "sites before the end of the work", len(s.Sites()), 0)
					pass(time.Minute)
				}
				equal(t, "sites later", len(s.Sites()), test.late)
			})
		})
	}
}

// Neither the client that stays nor the one that leaves, nor the order in which work
// ends, changes what is made.
func TestWork_ofManyAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := naotest.New(naotest.Behavior{Gateway: naotest.Gateway{GivesUpAfter: 25 * time.Second}})
		c := inProcess(t, s)
		var faults []naotest.Fault
		for i := range 50 {
			faults = append(faults, naotest.Slow(time.Duration(i+1)*time.Second))
		}
		s.Schedule(faults...)
		var all sync.WaitGroup
		for i := range 50 {
			all.Go(func() {
				body := fmt.Sprintf(`{"team":{"name":"team %d"}}`, i)
				if response, err := c.send(t.Context(), "POST", "/teams", body); err != nil || response.status != 201 && response.status != 504 {
					t.Errorf("got %v, %d", err, response.status)
				}
			})
		}
		all.Wait()
		equal(t, "made when the gateway gave up the last", len(s.Teams()), 25)
		pass(25 * time.Second)
		equal(t, "made in all", len(s.Made("team")), 50)
		equal(t, "teams", len(s.Teams()), 50)
	})
}

func TestGateway_overASocket(t *testing.T) {
	t.Parallel()
	s := naotest.Start(t, naotest.Behavior{Gateway: naotest.Gateway{GivesUpAfter: time.Millisecond}})
	s.Inject(naotest.Slow(time.Hour), naotest.On("POST", "/sites"))
	c := overSocket(t, s)
	c.do("POST", "/sites", lovely, 504)
	equal(t, "sites", len(s.Sites()), 0)
}
