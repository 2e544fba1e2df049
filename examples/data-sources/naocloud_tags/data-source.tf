# The beds of a site that are in use.
data "naocloud_tags" "beds" {
  site_id  = "11416"
  category = "bed"
  active   = true
}

output "weak_batteries" {
  description = "Names of the beds whose batteries are less than a fifth full."
  value       = [for tag in data.naocloud_tags.beds.tags : tag.name if tag.battery < 20]
}
