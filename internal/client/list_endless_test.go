// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"
)

// endless shows a page of new sites for every number of a page, and claims so many records.
func endless(size, records int, asked func(page int)) script {
	return func(request *http.Request) *http.Response {
		page, err := strconv.Atoi(request.URL.Query().Get("page[number]"))
		if err != nil {
			return says(http.StatusNotFound, "")
		}
		asked(page)
		var body strings.Builder
		for i := range size {
			fmt.Fprintf(&body, `,{"id":"%d","attributes":{"name":"s"}}`, (page-1)*size+i+1)
		}
		return says(http.StatusOK, fmt.Sprintf(`{"data":[%s],"meta":{"pagination":{"records":%d}}}`, strings.TrimPrefix(body.String(), ","), records))
	}
}

// TestList_thatDoesNotEnd gives up on new ids without end after more objects than any account holds.
func TestList_thatDoesNotEnd(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("nothing runs at the same time here, and the race detector makes it slow")
	}
	virtually("", t, func(t *testing.T) {
		const size = 20_000
		last := 0
		c := scripted(t, endless(size, 1<<60, func(page int) { last = max(last, page) }))
		c.account.Concurrent = 1
		got, err := untilError(c.Sites.List(t.Context(), Query{NameContains: "s"}))
		wantError(t, err, "the listing does not end: it has shown more than 1000000 objects")
		if last != 1_000_000/size+1 || len(got) < 1_000_000 {
			t.Errorf("got %d sites of %d pages", len(got), last)
		}
	})
}

// TestList_thatClaimsTenMillion is whole as far as pages go, and ends at once with its context.
func TestList_thatClaimsTenMillion(t *testing.T) {
	t.Parallel()
	for name, size := range map[string]int{"pages of one": 1, "pages of thirty": 30} {
		virtually(name, t, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			c := scripted(t, endless(size, 10_000_000, func(page int) {
				if page == 50 {
					cancel()
				}
			}))
			c.account.Concurrent = 1
			began := time.Now()
			got, err := untilError(c.Sites.List(ctx, Query{}))
			if !errors.Is(err, context.Canceled) || len(got) > 55*size {
				t.Errorf("got %d sites and %v, want those of about 50 pages and the end of the context", len(got), err)
			}
			if time.Since(began) > time.Second {
				t.Errorf("it took %s", time.Since(began))
			}
		})
	}
}
