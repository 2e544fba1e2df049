// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package diags

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
)

// Verb is what could not be done to an object.
type Verb string

// The verbs.
const (
	Created   Verb = "created"
	Read      Verb = "read"
	Updated   Verb = "updated"
	Deleted   Verb = "deleted"
	Published Verb = "published"
	Planned   Verb = "planned"
	Checked   Verb = "checked before its removal"
)

// Failure is an operation that ended in an error.
type Failure struct {
	Kind Kind
	Verb Verb
	// Label says which object: its name or id.
	Label string
	// ImportID makes the import id of an object from its id; nil where they are the same.
	ImportID func(id string) string
	// IsStored tells that the state holds the object in spite of the failure.
	IsStored bool
	Err      error
}

// Diagnostics reports the failure. What the API finds wrong with an attribute is reported on that attribute.
func (f Failure) Diagnostics() diag.Diagnostics {
	if response, ok := errors.AsType[*client.Error](f.Err); ok && client.IsInvalid(f.Err) && !isPending(f.Err) {
		return f.invalid(response)
	}
	m := explain(f)
	if !m.whole {
		m.said = f.which() + ": " + m.said
	}
	return m.diagnostics(f.summary())
}

// NotListed reports that objects of a kind could not be listed.
func NotListed(kind Kind, err error) diag.Diagnostics {
	m := explain(Failure{Kind: kind, Verb: Read, Err: err})
	m.said = Capital(m.said)
	return m.diagnostics(Capital(kind.Plural()) + " could not be listed")
}

// NotFound reports that the object with this id could not be read: on the attribute that gives the id, if there is no such object.
func NotFound(kind Kind, attribute, id string, err error) diag.Diagnostics {
	response, ok := errors.AsType[*client.Error](err)
	if !ok || !client.IsNotFound(err) {
		return Failure{Kind: kind, Verb: Read, Label: "with id " + id, Err: err}.Diagnostics()
	}
	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root(attribute), Capital(kind.Name)+" does not exist",
		paragraphs(fmt.Sprintf("No %s has the id %s, or these credentials do not reach it.", kind.Name, id), quote(response.Details), request(response)))}
}

// NotLoggedIn reports a login that failed.
func NotLoggedIn(err *client.LoginError) diag.Diagnostics {
	return notLoggedIn(Failure{}, err).diagnostics("")
}

// Gone warns that an object is not there any more, so that it leaves the state.
func Gone(kind Kind, label string, err error) diag.Diagnostic {
	if !client.IsNotFound(err) {
		return diag.NewWarningDiagnostic(Capital(kind.Name)+" was not created",
			paragraphs(fmt.Sprintf("%s %s: %s", Capital(kind.Name), label, ending(err.Error())), "It leaves the state; the next apply creates it where the configuration still asks for it."))
	}
	return diag.NewWarningDiagnostic(Capital(kind.Name)+" is gone",
		paragraphs(fmt.Sprintf("%s %s is in the state, but not on NAO Cloud: it was removed by other means, or these credentials do not reach it any more. It leaves the "+
			"state; the next apply creates it again where the configuration still asks for it.", Capital(kind.Name), label), Capital(explain(Failure{Kind: kind, Verb: Read, Err: err}).said)))
}

// ParentGone warns that the object which holds a set is not there any more, so that the set leaves the state.
func ParentGone(set, parent Kind, id string, err error) diag.Diagnostic {
	return diag.NewWarningDiagnostic(Capital(parent.Name)+" is gone", paragraphs(
		fmt.Sprintf("%s %s is not on NAO Cloud: it was removed by other means, or these credentials do not reach it any more. Its %s leaves the state. "+
			"If the configuration still declares the set, the next apply creates it again. That needs the %s.", Capital(parent.Name), id, set.Name, parent.Name),
		Capital(explain(Failure{Kind: parent, Verb: Read, Err: err}).said)))
}

