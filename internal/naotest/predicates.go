// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"cmp"
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// predicate is how a Ransack matcher compares a value with its arguments [lib]. Several
// arguments are alternatives, which is what _in means.
type predicate struct {
	test func(value any, argument string) bool
	not  bool // none of the arguments may pass the test
	all  bool // each argument has to pass it
	fold bool // texts are compared without regard to case
}

// holds reports whether the value is one that the filter wants. Null passes no negated
// test, as in SQL.
func (p predicate) holds(value any, arguments []string) bool {
	passes := func(argument string) bool { return p.test(value, argument) }
	switch {
	case p.not:
		return value != nil && !slices.ContainsFunc(arguments, passes)
	case p.all:
		return !slices.ContainsFunc(arguments, func(argument string) bool { return !passes(argument) })
	default:
		return slices.ContainsFunc(arguments, passes)
	}
}

// predicates are those of Ransack that make sense here.
var predicates = map[string]predicate{
	"eq":             {test: equals},
	"in":             {test: equals},
	"eq_any":         {test: equals},
	"not_eq":         {test: equals, not: true},
	"not_in":         {test: equals, not: true},
	"lt":             {test: ordered(func(order int) bool { return order < 0 })},
	"lteq":           {test: ordered(func(order int) bool { return order <= 0 })},
	"gt":             {test: ordered(func(order int) bool { return order > 0 })},
	"gteq":           {test: ordered(func(order int) bool { return order >= 0 })},
	"cont":           {test: texts(strings.Contains)},
	"cont_any":       {test: texts(strings.Contains)},
	"cont_all":       {test: texts(strings.Contains), all: true},
	"not_cont":       {test: texts(strings.Contains), not: true},
	"i_cont":         {test: texts(strings.Contains), fold: true},
	"start":          {test: texts(strings.HasPrefix)},
	"start_any":      {test: texts(strings.HasPrefix)},
	"not_start":      {test: texts(strings.HasPrefix), not: true},
	"end":            {test: texts(strings.HasSuffix)},
	"end_any":        {test: texts(strings.HasSuffix)},
	"not_end":        {test: texts(strings.HasSuffix), not: true},
	"matches":        {test: texts(like), fold: true},
	"does_not_match": {test: texts(like), fold: true, not: true},
	"present":        {test: asked(func(value any) bool { return value != nil && value != "" })},
	"blank":          {test: asked(func(value any) bool { return value == nil || value == "" })},
	"null":           {test: asked(func(value any) bool { return value == nil })},
	"not_null":       {test: asked(func(value any) bool { return value != nil })},
	"true":           {test: asked(func(value any) bool { return value == true })},
	"false":          {test: asked(func(value any) bool { return value == false })},
}

// cutPredicate splits the name of a filter, such as tracking_id_not_eq, at the longest
// predicate.
func cutPredicate(name string) (attribute string, found predicate, ok bool) {
	for at := range len(name) {
		if name[at] == '_' {
			if found, ok = predicates[name[at+1:]]; ok {
				return name[:at], found, true
			}
		}
	}
	return "", predicate{}, false
}

func equals(value any, argument string) bool {
	if yes, ok := value.(bool); ok {
		return isTrue(argument) == yes
	}
	return ordered(func(order int) bool { return order == 0 })(value, argument)
}

func isTrue(argument string) bool { return slices.Contains([]string{"true", "t", "1"}, argument) }

// asked is a predicate without an argument of its own: filter[name_null]=true.
func asked(is func(value any) bool) func(any, string) bool {
	return func(value any, argument string) bool { return is(value) == isTrue(argument) }
}

// texts compares texts only.
func texts(compare func(text, argument string) bool) func(any, string) bool {
	return func(value any, argument string) bool {
		text, ok := value.(string)
		return ok && compare(text, argument)
	}
}

// like is SQL's LIKE.
func like(text, pattern string) bool {
	wild := strings.NewReplacer("%", ".*", "_", ".").Replace(regexp.QuoteMeta(pattern))
	ok, err := regexp.MatchString("(?s)^"+wild+"$", text)
	return ok && err == nil
}

// ordered compares a value with an argument, which is read as the value's type.
func ordered(wanted func(order int) bool) func(any, string) bool {
	return func(value any, argument string) bool {
		switch v := value.(type) {
		case string:
			return wanted(cmp.Compare(v, argument))
		case int64:
			n, err := strconv.ParseInt(argument, 10, 64)
			return err == nil && wanted(cmp.Compare(v, n))
		case float64:
			n, err := strconv.ParseFloat(argument, 64)
			return err == nil && wanted(cmp.Compare(v, n))
		case json.Number:
			a, err := v.Float64()
			b, bad := strconv.ParseFloat(argument, 64)
			return err == nil && bad == nil && wanted(cmp.Compare(a, b))
		default:
			return false
		}
	}
}
