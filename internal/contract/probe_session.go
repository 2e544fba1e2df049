// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// session logs in once, if the credentials can, and goes on with the JWT where there is nothing else. It never shows a value of the response.
func (p *prober) session(ctx context.Context) error {
	var body any
	switch {
	case p.options.Email != "":
		body = map[string]any{"session": map[string]string{"email": p.options.Email, "password": p.options.Password}}
	case !p.options.APIKey:
		return nil
	}
	asked := time.Now()
	r, err := p.write(ctx, http.MethodPost, "/sessions", body)
	if err != nil {
		return err
	}
	if !r.ok() {
		return r.unexpected()
	}
	p.saw("sessions: the status", strconv.Itoa(r.status), strconv.Itoa(r.status))

	document, _ := r.body.(object)
	meta, _ := document["meta"].(object)
	key, token := tokenIn(meta)
	p.saw("sessions: meta holds a JWT", choose(token == "", "no", "yes"))
	if token != "" {
		p.saw("sessions: the key of the JWT", key, key)
		p.expiry(token, asked)
	}
	p.expiryDate(meta)
	if p.options.Email == "" {
		return nil
	}
	data, _ := document["data"].(object)
	attributes, _ := data["attributes"].(object)
	user, _ := document["user"].(object)
	hidden := text(attributes["auth_token"]) == "" && text(user["auth_token"]) == ""
	p.saw("sessions: auth_token after email and password", choose(hidden, "hidden", "revealed"))
	if p.authorization = token; token == "" {
		return fmt.Errorf("POST /sessions: expected a JWT in meta, found only %s", listed(slices.Sorted(maps.Keys(meta))))
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

// claims returns those of a JWT, unverified; nil for everything else.
func claims(token string) jwt.MapClaims {
	claims := jwt.MapClaims{}
	_, _, err := jwt.NewParser(jwt.WithJSONNumber()).ParseUnverified(token, claims)
	if err != nil && !errors.Is(err, jwt.ErrTokenUnverifiable) {
		return nil
	}
	return claims
}

// expiry looks at how the JWT says when it expires.
func (p *prober) expiry(token string, asked time.Time) {
	exp, there := claims(token)["exp"]
	seen, constant := "whole seconds", ""
	switch number, isNumber := exp.(json.Number); {
	case !there:
		seen, constant = "absent", "ExpNone"
	case !isNumber:
		seen, constant = kind(exp), "ExpString"
	case strings.Contains(number.String(), "."):
		seen, constant = "with a fraction", "ExpFloat"
	}
	p.saw("sessions: exp of the JWT", seen, constant)
	if seconds, err := json.Number(text(exp)).Float64(); err == nil {
		life := time.Unix(int64(seconds), 0).Sub(asked).Round(time.Minute)
		p.saw("sessions: the life of a JWT", life.String(), int(life.Minutes()))
	}
}

// expiryDate looks for a date beside the JWT.
func (p *prober) expiryDate(meta object) {
	for _, key := range slices.Sorted(maps.Keys(meta)) {
		if claims(text(meta[key])) != nil {
			continue
		}
		_, err := time.Parse(time.RFC3339, text(meta[key]))
		p.saw("sessions: meta holds a date", "yes")
		p.saw("sessions: the key of the date", key, key)
		p.saw("sessions: the form of the date", choose(err == nil, "RFC 3339", "another"))
		return
	}
	p.saw("sessions: meta holds a date", "no")
}
