"""Two processes that ask each other questions over one socket: framing, values as data, objects by number."""
