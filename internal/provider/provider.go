// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package provider is the Terraform provider for NAO Cloud.
package provider

import (
	"cmp"
	"context"
	"log/slog"
	"os"
	"strconv"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/building"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/call"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/crud"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/object"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/publication"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/session"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/site"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/sitetags"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/siteteam"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/tag"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/team"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/teamsites"
)

var (
	_ provider.ProviderWithListResources      = (*naocloud)(nil)
	_ provider.ProviderWithActions            = (*naocloud)(nil)
	_ provider.ProviderWithFunctions          = (*naocloud)(nil)
	_ provider.ProviderWithEphemeralResources = (*naocloud)(nil)
	_ provider.ProviderWithValidateConfig     = (*naocloud)(nil)
)

// naocloud is the provider.
type naocloud struct {
	version string
	getenv  func(string) string
	adjust  func(*client.Config)

	mu sync.Mutex
	// clients are those of all provider blocks that this process has configured.
	clients []*client.Client
}

// New makes the provider in this version.
func New(version string) func() provider.Provider {
	return NewWith(version, os.Getenv, func(*client.Config) {})
}

// NewWith makes the provider for tests: with an environment of their own, and with settings of the client that users have no argument for.
func NewWith(version string, getenv func(string) string, adjust func(*client.Config)) func() provider.Provider {
	return func() provider.Provider {
		return &naocloud{version: version, getenv: getenv, adjust: adjust}
	}
}

// acceptGoneVariable takes an object that does not show for gone, whatever account it was last seen in. It is for one run, and so no argument.
const acceptGoneVariable = "NAOCLOUD_ACCEPT_GONE"

// kinds is the register: one line for each kind.
func kinds() []crud.Kind {
	return []crud.Kind{
		team.Kind(),
		site.Kind(),
		siteteam.Kind(),
		tag.Kind(),
		sitetags.Kind(),
		teamsites.Kind(),
		building.Kind(),
		call.Kind(),
		object.Kind(),
		publication.Kind(),
		session.Kind(),
	}
}

// all collects what the kinds have of one sort.
func all[T any](of func(crud.Kind) []T) []T {
	var all []T
	for _, kind := range kinds() {
		all = append(all, of(kind)...)
	}
	return all
}

func (p *naocloud) Resources(context.Context) []func() resource.Resource {
	return all(func(kind crud.Kind) []func() resource.Resource { return kind.Resources })
}

func (p *naocloud) DataSources(context.Context) []func() datasource.DataSource {
	return all(func(kind crud.Kind) []func() datasource.DataSource { return kind.DataSources })
}

func (p *naocloud) ListResources(context.Context) []func() list.ListResource {
	return all(func(kind crud.Kind) []func() list.ListResource { return kind.ListResources })
}

func (p *naocloud) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return all(func(kind crud.Kind) []func() ephemeral.EphemeralResource { return kind.EphemeralResources })
}

func (p *naocloud) Actions(context.Context) []func() action.Action {
	return all(func(kind crud.Kind) []func() action.Action { return kind.Actions })
}

func (p *naocloud) Functions(context.Context) []func() function.Function {
	return all(func(kind crud.Kind) []func() function.Function { return kind.Functions })
}

func (p *naocloud) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "naocloud"
	resp.Version = p.version
}

