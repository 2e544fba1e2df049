// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

// session signs in once, where the credentials can, and goes on with the JWT where there is nothing else. It never shows a value of the answer.
func (p *prober) session(ctx context.Context) error {
	var body any
	switch {
	case p.options.Email != "":
		body = map[string]any{"session": map[string]string{"email": p.options.Email, "password": p.options.Password}}
	case !p.options.APIKey:
		p.report.unseen("sessions: everything", "…", "it takes an API key, or email and password")
		return nil
	}
	asked := time.Now()
	a, err := p.wire.write(ctx, http.MethodPost, "/sessions", body)
	if err != nil {
		return err
	}
	if !a.ok() {
		return fmt.Errorf("POST /sessions: got %d %s", a.status, http.StatusText(a.status))
	}
	p.report.compare("sessions: the status", "201", fmt.Sprint(a.status), fmt.Sprintf("Sessions.Status = %d", a.status))

	document, _ := a.body.(object)
	meta, _ := document["meta"].(object)
	key, token := tokenIn(meta)
	if token == "" {
		p.report.compare("sessions: the JWT in meta", "jwt", "none", "Sessions.NoJWT = true")
	} else {
		p.report.compare("sessions: the JWT in meta", "jwt", key, fmt.Sprintf("Sessions.JWTKey = %q", key))
		p.expiry(token, asked)
	}
	p.expiryDate(meta, key)
	if p.options.Email != "" {
		p.authToken(document)
		if p.wire.authorization = token; token == "" {
			return fmt.Errorf("POST /sessions: expected a JWT in meta, found only %s", listed(slices.Sorted(maps.Keys(meta))))
		}
	}
	return nil
}

// tokenIn finds the JWT by its form.
func tokenIn(meta object) (key, token string) {
	for _, key := range slices.Sorted(maps.Keys(meta)) {
		if token, _ := meta[key].(string); claims(token) != nil {
			return key, token
		}
	}
	return "", ""
}

// claims are those of a JWT, unverified; nil for everything else.
func claims(token string) object {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return nil
	}
	content, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return nil
	}
	var decoded object
	decoder := json.NewDecoder(strings.NewReader(string(content)))
	decoder.UseNumber()
	if decoder.Decode(&decoded) != nil {
		return nil
	}
	return decoded
}

// expiry looks at how the JWT says when it expires.
func (p *prober) expiry(token string, asked time.Time) {
	exp, there := claims(token)["exp"]
	seen, change := "whole seconds", ""
	switch number, isNumber := exp.(json.Number); {
	case !there:
		seen, change = "absent", "ExpNone"
	case !isNumber:
		seen, change = kind(exp), "ExpString"
	case strings.Contains(number.String(), "."):
		seen, change = "with a fraction", "ExpFloat"
	}
	p.report.compare("sessions: exp of the JWT", "whole seconds", seen, "Sessions.Exp = naotest."+change)

	seconds, err := json.Number(text(exp)).Float64()
	if err != nil {
		p.report.unseen("sessions: the life of a JWT", "24h", "it does not say when it expires")
		return
	}
	life := time.Unix(int64(seconds), 0).Sub(asked).Round(time.Minute)
	p.report.compare("sessions: the life of a JWT", "24h", short(life), fmt.Sprintf("Sessions.Lifetime = %d * time.Minute", int(life.Minutes())))
}

// short leaves out the units that are zero.
func short(d time.Duration) string {
	text := d.String()
	for _, zero := range []string{"m0s", "h0m"} {
		if strings.HasSuffix(text, zero) {
			text = text[:len(text)-2]
		}
	}
	return text
}

// expiryDate looks for a date beside the JWT.
func (p *prober) expiryDate(meta object, tokenKey string) {
	const fact, assumed = "sessions: the expiry in meta", "expiration_date, RFC 3339"
	for _, key := range slices.Sorted(maps.Keys(meta)) {
		if key == tokenKey || claims(text(meta[key])) != nil {
			continue
		}
		form := "in another form"
		if _, err := time.Parse(time.RFC3339, text(meta[key])); err == nil {
			form = "RFC 3339"
		}
		change := fmt.Sprintf("Sessions.ExpiryKey = %q", key)
		if form != "RFC 3339" {
			change += ", Sessions.ExpiryLayout"
		}
		p.report.compare(fact, assumed, key+", "+form, change)
		return
	}
	p.report.compare(fact, assumed, "absent", "Sessions.NoExpiryDate = true")
}

// authToken looks whether the answer reveals the API key.
func (p *prober) authToken(document object) {
	data, _ := document["data"].(object)
	attributes, _ := data["attributes"].(object)
	user, _ := document["user"].(object)
	seen := "revealed"
	if text(attributes["auth_token"]) == "" && text(user["auth_token"]) == "" {
		seen = "hidden"
	}
	p.report.compare("sessions: auth_token after email and password", "revealed", seen, "Sessions.HideAuthToken = true")
}
