"""A widget's still picture in <noscript>: what a reader sees where no script runs.

A widget says its picture itself, as the text/html beside its view. MyST-NB keeps only one output of a cell,
the view; this hands the picture over before it chooses.
"""

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

VIEW, PICTURE = "application/vnd.jupyter.widget-view+json", "text/html"


class StillPictures(SphinxPostTransform):
    default_priority = 3  # MyST-NB chooses at 4

    def run(self, **kwargs):
        for bundle in list(self.document.findall(nodes.container)):
            add_picture(bundle)


def add_picture(bundle):
    """Copy the picture, if this bundle of outputs has one, behind the view."""
    outputs = {node.get("mime_type"): node for node in bundle if isinstance(node, nodes.container)}
    if VIEW in outputs and PICTURE in outputs:
        picture = "".join(node.astext() for node in outputs[PICTURE].findall(nodes.raw))
        outputs[VIEW] += nodes.raw("", f"<noscript>{picture}</noscript>", format="html")


def setup(app):
    app.add_post_transform(StillPictures)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
