"""What might my budget be? The questions without an account. Nothing is stored, and no answer reaches a log or an address."""
