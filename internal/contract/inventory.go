// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

// CollectionPaths are the collections that [ListCollections] asks for where nobody names others; "*" stands for the ids of the collection before
// it. The documented ones come first [doc: 3; Getting maps metadata; Tags commissioning]. The other names are guesses.
func CollectionPaths() []string {
	return []string{
		"teams", "sites", "users",
		"teams/*/site_team_associations", "teams/*/users",
		"sites/*/buildings", "sites/*/buildings/*/floors", "sites/*/nao_trackables", "sites/*/nao_api_keys", "sites/*/notifiers",

		"alerts", "companies", "nao_api_keys", "notifiers", "zones",
		"sites/*/alerts", "sites/*/alert_rules", "sites/*/beacons", "sites/*/categories", "sites/*/floors", "sites/*/geofences", "sites/*/locators",
		"sites/*/nao_alerts", "sites/*/nao_zones", "sites/*/pois", "sites/*/site_users", "sites/*/users", "sites/*/zones",
		"sites/*/buildings/*/zones",
	}
}

// pathPattern is the form of a path in which "*" stands for ids, as [CollectionPaths] has them.
var pathPattern = regexp.MustCompile(`^[a-z][a-z0-9_]*(/\*/[a-z][a-z0-9_]*){0,2}$`)

// ListCollections asks an account for collections, and returns which of them it answers for and the names of their attributes, without any
// value. It sends nothing but GET requests, and one login where there are only Email and Password.
func ListCollections(ctx context.Context, o Options, paths []string) (*Inventory, error) {
	for _, path := range paths {
		if !pathPattern.MatchString(path) {
			return nil, fmt.Errorf("%q is no path of a collection: expected names such as zones, or sites/*/zones with * for the ids of sites", path)
		}
	}
	p := newProber(o)
	i := inventory{prober: p, asked: map[string]Collection{}, found: map[string][]string{}}
	err := i.logIn(ctx)
	for _, path := range paths {
		if err == nil {
			err = i.ask(ctx, path)
		}
	}
	listed := &Inventory{}
	for _, path := range paths {
		if c, ok := i.asked[path]; ok {
			listed.Collections = append(listed.Collections, c)
		}
	}
	listed.Requests = p.requests
	return listed, err
}

// inventory asks for collections, each once.
type inventory struct {
	*prober
	asked map[string]Collection
	// found are the paths of the first objects of each collection: "/sites/11416".
	found map[string][]string
}

// logIn gets a session where nothing else authorizes the requests.
func (i *inventory) logIn(ctx context.Context) error {
	if i.authorization != "" {
		return nil
	}
	if err := i.session(ctx); err != nil {
		return fmt.Errorf("log in: %w", err)
	}
	return nil
}

// ask asks for a collection: below the first objects of its parent in turn, until one of them has something in it.
func (i *inventory) ask(ctx context.Context, pattern string) error {
	if _, known := i.asked[pattern]; known {
		return nil
	}
	above, name, below := cutLast(pattern)
	parents := []string{""}
	if below {
		if err := i.ask(ctx, above); err != nil {
			return err
		}
		parents = i.found[above]
	}
	c := Collection{Path: pattern}
	for _, parent := range parents {
		r, err := i.get(ctx, parent+"/"+name)
		switch {
		case err != nil:
			return err
		case r.status == http.StatusUnauthorized:
			return errors.Join(r.unexpected(), errors.New("the credentials are not accepted"))
		}
		c.Status = r.status
		l, ok := readList(r, name)
		if c.Unreadable = r.status == http.StatusOK && !ok; ok && len(l.rows) > 0 {
			c.describe(l.rows)
			i.found[pattern] = pathsOf(parent+"/"+name, l)
			break
		}
		if r.status == http.StatusNotFound {
			break // There is no such collection, here or elsewhere.
		}
	}
	i.asked[pattern] = c
	return nil
}

// cutLast splits a path into that of its parent and its last name.
func cutLast(pattern string) (above, name string, below bool) {
	at := strings.LastIndex(pattern, "/*/")
	if at < 0 {
		return "", pattern, false
	}
	return pattern[:at], pattern[at+len("/*/"):], true
}

// anID is what may stand in a path.
var anID = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

// pathsOf are the paths of the first objects of a listing.
func pathsOf(collection string, l list) []string {
	var paths []string
	for _, id := range l.ids() {
		if anID.MatchString(id) && len(paths) < examined {
			paths = append(paths, collection+"/"+id)
		}
	}
	return paths
}

// Collection is what was seen of a collection.
type Collection struct {
	// Path is its path, with "*" for ids.
	Path string
	// Status is the status of the last response; 0 where nothing was asked, since the parent has no object.
	Status int
	// Unreadable tells that there was a success without a listing in it.
	Unreadable bool
	// Objects is how many objects the first page shows. Without any there are no names.
	Objects int
	// Type is that of the documents; "" where they do not say it.
	Type string
	// Attributes are the names of the attributes, each with the kinds of its values in JSON: "name": "a string". Relationships are the names
	// of the relationships.
	Attributes    map[string]string
	Relationships []string
}

// aName is what a name of a type or an attribute looks like. A name of another form may be a value of the account, and is not shown.
var aName = regexp.MustCompile(`^[A-Za-z][A-Za-z_-]{0,63}[0-9]{0,2}$`)

func shownName(name string) string {
	if aName.MatchString(name) {
		return name
	}
	return "(another name)"
}

// describe notes the names of what the objects of a page have.
func (c *Collection) describe(rows []row) {
	c.Objects, c.Attributes = len(rows), map[string]string{}
	if rows[0].kind != "" {
		c.Type = shownName(rows[0].kind)
	}
	kinds, relationships := map[string][]string{}, map[string]bool{}
	for _, r := range rows {
		for name, value := range r.attributes {
			name = shownName(name)
			kinds[name] = append(kinds[name], kind(value))
		}
		for name := range r.relationships {
			relationships[shownName(name)] = true
		}
	}
	for name, seen := range kinds {
		slices.Sort(seen)
		c.Attributes[name] = strings.Join(slices.Compact(seen), " or ")
	}
	c.Relationships = slices.Sorted(maps.Keys(relationships))
}