// Found warns that an interrupted create has made an object after all.
func Found(kind Kind, label string) diag.Diagnostic {
	return diag.NewWarningDiagnostic(Capital(kind.Name)+" of an interrupted create was found",
		fmt.Sprintf("%s %s had not been created when its apply was interrupted; it is there now, and in the state. Terraform has marked the resource as tainted and "+
			"will replace it, unless that was undone. To keep it, run %s.", Capital(kind.Name), label, kind.Untaint()))
}

// invalid reports what the API finds wrong with the input, each on its attribute where it names one.
func (f Failure) invalid(response *client.Error) diag.Diagnostics {
	var diagnostics diag.Diagnostics
	var others []client.Detail
	for _, detail := range response.Details {
		attribute, known := f.Kind.Attributes[detail.Attribute()]
		said := detail.Message()
		if !known && f.Kind.Holder != "" && detail.Attribute() != "" {
			attribute, known = f.Kind.Holder, true
			said = detail.Attribute() + ": " + said
		}
		if !known {
			others = append(others, detail)
			continue
		}
		diagnostics.AddAttributeError(path.Root(attribute), f.summary(),
			paragraphs(f.which()+": NAO Cloud says: "+ending(said), "Correct it, then "+f.again()+".", request(response)))
	}
	if len(others) > 0 || len(response.Details) == 0 {
		m := message{said: f.which() + ": " + quote(others), advice: []string{f.statusAdvice(response), request(response)}}
		diagnostics.Append(m.diagnostics(f.summary())...)
	}
	return diagnostics
}

func (f Failure) summary() string {
	return fmt.Sprintf("%s could not be %s", Capital(f.Kind.Name), f.Verb)
}

func (f Failure) which() string { return fmt.Sprintf("%s %s", Capital(f.Kind.Name), f.Label) }

func (f Failure) importBlocks(ids []string) string {
	if f.ImportID == nil {
		return f.Kind.importBlocks(ids)
	}
	importIDs := make([]string, len(ids))
	for i, id := range ids {
		importIDs[i] = f.ImportID(id)
	}
	return f.Kind.importBlocks(importIDs)
}

func (m message) diagnostics(summary string) diag.Diagnostics {
	if m.summary != "" {
		summary = m.summary
	}
	detail := paragraphs(append([]string{m.said}, m.advice...)...)
	if m.attribute != "" {
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root(m.attribute), summary, detail)}
	}
	return diag.Diagnostics{diag.NewErrorDiagnostic(summary, detail)}
}

// isPending reports whether the end of a create is not known, whatever else went wrong with it.
func isPending(err error) bool {
	_, ok := errors.AsType[*client.PendingError](err)
	return ok
}

// quote is what the API says, in its own words.
func quote(details []client.Detail) string {
	var messages []string
	for _, detail := range details {
		messages = append(messages, detail.Message())
	}
	messages = slices.DeleteFunc(messages, func(message string) bool { return message == "" })
	if len(messages) == 0 {
		return "NAO Cloud gives no reason."
	}
	return "NAO Cloud says: " + ending(strings.Join(messages, "; "))
}

// request names the request, for NAO Cloud's support to find it.
func request(response *client.Error) string {
	text := fmt.Sprintf("Request: %s %s, answered %d %s", response.Method, response.Path, response.Status, http.StatusText(response.Status))
	if response.RequestID != "" {
		text += ", request id " + response.RequestID
	}
	return ending(strings.TrimSpace(text))
}

// NotTheOnlyOne reports that a data source found no object of this name, or several: an error on name, with the ids of the candidates.
func NotTheOnlyOne(kind Kind, name string, ids []string) diag.Diagnostics {
	summary := Capital(kind.Name) + " does not exist"
	detail := fmt.Sprintf("No %s is named %q. Names are compared with their capitals; these credentials may not reach every %s.", kind.Name, name, kind.Name)
	if len(ids) > 1 {
		ids = slices.SortedFunc(slices.Values(ids), client.CompareIDs)
		summary = Capital(kind.Name) + " is not the only one of its name"
		detail = fmt.Sprintf("%d %s are named %q: ids %s. Give the id of one of them instead of the name.", len(ids), kind.Plural(), name, strings.Join(ids, ", "))
	}
	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("name"), summary, detail)}
}
