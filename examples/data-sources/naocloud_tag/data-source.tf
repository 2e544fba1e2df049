# By its tracking id. By its id or its name works too.
data "naocloud_tag" "bed_12" {
  site_id     = "11416"
  tracking_id = "AA:BB:CC:44:55:66"
}

output "bed_12_battery" {
  description = "How full the battery is, in percent. It changes from read to read."
  value       = data.naocloud_tag.bed_12.battery
}
