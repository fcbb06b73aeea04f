"""What the classes of widgets share: traits, still pictures, photos, words, the joined front end."""
