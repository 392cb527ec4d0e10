"""What makes a mirror more useful to a coach: dossier, protocol, instructions for AI platforms."""
