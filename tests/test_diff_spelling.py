import pytest

from scheduler.diff.characters import spans
from scheduler.diff.place import changed
from scheduler.diff.slips import is_slip


def slip(old: str, new: str) -> bool:
    return is_slip(changed(spans(old, new), old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The goverment said so.", "The government said so."),
        ("a definately bad idea", "a definitely bad idea"),
        ("the enviroment agency", "the environment agency"),
        ("a seperate inquiry", "a separate inquiry"),
        ("the foriegn minister", "the foreign minister"),
        ("they recieve it", "they receive it"),
        ("He saw the the man.", "He saw the man."),
        ("The the man came.", "The man came."),
        ("one of of them", "one of them"),
        ("he saw teh man", "he saw the man"),
        ("it was nto so", "it was not so"),
        ("he sadi it", "he said it"),
        ("it is fo him", "it is of him"),
        ("men adn women", "men and women"),
    ],
)
def test_a_well_known_word_misspelt(old: str, new: str) -> None:
    assert slip(old, new)
    assert slip(new, old)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("he came form work", "he came from work"),
        ("a trail of it was", "a trial of it was"),
        ("the governments said", "the government said"),
        ("a prosecution of it", "a persecution of it"),
        ("the country council", "the county council"),
        ("the minister said", "the ministry said"),
        ("an adverse reaction", "an averse reaction"),
        ("several men came", "severer men came"),
        ("they had had it", "they had it"),
        ("said that that man", "said that man"),
        ("it has won it", "it has own it"),
        ("the lots of it", "the lost of it"),
        ("he is no good", "he is on good"),
        ("they lose it", "they loose it"),
        ("the latter man", "the later man"),
        ("it saw no man", "it was no man"),
        ("he did them", "he did then"),
        ("through thought it is", "though thought it is"),
    ],
)
def test_another_word_is_no_slip(old: str, new: str) -> None:
    assert not slip(old, new)
