# Look up by id, or by a name that only one site has.
data "naocloud_site" "hospital" {
  name = "Purpan hospital"
}

output "hospital_position" {
  description = "Decimal degrees, WGS 84."
  value       = "${data.naocloud_site.hospital.latitude}, ${data.naocloud_site.hospital.longitude}"
}
