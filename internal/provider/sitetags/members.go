// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package sitetags

import (
	"context"
	"maps"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/membership"
)

// mostSingles is how many tags that a listing lacks are asked for one by one, each at its own address. Where there are more, another listing
// is asked first.
const mostSingles = 100

// tags are the tags of one site as members.
type tags struct {
	client *client.Client
	siteID string
}

var _ membership.Members = (*tags)(nil)

func (t *tags) Held(ctx context.Context, look client.Look) (membership.Held, error) {
	all, err := t.client.Tags.OfSite(ctx, t.siteID, look)
	if err != nil {
		return nil, err //nolint:wrapcheck // The client says what it did.
	}
	held := make(membership.Held, len(all))
	for _, tag := range all {
		held[tag.TrackingID] = append(held[tag.TrackingID], member(tag))
	}
	return held, nil
}

func (t *tags) Confirm(ctx context.Context, lacking map[string]membership.Member) (map[string]membership.Member, error) {
	there := map[string]membership.Member{}
	if len(lacking) > mostSingles {
		held, err := t.Held(ctx, client.Fresh)
		if err != nil {
			return nil, err
		}
		made := held.Of(slices.Collect(maps.Keys(lacking)))
		for key := range lacking {
			if found := made[key]; len(found) > 0 {
				there[key] = found[0]
			}
		}
		// Two listings that lack the same tags are right.
		return there, nil
	}
	var mu sync.Mutex
	group, ctx := errgroup.WithContext(ctx)
	for key, known := range lacking {
		group.Go(func() error {
			found, err := t.Read(ctx, key, known)
			if client.IsNotFound(err) {
				return nil
			}
			mu.Lock()
			defer mu.Unlock()
			there[key] = found
			return err
		})
	}
	return there, group.Wait() //nolint:wrapcheck // The client says what it did.
}

func (t *tags) Read(ctx context.Context, key string, known membership.Member) (membership.Member, error) {
	tag, err := t.client.Tags.Get(ctx, t.known(key, known))
	if err == nil && tag.TrackingID != key && tag.ID == known.ID && !client.SameTrackingID(tag.TrackingID, key) {
		// It has another tracking id by now, so that the declared one is gone.
		return membership.Member{}, &client.AbsentError{Kind: "tag", Key: key}
	}
	if err == nil {
		t.client.Tags.Hold(tag)
	}
	return member(tag), err //nolint:wrapcheck // The client says what it did.
}

func (t *tags) Commission(ctx context.Context, members map[string]string) (bool, error) {
	inputs := make([]client.TagInput, 0, len(members))
	for _, key := range slices.Sorted(maps.Keys(members)) {
		inputs = append(inputs, t.input(key, members[key]))
	}
	return t.client.Tags.Commission(ctx, t.siteID, inputs) //nolint:wrapcheck // The client says what it did.
}

func (t *tags) ResumeBatch(ctx context.Context, pending client.PendingBatch) ([]string, error) {
	return t.client.Tags.ResumeBatch(ctx, t.siteID, pending) //nolint:wrapcheck // The client says what it did.
}

func (t *tags) Create(ctx context.Context, key, value string) (membership.Member, error) {
	tag, err := t.client.Tags.Create(ctx, t.input(key, value))
	return member(tag), err //nolint:wrapcheck // The client says what it did.
}

func (t *tags) Resume(ctx context.Context, key, value string, pending client.Pending) (membership.Member, error) {
	tag, err := t.client.Tags.Resume(ctx, t.input(key, value), pending)
	return member(tag), err //nolint:wrapcheck // The client says what it did.
}

func (t *tags) Update(ctx context.Context, key string, known membership.Member, value string) (membership.Member, error) {
	tag, err := t.client.Tags.Update(ctx, t.known(key, known), t.input(key, value))
	return member(tag), err //nolint:wrapcheck // The client says what it did.
}

func (t *tags) Delete(ctx context.Context, key string, known membership.Member) error {
	return t.client.Tags.Delete(ctx, t.known(key, known)) //nolint:wrapcheck // The client says what it did.
}

func (t *tags) known(key string, known membership.Member) client.Tag {
	return client.Tag{ID: known.ID, SiteID: t.siteID, TrackingID: key}
}

func (t *tags) input(key, name string) client.TagInput {
	in := client.TagInput{SiteID: t.siteID, TrackingID: key}
	if name != "" {
		in.Name = client.Set(name)
	}
	return in
}

func member(tag client.Tag) membership.Member {
	name, _ := tag.Name.Get()
	return membership.Member{ID: tag.ID, Value: name, Partial: !tag.Complete()}
}
