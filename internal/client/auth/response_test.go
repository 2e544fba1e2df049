// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package auth

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/transport"

	"github.com/naocloud/terraform-provider-naocloud/internal/alloc"
)

// sessionOf reads the response of a login that came on theDay; headers are names and values in turn.
func sessionOf(body string, headers ...string) (grant, []string, error) {
	header := http.Header{}
	for pair := range slices.Chunk(headers, 2) {
		header.Set(pair[0], pair[1])
	}
	return readSession(&transport.Response{Header: header, Body: []byte(body)}, theDay)
}

// until makes a JWT that ends this long after theDay.
func until(d time.Duration) string { return unsigned(fmt.Sprintf(`{"exp":%d}`, theDay.Add(d).Unix())) }

func TestReadSession(t *testing.T) {
	t.Parallel()
	hour, day, plain, gone := until(time.Hour), until(24*time.Hour), unsigned(`{"sub":"canary"}`), until(-time.Minute)
	tests := map[string]struct {
		body string
		jwt  string
		life time.Duration
	}{
		"in meta":                    {`{"meta":{"jwt":"` + hour + `"}}`, hour, time.Hour},
		"under any name":             {`{"meta":{"x":1,"y":"` + hour + `","z":null}}`, hour, time.Hour},
		"deep in meta":               {`{"meta":{"session":{"tokens":[{"value":"` + hour + `"}]}}}`, hour, time.Hour},
		"meta itself":                {`{"meta":"` + hour + `"}`, hour, time.Hour},
		"at the top":                 {`{"token":"` + hour + `"}`, hour, time.Hour},
		"in attributes":              {`{"data":{"attributes":{"jwt":"` + hour + `"}}}`, hour, time.Hour},
		"nothing but it":             {`"` + hour + `"`, hour, time.Hour},
		"not even JSON":              {hour + "\n", hour, time.Hour},
		"with its scheme":            {`{"meta":{"authorization":"Bearer ` + hour + `"}}`, hour, time.Hour},
		"meta before elsewhere":      {`{"a":"` + day + `","meta":{"jwt":"` + hour + `"}}`, hour, time.Hour},
		"the later of two":           {`{"meta":{"a":"` + hour + `","b":"` + day + `"}}`, day, 24 * time.Hour},
		"the one that is not over":   {`{"meta":{"a":"` + gone + `","b":"` + hour + `"}}`, hour, time.Hour},
		"elsewhere, not over":        {`{"token":"` + hour + `","meta":{"a":"` + gone + `"}}`, hour, time.Hour},
		"no refresh token":           {`{"meta":{"jwt":"` + hour + `","refresh_token":"` + day + `"}}`, hour, time.Hour},
		"the one that says when":     {`{"meta":{"a":"` + plain + `","b":"` + hour + `"}}`, hour, time.Hour},
		"exp before a date":          {`{"meta":{"jwt":"` + hour + `","expires_at":"2026-03-05T12:00:00Z"}}`, hour, time.Hour},
		"a date":                     {`{"meta":{"jwt":"` + plain + `","when":"2026-03-01T14:00:00Z"}}`, plain, 2 * time.Hour},
		"a date of expiry, of three": {`{"meta":{"jwt":"` + plain + `","a":"2026-03-07T00:00:00Z","expires":"2026-03-01T14:00:00Z","now":1772366400}}`, plain, 2 * time.Hour},
		"a date below expiry":        {`{"meta":{"jwt":"` + plain + `","expiration":{"date":1772373600}}}`, plain, 2 * time.Hour},
		"a date that is past":        {`{"meta":{"jwt":"` + plain + `","created_at":"2026-03-01T11:59:59Z"}}`, plain, assumedLifetime},
		"a date that is not in meta": {`{"data":{"expires_at":"2026-03-01T14:00:00Z"},"meta":{"jwt":"` + plain + `"}}`, plain, assumedLifetime},
		"seconds from now":           {`{"meta":{"jwt":"` + plain + `","expires_in":3600}}`, plain, time.Hour},
		"no date":                    {`{"meta":{"jwt":"` + plain + `","count":3600}}`, plain, assumedLifetime},
		"exp of another type":        {`{"meta":{"jwt":"` + unsigned(`{"exp":[1]}`) + `"}}`, unsigned(`{"exp":[1]}`), assumedLifetime},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, secrets, err := sessionOf(test.body)
			if err != nil {
				t.Fatal(err)
			}
			if got.JWT != test.jwt {
				t.Errorf("got another JWT: %s", got.JWT)
			}
			if life := got.ExpiresAt.Sub(theDay); life != test.life || !got.EndsAt.Equal(got.ExpiresAt) {
				t.Errorf("got a life of %s and an end at %s, want %s", life, got.EndsAt, test.life)
			}
			if ahead := got.EndsAt.Sub(got.renewAt); ahead != min(test.life/renewalShare, longestAhead) {
				t.Errorf("it is renewed %s ahead", ahead)
			}
			if !slices.Contains(secrets, got.JWT) {
				t.Error("the JWT is not among the secrets")
			}
		})
	}
}

