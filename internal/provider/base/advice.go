// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package base

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
)

func (n Noun) existsAdvice(exists *client.ExistsError, importID func(string) string) string {
	if exists.Unsure {
		return "Nothing was created. What the API does not show cannot be imported either: remove it on NAO Cloud, if this resource should manage it, then apply again."
	}
	another := `To make another one beside it, set on_existing = "create" in the provider block, or the environment variable NAOCLOUD_ON_EXISTING.`
	if n.Once {
		another = ""
	}
	created := "Nothing was created."
	if exists.Sent {
		created = "A request to create another was sent before that was seen, and its answer was lost; a minute later, nothing new is listed."
	}
	return paragraphs(
		created+" To manage what is there, import it (with the address of your resource):",
		n.importBlocks(exists.IDs, importID),
		"If another resource manages it already, one of the two is too many. If this is that resource, and only its address or key has changed, write a `moved` block "+
			"instead.",
		another)
}

func (n Noun) ambiguousAdvice(ambiguous *client.AmbiguousError, importID func(string) string) string {
	switch created := ambiguous.Created; {
	case ambiguous.Unsure && created != "":
		return fmt.Sprintf("The state holds %s. Look on NAO Cloud whether one of the rest is the same, and remove that one.", created)
	case ambiguous.Unsure:
		return "None of them was put into the state, and what the API does not show cannot be imported. Remove on NAO Cloud what this run made, then apply again with " +
			"`-parallelism=1`: what is made alone can be told."
	case ambiguous.Err != nil:
		return fmt.Sprintf("The state holds %s. Look on NAO Cloud whether there is another of the same natural key, and remove what is too many.", created)
	case created != "":
		return paragraphs(fmt.Sprintf("The state holds %s. Import what should be kept of the rest into a resource of its own, or delete it:", created),
			n.importBlocks(ambiguous.IDs, importID))
	default:
		return paragraphs(
			"None of them was put into the state. Import the one that this resource should manage (with the address of your resource), and delete or import the rest:",
			n.importBlocks(ambiguous.IDs, importID))
	}
}

func (n Noun) importBlocks(ids []string, importID func(string) string) string {
	blocks := make([]string, len(ids))
	for i, id := range ids {
		blocks[i] = fmt.Sprintf("import {\n  to = %s.example\n  id = %q\n}", n.Type, importID(id))
	}
	// What is imported by its natural key has one block, however many there are.
	return strings.Join(slices.Compact(blocks), "\n\n")
}

// advice says what to do about an error; empty where that is not known.
func (n Noun) advice(err error) string {
	if isOpen(err) {
		return paragraphs("The state goes on remembering it, and the next plan looks again. Should it never end, take the resource out of the state with "+
			"`terraform state rm`, and look on NAO Cloud whether there is anything to import or to delete.", n.timeoutAdvice(err))
	}
	if _, ok := errors.AsType[*client.AmbiguousError](err); ok {
		return "Take the resource out of the state with `terraform state rm`, import the object that it should manage, and delete the rest."
	}
	if _, ok := errors.AsType[*client.EndpointError](err); ok {
		return "Nothing was changed. Correct the provider's `endpoint` (NAOCLOUD_ENDPOINT): it ends with the version of the API, such as " + client.DefaultEndpoint + "."
	}
	if answer, ok := errors.AsType[*client.Error](err); ok {
		return paragraphs(n.answerAdvice(answer), request(answer))
	}
	if _, ok := errors.AsType[*client.JobError](err); ok {
		return "NAO Cloud did not do what it was asked for. Remove the cause, then run again."
	}
	if _, ok := errors.AsType[*client.AnswerError](err); ok {
		return "Something between here and NAO Cloud may have answered in its place, or the provider's `endpoint` (NAOCLOUD_ENDPOINT) is not that of its API version 2."
	}
	if advice := n.timeoutAdvice(err); advice != "" {
		return advice
	}
	if _, ok := errors.AsType[*client.TransportError](err); ok {
		return "Check the network and the provider's `endpoint` (NAOCLOUD_ENDPOINT); where answers take long, raise its `request_timeout` (NAOCLOUD_REQUEST_TIMEOUT)."
	}
	return ""
}

func (n Noun) answerAdvice(answer *client.Error) string {
	switch status := answer.Status; {
	case status == http.StatusUnauthorized:
		return cmp.Or(answer.Advice, "The credentials are wrong or have expired.") + " Credentials are given by the provider's `api_key`, `oauth_token`, `jwt`, or `email` and " +
			"`password`, or NAOCLOUD_API_KEY, NAOCLOUD_OAUTH_TOKEN, NAOCLOUD_JWT, or NAOCLOUD_EMAIL and NAOCLOUD_PASSWORD."
	case status == http.StatusForbidden:
		return "The credentials are good, but not for this. " + n.Forbidden
	case status == http.StatusNotFound:
		return "It is not there, or these credentials do not reach it, or the provider's `endpoint` (NAOCLOUD_ENDPOINT) is not NAO Cloud's API."
	case status == http.StatusTooManyRequests:
		return "Retries did not outlast the rate limit: lower the provider's `requests_per_second` (NAOCLOUD_REQUESTS_PER_SECOND) or " +
			"`max_concurrent_requests` (NAOCLOUD_MAX_CONCURRENT_REQUESTS), or raise `max_retries` (NAOCLOUD_MAX_RETRIES)."
	case client.IsInvalid(answer):
		return "Correct the configuration, then run again."
	case status >= http.StatusInternalServerError:
		return "NAO Cloud has trouble of its own. Run again later; when it lasts, its support can follow the request id."
	default:
		return ""
	}
}

func (n Noun) timeoutAdvice(err error) string {
	if !timeRanOut(err) {
		return ""
	}
	return "Time ran out: allow more in " + cmp.Or(n.Patience, "the resource's `timeouts` block") + "."
}

// timeRanOut tells that an operation took all the time it had. A connection that could not be made in time is a deadline too, but to wait
// longer for it helps nobody.
func timeRanOut(err error) bool {
	_, network := errors.AsType[*net.OpError](err)
	return !network && errors.Is(err, context.DeadlineExceeded)
}
