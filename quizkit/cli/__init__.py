"""The command line: `app.run` and one thin module per command. Nothing imports this package."""
