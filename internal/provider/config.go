// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/validate"
)

// providerModel is the provider block.
type providerModel struct {
	Endpoint              types.String  `tfsdk:"endpoint"`
	APIKey                types.String  `tfsdk:"api_key"`
	OAuthToken            types.String  `tfsdk:"oauth_token"`
	JWT                   types.String  `tfsdk:"jwt"`
	Email                 types.String  `tfsdk:"email"`
	Password              types.String  `tfsdk:"password"`
	UseSession            types.Bool    `tfsdk:"use_session"`
	OnExisting            types.String  `tfsdk:"on_existing"`
	MaxRetries            types.Int64   `tfsdk:"max_retries"`
	RequestTimeout        types.String  `tfsdk:"request_timeout"`
	MaxConcurrentRequests types.Int64   `tfsdk:"max_concurrent_requests"`
	RequestsPerSecond     types.Float64 `tfsdk:"requests_per_second"`
	ExpectedSiteID        types.String  `tfsdk:"expected_site_id"`
	ExpectedTeamID        types.String  `tfsdk:"expected_team_id"`
}

func (m providerModel) arguments() map[string]attr.Value {
	return map[string]attr.Value{
		"endpoint":                m.Endpoint,
		"api_key":                 m.APIKey,
		"oauth_token":             m.OAuthToken,
		"jwt":                     m.JWT,
		"email":                   m.Email,
		"password":                m.Password,
		"use_session":             m.UseSession,
		"on_existing":             m.OnExisting,
		"max_retries":             m.MaxRetries,
		"request_timeout":         m.RequestTimeout,
		"max_concurrent_requests": m.MaxConcurrentRequests,
		"requests_per_second":     m.RequestsPerSecond,
		"expected_site_id":        m.ExpectedSiteID,
		"expected_team_id":        m.ExpectedTeamID,
	}
}

// unknown are the arguments whose values are not known yet, sorted.
func (m providerModel) unknown() []string {
	var unknown []string
	for argument, value := range m.arguments() {
		if value.IsUnknown() {
			unknown = append(unknown, argument)
		}
	}
	slices.Sort(unknown)
	return unknown
}

func unknownValues(arguments []string) diag.Diagnostics {
	var diagnostics diag.Diagnostics
	for _, argument := range arguments {
		diagnostics.AddAttributeError(path.Root(argument), "Provider argument is not known yet",
			fmt.Sprintf("The value of %s depends on something that is known only after an apply, but the provider needs it now. Give it a value that is known "+
				"beforehand, set the environment variable %s instead, or apply what it depends on first, with -target.", argument, variable(argument)))
	}
	return diagnostics
}

// variable is the environment variable that stands in for an argument.
func variable(argument string) string { return "NAOCLOUD_" + strings.ToUpper(argument) }

// clientConfig is what the block and the environment say, without what the provider adds of its own. The secrets are what no log may show.
func (m providerModel) clientConfig(getenv func(string) string, now time.Time) (config client.Config, secrets []string, _ diag.Diagnostics) {
	r := &reader{block: m.arguments(), getenv: getenv}
	config = r.settings()
	config.Credentials, secrets = r.credentials(now)
	return config, secrets, r.diagnostics
}

// refusals are the errors of what is known of the block alone: whatever the environment adds, and whatever becomes known later, it cannot
// work. Warnings are left to clientConfig, since a plan that begins with this goes on to that.
func (m providerModel) refusals(now time.Time) diag.Diagnostics {
	r := &reader{block: m.arguments(), getenv: func(string) string { return "" }}
	r.settings()
	r.credentialsOfBlock(now)
	return r.diagnostics.Errors()
}

// settings are all but the credentials.
func (r *reader) settings() (config client.Config) {
	config.Endpoint = read(r, "endpoint", parseEndpoint, client.DefaultEndpoint)
	config.OnExisting = read(r, "on_existing", parseOnExisting, client.Fail)
	config.MaxRetries = read(r, "max_retries", wholeNumber(0), client.DefaultMaxRetries)
	if config.MaxRetries == 0 {
		config.MaxRetries = -1 // The client's word for never.
	}
	config.RequestTimeout = read(r, "request_timeout", parseTimeout, client.DefaultRequestTimeout)
	config.MaxConcurrentRequests = read(r, "max_concurrent_requests", wholeNumber(1), client.DefaultMaxConcurrentRequests)
	config.RequestsPerSecond = read(r, "requests_per_second", parseRate, 0)
	config.ExpectedSiteID = read(r, "expected_site_id", parseID("11416"), "")
	config.ExpectedTeamID = read(r, "expected_team_id", parseID("392"), "")
	return config
}

// setting is where a value was found.
type setting struct {
	argument, text  string
	fromEnvironment bool
}

// reader finds settings in the provider block, or else in the environment.
type reader struct {
	block       map[string]attr.Value
	getenv      func(string) string
	diagnostics diag.Diagnostics
}

// find prefers the block. An empty environment variable is one that is not set; an empty argument is a value like any other, and one that
// is not known yet is none.
func (r *reader) find(argument string) (setting, bool) {
	if value := r.block[argument]; !value.IsNull() && !value.IsUnknown() {
		return setting{argument: argument, text: written(value)}, true
	}
	text := r.getenv(variable(argument))
	return setting{argument: argument, text: text, fromEnvironment: true}, text != ""
}

