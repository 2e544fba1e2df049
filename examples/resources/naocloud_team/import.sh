# A team is imported by its id. To have its resource block written too, see the guide "Bring an existing account under Terraform".
terraform import naocloud_team.operations 392
