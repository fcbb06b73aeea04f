"""For `make frameworks`, which brings what these files import; in `make test` they are only read."""

collect_ignore = ["keras_3.py", "tensorflow_2.py", "jax_lax.py", "mxnet_1.py"]
