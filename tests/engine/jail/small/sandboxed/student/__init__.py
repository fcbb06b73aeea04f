"""As grader/engine/sandboxed/student: where the zygote finds `serve`."""
