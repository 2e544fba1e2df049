# A set of sites is imported by the id of its team. The first apply takes over the associations that the configuration declares.
terraform import naocloud_team_sites.operations 392
