// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// Batch says how /nao_trackables/batch behaves, which overwrites all tags of a site.
// [Behavior.PerType] and [Behavior.WorkPerType] say how the server responds to it and how
// long it takes; its type there is "batch".
type Batch struct {
	// Method is the one that there is, PUT or POST; "" = both, "none" = neither. The
	// prose of the documentation says POST, its sample PUT.
	Method string
	// MissingStatus is the response to the other method: 405 or 404; 0 = 405.
	MissingStatus int
	// KeepIDs lets tags that stay, by tracking id, keep their ids. Without it all tags
	// of the site are removed and made anew.
	KeepIDs bool
	// Limit is how many tags a batch may hold; 0 = any number. TooLargeStatus is the
	// response to a larger one: 413 or 422; 0 = 422.
	Limit          int
	TooLargeStatus int
	// Status is the response to every batch, which then does nothing; 0 = it works.
	Status int
	// LeavesOut leaves out the tags that are refused, and makes the others. Without it
	// one refused tag refuses the batch.
	LeavesOut bool
}

const batchKind = "batch"

// tagBatch registers the batch of tags.
func (s *Server) tagBatch() {
	all, _, _ := strings.Cut(s.state.tags.member(), "/{nao_trackable}")
	for _, method := range []string{http.MethodPut, http.MethodPost} {
		s.handle(method, all+"/batch", operation{verb: verbCreate, kind: batchKind},
			s.state.tags.unlessForbidden(s.overwriteTags))
	}
}

// overwriteTags makes the tags of a site those of the body.
func (s *Server) overwriteTags(c *call) reply {
	batch, tags, sites := c.b.Tags.Batch, s.state.tags, s.state.sites
	switch {
	case batch.Method != "" && batch.Method != c.r.Method:
		return failure(cmp.Or(batch.MissingStatus, http.StatusMethodNotAllowed), "", "")
	case batch.Status != 0:
		return failure(batch.Status, "", "")
	case !sites.known(c):
		return sites.missing(c)
	}
	sent, bad := c.rootList("nao_trackables")
	if bad != nil {
		return *bad
	}
	if batch.Limit > 0 && len(sent) > batch.Limit {
		detail := fmt.Sprintf("The batch is too large (maximum is %d)", batch.Limit)
		return failure(cmp.Or(batch.TooLargeStatus, http.StatusUnprocessableEntity), "too_large", detail)
	}
	wanted, problems := c.wantedTags(sent)
	if len(problems) > 0 {
		return invalid(problems...)
	}
	return c.carryOut(c.b.responses(batchKind).Creates, http.StatusCreated, func() (any, []problem) {
		if problems := c.refusedTags(wanted); len(problems) > 0 {
			return nil, problems
		}
		shown := []resource{}
		for _, r := range c.overwrite(wanted) {
			shown = append(shown, showTag(c, r))
		}
		return c.listing(page{number: 1, size: max(len(shown), 1), records: len(shown), to: len(shown)}, tags.plural, shown), nil
	})
}

// wantedTags reads the tags of a batch. The pointers of the problems name their place.
func (c *call) wantedTags(sent []map[string]json.RawMessage) ([]Tag, []problem) {
	var problems []problem
	wanted := make([]Tag, 0, len(sent))
	for at, attributes := range sent {
		tag := c.s.state.tags.fresh(c)
		found := c.s.state.tags.apply(c, &tag, attributes)
		if len(found) > 0 && c.b.Tags.Batch.LeavesOut {
			continue
		}
		problems = append(problems, placed(at, found)...)
		wanted = append(wanted, tag)
	}
	return wanted, problems
}

// placed points the problems of an element at its place in the body.
func placed(at int, problems []problem) []problem {
	for i := range problems {
		problems[i].pointer = strings.Replace(problems[i].pointer, "/data/", fmt.Sprintf("/data/%d/", at), 1)
	}
	return problems
}

// refusedTags says which tags of a batch stand in each other's way, or in that of a tag
// of another site.
func (c *call) refusedTags(wanted []Tag) []problem {
	tags := c.s.state.tags
	settings := tags.rules(c)
	if settings.limit > 0 && len(wanted) > settings.limit {
		return []problem{tooMany(tags.plural, settings.limit)}
	}
	if settings.unique == NotUnique {
		return nil
	}
	var problems []problem
	seen := map[string]bool{}
	for at, tag := range wanted {
		key := tags.keyFor(c, tag)
		twin := tags.twin(c, tag, 0)
		if seen[key] || twin != nil && twin.value.SiteID != tag.SiteID {
			problems = append(problems, placed(at, []problem{taken(tags.keyName)})...)
		}
		seen[key] = true
	}
	return problems
}

// overwrite replaces all tags of the site that the request names.
func (c *call) overwrite(wanted []Tag) []*row[Tag] {
	tags := c.s.state.tags
	before := slices.Clone(tags.of(c.s.state.sites.ref(c)))
	former := map[string]*row[Tag]{}
	for _, each := range before {
		former[tags.keyFor(c, tags.rows[each].value)] = tags.rows[each]
	}
	kept := map[int64]bool{}
	overwritten := make([]*row[Tag], 0, len(wanted))
	for _, tag := range wanted {
		r, there := former[tags.keyFor(c, tag)]
		if !there || kept[r.id] || !c.b.Tags.Batch.KeepIDs {
			overwritten = append(overwritten, tags.insert(c, tag))
			continue
		}
		kept[r.id] = true
		changed := r.value
		changed.TrackingID, changed.Name, changed.Category = tag.TrackingID, tag.Name, tag.Category
		tags.replace(c, r, changed)
		overwritten = append(overwritten, r)
	}
	for _, each := range before {
		if !kept[each] {
			tags.drop(each)
		}
	}
	return overwritten
}
