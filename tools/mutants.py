"""Break right answers mechanically, and see what `check` says of them.

    python tools/mutants.py [SLUG] [--list KIND] [--part 3/8]

A part takes every eighth mutant of each exercise: a fair sample; all eight together are the whole.

Every right answer that we have (the reference, the notebook's, tests/exercises/right) is changed in one
place: an operator, a bound, a constant, two arguments swapped, a statement dropped, a `return` in the loop.
A mutant that a wide random comparison cannot tell from the reference is no wrong answer and is left out.

    rejected   lost points; must be all of them
    told       got more than "gives 3, where 4 is expected": a mistake by name, something that is true of all
               its answers, the line that raised, or what must be refused
    untrue     called a known mistake although it answers differently from that mistake, or told something
               that is not true of all its answers in the wide comparison
"""

import argparse
import ast
import contextlib
import json
import pickle
import re
import resource
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from unittest import mock

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "exercises")]

import wide  # noqa: E402

from grader.checks import draws, examine, patience, patterns  # noqa: E402
from grader.checks.judge import Tried, judge, wanted  # noqa: E402
from grader.checks.ladder import alike, ask, asked  # noqa: E402
from grader.checks.patterns import inputs, numbers, partly, places, probes, sizes  # noqa: E402
from grader.checks.witness import put  # noqa: E402
from grader.exercises import EXERCISES  # noqa: E402

WIDE, SEEDS = 150, ("a", "b")
FEW = {"training-a-cnn/overfit_batch": 6}  # each of its questions trains a network
OPERATORS = {
    ast.Add: (ast.Sub, ast.Mult),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Add, ast.Div),
    ast.Div: (ast.Mult,),
    ast.Pow: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
}
METHODS = {"sum": ("mean", "max"), "all": ("any",), "any": ("all",), "argmax": ("argmin",), "abs": ("sign",)}


def mutants(right, part=(1, 1)):
    """Copies of a function, each changed in one place; of eight, say, each third."""
    copied = pickle.dumps(right)  # loading it again is many times as fast as deepcopy
    places = [(number, len([*changes_of(node, right)])) for number, node in enumerate(ast.walk(right))]
    every = [(number, variant) for number, many in places for variant in range(many)]
    for number, variant in every[part[0] - 1 :: part[1]]:
        other = pickle.loads(copied)
        [*changes_of(list(ast.walk(other))[number], other)][variant]()
        yield ast.fix_missing_locations(other)


def function(tree, name):
    return next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name)


def changes_of(node, root):
    for field in ("op", "ops"):
        op = getattr(node, field, None)
        old = op[0] if isinstance(op, list) else op
        for new in OPERATORS.get(type(old), ()):
            yield lambda new=new, field=field, op=op: setattr(
                node, field, [new()] if isinstance(op, list) else new()
            )
    if isinstance(node, ast.Constant) and type(node.value) in (int, float, bool):
        yield from constants(node)
    if isinstance(node, ast.Call) and len(node.args) > 1:
        yield lambda: node.args.__setitem__(slice(0, 2), node.args[1::-1])
    if isinstance(node, ast.Tuple) and len(node.elts) > 1 and isinstance(node.ctx, ast.Load):
        yield lambda: node.elts.__setitem__(slice(0, 2), node.elts[1::-1])
    if isinstance(node, ast.Attribute) and node.attr in METHODS:
        for new in METHODS[node.attr]:
            yield lambda new=new: setattr(node, "attr", new)
    if isinstance(node, ast.Slice):
        for field in ("lower", "upper"):
            if getattr(node, field) is not None:
                yield lambda field=field: setattr(node, field, None)
    if isinstance(node, ast.If | ast.IfExp):
        yield lambda: setattr(node, "test", ast.Constant(True))
        yield lambda: setattr(node, "test", ast.Constant(False))
    if isinstance(node, ast.AugAssign):
        yield lambda: node.__setattr__("op", ast.Sub() if isinstance(node.op, ast.Add) else ast.Add())
    if isinstance(node, ast.Return) and node.value is not None:
        yield from returns(node)
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        for other in neighbours(node.id, root):
            yield lambda other=other: setattr(node, "id", other)
    body = getattr(node, "body", None)
    if isinstance(body, list):
        for place in range(len(body)):
            yield lambda place=place: body.__setitem__(place, ast.Pass())
        for place, (one, two) in enumerate(pairwise(body)):
            if isinstance(one, ast.For) and isinstance(two, ast.Return):  # `return` slipped into the loop
                yield lambda one=one, two=two, place=place: (one.body.append(two), body.pop(place + 1))


def constants(node):
    value = node.value
    for new in (not value,) if isinstance(value, bool) else (value + 1, value - 1, 2 * value):
        if new != value:
            yield lambda new=new: setattr(node, "value", new)


