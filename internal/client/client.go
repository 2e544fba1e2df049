// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package client speaks the NAO Cloud REST API v2. It knows nothing of Terraform.
//
// This package is the door: Client, Config, and one file for each kind of object. The rooms below it, each of which imports only rooms that
// stand before it here:
//
//	jsonapi     bytes to documents, tolerantly
//	leaf        attributes that nobody knows beforehand, compared leaf by leaf
//	redact      what must not get out
//	flight      one run for all who want its result at the same time
//	ratelimit   how many requests at once, how many a second, one pause for all
//	transport   the one sender of requests
//	auth        who is asking
//	jobs        background jobs, followed to their end
//	collection  what every kind of object can do
//
// Facts about the wire carry their source: [doc: n] is article n of Pole Star's public knowledge base, [lib] what the libraries that the
// responses come from do (jsonapi.rb, Ransack, role_model), [assumed] a convention that the code does not rely on alone.
package client

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/auth"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/collection"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/jobs"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/ratelimit"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/redact"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/transport"
)

// Client is one account at one endpoint. It is safe for concurrent use. All that it remembers lives in it and ends with it.
type Client struct {
	// The kinds of objects, each with the same calls.
	Teams        *Teams
	Sites        *Sites
	Associations *Associations
	Tags         *Tags
	// Objects are those of every other collection.
	Objects *Objects

	buildings collection.Service[Building, none[Building]]
	floors    collection.Service[Floor, none[Floor]]

	config   Config
	endpoint string
	account  *collection.Account
	auth     *auth.Authority
	limiter  *ratelimit.Limiter
	masker   *redact.Masker
	guard    *guarded
}

// New checks the configuration and makes a client of it. It sends nothing.
func New(config Config) (*Client, error) {
	config = config.withDefaults()
	authority, err := auth.New(config.Credentials, time.Now())
	if err != nil {
		return nil, err
	}
	endpoint, err := transport.ParseEndpoint(config.Endpoint)
	if err != nil {
		return nil, fmt.Errorf("endpoint %w", err)
	}
	masker := redact.New(authority.Secrets()...)
	log := slog.New(masker.Handler(config.Logger.Handler()))
	limiter := ratelimit.New(ratelimit.Config{
		Concurrent: config.MaxConcurrentRequests, PerSecond: config.RequestsPerSecond, Scale: config.RetryWait,
	})
	sender := transport.New(transport.Config{
		Endpoint: endpoint, UserAgent: config.UserAgent, MaxRetries: config.MaxRetries, RequestTimeout: config.RequestTimeout,
		RetryWait: config.RetryWait, Limiter: limiter, Masker: masker, Logger: log, RoundTripper: config.Transport,
	})
	authority.Bind(sender, limiter, masker, log, config.RetryWait)

	c := &Client{config: config, endpoint: endpoint.String(), auth: authority, limiter: limiter, masker: masker}
	c.guard = guard(config, sender)
	c.account = &collection.Account{
		Doer: c.guard, Jobs: &jobs.Follower{Doer: c.guard, Masker: masker, Log: log, Scale: config.RetryWait}, Endpoint: endpoint.String(),
		OnExisting: config.OnExisting, Scale: config.RetryWait, Concurrent: config.MaxConcurrentRequests, Retries: config.MaxRetries,
		SingleReads: config.SingleReads, Log: log,
	}
	c.kinds()
	return c, nil
}

// kinds is the register of the kinds of objects.
func (c *Client) kinds() {
	c.Teams = newTeams(c)
	c.Sites = newSites(c)
	c.Associations = newAssociations(c)
	c.Tags = newTags(c)
	c.Objects = newObjects(c)
	c.buildings = collection.NewService[Building, none[Building]](c.account, buildingKind())
	c.floors = collection.NewService[Floor, none[Floor]](c.account, floorKind())
}

// none is the input of a kind that is only read.
type none[T any] struct{}

// Wanted is never called.
func (none[T]) Wanted() (wanted T) { return wanted }

// ShownBy is never called.
func (none[T]) ShownBy(T) bool { return true }

// Format keeps the secrets that a client holds out of whatever prints it.
func (c *Client) Format(state fmt.State, _ rune) {
	_, _ = io.WriteString(state, "client of "+c.endpoint)
}

// MintSession exchanges the client's own credentials for a new session, which outlives the client [doc: 2]. Calls at the same time may get
// the same session. Errors: a *LoginError where the API grants none, ErrNotExchangeable where the credentials are an OAuth token or a JWT, a
// *GuardError where this is not the account that was expected.
func (c *Client) MintSession(ctx context.Context) (SessionToken, error) {
	if err := c.guard.check(ctx); err != nil {
		return SessionToken{}, err
	}
	return c.auth.Mint(ctx)
}

// IsExpected reports whether this is certainly the right account: it holds the objects that only that account has.
func (c *Client) IsExpected() bool { return c.guard.passed.Load() }

// Responded reports whether the API has shown any document to this client: its credentials are good.
func (c *Client) Responded() bool { return c.account.Reached() }

// Waited is how long requests of this client were held back by rate limits, in total.
func (c *Client) Waited() time.Duration { return c.limiter.Waited() }

// Pause is how long rate limits still hold the requests of this client back; 0 where they do not.
func (c *Client) Pause() time.Duration { return c.limiter.Paused() }
