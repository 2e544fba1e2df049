// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/jsonapi"
)

// Collection is where objects of any kind are, such as "sites/5/notifiers". Its zero value is none. ParseCollection makes it.
type Collection struct{ path string }

// mostNames is how many names the path of a collection has at most: "sites/5/buildings/7/floors" has three.
const mostNames = 3

var (
	collectionName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	// notCollections are paths of the API that hold no objects, or that act on more than one.
	notCollections = []string{"sessions", "oauth", "background_jobs", "batch", "publish"}
)

// ParseCollection reads the path of a collection: names and ids in turn, at most three names, the last of them at the end. The error says
// what is wrong, and completes a sentence that begins with what the path is called.
func ParseCollection(path string) (Collection, error) {
	segments := strings.Split(path, "/")
	if err := checkSegments(segments); err != nil {
		return Collection{}, err
	}
	if len(segments)%2 == 0 {
		return Collection{}, fmt.Errorf("must end with the name of a collection, not with the id %q of an object: leave the id out",
			segments[len(segments)-1])
	}
	return Collection{path: path}, nil
}

// ParseCall reads the path of a call: that of a collection, of an object, or of a verb below either, such as
// "sites/5/asset_tracking_config/publish". The error completes a sentence that begins with what the path is called.
func ParseCall(path string) (string, error) {
	segments := strings.Split(path, "/")
	verb := segments[len(segments)-1]
	checked := segments
	if len(segments) > 1 && (verb == "publish" || verb == "batch") {
		checked = segments[:len(segments)-1]
	}
	if err := checkCall(checked); err != nil {
		return "", err
	}
	return "/" + path, nil
}

// checkCall accepts names wherever an id may be: whether a word such as "asset_tracking_config" is a name or an id does not show.
func checkCall(segments []string) error {
	const mostSegments = 2 * mostNames
	if err := checkName(segments[0]); err != nil {
		return err
	}
	for _, segment := range segments[1:] {
		if err := checkBelow(segment); err != nil {
			return err
		}
	}
	if len(segments) > mostSegments {
		return fmt.Errorf("must have at most %d parts", mostSegments)
	}
	return nil
}

func checkSegments(segments []string) error {
	for i, segment := range segments {
		check := checkName
		if i%2 == 1 {
			check = checkBelow
		}
		if err := check(segment); err != nil {
			return err
		}
	}
	if len(segments) > 2*mostNames {
		return fmt.Errorf("must have at most %d names, such as sites/5/buildings/7/floors", mostNames)
	}
	return nil
}

func checkName(name string) error {
	switch {
	case name == "":
		return errEmptySegment
	case slices.Contains(notCollections, name):
		return fmt.Errorf("must be a collection of objects, which %q is not", name)
	case !collectionName.MatchString(name):
		return fmt.Errorf("must have names of lower-case letters, digits and underscores and ids in turn, such as sites/5/notifiers; %q is no name", name)
	}
	return nil
}

// checkBelow checks what follows a name: an id, or in a call perhaps another name.
func checkBelow(id string) error {
	switch {
	case id == "":
		return errEmptySegment
	case slices.Contains(notCollections, id):
		return fmt.Errorf("must not lead to %q", id)
	case !jsonapi.ValidID(id):
		return fmt.Errorf("must have names and ids of letters, digits, underscores and hyphens in turn, such as sites/5/notifiers; %q is no id", id)
	}
	return nil
}

var errEmptySegment = errors.New("must not have an empty part: write it without a slash at either end, such as sites/5/notifiers")

// String is the path, without a slash at either end.
func (c Collection) String() string { return c.path }

// Name is the last name: "notifiers".
func (c Collection) Name() string { return c.path[strings.LastIndexByte(c.path, '/')+1:] }

// pattern is the path with {} in the place of each id, and the ids, the outermost first.
func (c Collection) pattern() (pattern string, parents []string) {
	segments := strings.Split(c.path, "/")
	for i := 1; i < len(segments); i += 2 {
		parents = append(parents, segments[i])
		segments[i] = "{}"
	}
	return "/" + strings.Join(segments, "/"), parents
}

// Pattern is the path with {} in the place of each id: "sites/{}/notifiers".
func (c Collection) Pattern() string {
	pattern, _ := c.pattern()
	return strings.TrimPrefix(pattern, "/")
}

// Type is the type that the API probably gives to the objects: the singular of the last name [assumed].
func (c Collection) Type() string {
	name := c.Name()
	for _, ending := range []string{"sses", "xes", "ches", "shes"} {
		if strings.HasSuffix(name, ending) {
			return strings.TrimSuffix(name, "es")
		}
	}
	if stem, ok := strings.CutSuffix(name, "ies"); ok {
		return stem + "y"
	}
	return strings.TrimSuffix(name, "s")
}
