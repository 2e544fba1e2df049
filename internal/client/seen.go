// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
)

// mostDigests is how many credentials an object remembers.
const mostDigests = 5

// Seen is what an object remembers of the accounts in which it was seen: where, and with whose credentials. It marshals to JSON. A digest has
// 32 bits, with a salt of its own: enough to notice another account, too little to guess a key from.
type Seen struct {
	// Endpoint is the endpoint at which the object was seen last.
	Endpoint string `json:"endpoint,omitempty"`
	// Digests are those of the credentials, the newest last; each is the salt and the digest in hexadecimal.
	Digests []string `json:"digests,omitempty"`
}

// IsSeen reports whether an object that was seen so belongs to this client's account as far as anybody can tell: it was seen at this
// endpoint, and with these credentials where both sides know any.
func (c *Client) IsSeen(seen Seen) bool {
	if seen.Endpoint == "" {
		return true
	}
	if seen.Endpoint != c.endpoint {
		return false
	}
	name := c.auth.Identity()
	return name == "" || len(seen.Digests) == 0 || slices.ContainsFunc(seen.Digests, func(digest string) bool { return matches(digest, name) })
}

// See adds this client's endpoint and credentials to what an object remembers. What is known already is returned unchanged.
func (c *Client) See(seen Seen) Seen {
	name := c.auth.Identity()
	known := name == "" || slices.ContainsFunc(seen.Digests, func(digest string) bool { return matches(digest, name) })
	if seen.Endpoint == c.endpoint && known {
		return seen
	}
	if seen.Endpoint != c.endpoint {
		// The digests are those of another endpoint's credentials.
		seen.Digests = nil
		known = name == ""
	}
	seen.Endpoint = c.endpoint
	if !known {
		seen.Digests = append(slices.Clone(seen.Digests), digest(newSalt(), name))
		seen.Digests = seen.Digests[max(0, len(seen.Digests)-mostDigests):]
	}
	return seen
}

const saltLength = 8 // hexadecimal digits

func newSalt() string {
	salt := make([]byte, saltLength/2)
	_, _ = rand.Read(salt) // It never fails.
	return hex.EncodeToString(salt)
}

// digest is the salt with 32 bits of the hash of salt and name.
func digest(salt, name string) string {
	sum := sha256.Sum256([]byte(salt + name))
	return salt + hex.EncodeToString(sum[:4])
}

// matches reports whether a digest is that of a name.
func matches(known, name string) bool {
	return len(known) > saltLength && strings.EqualFold(known, digest(known[:saltLength], name))
}
