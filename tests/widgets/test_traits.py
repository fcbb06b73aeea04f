import numpy as np
import pytest
import traitlets

from convolution_book.widgets import SlidingWindow

BAD = [
    ({"X": [[1, 2], [3]]}, "different lengths"),
    ({"X": []}, "must be a matrix"),
    ({"X": [[]]}, "must be a matrix"),
    ({"X": "photo"}, "must be a matrix"),
    ({"X": None}, "must be a matrix"),
    ({"X": [1, 2, 3]}, "must be a matrix"),
    ({"X": [["a", "b"]]}, "not a finite number"),
    ({"X": [[float("nan"), 1]]}, "not a finite number"),
    ({"K": [[True]]}, "not a finite number"),
    ({"X": np.zeros((40, 40))}, "too large"),
    ({"X": np.zeros((2, 2, 2))}, "not a finite number"),
    ({"X": [[1]], "K": [[1, 2], [3, 4]]}, "does not fit"),
    ({"padding": -1}, "padding must be a whole number from 0 to 3, got -1"),
    ({"padding": 1.5}, "got 1.5"),
    ({"stride": 0}, "stride must be"),
    ({"stride": "2"}, "got '2'"),
]


@pytest.mark.parametrize(("traits", "sentence"), BAD)
def test_an_impossible_setting_is_refused_in_one_sentence(traits, sentence):
    with pytest.raises(traitlets.TraitError, match=sentence) as error:
        SlidingWindow(**traits)
    assert "\n" not in str(error.value)


def test_arrays_and_tuples_become_lists():
    widget = SlidingWindow(X=np.arange(6.0).reshape(2, 3), K=((1, 2),))
    assert widget.X == [[0, 1, 2], [3, 4, 5]]
    assert widget.K == [[1, 2]]


def test_padding_makes_room_for_a_large_kernel():
    assert SlidingWindow(X=[[1]], K=np.ones((3, 3)), padding=1).padding == 1


def test_a_refused_kernel_leaves_the_old_one():
    widget = SlidingWindow()
    with pytest.raises(traitlets.TraitError):
        widget.K = np.ones((5, 5))
    assert widget.K == [[0, 1], [2, 3]]


def test_without_a_front_end_there_is_a_still_picture():
    data, _ = SlidingWindow()._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert ">43</td>" in data["text/html"]
    assert data["text/plain"] == "SlidingWindow(X 3 × 3, K 2 × 2, padding 0, stride 1)"


def test_a_still_picture_cannot_ask_so_it_shows_the_answers_in_predict_mode_too():
    data, _ = SlidingWindow(predict=True)._repr_mimebundle_()
    assert ">19</td>" in data["text/html"]
