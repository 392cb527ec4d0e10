"""The ways into a mirror besides a new private repository: adopted, copied, forked, public."""
