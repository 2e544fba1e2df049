// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestTransport_callsTheHooksOfHTTPTrace(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault naotest.Fault
		want  []string
	}{
		"answered": {naotest.Fault{}, []string{"GetConn", "GotConn", "WroteHeaders", "WroteRequest", "GotFirstResponseByte"}},
		"lost":     {naotest.LoseResponse, []string{"GetConn", "GotConn", "WroteHeaders", "WroteRequest"}},
		"cut":      {naotest.CutBefore, []string{"GetConn", "GotConn", "WroteHeaders", "WroteRequest"}},
		"refused":  {naotest.Refuse, []string{"GetConn"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := naotest.New(naotest.Behavior{})
			s.Inject(test.fault, naotest.Match{})
			var got []string
			ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{
				GetConn:              func(string) { got = append(got, "GetConn") },
				GotConn:              func(httptrace.GotConnInfo) { got = append(got, "GotConn") },
				WroteHeaders:         func() { got = append(got, "WroteHeaders") },
				WroteRequest:         func(httptrace.WroteRequestInfo) { got = append(got, "WroteRequest") },
				GotFirstResponseByte: func() { got = append(got, "GotFirstResponseByte") },
			})
			_, err := inProcess(t, s).send(ctx, "GET", "/teams", "")
			equal(t, "failed", err != nil, test.fault != naotest.Fault{})
			if !slices.Equal(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

// Time passes in the bubble only, and the work goes on without the client.
func TestTransport_workIsDoneAlthoughTheClientLeft(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := naotest.New(naotest.Behavior{Latency: time.Hour})
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		began := time.Now()
		if _, err := inProcess(t, s).send(ctx, "POST", "/sites", lovely); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		equal(t, "waited", time.Since(began), time.Minute)
		equal(t, "sites", len(s.Sites()), 1)
		equal(t, "logged status", s.Requests()[0].Status, 0)
	})
}

func TestTransport_timeoutOfTheClient(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c := inProcess(t, naotest.New(naotest.Behavior{Latency: time.Hour}))
		c.http.Timeout = time.Minute
		_, err := c.send(t.Context(), "GET", "/teams", "")
		var timeout interface{ Timeout() bool }
		if !errors.As(err, &timeout) || !timeout.Timeout() {
			t.Errorf("got %v", err)
		}
	})
}

func TestTransport_sendsNothingAfterTheContextEnded(t *testing.T) {
	t.Parallel()
	s := naotest.New(naotest.Behavior{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := inProcess(t, s).send(ctx, "GET", "/teams", ""); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	equal(t, "requests", len(s.Requests()), 0)
}

func TestTransport_bodyEndsWithTheContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, naotest.Endpoint+"/teams", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", naotest.APIKey)
	response, err := naotest.New(naotest.Behavior{}).Transport().RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := io.ReadAll(response.Body); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if err := response.Body.Close(); err != nil {
		t.Error(err)
	}
	if _, err := response.Body.Read(make([]byte, 1)); !errors.Is(err, http.ErrBodyReadAfterClose) {
		t.Errorf("after Close: got %v", err)
	}
}

// What a client sees does not depend on the way.
func TestTransport_answersAsASocketDoes(t *testing.T) {
	t.Parallel()
	var got [2]string
	for i := range got {
		s := naotest.Start(t, naotest.Behavior{})
		c := []*client{inProcess(t, s), overSocket(t, s)}[i]
		for _, request := range [][3]string{
			{"POST", "/teams", `{"team":{"name":"x"}}`},
			{"GET", "/teams?page[size]=1", ""},
			{"GET", "/teams/1", ""},
			{"PATCH", "/teams/392", "{}"},
			{"DELETE", "/teams/392", ""},
		} {
			response, err := c.send(t.Context(), request[0], request[1], request[2])
			if err != nil {
				t.Fatal(err)
			}
			response.header.Del("Date")
			response.header.Del("Connection")
			got[i] += fmt.Sprintln(response.status, response.header, strings.ReplaceAll(response.body, c.endpoint, "ENDPOINT"))
			got[i] = strings.ReplaceAll(got[i], fmt.Sprint(len(response.body)), "LENGTH") // hosts differ in theirs
		}
	}
	equal(t, "over a socket", got[1], got[0])
}

func TestTransport_urlsFollowTheScheme(t *testing.T) {
	t.Parallel()
	c := inProcess(t, naotest.New(naotest.Behavior{}))
	c.endpoint = "https://nao.example.com/api/v2"
	equal(t, "self", c.do("GET", "/teams", "", 200).at("links", "self"), any("https://nao.example.com/api/v2/teams"))
}
