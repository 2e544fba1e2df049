import {
  to = naocloud_object.alerts
  identity = {
    collection = "sites/11416/notifiers"
    id         = "7"
  }
}