// written is a value as an environment variable would hold it.
func written(value attr.Value) string {
	switch value := value.(type) {
	case types.Int64:
		return strconv.FormatInt(value.ValueInt64(), 10)
	case types.Bool:
		return strconv.FormatBool(value.ValueBool())
	case types.Float64:
		return strconv.FormatFloat(value.ValueFloat64(), 'g', -1, 64)
	case types.String:
		return value.ValueString()
	default:
		return value.String()
	}
}

// refuse reports a setting that is wrong.
func (r *reader) refuse(s setting, problem string) {
	summary := "Invalid " + s.argument
	if s.fromEnvironment {
		summary = "Invalid environment variable " + variable(s.argument)
	}
	r.report(s, summary, problem)
}

// report reports a setting on its argument, or on its environment variable.
func (r *reader) report(s setting, summary, problem string) {
	if s.fromEnvironment {
		name := variable(s.argument)
		r.diagnostics.AddError(summary,
			fmt.Sprintf("The environment variable %s, which stands in for the provider's argument %s, %s.", name, s.argument, problem))
		return
	}
	r.diagnostics.AddAttributeError(path.Root(s.argument), summary, fmt.Sprintf("The provider's argument %s %s.", s.argument, problem))
}

// warn warns of a setting, on its argument or on its environment variable.
func (r *reader) warn(s setting, hint string) {
	if s.fromEnvironment {
		name := variable(s.argument)
		r.diagnostics.AddWarning("Odd environment variable "+name,
			fmt.Sprintf("The environment variable %s, which stands in for the provider's argument %s, %s", name, s.argument, hint))
		return
	}
	r.diagnostics.AddAttributeWarning(path.Root(s.argument), "Odd "+s.argument, fmt.Sprintf("The provider's argument %s %s", s.argument, hint))
}

// read parses a setting. parse's error completes a sentence that begins with the setting's name.
func read[T any](r *reader, argument string, parse func(string) (T, error), fallback T) T {
	s, ok := r.find(argument)
	if !ok {
		return fallback
	}
	value, err := parse(s.text)
	if err != nil {
		r.refuse(s, err.Error()+r.got(s.text))
		return fallback
	}
	return value
}

// longestShown is how many bytes a wrong value has at most that a message repeats. Keys and tokens are longer.
const longestShown = 20

// got repeats a wrong value, unless it may be a secret that was put into the wrong place.
func (r *reader) got(text string) string {
	isLong := len(text) > longestShown && !strings.Contains(text, "://")
	if isLong || strings.ContainsAny(text, "@?#") || r.holdsCredential(text) {
		return ""
	}
	return ", got: " + quotedUnlessNumber(text)
}

// holdsCredential reports whether a text holds one of the credentials of the block or the environment.
func (r *reader) holdsCredential(text string) bool {
	return slices.ContainsFunc([]string{"api_key", "oauth_token", "jwt", "email", "password"}, func(argument string) bool {
		credential, ok := r.find(argument)
		return ok && credential.text != "" && strings.Contains(text, credential.text)
	})
}

func parseEndpoint(text string) (string, error) {
	endpoint, err := client.ParseEndpoint(text)
	if err != nil {
		return "", err //nolint:wrapcheck // It completes the sentence as it is.
	}
	return endpoint.String(), nil
}

func parseOnExisting(text string) (client.OnExisting, error) {
	policy := client.OnExisting(text)
	if policy != client.Fail && policy != client.Create && policy != client.Adopt {
		return "", fmt.Errorf("must be %q, %q or %q", client.Fail, client.Create, client.Adopt)
	}
	return policy, nil
}

func parseID(example string) func(string) (string, error) {
	return func(text string) (string, error) {
		if !validate.IsID(text) {
			return "", fmt.Errorf("must be the number that NAO Cloud gave the object, such as %q", example)
		}
		return text, nil
	}
}

func parseTimeout(text string) (time.Duration, error) {
	timeout, err := time.ParseDuration(text)
	if err != nil || timeout <= 0 {
		return 0, errors.New(`must be a positive number with a unit, such as "45s" or "2m"`)
	}
	return timeout, nil
}

func wholeNumber(least int) func(string) (int, error) {
	return func(text string) (int, error) {
		number, err := strconv.Atoi(text)
		if err != nil || number < least {
			return 0, fmt.Errorf("must be a whole number of at least %d", least)
		}
		return number, nil
	}
}

func parseRate(text string) (float64, error) {
	rate, err := strconv.ParseFloat(text, 64)
	if err != nil || rate < 0 || math.IsInf(rate, 0) || math.IsNaN(rate) {
		return 0, errors.New("must be a number of requests in a second, or 0 for no limit")
	}
	return rate, nil
}

// quotedUnlessNumber shows a number as people write it, and everything else so that blanks can be seen.
func quotedUnlessNumber(text string) string {
	if _, err := strconv.ParseFloat(text, 64); err != nil {
		return strconv.Quote(text)
	}
	return text
}
