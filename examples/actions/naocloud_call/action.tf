# Ask a notifier for a test message after each change. The path is an assumption: see the guide on what has no resource of its own.
resource "naocloud_object" "alerts" {
  collection = "sites/11416/notifiers"
  attributes = {
    name = "Alerts to the control room"
  }

  lifecycle {
    action_trigger {
      events  = [after_create, after_update]
      actions = [action.naocloud_call.test_message]
    }
  }
}

action "naocloud_call" "test_message" {
  config {
    path   = "sites/11416/notifiers/${caller.id}/test" # Terraform 1.14 and 1.15 do not know caller: write naocloud_object.alerts.id.
    method = "POST"
    body = {
      notifier = {
        text = "Terraform has changed this notifier."
      }
    }
    timeout = "2m"
  }
}

# Call by hand. This needs Terraform 1.16, or an id such as "7" instead of caller.id:
#
#   terraform apply -invoke=action.naocloud_call.test_message
