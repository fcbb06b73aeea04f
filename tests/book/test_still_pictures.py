"""Where no script runs, a page shows what its widgets look like."""

from docutils import nodes

from convolution_book.extensions.still_pictures import PICTURE, VIEW, add_picture


def bundle(**outputs):
    """Outputs of one cell as MyST-NB keeps them until it chooses one."""
    found = [
        nodes.container("", nodes.raw("", text, format="html"), mime_type=kind)
        for kind, text in outputs.items()
    ]
    return nodes.container("", *found, nb_element="mime_bundle")


def test_the_picture_of_a_widget_comes_behind_its_view():
    cell = bundle(**{VIEW: "<script></script>", PICTURE: "<p>still</p>"})
    add_picture(cell)
    assert cell[0].astext().split() == ["<script></script>", "<noscript><p>still</p></noscript>"]


def test_what_is_no_widget_stays_as_it_is():
    for outputs in ({PICTURE: "<p>a table</p>"}, {VIEW: "<script></script>"}, {}):
        cell = bundle(**outputs)
        add_picture(cell)
        assert cell.astext() == "".join(outputs.values())
