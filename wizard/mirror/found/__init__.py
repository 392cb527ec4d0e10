"""What is found in a repository and judged before a plan is made."""
