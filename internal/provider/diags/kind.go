// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package diags turns errors of the client into diagnostics: what happened, to what, what the API said, what to do.
package diags

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Kind is a kind of object, as messages speak of it.
type Kind struct {
	// Name is the kind within a sentence: "team".
	Name string
	// Type is the resource type: "naocloud_team".
	Type string
	// Attributes maps the API's names of attributes to those of the resource, for responses that point at one.
	Attributes map[string]string
	// Holder is the attribute that holds those which Attributes does not name; "" where there is none. Typed is the attribute that says the
	// type of the documents; "" for a kind of one type.
	Holder, Typed string
	// Forbidden says what an operation needs when the API answers 403.
	Forbidden string
	// Member tells that the object is a member of a set, which is the resource.
	Member bool
	// Once tells that a second object with the same natural key is of no use.
	Once bool
	// Patience is where a configuration says how long an operation may take: "" for the timeouts block of a resource.
	Patience string
	// Again says how to repeat an operation; "" for "run again".
	Again string
}

// Plural is the kind within a sentence, for several objects: "teams".
func (k Kind) Plural() string { return k.Name + "s" }

// Count is a number of objects within a sentence: "1 team", "2 teams".
func (k Kind) Count(n int) string {
	if n == 1 {
		return "1 " + k.Name
	}
	return fmt.Sprintf("%d %s", n, k.Plural())
}

// One is the kind within a sentence, for one object: "a team".
func (k Kind) One() string {
	if strings.ContainsAny(k.Name[:1], "aeiou") {
		return "an " + k.Name
	}
	return "a " + k.Name
}

// Label says in messages which object is meant, by its name and its id, either of which may be null or unknown.
func Label(name, id types.String) string {
	switch {
	case id.ValueString() == "":
		return fmt.Sprintf("%q", name.ValueString())
	case name.ValueString() == "":
		return "with id " + id.ValueString()
	default:
		return fmt.Sprintf("%q (id %s)", name.ValueString(), id.ValueString())
	}
}

// Untaint is the command that keeps an object which Terraform would replace.
func (k Kind) Untaint() string { return fmt.Sprintf("`terraform untaint %s.NAME`", k.Type) }

// LetGo says how to leave an object on NAO Cloud and take it out of the state, after "to do so, ".
func (k Kind) LetGo() string {
	return fmt.Sprintf("replace its resource block by:\n\n%s\n\nTerraform before 1.7 and OpenTofu before 1.10 have no such block, and it takes all instances of a `count` or `for_each`. There, remove the one from the configuration and run "+
		"`terraform state rm '%s.NAME'`, with the key of the instance.", RemovedBlock(k.Type+".NAME"), k.Type)
}

// RemovedBlock is the block that takes what is at an address out of the state.
func RemovedBlock(address string) string {
	return fmt.Sprintf("removed {\n  from = %s\n  lifecycle {\n    destroy = false\n  }\n}", address)
}

// importBlocks are the blocks that import the objects with these import ids.
func (k Kind) importBlocks(ids []string) string {
	blocks := make([]string, len(ids))
	for i, id := range ids {
		blocks[i] = fmt.Sprintf("import {\n  to = %s.example\n  id = %q\n}", k.Type, id)
	}
	// Objects that are imported by their natural key have one block together.
	return strings.Join(slices.Compact(blocks), "\n\n")
}

func paragraphs(parts ...string) string {
	parts = slices.DeleteFunc(slices.Clone(parts), func(part string) bool { return part == "" })
	return strings.Join(parts, "\n\n")
}

// Capital begins a sentence.
func Capital(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

// ending ends a sentence.
func ending(text string) string {
	if text == "" || strings.HasSuffix(text, ".") {
		return text
	}
	return text + "."
}
