// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package diags

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
)

// message is what a row of the table says. An empty part is left out.
type message struct {
	// summary replaces "Team could not be created".
	summary string
	// said is what happened. It follows the name of the object, unless it is a whole sentence.
	said  string
	whole bool
	// advice is what to do.
	advice []string
	// attribute is what is to be corrected; "" for none.
	attribute string
}

// row says what an error means; false for an error that the row is not about.
type row func(Failure) (message, bool)

// table holds one row for each typed error of the client. The first row that fits speaks. An error may wrap another one: the row of the outer
// error comes first.
var table = []row{
	on(pending),
	on(notLoggedIn),
	on(exists),
	on(ambiguous),
	on(wrongEndpoint),
	on(wrongAccount),
	on(remains),
	on(noID),
	on(nothingMade),
	on(refused),
	on(jobFailed),
	otherType,
	on(unreadable),
	on(rateLimited),
	timeRanOut,
	untrusted,
	on(noResponse),
}

// on makes the row for one type of error.
func on[E error](say func(Failure, E) message) row {
	return func(f Failure) (message, bool) {
		err, ok := errors.AsType[E](f.Err)
		if !ok {
			return message{}, false
		}
		return say(f, err), true
	}
}

func explain(f Failure) message {
	for _, row := range table {
		if m, ok := row(f); ok {
			return m
		}
	}
	return message{said: ending(f.Err.Error())}
}

// notLoggedIn says the same for every object, and nothing of the object: a run has one login, and one thing to correct.
func notLoggedIn(_ Failure, err *client.LoginError) message {
	m := message{summary: "Could not log in to NAO Cloud", said: ending(Capital(err.Reason)), whole: true}
	if err.Final {
		m.advice = []string{"Check the provider's `email` and `password` (NAOCLOUD_EMAIL, NAOCLOUD_PASSWORD) or its `api_key` (NAOCLOUD_API_KEY), and its `endpoint` (NAOCLOUD_ENDPOINT)."}
	} else {
		m.advice = []string{"Check the network and the provider's `endpoint` (NAOCLOUD_ENDPOINT), then run again."}
	}
	if err.RequestID != "" {
		m.advice = append(m.advice, fmt.Sprintf("Request: POST /sessions, answered %d %s, request id %s.", err.Status, http.StatusText(err.Status), err.RequestID))
	}
	return m
}

func exists(f Failure, err *client.ExistsError) message {
	another := `To make another one beside it, set on_existing = "create" in the provider block, or the environment variable NAOCLOUD_ON_EXISTING.`
	if f.Kind.Once {
		another = ""
	}
	if f.Verb == Updated {
		return message{
			summary: Capital(f.Kind.Name) + " exists already",
			said:    ending(Capital(err.Error())),
			whole:   true,
			advice: []string{"Nothing was changed. If this run renames or removes that object, apply twice: first without this change, then with it. " +
				"If not, choose another natural key."},
		}
	}
	return message{
		summary: Capital(f.Kind.Name) + " exists already",
		said:    ending(Capital(err.Error())),
		whole:   true,
		advice: []string{
			"Nothing was created. If this resource, or one that depends on it, sets `create_before_destroy`, it may be the very object that this run replaces: " +
				"remove that setting, then apply again.",
			"To manage what is there, import it (with the address of your resource):",
			f.importBlocks(err.IDs),
			"If another resource manages it already, remove one of the two blocks. If only the address or the key of this resource has changed, write a `moved` block instead.",
			another,
		},
	}
}

func ambiguous(f Failure, err *client.AmbiguousError) message {
	m := message{said: ending(Capital(err.Error())), whole: true}
	if err.Near {
		m.advice = []string{
			"Remove the resource from the state with `terraform state rm`. If NAO Cloud made one of these for it, write the name as NAO Cloud spells it, and import the object:",
			f.importBlocks(err.IDs),
			"If not, apply again: the object is created then.",
		}
		return m
	}
	if f.Verb != Created {
		m.advice = []string{"Remove the resource from the state with `terraform state rm`, import the object that it should manage, and delete the rest:", f.importBlocks(err.IDs)}
		return m
	}
	m.summary = Capital(f.Kind.Name) + " could not be created for certain"
	m.advice = []string{
		"None of them was put into the state. Import the one that this resource should manage (with the address of your resource), and delete or import the rest:",
		f.importBlocks(err.IDs),
	}
	return m
}

func wrongEndpoint(_ Failure, err *client.EndpointError) message {
	return message{said: ending(err.Error()), advice: []string{
		"Nothing was changed. Correct the provider's `endpoint` (NAOCLOUD_ENDPOINT): it ends with the version of the API, such as " + client.DefaultEndpoint + ".",
	}}
}

func wrongAccount(_ Failure, err *client.GuardError) message {
	return message{summary: "This is not the expected account", said: ending(Capital(err.Error())), whole: true, advice: []string{
		fmt.Sprintf("Nothing was read or changed. Correct the credentials or the provider's `endpoint` (NAOCLOUD_ENDPOINT), or its `expected_%s_id` (NAOCLOUD_EXPECTED_%s_ID).",
			err.Kind, strings.ToUpper(err.Kind)),
	}}
}

func remains(f Failure, err *client.RemainsError) message {
	return message{said: ending(err.Error()), advice: []string{
		fmt.Sprintf("Run again, or remove the %s on NAO Cloud. It stays in the state until it is gone.", f.Kind.Name),
	}}
}

