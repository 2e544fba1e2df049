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

// letGo is the advice for an object that must not be removed.
func (f Failure) letGo(err *client.Error) string {
	why := "NAO Cloud does not remove objects of this kind."
	if err.Status == http.StatusForbidden {
		why = strings.TrimSpace("The credentials are good, but not for this. " + f.Kind.Forbidden)
	}
	if f.Kind.Member {
		return why + " To keep it, declare it. To leave the whole set on NAO Cloud and take it out of the state, " + f.Kind.LetGo()
	}
	return fmt.Sprintf("%s To leave the %s on NAO Cloud and take it out of the state, %s", why, f.Kind.Name, f.Kind.LetGo())
}

// isUnlisted reports whether the API refused to list a collection.
func isUnlisted(err *client.Error) bool {
	return err.Method == http.MethodGet && (err.Status == http.StatusForbidden || err.Status == http.StatusMethodNotAllowed)
}

// withoutLooking is the advice for a create in a collection that the API does not list.
func (f Failure) withoutLooking(err *client.Error) string {
	why := "NAO Cloud does not list this collection."
	if err.Status == http.StatusForbidden {
		why = strings.TrimSpace("The credentials are good, but do not list this collection. " + f.Kind.Forbidden)
	}
	return why + " Nothing was created, since a create looks for an object of the same natural key first. To create without that look, write natural_key = []."
}

// storedLeaves reports each leaf of a dynamic attribute that NAO Cloud stored otherwise than it was asked to.
func storedLeaves(which, kept, attribute string, asked, stored any) diag.Diagnostics {
	var diagnostics diag.Diagnostics
	for _, difference := range leaf.Differences(asked, stored) {
		said := fmt.Sprintf("Asked: %s. Stored: %s.", written(difference.Declared), written(difference.Shown))
		advice := "Write what NAO Cloud stores, or ask its support why it does not take this value."
		if leaf.IsSecretPath(difference.Path) {
			said = "Its name looks secret, so that neither value is shown."
			advice = "NAO Cloud may show a secret masked. Then move it to attributes_wo, which is compared with nothing and is never in the state."
		}
		diagnostics.AddAttributeError(path.Root(attribute), difference.Path+" was not stored as asked", paragraphs(
			fmt.Sprintf("%s, but not with the %s that was asked for. %s", which, difference.Path, said),
			advice, kept))
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
