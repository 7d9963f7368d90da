"""The command line: arguments, wiring and exit codes; one module for each family of commands."""
