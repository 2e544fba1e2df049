// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package jobs

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/naocloud/terraform-provider-naocloud/internal/alloc"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/redact"
)

// FuzzJob reads a document of a job: what gets through is fit for a terminal, holds no secret, and has a bounded length.
func FuzzJob(f *testing.F) {
	for _, seed := range []string{
		jobDocument("success", true), jobDocument("In progress", false), jobDocument("odd hush-hush", true), jobDocument("\x1b[2J\u202e\r\nError: fake", true),
		jobDocument(strings.Repeat("a", 5000), false), `{"data":{"id":"7","type":"hush-hush"}}`, `{"data":{"id":"7","attributes":{"has_finished":"1","status":7}}}`,
		`{"data":{"id":"7","type":"job_watcher","attributes":{"status":"failure","message":"no &#104;ush-hush","has_finished":1}}}`, `{"id":7}`, `[]`, `<html>`, ``,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		if len(body) > 1<<16 {
			return
		}
		follower, _ := following(nil, poll{200, body})
		var job Job
		var err error
		alloc.Bounded(t, len(body), func() { job, err = follower.read(t.Context(), "7") })
		texts := []string{job.Status, job.Message}
		if err != nil {
			texts = append(texts, err.Error())
		}
		for _, text := range texts {
			if strings.Contains(text, "hush-hush") {
				t.Errorf("%q became %q, which holds a secret", body, text)
			}
			if strings.ContainsFunc(text, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }) {
				t.Errorf("%q became %q, which is not fit for a terminal", body, text)
			}
			if err == nil && utf8.RuneCountInString(text) > redact.LongestLine+len("… (cut, 65536 characters)") {
				t.Errorf("%q became a text of %d characters", body, utf8.RuneCountInString(text))
			}
		}
	})
}
