// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package diags

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/leaf"
)

// What follows is for objects whose attributes and keys only the configuration knows.

// otherType is a document of another type than the configuration says.
func otherType(f Failure) (message, bool) {
	err, ok := errors.AsType[*client.OtherTypeError](f.Err)
	if !ok || f.Kind.Typed == "" {
		return message{}, false
	}
	m := message{
		attribute: f.Kind.Typed,
		summary:   "Wrong " + f.Kind.Typed,
		said:      fmt.Sprintf("NAO Cloud calls the objects of this collection %q, not %q.", err.Got, err.Wanted),
		advice:    []string{fmt.Sprintf("Write %s = %q.", f.Kind.Typed, err.Got)},
	}
	if !client.IsValidID(err.Got) {
		m.said, m.advice = "NAO Cloud gives these objects a type that is no name.", []string{"The path of the collection may be another one than was meant."}
	}
	if f.Verb == Created && f.IsStored {
		m.advice = append(m.advice, "The object was created, and the state holds it, but Terraform marks it as tainted and will replace it. To keep it, run "+f.Kind.Untaint()+".")
	}
	return m, true
}

// pendingWithoutKey is a create that only a person can end: nothing tells its object from equal ones.
func (f Failure) pendingWithoutKey(err *client.PendingError) message {
	m := message{summary: Capital(f.Kind.Name) + " may have been created", said: pendingSentence(err), alone: true}
	may := "No equal object has appeared."
	if len(err.IDs) > 0 {
		may = fmt.Sprintf("Equal to it%s%s. Any of them may be the one that was created.", newSince(err), idList(err.IDs))
	}
	m.advice = []string{
		may + " It has no natural key, so that nothing was adopted, and the request is not sent again.",
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

// EntryStays reports that an apply would replace the entry of a create that only a person can end. The warning of the plan names what may be its
// object.
func EntryStays(kind Kind, label string) diag.Diagnostic {
	return diag.NewErrorDiagnostic(Capital(kind.Name)+" may have been created", paragraphs(
		fmt.Sprintf("The create of the %s %s is pending, and it has no natural key. Nothing was sent: another request might make a second one.", kind.Name, label),
		"The warning of the plan names the objects that may be the one that was created.",
		fmt.Sprintf("Remove the entry with `terraform state rm %s.NAME`. Then import the object that this resource should manage, or, if there is none, apply again, which creates it.", kind.Type)))
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

// letGo is the advice for an object that must not be removed.
func (f Failure) letGo(err *client.Error) string {
	why := "NAO Cloud does not remove objects of this kind."
	if err.Status == http.StatusForbidden {
		why = strings.TrimSpace("The credentials are good, but not for this. " + f.Kind.Forbidden)
	}
	return fmt.Sprintf("%s To leave the %s on NAO Cloud and take it out of the state, replace its resource block by:\n\nremoved {\n  from = %s.NAME\n  lifecycle {\n    destroy = false\n  }\n}",
		why, f.Kind.Name, f.Kind.Type)
}

// storedLeaves reports each leaf of a dynamic attribute that NAO Cloud stored otherwise than it was asked to.
func storedLeaves(which, kept, attribute string, asked, stored any) diag.Diagnostics {
	var diagnostics diag.Diagnostics
	for _, difference := range leaf.Differences(asked, stored) {
		said := fmt.Sprintf("Asked: %s. Stored: %s.", written(difference.Declared), written(difference.Shown))
		if leaf.IsSecretPath(difference.Path) {
			said = "Its name looks secret, so that neither value is shown."
		}
		diagnostics.AddAttributeError(path.Root(attribute), difference.Path+" was not stored as asked", paragraphs(
			fmt.Sprintf("%s, but not with the %s that was asked for. %s", which, difference.Path, said),
			"Write what NAO Cloud stores, or ask its support why it does not take this value.", kept))
	}
	return diagnostics
}

// longestWritten is how many characters of a value a message quotes.
const longestWritten = 200

// written is a value as JSON, without what looks secret.
func written(value any) string {
	data, err := json.Marshal(leaf.WithoutSecrets(value))
	if err != nil {
		return "a value that cannot be shown"
	}
	if text := []rune(string(data)); len(text) > longestWritten {
		return string(text[:longestWritten]) + "…"
	}
	return string(data)
}
