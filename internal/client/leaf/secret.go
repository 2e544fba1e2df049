// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package leaf

import (
	"slices"
	"strings"
)

// secretWords end the names of what is probably secret.
var secretWords = []string{"token", "secret", "password", "auth", "key"}

// IsSecret reports whether the name of an attribute looks as if its value were secret: it is one of "token", "secret", "password", "auth" and
// "key", or ends in one of them after an underscore, or it ends in "_url", since URLs may be signed. "url" alone is none.
func IsSecret(name string) bool {
	name = strings.ToLower(name)
	if strings.HasSuffix(name, "_url") {
		return true
	}
	for _, word := range secretWords {
		if name == word || strings.HasSuffix(name, "_"+word) {
			return true
		}
	}
	return false
}

// IsSecretPath reports whether a part of a path such as "options.token" looks secret.
func IsSecretPath(path string) bool {
	return slices.ContainsFunc(strings.FieldsFunc(path, func(r rune) bool { return r == '.' || r == '[' }), IsSecret)
}

// WithoutSecrets is a value without the members whose names look secret, however deep they are.
func WithoutSecrets(value any) any {
	switch value := value.(type) {
	case map[string]any:
		kept := make(map[string]any, len(value))
		for name, member := range value {
			if !IsSecret(name) {
				kept[name] = WithoutSecrets(member)
			}
		}
		return kept
	case []any:
		kept := make([]any, len(value))
		for i, element := range value {
			kept[i] = WithoutSecrets(element)
		}
		return kept
	case Set:
		kept, _ := WithoutSecrets([]any(value)).([]any)
		return Set(kept)
	default:
		return value
	}
}

// Texts are the texts and numbers of a value, for whoever has to keep them out of a log.
func Texts(value any) []string {
	if _, isFlag := value.(bool); isFlag {
		return nil
	}
	if text, ok := Text(value); ok {
		return []string{text}
	}
	var texts []string
	if object, ok := value.(map[string]any); ok {
		for _, member := range object {
			texts = append(texts, Texts(member)...)
		}
	}
	list, _ := elements(value)
	for _, element := range list {
		texts = append(texts, Texts(element)...)
	}
	return texts
}

// SecretTexts are the Texts of the members of a value whose names look secret, however deep they are.
func SecretTexts(value any) []string {
	var texts []string
	if object, ok := value.(map[string]any); ok {
		for name, member := range object {
			if IsSecret(name) {
				texts = append(texts, Texts(member)...)
			} else {
				texts = append(texts, SecretTexts(member)...)
			}
		}
	}
	list, _ := elements(value)
	for _, element := range list {
		texts = append(texts, SecretTexts(element)...)
	}
	return texts
}
