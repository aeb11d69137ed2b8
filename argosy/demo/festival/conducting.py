"""Handing a festival's steps to workers, again and again until each was answered."""

import json
import subprocess
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from argosy.demo.chance import Dice
from argosy.demo.festival.breaking import DATABASE, POINTS, WORKER
from argosy.demo.festival.plan import Plan
from argosy.demo.festival.types import BASKETS, Answers, Step
from argosy.demo.festival.working import encode

ATTEMPTS_MAX: Final = 60
STEPS_PER_KILL: Final = 110
DATABASE_KILLS: Final = 5  # at most; its recovery is what takes time
PAUSE_S: Final = 0.05

Broken = dict[int, tuple[str, str]]


def broken_steps(plan: Plan, workers: int) -> Broken:
    """Which steps fail at which point, and what is killed there: the same for the same seed."""
    dice = Dice(plan.seed, "kills", workers)
    count = max(2, len(plan.steps) // STEPS_PER_KILL)
    cuts = min(DATABASE_KILLS, max(1, count // 4))
    chosen: Broken = {}
    for number in range(count):
        # Spread over the night, and the first is the database's.
        spread = int(len(plan.steps) * (number + dice.fraction()) / count)
        step = plan.steps[spread]
        is_cut = number % (count // cuts) == 0 and number // (count // cuts) < cuts
        chosen[step.number] = (dice.pick(POINTS[step.kind]), DATABASE if is_cut else WORKER)
    return chosen


@dataclass(slots=True)
class Task:
    """A step on its way."""

    step: Step
    attempts: int = 0


@dataclass
class Conductor:
    """Gives steps to workers and keeps what they answer."""

    plan: Plan
    command: Sequence[str]
    environ: dict[str, str]
    revive: Callable[[], bool]
    broken: Broken
    pace_s: float = 0.0  # between two steps, for whoever wants to watch
    answers: Answers = field(default_factory=Answers)
    errors: "Counter[str]" = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._waiting: deque[Task] = deque(Task(step) for step in self.plan.steps)
        self._open = len(self._waiting)  # not yet answered
        self._lock = threading.Lock()
        self._reviving = threading.Lock()
        self._trouble: BaseException | None = None

    def run(self, workers: int) -> Answers:
        """Have so many workers carry everything out; returns when each step was answered."""
        threads = [threading.Thread(target=self._serve) for _ in range(workers)]
        for thread in threads:
            thread.start()
        try:
            for thread in threads:
                thread.join()
        except BaseException as error:  # Asked to end: nobody may revive the database after that.
            self._trouble = error
            for thread in threads:
                thread.join()
            raise
        if self._trouble is not None:
            raise self._trouble
        self.answers.errors = dict(self.errors)
        return self.answers

    def _serve(self) -> None:
        worker = self._start()
        try:
            while self._open and self._trouble is None:
                task = self._next()
                if task is None:
                    time.sleep(PAUSE_S)
                    continue
                if not self._ask(worker, task):
                    end(worker)
                    worker = self._start()
        except BaseException as error:
            self._trouble = error
            raise
        finally:
            end(worker)

    def _next(self) -> Task | None:
        with self._lock:
            task = self._waiting.popleft() if self._waiting else None
        if task is not None and self.pace_s:
            time.sleep(self.pace_s)
        return task

    def _ask(self, worker: "subprocess.Popen[str]", task: Task) -> bool:
        """Hand a step over and take its answer; false if the worker has died over it."""
        broken = self.broken.get(task.step.number) if task.attempts == 0 else None
        task.attempts += 1
        sales = [self.plan.sales[number] for number, _ in task.step.words]
        line = ""
        if worker.stdin is not None and worker.stdout is not None:
            try:
                worker.stdin.write(encode(task.step, sales, broken))
                worker.stdin.flush()
                line = worker.stdout.readline()
            except BrokenPipeError:
                line = ""
        answer = json.loads(line) if line else {"error": "WorkerDied"}
        self._take(task, answer, broken)
        return bool(line)

    def _take(self, task: Task, answer: dict[str, Any], broken: tuple[str, str] | None) -> None:
        fell = "error" in answer
        if fell:
            with self._reviving:
                self.revive()
        with self._lock:
            self.answers.deliveries += max(1, len(task.step.words))
            self.answers.kills += bool(broken and (fell or "broke" in answer))
            if fell:
                self.errors[answer["error"]] += 1
            if not fell and not answer.get("later"):
                self._open -= 1
                self._note(task.step, answer)
            elif task.attempts >= ATTEMPTS_MAX:
                self._open -= 1
                self._give_up(task.step, answer)
            elif fell:
                self._waiting.appendleft(task)
            else:
                self._waiting.append(task)

    def _give_up(self, step: Step, answer: dict[str, Any]) -> None:
        # An order of a basket that nobody paid never comes; any other should have.
        if not answer.get("later") or self.plan.sales[step.words[0][0]].channel != BASKETS:
            self.answers.given_up.append(step.number)

    def _note(self, step: Step, answer: dict[str, Any]) -> None:
        told = self.answers
        told.held |= set(answer.get("held", ()))
        told.refused |= set(answer.get("refused", ())) if step.kind == "hold" else set()
        told.paid |= dict(answer.get("paid", ()))
        if answer.get("done"):
            told.won.setdefault(step.words[0][0], set()).add(step.kind)

    def _start(self) -> "subprocess.Popen[str]":
        return subprocess.Popen(  # noqa: S603 - ourselves again
            list(self.command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=self.environ,
        )


def end(worker: "subprocess.Popen[str]") -> None:
    """Let a worker go: it ends when there are no more lines; one that does not is ended."""
    for pipe in (worker.stdin, worker.stdout):
        if pipe is not None:
            try:
                pipe.close()
            except BrokenPipeError:
                continue
    try:
        worker.wait(10)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()
