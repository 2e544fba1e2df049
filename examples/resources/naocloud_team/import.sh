# A team is imported by its id.
terraform import naocloud_team.operations 392
