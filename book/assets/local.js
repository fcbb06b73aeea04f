// A static site has no JupyterLab: nothing to do. The local server answers with its own version of this
// file, which shows the links marked data-local.
