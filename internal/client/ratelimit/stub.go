package ratelimit

import "time"

type Config struct {
	Concurrent int
	PerSecond  float64
	Scale      time.Duration
}
type Limiter struct{}

func New(Config) *Limiter                { return &Limiter{} }
func (*Limiter) Waited() time.Duration { return 0 }
