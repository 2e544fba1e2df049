// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/collection"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/leaf"
)

// Condition is what an attribute of an object has to be: one of the values. ParseCondition makes it.
type Condition struct {
	Attribute string
	// Values are scalars, as leaf has them.
	Values []any

	predicate string
}

const (
	isEqual = "_eq"
	isAmong = "_in"
	// idAttribute is a condition on the id, which is no attribute of an Object.
	idAttribute = "id"
)

// ParseCondition reads a Ransack predicate [lib] and its value: "name_eq" and a scalar, or "name_in" and a list of scalars. The error completes a
// sentence that begins with what holds the predicate.
func ParseCondition(predicate string, value any) (Condition, error) {
	for _, ending := range []string{isEqual, isAmong} {
		attribute, ok := strings.CutSuffix(predicate, ending)
		if !ok || !collectionName.MatchString(attribute) {
			continue
		}
		condition := Condition{Attribute: attribute, predicate: predicate, Values: []any{value}}
		if ending == isAmong {
			condition.Values = valuesOf(value)
		}
		isNone := func(value any) bool { _, ok := leaf.Text(value); return !ok }
		switch {
		case ending == isEqual && isNone(value):
			return condition, fmt.Errorf("must have one text, number or boolean for %q", predicate)
		case len(condition.Values) == 0 || slices.ContainsFunc(condition.Values, isNone):
			return condition, fmt.Errorf("must have a list of texts, numbers or booleans for %q", predicate)
		}
		return condition, nil
	}
	return Condition{}, fmt.Errorf("must have names of attributes that end in _eq or _in, since only those can be checked; %q does not", predicate)
}

func valuesOf(value any) []any {
	switch value := value.(type) {
	case []any:
		return value
	case leaf.Set:
		return value
	default:
		return nil
	}
}

// value is what an object shows of the attribute.
func (c Condition) value(object Object) (value any, shown bool) {
	if c.Attribute == idAttribute {
		return object.ID, true
	}
	value, shown = object.Attributes[c.Attribute]
	return value, shown
}

// holds reports whether the condition holds for a value.
func (c Condition) holds(value any) bool {
	return slices.ContainsFunc(c.Values, func(wanted any) bool { return leaf.Equal(wanted, value) })
}

// filters are what to ask the service for: nothing where it may compare in another way than leaf does, and leave out what matches.
func (c Condition) filters() []Filter {
	if leaf.IsSecret(c.Attribute) {
		return nil // Addresses of requests are in the logs of servers and proxies.
	}
	var filters []Filter
	for _, value := range c.Values {
		text, _ := leaf.Text(value)
		number, isNumber := value.(json.Number)
		_, err := number.Int64()
		isFraction := isNumber && err != nil
		_, err = time.Parse(time.RFC3339, text)
		isTime := err == nil
		if isFraction || isTime || len(spellings(text)) != 1 {
			return nil
		}
		filters = append(filters, Filter{Predicate: c.predicate, Value: text})
	}
	return filters
}

// UncheckedError is a search whose condition cannot be checked: no document shows the attribute.
type UncheckedError struct {
	// Attribute is the name of the attribute, and ID that of an object which does not show it.
	Attribute, ID string
}

// Error names the attribute.
func (e *UncheckedError) Error() string {
	return fmt.Sprintf("whether %s matches cannot be checked: no object shows it, nor does the object %s", e.Attribute, e.ID)
}

// Search returns the objects of a collection that meet all conditions, sorted by their ids. They show the attributes that are needed, unless no
// document of the object does. The service may ignore or refuse what it is asked for: every object is checked here. The error is an
// *UncheckedError where that cannot be.
func (o *Objects) Search(ctx context.Context, in Collection, conditions []Condition, needed []string) ([]Object, error) {
	s := search{conditions: conditions, needed: slices.Clone(needed), shown: map[string]bool{}}
	var filters []Filter
	for _, condition := range conditions {
		filters = append(filters, condition.filters()...)
		if condition.Attribute != idAttribute {
			s.needed = append(s.needed, condition.Attribute)
		}
	}
	var found []Object
	for object, err := range o.List(ctx, in, "", filters, s.mayMatch) {
		if err != nil {
			return nil, err
		}
		found = append(found, object)
	}
	found, err := o.completed(ctx, found, s.needed)
	if err != nil {
		return nil, err
	}
	found = slices.DeleteFunc(found, func(object Object) bool { return !s.mayMatch(object) })
	var matching []Object
	for _, object := range found {
		matches, err := s.matches(object)
		if err != nil {
			return nil, err
		}
		if matches {
			matching = append(matching, object)
		}
	}
	collection.SortByID(matching)
	return matching, nil
}

// search is one look for objects.
type search struct {
	conditions []Condition
	needed     []string
	// shown are the attributes that some object showed.
	shown map[string]bool
}

// mayMatch reports whether an object of a listing, which may show less than its own document, meets the conditions as far as it shows.
func (s *search) mayMatch(object Object) bool {
	for name := range object.Attributes {
		s.shown[name] = true
	}
	return !slices.ContainsFunc(s.conditions, func(c Condition) bool {
		value, shown := c.value(object)
		return shown && !c.holds(value)
	})
}

// matches reports whether an object that may match meets all conditions. An attribute that it lacks and others have is null.
func (s *search) matches(object Object) (bool, error) {
	for _, c := range s.conditions {
		if _, shown := c.value(object); shown {
			continue
		}
		if !s.shown[c.Attribute] {
			return false, &UncheckedError{Attribute: c.Attribute, ID: object.ID}
		}
		return false, nil
	}
	return true, nil
}

// completed reads the objects that lack what is needed by themselves, and leaves out those which have gone meanwhile.
func (o *Objects) completed(ctx context.Context, found []Object, needed []string) ([]Object, error) {
	isWhole := func(object Object) bool {
		return !slices.ContainsFunc(needed, func(name string) bool { _, shown := object.Attributes[name]; return !shown })
	}
	read := func(ctx context.Context, object Object) (Object, error) {
		return o.Get(ctx, Object{ID: object.ID, Collection: object.Collection, Needed: needed})
	}
	each := func(yield func(Object, error) bool) {
		for _, object := range found {
			if !yield(object, nil) {
				return
			}
		}
	}
	var left []Object
	for object, err := range collection.Completed(ctx, each, isWhole, read) {
		if err != nil {
			return nil, fmt.Errorf("read what the listing does not show: %w", err)
		}
		left = append(left, object)
	}
	return left, nil
}