func noID(_ Failure, err *client.NoIDError) message {
	return message{said: ending(err.Error()), advice: []string{
		fmt.Sprintf("Remove the %s on NAO Cloud, then run again; or remove the resource from the state with `terraform state rm`, which leaves NAO Cloud as it is.", err.Kind),
	}}
}

func nothingMade(_ Failure, err *client.NothingMadeError) message {
	return message{said: ending(err.Error())}
}

// refused is a response of the API that says no.
func refused(f Failure, err *client.Error) message {
	return message{said: quote(err.Details), advice: []string{f.statusAdvice(err), request(err)}}
}

func (f Failure) statusAdvice(err *client.Error) string {
	if f.Verb == Deleted && (err.Status == http.StatusForbidden || err.Status == http.StatusMethodNotAllowed) {
		return f.letGo(err)
	}
	if f.Verb == Created && f.Kind.Holder != "" && isUnlisted(err) {
		return f.withoutLooking(err)
	}
	switch status := err.Status; {
	case status == http.StatusUnauthorized:
		return cmp.Or(err.Advice, "The credentials are wrong or have expired.")
	case status == http.StatusForbidden:
		return "The credentials are good, but not for this. " + f.Kind.Forbidden
	case status == http.StatusNotFound || status == http.StatusGone:
		return "It is not there, or these credentials do not reach it, or the provider's `endpoint` (NAOCLOUD_ENDPOINT) is not NAO Cloud's API."
	case status == http.StatusTooManyRequests:
		return f.rateAdvice()
	case client.IsInvalid(err):
		return "Correct the configuration, then " + f.again() + "."
	case status >= http.StatusInternalServerError:
		return "NAO Cloud has trouble of its own. Later, " + f.again() + "; if it lasts, ask its support, with the request id where there is one."
	default:
		return ""
	}
}

func jobFailed(f Failure, err *client.JobError) message {
	return message{said: ending("the background job failed: " + cmp.Or(err.Message, "no reason given")), advice: []string{
		"NAO Cloud did not do what it was asked for. Remove the cause, then " + f.again() + ".",
		"Background job: " + err.Job + ".",
	}}
}

func unreadable(_ Failure, err *client.ResponseError) message {
	return message{said: ending(err.Error()), advice: []string{
		"Something between here and NAO Cloud may have answered in its place, or the provider's `endpoint` (NAOCLOUD_ENDPOINT) is not that of its API version 2.",
	}}
}

// rateLimited is a request that was not sent, because the rate limit lasts longer than the operation may.
func rateLimited(f Failure, err *client.TooLongError) message {
	if err.Asked {
		return message{said: ending(err.Error()), advice: []string{"After that time, " + f.again() + "."}}
	}
	return message{said: ending(err.Error()), advice: []string{f.rateAdvice()}}
}

func (f Failure) rateAdvice() string {
	return "Retries did not outlast the rate limit: lower the provider's `requests_per_second` (NAOCLOUD_REQUESTS_PER_SECOND) or " +
		"`max_concurrent_requests` (NAOCLOUD_MAX_CONCURRENT_REQUESTS), or allow more time in " + f.patience() + "."
}

func timeRanOut(f Failure) (message, bool) {
	if !isTimeout(f.Err) {
		return message{}, false
	}
	return message{said: ending(innermost(f.Err).Error()), advice: []string{f.morePatience()}}, true
}

// untrusted is a server whose certificate this machine does not accept.
func untrusted(f Failure) (message, bool) {
	if _, ok := errors.AsType[*tls.CertificateVerificationError](f.Err); !ok {
		return message{}, false
	}
	return message{said: ending(innermost(f.Err).Error()), advice: []string{
		"This machine does not trust the certificate of the provider's `endpoint` (NAOCLOUD_ENDPOINT). If a private authority or a proxy signs it, " +
			"add that authority to the system's certificates, or name its file in the environment variable SSL_CERT_FILE.",
	}}, true
}

func noResponse(_ Failure, err *client.TransportError) message {
	advice := "Check the network and the provider's `endpoint` (NAOCLOUD_ENDPOINT)"
	if network, ok := errors.AsType[net.Error](cmp.Or(err.Before, err.Err)); ok && network.Timeout() {
		advice += "; where responses take long, raise its `request_timeout` (NAOCLOUD_REQUEST_TIMEOUT)"
	}
	return message{said: ending(err.Error()), advice: []string{advice + "."}}
}

// isTimeout reports whether an operation took all the time that it had. A connection that could not be made in time is a deadline too, but
// waiting longer does not help.
func isTimeout(err error) bool {
	_, network := errors.AsType[*net.OpError](err)
	return !network && errors.Is(err, context.DeadlineExceeded)
}

// Words says what an error is. What Go says of a context is no sentence for a user.
func Words(err error) string {
	switch err { //nolint:errorlint // These very values: what wraps them says more.
	case context.DeadlineExceeded:
		return "time was up"
	case context.Canceled:
		return "the run was interrupted"
	default:
		return err.Error()
	}
}

// innermost leaves out what the client says of the object: the message says it already.
func innermost(err error) error {
	if transport, ok := errors.AsType[*client.TransportError](err); ok {
		return transport
	}
	return err
}

func (f Failure) patience() string {
	return cmp.Or(f.Kind.Patience, "the `timeouts` block, where there is one")
}

func (f Failure) again() string { return cmp.Or(f.Kind.Again, "run again") }

func (f Failure) morePatience() string { return "Time ran out: allow more in " + f.patience() + "." }
