"""The fuzzer is a program for `make fuzz`, which brings its library; pytest must not import it."""

collect_ignore = ["fuzz_wire.py"]
