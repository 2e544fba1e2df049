// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"testing"
	"testing/synctest"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// inProcess makes a client of a simulated account without sockets, so that time is virtual in a synctest bubble.
func inProcess(t *testing.T, server *naotest.Server, change ...func(*Config)) *Client {
	t.Helper()
	config := Config{
		Endpoint:    naotest.Endpoint,
		Credentials: APIKey(naotest.APIKey),
		Transport:   server.Transport(),
	}
	for _, change := range change {
		change(&config)
	}
	c, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func siteInput(name string) SiteInput {
	return SiteInput{Name: Set(name), Latitude: Set(43.5), Longitude: Set(1.25)}
}

// virtually runs a test in virtual time.
func virtually(name string, t *testing.T, f func(t *testing.T)) {
	t.Helper()
	t.Run(name, func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, f)
	})
}

// inParallel runs n calls, ten at a time, as Terraform does.
func inParallel(t *testing.T, n int, f func(i int) error) {
	t.Helper()
	next := make(chan int)
	failures := make(chan error, n)
	done := make(chan struct{})
	for range 10 {
		go func() {
			for i := range next {
				if err := f(i); err != nil {
					failures <- err
				}
			}
			done <- struct{}{}
		}()
	}
	for i := range n {
		next <- i
	}
	close(next)
	for range 10 {
		<-done
	}
	close(failures)
	for err := range failures {
		t.Error(err)
	}
}
