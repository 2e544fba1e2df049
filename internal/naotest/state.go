// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import "time"

// creator is the user whom the credentials belong to [doc: 10].
const creator = "4840"

// state is what the account holds.
type state struct {
	teams        *kind[Team]
	sites        *kind[Site]
	associations *kind[Association]
	buildings    *kind[Building]
	floors       *kind[Floor]
	tags         *kind[Tag]
	collections  map[string]*kind[Object] // by path, such as "sites/{}/notifiers"

	signed    int               // signed URLs that were given away
	secrets   int               // secrets that the server made up
	macs      int               // tags that were seeded
	moves     map[reference]int // how often something that moves was shown
	teamSites teamSites

	made   map[string]map[string]int // by type and natural key
	kept   map[keptKey]time.Time     // until when keys stay taken
	busy   map[reference]time.Time   // until when objects cannot be removed
	writes map[int64]int             // how many writes of a team are under way
}

// newState returns an empty account, and registers the requests for it. The first ids
// are those of the documentation's examples.
func newState(s *Server) state {
	st := state{
		collections: map[string]*kind[Object]{},
		moves:       map[reference]int{},
		teamSites:   newTeamSites(),
		made:        map[string]map[string]int{},
		kept:        map[keptKey]time.Time{},
		busy:        map[reference]time.Time{},
		writes:      map[int64]int{},
	}
	st.teams = register(s, newTeams())
	st.sites = register(s, newSites())
	st.associations = register(s, newAssociations(st.teams, st.sites))
	st.buildings = register(s, newBuildings(st.sites))
	st.floors = register(s, newFloors(st.buildings))
	st.tags = register(s, newTags(st.sites))
	return st
}

// moves counts how often something that moves was shown.
func (c *call) moves(what reference) int {
	c.s.state.moves[what]++
	return c.s.state.moves[what]
}

// addTo puts a value into the account, without a request.
func addTo[T any](s *Server, k *kind[T], value T) T {
	s.mu.Lock()
	defer s.mu.Unlock()
	return k.dup(k.put(value, time.Now()).value)
}

// valuesOf returns copies of the objects in the order of their numeric ids.
func valuesOf[T any](s *Server, k *kind[T], wanted func(T) bool) []T {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.agenda.runDue()
	all := make([]T, 0, len(k.ids))
	for r := range k.all() {
		if wanted(r.value) {
			all = append(all, k.dup(r.value))
		}
	}
	return all
}

func every[T any](T) bool { return true }

// updateIn changes an object without a request. It reports whether there is one. The
// id stays.
func updateIn[T any](s *Server, k *kind[T], key string, change func(*T)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.agenda.runDue()
	r, ok := k.byID(key)
	if !ok {
		return false
	}
	changed := k.dup(r.value)
	change(&changed)
	*k.id(&changed) = k.prefix + id(r.id)
	k.set(r, k.dup(changed))
	return true
}

// removeFrom removes an object, and what is below it, without a request. It reports
// whether there was one.
func removeFrom[T any](s *Server, k *kind[T], id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.agenda.runDue()
	r, ok := k.byID(id)
	return ok && k.drop(r.id)
}

// references names the objects below a parent, in the order of their arrival.
func references[T any](k *kind[T], parent string) []reference {
	all := []reference{}
	for _, each := range k.of(parent) {
		all = append(all, reference{k.single, k.prefix + id(each)})
	}
	return all
}
