"""What networks really do, measured by training them: each module writes its results beside it as JSON."""
