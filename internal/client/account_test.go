// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"fmt"
	"iter"
	"strings"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/collection"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/transport"
	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// sent is the log of an account: one line a request, in order.
func sent(server *naotest.Server) string {
	var lines []string
	for _, r := range server.Requests() {
		lines = append(lines, strings.TrimSpace(r.Method+" "+r.Path+" "+string(r.Body)))
	}
	return strings.Join(lines, "\n")
}

func wantSent(t *testing.T, server *naotest.Server, want ...string) {
	t.Helper()
	if got := sent(server); got != strings.Join(want, "\n") {
		t.Errorf("got the requests\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
}

// wantCount holds the number of requests of a method to paths of a pattern against what is wanted.
func wantCount(t *testing.T, server *naotest.Server, method, pattern string, want int) {
	t.Helper()
	if got := server.Count(method, pattern); got != want {
		t.Errorf("got %d requests %s %s, want %d: %s", got, method, pattern, want, requestLog(server))
	}
}

// account is a simulated account with one site, and a client of it.
func account(t *testing.T, behavior naotest.Behavior) (*Client, *naotest.Server) {
	t.Helper()
	server := naotest.New(behavior)
	server.AddSite(naotest.Site{ID: "1", Name: "Lab", Latitude: 43.5, Longitude: 1.25})
	return inProcess(t, server), server
}

// reach is an account of one team, "1", and the sites "1" to "3", and a client of it.
func reach(t *testing.T, behavior naotest.Behavior) (*Client, *naotest.Server) {
	t.Helper()
	server := naotest.New(behavior)
	server.AddTeam(naotest.Team{ID: "1", Name: "Ops"})
	for id := 1; id <= 3; id++ {
		server.AddSite(naotest.Site{ID: fmt.Sprint(id), Name: fmt.Sprintf("site-%d", id)})
	}
	return inProcess(t, server), server
}

// pass lets virtual time pass.
func pass(t *testing.T, d time.Duration) {
	t.Helper()
	if err := transport.Sleep(t.Context(), d); err != nil {
		t.Fatal(err)
	}
}

// within gives a call d of virtual time.
func within(t *testing.T, d time.Duration, call func(t *testing.T)) {
	t.Helper()
	began := time.Now()
	call(t)
	if passed := time.Since(began); passed > d {
		t.Errorf("it took %s, want at most %s", passed, d)
	}
}

// isStatus is a predicate of errors with this status.
func isStatus(status int) func(error) bool {
	return func(err error) bool { return transport.HasStatus(err, status) }
}

// ids are those of objects, in their order.
func ids[T collection.Object](objects []T) []string {
	result := make([]string, len(objects))
	for i, object := range objects {
		result[i] = object.ObjectID()
	}
	return result
}

// all collects a sequence that ends without an error.
func all[T any](t *testing.T, sequence iter.Seq2[T, error]) []T {
	t.Helper()
	objects, err := untilError(sequence)
	if err != nil {
		t.Fatal(err)
	}
	return objects
}

// untilError collects a sequence up to its error.
func untilError[T any](sequence iter.Seq2[T, error]) (objects []T, err error) {
	for object, err := range sequence {
		if err != nil {
			return objects, err
		}
		objects = append(objects, object)
	}
	return objects, nil
}

// jobDocument is the document of job 7, which has finished.
func jobDocument(status string) string {
	return fmt.Sprintf(`{"data":{"id":"7","type":"job_watcher","attributes":{"id":7,"status":%q,"message":null,"has_finished":true}}}`, status)
}

func contextWithTimeout(t *testing.T, d time.Duration) (context.Context, context.CancelFunc) {
	t.Helper()
	return context.WithTimeout(t.Context(), d)
}
