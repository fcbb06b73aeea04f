"""Small local Sphinx extensions, one idea each; `_config.yml` lists them in order."""
