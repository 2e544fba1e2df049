// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package jsonapi turns bytes into documents, tolerantly. It does no input or output.
//
// No error of this package quotes what came, apart from names that ValidID accepts: a response may hold secrets.
package jsonapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// MaxResources is how many resources a document may hold at most.
const MaxResources = 100_000

// MaxRecords is the largest number of records that a document is believed to have.
const MaxRecords = 10_000_000

// Document is a response of the API: JSON:API with `data`, or the plain form with a root named after the type, `{"sites": []}` [doc: 4].
type Document struct {
	Resources []Resource
	// Many is true where the document holds a collection, Plain where its root is named after the type.
	Many, Plain bool
	// Records is the number of objects in the whole listing, by meta.pagination.records. It is -1 where the document does not say it, or says
	// what no listing has, and at most MaxRecords.
	Records int
	// Next is true where meta.pagination or links name a next page.
	Next bool
}

var errNoData = errors.New("expected a JSON:API document or a root named after the type, got neither")

// Decode reads a body. The roots are the names that the plain form may use in place of `data`, such as "team" and "teams". `data` goes
// before them, and they go in their order. The document refers to the body, which must not be changed afterwards.
//
// Decode refuses a body that Check refuses, one without a root, and one with more than MaxResources resources. It refuses a resource whose
// id is no ValidID with an *InvalidIDError.
func Decode(body []byte, roots ...string) (Document, error) {
	doc := Document{Records: -1}
	if err := Check(body); err != nil {
		return doc, err
	}
	body = bytes.TrimSpace(body)
	data, plain := rootOf(body, roots)
	if data == nil {
		return doc, errNoData
	}
	doc.Plain = plain
	if err := doc.readResources(data); err != nil {
		return Document{Records: -1}, err
	}
	doc.readMeta(member(body, "meta"))
	doc.readLinks(member(body, "links"))
	return doc, nil
}

// rootOf returns what the root of a document holds, nil where it has none, and whether the root is named after the type. A bare list is
// its own root.
func rootOf(body json.RawMessage, roots []string) (data json.RawMessage, plain bool) {
	if body[0] == '[' {
		return body, false
	}
	if data = member(body, "data"); data != nil {
		return data, false
	}
	for _, root := range roots {
		if data = member(body, root); data != nil {
			return data, true
		}
	}
	return nil, false
}

func (d *Document) readResources(data json.RawMessage) error {
	if isNull(data) {
		return nil
	}
	if data[0] != '[' {
		resource, err := decodeResource(data, d.Plain)
		d.Resources = []Resource{resource}
		return err
	}
	d.Many = true
	for element := range elements(data) {
		if len(d.Resources) == MaxResources {
			return fmt.Errorf("expected at most %d resources in a document, got more", MaxResources)
		}
		resource, err := decodeResource(element, d.Plain)
		if err != nil {
			return err
		}
		d.Resources = append(d.Resources, resource)
	}
	return nil
}

// readMeta reads how long the listing is [lib: jsonapi.rb]. A meta of another form must not cost the data, so it tells nothing.
// meta.resource_count is the number of resources of one page, not of the listing, and is not read.
func (d *Document) readMeta(meta json.RawMessage) {
	pagination := member(meta, "pagination")
	d.Records = count(member(pagination, "records"))
	d.Next = !isEmpty(member(pagination, "next"))
}

func (d *Document) readLinks(links json.RawMessage) {
	d.Next = d.Next || !isEmpty(member(links, "next"))
}

// count reads a number of records, -1 where there is none.
func count(data json.RawMessage) int {
	var number Decimal
	if isNull(data) || json.Unmarshal(data, &number) != nil || number < 0 || number > MaxRecords {
		return -1
	}
	return int(number)
}