func TestReadSession_refuses(t *testing.T) {
	t.Parallel()
	gone := until(-time.Minute)
	for name, test := range map[string]struct{ body, says string }{
		"nothing":                   {``, "no JWT"},
		"no JWT":                    {`{"meta":{"jwt":"canary","expires_at":"2026-03-02T12:00:00Z"}}`, "no JWT"},
		"HTML":                      {`<html>canary</html>`, "no JWT"},
		"an expired one":            {`{"meta":{"jwt":"` + gone + `"}}`, "expired already, at 2026-03-01T11:59:00Z"},
		"two expired ones":          {`{"meta":{"a":"` + until(-time.Hour) + `","b":"` + gone + `"}}`, "expired already, at 2026-03-01T11:59:00Z"},
		"one expired by meta":       {`{"meta":{"a":"` + unsigned(`{}`) + `","expires_at":"2026-03-01T11:00:00Z"}}`, "expired already, at 2026-03-01T11:00:00Z"},
		"one that ends this moment": {`{"meta":{"a":"` + until(0) + `"}}`, "expired already"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, _, err := sessionOf(test.body)
			if err == nil || !strings.Contains(err.Error(), test.says) {
				t.Fatalf("got %v, want an error with %q", err, test.says)
			}
			if strings.Contains(err.Error(), "canary") || strings.Contains(err.Error(), "eyJ") {
				t.Errorf("the error holds a part of the response: %v", err)
			}
		})
	}
}

func TestReadSession_takesTheServersClock(t *testing.T) {
	t.Parallel()
	for name, skew := range map[string]time.Duration{"behind": -3 * time.Hour, "ahead": 3 * time.Hour, "right": 0} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			// By its own clock, the server grants a minute.
			date := theDay.Add(skew).Format(http.TimeFormat)
			got, _, err := sessionOf(`{"meta":{"jwt":"`+until(skew+time.Minute)+`"}}`, "Date", date)
			if err != nil {
				t.Fatal(err)
			}
			if life := got.EndsAt.Sub(theDay); life < 58*time.Second || life > time.Minute {
				t.Errorf("by the clock here it lasts %s, want a minute, or a little less", life)
			}
			if !got.ExpiresAt.Equal(theDay.Add(skew + time.Minute)) {
				t.Errorf("got %s for the end by the server's clock", got.ExpiresAt)
			}
		})
	}
}

func TestReadSession_takesNoClockThatIsCenturiesWrong(t *testing.T) {
	t.Parallel()
	for _, date := range []string{"Mon, 01 Jan 0001 00:00:00 GMT", "Fri, 06 Dec 1680 17:59:23 GMT", "Fri, 31 Dec 9999 23:59:59 GMT"} {
		got, _, err := sessionOf(`{"meta":{"jwt":"`+until(time.Minute)+`"}}`, "Date", date)
		if err != nil || !got.EndsAt.Equal(theDay.Add(time.Minute)) || !got.renewAt.After(theDay) {
			t.Errorf("%s: got an end at %s, a renewal at %s and the error %v, want those of a server that tells no date", date, got.EndsAt, got.renewAt, err)
		}
	}
}

func TestReadSession_takesTheHeaderLast(t *testing.T) {
	t.Parallel()
	hour, day := until(time.Hour), until(24*time.Hour)
	if got, _, err := sessionOf(`{}`, "Authorization", "Bearer "+hour); err != nil || got.JWT != hour {
		t.Errorf("got %v, %v, want the JWT of the header", got, err)
	}
	if got, _, err := sessionOf(`{"token":"`+hour+`"}`, "Authorization", "Bearer "+day); err != nil || got.JWT != hour {
		t.Errorf("got %v, %v, want the JWT of the body", got, err)
	}
}

func TestReadSession_namesWhatIsSecret(t *testing.T) {
	t.Parallel()
	hour, day := until(time.Hour), until(24*time.Hour)
	body := `{"data":{"attributes":{"email":"a@b.example","auth_token":"canary-1","api_key":"canary-2"}},"meta":{"jwt":"` + hour + `","refresh":"` + day + `"}}`
	_, secrets, err := sessionOf(body)
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(secrets)
	want := []string{"canary-1", "canary-2", hour, day}
	slices.Sort(want)
	if !slices.Equal(secrets, want) {
		t.Errorf("got %q, want %q", secrets, want)
	}
}

func FuzzReadSession(f *testing.F) {
	for _, body := range []string{
		``, `null`, `{"meta":{"jwt":"` + until(time.Hour) + `","expires_at":"2026-03-02T12:00:00Z"}}`,
		`{"meta":[{"a":"` + unsigned(`{"exp":"1.9e9"}`) + `"},1772366400,{"expires_in":60}]}`, `"` + unsigned(`{"exp":1e300}`) + `"`,
		`{"meta":{"a":"` + unsigned(`{"exp":-1}`) + `","exp":"NaN"}}`, "\"eyJ0000iOiI00CJ9.eyJ0000iOjB9000000.\xe8\"",
	} {
		f.Add(body, "Sun, 01 Mar 2026 12:00:00 GMT")
		f.Add(body, "Fri, 06 Dec 1680 17:59:23 GMT")
	}
	f.Fuzz(func(t *testing.T, body, date string) {
		var got grant
		var err error
		alloc.Bounded(t, len(body)+len(date), func() { got, _, err = sessionOf(body, "Date", date) })
		again, _, err2 := sessionOf(body, "Date", date)
		if got != again || (err == nil) != (err2 == nil) {
			t.Errorf("got %#v, then %#v of the same response", got, again)
		}
		if err != nil {
			if strings.Contains(err.Error(), "eyJ") {
				t.Errorf("the error holds a JWT: %v", err)
			}
			return
		}
		if !isJWT(got.JWT) || !strings.Contains(body, got.JWT) && !strings.Contains(body, `\`) {
			t.Errorf("got %q, which is no JWT of the response", got.JWT)
		}
		if !got.EndsAt.After(theDay) || got.renewAt.After(got.EndsAt) || got.renewAt.Before(theDay) {
			t.Errorf("renewed at %s, ends at %s, obtained at %s", got.renewAt, got.EndsAt, theDay)
		}
	})
}
