"""What `argosy bench` measures, each against a limit found in the same run on the same server."""
