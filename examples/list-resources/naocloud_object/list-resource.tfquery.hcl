# The names of the collection and of its attributes are assumptions: see the guide on what has no resource of its own.
list "naocloud_object" "notifiers" {
  provider = naocloud

  config {
    collection = "sites/11416/notifiers"
  }
}

list "naocloud_object" "alerts" {
  provider = naocloud

  config {
    collection = "sites/11416/notifiers"
    filter     = { name_eq = "Alerts to the control room" }
  }
}
