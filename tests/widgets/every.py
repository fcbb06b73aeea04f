"""What is asked of every widget of the book, `@each_widget`."""

import pytest

from book.widgets import WIDGETS

each_widget = pytest.mark.parametrize("cls", WIDGETS, ids=lambda cls: cls.__name__)
