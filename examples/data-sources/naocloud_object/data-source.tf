# The names of the collection and of its attributes are assumptions: see the guide on what has no resource of its own.
data "naocloud_object" "alerts" {
  collection = "sites/11416/notifiers"
  filter     = { name_eq = "Alerts to the control room" }
  export     = ["url", "active"]
}

output "where_alerts_go" {
  value = data.naocloud_object.alerts.output.url
}
