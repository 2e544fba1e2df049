// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Collection is a collection that a test declares, since no documentation describes it.
// Its objects are read and written as those of the documented kinds, and all switches of
// [Behavior] hold for them.
type Collection struct {
	// Path is where the collection is, below the API; {} stands for an id, such as
	// "sites/{}/notifiers". Its parent is a documented kind, or a collection that is
	// declared before it. Path, Type, Key, FirstID and IDPrefix cannot change later.
	Path string
	// Type is the type of the documents and the root of the bodies; "" = the singular
	// of the last name of Path.
	Type string
	// Key are the attributes that make up the natural key; nil = name. Values of
	// several are separated by "/". [Server.Made] counts by it.
	Key []string
	// Unique is where the natural key belongs to one object; "" = NotUnique.
	Unique Uniqueness
	// ReturnExisting responds to a create with 200 and the object that has the key
	// already, and makes none.
	ReturnExisting bool
	// FirstID is the first id that the server assigns; 0 = 1. IDPrefix stands before
	// the number of every id.
	FirstID  int64
	IDPrefix string

	// Required are the attributes without which a create is refused with 422.
	Required []string
	// Validate returns what is wrong with the attributes of a write, by name; nil =
	// nothing ever is. Its keys are the attributes that the 422 points at.
	Validate func(attributes map[string]any) map[string]string
	// Defaults are given to a new object that lacks them.
	Defaults map[string]any
	// Added are attributes that the server gives to every new object. It accepts and
	// ignores values that a client sends for them.
	Added map[string]any
	// Generated are attributes that the server fills with a new secret, which
	// contains [ObjectSecret]. It ignores values that a client sends for them.
	Generated []string
	// Readonly are attributes that are accepted and ignored.
	Readonly []string
	// Permitted are the only attributes that are not ignored; nil = all.
	Permitted []string
	// Normalised says how values are changed before they are stored, by attribute.
	Normalised map[string]Normal
	// Replacing makes an update set what it does not send to null, against the
	// documentation [doc: 5].
	Replacing bool

	// ThinListing are attributes that only the detail shows.
	ThinListing []string
	// Secrets says how documents show attributes that are secret; others are echoed.
	Secrets map[string]SecretForm
	// Moving are attributes that are another number at every read.
	Moving []string

	// Limit is how many objects there may be below one parent; 0 = any number. One
	// more is refused with 422.
	Limit int
	// Refused are the statuses of requests that are refused, by method: {"DELETE":
	// 405}. "LIST" is the GET of the collection, "GET" that of one object.
	Refused map[string]int
}

// SecretForm is how a secret attribute is shown.
type SecretForm string

const (
	// SecretEchoed shows it as it is stored.
	SecretEchoed SecretForm = ""
	// SecretMasked shows asterisks.
	SecretMasked SecretForm = "masked"
	// SecretNull shows null.
	SecretNull SecretForm = "null"
	// SecretOmitted leaves it out.
	SecretOmitted SecretForm = "omitted"
	// SecretOnce shows it in the response to the create, and leaves it out later.
	SecretOnce SecretForm = "once"
)

// ObjectSecret occurs in every secret that the server makes up for an object of a
// declared collection.
const ObjectSecret = "canary-object-secret-8a2f" //nolint:gosec // made up

var pathOfCollection = regexp.MustCompile(`^[a-z][a-z0-9_]*(/\{\}/[a-z][a-z0-9_]*){0,2}$`)

// declare registers the collections that are new. It panics on one that cannot be: the
// test is wrong then.
func (s *Server) declare(collections []Collection) {
	for _, declared := range collections {
		if _, known := s.state.collections[declared.Path]; known {
			continue
		}
		if !pathOfCollection.MatchString(declared.Path) {
			panic(fmt.Sprintf("naotest: malformed path of a collection: %q", declared.Path))
		}
		above, plural, below := cutLast(declared.Path)
		var parent level
		if below {
			parent = s.levelAt(above)
		}
		s.state.collections[declared.Path] = register(s, newObjects(s, declared, plural, parent))
	}
}

// cutLast splits the path of a collection into that of its parent and its last name.
func cutLast(path string) (above, plural string, below bool) {
	at := strings.LastIndex(path, "/{}/")
	if at < 0 {
		return "", path, false
	}
	return path[:at], path[at+len("/{}/"):], true
}

// levelAt returns the kind at a path such as "sites" or "sites/{}/buildings".
func (s *Server) levelAt(path string) level {
	documented := []level{s.state.teams, s.state.sites, s.state.associations, s.state.buildings, s.state.tags}
	for _, each := range documented {
		if patternOf(each) == path {
			return each
		}
	}
	if declared, ok := s.state.collections[path]; ok {
		return declared
	}
	panic(fmt.Sprintf("naotest: there is no collection %q for others below it", path))
}

var anyWildcard = regexp.MustCompile(`\{[^}]*\}`)

// patternOf returns the path of a kind in the form of [Collection.Path].
func patternOf(k level) string {
	path := anyWildcard.ReplaceAllString(strings.TrimPrefix(k.member(), "/"), "{}")
	return strings.TrimSuffix(path, "/{}")
}

// collection returns the switches of a declared collection, and whether it is there.
func (b *Behavior) collection(path string) (Collection, bool) {
	at := slices.IndexFunc(b.Collections, func(c Collection) bool { return c.Path == path })
	if at < 0 {
		return Collection{}, false
	}
	return b.Collections[at], true
}
