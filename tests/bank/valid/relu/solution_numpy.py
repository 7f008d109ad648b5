"""A stand-in; only its name matters here."""
