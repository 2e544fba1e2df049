// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package base

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
)

// Noun is a kind of object, as messages speak of it.
type Noun struct {
	// Name is the noun within a sentence: "team".
	Name string
	// Type is the resource type: "naocloud_team".
	Type string
	// ID is an example of an id: "392".
	ID string
	// Attributes maps the API's names of attributes to those of the resource, for answers that point at one.
	Attributes map[string]string
	// Forbidden says what it takes when the API answers 403.
	Forbidden string
	// Once tells that a second object beside one with the same natural key would serve nobody.
	Once bool
	// Patience is where a configuration says how long an operation may take: "" for the timeouts block of a resource.
	Patience string
}

// Label says in messages which object of a noun is meant.
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

// Failed reports that an object could not be "created", "read", "updated" or "deleted". The label says which object: its name or id.
// What the API finds wrong with an attribute is reported on that attribute.
func (n Noun) Failed(verb, label string, err error) diag.Diagnostics {
	if login, ok := errors.AsType[*client.LoginError](err); ok && !isOpen(err) {
		return NotLoggedIn(login)
	}
	summary := fmt.Sprintf("%s could not be %s", capital(n.Name), verb)
	which := fmt.Sprintf("%s %s", capital(n.Name), label)

	if pending, ok := errors.AsType[*client.PendingError](err); ok {
		return errorDiagnostics(summary, open(pending), n.advice(err))
	}
	answer, ok := errors.AsType[*client.Error](err)
	if !ok || !client.IsInvalid(err) {
		return errorDiagnostics(summary, which+": "+sentence(err), n.advice(err))
	}

	var diagnostics diag.Diagnostics
	var elsewhere []string
	for _, detail := range answer.Details {
		attribute, known := n.Attributes[detail.Attribute()]
		if !known {
			elsewhere = append(elsewhere, detail.Message())
			continue
		}
		diagnostics.AddAttributeError(path.Root(attribute), summary, paragraphs(which+": NAO Cloud says: "+ending(detail.Message()), "Correct it, then run again.", request(answer)))
	}
	if len(elsewhere) > 0 || len(answer.Details) == 0 {
		diagnostics.Append(errorDiagnostics(summary, which+": "+said(elsewhere), n.advice(err))...)
	}
	return diagnostics
}

// NotCreated is Failed for creates. importID makes the import id of an object from its id.
func (n Noun) NotCreated(label string, err error, importID func(id string) string) diag.Diagnostics {
	summary := capital(n.Name) + " could not be created"
	if exists, ok := errors.AsType[*client.ExistsError](err); ok {
		return errorDiagnostics(capital(n.Name)+" exists already", ending(capital(exists.Error())), n.existsAdvice(exists, importID))
	}
	if ambiguous, ok := errors.AsType[*client.AmbiguousError](err); ok {
		if ambiguous.Created != "" {
			summary = capital(n.Name) + " was perhaps created twice"
		} else {
			summary += " for certain"
		}
		return errorDiagnostics(summary, ending(capital(ambiguous.Error())), n.ambiguousAdvice(ambiguous, importID))
	}
	if pending, ok := errors.AsType[*client.PendingError](err); ok {
		return errorDiagnostics(capital(n.Name)+" is not created yet", open(pending),
			"Nothing is lost: the state remembers what was begun. The next plan looks for the object and goes on from there, and a destroy removes it. "+
				"Terraform marks the resource as tainted and will replace it; to keep the object instead, run `terraform apply -refresh-only`, which finds it, "+
				"and then `terraform untaint` with the resource's address.",
			n.timeoutAdvice(err))
	}
	return n.Failed("created", label, err)
}

// SameID is the importID of what is imported by its own id.
func SameID(id string) string { return id }

