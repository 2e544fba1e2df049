// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package diags

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
)

// pending is a create whose end is not known.
func pending(f Failure, err *client.PendingError) message {
	m := message{said: pendingSentence(err), whole: true}
	if err.NoKey {
		return f.pendingWithoutKey(err)
	}
	var patience string
	if isTimeout(err) {
		patience = f.morePatience()
	}
	if f.Verb != Created {
		m.advice = append([]string{"The state goes on remembering it, and the next plan looks again. Should it never end, remove the resource from the state with " +
			"`terraform state rm`, and look on NAO Cloud whether there is anything to import or to delete.", patience}, f.resembling(err)...)
		return m
	}
	m.summary = Capital(f.Kind.Name) + " is not created yet"
	m.advice = append([]string{"Nothing is lost: the state remembers what was begun. The next plan looks for the object and goes on from there, and a destroy removes it. " +
		"Terraform marks the resource as tainted and will replace it. To keep the object instead, run `terraform apply -refresh-only`, which finds it, and then " +
		f.Kind.Untaint() + ".", patience}, f.resembling(err)...)
	return m
}

// resembling says which objects may be that of a pending create, with another spelling.
func (f Failure) resembling(err *client.PendingError) []string {
	if len(err.IDs) == 0 {
		return nil
	}
	return []string{
		fmt.Sprintf("NAO Cloud shows what it may have made, with another spelling%s. If that is so, remove the resource from the state with `terraform state rm`, write the name "+
			"as NAO Cloud spells it, and import the %s:", idList(err.IDs), f.Kind.Name),
		f.importBlocks(err.IDs),
	}
}

// pendingSentence says how far a create came, and why it was not followed to its end.
func pendingSentence(err *client.PendingError) string {
	far := err.Pending.String()
	switch {
	case isTimeout(err):
		far += ", and time ran out"
	case errors.Is(err, context.Canceled):
		far += ", and the run was interrupted"
	case strings.HasPrefix(err.Err.Error(), "("):
		// A response without words is its request in parentheses.
		far += " " + err.Err.Error()
	default:
		far += ": " + err.Err.Error()
	}
	return ending(fmt.Sprintf("The create of the %s %s is pending: %s", err.Kind, err.Key, far))
}

// pendingWithoutKey is a create that only a person can end: nothing tells its object from equal ones.
func (f Failure) pendingWithoutKey(err *client.PendingError) message {
	m := message{summary: Capital(f.Kind.Name) + " may have been created", said: pendingSentence(err), whole: true}
	may := "No equal object has appeared."
	switch {
	case len(err.IDs) > 0 && newSince(err) == "":
		may = fmt.Sprintf("Equal to it%s. One that is new since the create may be the one that was created.", idList(err.IDs))
	case len(err.IDs) > 0:
		may = fmt.Sprintf("Equal to it%s%s. Any of them may be the one that was created.", newSince(err), idList(err.IDs))
	}
	m.advice = []string{
		may + " It has no natural key, so that nothing was adopted, and the request is not sent again. Do not apply while the resource sets " +
			"`create_before_destroy`: Terraform then creates another one before it asks for this one.",
		fmt.Sprintf("Remove the entry with `terraform state rm %s.NAME`. Then import the object that this resource should manage (with the address of your resource):", f.Kind.Type),
		f.importBlocks(err.IDs),
		"If there is none, apply again, which creates it.",
	}
	if len(err.IDs) == 0 {
		m.advice[1] = fmt.Sprintf("Look on NAO Cloud whether it is there. Then remove the entry with `terraform state rm %s.NAME`, and import the object, or apply again to create it.",
			f.Kind.Type)
		m.advice = m.advice[:2]
	}
	return m
}

// EntryRemoved warns that a destroy has removed the entry of a create that only a person can end, and nothing else.
func EntryRemoved(kind Kind, label string, err *client.PendingError) diag.Diagnostic {
	return diag.NewWarningDiagnostic(Capital(kind.Name)+" may have been left on NAO Cloud", paragraphs(
		fmt.Sprintf("The entry of the %s %s is removed from the state. Its create is pending, and it has no natural key, so that nothing was removed on NAO Cloud.", kind.Name, label),
		"Equal to it"+newSince(err)+either(idList(err.IDs), ": none")+". Look on NAO Cloud, and remove what is not wanted."))
}

// EntryStays reports that an apply would replace the entry of a create that only a person can end.
func EntryStays(kind Kind, label string) diag.Diagnostic {
	return diag.NewErrorDiagnostic(Capital(kind.Name)+" may have been created", paragraphs(
		fmt.Sprintf("The create of the %s %s is pending, and it has no natural key. Nothing was sent: another request might make a second one.", kind.Name, label),
		fmt.Sprintf("Remove the entry with `terraform state rm %s.NAME`. Then import the object that this resource should manage, or, if there is none, apply again, which creates it.", kind.Type)))
}

// Unread reports that a run without a refresh would replace what an interrupted create may still make.
func Unread(kind Kind, label string) diag.Diagnostic {
	return diag.NewErrorDiagnostic(Capital(kind.Name)+" may still be created", paragraphs(
		fmt.Sprintf("The state has no id of the %s %s: an interrupted create may still be at work. Nothing was sent, since another request might make a second one.", kind.Name, label),
		"Run again without `-refresh=false`: the refresh finds the object, or tells that there is none."))
}

// newSince tells that the objects of a pending create are new, where it is known what was there before.
func newSince(err *client.PendingError) string {
	if err.Pending.Sent.IsZero() {
		return ""
	}
	return ", and new since then"
}

func either(text, other string) string {
	if text == "" {
		return other
	}
	return text
}