def returns(node):
    value = node.value
    yield lambda: setattr(node, "value", ast.UnaryOp(ast.USub(), value))
    for text in ("np.asarray(x).T", "np.asarray(x)[::-1]", "np.asarray(x) + 1", "np.asarray(x)[:-1]"):
        wrapped = ast.parse(text, mode="eval").body
        names = [n for n in ast.walk(wrapped) if isinstance(n, ast.Name) and n.id == "x"]
        calls = next(n for n in ast.walk(wrapped) if isinstance(n, ast.Call) and n.args == names)

        def wrap(wrapped=wrapped, calls=calls):
            calls.args = [value]
            node.value = wrapped

        yield wrap


def neighbours(name, root):
    """Names that a tired person writes in place of this one: i for j, H for W."""
    used = {node.id for node in ast.walk(root) if isinstance(node, ast.Name)}
    used |= {argument.arg for argument in root.args.args}
    pairs = ("ij", "kl", "ab", "HW", "hw", "Hh", "Ww", "XK", "uv", "cd", "CD")
    named = [("rows", "columns"), ("down", "right"), ("c_in", "c_out"), ("src", "dst"), ("rising", "falling")]
    for one, two in [*map(tuple, pairs), *named]:
        if name in (one, two) and {one, two} <= used:
            yield two if name == one else one


def right_answers(exercise):
    """(module's source, function's name) of every right answer to this exercise that we have."""
    chapter = exercise.slug.partition("/")[0]
    module = sys.modules[exercise.reference.__module__]
    yield Path(module.__file__).read_text(), exercise.name
    cells = json.loads((ROOT / "book" / "exercises" / chapter / f"{chapter}.ipynb").read_text())["cells"]
    sources = {
        cell["metadata"].get("nbgrader", {}).get("grade_id"): "".join(cell["source"]) for cell in cells
    }
    names = [one.name for one in EXERCISES.values() if one.slug.partition("/")[0] == chapter]
    before = names[: names.index(exercise.name) + 1]  # a solution may call an earlier one
    yield "\n".join(sources[name] for name in ("imports", *before)), exercise.name
    yield from written(exercise)


def written(exercise):
    """The ones that lie in tests/exercises/right."""
    chapter = exercise.slug.partition("/")[0]
    text = (ROOT / "tests" / "exercises" / "right" / f"{chapter.replace('-', '_')}.py").read_text()
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef) and named_after(node.name, exercise.name):
            yield text, node.name


def parsed(exercise):
    """(names of its module, the function's tree without what it says of itself) of each, no two alike."""
    known = set()
    for text, name in right_answers(exercise):
        tree = ast.parse(text)
        right = function(tree, name)
        if ast.get_docstring(right) is not None:
            right.body.pop(0)
        if ast.unparse(right) not in known:
            known.add(ast.unparse(right))
            names = {"__name__": "mutant"}
            exec(compile(tree, "<right answer>", "exec"), names)
            yield names, right


def named_after(name, exercise):
    longer = [e.name for e in EXERCISES.values() if len(e.name) > len(exercise)]
    return name.startswith(exercise) and not any(name.startswith(other) for other in longer)


def made(names, changed):
    """The changed function, in its module; None where it does not even compile."""
    try:
        exec(compile(ast.Module([changed], []), "<mutant>", "exec"), names)
    except Exception:
        return None
    return names[changed.name]


def quietly(f):
    def silent(*args, **kwargs):
        with np.errstate(all="ignore"):
            return f(*args, **kwargs)

    return silent


def tried(answer, questions, wants):
    """The tries of a wide comparison, one after the other."""
    for question, want in zip(questions, wants, strict=True):
        got = put(question, answer)
        yield Tried(question, got, want, judge(got, want))
        if got.late:
            return  # it would be waited for again and again


def is_wrong(tries):
    return any(one.reason is not None for one in tries)


OF_ONE = (" Here ", " Later, ", " That is ", " Twice as large ")  # said of a few tries, and true of these


def untrue(exercise, answer, report, tries):
    """Is the answer called a mistake whose answers are others, or is a pattern none of all the tries?"""
    mistake = next((m for m in exercise.mistakes if m.sentence == report.sentence), None)
    if mistake:
        return not errs_alike(mistake, tries)
    if report.how != "pattern" or any(words in report.sentence for words in OF_ONE):
        return False
    wrong = [one for one in tries if one.reason is not None]
    returned = [one for one in tries if not one.got.error]
    shapes = next((one for one in wrong if getattr(one.reason, "shapes", None)), wrong[0])
    with of_few():
        said = patterns.findings(exercise, answer, returned, shapes)
        return not any(in_general(report.sentence).endswith(in_general(found.sentence)) for found in said)


@contextlib.contextmanager
def of_few():
    """What holds for all the tries is true, be they many or few: to say it, more must be seen."""
    limits = [(inputs, "FEWEST", 1), (inputs, "CHANCE", 2), (partly, "CHANCE", 2), (sizes, "FEWEST", 1)]
    limits += [(places, "SIZES", 1), (inputs, "best", list)]
    limits += [
        (numbers, "FEWEST", 1),
        (numbers, "BY_CHANCE", 1),
        (probes, "FEWEST", 1),
        (probes, "OF_TRUTHS", 1),
    ]
    with contextlib.ExitStack() as stack:
        for module, name, least in limits:
            stack.enter_context(mock.patch.object(module, name, least))
        yield


