output "bed_12" {
  description = "AA:BB:CC:44:55:66"
  value       = provider::naocloud::tracking_id("aabb.cc44.5566")
}