// Gone warns that an object is not there any more, so that it leaves the state.
func (n Noun) Gone(label string, err error) diag.Diagnostic {
	if !client.IsNotFound(err) {
		return diag.NewWarningDiagnostic(capital(n.Name)+" of an interrupted create is not there",
			paragraphs(fmt.Sprintf("%s %s: %s", capital(n.Name), label, sentence(err)), "It leaves the state; the next apply creates it."))
	}
	return diag.NewWarningDiagnostic(capital(n.Name)+" is gone",
		paragraphs(fmt.Sprintf("%s %s is in the state, but not on NAO Cloud: it was removed by other means, or these credentials do not reach it any more. It leaves the state; the next apply creates it again "+
			"where the configuration still asks for it.", capital(n.Name), label), capital(sentence(err))))
}

// Found tells that an interrupted create has made an object after all.
func (n Noun) Found(label string) diag.Diagnostic {
	return diag.NewWarningDiagnostic(capital(n.Name)+" of an interrupted create was found",
		fmt.Sprintf("%s %s had not been created when its apply was interrupted; it is there now, and in the state. Terraform has marked the resource as "+
			"tainted at the time: unless that was undone, it will replace it; to keep it, run `terraform untaint` with the resource's address.", capital(n.Name), label))
}

// isOpen tells a create whose end is not known, whatever else went wrong with it.
func isOpen(err error) bool {
	_, ok := errors.AsType[*client.PendingError](err)
	return ok
}

// open says how far a create came, and why it was not followed to its end.
func open(pending *client.PendingError) string {
	far := pending.Pending.String()
	switch {
	case timeRanOut(pending):
		far += ", and time ran out"
	case errors.Is(pending, context.Canceled):
		far += ", and the run was interrupted"
	default:
		far += ": " + pending.Err.Error()
	}
	return ending(fmt.Sprintf("The create of the %s %s is still open: %s", pending.Noun, pending.Key, far))
}

func errorDiagnostics(summary string, parts ...string) diag.Diagnostics {
	return diag.Diagnostics{diag.NewErrorDiagnostic(summary, paragraphs(parts...))}
}

// sentence says what went wrong: in the API's own words, where it had any.
func sentence(err error) string {
	if answer, ok := errors.AsType[*client.Error](err); ok {
		messages := make([]string, 0, len(answer.Details))
		for _, detail := range answer.Details {
			messages = append(messages, detail.Message())
		}
		return said(messages)
	}
	return ending(innermost(err).Error())
}

// innermost leaves out what the client says of the object, which the message says already.
func innermost(err error) error {
	if ambiguous, ok := errors.AsType[*client.AmbiguousError](err); ok {
		return ambiguous
	}
	if job, ok := errors.AsType[*client.JobError](err); ok {
		return job
	}
	if nothing, ok := errors.AsType[*client.NothingMadeError](err); ok {
		return nothing
	}
	if endpoint, ok := errors.AsType[*client.EndpointError](err); ok {
		return endpoint
	}
	if unreadable, ok := errors.AsType[*client.AnswerError](err); ok {
		return unreadable
	}
	if unanswered, ok := errors.AsType[*client.TransportError](err); ok {
		return unanswered
	}
	return err
}

func said(messages []string) string {
	messages = slices.DeleteFunc(messages, func(message string) bool { return message == "" })
	if len(messages) == 0 {
		return "NAO Cloud gives no reason."
	}
	return "NAO Cloud says: " + ending(strings.Join(messages, "; "))
}

// request names the request, for NAO Cloud's support to find it.
func request(answer *client.Error) string {
	text := fmt.Sprintf("Request: %s %s, answered %d %s", answer.Method, answer.Path, answer.Status, http.StatusText(answer.Status))
	if answer.RequestID != "" {
		text += ", request id " + answer.RequestID
	}
	return ending(strings.TrimSpace(text))
}

func paragraphs(parts ...string) string {
	parts = slices.DeleteFunc(parts, func(part string) bool { return part == "" })
	return strings.Join(parts, "\n\n")
}

func capital(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

func ending(text string) string {
	if text == "" || strings.HasSuffix(text, ".") {
		return text
	}
	return text + "."
}
