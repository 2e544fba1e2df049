// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package call

import (
	"cmp"
	"fmt"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
)

// signOfLife is after how long it says again what it said last. A job is asked about more often than anybody wants to read.
const signOfLife = 10 * time.Second

// progress tells how far a background job is.
type progress struct {
	tell  func(message string)
	began time.Time

	last client.Job
	sent time.Time
}

// report takes one state of the job that was seen.
func (p *progress) report(job client.Job) {
	if job.Finished || job == p.last && time.Since(p.sent) < signOfLife {
		return
	}
	p.last, p.sent = job, time.Now()
	state := cmp.Or(job.Status, "In progress")
	if job.Message != "" {
		state += ": " + job.Message
	}
	p.tell(fmt.Sprintf("%s (background job %s, %s)", state, job.ID, time.Since(p.began).Round(time.Second)))
}
