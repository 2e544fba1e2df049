// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"strings"
	"unicode"

	"github.com/hashicorp/terraform-plugin-log/tflog"
)

// logHandler writes the client's log into Terraform's, which TF_LOG and TF_LOG_PROVIDER switch on.
type logHandler struct {
	// secrets are masked, should one ever get into a line.
	secrets []string
	fields  map[string]any
	// prefix names the open groups, each followed by a dot.
	prefix string
}

// Enabled spares the work for lines that nobody sees.
func (h *logHandler) Enabled(ctx context.Context, level slog.Level) bool {
	switch {
	case level < slog.LevelDebug:
		return tflog.IsTrace(ctx)
	case level < slog.LevelInfo:
		return tflog.IsDebug(ctx)
	case level < slog.LevelWarn:
		return tflog.IsInfo(ctx)
	case level < slog.LevelError:
		return tflog.IsWarn(ctx)
	default:
		return tflog.IsError(ctx)
	}
}

// Handle writes one line.
func (h *logHandler) Handle(ctx context.Context, record slog.Record) error {
	fields := maps.Clone(h.fields)
	if fields == nil {
		fields = make(map[string]any, record.NumAttrs())
	}
	record.Attrs(func(attribute slog.Attr) bool {
		addField(fields, h.prefix, attribute)
		return true
	})
	// The mask lives in the context, and every call of the provider brings a new one.
	ctx = tflog.MaskLogStrings(ctx, h.secrets...)
	switch {
	case record.Level < slog.LevelDebug:
		tflog.Trace(ctx, record.Message, fields)
	case record.Level < slog.LevelInfo:
		tflog.Debug(ctx, record.Message, fields)
	case record.Level < slog.LevelWarn:
		tflog.Info(ctx, record.Message, fields)
	case record.Level < slog.LevelError:
		tflog.Warn(ctx, record.Message, fields)
	default:
		tflog.Error(ctx, record.Message, fields)
	}
	return nil
}

// WithAttrs adds fields to every line.
func (h *logHandler) WithAttrs(attributes []slog.Attr) slog.Handler {
	fields := maps.Clone(h.fields)
	if fields == nil {
		fields = make(map[string]any, len(attributes))
	}
	for _, attribute := range attributes {
		addField(fields, h.prefix, attribute)
	}
	return &logHandler{secrets: h.secrets, fields: fields, prefix: h.prefix}
}

// WithGroup puts a name before the fields that follow.
func (h *logHandler) WithGroup(name string) slog.Handler {
	if name == "" {
		return h
	}
	return &logHandler{secrets: h.secrets, fields: h.fields, prefix: h.prefix + name + "."}
}

// addField keeps numbers and booleans, and makes everything else a text: tflog masks nothing else.
func addField(fields map[string]any, prefix string, attribute slog.Attr) {
	value := attribute.Value.Resolve()
	switch value.Kind() {
	case slog.KindGroup:
		if attribute.Key != "" {
			prefix += attribute.Key + "."
		}
		for _, member := range value.Group() {
			addField(fields, prefix, member)
		}
	case slog.KindBool, slog.KindInt64, slog.KindUint64, slog.KindFloat64:
		fields[prefix+attribute.Key] = value.Any()
	default:
		fields[prefix+attribute.Key] = value.String()
	}
}

// userAgent names the provider, Terraform, and whatever TF_APPEND_USER_AGENT adds.
func userAgent(version, terraformVersion, appended string) string {
	agent := fmt.Sprintf("terraform-provider-naocloud/%s (+https://registry.terraform.io/providers/naocloud/naocloud) Terraform/%s", version, terraformVersion)
	// A header with a line break could not be sent at all.
	appended = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, appended)
	return strings.TrimSpace(agent + " " + strings.TrimSpace(appended))
}
