// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"iter"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
)

const (
	// longWait is from when on a change of a resource warns that it waited for a rate limit. Terraform lets a resource speak only at its end.
	longWait = 30 * time.Second
	// signOfLife is how often an action says that it waits for a rate limit.
	signOfLife = 10 * time.Second
)

// waited is how long the requests of this process were held back by rate limits, in total. Waits at the same time count once.
func (p *naocloud) waited() time.Duration {
	var total time.Duration
	for _, c := range p.configured() {
		total += c.Waited()
	}
	return total
}

// pause is how long rate limits still hold the requests of this process back; 0 where they do not.
func (p *naocloud) pause() time.Duration {
	var longest time.Duration
	for _, c := range p.configured() {
		longest = max(longest, c.Pause())
	}
	return longest
}

// configured are the clients of all provider blocks that this process has configured.
func (p *naocloud) configured() []*client.Client {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.clients
}

// Summary says how long rate limits have held the requests of a server's process back; "" where they have not, by a second at least.
func Summary(s tfprotov6.ProviderServer) string {
	served, ok := s.(*server)
	if !ok || served.provider == nil {
		return ""
	}
	waited := served.provider.waited()
	if waited < time.Second {
		return ""
	}
	return fmt.Sprintf("rate limits of NAO Cloud have held requests of this run back for %s in total", client.Human(waited))
}

// ApplyResourceChange is called for every change. It warns of a long wait for a rate limit, which nothing else shows.
func (s *server) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	if s.provider == nil {
		return wrapping(ctx, req, s.streamingServer.ApplyResourceChange)
	}
	began, before := time.Now(), s.provider.waited()
	resp, err := wrapping(ctx, req, s.streamingServer.ApplyResourceChange)
	// A wait that had begun before the change is not all the change's own.
	waited := min(s.provider.waited()-before, time.Since(began))
	if err == nil && waited > longWait {
		resp.Diagnostics = append(resp.Diagnostics, longWaitWarning(waited))
	}
	return resp, err
}

func longWaitWarning(waited time.Duration) *tfprotov6.Diagnostic {
	return &tfprotov6.Diagnostic{
		Severity: tfprotov6.DiagnosticSeverityWarning,
		Summary:  "A rate limit held this change back",
		Detail: fmt.Sprintf("NAO Cloud refused requests because there were too many (429 Too Many Requests). During this change the provider waited %s for the rate limit. "+
			"The wait caused no failure.\n\nIf other programs use the same account, run fewer of them at once, or ask NAO Cloud for a higher limit.", client.Human(waited)),
	}
}

// tellingWaits adds progress messages to the events of an action while a rate limit holds its requests back.
func (s *server) tellingWaits(stream iter.Seq[tfprotov6.InvokeActionEvent]) iter.Seq[tfprotov6.InvokeActionEvent] {
	if s.provider == nil {
		return stream
	}
	return func(push func(tfprotov6.InvokeActionEvent) bool) {
		events, left := make(chan tfprotov6.InvokeActionEvent), make(chan struct{})
		defer close(left)
		go func() {
			defer close(events)
			stream(func(event tfprotov6.InvokeActionEvent) bool {
				select {
				case events <- event:
					return true
				case <-left:
					return false
				}
			})
		}()
		ticker := time.NewTicker(signOfLife)
		defer ticker.Stop()
		for {
			select {
			case event, more := <-events:
				if !more || !push(event) {
					return
				}
				if _, completed := event.Type.(tfprotov6.CompletedInvokeActionEventType); completed {
					return
				}
			case <-ticker.C:
				if pause := s.provider.pause(); pause > 0 && !push(waitProgress(pause)) {
					return
				}
			}
		}
	}
}

func waitProgress(pause time.Duration) tfprotov6.InvokeActionEvent {
	return tfprotov6.InvokeActionEvent{Type: tfprotov6.ProgressInvokeActionEventType{
		Message: "waiting for NAO Cloud's rate limit: " + client.Human(pause) + " left",
	}}
}