def errs_alike(mistake, tries):
    """Where the answer is wrong, is it as the mistake is?

    A mistake in the numbers is one in the numbers: who makes it may forget to refuse as well, or refuse too
    much. Who does not refuse makes the mistake of not refusing, whatever comes out instead.
    """
    both = [(one, put(one.question, quietly(mistake.answer))) for one in tries]
    valued = [(one, other) for one, other in both if not one.want.error]
    if any(judge(other, one.want) is not None for one, other in valued):
        wrong = [(one, other) for one, other in valued if one.reason is not None and not one.got.error]
        return bool(wrong) and all(alike(one, other) is not None for one, other in wrong)
    return all(judge(other, one.want) is not None for one, other in both if one.reason is not None)


def in_general(sentence):
    """Without the shapes of one try."""
    return re.sub(r"\([\d, ]*\)", "()", sentence)


def kind_of(report, exercise):
    if report.earned == exercise.points:
        return "accepted"
    if report.how != "plain":
        return report.how
    for words, kind in ((" should raise ", "refusal"), (" raised ", "line"), ("is expected", "plain")):
        if words in report.sentence:
            return kind
    return "shape" if "should have shape" in report.sentence else "told"


def measure(exercise, listed=(), part=(1, 1)):
    """Both seeds must reject a mutant. What is said is looked at once for all that answer alike."""
    counts, questions = Counter(), wide.questions(exercise.slug, 1, FEW.get(exercise.slug, WIDE))
    wants = [wanted(question, exercise) for question in questions]
    seen, verdicts = set(), {}
    for names, right in parsed(exercise):
        assert not is_wrong(tried(made(names, right), questions, wants)), f"{right.name} is no right answer"
        for changed in mutants(right, part):
            source = ast.unparse(changed)
            answer = None if source in seen else made(names, changed)
            seen.add(source)
            if answer is None:
                continue
            tries = list(tried(answer, questions, wants))
            if not is_wrong(tries):
                counts["equivalent"] += 1
                continue
            seed, other = SEEDS[:: -1 if len(verdicts) % 2 else 1]
            key = behaviour(tries)
            if key not in verdicts:
                report = examine(exercise, answer, draws(exercise.slug, seed)).report
                verdicts[key] = report, untrue(exercise, answer, report, tries)
            report, false = verdicts[key]
            accepted = passes(exercise, answer, seed) or passes(exercise, answer, other)
            kind = "accepted" if accepted else kind_of(report, exercise)
            counts[kind] += 1
            counts["untrue"] += false
            if kind in listed or (false and "untrue" in listed):
                print(f"--- {kind}{', untrue' * false}: {report.verdict}\n{source}\n", flush=True)
    return counts


def passes(exercise, answer, seed):
    rngs = draws(exercise.slug, seed)
    return all(
        ask(exercise, answer, question).reason is None
        for part in exercise.parts
        for question in asked(part, rngs)
    )


def behaviour(tries):
    """The same for all that answer the wide comparison alike; itself where that cannot be written down."""
    came = [(one.got.value, one.got.error, one.got.message, str(one.got.wrong)) for one in tries]
    try:
        return pickle.dumps(came)
    except Exception:  # what a mutant returns may be anything
        return object()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("slug", nargs="?", help="one exercise; all where none is given")
    parser.add_argument(
        "--list", default="", help="print what got one of: accepted,plain,untrue,pattern,mistake,shape,line"
    )
    parser.add_argument("--part", default="1/1", help="3/8: the third of eight parts of all mutants")
    options = parser.parse_args()
    part = tuple(map(int, options.part.split("/")))
    resource.setrlimit(resource.RLIMIT_AS, (8 << 30, 8 << 30))
    patience.SECONDS = 2.0
    total = Counter()
    print(f"{'exercise':42} wrong rejected    told   untrue  (equivalent)")
    for exercise in EXERCISES.values():
        if options.slug in (None, exercise.slug):
            with np.errstate(all="ignore"), contextlib.suppress(KeyboardInterrupt):
                counts = measure(exercise, options.list.split(","), part)
            total += counts
            print(line(exercise.slug, counts), flush=True)
    print(line("all", total))


def line(name, counts):
    wrong = sum(counts.values()) - counts["equivalent"] - counts["untrue"]
    told = wrong - counts["accepted"] - counts["plain"] - counts["shape"]
    share = lambda n: f"{100 * n / max(wrong, 1):5.1f} %"  # noqa: E731
    return (
        f"{name:42} {wrong:5} {share(wrong - counts['accepted'])} {share(told)} {share(counts['untrue'])}"
        f"  ({counts['equivalent']})  {dict(counts)}"
    )


if __name__ == "__main__":
    main()
