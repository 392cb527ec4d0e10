"""What is asked in a terminal. Dialogs ask and check; they change nothing."""