func (p *naocloud) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Declare the teams and sites of a NAO Cloud account, and who may reach what.\n\n" +
			"Every argument can be given by an environment variable instead; an argument wins over its variable. There must be exactly one way to authenticate.",
		Attributes: map[string]schema.Attribute{
			"endpoint": schema.StringAttribute{
				MarkdownDescription: "The base URL of the API with its version. Default `" + client.DefaultEndpoint + "`, which is Pole Star's own deployment. " +
					"It must be `https`; `http` is accepted only towards this machine itself. Environment variable: `NAOCLOUD_ENDPOINT`.",
				Optional: true,
			},
			"api_key": schema.StringAttribute{
				MarkdownDescription: "The API key of a user, which is the `auth_token` on the profile page. Preferred for servers and pipelines. " +
					"Environment variable: `NAOCLOUD_API_KEY`.",
				Optional:  true,
				Sensitive: true,
			},
			"oauth_token": schema.StringAttribute{
				MarkdownDescription: "An access token of NAO Cloud's OAuth2 server. Environment variable: `NAOCLOUD_OAUTH_TOKEN`.",
				Optional:            true,
				Sensitive:           true,
			},
			"jwt": schema.StringAttribute{
				MarkdownDescription: "A JWT of a session, which is valid for about 24 hours; one that has expired is refused before anything is sent. " +
					"Environment variable: `NAOCLOUD_JWT`.",
				Optional:  true,
				Sensitive: true,
			},
			"email": schema.StringAttribute{
				MarkdownDescription: "The email address of a user, who logs in with `password`: both are exchanged for a session, which is renewed automatically and so " +
					"outlasts any run. One of the two may stand in the block and the other in the environment. Environment variable: `NAOCLOUD_EMAIL`.",
				Optional:  true,
				Sensitive: true,
			},
			"password": schema.StringAttribute{
				MarkdownDescription: "The password that belongs to `email`. Environment variable: `NAOCLOUD_PASSWORD`.",
				Optional:            true,
				Sensitive:           true,
			},
			"use_session": schema.BoolAttribute{
				MarkdownDescription: "`true` exchanges the `api_key` for a session, which is renewed automatically: the key is then sent with the login alone, not with " +
					"every request. Default `false`. Environment variable: `NAOCLOUD_USE_SESSION`.",
				Optional: true,
			},
			"on_existing": schema.StringAttribute{
				MarkdownDescription: "What a create does when the account already holds an object with the same natural key (a team's name; a site's name and " +
					"coordinates; an association's team and site; a tag's site and tracking id; an object's `natural_key`): `fail` (the default) stops with an error that names the object and how to import it, " +
					"`create` makes another, where NAO Cloud allows that, and `adopt` takes over what exists, if it is the only object with that key and no other " +
					"resource of the run manages it. An adopted object is managed like one that the run made: it is changed to what the configuration says, and a " +
					"destroy removes it. `create` is meant for teams and sites: a second association gives no more access than the first, and sets of tags or sites never make a second one. Environment variable: " +
					"`NAOCLOUD_ON_EXISTING`.",
				Optional: true,
			},
			"max_retries": schema.Int64Attribute{
				MarkdownDescription: "How many times a request that is safe to repeat is retried; `0` for never. Default `8`. " +
					"Environment variable: `NAOCLOUD_MAX_RETRIES`.",
				Optional: true,
			},
			"request_timeout": schema.StringAttribute{
				MarkdownDescription: "How long one attempt of one request may take: a number with a unit, such as `45s` or `2m`. Default `30s`. " +
					"Environment variable: `NAOCLOUD_REQUEST_TIMEOUT`.",
				Optional: true,
			},
			"max_concurrent_requests": schema.Int64Attribute{
				MarkdownDescription: "How many requests may be on the wire at once, at least `1`. Default `10`. " +
					"Environment variable: `NAOCLOUD_MAX_CONCURRENT_REQUESTS`.",
				Optional: true,
			},
			"requests_per_second": schema.Float64Attribute{
				MarkdownDescription: "How many requests may start in a second; `0` (the default) does not limit them. " +
					"Environment variable: `NAOCLOUD_REQUESTS_PER_SECOND`.",
				Optional: true,
			},
			"expected_site_id": schema.StringAttribute{
				MarkdownDescription: "The id of a site that only the right account has, such as `11416`. Each run asks for it before its first other request; where the " +
					"account does not show it, nothing is read or changed. Environment variable: `NAOCLOUD_EXPECTED_SITE_ID`.",
				Optional: true,
			},
			"expected_team_id": schema.StringAttribute{
				MarkdownDescription: "The id of a team that only the right account has, such as `392`. It works like `expected_site_id`. " +
					"Environment variable: `NAOCLOUD_EXPECTED_TEAM_ID`.",
				Optional: true,
			},
		},
	}
}

// ValidateConfig refuses what Configure would refuse whatever the environment holds, so that `terraform validate` finds it.
func (p *naocloud) ValidateConfig(ctx context.Context, req provider.ValidateConfigRequest, resp *provider.ValidateConfigResponse) {
	var model providerModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(model.refusals(time.Now())...)
}

// Configure makes the client that every resource and data source shares. It sends no request.
func (p *naocloud) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var model providerModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if unknown := model.unknown(); len(unknown) > 0 {
		if req.ClientCapabilities.DeferralAllowed {
			resp.Deferred = &provider.Deferred{Reason: provider.DeferredReasonProviderConfigUnknown}
			return
		}
		resp.Diagnostics.Append(unknownValues(unknown)...)
		return
	}

	config, secrets, diagnostics := model.clientConfig(p.getenv, time.Now())
	resp.Diagnostics.Append(diagnostics...)
	if resp.Diagnostics.HasError() {
		return
	}
	config.UserAgent = userAgent(p.version, req.TerraformVersion, p.getenv("TF_APPEND_USER_AGENT"))
	config.Logger = slog.New(&logHandler{secrets: secrets})
	p.adjust(&config)

	c, err := client.New(config)
	if err != nil {
		resp.Diagnostics.AddError("Provider could not be configured", err.Error())
		return
	}
	acceptGone, err := strconv.ParseBool(cmp.Or(p.getenv(acceptGoneVariable), "false"))
	if err != nil {
		resp.Diagnostics.AddError("Invalid environment variable "+acceptGoneVariable, "It must be true or false.")
		return
	}
	p.mu.Lock()
	p.clients = append(p.clients, c)
	p.mu.Unlock()
	shared := &crud.Provider{Client: c, OnExisting: config.OnExisting, AcceptGone: acceptGone}
	resp.ResourceData = shared
	resp.DataSourceData = shared
	resp.ListResourceData = shared
	resp.ActionData = shared
	resp.EphemeralResourceData = shared
}
