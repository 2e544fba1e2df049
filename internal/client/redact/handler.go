// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package redact

import (
	"context"
	"fmt"
	"log/slog"
)

// Handler returns a handler that passes records on to next. Every string in them is as Error makes the text of an error: the message, the
// names and the values, also of groups, and what next would print of a value of another type.
func (m *Masker) Handler(next slog.Handler) slog.Handler { return &handler{next: next, masker: m} }

type handler struct {
	next   slog.Handler
	masker *Masker
}

// Enabled asks the next handler.
func (h *handler) Enabled(ctx context.Context, level slog.Level) bool {
	return h.next.Enabled(ctx, level)
}

// Handle masks a record.
func (h *handler) Handle(ctx context.Context, record slog.Record) error {
	masked := slog.NewRecord(record.Time, record.Level, h.clean(record.Message), record.PC)
	record.Attrs(func(attribute slog.Attr) bool {
		masked.AddAttrs(h.attribute(attribute))
		return true
	})
	return h.next.Handle(ctx, masked)
}

// WithAttrs masks what every record is to hold.
func (h *handler) WithAttrs(attributes []slog.Attr) slog.Handler {
	return &handler{next: h.next.WithAttrs(h.attributes(attributes)), masker: h.masker}
}

// WithGroup masks the name of a group.
func (h *handler) WithGroup(name string) slog.Handler {
	return &handler{next: h.next.WithGroup(h.clean(name)), masker: h.masker}
}

func (h *handler) clean(s string) string { return h.masker.tidy(s, longestText) }

func (h *handler) attributes(attributes []slog.Attr) []slog.Attr {
	masked := make([]slog.Attr, len(attributes))
	for i, attribute := range attributes {
		masked[i] = h.attribute(attribute)
	}
	return masked
}

func (h *handler) attribute(attribute slog.Attr) slog.Attr {
	value := attribute.Value.Resolve()
	switch value.Kind() {
	case slog.KindString:
		value = slog.StringValue(h.clean(value.String()))
	case slog.KindGroup:
		value = slog.GroupValue(h.attributes(value.Group())...)
	case slog.KindAny:
		value = slog.StringValue(h.clean(printed(value.Any())))
	default: // Numbers, booleans and times.
	}
	return slog.Attr{Key: h.clean(attribute.Key), Value: value}
}

// printed returns what a value prints. Bytes print as the text that they are.
func printed(value any) string {
	if data, ok := value.([]byte); ok {
		return string(data)
	}
	return fmt.Sprint(value)
}
