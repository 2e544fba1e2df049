// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// spec declares a kind of object: where it is found, how it looks, and what a request
// may do with it. Each kind has a file that holds its spec and its switches.
type spec[T any] struct {
	plural string // the last name of its path, such as "site_team_associations"
	single string // the type; "" = the singular of plural
	first  int64  // the first id that the server assigns
	prefix string // what stands before the number of an id
	verbs  []verb // what requests there are

	// below are the objects which take this one along when they are removed. The
	// first is its parent, which the path names; none = the kind is at the root.
	below []owner[T]
	// key returns the natural key, which is unique where the rules say so, and
	// keyName is its attribute. The key is without regard to case where foldsKey
	// says so; nil = never.
	key      func(T) string
	keyName  string
	foldsKey func(*call) bool
	// keepsKey lets the key stay taken after a removal: see [Removals.KeepName].
	keepsKey bool

	id      func(*T) *string
	created func(*T) *time.Time // where the value remembers it; nil = nowhere
	dup     func(T) T           // a deep copy; nil = a plain one
	prepare func(*T)            // fills in what an added object lacks; nil = nothing

	// field returns how filters and sort read an attribute; nil = they ignore it.
	field func(attribute string) func(T) any
	// options are the list options beside the filters, by name: the attribute
	// that holds one of the values of a comma list.
	options map[string]string

	show    func(*call, *row[T]) resource
	listing func(*call, *row[T]) resource // how listings show it; nil = as show

	rules  func(*call) rules
	closed func(*call) int // the status where there is no such route; 0 = there is one

	// fresh is an object before the attributes of a create are applied.
	fresh func(*call) T
	// change applies the attributes that are there. A missing one keeps its value,
	// null clears [doc: 5].
	change   func(*call, *T, map[string]json.RawMessage) []problem
	required func(*call) []string // attributes that a create needs; nil = none
	// orphan is the response to a create below a parent that does not exist.
	orphan func(*call, reply) reply
	// bound says why an object cannot be removed; nil = it always can.
	bound func(*call, *row[T]) []problem

	afterCreate func(*call, *row[T]) // nil = nothing
	afterDelete func(*call, *row[T]) // after a removal by a request; nil = nothing
}

// owner is an object that takes others along when it is removed.
type owner[T any] struct {
	of level
	id func(T) string
}

// rules are what the switches say of a kind.
type rules struct {
	forbidden      bool       // 403, for the kind and all that is below it
	unique         Uniqueness // of the natural key
	returnExisting bool       // a create returns the object that has the key already
	limit          int        // objects below one parent; 0 = no limit
}

// Uniqueness is where a natural key belongs to one object. Another object with the key
// is refused with 422.
type Uniqueness string

const (
	// UniqueBelowParent is that it is unique among the objects of one parent.
	UniqueBelowParent Uniqueness = "below its parent"
	// UniqueInAccount is that it is unique in the whole account.
	UniqueInAccount Uniqueness = "in the account"
	// NotUnique is that several objects may have it.
	NotUnique Uniqueness = "not"
)

// uniqueWhere turns a switch into a rule.
var uniqueWhere = map[bool]Uniqueness{true: UniqueBelowParent, false: NotUnique}

// level is a kind as the kinds below it, and the account, see it.
type level interface {
	kind() string                 // the type
	member() string               // the pattern of the path of one object
	ref(*call) string             // the id that the path names
	present(*call) *reply         // the response if the object of the path is not there; nil = it is
	known(*call) bool             // whether it is there for a create below it
	missing(*call) reply          // the response if it is not
	forbidden(*call) bool         // whether the request may not touch it
	unavailable(*call) int        // the status where there is no such route; 0 = there is one
	adopt(dropOf func(id string)) // what to do when an object goes that has others below it
}

// kind is a kind of object with all its objects.
type kind[T any] struct {
	spec[T]
	collection[T]

	byKey    *index[T]
	byOwner  []*index[T]
	children []func(id string)
}

func newKind[T any](declared spec[T]) *kind[T] {
	k := &kind[T]{spec: declared, collection: newCollection[T](declared.first - 1)}
	if k.single == "" {
		k.single = singular(k.plural)
	}
	if k.dup == nil {
		k.dup = func(value T) T { return value }
	}
	if k.listing == nil {
		k.listing = k.show
	}
	if k.rules == nil {
		k.rules = func(*call) rules { return rules{} }
	}
	if k.key != nil {
		k.byKey = k.index(func(value T) string { return strings.ToLower(k.key(value)) })
	}
	for i, owner := range k.below {
		k.byOwner = append(k.byOwner, k.index(owner.id))
		owner.of.adopt(func(id string) {
			for _, each := range slices.Clone(k.byOwner[i].ids[id]) {
				k.drop(each)
			}
		})
	}
	return k
}

// singular derives the type from the name of a collection.
func singular(plural string) string {
	for _, ending := range []string{"sses", "xes", "ches", "shes"} {
		if strings.HasSuffix(plural, ending) {
			return strings.TrimSuffix(plural, "es")
		}
	}
	if stem, ok := strings.CutSuffix(plural, "ies"); ok {
		return stem + "y"
	}
	return strings.TrimSuffix(plural, "s")
}

// parent returns the kind above; nil = this one is at the root.
func (k *kind[T]) parent() level {
	if len(k.below) == 0 {
		return nil
	}
	return k.below[0].of
}

// parentOf returns the id of the parent; "" at the root.
func (k *kind[T]) parentOf(value T) string {
	if len(k.below) == 0 {
		return ""
	}
	return k.below[0].id(value)
}

// of returns the ids of what is below a parent, in the order of their arrival; those of
// all objects at the root.
func (k *kind[T]) of(parent string) []int64 {
	if len(k.byOwner) == 0 {
		return k.ids
	}
	return k.byOwner[0].ids[parent]
}

func (k *kind[T]) adopt(dropOf func(id string)) { k.children = append(k.children, dropOf) }

func (k *kind[T]) kind() string { return k.single }

// byID finds an object by its id, as documents write it.
func (k *kind[T]) byID(id string) (*row[T], bool) {
	digits, ok := strings.CutPrefix(id, k.prefix)
	r, there := k.rows[number(digits)]
	return r, ok && there
}

// put stores a value, under the next id if it has none.
func (k *kind[T]) put(value T, created time.Time) *row[T] {
	value = k.dup(value)
	if k.prepare != nil {
		k.prepare(&value)
	}
	if k.created != nil {
		if own := k.created(&value); own.IsZero() {
			*own = created
		} else {
			created = *own
		}
	}
	n := number(strings.TrimPrefix(*k.id(&value), k.prefix))
	if n == 0 {
		n = k.last + 1
	}
	*k.id(&value) = k.prefix + id(n)
	return k.add(n, created, value)
}

// drop removes an object with all that is below it. It reports whether there was one.
func (k *kind[T]) drop(n int64) bool {
	if _, ok := k.rows[n]; !ok {
		return false
	}
	for _, dropOf := range k.children {
		dropOf(k.prefix + id(n))
	}
	return k.remove(n)
}
