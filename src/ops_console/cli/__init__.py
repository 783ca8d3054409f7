"""The supervisors' and the shell's door: commands."""
