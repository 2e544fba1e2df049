# The names of the collection and of its attributes are assumptions: see the guide on what has no resource of its own.
data "naocloud_objects" "notifiers" {
  collection = "sites/11416/notifiers"
  export     = ["name", "active"]
}

output "notifiers_that_are_off" {
  value = [for id, notifier in data.naocloud_objects.notifiers.objects : notifier.name if notifier.active == false]
}
