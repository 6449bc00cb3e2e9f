"""What benchmarks/team.py lets loose on the team's gateway: engines, people, real editors, and one who floods."""
